(ns radicchio.wasm.module
  "Compiles core modules, links them with the host's imports, and instantiates them."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading]
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source])
  (:import (java.util List Optional OptionalLong)
           (radicchio.binary Binary Binary$Form)
           (radicchio.engine CoreModule CoreModule$Export CoreModule$Import Engine Extern
                             ExternType$FuncType ExternType$GlobalType ExternType$MemoryType ExternType$TableType
                             ExternType$TagType Func HostFunc CoreStore Wasi)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.core ModuleInstance)
           (radicchio.runtime.instance InstanceStore)
           (radicchio.values.core CoreFunction CoreHostFunction CoreSignature CoreSlot InstanceValues)))

(set! *warn-on-reflection* true)

;; --- Types as data ---------------------------------------------------------------------------------------------------

(defn- maximum [^OptionalLong max]
  (when (.isPresent max) (.getAsLong max)))

(defn type-data
  "Returns the type of an import or export as data: `{:kind :func :params [:i32] :results []}`,
  `{:kind :memory :min 1 :max 2}`, `{:kind :table :element :funcref :min 0}`, `{:kind :global :type :i32 :mutable true}`,
  `{:kind :tag :params []}`. `:max` is present only if there is one; flags such as `:shared` only if true."
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
  "Returns the exports of a module, in order: `[{:name \"add\" :kind :func :params [:i32 :i32] :results [:i32]} …]`."
  [^CoreModule module]
  (mapv (fn [^CoreModule$Export export]
          (assoc (type-data (.type export)) :name (.name export)))
        (.exports module)))

(defn imports
  "Returns the imports of a module, in order, in the format of `exports`, with `:module`."
  [^CoreModule module]
  (mapv (fn [^CoreModule$Import import]
          (assoc (type-data (.type import)) :module (.module import) :name (.name import)))
        (.imports module)))

;; --- Compiling -------------------------------------------------------------------------------------------------------

(defn compile-bytes
  "Compiles bytes to a CoreModule. Throws :malformed or :invalid; :config if they are a component."
  ^radicchio.engine.CoreModule [^bytes bytes source options]
  (when (= Binary$Form/COMPONENT (Binary/sniff bytes))
    (throw (options/refuse (str (source/describe source) " is a component; expected a core module;"
                                " use load-wit, or generate a namespace"))))
  (let [how (options/compile-options options)]
    (object/remember (source/naming source #(if (= Binary$Form/NEITHER (Binary/sniff bytes))
                                              (throw (Binary/neither bytes "a core module"))
                                              (Engine/compile bytes how)))
                     source)))

(defn compiled
  "Compiles a source to a CoreModule. A result of `wasm/compile` is returned unchanged."
  ^radicchio.engine.CoreModule [source {:keys [backend] :as options}]
  (cond
    (not (instance? CoreModule source)) (compile-bytes (source/read-bytes source) source options)
    (or (nil? backend) (= (options/backend backend) (.backend ^CoreModule source))) source
    :else (throw (options/refuse (str "The module was compiled for another backend; expected :backend " backend)))))

;; --- Imports ---------------------------------------------------------------------------------------------------------

(deftype Shared [^ModuleInstance instance ^Extern extern]
  Object
  (toString [_] (str "#<wasm " (name (:kind (type-data (.type extern)))) ">")))

(defmethod print-method Shared [shared ^java.io.Writer w] (.write w (str shared)))

(defn- given
  "Returns the value of an import in the imports map, through the entries of its module and name, or `absent`."
  [imports ^CoreModule$Import import absent]
  (let [look (fn [m ^String k] (let [v (get m k absent)] (if (identical? v absent) (get m (keyword k) absent) v)))
        entry (look imports (.module import))]
    (cond
      (identical? entry absent) absent
      (map? entry)              (look entry (.name import))
      :else (throw (options/refuse (str ":imports " (foreign/printed (.module import))
                                        ": expected a map from names to functions and values, got "
                                        (foreign/printed entry)))))))

(defn- import-name [^CoreModule$Import import]
  (str (foreign/escaped (.module import)) "." (foreign/escaped (.name import))))

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
  (unlinkable (str "The import " (import-name import) " is a " (type-text (.type import)) ": expected " expected ", got "
                   (if (instance? Shared value) (str value) (foreign/printed value)))))

(defn- function? [f]
  (or (fn? f) (var? f) (and (ifn? f) (not (coll? f)) (not (keyword? f)) (not (symbol? f)))))

(defn- takes-instance?
  "Tests whether a function has ^:wasm/instance, in its own metadata or in that of its Var."
  [f]
  (boolean (or (:wasm/instance (meta f))
               (and (var? f) (:wasm/instance (meta @f))))))

(defn- function-extern [^ModuleInstance instance ^CoreModule$Import import ^ExternType$FuncType type f]
  (let [store (.store instance)]
    (cond
      (and (instance? CoreFunction f) (.isOf ^CoreFunction f store))
      (.func ^CoreFunction f)

      (function? f)
      (.function store type (CoreHostFunction/of f (takes-instance? f) (import-name import) type instance))

      :else (throw (wrong-kind import "a function" f)))))

(defn- bounds [value]
  (if-let [max (:max value)] (OptionalLong/of (long max)) (OptionalLong/empty)))

(defn- size-map? [value]
  (and (map? value) (nat-int? (:min value)) (or (nil? (:max value)) (nat-int? (:max value)))
       (every? #{:min :max} (keys value))))

(defn- value-extern
  "Makes an extern for a memory, table or global from data."
  [^ModuleInstance instance ^CoreModule$Import import value]
  (let [store (.store instance)
        type  (.type import)]
    (cond
      (instance? ExternType$MemoryType type)
      (if (size-map? value)
        (.memory store (ExternType$MemoryType. (long (:min value)) (bounds value) false false))
        (throw (wrong-kind import "a memory of another instance, or {:min pages :max pages}" value)))

      (instance? ExternType$TableType type)
      (if (size-map? value)
        (.table store
                (ExternType$TableType. (.element ^ExternType$TableType type) (long (:min value)) (bounds value) false)
                CoreStore/NULL_REF)
        (throw (wrong-kind import "a table of another instance, or {:min elements :max elements}" value)))

      (instance? ExternType$GlobalType type)
      (.global store type (CoreSlot/read instance (.value ^ExternType$GlobalType type) (import-name import) value))

      :else (throw (wrong-kind import "a tag of another instance" value)))))

(defn- extern [^ModuleInstance instance ^CoreModule$Import import value]
  (cond
    (instance? Shared value)
    (if (identical? (.store instance) (.store ^ModuleInstance (.-instance ^Shared value)))
      (.-extern ^Shared value)
      (throw (unlinkable (str "The import " (import-name import) " comes from an instance of another store than the others:"
                              " instances that share imports must be in one store"))))

    (instance? ExternType$FuncType (.type import))
    (function-extern instance import (.type import) value)

    :else (value-extern instance import value)))

(defn- store-mate
  "Returns an instance that owns one of the shared imports, or nil. The new instance is made in its store and has its
  limits."
  [imports limits]
  (let [given (for [entry (vals imports) :when (map? entry), value (vals entry)] value)
        mate  (some #(when (instance? Shared %) (.-instance ^Shared %)) given)]
    (cond
      (and mate limits)
      (throw (options/refuse (str ":limits: an instance that shares imports with another one has the limits of that"
                                   " one; remove :limits")))

      limits nil
      :else  (or mate (some #(when (instance? CoreFunction %) (.instance ^CoreFunction %)) given)))))

(defn- missing-message [imports]
  (str (count imports) " unsatisfied " (if (next imports) "imports" "import") " of the module: "
       (foreign/listed "; " (fn [^CoreModule$Import import] (str (import-name import) " "
                                                                 (type-text (.type import)))) imports)))

(defn- trapping
  "Returns a function that traps, for a missing import."
  [^ModuleInstance instance ^CoreModule$Import import ^ExternType$FuncType type]
  (let [message (str "The missing import " (import-name import) " was called; pass it in :imports")]
    (.function (.store instance) type
               (reify HostFunc
                 (call [_ _]
                   (throw (.withKeyword (RadicchioException/of ErrorKind/TRAP message) "trap" "missing-import")))))))

(defn- from-wasi
  "Returns WASI's function for an import, or nil if WASI has none or is not granted."
  [^ModuleInstance instance ^CoreModule$Import import]
  (let [^Optional wasi (.wasi instance)]
    (when (and (.isPresent wasi) (= Wasi/MODULE (.module import)) (instance? ExternType$FuncType (.type import)))
      (.orElse (.function ^Wasi (.get wasi) (.store instance) (.name import) (.type import)) nil))))

(defn- resolve-import
  "Returns the extern for an import: from `imports`, else from WASI, else one that traps if `missing` is :trap, else nil."
  [^ModuleInstance instance ^CoreModule$Import import imports missing]
  (let [absent (Object.)
        value  (given imports import absent)
        type   (.type import)]
    (cond
      (not (identical? value absent))                                (extern instance import value)
      (from-wasi instance import)                                    (from-wasi instance import)
      (and (= :trap missing) (instance? ExternType$FuncType type)) (trapping instance import type))))

(defn- resolve-imports ^List [^ModuleInstance instance ^CoreModule module imports missing]
  (let [externs (mapv #(resolve-import instance % imports missing) (.imports module))
        absent  (keep (fn [[import extern]] (when (nil? extern) import)) (map vector (.imports module) externs))]
    (when (seq absent)
      (throw (unlinkable (missing-message absent))))
    externs))

;; --- Instantiating ---------------------------------------------------------------------------------------------------

(def instance-options #{:imports :limits :dead-after-trap :backend :cache :wasi :missing})

(defn- check-options [{:keys [imports limits missing dead-after-trap]}]
  (when-not (or (nil? dead-after-trap) (boolean? dead-after-trap))
    (throw (options/refuse (str ":dead-after-trap: expected true or false, got " (foreign/printed dead-after-trap)))))
  (when-not (or (nil? imports) (map? imports))
    (throw (options/refuse (str ":imports: expected a map from module names to maps of functions and values, got "
                                (foreign/printed imports)))))
  (when-not (or (nil? missing) (identical? :trap missing))
    (throw (options/refuse (str ":missing: expected :trap, got " (foreign/printed missing)))))
  (options/check-keys ":limits" limits options/engine-limit-keys)
  (options/open-files limits))

(defn- new-instance
  "Makes an instance that is not initialized yet, in the store of its shared imports, or in a new one."
  ^radicchio.core.ModuleInstance [module source {:keys [imports limits dead-after-trap wasi]}]
  (let [^ModuleInstance mate (store-mate imports limits)
        granted (Optional/ofNullable (when wasi ((loading/function 'radicchio.wasm.wasi/grant) source wasi limits)))
        store   (if mate (.instanceStore mate) (InstanceStore/of (options/engine-limits limits)))]
    (ModuleInstance/in store module (boolean dead-after-trap) granted)))

(defn- initialize
  "Runs the initialization of a reactor, which WASI requires before any other call."
  [^ModuleInstance instance]
  (let [^Optional found (.export instance "_initialize")]
    (when (and (.isPresent found) (instance? Func (.get found))
               (= {:kind :func, :params [], :results []} (type-data (.type ^Func (.get found)))))
      ((.function (InstanceValues. instance) (.get found) "_initialize")))))

(defn instantiate
  "Makes a ModuleInstance of a module, which comes from `source`."
  ^radicchio.core.ModuleInstance [^CoreModule module source {:keys [imports missing wasi] :as options}]
  (check-options options)
  (let [instance (new-instance module source options)]
    (try
      (.enter instance)
      (try
        (.instantiate instance (resolve-imports instance module imports missing))
        (finally (.leave instance)))
      (when wasi (initialize instance))
      instance
      (catch Throwable t
        (.close instance)
        (throw t)))))

;; --- Exports of an instance ------------------------------------------------------------------------------------------

(def ^:private words
  {:func ["function" "functions"], :memory ["memory" "memories"], :global ["global" "globals"], :table ["table" "tables"]})

(defn- candidates [^ModuleInstance instance kind]
  (let [[one many] (words kind)]
    (if-let [names (seq (map :name (filter #(= kind (:kind %)) (exports (.module instance)))))]
      (str "its " many " are " (foreign/listed foreign/quoted names))
      (str "it does not export a " one))))

(defn core
  "Returns the ModuleInstance of an object. Throws :config for anything that is not an instance of a core module."
  ^radicchio.core.ModuleInstance [x]
  (object/module-instance x))

(defn- export-name ^String [x]
  (cond (string? x)  x
        (keyword? x) (subs (str x) 1)
        :else (throw (options/refuse (str "name of an export: expected a string or keyword, got " (foreign/printed x))))))

(defn- imported
  "Returns the value that satisfied the import of a class that has this name, \"memory\" or \"env.memory\". Returns nil if there is
  none, or if several have it."
  [^ModuleInstance instance ^Class class name]
  (let [named? (fn [^CoreModule$Import import] (or (= name (.name import)) (= name (str (.module import) "." (.name import)))))
        found (for [[position import] (map-indexed vector (.imports (.module instance)))
                    :when (named? import)
                    :let [extern (.orElse (.imported instance (int position)) nil)]
                    :when (instance? class extern)]
                extern)]
    (when-not (next found) (first found))))

(defn export
  "Returns an export of an instance by name, kind and class, or else an import that was made for it. Throws :unlinkable with
  the candidates."
  [instance kind ^Class class name]
  (let [instance        (core instance)
        name            (export-name name)
        ^Optional found (.export instance name)]
    (if-let [extern (if (.isPresent found)
                      (when (instance? class (.get found)) (.get found))
                      (imported instance class name))]
      extern
      (throw (unlinkable
              (str "Missing export: the module does not export a " (first (words kind)) " " (foreign/printed name)
                   (when (.isPresent found) (str " (it is a " (type-text (.type ^Extern (.get found))) ")"))
                   "; " (candidates instance kind)))))))

(defn shared
  "Returns an export of an instance by name, to pass to another one's imports."
  [instance name]
  (let [instance        (core instance)
        name            (export-name name)
        ^Optional found (.export instance name)]
    (when (.isEmpty found)
      (throw (unlinkable (str "Missing export: the module does not export " (foreign/printed name) "; its exports are "
                              (foreign/listed (comp foreign/quoted :name) (exports (.module instance)))))))
    (->Shared instance (.get found))))

(def ^:private most-types "The most parameters or results of a function." 1000)

(defn- type-list [where types]
  (when-not (or (nil? types) (and (sequential? types) (<= (bounded-count (inc most-types) types) most-types)))
    (throw (options/refuse (str "signature of wasm/fn: " where ": expected a vector of at most " most-types " types, got "
                                (foreign/printed types)))))
  (vec types))

(defn- signed
  "Returns a function and its name in messages, with its own signature or a given one that matches."
  [instance ^Func func name signature]
  (if (nil? signature)
    (.function (InstanceValues. instance) func name)
    (let [_       (options/check-keys "signature of wasm/fn" signature #{:params :results})
          type    (.type func)
          params  (type-list ":params" (:params signature))
          results (type-list ":results" (:results signature))]
      (if (and (CoreSignature/fits params (.params type)) (CoreSignature/fits results (.results type)))
        (.function (InstanceValues. instance) func name params results)
        (throw (unlinkable (str "The function " (foreign/printed name) " is "
                                (foreign/printed (select-keys (type-data type) [:params :results]))
                                ", but was requested as " (foreign/printed {:params params, :results results}))))))))

(defn- awaits-exit?
  "Tests whether the export is the main function of a program with WASI."
  [^ModuleInstance instance name]
  (and (= "_start" name) (.isPresent (.wasi instance))))

(defn function
  "Returns the export as a function. A signature {:params [:i32 …] :results [:i32 …]} is checked against the module's own. A
  program's main function returns its exit code."
  ([instance name] (function instance name nil))
  ([object name signature]
   (let [instance (core object)
         name     (export-name name)
         f        (signed instance (export instance :func Func name) name signature)]
     (if (awaits-exit? instance name)
       ((loading/function 'radicchio.wasm.wasi/command) instance f)
       f))))
