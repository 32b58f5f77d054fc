(ns radicchio.componentize
  "Makes a component from a core module and its world, as `wasm-tools component new` does. The module's exports are lifted
  and its imports are lowered, by the names that toolchains share (`radicchio.componentize.names`).

    (componentize/component bytes {})              a module with its world in a section `component-type…`
    (componentize/component bytes {:wit data})     a module without; data is WIT data, :world the name of one of its worlds

  Pure; loads no parser. Any thread may call."
  (:require [clojure.string :as str]
            [radicchio.componentize.definitions :as d]
            [radicchio.componentize.instances :as instances]
            [radicchio.componentize.names :as names]
            [radicchio.componentize.shim :as shim]
            [radicchio.componentize.world :as world]
            [radicchio.foreign-text :as foreign]
            [radicchio.wit :as wit]
            [radicchio.wit.type-text :as type-text])
  (:import (java.util OptionalInt)
           (radicchio.binary Binary Binary$Form)
           (radicchio.component Bytes Canon$Lift Canon$Lower Canon$ResourceDrop Canon$ResourceNew Canon$ResourceRep
                                CanonOptions CanonOptions$Encoding CanonOptions$MemoryOption CanonOptions$PostReturn
                                CanonOptions$Realloc CoreModuleType
                                CoreModuleType$CoreImport DefType$ResourceDef Definition$CoreArg
                                Definition$CoreInlineExport Definition$CoreInlineInstance Definition$CoreInstantiate
                                Definition$CoreModuleDef Definition$SortIndex Definition$TypeDef Sort StringEncoding)
           (radicchio.engine CoreType ExternType ExternType$FuncType ExternType$MemoryType)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.validate TypedComponent Validate)))

(set! *warn-on-reflection* true)

(defn- invalid
  ([message] (invalid message {}))
  ([message data] (RadicchioException/of ErrorKind/INVALID message data nil)))

;; The module's imports and exports, by the world

(defn- unknown-import [module name]
  (if (str/starts-with? module "wasi_")
    (str "it imports " (foreign/quoted name) " from " (foreign/quoted module)
         ", which a component cannot import; make a component of it with that module's"
         " adapter (wasm-tools component new --adapt)")
    (str "it imports " (foreign/printed name) " from " (foreign/printed module) ", which is missing from the world")))

(defn- wanted-imports
  "Returns the module's imports with their meanings. An unknown import has a text instead."
  [{:keys [data world ^CoreModuleType type]}]
  (let [known (names/imports data world)]
    (for [^CoreModuleType$CoreImport i (.imports type)
          :let [module (.module i) name (.name i)
                what (known [module name])]]
      (cond (nil? what) (unknown-import module name)
            (instance? ExternType$FuncType (.type i)) (assoc what :module module :name name :type (.type i))
            :else (str "it imports " (foreign/printed name) " from " (foreign/printed module)
                       ", but not as a function")))))

(defn- first-export
  "Returns the first of the names that the module exports with the class, or nil."
  [{:keys [^CoreModuleType type]} ^Class class candidates]
  (some (fn [^String name]
          (let [^ExternType found (.orElse (.export type name) nil)]
            (when (instance? class found) name)))
        candidates))

(defn- function-export [module candidates]
  (first-export module ExternType$FuncType candidates))

(defn- exported-functions
  "Returns the world's exports: {:label … :scope … :function …}, with the name of the core function, or nil."
  [{:keys [data world] :as module}]
  (for [item (wit/exports world)
        :let [extern (wit/extern data item)
              label (wit/item-name item)
              named (fn [label scope {:keys [name] :as function}]
                      {:label label :scope scope :function function
                       :core (function-export module (names/function-exports label name))})]
        function (if (= :func (wit/kind extern))
                   [(named nil world (first (wit/functions [:interface (into [:func (symbol label)] (rest extern))])))]
                   (map #(named label extern %) (wit/functions extern)))]
    function))

(defn- missing-export [{:keys [label function]}]
  (str "it does not export " (foreign/printed (wit/export-id label (:name function))) ", "
       (type-text/signature function)))

(defn- by-memory?
  "Tests whether a function needs, or may need, the module's memory."
  [{:keys [data]} {:keys [scope function]}]
  (let [{:keys [params result]} function
        scalar? (fn [type]
                  (let [{:keys [type]} (wit/look-through data scope type)]
                    (cond (keyword? type) (not (#{:string :error-context} type))
                          (= :flags (wit/kind type)) (>= 32 (count (wit/contents type)))
                          :else (#{:own :borrow :enum} (wit/kind type)))))]
    (not (and (>= 16 (count params))
              (every? scalar? (cond->> (map second params) result (cons result)))))))

(defn- memory-problems [{:keys [memory wanted exported] :as module}]
  (when-not memory
    (concat (for [{:keys [kind label function] :as what} wanted :when (and (= :lower kind) (by-memory? module what))]
              (str "it exports no memory, which it needs to call "
                   (foreign/escaped (wit/export-id label (:name function)))))
            (for [{:keys [core] :as what} exported :when (and core (by-memory? module what))]
              (str "it exports no memory, which calls of " (foreign/printed core) " need")))))

(defn- refuse-any! [{:keys [world]} problems]
  (when-let [problems (seq problems)]
    (throw (invalid (str "the core module does not fit the world " (foreign/escaped (wit/item-name world)) ": "
                         (if (next problems) (str "\n  " (foreign/listed "\n  " identity problems)) (first problems)))
                    {:world (wit/item-name world)}))))

(defn- examined
  "Adds the module's parts of its world. Throws :invalid with everything that does not fit."
  [module]
  (let [imports (wanted-imports module)
        module (assoc module
                      :wanted (remove string? imports)
                      :exported (exported-functions module)
                      :memory (first-export module ExternType$MemoryType names/memories)
                      :initialize (function-export module names/initializers))]
    (refuse-any! module (concat (filter string? imports)
                                (map missing-export (remove :core (:exported module)))
                                (memory-problems module)))
    module))

;; The shim: functions that need the memory, and destructors, which resource types need before the module exists

(defn- own-resources
  "Returns [label resource core-name-of-its-destructor-or-nil] for each resource that the module defines."
  [{:keys [data world] :as module}]
  (for [item (wit/exports world)
        :let [extern (wit/extern data item) label (wit/item-name item)]
        :when (= :interface (wit/kind extern))
        resource (wit/items :resource extern)
        :let [name (wit/item-name resource)]]
    [label name (function-export module (names/destructors label name))]))

(def ^:private destructor-type (ExternType$FuncType. [CoreType/I32] []))

(defn- shimmed
  "Returns the functions of the shim, in order: {:key … :from [module name] :type …}, as the module imports them. Destructors
  also have :core, the name of the module's export."
  [{:keys [wanted] :as module}]
  (vec (concat (for [{:keys [kind type] :as what} wanted :when (and (= :lower kind) (by-memory? module what))]
                 {:key what :from [(:module what) (:name what)] :type type})
               (for [[label resource core] (own-resources module) :when core]
                 {:key [label resource] :from ["" core] :core core :type destructor-type}))))

;; Core definitions

(defn- core-module! [to ^bytes bytes]
  (d/add! to (Definition$CoreModuleDef. (d/place to) (Bytes/of bytes))))

(defn- core-instance! [to module args]
  (d/add! to (Definition$CoreInstantiate. (d/place to) (int module)
                                          (mapv (fn [[name instance]] (Definition$CoreArg. name (int instance))) args))))

(defn- bundle!
  "Defines a core instance of core functions by name, and of a table if there is one."
  [to functions table]
  (let [export (fn [^Sort sort] (fn [[name index]]
                                  (Definition$CoreInlineExport. name (Definition$SortIndex. sort (int index)))))]
    (d/add! to (Definition$CoreInlineInstance.
                (d/place to)
                (into (mapv (export Sort/CORE_FUNC) functions)
                      (map (export Sort/CORE_TABLE) (when table [[shim/table table]])))))))

(defn- note!
  "Records the topic of the next definition, for errors."
  [{:keys [to topics]} text]
  (vswap! topics assoc (d/place to) text))

(defn- options
  "Returns canonical options, with indices of the main instance's exports."
  ^CanonOptions [{:keys [to main memory encoding] :as module} reallocs memory? post-return]
  (let [exported (fn [sort name] (int (d/core-exported! to sort main name)))
        realloc (function-export module reallocs)]
    (CanonOptions.
     (cond-> []
       (and memory? (not= StringEncoding/UTF8 encoding)) (conj (CanonOptions$Encoding. encoding))
       memory? (conj (CanonOptions$MemoryOption. (exported Sort/CORE_MEMORY memory)))
       (and memory? realloc) (conj (CanonOptions$Realloc. (exported Sort/CORE_FUNC realloc)))
       post-return (conj (CanonOptions$PostReturn. (exported Sort/CORE_FUNC post-return)))))))

(defn- lower! [{:keys [to] :as module} {:keys [label function]} options]
  (let [index (instances/imported-function! module label function)]
    (note! module (str "the import " (wit/export-id label (:name function))))
    (d/add! to (Canon$Lower. (d/place to) (int index) options))))

(defn- resource-builtin! [{:keys [to own] :as module} {:keys [kind label resource exported?]}]
  (let [type (int (if exported? (own [label resource]) (instances/imported-type! module label resource)))
        place (d/place to)]
    (d/add! to (case kind
                 :drop (Canon$ResourceDrop. place type)
                 :new (Canon$ResourceNew. place type)
                 :rep (Canon$ResourceRep. place type)))))

(defn- shim!
  "Defines the shim's instance. Returns the indices of its functions by their keys, and of its table."
  [{:keys [to shimmed] :as module}]
  (if (empty? shimmed)
    module
    (let [instance (core-instance! to (core-module! to (shim/shim (map :type shimmed))) [])]
      (assoc module
             :shim (into {} (map-indexed (fn [i {:keys [key]}]
                                           [key (d/core-exported! to Sort/CORE_FUNC instance (str i))]))
                         shimmed)
             :table (d/core-exported! to Sort/CORE_TABLE instance shim/table)))))

(defn- own-resources!
  "Defines the resource types that the module implements. Returns their indices by [label resource]."
  [{:keys [to shim] :as module}]
  (assoc module :own
         (into {} (for [[label resource] (own-resources module)
                        :let [destructor (get shim [label resource])]]
                    [[label resource]
                     (d/add! to (Definition$TypeDef. (d/place to)
                                                     (DefType$ResourceDef. CoreType/I32
                                                                           (if destructor
                                                                             (OptionalInt/of (int destructor))
                                                                             (OptionalInt/empty)))))]))))

(defn- main!
  "Defines the instance of the module itself."
  [{:keys [to bytes wanted shim] :as module}]
  (let [function! (fn [what]
                    (or (get shim what)
                        (if (= :lower (:kind what))
                          (lower! module what CanonOptions/NONE)
                          (resource-builtin! module what))))
        args (vec (for [[from imports] (group-by :module wanted)]
                    [from (bundle! to (mapv (juxt :name function!) imports) nil)]))
        index (core-module! to bytes)]
    (assoc module :main (core-instance! to index args))))

(defn- fixup!
  "Fills the shim's table and runs the module's initializer."
  [{:keys [to main shimmed table initialize] :as module}]
  (when (or table initialize)
    (let [functions (vec (for [{:keys [key from core]} shimmed]
                           [from (if core
                                   (d/core-exported! to Sort/CORE_FUNC main core)
                                   (lower! module key (options module names/lower-reallocs true nil)))]))
          start (when initialize [["" shim/start] (d/core-exported! to Sort/CORE_FUNC main initialize)])
          given (merge {"" nil} (group-by ffirst (cond-> functions start (conj start))))
          args (vec (for [[from functions] given]
                      [from (bundle! to (map (fn [[[_ name] index]] [name index]) functions) (when (= "" from) table))]))]
      (core-instance! to
                      (core-module! to (shim/fixup (map (fn [{:keys [from type]}] (conj from type)) shimmed)
                                                   (boolean initialize)))
                      args))))

(defn- lift!
  "Returns the index of the module's function as a function of the component. `names` has the indices of the types in scope."
  [{:keys [to main] :as module} names {:keys [function core] :as what}]
  (let [type (d/function-type! to names function)
        core-function (d/core-exported! to Sort/CORE_FUNC main core)
        options (options module names/lift-reallocs (by-memory? module what)
                         (function-export module [(names/post-return core)]))]
    (note! module (str "the export " (foreign/printed core)))
    (d/add! to (Canon$Lift. (d/place to) (int core-function) options (int type)))))

;; The component

(defn names-world?
  "Tests whether the bytes of a core module contain its world, where `wasm-tools component embed` and wit-bindgen's Rust
  put it."
  [^bytes module]
  (boolean (seq (Binary/coreCustomSections (Bytes/of module) "component-type"))))

(defn- said
  "Rewrites the validator's message in terms of the module."
  [message]
  (-> message
      (str/replace #"^core instance \d+: |, at 0x[0-9a-f]+$" "")
      (str/replace #"canon (lift|lower): option realloc is required"
                   "the module exports no cabi_realloc, which allocates memory for strings and lists")))

(defn- checked
  "Returns the component if it is valid. Throws :invalid if not."
  ^TypedComponent [{:keys [to bytes world topics]}]
  (let [component (d/component to bytes)]
    (try
      (Validate/check component)
      (catch RadicchioException e
        (let [topic (get @topics (some-> (:offset (ex-data e)) int))]
          (throw (invalid (str "the core module does not fit the world " (foreign/escaped (wit/item-name world)) ": "
                               (when topic (str topic ": "))
                               (said (ex-message e)))
                          {:world (wit/item-name world)})))))))

(defn component
  "Returns the component of a core module, from its bytes and its world. The world is the one in the module's own section,
  or else
    :wit    WIT data
    :world  the name or id of one of its worlds, if there are several.
  The component is valid, contains the module's bytes, and imports no more of the world than the module does.

  Throws RadicchioException: :config if the WIT or the world is missing; :malformed; :invalid if the module and the world do
  not fit, with every function that is missing or unknown."
  ^TypedComponent [^bytes module options]
  (let [{:keys [data world encoding]} (world/of-module module options)
        to (d/list-of)
        examined (examined {:to to :topics (volatile! {}) :bytes module :data data :world world :encoding encoding
                            :type (Binary/coreModuleType (Bytes/of module))})
        built (-> (assoc examined :shimmed (shimmed examined))
                  instances/imports!
                  shim!
                  own-resources!
                  main!)]
    (fixup! built)
    (instances/exports! built #(lift! built %1 %2))
    (checked built)))

(defn typed
  "Returns the valid component of some bytes: those of a component, or those of a core module as for `component`. Throws
  the same, and :malformed."
  ^TypedComponent [^bytes bytes options]
  (if (= Binary$Form/CORE_MODULE (Binary/sniff bytes))
    (component bytes options)
    (Validate/check (Binary/decode bytes))))
