(ns ^:no-doc radicchio.wasm.options
  "The options of instances, checked and made what the runtime takes."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign])
  (:import (clojure.lang IFn)
           (java.time Duration)
           (java.util Optional)
           (radicchio.engine Backend CompileOptions CoreModule Limits)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime CompiledComponent HostCallable HostImports HostImports$Fallback InstanceOptions
                              InstanceOptions$Missing)
           (radicchio.wasi Denial)
           (radicchio.wasi.p1 WasiOptions)))

(set! *warn-on-reflection* true)

(defn refuse
  "A :config error."
  ([message] (refuse message {}))
  ([message data] (RadicchioException/of ErrorKind/CONFIG message data nil)))

(defn show-uninstantiated
  "What came in place of an instance, and how to get one where it is what `wasm/compile` gives."
  [x]
  (str (foreign/printed x)
       (when (or (instance? CoreModule x) (instance? CompiledComponent x)) "; wasm/instantiate makes one of it")))

(defn check-keys
  "Refuses keys of the map `options` that are not in `known`. `where` is what the message begins with."
  [where options known]
  (when-not (or (nil? options) (map? options))
    (throw (refuse (str where ": expected a map of options, got " (foreign/printed options)))))
  (when-let [unknown (seq (remove (fn [k] (some #(identical? k %) known)) (keys options)))]
    (throw (refuse (str where ": unknown " (foreign/listed identity (sort (map foreign/printed unknown)))
                        "; there is " (if (seq known) (str/join ", " (sort (map foreign/printed known))) "none"))
                   {:unknown (vec unknown)}))))

(defn backend
  "The engine's backend of :compiler, :interpreter or nil, the compiler."
  ^radicchio.engine.Backend [option]
  (condp identical? option
    nil Backend/COMPILER
    :compiler Backend/COMPILER
    :interpreter Backend/INTERPRETER
    (throw (refuse (str ":backend: expected :compiler or :interpreter, got " (foreign/printed option))))))

(defn compile-options
  "How a module or component is compiled: :backend as `backend` takes it; :cache, false where the user's cache is
  neither read nor written."
  ^radicchio.engine.CompileOptions [options]
  (let [cache (get options :cache true)]
    (when-not (boolean? cache)
      (throw (refuse (str ":cache: expected true or false, got " (foreign/printed cache)))))
    (CompileOptions. (backend (:backend options)) cache)))

;; Limits

(defn- positive [where most value default]
  (cond (nil? value) default
        (and (integer? value) (<= 1 value most)) (long value)
        :else (throw (refuse (str where ": expected an integer from 1 to " most ", got " (foreign/printed value))))))

(def engine-limit-keys
  "The keys of :limits that core modules and components have."
  [:memory-pages :table-elements :total-memory :timeout-ms :open-files])

(defn open-files
  "How many files a guest may have open at a time, of :limits."
  [limits]
  (positive ":limits :open-files" Integer/MAX_VALUE (:open-files limits) WasiOptions/DEFAULT_OPEN_FILES))

(defn engine-limits
  "The part of :limits that the engine enforces: memory, tables and time."
  ^radicchio.engine.Limits [{:keys [memory-pages table-elements total-memory timeout-ms]}]
  (Limits. (int (positive ":limits :memory-pages" Limits/MOST_PAGES memory-pages
                          InstanceOptions/DEFAULT_MEMORY_PAGES))
           (int (positive ":limits :table-elements" Limits/MOST_TABLE_ELEMENTS table-elements
                          Limits/MOST_TABLE_ELEMENTS))
           (long (positive ":limits :total-memory" Long/MAX_VALUE total-memory Limits/DEFAULT_TOTAL_MEMORY))
           (if-let [ms (positive ":limits :timeout-ms" Long/MAX_VALUE timeout-ms nil)]
             (Optional/of (Duration/ofMillis ms))
             (Optional/empty))))

;; Imports

(defn- callable
  "A function, or a Var that holds one, as the runtime calls it."
  [where f]
  (when-not (or (fn? f) (var? f) (and (ifn? f) (not (coll? f)) (not (keyword? f)) (not (symbol? f))))
    (throw (refuse (str where ": expected a function, got " (foreign/printed f)))))
  (let [^IFn f f]
    (reify HostCallable
      (call [_ arguments]
        (case (alength arguments)
          0 (.invoke f)
          1 (.invoke f (aget arguments 0))
          2 (.invoke f (aget arguments 0) (aget arguments 1))
          3 (.invoke f (aget arguments 0) (aget arguments 1) (aget arguments 2))
          4 (.invoke f (aget arguments 0) (aget arguments 1) (aget arguments 2) (aget arguments 3))
          (.applyTo f (seq arguments)))))))

(defn- text [where k]
  (cond (string? k) k
        (keyword? k) (subs (str k) 1)
        (symbol? k) (str k)
        :else (throw (refuse (str where ": expected a string or keyword for a name, got " (foreign/printed k))))))

(defn- named-callables [where functions]
  (into {} (for [[k f] functions :let [name (text where k)]]
             [name (callable (str where " " name) f)])))

(defn host-imports
  "What :imports gives: a map from an interface's id to a map of its functions, or from the name of a function of
  the world to that function. Names are strings or keywords, functions may be Vars."
  ^radicchio.runtime.HostImports [imports fallback]
  (when-not (or (nil? imports) (map? imports))
    (throw (refuse (str ":imports: expected a map, got " (foreign/printed imports)))))
  (let [{interfaces true functions false} (group-by (comp map? val) imports)]
    (HostImports. (into {} (for [[k fs] interfaces :let [id (text ":imports" k)]]
                             [id (named-callables (str ":imports " id) fs)]))
                  (named-callables ":imports" functions)
                  fallback)))

;; All

(def instance-keys
  "The options of an instance, those of how its component is compiled among them."
  [:imports :wasi :limits :missing :backend :cache :results])

(defn- missing ^InstanceOptions$Missing [option]
  (condp identical? option
    nil InstanceOptions$Missing/REFUSE
    :error InstanceOptions$Missing/REFUSE_ALL
    :trap InstanceOptions$Missing/TRAP
    (throw (refuse (str ":missing: expected :trap or :error, got " (foreign/printed option))))))

(defn- wasi ^HostImports$Fallback [option]
  (check-keys ":wasi" option [])
  Denial/INSTANCE)

(defn instance-options
  "What the runtime makes an instance with, of the options of `instantiate`:
    :imports  {\"interface\" {\"function\" f}} and {\"function\" f}
    :wasi     what of wasi:* is granted
    :limits   {:memory-pages n :table-elements n :total-memory n :timeout-ms n :lifted-bytes n :lowered-bytes n
               :handles n :open-files n}
    :missing  :trap lets imports that nobody gives trap when they are called; :error refuses them, wasi:* too
    :results  :value where host functions return a result as [:ok v] or [:err e]
    :backend, :cache  looked at where the component is compiled.
  Throws :config for what says nothing sensible."
  ^radicchio.runtime.InstanceOptions [{:keys [imports limits results] :as options}]
  (check-keys "options of an instance" options instance-keys)
  (check-keys ":limits" limits (into engine-limit-keys [:lifted-bytes :lowered-bytes :handles]))
  (open-files limits)
  (when-not (or (nil? results) (identical? :value results))
    (throw (refuse (str ":results: expected :value, got " (foreign/printed results)))))
  (InstanceOptions. (engine-limits limits)
                    (long (positive ":limits :lifted-bytes" Long/MAX_VALUE (:lifted-bytes limits)
                                    InstanceOptions/DEFAULT_LIFTED_BYTES))
                    (long (positive ":limits :lowered-bytes" Long/MAX_VALUE (:lowered-bytes limits)
                                    InstanceOptions/DEFAULT_LOWERED_BYTES))
                    (int (positive ":limits :handles" Integer/MAX_VALUE (:handles limits)
                                   InstanceOptions/DEFAULT_HANDLES))
                    (missing (:missing options))
                    (= :value results)
                    (host-imports imports (wasi (:wasi options)))))
