(ns radicchio.wasm
  "WebAssembly from Clojure.

  A *core module* (a plain `.wasm`) has functions of numbers, a memory, and imports:

      (def math (wasm/load \"math.wasm\"))
      (def add (wasm/fn math \"add\" {:params [:i32 :i32] :results [:i32]}))
      (add 3 4)                                  ;=> 7

  A *component* has functions of strings, records, lists, and says their types itself:

      (def img (wasm/load-wit \"resize.wasm\"))
      ((:resize-image img) image 800 600)

  For a component that a program is built on, generate a namespace instead.

  `compile` makes a module or component, `instantiate` an instance of it, `load` and `load-wit` both. An instance is AutoCloseable: whoever made it
  closes it, `with-open` included; one that is dropped is garbage as any object. Any thread may use it; one call at a
  time runs in it, others wait.

  Closing frees the guest's memory, whoever still holds the instance or something of it; whatever is asked of it then
  throws :closed. While a call runs on another thread, closing a component's instance waits for that call, at most the
  :timeout-ms of its limits (it throws :limit then, and is still open); calls that wait for their turn throw :closed.
  Closing a module's instance does not wait: the call goes on to its end, when the memory is freed; only one that was
  granted something of WASI waits, to close its files. Instances of modules that share something (see `extern`) are
  freed together, when the last of them is closed. No close stops a call: a limit of time does, or an interrupt of its
  thread.

  Values of core modules: `:i32` and `:i64` are longs (i32 also takes unsigned values and booleans), `:f32` and `:f64`
  doubles, `:bool` an i32 that is true or false, `:externref` any object, `:funcref` a function. No result is nil,
  several are a vector.

  Every exception of ours has `:radicchio/error` in its `ex-data`: `:malformed` `:invalid` `:unlinkable` `:argument`
  `:trap` `:limit` `:closed` `:config` and others; its message says what was expected, what came and where.

  A source is the path of a file (String, File, Path), a URL (as of `io/resource`), an InputStream, a byte[] or a
  ByteBuffer; for an instance, also what `compile` gave.

  Options of `load`, and of `instantiate` for core modules:
    :imports          {\"module\" {\"name\" value}}, strings or keywords: a function (or a Var, looked up at each call) of
                      the converted arguments; with ^:wasm/instance in its metadata it gets the instance first. A
                      number for a global, {:min n :max n} for a new memory or table, or what `extern` gives, which
                      is shared. A function may call back into the instance; what it throws leaves the outermost call
                      as itself.
    :limits           {:memory-pages n :table-elements n :total-memory n :timeout-ms n :open-files n}; by default one memory
                      may have 16,384 pages of 64 KiB, all memories and tables together 2 GiB, a program of WASI 1,024
                      open files, and a call has no time limit
    :missing          :trap lets functions that nobody gives trap when they are called
    :wasi             what of WASI preview 1 is granted, as `load-wasi` takes it; {} is nothing, but links it
    :dead-after-trap  true: after a call that did not end well every other is refused; otherwise the instance goes on
    :backend          :compiler (JVM bytecode, the default) or :interpreter
    :cache            false: classes compiled earlier are not taken from the user's cache, nor these kept there"
  (:refer-clojure :exclude [load compile fn])
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wasm.cells :as cells]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.grants :as grants]
            [radicchio.wasm.memory :as memory]
            [radicchio.wasm.module :as module]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.program :as program]
            [radicchio.wasm.source :as source])
  (:import (java.io Writer)
           (radicchio.binary Binary Binary$Form)
           (radicchio.engine CoreModule)
           (radicchio.runtime CompiledComponent Instance ModuleInstance)))

(set! *warn-on-reflection* true)

;; --- Modules, components, instances ----------------------------------------------------------------------------------

(def ^:private compile-options #{:backend :cache})

(defn compile
  "What a source holds, a core module or a component, parsed, validated and compiled once, to be instantiated any
  number of times by any thread.

  Options: `:backend`, `:cache`.
  Throws :malformed or :invalid for bytes that are neither, :config for a source that cannot be read or an unknown
  option."
  ([source] (compile source {}))
  ([source options]
   (options/check-keys "wasm/compile" options compile-options)
   (let [bytes (source/read-bytes source)]
     (if (= Binary$Form/COMPONENT (Binary/sniff bytes))
       (component/compile-bytes bytes source options)
       (module/compile-bytes bytes source options)))))

(defn instantiate
  "An instance of what `compile` made. Of a core module its start function was run.

  Options of a core module: `:imports`, `:limits`, `:missing`, `:wasi`, `:dead-after-trap`.
  Options of a component: `:imports`, `:wasi`, `:limits`, `:missing`, `:results`, as `load-wit` takes them.
  Throws :unlinkable where an import is missing (all of them in one message, with their types) or of another type,
  :trap or :limit where initialisation does not end well."
  (^java.lang.AutoCloseable [compiled] (instantiate compiled {}))
  (^java.lang.AutoCloseable [compiled options]
   (cond
     (instance? CompiledComponent compiled)
     (component/instantiate compiled options)

     (instance? CoreModule compiled)
     (do (options/check-keys "wasm/instantiate" options (disj module/instance-options :backend :cache))
         (module/instantiate compiled nil options))

     :else (throw (options/refuse (str "wasm/instantiate takes what wasm/compile gives; got "
                                       (foreign/printed compiled)))))))

(defn load
  "An instance of the core module that a source holds: `compile` and `instantiate`, with the options of both. A component
  is loaded by `load-wit`."
  (^java.lang.AutoCloseable [source] (load source {}))
  (^java.lang.AutoCloseable [source options]
   (options/check-keys "wasm/load" options module/instance-options)
   (module/instantiate (module/compiled source options) source options)))

(defn load-wit
  "An instance of the component that a source holds, without generated code: a value to look its functions up in,

      (def img (wasm/load-wit \"resize.wasm\"))
      ((:resize-image img) image 800 600)

  by :name where that is unique, else by the full id (\"local:img/resize@1.0.0#resize-image\"); an unknown or ambiguous
  one throws :unlinkable with the candidates. `{:as 'img}`, for the REPL, makes a namespace of them under that alias too.

  Options:
    :as       a symbol
    :wit-data  for a core module whose exports are named as wit-component expects and that does not have its WIT in it:
              WIT data, as of `radicchio.wit.resolve/load-wit`; :world is the name of one of its worlds
    :imports  {\"local:img/host@1.0.0\" {\"log\" f}} and {\"log\" f} for functions of the world
    :wasi     what of wasi:* is granted: a map of the options of `load-wasi`
    :limits   {:memory-pages n :table-elements n :total-memory n :timeout-ms n :lifted-bytes n :lowered-bytes n
               :handles n :open-files n :random-bytes n}
    :missing  :trap lets imports that nobody gives trap when they are called; :error refuses them, wasi:* too
    :results  :value where host functions return a result as [:ok v] or [:err e]
    :backend  :compiler or :interpreter
    :cache    false: classes compiled earlier are not taken from the user's cache, nor these kept there"
  (^java.lang.AutoCloseable [source] (component/load-wit source))
  (^java.lang.AutoCloseable [source options] (component/load-wit source options)))

(defn- compiled-of
  "The core module or component of an instance; what is compiled itself."
  [x]
  (cond
    (instance? ModuleInstance x) (.module ^ModuleInstance x)
    (instance? Instance x)       (.component ^Instance x)
    (component/loaded? x)        (recur (component/loaded-instance x))
    (or (instance? CoreModule x) (instance? CompiledComponent x)) x
    :else (throw (options/refuse (str "A module, a component or an instance was expected; got " (foreign/printed x))))))

(defn exports
  "What a module or component exports, or that of an instance, in its order. Of a core module
  `[{:name \"add\" :kind :func :params [:i32 :i32] :results [:i32]} {:name \"memory\" :kind :memory :min 1} …]`, of a
  component its functions, `[{:name \"local:img/resize@1.0.0#resize-image\" :kind :func :type [:func …]} …]`."
  [x]
  (let [compiled (compiled-of x)]
    (if (instance? CompiledComponent compiled) (component/exports compiled) (module/exports compiled))))

(defn imports
  "What a module or component imports, as `exports`; of a core module with `:module`."
  [x]
  (let [compiled (compiled-of x)]
    (if (instance? CompiledComponent compiled) (component/imports compiled) (module/imports compiled))))

(defn extern
  "What an instance exports by that name, to be given as an import of another instance: the two then share it, and one
  lock. Throws :unlinkable where there is no such export."
  [instance name]
  (module/shared instance name))

;; --- Functions -------------------------------------------------------------------------------------------------------

(defn fn
  "An export of an instance as a function.

  Of a core module: `signature`, {:params [:i32 …] :results [:i32 …]}, is checked here, not at the call; it may say :bool
  for an i32. Without it the module's own is taken. A call with a wrong number of arguments throws an ArityException,
  with a value that its type refuses :argument, naming the parameter.
  Of a component: named as `load-wit` looks functions up; no signature, since the component has it.
  Throws :unlinkable where there is no such function or its signature is another."
  ([instance name]
   (if (instance? ModuleInstance instance)
     (module/function instance name)
     (component/function (component/loaded-instance instance) name)))
  ([instance name signature] (module/function instance name signature)))

(defn call
  "Calls an export by its name. To call it more than once, take `fn`."
  [instance name & args]
  (apply (fn instance name) args))

;; --- Programs --------------------------------------------------------------------------------------------------------

(def ^:private wasi-instance-options (disj module/instance-options :wasi))

(defn load-wasi
  "An instance of a core module that was built for WASI preview 1, which is granted what the options say and nothing else:

      (def tool (wasm/load-wasi \"tool.wasm\" {:args [\"--help\"] :out *out*}))
      (wasm/call tool \"_start\")                    ;=> 0

  `_start`, the main function of a program, returns its exit code. A library's `_initialize` was run when it is loaded.

  Options, beside those of `load`:
    :args     a sequence of strings, after the program's name
    :program  that name; the source's file name where it is not given
    :env      {\"NAME\" \"value\"}
    :in       a String, byte[], InputStream, File, Path, or :inherit; at its end where it is not given
    :out :err an OutputStream, Writer, File, Path, or :inherit; where they are not given, what is written is dropped
    :dirs     {\"/data\" \"path\"}, or {\"/data\" {:path \"path\" :read-only true}}: directories that the guest sees, and
              what is below them; neither `..` nor a symbolic link leads out
    :cwd      the first working directory, a name within :dirs
    :clock    true, a java.time.Clock, or {:wall clock :monotonic f}, f of nanoseconds: asking the time, and waiting
    :random   true, or a java.util.Random
  Time and randomness that were not granted fail when they are asked for, :denied. The streams of files are closed with
  the instance, others flushed and left open."
  (^java.lang.AutoCloseable [source] (load-wasi source {}))
  (^java.lang.AutoCloseable [source options] 
   (options/check-keys "wasm/load-wasi" options (into wasi-instance-options grants/option-keys))
   (load source (assoc (select-keys options wasi-instance-options) :wasi (select-keys options grants/option-keys)))))

(defn run
  "Runs a program to its end: {:exit 0 :out \"…\" :err \"…\"}, as `clojure.java.shell/sh` returns. A program is a core
  module built for WASI preview 1, or a component that exports wasi:cli/run.

  Options: those of `load-wasi`, which may stand under :wasi too, those of `load` or of `load-wit`, and
    :out-enc  the encoding of what it writes to :out, \"UTF-8\" by default; :bytes for a byte[]
    :limits   with :output-bytes too, how much it may write to each of :out and :err, 64 MiB by default
  What goes to a given :out or :err is not returned."
  ([source] (run source {}))
  ([source options] (program/run source options)))

;; --- Results and resources of components -----------------------------------------------------------------------------

(defn attempt
  "Calls `f`, a function of a component, with arguments: [:ok value], or [:err payload] where it returned an err. Whatever
  else it throws is thrown on."
  [f & args]
  (apply component/attempt f args))

(defn err
  "An exception for a host function to throw whose WIT type is a result: its err, with a payload or without one."
  (^Throwable [] (component/err))
  (^Throwable [payload] (component/err payload)))

(defn resource
  "A handle that owns a new resource of the host, implemented by the object `impl`: given to a component as an argument,
  or returned by a host function. Where the component gives or lends it back, host functions get `impl` itself. When the
  component drops it, `impl` is closed if it is AutoCloseable."
  [impl]
  (component/resource impl))

(defn stats
  "Figures of a component's instance: {:backend :compiler, :functions 3, :handles 0, :live true, :core-bytes 1234,
  :interpreted 0, :satisfied {\"local:img/host@1.0.0\" \"local:img/host@1.2.0\"}}, where :interpreted counts the functions
  that run interpreted although the backend is the compiler, since they cannot be compiled, :satisfied has the imports that the host gave and the names under which it did, and :refused how often each
  function of wasi:* refused to serve the instance, {\"wasi:random/random@0.2.0#get-random-u64\" 1}."
  [instance]
  (component/stats (component/loaded-instance instance)))

;; --- Memory ----------------------------------------------------------------------------------------------------------
;; Each function takes the memory's name in a last argument {:memory "name"} where an instance exports several.

(defn memory-size
  "The size of an instance's memory in bytes."
  ([instance] (memory/size instance nil))
  ([instance options] (memory/size instance options)))

(defn memory-grow
  "Grows a memory by pages of 64 KiB: how many it had before, or nil where it cannot grow so far."
  ([instance pages] (memory/grow instance nil pages))
  ([instance pages options] (memory/grow instance options pages)))

(defn memory-read
  "A new byte[] of `length` bytes from `offset` on. Throws :argument out of bounds, with :offset, :length and :size."
  (^bytes [instance offset length] (memory/read-bytes instance nil offset length))
  (^bytes [instance offset length options] (memory/read-bytes instance options offset length)))

(defn memory-read-into
  "Copies `length` bytes from `offset` on into `target`, a byte[], from `start` on; returns `target`."
  (^bytes [instance offset target start length] (memory/read-into instance nil offset target start length))
  (^bytes [instance offset target start length options]
   (memory/read-into instance options offset target start length)))

(defn memory-write
  "Copies a byte[], or what remains of a ByteBuffer (whose position stays), to `offset`; with `start` and `length`, that
  part of a byte[]. Throws :argument out of bounds, and then writes nothing."
  ([instance offset source] (memory/write instance nil offset source))
  ([instance offset source options] (memory/write instance options offset source))
  ([instance offset source start length] (memory/write-part instance nil offset source start length))
  ([instance offset source start length options] (memory/write-part instance options offset source start length)))

(defn memory-read-string
  "Text in UTF-8 from `offset` on: `length` bytes of it, or up to a zero byte where `length` is nil or not given. Throws
  :argument where it is no UTF-8."
  (^String [instance offset] (memory/read-string-at instance nil offset nil))
  (^String [instance offset length] (memory/read-string-at instance nil offset length))
  (^String [instance offset length options] (memory/read-string-at instance options offset length)))

(defn memory-write-string
  "Writes text in UTF-8 to `offset`; how many bytes that were. `{:zero true}` writes a zero byte after it, which counts."
  ([instance offset text] (memory/write-string-at instance nil offset text))
  ([instance offset text options] (memory/write-string-at instance options offset text)))

(defn memory-view
  "A memory to read and write number by number without copying, little-endian: (.getInt view offset), (.putLong view
  offset n) and so on, as of a ByteBuffer. It grows with the memory. Each access out of bounds throws :argument."
  (^radicchio.runtime.MemoryView [instance] (memory/view instance nil))
  (^radicchio.runtime.MemoryView [instance options] (memory/view instance options)))

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
