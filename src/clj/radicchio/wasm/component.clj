(ns radicchio.wasm.component
  "Loads and calls components without generated code, for `radicchio.wasm`. Compiled components are immutable, and any
  thread may use them. An instance runs one call at a time, and the code that made it must close it."
  (:refer-clojure :exclude [compile])
  (:require [clojure.core.protocols :as protocols]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.needs :as needs]
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.repl]
            [radicchio.wasm.source :as source]
            [radicchio.wasm.typed :as typed]
            [radicchio.wit :as wit])
  (:import (java.util Collections HashMap List Map WeakHashMap)
           (java.util.function Supplier)
           (radicchio.binary Binary)
           (radicchio.component FuncType ValType$Field)
           (radicchio.engine Backend)
           (radicchio.error ErrException ErrorKind RadicchioException)
           (radicchio.runtime CallFutures CompiledComponent ExportedFunction Instance)
           (radicchio.runtime.resource GuestHandle HostHandle)
           (radicchio.validate.type Entity$Named)
           (radicchio.values.clojure ClojureValues ExportFn NumberVector)
           (radicchio.values.streams AwaitedFuture EmittedStream)))

(set! *warn-on-reflection* true)

;; Compiling and instantiating

(defn compile-bytes
  "Compiles the bytes of a source: a component, or a core module that contains its world or has it in :wit-data and
  :world. Throws :config for other core modules."
  ^CompiledComponent [^bytes bytes source {:keys [wit-data world] :as options}]
  (let [module? (typed/core-module? bytes)]
    (when (and module? (not wit-data) (not (typed/names-world? bytes)))
      (throw (options/refuse (str (source/describe source) " is a core module without its WIT; pass that as :wit-data,"
                                  " or add it (wasm-tools component embed); wasm/load accepts any core module"))))
    (when (and wit-data (not module?))
      (throw (options/refuse (str ":wit-data is only for core modules, but " (source/describe source) " is "
                                  (Binary/describe bytes)))))
    (let [how (options/compile-options (dissoc options :wit-data :world))]
      (object/remember (source/naming source #(CompiledComponent/of (typed/typed bytes {:wit wit-data :world world})
                                                                    how
                                                                    ClojureValues/INSTANCE))
                       source))))

(defn compile
  "Compiles a source: a path, File, URL, stream, byte[] or ByteBuffer. Options: :backend, :compiler (the default) or
  :interpreter; :cache, false to compile it anew; for a core module :wit-data and :world. Throws :malformed or :invalid."
  (^radicchio.runtime.CompiledComponent [source] (compile source {}))
  (^radicchio.runtime.CompiledComponent [source options]
   (compile-bytes (source/read-bytes source) source options)))

(defn instantiate
  "Makes a new instance of a compiled component. The caller must close it. Options: :imports, :wasi, :limits, :missing,
  :results; see `radicchio.wasm.instance-options/instance-options`. Throws :unlinkable with every missing import."
  (^radicchio.runtime.Instance [component] (instantiate component {}))
  (^radicchio.runtime.Instance [^CompiledComponent component options]
   (Instance/of component (instance-options/instance-options options))))

(defn load-component
  "Compiles and instantiates a component; one that is compiled already is instantiated. The caller must close the instance.
  Options are those of both."
  (^radicchio.runtime.Instance [source] (load-component source {}))
  (^radicchio.runtime.Instance [source options]
   (let [options-of-instance (dissoc options :wit-data :world)]
     (instance-options/check options-of-instance)
     (instantiate (if (instance? CompiledComponent source) source (compile source options)) options-of-instance))))

;; Functions

(defn- functions [^Instance instance]
  (.functions instance))

(defn- short-name
  "Returns the name of a function in a generated namespace: resize-image, ->canvas, canvas-draw."
  [^ExportedFunction function]
  (wit/label (.id function)))

(defn- text [k]
  (cond (keyword? k) (subs (str k) 1)
        (or (string? k) (symbol? k)) (str k)
        :else (foreign/printed k)))

(defn- ids [functions]
  (foreign/listed #(foreign/escaped (.id ^ExportedFunction %)) functions))

(def ^:private most-names
  "The most functions in a message or a printed instance."
  60)

(defn- grouped
  "Does the same as group-by, in a java.util.HashMap. A guest chooses the names, and names of one hash code make Clojure's
  maps slow."
  ^Map [key-of xs]
  (let [groups (HashMap.)]
    (doseq [x xs :let [k (key-of x)]]
      (.put groups k (conj (or (.get groups k) []) x)))
    groups))

(defn- candidates
  "Returns the shortest names that find the functions."
  [functions]
  (let [by-name (grouped short-name functions)
        unique? #(nil? (next (.get by-name %)))
        names (map #(if (unique? (short-name %)) (short-name %) (.id ^ExportedFunction %)) functions)
        more (- (count names) (long most-names))]
    (str (str/join ", " (map foreign/escaped (take most-names names)))
         (when (pos? more) (str " and " more " more; wasm/exports lists all of them")))))

(defn- positions
  "Returns the positions of functions in an instance's list, by id and by short name."
  [functions]
  (let [by (fn [name] (grouped #(name (nth functions %)) (range (count functions))))]
    {:ids (by #(.id ^ExportedFunction %)), :short-names (by short-name)}))

(defonce ^:private ^Map known-positions
  ;; keyed by compiled component: all its instances have the same functions
  (Collections/synchronizedMap (WeakHashMap.)))

(defn- positions-of [^Instance instance]
  (let [component (.component instance)]
    (or (.get known-positions component)
        (let [found (positions (functions instance))]
          (.put known-positions component found)
          found))))

(defn- matching [instance k]
  (let [wanted (text k)
        {:keys [ids short-names]} (positions-of instance)
        all (functions instance)]
    (map #(nth all %) (or (.get ^Map ids wanted) (.get ^Map short-names wanted)))))

(defn find-function
  "The function that an instance exports, named as `function` takes it."
  ^radicchio.runtime.ExportedFunction [object k]
  (let [instance (object/component-instance object)
        [function & others] (matching instance k)]
    (cond (nil? function)
          (throw (RadicchioException/of ErrorKind/UNLINKABLE
                                        (str "missing export: the component does not export a function " (foreign/escaped (text k))
                                             "; it exports "
                                             (candidates (functions instance)))
                                        {:wanted k} nil))
          others
          (throw (RadicchioException/of ErrorKind/UNLINKABLE
                                        (str "ambiguous export: the component exports several functions named "
                                             (foreign/escaped (text k))
                                             "; use a full id: " (ids (cons function others)))
                                        {:wanted k} nil))
          :else function)))

(defn- parameters [^ExportedFunction function]
  (let [^FuncType type (.type function)]
    (mapv #(symbol (.name ^ValType$Field %)) (.params type))))

(defn- callable [function]
  (ExportFn/of function))

(defn function
  "Returns an exported function of an instance, by its name if that is unique (:resize-image, :->canvas, :canvas-draw), else
  by its full id (\"local:img/resize@1.0.0#resize-image\"). Throws :unlinkable with the candidates for a name that is
  unknown or ambiguous."
  [instance k]
  (callable (find-function instance k)))

(defn call
  "Calls an exported function of an instance, by a name as for `function`."
  [instance k & arguments]
  (.call (find-function instance k) (to-array arguments)))

;; Async calls and streams

(defn- var-of
  "Returns the Var of a function, if the function is its value."
  [f]
  (let [[_ ns-name name] (re-matches #"([^/]+)/([^/]+)" (Compiler/demunge (.getName (class f))))
        found (some-> ns-name symbol find-ns (ns-resolve (symbol name)))]
    (when (and (var? found) (identical? f @found))
      found)))

(defn- generated
  "Returns the exported function that a function of a generated namespace calls, or nil. The parameters of a function with more
  than twenty are in a vector."
  [f]
  (when-let [v (if (var? f) f (when (fn? f) (var-of f)))]
    (let [{:keys [ns name] id :wit/name} (meta v)
          export (some-> ns (ns-resolve (symbol (str name "*"))))
          found (when (var? export) @export)]
      (when (and id (instance? ExportedFunction found) (= id (.id ^ExportedFunction found))
                 (>= 20 (count (.parameters ^ExportedFunction found))))
        found))))

(defn- begin
  "Begins a call of a function of a generated namespace: on an instance, if that is the first argument, or on that of a method's
  handle."
  [^ExportedFunction export [target :as arguments]]
  (let [more? (< (count (.parameters export)) (count arguments))
        given (when more? (object/instance-of target))]
    (cond (instance? Instance given) (.asyncOn export given (to-array (rest arguments)))
          (and (instance? GuestHandle target) (re-find #"\[method\]" (.id export)))
          (.asyncMethod export target (to-array arguments))
          :else (.async export (to-array arguments)))))

(defn async
  "Begins a call of a function. Returns a CompletableFuture. See radicchio.wasm/async."
  ^java.util.concurrent.CompletableFuture [f arguments]
  (when-not (ifn? f)
    (throw (options/refuse (str "async: expected a function, got " (foreign/printed f)))))
  (AwaitedFuture/of
   (if (instance? ExportFn f)
     (.async (.export ^ExportFn f) (to-array arguments))
     (if-let [export (generated f)]
       (begin export arguments)
       (CallFutures/onThread (reify Supplier (get [_] (apply f arguments))))))))

(defn stream
  "See radicchio.wasm/stream."
  [f]
  (when-not (ifn? f)
    (throw (options/refuse (str "stream: expected a function of emit!, got " (foreign/printed f)))))
  (EmittedStream. (bound-fn* f)))

;; Figures

(defn stats
  "Returns figures of an instance: {:backend :compiler, :functions 3, :handles 0, :tasks 0, :waits 0, :streams 0, :threads 0,
  :live true, :core-bytes 1234, :interpreted 0, :satisfied {\"local:img/host@1.0.0\" \"local:img/host@1.2.0\"}}. :interpreted counts
  the functions that are interpreted with the compiler as backend, because they cannot be compiled. :tasks counts the tasks of its
  guests that have not ended, :waits the threads of guests that wait, :streams the ends of streams and futures that its guests
  have or gave to the host, :threads the threads that its store has for them and for asynchronous host functions.
  :satisfied has the satisfied imports, with the names under which the host supplied them. :refused counts the refusals of
  each function of wasi:*. A composition also has :composed, the imports that its components satisfy: {\"app\"
  {\"acme:kv/store@1.0.0\" \"kv acme:kv/store@1.2.0\"}}."
  [object]
  (let [instance (object/component-instance object)
        component (.component instance)]
    (cond-> {:backend (if (= Backend/COMPILER (.backend component)) :compiler :interpreter)
             :functions (.size ^List (.functions instance))
             :handles (if (.isLive instance) (.handleCount instance) 0)
             :tasks (if (.isLive instance) (.taskCount instance) 0)
             :waits (if (.isLive instance) (.waitCount instance) 0)
             :streams (if (.isLive instance) (.streamCount instance) 0)
             :threads (if (.isLive instance) (.threadCount instance) 0)
             :live (.isLive instance)
             :core-bytes (.coreBytes component)
             :interpreted (.interpretedFunctions component)
             :satisfied (into {} (.satisfied instance))
             :refused (into {} (.refusals instance))}
      (object/sources component) (assoc :composed (object/sources component)))))

;; Exports and imports

(defn- function-entry [interface-id {:keys [name params result]}]
  {:name (wit/export-id interface-id name)
   :kind :func
   :type (cond-> [:func params] result (conj result))})

(defn- entries
  "Returns the functions among the imports or exports of a world."
  [data items]
  (mapcat (fn [item]
            (let [extern (wit/extern data item)]
              (if (= :func (wit/kind extern))
                [{:name (wit/item-name item), :kind :func, :type extern}]
                (map #(function-entry (wit/item-name item) %) (wit/functions extern)))))
          items))

(defn- world-entries [^CompiledComponent component items-of]
  (let [data (typed/wit (.typed component))]
    (vec (entries data (items-of (wit/world data))))))

(defn exports
  "Returns the exported functions of a compiled component as data: [{:name \"local:img/resize@1.0.0#resize-image\" :kind
  :func :type [:func [[image image] …] [:result image resize-error]]} …]; types are WIT data."
  [component]
  (world-entries component wit/exports))

(defn imports
  "Returns the imported functions of a compiled component, in the format of `exports`."
  [component]
  (world-entries component wit/imports))

;; Results, errors, resources

(defn err
  "Returns an exception for a host function: the `err` of its result, with or without a payload."
  (^radicchio.error.ErrException [] (err nil))
  (^radicchio.error.ErrException [payload] (ErrException. payload)))

(defn- passed-through-guest?
  "Tests whether the exception was thrown by another call, which a guest made during this one."
  [^Throwable e]
  (some #(= :trap (:radicchio/error (ex-data %))) (.getSuppressed e)))

(defn attempt
  "Calls `f` with arguments. Returns [:ok value], or [:err payload] if it is a WIT function that returned an err. Any other
  exception is thrown unchanged."
  [f & arguments]
  (when-not (ifn? f)
    (throw (options/refuse (str "attempt: expected a function, got " (foreign/printed f)))))
  (try
    [:ok (apply f arguments)]
    (catch RadicchioException e
      (if (and (= ErrorKind/WIT (.kind e)) (not (passed-through-guest? e)))
        [:err (:wit/error (ex-data e))]
        (throw e)))))

(defn array
  "See radicchio.wasm/array."
  [v]
  (cond
    (instance? NumberVector v) (.array ^NumberVector v)
    (bytes? v)                 v
    :else (throw (RadicchioException/of
                  ErrorKind/ARGUMENT
                  (str "expected a list of numbers that a component gave, or a byte array; got " (foreign/printed v))))))

(defn resource
  "Returns a handle that owns a new resource of the host, implemented by the object `impl`. Pass it to a component, or return
  it from a host function. If a component passes or lends it back, host functions get `impl` itself. When a component drops
  it, `impl` is closed if it is AutoCloseable."
  ^radicchio.runtime.resource.HostHandle [impl]
  (HostHandle/of impl))

;; Exports as maps

(defn by-key
  "Returns the functions of `exports`, in the format of the function of that name, by their keys: :names, the keys in order;
  :has?, a test of a key; :find, which returns `(value export)` or throws :unlinkable with the keys."
  [exports value]
  (let [labels (grouped #(wit/label (:name %)) exports)
        key-of (fn [{:keys [name]}] (if (next (.get labels (wit/label name))) name (keyword (wit/label name))))
        names (map key-of exports)
        found (HashMap.)]
    (doseq [export exports]
      (.put found (text (key-of export)) export)
      (.put found (:name export) export))
    {:names names
     :has? #(.containsKey found (text %))
     :find #(if-let [export (.get found (text %))]
              (value export)
              (throw (RadicchioException/of ErrorKind/UNLINKABLE
                                            (str "missing export: the component does not export a function " (foreign/escaped (text %))
                                                 "; it exports " (foreign/listed (comp foreign/escaped text) names))
                                            {:wanted %} nil)))}))

(defn- compiled-text
  "Returns the text of a component: its source, its functions and the options of :wasi that grant what it imports."
  [^CompiledComponent component]
  (let [ids (map #(.text (.name ^Entity$Named %)) (.imports (.type (.typed component))))
        granted (needs/all (keep needs/of-interface ids))
        exported (count (exports component))]
    (str "component " (or (object/source-name component) (str "of " (.length (.bytes (.component component))) " bytes"))
         ", " exported (if (= 1 exported) " function" " functions")
         (when (seq granted) (str ", may use " (str/join ", " granted))))))

(defn- names
  "Returns the keys of an instance's functions: a keyword, or the id of a function whose name is not unique."
  [instance]
  (let [all (functions instance)
        by-name (grouped short-name all)]
    (for [^ExportedFunction function all
          :let [name (short-name function)]]
      (if (next (.get by-name name)) (.id function) (keyword name)))))

(defn- described
  "Returns an instance as data, for `datafy`. Navigating to a function returns it."
  [^Instance instance]
  {:source (object/source-name (.component instance))
   :stats (stats instance)
   :functions (with-meta (into {} (map (fn [k] [k (str (find-function instance k))])) (names instance))
                {`protocols/nav (fn [_ k _] (function instance k))})})

(declare view)

(defn- another [^Instance instance options]
  (view (instantiate (.component instance) options)))

(defn view
  "Returns an instance as a map of its functions. Closing it closes the instance. `again` makes another instance with the
  options of `instantiate`; by default one of its component. `ways` replace those of the map, see `radicchio.wasm.object`."
  (^radicchio.wasm.object.View [instance] (view instance #(another instance %)))
  (^radicchio.wasm.object.View [instance again] (view instance again {}))
  (^radicchio.wasm.object.View [instance again ways]
   (object/->View instance
                  (merge {:find function
                          :has? #(= 1 (count (matching %1 %2)))
                          :names names
                          :text (fn [^Instance instance]
                                  (let [source (object/source-name (.component instance))]
                                    (str "instance" (when source (str " of " source)) ", "
                                         (if (.isLive instance) "live" "closed"))))
                          :data described
                          :instantiate (fn [_ options] (again options))}
                         ways))))

(defmethod print-method CompiledComponent [component out]
  (object/print-text (compiled-text component) out))

(extend CompiledComponent
  protocols/Datafiable
  {:datafy (fn [^CompiledComponent component]
             {:source (object/source-name component)
              :bytes (.length (.bytes (.component component)))
              :exports (exports component)
              :imports (imports component)})})

(defmethod print-method Instance [instance out] (print-method (view instance) out))

(extend Instance protocols/Datafiable {:datafy described})

;; load-wit

(defn- unique-functions [instance]
  (remove #(next (val %)) (grouped short-name (functions instance))))

(defn- intern-functions [ns instance]
  (doseq [[name [^ExportedFunction f]] (unique-functions instance)]
    (intern ns (with-meta (symbol name) {:arglists (list (parameters f)) :doc (str f) :wit/name (.id f)})
            (callable f))))

(defn- make-namespace
  "Makes a new namespace with the functions of an instance, and an alias for it in the current namespace."
  [alias-symbol instance]
  (let [name (symbol (str "radicchio.loaded." alias-symbol))
        known (get (ns-aliases *ns*) alias-symbol)]
    (when (and known (not= name (ns-name known)))
      (throw (options/refuse (str "load-wit: " alias-symbol " is already an alias of " (ns-name known) " (choose another symbol)"))))
    (ns-unalias *ns* alias-symbol)
    (remove-ns name)
    (let [ns (create-ns name)]
      (intern-functions ns instance)
      (alias alias-symbol name))))

(defn load-wit
  "Loads a component without generating code. The result looks up its functions, ((:resize-image x) image 800 600), by name
  if that is unique, else by the full id. The caller must close it. Options are those of `load-component`; :wit-data and
  :world, for core modules; and :as, a symbol, which for the REPL also makes a namespace of the functions with that alias,
  (img/resize-image image 800 600)."
  ([source] (load-wit source {}))
  ([source {:keys [as] :as options}]
   (options/check-keys "load-wit" options (conj instance-options/instance-keys :as :wit-data :world))
   (when-not (or (nil? as) (simple-symbol? as))
     (throw (options/refuse (str "load-wit: :as: expected a symbol, got " (foreign/printed as)))))
   (let [instance (load-component source (dissoc options :as))]
     (when as (make-namespace as instance))
     (view instance))))
