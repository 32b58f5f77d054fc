(ns radicchio.wasm
  "WebAssembly from Clojure.

  A *core module* (a plain `.wasm`) has functions of numbers, a memory, and imports:

      (def math (wasm/load \"math.wasm\"))
      (def add (wasm/fn math \"add\" {:params [:i32 :i32] :results [:i32]}))
      (add 3 4)                                  ;=> 7

  A *component* has functions of strings, records and lists, and contains their types:

      (def img (wasm/load-wit \"resize.wasm\"))
      ((:resize-image img) image 800 600)

  To build a program on a component, generate a namespace instead.

  `compile` makes a module or component, `instantiate` makes an instance of it, `load` and `load-wit` do both. Every
  function here accepts what any of them returned, if it makes sense, and also the `component` of a generated namespace
  and its instances. An instance is looked up like a map of its exports, and it is AutoCloseable. The code that made it
  must close it, for example with `with-open`. An instance that is not referenced is garbage collected like any object.
  Any thread may use an instance: one call at a time runs in it, others wait.

  Closing frees the guest's memory, even if the instance or something of it is still referenced. Every later use throws
  :closed. If a call runs on another thread, closing a component's instance waits for that call, at most the :timeout-ms
  of its limits; then it throws :limit, and the instance is still open. Calls that wait for their turn throw :closed.
  Closing a module's instance does not wait: the call runs to its end, and then the memory is freed. Only an instance
  with WASI waits, to close its files. Instances of modules that share something (see `extern`) are freed together, when
  the last of them is closed. Closing never stops a call; a time limit does, and so does an interrupt of its thread.

  Values of core modules: `:i32` and `:i64` are longs (i32 also takes unsigned values and booleans), `:f32` and `:f64`
  doubles, `:bool` is an i32 that is true or false, `:externref` is any object, `:funcref` is a function. No result is
  nil; several results are a vector.

  The `ex-data` of every Radicchio exception has `:radicchio/error`: `:malformed` `:invalid` `:unlinkable` `:argument`
  `:trap` `:limit` `:closed` `:config` and others. The message states what was expected, what came and where.

  A source is the path of a file (String, File, Path), a URL (as of `io/resource`), an InputStream, a byte[] or a
  ByteBuffer; for an instance, also the result of `compile`.

  Options of `load`, and of `instantiate` for core modules:
    :imports          {\"module\" {\"name\" value}}, strings or keywords. A function (or a Var, resolved at each call)
                      gets the converted arguments; with ^:wasm/instance in its metadata it gets the instance first. A
                      number is a global, {:min n :max n} a new memory or table. The result of `extern` is shared. A
                      function may call back into the instance. Its exceptions leave the outermost call unchanged.
    :limits           {:memory-pages n :table-elements n :total-memory n :timeout-ms n :open-files n}; by default one
                      memory has at most 16,384 pages of 64 KiB, all memories and tables together at most 2 GiB, a WASI
                      program at most 1,024 open files, and a call no time limit
    :missing          :trap, missing functions trap when they are called
    :wasi             the grants of WASI preview 1, as for `load-wasi`; {} links WASI and grants nothing
    :dead-after-trap  true, after a call that did not end normally the instance refuses every other call; by default it
                      accepts them
    :backend          :compiler (JVM bytecode, the default) or :interpreter
    :cache            false, the user's cache of compiled classes is neither read nor written"
  (:refer-clojure :exclude [load compile fn])
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading]
            [radicchio.wasm.cells :as cells]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.memory :as memory]
            [radicchio.wasm.module :as module]
            [radicchio.wasm.module-view :as module-view]
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source])
  (:import (radicchio.binary Binary Binary$Form)
           (radicchio.engine CoreModule)
           (radicchio.core ModuleInstance)
           (radicchio.runtime CompiledComponent)
           (radicchio.wasm.object View WasmObject)))

(set! *warn-on-reflection* true)

;; --- Modules, components, instances ----------------------------------------------------------------------------------

(def ^:private compile-options #{:backend :cache})

(defn compile
  "Parses, validates and compiles a source, a core module or a component, once. Any thread can instantiate the result, any
  number of times.

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
  "Makes an instance of a result of `compile`, of another instance's module or component, or of the `component` of a generated
  namespace. The start function of a core module is run. The instance is looked up like a map of its exports:

      (def math (wasm/instantiate (wasm/compile \"math.wasm\")))
      ((:add math) 3 4)   (keys math)   (let [{:keys [add]} math] …)

  A function is a function, a memory is its `memory-view`, a global its value. An unknown key throws :unlinkable with the
  candidates.

  Options of a core module: `:imports`, `:limits`, `:missing`, `:wasi`, `:dead-after-trap`.
  Options of a component: `:imports`, `:wasi`, `:limits`, `:missing`, `:results`, as for `load-wit`.
  Throws :unlinkable if imports are missing (the message has all of them, with their types) or have another type, :trap or
  :limit if the initialisation does not end normally."
  (^java.lang.AutoCloseable [compiled] (instantiate compiled {}))
  (^java.lang.AutoCloseable [compiled options]
   (cond
     (instance? CompiledComponent compiled)
     (component/view (component/instantiate compiled options))

     (instance? CoreModule compiled)
     (do (options/check-keys "wasm/instantiate" options (disj module/instance-options :backend :cache))
         (module-view/view (module/instantiate compiled nil options)))

     (instance? WasmObject compiled)
     (.instantiated ^WasmObject compiled options)

     (object/compiled-of compiled)
     (recur (object/compiled-of compiled) options)

     :else (throw (options/refuse (str "wasm/instantiate: expected a result of wasm/compile, got "
                                       (foreign/printed compiled)))))))

(defn load
  "Makes an instance of a source, a core module or a component: `compile` and `instantiate`, with the options of both. The
  instance is looked up like a map."
  (^java.lang.AutoCloseable [source] (load source {}))
  (^java.lang.AutoCloseable [source options]
   (let [compiled (if (or (instance? CoreModule source) (instance? CompiledComponent source))
                    source
                    (object/compiled-of source))
         bytes (when-not compiled (source/read-bytes source))]
     (if (if compiled (instance? CompiledComponent compiled) (= Binary$Form/COMPONENT (Binary/sniff bytes)))
       (do (options/check-keys "wasm/load" options instance-options/instance-keys)
           (component/view
            (component/instantiate (or compiled (component/compile-bytes bytes source (select-keys options compile-options)))
                                   (apply dissoc options compile-options))))
       (do (options/check-keys "wasm/load" options module/instance-options)
           (module-view/view
            (module/instantiate (if compiled (module/compiled compiled options) (module/compile-bytes bytes source options))
                                source options)))))))

(defn load-wit
  "Makes an instance of a source, a component, without generated code. The result looks up functions:

      (def img (wasm/load-wit \"resize.wasm\"))
      ((:resize-image img) image 800 600)

  by :name if that is unique, else by the full id (\"local:img/resize@1.0.0#resize-image\"). An unknown or ambiguous name
  throws :unlinkable with the candidates. For the REPL, `{:as 'img}` also makes a namespace of the functions, with that alias.

  Options:
    :as       a symbol
    :wit-data  WIT data, as from `radicchio.wit.resolve/load-wit`, for a core module that does not contain its WIT but has
              the export names that wit-component expects; :world is the name of one of its worlds
    :imports  {\"local:img/host@1.0.0\" {\"log\" f}}, and {\"log\" f} for functions of the world
    :wasi     the grants of wasi:*, a map of the options of `load-wasi`
    :limits   {:memory-pages n :table-elements n :total-memory n :timeout-ms n :lifted-bytes n :lowered-bytes n
               :handles n :tasks n :open-files n :random-bytes n}
    :missing  :trap, missing imports trap when they are called; :error, missing imports are errors, wasi:* too
    :results  :value, host functions return a result as [:ok v] or [:err e]
    :backend  :compiler or :interpreter
    :cache    false, the user's cache of compiled classes is neither read nor written"
  (^java.lang.AutoCloseable [source] (load-wit source {}))
  (^java.lang.AutoCloseable [source options]
   (component/load-wit (or (object/compiled-of source) source) options)))

(defn compose
  "Makes an instance of several components: the exports of some satisfy the imports of others. They share a store, and no value
  between them becomes a Clojure value. `components` is a map from a name to a source, to a result of `compile`, or to a map:

      (wasm/compose {:app \"app.wasm\"
                     :kv  {:from \"kv.wasm\" :wasi {:dirs {\"/data\" \"data\"}}}})

  An import of an interface is satisfied by the only component that exports it, in a compatible version. If there are several,
  :imports chooses one. Other imports are the host's. The result is like that of `load`. Closing it closes all components.
  `instantiate` makes another instance of it, with other options for all components, and compiles nothing again.

  Keys of a component:
    :from     its source
    :imports  {\"acme:kv/store\" :kv}, or [:kv \"acme:kv/other\"] for an export of another name; or functions, as for `load-wit`
    :wasi     its grants; :missing and :results are as for `load-wit`
  Options:
    :exports  the name of the component whose exports the result has, or a vector of names; by default the components that no
              other component imports from
    :imports, :wasi, :missing, :results  for components without their own; :imports are merged
    :limits   of all components together
    :backend, :cache  as for `compile`

  Throws :unlinkable if an import is not satisfied (with candidates, and the types that differ), is ambiguous, or does not fit,
  and if components import from each other; :config for a core module and for unknown options; and as `load`."
  (^java.lang.AutoCloseable [components] (compose components {}))
  (^java.lang.AutoCloseable [components options]
   ((loading/function 'radicchio.wasm.compose/compose) components options)))

(defn recording
  "Returns an instance of a component whose calls are written to a file, replaced if it exists, as EDN: a form on a line for each
  call. It is used like the instance:

      (with-open [img (wasm/recording (wasm/load \"resize.wasm\") \"resize.edn\")]
        ((:resize-image img) image 800 600))

  Closing it closes the instance and the file. Calls of `async`, and those of a generated namespace, are not recorded. A call with
  a stream, a future or another value that EDN does not have throws :config. Any thread may call."
  ^java.lang.AutoCloseable [instance file]
  ((loading/function 'radicchio.wasm.recording/recording) instance file))

(defn replay
  "Returns an object that answers calls from a file of `recording`, without the component. It is looked up like the instance. A call
  that is not the next one of the file throws :drift, with the line, and the first place where the arguments differ. The call is
  then still the next one.

  Options:
    :any-order  true, a call is answered by the first one left that has the same arguments
  Throws :config for a file that is not a recording."
  (^java.lang.AutoCloseable [file] (replay file {}))
  (^java.lang.AutoCloseable [file options]
   ((loading/function 'radicchio.wasm.recording/replay) file options)))

(defn- compiled-of [x]
  (or (object/compiled-of x)
      (throw (options/refuse (str "expected a module, a component or an instance, got " (foreign/printed x))))))

(defn exports
  "Returns the exports of a module, of a component, or of an instance's one, in order. For a core module they are
  `[{:name \"add\" :kind :func :params [:i32 :i32] :results [:i32]} {:name \"memory\" :kind :memory :min 1} …]`, for a
  component its functions, `[{:name \"local:img/resize@1.0.0#resize-image\" :kind :func :type [:func …]} …]`."
  [x]
  (let [compiled (compiled-of x)]
    (if (instance? CompiledComponent compiled) (component/exports compiled) (module/exports compiled))))

(defn imports
  "Returns the imports of a module or component, like `exports`; for a core module with `:module`."
  [x]
  (let [compiled (compiled-of x)]
    (if (instance? CompiledComponent compiled) (component/imports compiled) (module/imports compiled))))

(defn extern
  "Returns an export of an instance, to pass as an import to another instance. The two instances then share it, and share
  one lock. Throws :unlinkable if the export is missing."
  [instance name]
  (module/shared instance name))

;; --- Functions -------------------------------------------------------------------------------------------------------

(defn fn
  "Returns an export of an instance as a function.

  For a core module: `signature`, {:params [:i32 …] :results [:i32 …]}, is checked now, not at each call. It may have :bool
  for an i32. By default it is the module's own. A call with a wrong number of arguments, or with a value that does not fit
  its type, throws :argument.
  For a component: the name is as for `load-wit`. There is no signature, because the component contains it.
  Throws :unlinkable if the function is missing or has another signature."
  ([instance name]
   (let [found (object/instance-of instance)]
     (cond (instance? ModuleInstance found) (module/function found name)
           (or (instance? View instance) (and (nil? found) (instance? WasmObject instance))) (get instance name)
           :else (component/function (object/component-instance instance) name))))
  ([instance name signature] (module/function instance name signature)))

(defn call
  "Calls an export by its name. For repeated calls use `fn`."
  [instance name & args]
  (apply (fn instance name) args))

(defn async
  "Begins a call of `f`, a function of a component or of a generated namespace, and does not wait for its result. Returns a
  CompletableFuture, which completes on another thread. `deref` returns what the call returns, or throws what it throws:

      (deref (wasm/async db/query \"…\") 1000 :late)

  Cancelling the future asks the guest to end the call; the instance stays usable. A call of a function whose type is not async, and
  of any other function, runs on a worker thread, which cancelling interrupts; that ends the instance in which it runs. The
  limit :timeout-ms counts for each call. Dynamic bindings are those of the calling thread."
  ^java.util.concurrent.CompletableFuture [f & args]
  (component/async f args))

(defn stream
  "Returns a stream of the host, to pass to a component as a stream<T>, wherever values go: as an argument, in the result of a host
  function, in a record or list.

      (db/insert (wasm/stream (fn [emit!] (doseq [row rows] (emit! row)))))

  `f` is called with `emit!` on a worker thread, with the dynamic bindings of the thread that made the stream, when the guest
  reads for the first time. `(emit! element)` blocks until the guest has taken the element, and returns true; it returns false if
  the guest reads no more. `(emit!)` gives an element of a stream without a type. If the elements are numbers, an array, a buffer
  or a sequence is a batch of them, which crosses in bulk. The stream ends when `f` returns. If `f` throws, the instance ends with
  that exception.
  When the guest reads no more, the thread of `f` is interrupted, unless it waits in emit!. `emit!` may be called on any thread
  until `f` returns. It throws :limit if the guest takes longer than :timeout-ms, counted anew each time, or if its thread is
  interrupted; :closed or :trap if the instance has ended."
  [f]
  (component/stream f))

;; --- Programs --------------------------------------------------------------------------------------------------------

(def ^:private wasi-instance-options (disj module/instance-options :wasi))

(defmacro holding
  "Evaluates the body while this thread has `instance` for itself, so that its calls need not take the lock one by one:

      (wasm/holding img (run! #(img/brightness img %) pixels))

  `instance` is an instance, or the `component` of a generated namespace for the namespace's own instance. Calls of other
  threads wait until the body ends, or until a call in it waits for an async function. Each call has its own time limit.
  The body may also use other instances, and close this one. Returns the value of the body. Throws :closed, :trap or :limit
  as a call does, and :config if `instance` is none."
  [instance & body]
  `(with-open [held# (object/hold ~instance)]
     ~@body))

(defn load-wasi
  "Makes an instance of a core module that was built for WASI preview 1. It has what the options grant, and nothing else:

      (def tool (wasm/load-wasi \"tool.wasm\" {:args [\"--help\"] :out *out*}))
      (wasm/call tool \"_start\")                    ;=> 0

  `_start`, the main function of a program, returns its exit code. The `_initialize` of a library is run when it is loaded.

  Options, in addition to those of `load`:
    :args     a sequence of strings, after the program's name
    :program  that name, by default the file name of the source
    :env      {\"NAME\" \"value\"}
    :in       a String, byte[], InputStream, File, Path, or :inherit; by default an input at its end
    :out :err an OutputStream, Writer, File, Path, or :inherit; by default output is dropped
    :dirs     {\"/data\" \"path\"}, or {\"/data\" {:path \"path\" :read-only true}}: directories that the guest sees, with
              everything below them; neither `..` nor a symbolic link leads out
    :cwd      the initial working directory, a path in :dirs
    :clock    true, a java.time.Clock, or {:wall clock :monotonic f}, f in nanoseconds: reading the time, and waiting
    :random   true, or a java.util.Random
  Reading time or randomness that was not granted fails with :denied. The streams of files are closed with the instance;
  other streams are flushed and left open."
  (^java.lang.AutoCloseable [source] (load-wasi source {}))
  (^java.lang.AutoCloseable [source options]
   (options/check-keys "wasm/load-wasi" options (into wasi-instance-options options/grant-keys))
   (load source (assoc (select-keys options wasi-instance-options) :wasi (select-keys options options/grant-keys)))))

(defn run
  "Runs a program to its end. Returns {:exit 0 :out \"…\" :err \"…\"}, like `clojure.java.shell/sh`. A program is a core
  module built for WASI preview 1, or a component that exports wasi:cli/run.

  Options: those of `load-wasi`, which may also be under :wasi, those of `load` or of `load-wit`, and
    :out-enc  the encoding of :out, by default \"UTF-8\"; :bytes for a byte[]
    :limits   also :output-bytes, the most bytes that it may write to each of :out and :err, by default 64 MiB
  If :out or :err is given, that output is not returned."
  ([source] (run source {}))
  ([source options] ((loading/function 'radicchio.wasm.program/run) source options)))

;; --- Results and resources of components -----------------------------------------------------------------------------

(defn attempt
  "Calls `f`, a function of a component, with arguments. Returns [:ok value], or [:err payload] if it returned an err. Any
  other exception is thrown unchanged."
  [f & args]
  (apply component/attempt f args))

(defn err
  "Returns an exception for a host function whose WIT type is a result: its err, with or without a payload."
  (^Throwable [] (component/err))
  (^Throwable [payload] (component/err payload)))

(defn array
  "Returns the primitive array of a list of numbers that a component gave, without a copy: a short, int, long, float or
  double array. The array holds the bits of unsigned numbers, and a write to it changes the vector. A byte array, as
  list<u8> and list<s8> lift to, is returned as it is. Throws :argument for anything else."
  [v]
  (component/array v))

(defn resource
  "Returns a handle that owns a new resource of the host, implemented by the object `impl`. Pass it to a component as an
  argument, or return it from a host function. If the component passes or lends it back, host functions get `impl` itself.
  When the component drops it, `impl` is closed if it is AutoCloseable."
  [impl]
  (component/resource impl))

(defn stats
  "Returns figures of an instance. Of a core module's: {:backend :compiler, :functions 3, :live true, :interpreted 0}. Of a
  component's: {:backend :compiler, :functions 3, :handles 0, :tasks 0, :waits 0, :streams 0, :threads 0, :live true, :core-bytes 1234,
  :interpreted 0, :satisfied {\"local:img/host@1.0.0\" \"local:img/host@1.2.0\"}}. :interpreted counts the functions that
  are interpreted with the compiler as backend, because they cannot be compiled. :tasks counts the tasks of its guests that
  have not ended, :waits the threads of guests that wait, :streams the ends of streams and futures that its guests have or gave
  to the host, :threads the threads that its store has for them and for asynchronous host functions. :satisfied has the
  satisfied imports, with the names under which the host supplied them. :refused counts the refusals of each function of
  wasi:* for the instance,
  {\"wasi:random/random#get-random-u64\" 1}."
  [instance]
  (let [found (object/instance-of instance)]
    (if (instance? ModuleInstance found)
      (module-view/stats found)
      (component/stats (object/component-instance instance)))))

;; --- Memory ----------------------------------------------------------------------------------------------------------
;; If an instance exports several memories, the last argument {:memory "name"} names one. It may also name an imported one, by
;; its name or with that of its module: "env.memory". Tables and globals too.

(defn memory-size
  "Returns the size of an instance's memory in bytes."
  ([instance] (memory/size instance nil))
  ([instance options] (memory/size instance options)))

(defn memory-grow
  "Grows a memory by pages of 64 KiB. Returns its previous number of pages, or nil if it cannot grow so far."
  ([instance pages] (memory/grow instance nil pages))
  ([instance pages options] (memory/grow instance options pages)))

(defn memory-read
  "Returns a new byte[] of `length` bytes from `offset`. Throws :argument out of bounds, with :offset, :length and :size."
  (^bytes [instance offset length] (memory/read-bytes instance nil offset length))
  (^bytes [instance offset length options] (memory/read-bytes instance options offset length)))

(defn memory-read-into
  "Copies `length` bytes from `offset` into `target`, a byte[], at `start`. Returns `target`."
  (^bytes [instance offset target start length] (memory/read-into instance nil offset target start length))
  (^bytes [instance offset target start length options]
   (memory/read-into instance options offset target start length)))

(defn memory-write
  "Copies a byte[], or the remaining bytes of a ByteBuffer (whose position is unchanged), to `offset`. With `start` and
  `length`, copies that part of a byte[]. Throws :argument out of bounds, and then writes nothing."
  ([instance offset source] (memory/write instance nil offset source))
  ([instance offset source options] (memory/write instance options offset source))
  ([instance offset source start length] (memory/write-part instance nil offset source start length))
  ([instance offset source start length options] (memory/write-part instance options offset source start length)))

(defn memory-read-string
  "Reads UTF-8 text from `offset`: `length` bytes, or up to a zero byte if `length` is nil or missing. Throws :argument if
  the bytes are not UTF-8."
  (^String [instance offset] (memory/read-string-at instance nil offset nil))
  (^String [instance offset length] (memory/read-string-at instance nil offset length))
  (^String [instance offset length options] (memory/read-string-at instance options offset length)))

(defn memory-write-string
  "Writes UTF-8 text to `offset`. Returns the number of bytes. `{:zero true}` also writes and counts a zero byte."
  ([instance offset text] (memory/write-string-at instance nil offset text))
  ([instance offset text options] (memory/write-string-at instance options offset text)))

(defn memory-view
  "Returns a view of a memory that reads and writes numbers in place, little-endian: (.getInt view offset), (.putLong view
  offset n) and so on, as for a ByteBuffer. It grows with the memory. An access out of bounds throws :argument."
  (^radicchio.core.MemoryView [instance] (memory/view instance nil))
  (^radicchio.core.MemoryView [instance options] (memory/view instance options)))

;; --- Globals and tables ----------------------------------------------------------------------------------------------

(defn global-get
  "Returns the value of an exported global."
  [instance name]
  (cells/global-get instance name))

(defn global-set
  "Sets an exported global. Throws :argument if it is immutable or the value does not fit its type."
  [instance name value]
  (cells/global-set instance name value))

(defn table-size
  "Returns the number of elements of an exported table."
  [instance name]
  (cells/table-size instance name))

(defn table-get
  "Returns an element of an exported table: a function, an object, or nil for null. Throws :argument out of bounds."
  [instance name index]
  (cells/table-get instance name index))

(defn table-set
  "Sets an element of an exported table to a function of this instance (or of a linked one), an object, or nil."
  [instance name index value]
  (cells/table-set instance name index value))

(defn table-grow
  "Grows an exported table by `count` elements of `value`. Returns its previous size, or nil if it cannot grow so far."
  ([instance name count] (table-grow instance name count nil))
  ([instance name count value] (cells/table-grow instance name count value)))
