(ns radicchio.wasm.component
  "Components without generated code: the half of `radicchio.wasm` that is about them. Compiled components are
  immutable and may be used by any thread; an instance lets one call run at a time, and whoever made it closes it."
  (:refer-clojure :exclude [compile])
  (:require [clojure.string :as str]
            [radicchio.componentize :as componentize]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.repl :as repl]
            [radicchio.wasm.source :as source]
            [radicchio.wit :as wit]
            [radicchio.wit.extract :as extract])
  (:import (clojure.lang ILookup)
           (java.util Collections HashMap List Map WeakHashMap)
           (radicchio.binary Binary Binary$Form)
           (radicchio.component FuncType ValType$Field)
           (radicchio.engine Backend)
           (radicchio.error ErrException ErrorKind RadicchioException)
           (radicchio.runtime CompiledComponent ExportedFunction HostHandle Instance)
           (radicchio.values ClojureValues)))

(set! *warn-on-reflection* true)

;; Compiling and instantiating

(defn compile-bytes
  "A compiled component of the bytes of a source: a component, or a core module that has its world in it or is given it
  as :wit-data and :world. Throws :config for other core modules."
  ^CompiledComponent [^bytes bytes source {:keys [wit-data world] :as options}]
  (let [module? (= Binary$Form/CORE_MODULE (Binary/sniff bytes))]
    (when (and module? (not wit-data) (not (componentize/names-world? bytes)))
      (throw (options/refuse (str (source/describe source) " is a core module without its WIT; give that as :wit-data,"
                                  " or add it (wasm-tools component embed); wasm/load takes any core module"))))
    (when (and wit-data (not module?))
      (throw (options/refuse (str ":wit-data is for core modules, and " (source/describe source) " is "
                                  (Binary/describe bytes)))))
    (let [how (options/compile-options (dissoc options :wit-data :world))]
      (source/naming source #(CompiledComponent/of (componentize/typed bytes {:wit wit-data :world world})
                                                   how
                                                   ClojureValues/INSTANCE)))))

(defn compile
  "A compiled component of a source: a path, File, URL, stream, byte[] or ByteBuffer. Options: :backend, :compiler (the
  default) or :interpreter; :cache, false to compile it anew; for a core module :wit-data and :world. Throws :malformed or :invalid."
  (^radicchio.runtime.CompiledComponent [source] (compile source {}))
  (^radicchio.runtime.CompiledComponent [source options]
   (compile-bytes (source/read-bytes source) source options)))

(defn instantiate
  "A new instance of a compiled component, to be closed. Options: :imports, :wasi, :limits, :missing, :results; what
  they are `radicchio.wasm.instance-options/instance-options` says. Throws :unlinkable naming every import that nobody gives."
  (^radicchio.runtime.Instance [component] (instantiate component {}))
  (^radicchio.runtime.Instance [^CompiledComponent component options]
   (.instantiate component (instance-options/instance-options options))))

(defn load-component
  "Compiles and instantiates a component: an instance, to be closed. Options are those of both."
  (^radicchio.runtime.Instance [source] (load-component source {}))
  (^radicchio.runtime.Instance [source options]
   (let [options-of-instance (dissoc options :wit-data :world)]
     (instance-options/check options-of-instance)
     (instantiate (compile source options) options-of-instance))))

;; Functions

(defn- functions [^Instance instance]
  (.functions instance))

(defn- short-name
  "What a generated namespace would call a function: resize-image, ->canvas, canvas-draw."
  [^ExportedFunction function]
  (wit/label (.id function)))

(defn- text [k]
  (cond (keyword? k) (subs (str k) 1)
        (or (string? k) (symbol? k)) (str k)
        :else (foreign/printed k)))

(defn- ids [functions]
  (foreign/listed #(foreign/escaped (.id ^ExportedFunction %)) functions))

(def ^:private most-names
  "How many functions a message or a printed instance names."
  60)

(defn- grouped
  "As group-by, in a java.util.HashMap: a guest chooses the names, and those of one hash code make Clojure's maps slow."
  ^Map [key-of xs]
  (let [groups (HashMap.)]
    (doseq [x xs :let [k (key-of x)]]
      (.put groups k (conj (or (.get groups k) []) x)))
    groups))

(defn- candidates
  "The shortest names by which functions can be asked for."
  [functions]
  (let [by-name (grouped short-name functions)
        unique? #(nil? (next (.get by-name %)))
        names (map #(if (unique? (short-name %)) (short-name %) (.id ^ExportedFunction %)) functions)
        more (- (count names) (long most-names))]
    (str (str/join ", " (map foreign/escaped (take most-names names)))
         (when (pos? more) (str " and " more " more, which wasm/exports lists")))))

(defn- positions
  "Where functions stand among those of an instance, by id and by short name."
  [functions]
  (let [by (fn [name] (grouped #(name (nth functions %)) (range (count functions))))]
    {:ids (by #(.id ^ExportedFunction %)), :short-names (by short-name)}))

(defonce ^:private ^Map known-positions
  ;; by compiled component, whose instances all have the same functions
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
  ^radicchio.runtime.ExportedFunction [instance k]
  (let [[function & others] (matching instance k)]
    (cond (nil? function)
          (throw (RadicchioException/of ErrorKind/UNLINKABLE
                                        (str "the component exports no function " (foreign/escaped (text k))
                                             "; it exports "
                                             (candidates (functions instance)))
                                        {:wanted k} nil))
          others
          (throw (RadicchioException/of ErrorKind/UNLINKABLE
                                        (str "the component exports several functions named " (foreign/escaped (text k))
                                             ", ask by the whole name: " (ids (cons function others)))
                                        {:wanted k} nil))
          :else function)))

(defn- parameters [^ExportedFunction function]
  (let [^FuncType type (.type function)]
    (mapv #(symbol (.name ^ValType$Field %)) (.params type))))

(defn- callable [^ExportedFunction function]
  (fn [& arguments] (.call function (to-array arguments))))

(defn function
  "A function that an instance exports, by its name where that is unique (:resize-image, :->canvas, :canvas-draw), else
  by its whole id (\"local:img/resize@1.0.0#resize-image\"). Throws :unlinkable with the candidates for a name that
  is unknown or not unique."
  [instance k]
  (callable (find-function instance k)))

(defn call
  "Calls a function that an instance exports, named as `function` takes it."
  [instance k & arguments]
  (.call (find-function instance k) (to-array arguments)))

;; What is inside

(defn stats
  "Figures of an instance: {:backend :compiler, :functions 3, :handles 0, :live true, :core-bytes 1234, :interpreted 0,
  :satisfied {\"local:img/host@1.0.0\" \"local:img/host@1.2.0\"}}, where :interpreted counts the functions that run
  interpreted although the backend is the compiler, since they cannot be compiled, and :satisfied has the imports that the host gave, and the
  names under which it did, and :refused how often each function of wasi:* refused to serve it."
  [^Instance instance]
  (let [component (.component instance)]
    {:backend (if (= Backend/COMPILER (.backend component)) :compiler :interpreter)
     :functions (.size ^List (.functions instance))
     :handles (if (.isLive instance) (.handleCount instance) 0)
     :live (.isLive instance)
     :core-bytes (.coreBytes component)
     :interpreted (.interpretedFunctions component)
     :satisfied (into {} (.satisfied instance))
     :refused (into {} (.refusals instance))}))

;; Results, errors, resources

(defn err
  "An exception for a host function to throw: `err` of its result, with a payload or without one."
  (^radicchio.error.ErrException [] (err nil))
  (^radicchio.error.ErrException [payload] (ErrException. payload)))

(defn- passed-through-guest?
  "Did another call throw it, one that a guest made on the way here?"
  [^Throwable e]
  (some #(= :trap (:radicchio/error (ex-data %))) (.getSuppressed e)))

(defn attempt
  "Calls `f` with arguments; [:ok value], or [:err payload] where it is a WIT function that returned an err. Other
  exceptions are thrown on."
  [f & arguments]
  (when-not (ifn? f)
    (throw (options/refuse (str "attempt: expected a function, got " (foreign/printed f)))))
  (try
    [:ok (apply f arguments)]
    (catch RadicchioException e
      (if (and (= ErrorKind/WIT (.kind e)) (not (passed-through-guest? e)))
        [:err (:wit/error (ex-data e))]
        (throw e)))))

(defn resource
  "A handle that owns a new resource of the host, implemented by the object `impl`: to be given to a component, or
  returned by a host function. Where a component gives or lends it back, host functions get `impl` itself. When a
  component drops it, `impl` is closed if it is AutoCloseable."
  ^radicchio.runtime.HostHandle [impl]
  (HostHandle/of impl))

;; load-wit

(deftype Loaded [^Instance instance]
  ILookup
  (valAt [_ k] (function instance k))
  (valAt [_ k default] (if (= 1 (count (matching instance k))) (function instance k) default))
  java.lang.AutoCloseable
  (close [_] (.close instance))
  Object
  (toString [_] (str instance ": " (candidates (functions instance)))))

(defmethod print-method Loaded [x out] (repl/print-text x out))

(defn loaded?
  "Is it what `load-wit` gives?"
  [x]
  (instance? Loaded x))

(defn loaded-instance
  "The instance of what `load-wit` gives; an instance itself. Throws :config for anything else."
  ^Instance [x]
  (cond
    (instance? Loaded x)   (.-instance ^Loaded x)
    (instance? Instance x) x
    :else (throw (options/refuse (str "An instance was expected; got " (options/show-uninstantiated x))))))

(defn- unique-functions [instance]
  (remove #(next (val %)) (grouped short-name (functions instance))))

(defn- intern-functions [ns instance]
  (doseq [[name [^ExportedFunction f]] (unique-functions instance)]
    (intern ns (with-meta (symbol name) {:arglists (list (parameters f)) :doc (str f) :wit/name (.id f)})
            (callable f))))

(defn- make-namespace
  "A fresh namespace with the functions of an instance, under an alias of the current one."
  [alias-symbol instance]
  (let [name (symbol (str "radicchio.loaded." alias-symbol))
        known (get (ns-aliases *ns*) alias-symbol)]
    (when (and known (not= name (ns-name known)))
      (throw (options/refuse (str "load-wit: " alias-symbol " is an alias of " (ns-name known) " already"))))
    (ns-unalias *ns* alias-symbol)
    (remove-ns name)
    (let [ns (create-ns name)]
      (intern-functions ns instance)
      (alias alias-symbol name))))

(defn load-wit
  "Loads a component without generating code: a value from which its functions are looked up, ((:resize-image x) image
  800 600), by name where that is unique, else by the whole id. To be closed. Options are those of `load-component`,
  :wit-data and :world, which are for core modules, and :as, a symbol: for the REPL, a namespace of the functions under
  that alias, (img/resize-image image 800 600)."
  ([source] (load-wit source {}))
  ([source {:keys [as] :as options}]
   (options/check-keys "load-wit" options (conj instance-options/instance-keys :as :wit-data :world))
   (when-not (or (nil? as) (simple-symbol? as))
     (throw (options/refuse (str "load-wit: :as: expected a symbol, got " (foreign/printed as)))))
   (let [instance (load-component source (dissoc options :as))]
     (when as (make-namespace as instance))
     (Loaded. instance))))

;; What it exports and imports

(defn- function-entry [interface-id {:keys [name params result]}]
  {:name (wit/export-id interface-id name)
   :kind :func
   :type (cond-> [:func params] result (conj result))})

(defn- entries
  "The functions that imports or exports of a world stand for."
  [data items]
  (mapcat (fn [item]
            (let [extern (wit/extern data item)]
              (if (= :func (wit/kind extern))
                [{:name (wit/item-name item), :kind :func, :type extern}]
                (map #(function-entry (wit/item-name item) %) (wit/functions extern)))))
          items))

(defn- world-entries [^CompiledComponent component items-of]
  (let [data (extract/wit (.typed component))]
    (vec (entries data (items-of (wit/world data))))))

(defn exports
  "The functions that a compiled component exports, as data: [{:name \"local:img/resize@1.0.0#resize-image\" :kind :func
  :type [:func [[image image] …] [:result image resize-error]]} …]; types as in WIT data."
  [component]
  (world-entries component wit/exports))

(defn imports
  "The functions that a compiled component imports, as `exports` has them."
  [component]
  (world-entries component wit/imports))
