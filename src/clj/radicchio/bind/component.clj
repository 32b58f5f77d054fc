(ns ^:no-doc radicchio.bind.component
  "Finds the component of a generated namespace, compiles it and compares it with the namespace, on first use."
  (:require [clojure.core.protocols :as protocols]
            [radicchio.bind.agree :as agree]
            [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source]
            [radicchio.wasm.typed :as typed]
            [radicchio.wit :as wit])
  (:import (clojure.lang ILookup MapEntry RT Seqable)
           (java.lang.ref SoftReference)
           (java.security MessageDigest)
           (java.util HexFormat)
           (java.util.concurrent ConcurrentHashMap)
           (java.util.concurrent.locks ReentrantLock)
           (java.util.function Supplier)
           (radicchio.bind OwnInstance)
           (radicchio.engine CompileOptions)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime CompiledComponent Instance)
           (radicchio.values.clojure ClojureValues)
           (radicchio.wasm.object WasmObject)))

(set! *warn-on-reflection* true)

(declare any-code callables new-instance viewed)

(deftype Component [options loader loaded own pending ^ReentrantLock lock]
  WasmObject
  (compiled [this] (any-code this))
  (instance [_] nil)
  (held [_] (.hold ^OwnInstance own))
  (instantiated [this options] (viewed (new-instance this options)))
  ILookup
  (valAt [this k] ((:find (callables this)) k))
  (valAt [this k default] (let [{:keys [has? find]} (callables this)] (if (has? k) (find k) default)))
  Seqable
  (seq [this]
    (let [{:keys [names find]} (callables this)]
      (seq (map #(MapEntry/create % (find %)) names))))
  protocols/Datafiable
  (datafy [this] (protocols/datafy (any-code this)))
  Object
  (toString [_] (str "component " (foreign/escaped (:from options)) (if (seq @loaded) ", loaded" ", not loaded yet"))))

(defn drift
  "Returns a :drift error, which asks to generate the namespace again. The message follows a colon, on its line or below."
  [{:keys [from ns]} message]
  (RadicchioException/of
   ErrorKind/DRIFT
   (str (or ns "a generated namespace") " does not agree with " (foreign/escaped from) ":" message
        "\nGenerate it again: clj -T:wit gen, lein wit gen, or bin/wit gen.")
   {:component from}
   nil))

;; Bytes

(defn- ask
  "Asks a loader for a name. Returns {:url url}, {:url nil}, or {:thrown e} if a loader of the user throws."
  [^ClassLoader loader ^String name]
  (try
    {:url (.getResource loader name)}
    (catch Exception e {:thrown e})
    (catch LinkageError e {:thrown e})))

(defn- resource
  "Finds a component on the class path. The loaders are asked in order: the one that loaded the namespace, the context class
  loader of the thread that needs it first, that of this library. Returns {:url url}, or {:thrown e} if none has it and one
  of them threw."
  [loader name]
  (let [loaders [loader (.getContextClassLoader (Thread/currentThread)) (.getClassLoader RadicchioException)]
        answers (map #(ask % name) (remove nil? loaders))]
    (or (first (filter :url answers)) (first (filter :thrown answers)))))

(defn- not-found [{:keys [from ns]} ^Throwable thrown]
  (RadicchioException/of
   ErrorKind/CONFIG
   (str (foreign/escaped from) " is missing from the class path"
        (when ns (str "; " ns " was generated from it"))
        (if thrown
          (str "; a class loader threw " (foreign/thrown thrown))
          "; add its folder to the project's resource paths"))
   {:from from}
   thrown))

(defn- read-source ^bytes [{:keys [from load] :as options} loader]
  (if (= :file load)
    (source/read-bytes from)
    (let [{:keys [url thrown]} (resource loader from)]
      (if url
        (source/read-bytes url)
        (throw (not-found options thrown))))))

(defn- read-component ^bytes [{:keys [from core-world] :as options} loader]
  (let [bytes (read-source options loader)]
    (when (and (typed/core-module? bytes)
               (not core-world)
               (not (typed/names-world? bytes)))
      (throw (options/refuse
              (str (foreign/escaped from)
                   " is a core module without its WIT; expected a component; make one of it (wasm-tools"
                   " component embed, then new), or generate the namespace again, with :wit")
              {:from from})))
    bytes))

;; Compiled code, which is kept if the namespace is loaded again

(defonce ^:private ^ConcurrentHashMap compiled (ConcurrentHashMap.))

(defn- digest [^bytes bytes]
  (.formatHex (HexFormat/of) (.digest (MessageDigest/getInstance "SHA-256") bytes)))

(defn- compile-once ^CompiledComponent [^bytes bytes {:keys [core-world]} ^CompileOptions options]
  (let [k [(digest bytes) core-world (.backend options)]
        ^SoftReference kept (.get compiled k)]
    (or (some-> kept .get)
        (let [component (CompiledComponent/of (typed/typed bytes {:wit core-world}) options
                                              ClojureValues/INSTANCE)]
          (.put compiled k (SoftReference. component))
          component))))

;; Loading

(defmacro ^:private with-lock [lock & body]
  `(let [^ReentrantLock lock# ~lock]
     (.lock lock#)
     (try ~@body (finally (.unlock lock#)))))

(defn- check! [^Component c ^CompiledComponent code]
  (when-let [declared (seq @(.-pending c))]
    (when-let [differences (agree/differences (typed/wit (.typed code)) declared)]
      (throw (drift (.-options c) (str "\n  " (foreign/listed "\n  " identity differences)))))
    (swap! (.-pending c) #(vec (drop (count declared) %)))))

(defn compile-options
  "Returns the compile options for options of an instance. The component may have its own :cache."
  ^radicchio.engine.CompileOptions [^Component c options]
  (let [how (options/compile-options (merge (select-keys (:instance (.-options c)) [:cache]) options))]
    (if-let [loader (.-loader c)]
      (.withLoader how loader)
      how)))

(defn code
  "Returns the compiled component for CompileOptions. The first call reads, compiles and compares it. After a failure the
  next call tries again."
  ^radicchio.runtime.CompiledComponent [^Component c how]
  (or (when (empty? @(.-pending c)) (get @(.-loaded c) how))
      (with-lock (.-lock c)
        (let [code (or (get @(.-loaded c) how)
                       (let [{:keys [from] :as options} (.-options c)
                             bytes (read-component options (.-loader c))]
                         (object/remember (source/naming from #(compile-once bytes options how)) from)))]
          (check! c code)
          (swap! (.-loaded c) assoc how code)
          code))))

(defn any-code
  "Returns the compiled component of any backend, to avoid compiling it for another one."
  ^radicchio.runtime.CompiledComponent [^Component c]
  (code c (or (first (keys @(.-loaded c))) (compile-options c {}))))

(defn declare!
  "Adds a function that the namespace was generated for, {:id … :types … :type …}, to the functions to compare."
  [^Component c function]
  (swap! (.-pending c) conj function))

;; Lookup

(defn new-instance
  "Makes a new instance of a component, with the options of `radicchio.bind/instantiate`."
  ^radicchio.runtime.Instance [^Component c options]
  (let [{:keys [results]} (.-options c)
        options (cond-> (or options {}) (and results (map? options)) (update :results #(or % results)))
        _       (instance-options/check options)
        code    (code c (compile-options c options))]
    (Instance/of code (instance-options/instance-options options))))

(defn viewed
  "Returns an instance as a map of its functions. What that needs is loaded on first use: calls on the namespace's own
  instance need none of it."
  [instance]
  ((loading/function 'radicchio.wasm.component/view) instance))

(defn- callable
  "Returns an export as a function on the namespace's own instance."
  [^Component c id names]
  (let [export (.function ^OwnInstance (.-own c) id (wit/label id) names
                          (reify Supplier (get [_] (any-code c)))
                          false)]
    (fn [& arguments] (.call export (to-array arguments)))))

(defn- callables
  "Returns {:names …, :has? f, :find f}: the functions of a component by their keys, as those of an instance."
  [c]
  ((loading/function 'radicchio.wasm.component/by-key)
   ((loading/function 'radicchio.wasm.component/exports) (any-code c))
   (fn [{:keys [name type]}]
     (callable c name (mapv (comp str first) (first (wit/contents type)))))))

;; Making a component

(defn- own-instance ^OwnInstance [c-ref {:keys [renew] :as instance}]
  (OwnInstance.
   (reify Supplier
     (get [_]
       (let [^Component c @c-ref
             {:keys [from ns results]} (.-options c)]
         (try
           (Instance/of (code c (compile-options c {}))
                        (instance-options/instance-options (cond-> (dissoc instance :renew) results (assoc :results results))))
           (catch RadicchioException e
             (throw (if (= ErrorKind/UNLINKABLE (.kind e))
                      (RadicchioException/of
                       ErrorKind/UNLINKABLE
                       (str (or ns (foreign/escaped from)) " cannot make its own instance without imports: "
                            (ex-message e)
                            "\nMake instances with `instantiate`, and pass one, or a function that makes them, to"
                            " `use-instance!`.")
                       (ex-data e)
                       (ex-cause e))
                      e)))))))
   (not (false? renew))))

(def ^:private known [:format :from :world :core-world :load :results :instance :ns])

(defn make
  "Makes the component of a generated namespace while that namespace is loaded. The component and its compiled classes are
  searched first through the loader that loads the namespace. Reads no file."
  [{:keys [format from load instance] :as options}]
  (when-not (= 1 format)
    (throw (drift options (str " expected the format 1, got " (foreign/printed format)))))
  (when-not (and (string? from) (seq from))
    (throw (options/refuse (str "component: :from: expected a name on the class path, got " (foreign/printed from)))))
  (options/check-keys (str "component " (foreign/escaped from)) options known)
  (options/check-keys ":instance" instance [:wasi :limits :renew :cache])
  (when-not (contains? #{nil :file} load)
    (throw (options/refuse (str "component " (foreign/escaped from) ": :load: expected :file, got "
                                (foreign/printed load)))))
  (let [c-ref (promise)
        c (Component. options (RT/baseLoader) (atom {}) (own-instance c-ref instance) (atom []) (ReentrantLock.))]
    (deliver c-ref c)
    c))
