(ns radicchio.wasm.module
  "Core modules: compiled, linked with what the host gives, instantiated."
  (:require [clojure.string :as str]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source])
  (:import (clojure.lang IFn Keyword)
           (java.util List Optional OptionalLong)
           (radicchio.binary Binary Binary$Form)
           (radicchio.engine CoreModule CoreModule$Export CoreModule$Import CoreType Engine Extern ExternType
                             ExternType$FuncType ExternType$GlobalType ExternType$MemoryType ExternType$TableType
                             ExternType$TagType Func Global Memory Store Table)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime ModuleInstance)
           (radicchio.values CoreFunction CoreHostFunction CoreSignature CoreSlot)))

(set! *warn-on-reflection* true)

;; --- Types as data ---------------------------------------------------------------------------------------------------

(defn- maximum [^OptionalLong max]
  (when (.isPresent max) (.getAsLong max)))

(defn type-data
  "The type of something imported or exported as data: `{:kind :func :params [:i32] :results []}`,
  `{:kind :memory :min 1 :max 2}`, `{:kind :table :element :funcref :min 0}`, `{:kind :global :type :i32 :mutable true}`,
  `{:kind :tag :params []}`. `:max` only where there is one; `:shared` and such only where true."
  [type]
  (cond
    (instance? ExternType$FuncType type)
    {:kind    :func
     :params  (CoreSignature/names (.params ^ExternType$FuncType type))
     :results (CoreSignature/names (.results ^ExternType$FuncType type))}

    (instance? ExternType$MemoryType type)
    (let [^ExternType$MemoryType memory type]
      (cond-> {:kind :memory, :min (.min memory)}
        (maximum (.max memory)) (assoc :max (maximum (.max memory)))
        (.shared memory)        (assoc :shared true)))

    (instance? ExternType$TableType type)
    (let [^ExternType$TableType table type]
      (cond-> {:kind :table, :element (CoreSignature/name (.element table)), :min (.min table)}
        (maximum (.max table)) (assoc :max (maximum (.max table)))))

    (instance? ExternType$GlobalType type)
    {:kind    :global
     :type    (CoreSignature/name (.value ^ExternType$GlobalType type))
     :mutable (.mutable ^ExternType$GlobalType type)}

    (instance? ExternType$TagType type)
    {:kind :tag, :params (CoreSignature/names (.params (.type ^ExternType$TagType type)))}))

(defn exports
  "What a module exports, in its order: `[{:name \"add\" :kind :func :params [:i32 :i32] :results [:i32]} …]`."
  [^CoreModule module]
  (mapv (fn [^CoreModule$Export export]
          (assoc (type-data (.type export)) :name (.name export)))
        (.exports module)))

(defn imports
  "What a module imports, in its order: as `exports`, with `:module` too."
  [^CoreModule module]
  (mapv (fn [^CoreModule$Import import]
          (assoc (type-data (.type import)) :module (.module import) :name (.name import)))
        (.imports module)))

;; --- Compiling -------------------------------------------------------------------------------------------------------

(defn compile-bytes
  "The CoreModule of bytes. Throws :malformed or :invalid; :config where they are a component's."
  ^CoreModule [^bytes bytes source options]
  (when (= Binary$Form/COMPONENT (Binary/sniff bytes))
    (throw (options/refuse (str (source/describe source) " is a component, where a core module was expected;"
                                " use load-wit, or generate a namespace for it"))))
  (Engine/compile bytes (options/backend (:backend options))))

;; --- Imports ---------------------------------------------------------------------------------------------------------

(deftype Shared [^ModuleInstance instance ^Extern extern]
  Object
  (toString [_] (str "#<wasm " (name (:kind (type-data (.type extern)))) ">")))

(defmethod print-method Shared [shared ^java.io.Writer w] (.write w (str shared)))

(defn- given
  "What the imports map holds for an import: a module's entry and within it a name's, strings or keywords; else `absent`."
  [imports ^CoreModule$Import import absent]
  (let [look (fn [m ^String k] (let [v (get m k absent)] (if (identical? v absent) (get m (keyword k) absent) v)))
        entry (look imports (.module import))]
    (cond
      (identical? entry absent) absent
      (map? entry)              (look entry (.name import))
      :else (throw (options/refuse (str ":imports " (pr-str (.module import))
                                        " is a map from names to functions and values; got " (pr-str entry)))))))

(defn- import-name [^CoreModule$Import import]
  (str (.module import) "." (.name import)))

(defn- type-text [type]
  (let [{:keys [kind params results] :as data} (type-data type)
        kinds #(if (keyword? %) (name %) (str %))]
    (if (= :func kind)
      (str "func (" (str/join ", " (map kinds params)) ")"
           (when (seq results) (str " → " (str/join ", " (map kinds results)))))
      (str/join " " (map kinds (cons kind (mapcat (fn [[k v]] (when-not (#{:kind} k) [k v])) data)))))))

(defn- unlinkable [message]
  (RadicchioException/of ErrorKind/UNLINKABLE message))

(defn- wrong-kind [^CoreModule$Import import expected value]
  (unlinkable (str "The import " (import-name import) " is a " (type-text (.type import)) ": " expected " was expected, got "
                   (if (instance? Shared value) (str value) (pr-str value)))))

(defn- takes-instance? [f]
  (boolean (:wasm/instance (meta f))))

(defn- function-extern [^ModuleInstance instance ^CoreModule$Import import ^ExternType$FuncType type f]
  (let [store (.store instance)]
    (cond
      (and (instance? CoreFunction f) (.isOf ^CoreFunction f store)) (.func ^CoreFunction f)
      (ifn? f) (.function store type
                          (CoreHostFunction/of (if (takes-instance? f)
                                                 (fn [& args] (apply f instance args))
                                                 f)
                                               (import-name import) type instance))
      :else    (throw (wrong-kind import "a function" f)))))

(defn- bounds [value]
  (if-let [max (:max value)] (OptionalLong/of (long max)) (OptionalLong/empty)))

(defn- size-map? [value]
  (and (map? value) (nat-int? (:min value)) (or (nil? (:max value)) (nat-int? (:max value)))
       (every? #{:min :max} (keys value))))

(defn- value-extern
  "An extern for a memory, table or global that is given as data."
  [^ModuleInstance instance ^CoreModule$Import import value]
  (let [store (.store instance)
        type  (.type import)]
    (cond
      (instance? ExternType$MemoryType type)
      (if (size-map? value)
        (.memory store (ExternType$MemoryType. (long (:min value)) (bounds value) false false))
        (throw (wrong-kind import "a memory of another instance, or {:min pages :max pages}," value)))

      (instance? ExternType$TableType type)
      (if (size-map? value)
        (.table store
                (ExternType$TableType. (.element ^ExternType$TableType type) (long (:min value)) (bounds value) false)
                Store/NULL_REF)
        (throw (wrong-kind import "a table of another instance, or {:min elements :max elements}," value)))

      (instance? ExternType$GlobalType type)
      (.global store type (CoreSlot/read instance (.value ^ExternType$GlobalType type) (import-name import) value))

      :else (throw (wrong-kind import "a tag of another instance" value)))))

(defn- extern [^ModuleInstance instance ^CoreModule$Import import value]
  (cond
    (instance? Shared value)
    (if (identical? (.store instance) (.store ^ModuleInstance (.-instance ^Shared value)))
      (.-extern ^Shared value)
      (throw (unlinkable (str "The import " (import-name import) " comes from an instance that is not linked with the others:"
                              " what modules share lives in one store"))))

    (instance? ExternType$FuncType (.type import))
    (function-extern instance import (.type import) value)

    :else (value-extern instance import value)))

(defn- store-mate
  "An instance that something among the imports belongs to, in whose store the new one is made; nil where there is none."
  [imports]
  (first (for [entry (vals imports) :when (map? entry)
               value (vals entry)
               :let  [mate (cond (instance? Shared value)       (.-instance ^Shared value)
                                 (instance? CoreFunction value) (.instance ^CoreFunction value))]
               :when mate]
           mate)))

(defn- missing-message [imports]
  (str "Nothing was given for " (count imports) " of the module's imports: "
       (str/join "; " (for [^CoreModule$Import import imports] (str (import-name import) " " (type-text (.type import)))))))

(defn- resolve-imports ^List [^ModuleInstance instance ^CoreModule module imports extra]
  (let [absent   (Object.)
        pairs    (for [^CoreModule$Import import (.imports module)]
                   (let [value (given imports import absent)]
                     [import (if (identical? value absent) (extra import absent) value)]))
        missing  (keep (fn [[import value]] (when (identical? value absent) import)) pairs)]
    (when (seq missing)
      (throw (unlinkable (missing-message missing))))
    (mapv (fn [[import value]] (extern instance import value)) pairs)))

;; --- Instantiating ---------------------------------------------------------------------------------------------------

(def instance-options #{:imports :limits :dead-after-trap :backend})

(def ^:private limit-keys #{:memory-pages :table-elements :timeout-ms})

(defn instantiate
  "A ModuleInstance of a module. `extra` says what an import is that `:imports` does not give: called with the
  CoreModule$Import and a value to return for «nothing»."
  (^ModuleInstance [module options] (instantiate module options (fn [_ absent] absent)))
  (^ModuleInstance [^CoreModule module {:keys [imports limits dead-after-trap]} extra]
   (when-not (or (nil? imports) (map? imports))
     (throw (options/refuse (str ":imports is a map from module names to maps of functions and values; got " (pr-str imports)))))
   (options/check-keys ":limits" limits limit-keys)
   (let [mate     (store-mate imports)
         instance (if mate
                    (ModuleInstance/beside mate module (boolean dead-after-trap))
                    (ModuleInstance/alone module (options/engine-limits limits) (boolean dead-after-trap)))]
     (try
       (.enter instance)
       (try
         (.instantiate instance (resolve-imports instance module imports extra))
         (finally (.leave instance)))
       instance
       (catch Throwable t
         (.close instance)
         (throw t))))))

;; --- What an instance has --------------------------------------------------------------------------------------------

(defn- candidates [^ModuleInstance instance kind]
  (if-let [names (seq (map :name (filter #(= kind (:kind %)) (exports (.module instance)))))]
    (str "its " (clojure.core/name kind) "s are " (str/join ", " (map pr-str names)))
    (str "it exports no " (clojure.core/name kind))))

(defn export
  "The extern that an instance exports by that name, of the given kind and class. Throws :unlinkable with what there is."
  [^ModuleInstance instance kind ^Class class ^String name]
  (let [^Optional found (.export instance name)]
    (if (and (.isPresent found) (instance? class (.get found)))
      (.get found)
      (throw (unlinkable
              (str "The module exports no " (clojure.core/name kind) " " (pr-str name)
                   (when (.isPresent found) (str " (it is a " (type-text (.type ^Extern (.get found))) ")"))
                   "; " (candidates instance kind)))))))

(defn shared
  "What an instance exports by that name, to be given to another one's imports."
  [^ModuleInstance instance ^String name]
  (let [^Optional found (.export instance name)]
    (when (.isEmpty found)
      (throw (unlinkable (str "The module exports nothing named " (pr-str name) "; its exports are "
                              (str/join ", " (map (comp pr-str :name) (exports (.module instance))))))))
    (->Shared instance (.get found))))

(defn function
  "The export as a CoreFunction; with a signature {:params [:i32 …] :results [:i32 …]}, checked against the module's own."
  ([instance name]
   (CoreFunction/of instance ^Func (export instance :func Func name) name))
  ([instance name {:keys [params results] :as signature}]
   (options/check-keys "The signature of wasm/fn" signature #{:params :results})
   (let [^Func func (export instance :func Func name)
         type       (.type func)
         params     (vec (or params []))
         results    (vec (or results []))]
     (if (and (CoreSignature/fits params (.params type)) (CoreSignature/fits results (.results type)))
       (CoreFunction/of instance func name params results)
       (throw (unlinkable (str "The function " (pr-str name) " is "
                               (pr-str (select-keys (type-data type) [:params :results]))
                               ", and was asked for as " (pr-str {:params params, :results results}))))))))
