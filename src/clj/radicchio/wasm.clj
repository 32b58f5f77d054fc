(ns radicchio.wasm
  "WebAssembly from Clojure.

  A *core module* (a plain `.wasm`) has functions of numbers, a memory, and imports:

      (def math (wasm/load \"math.wasm\"))
      (def add (wasm/fn math \"add\" {:params [:i32 :i32] :results [:i32]}))
      (add 3 4)                                  ;=> 7

  `compile` makes a module, `instantiate` an instance of it, `load` both. An instance is AutoCloseable: whoever made it
  closes it, `with-open` included; one that is dropped is garbage as any object. Any thread may use it; one call at a
  time runs in it, others wait.

  Values of core modules: `:i32` and `:i64` are longs (i32 also takes unsigned values and booleans), `:f32` and `:f64`
  doubles, `:bool` an i32 that is true or false, `:externref` any object, `:funcref` a function. No result is nil,
  several are a vector.

  Every exception of ours has `:radicchio/error` in its `ex-data`: `:malformed` `:invalid` `:unlinkable` `:argument`
  `:trap` `:limit` `:closed` `:config` and others; its message says what was expected, what came and where.

  A source is the path of a file (String, File, Path), a URL (as of `io/resource`), an InputStream, a byte[] or a
  ByteBuffer.

  Options of `load`, `instantiate`:
    :imports          {\"module\" {\"name\" value}}, strings or keywords: a function (or a Var, looked up at each call) of
                      the converted arguments; with ^:wasm/instance in its metadata it gets the instance first. A
                      number for a global, {:min n :max n} for a new memory or table, or what `extern` gives, which
                      is shared. A function may call back into the instance; what it throws leaves the outermost call
                      as itself.
    :limits           {:memory-pages n :table-elements n :timeout-ms n}; one memory may have 16,384 pages of 64 KiB, and
                      a call all the time it takes, where nothing is said
    :dead-after-trap  true: after a trap every call is refused; otherwise the instance goes on
    :backend          :compiler (JVM bytecode, the default) or :interpreter"
  (:refer-clojure :exclude [load compile fn])
  (:require [radicchio.wasm.cells :as cells]
            [radicchio.wasm.memory :as memory]
            [radicchio.wasm.module :as module]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source])
  (:import (java.io Writer)
           (radicchio.engine CoreModule)
           (radicchio.runtime ModuleInstance)))

(set! *warn-on-reflection* true)

;; --- Modules and instances -------------------------------------------------------------------------------------------

(def ^:private compile-options #{:backend})

(defn compile
  "A core module of a source: parsed, validated, compiled once, to be instantiated any number of times by any thread.

  Options: `:backend`.
  Throws :malformed or :invalid for bytes that are no valid module, :config for a source that cannot be read or an
  unknown option."
  (^CoreModule [source] (compile source {}))
  (^CoreModule [source options]
   (options/check-keys "wasm/compile" options compile-options)
   (module/compile-bytes (source/read-bytes source) source options)))

(defn instantiate
  "An instance of a compiled module, its start function run.

  Options: `:imports`, `:limits`, `:dead-after-trap`.
  Throws :unlinkable where an import is missing (all of them in one message, with their types) or of another type,
  :trap or :limit where initialisation does not end well."
  (^java.lang.AutoCloseable [module] (instantiate module {}))
  (^java.lang.AutoCloseable [module options]
   (options/check-keys "wasm/instantiate" options (disj module/instance-options :backend))
   (module/instantiate module options)))

(defn load
  "An instance of the core module that a source holds: `compile` and `instantiate`, with the options of both."
  (^java.lang.AutoCloseable [source] (load source {}))
  (^java.lang.AutoCloseable [source options]
   (options/check-keys "wasm/load" options module/instance-options)
   (module/instantiate (module/compile-bytes (source/read-bytes source) source options) options)))

(defn- core-module ^CoreModule [x]
  (cond
    (instance? ModuleInstance x) (.module ^ModuleInstance x)
    (instance? CoreModule x)     x
    :else (throw (options/refuse (str "A module or an instance was expected; got " (pr-str x))))))

(defn exports
  "What a module (or an instance's module) exports, in its order:
  `[{:name \"add\" :kind :func :params [:i32 :i32] :results [:i32]} {:name \"memory\" :kind :memory :min 1} …]`."
  [module-or-instance]
  (module/exports (core-module module-or-instance)))

(defn imports
  "What a module imports, in its order, as `exports` with `:module`."
  [module-or-instance]
  (module/imports (core-module module-or-instance)))

(defn extern
  "What an instance exports by that name, to be given as an import of another instance: the two then share it, and one
  lock. Throws :unlinkable where there is no such export."
  [instance name]
  (module/shared instance name))

;; --- Functions -------------------------------------------------------------------------------------------------------

(defn fn
  "An export of an instance as a function of as many arguments as it has parameters.

  `signature`, {:params [:i32 …] :results [:i32 …]}, is checked here, not at the call; it may say :bool for an i32.
  Without it the module's own is taken. A call with a wrong number of arguments throws an ArityException, with a value
  that its type refuses :argument, naming the parameter.
  Throws :unlinkable where there is no such function or its signature is another."
  ([instance name] (module/function instance name))
  ([instance name signature] (module/function instance name signature)))

(defn call
  "Calls an export by its name. To call it more than once, take `fn`."
  [instance name & args]
  (apply (module/function instance name) args))

;; --- Memory ----------------------------------------------------------------------------------------------------------
;; Each function takes the memory's name in a last argument {:memory "name"} where an instance exports several.

(defn memory-size
  "The size of an instance's memory in bytes."
  ([instance] (memory-size instance {}))
  ([instance {:keys [memory]}] (memory/size instance memory)))

(defn memory-grow
  "Grows a memory by pages of 64 KiB: how many it had before, or nil where it cannot grow so far."
  ([instance pages] (memory-grow instance pages {}))
  ([instance pages {:keys [memory]}] (memory/grow instance memory pages)))

(defn memory-read
  "A new byte[] of `length` bytes from `offset` on. Throws :argument out of bounds, with :offset, :length and :size."
  (^bytes [instance offset length] (memory-read instance offset length {}))
  (^bytes [instance offset length {:keys [memory]}] (memory/read-bytes instance memory offset length)))

(defn memory-read-into
  "Copies `length` bytes from `offset` on into `target`, a byte[], from `start` on; returns `target`. Nothing is allocated."
  (^bytes [instance offset target start length] (memory-read-into instance offset target start length {}))
  (^bytes [instance offset target start length {:keys [memory]}]
   (memory/read-into instance memory offset target start length)))

(defn memory-write
  "Copies a byte[], or what remains of a ByteBuffer (whose position stays), to `offset`; with `start` and `length`, that
  part of a byte[]. Throws :argument out of bounds, and then writes nothing."
  ([instance offset source] (memory-write instance offset source {}))
  ([instance offset source {:keys [memory]}] (memory/write instance memory offset source))
  ([instance offset source start length] (memory-write instance offset source start length {}))
  ([instance offset source start length {:keys [memory]}]
   (memory/write-part instance memory offset source start length)))

(defn memory-read-string
  "Text in UTF-8 from `offset` on: `length` bytes of it, or up to a zero byte. Throws :argument where it is no UTF-8."
  (^String [instance offset] (memory-read-string instance offset nil {}))
  (^String [instance offset length] (memory-read-string instance offset length {}))
  (^String [instance offset length {:keys [memory]}] (memory/read-string-at instance memory offset length)))

(defn memory-write-string
  "Writes text in UTF-8 to `offset`; how many bytes that were. `{:zero true}` writes a zero byte after it, which counts."
  ([instance offset text] (memory-write-string instance offset text {}))
  ([instance offset text {:keys [memory zero]}] (memory/write-string-at instance memory offset text zero)))

;; --- Globals and tables ----------------------------------------------------------------------------------------------

(defn global-get
  "The value of an exported global."
  [instance name]
  (cells/global-get instance name))

(defn global-set
  "Sets an exported global. Throws :argument where it is immutable or its type refuses the value."
  [instance name value]
  (cells/global-set instance name value))

(defn table-size
  "How many elements an exported table has."
  [instance name]
  (cells/table-size instance name))

(defn table-get
  "An element of an exported table: a function to call, or an object; nil for null. Throws :argument out of bounds."
  [instance name index]
  (cells/table-get instance name index))

(defn table-set
  "Sets an element of an exported table to a function of this instance (or one linked with it), an object, or nil."
  [instance name index value]
  (cells/table-set instance name index value))

(defn table-grow
  "Grows an exported table by `count` elements of `value`: how many it had before, or nil where it cannot grow so far."
  ([instance name count] (table-grow instance name count nil))
  ([instance name count value] (cells/table-grow instance name count value)))

;; --- At the REPL -----------------------------------------------------------------------------------------------------

(defmethod print-method CoreModule [module ^Writer w]
  (.write w (str "#<wasm module: " (count (.exports ^CoreModule module)) " exports>")))

(defmethod print-method ModuleInstance [instance ^Writer w]
  (.write w (str "#<wasm instance: " (count (exports instance)) " exports"
                 (when (.isClosed ^ModuleInstance instance) ", closed") ">")))
