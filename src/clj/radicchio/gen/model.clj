(ns ^:no-doc radicchio.gen.model
  "From a world to what its generated namespaces hold, all decided: names, arities, docstrings, tags, types.

  A source is what `radicchio.gen.source/read-source` gives: the component's options, its WIT data and world, and
  how the component is called. Problems of all namespaces come together, kind :config."
  (:require [clojure.string :as str]
            [radicchio.gen.docs :as docs]
            [radicchio.gen.names :as names]
            [radicchio.gen.problem :as problem]
            [radicchio.gen.types :as types]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; Scopes: the interfaces, and the world itself, that export or import functions

(defn- world-function
  "A function of a world, as `wit/functions` gives those of interfaces."
  [data item]
  (let [func (wit/extern data item)
        [params result] (wit/contents func)]
    (cond-> {:name (wit/item-name item) :kind :func :label (symbol (wit/item-name item))
             :params params :attributes (wit/attributes func)}
      result (assoc :result result))))

(defn- function-item? [data item]
  (= :func (wit/kind (wit/extern data item))))

(defn- scopes
  "What a world exports, or imports, by scope: maps of :label, the name under which an interface is exported, nil
  of the world's own functions, :id for headings, :scope and :functions."
  [{:keys [data world]} items]
  (let [own (filter #(function-item? data %) items)]
    (concat (for [item (remove #(function-item? data %) items)
                  :let [scope (wit/extern data item)]]
              {:label (wit/item-name item) :id (wit/item-name item) :scope scope
               :functions (vec (wit/functions scope))})
            (when (seq own)
              [{:label nil :id (wit/item-name world) :scope world
                :functions (mapv #(world-function data %) own)}]))))

(defn- with-names
  "Functions with their :id and the name that they get, under :clojure-name."
  [{:keys [label functions] :as scope} rename]
  (assoc scope :functions
         (mapv (fn [function]
                 (let [id (wit/export-id label (:name function))]
                   (assoc function :id id :clojure-name (get rename id (names/function-name function)))))
               functions)))

(defn- with-types
  "A scope with the definitions its functions need, and the functions in terms of these."
  [{:keys [data]} {:keys [scope label functions] :as exported}]
  (let [{:keys [definitions rename]} (types/closure data scope label functions)]
    (assoc exported
           :definitions definitions
           :functions (mapv (fn [function]
                              (cond-> (update function :params (partial mapv (fn [[n t]] [n (rename t)])))
                                (:result function) (update :result rename)))
                            functions))))

(defn- by-name [definitions]
  (into {} (map (juxt wit/item-name identity)) definitions))

;; Functions

(def ^:private most-parameters 20)

(defn- readable
  "A parameter's name as it can stand in quoted data."
  [label]
  (if (names/unreadable (symbol label)) (name label) (symbol label)))

(defn- function-type [{:keys [params result attributes]}]
  (cond-> [:func]
    (:async attributes) (conj {:async true})
    true (conj (mapv (fn [[label type]] [(readable label) type]) params))
    result (conj result)))

(defn- through-aliases [definitions type]
  (let [definition (when (symbol? type) (definitions type))]
    (if (= :type (some-> definition wit/kind))
      (recur definitions (first (wit/contents definition)))
      type)))

(defn- returned
  "The type of what the Clojure function returns, nil where it returns nil or a tagged value."
  [{:keys [result]} definitions results]
  (let [type (through-aliases definitions result)]
    (if (and (vector? type) (= :result (first type)))
      (when-not (= :value results) (through-aliases definitions (second type)))
      type)))

(defn- return-tag [type]
  (cond (= :string type) 'String
        (#{[:list :u8] [:list :s8]} (when (vector? type) (subvec type 0 (min 2 (count type))))) 'bytes
        (and (vector? type) (= :own (first type))) 'java.lang.AutoCloseable))

(def ^:private primitives
  {:u8 'long :u16 'long :u32 'long :s8 'long :s16 'long :s32 'long :s64 'long :f32 'double :f64 'double})

(defn- hinted [tag symbol]
  (if tag (str "^" tag " " symbol) (str symbol)))

(defn- arity
  "Parameters with the types that they may be hinted by, and the call that they make."
  [{:keys [tag return-type primitive?]} params call arguments]
  (let [fits? (and primitive? (<= (count params) 4))
        return-tag (or (when fits? (primitives return-type)) tag)]
    {:tag return-tag
     :params (mapv (fn [[symbol type]] (hinted (when fits? (primitives type)) symbol)) params)
     :call (into [call] arguments)}))

(defn- arities
  "A function's arities: without an instance and with one; a method knows its instance by its handle. More
  parameters than Clojure's functions have come as a vector."
  [{:keys [kind]} private symbols types hints]
  (let [params (map vector symbols types)
        many? (< (long most-parameters) (+ (count params) (if (= :method kind) 0 1)))
        arity (partial arity hints)
        [this & others] params]
    (cond (and (= :method kind) many?)
          [(arity [this ['params nil]] 'bind/apply-method [private 'this 'params])]
          (= :method kind)
          [(arity (cons this others) 'bind/call-method (cons private symbols))]
          many?
          [(arity [['params nil]] 'bind/apply [private 'params])
           (arity [['instance nil] ['params nil]] 'bind/apply-on ['instance private 'params])]
          :else
          [(arity params 'bind/call (cons private symbols))
           (arity (cons ['instance nil] params) 'bind/call-on (list* 'instance private symbols))])))

(defn- parameter-symbols
  "A method's handle is `this`; no parameter hides what the body names."
  [{:keys [kind params]} private]
  (let [method? (= :method kind)
        labels (map (comp name first) (if method? (rest params) params))]
    (into (if method? ['this] [])
          (names/parameter-names labels #{(if method? 'this 'instance) private}))))

(defn- metadata [id {:keys [since deprecated]}]
  (cond-> (array-map :wit/name id)
    since (assoc :added since)
    deprecated (assoc :deprecated deprecated)))

(defn- function-model [{:keys [results primitive]} definitions types-name {:keys [id clojure-name] :as function}]
  (let [private (names/private-name clojure-name)
        symbols (parameter-symbols function private)
        result (through-aliases definitions (:result function))
        return-type (returned function definitions results)
        tagged? (and (= :value results) (vector? result) (= :result (first result)))]
    {:name clojure-name
     :private private
     :id id
     :types types-name
     :type (function-type function)
     :options (not-empty (cond-> (array-map)
                           tagged? (assoc :results :value)
                           (not= clojure-name (names/function-name function)) (assoc :name (str clojure-name))))
     :docs (docs/docstring {:docs (:docs (:attributes function))
                            :params (map vector (map str symbols) (map second (:params function)))
                            :result (if (and (vector? result) (= :result (first result))) result (:result function))
                            :definitions definitions
                            :results results})
     :metadata (metadata id (:attributes function))
     :arities (arities function private symbols
                       (map #(through-aliases definitions (second %)) (:params function))
                       {:tag (return-tag return-type) :return-type return-type :primitive? primitive})}))

;; Namespaces of exports

(defn- interface-model [options types-name {:keys [id definitions functions scope]}]
  {:title id
   :docs (when (= :interface (wit/kind scope)) (wit/docs scope))
   :types (when (seq definitions) {:name types-name :definitions definitions})
   :functions (mapv #(function-model options (by-name definitions) (when (seq definitions) types-name) %)
                    functions)})

(defn- described
  "Documentation and a sentence after it, on the same line where both are short."
  [docs sentence]
  (let [docs (docs/text docs)]
    (cond (nil? docs) sentence
          (and (not (str/includes? docs "\n")) (< (+ (count docs) (count sentence)) 96)) (str docs " " sentence)
          :else (str docs "\n\n" sentence))))

(defn- world-sentence [{:keys [world class-path-name unnamed-world?]}]
  (cond unnamed-world? (str "Component " class-path-name ".")
        class-path-name (str "World " (wit/item-name world) " of " class-path-name ".")
        :else (str "World " (wit/item-name world) ".")))

(defn- component-options [{:keys [options class-path-name world unnamed-world?]}]
  (cond-> (array-map :format 1 :from class-path-name)
    (not unnamed-world?) (assoc :world (wit/item-name world))
    (:load options) (assoc :load (:load options))
    (:results options) (assoc :results (:results options))
    (:instance options) (assoc :instance (:instance options))))

(defn- split-namespace
  "The namespace of an exported interface."
  [{:keys [ns split]} label]
  (cond (nil? label) ns
        (map? split) (get split label ns)
        split (symbol (str ns "." (names/segment label)))
        :else ns))

(defn- split-problems [{:keys [split where]} labels]
  (when (map? split)
    (for [id (sort (keys split)) :when (not (some #{id} labels))]
      (str where ": :split names " (pr-str id) ", and no such interface is exported"
           (problem/did-you-mean id labels)))))

(defn- claims [scopes]
  (mapcat (fn [{:keys [functions]}]
            (map (fn [{:keys [id clojure-name]}] {:name clojure-name :id id}) functions))
          scopes))

(defn- private-claims [scopes]
  (map (fn [claim] (update claim :name names/private-name)) (claims scopes)))

(defn- exports-model
  "One namespace of exports: the component's own, or that of split interfaces."
  [{:keys [options world] :as source} [namespace scopes]]
  (let [base? (= namespace (:ns options))
        privates (map :name (private-claims scopes))
        publics (map :name (claims scopes))
        types-names (names/types-names (map :id scopes) (set (concat publics privates)))
        models (mapv (partial interface-model options) types-names scopes)]
    {:kind :exports
     :ns namespace
     :where (:where options)
     :docs (if base?
             (described (wit/docs world) (world-sentence source))
             (str "Exports of " (:class-path-name source) "; the component is that of " (:ns options) "."))
     :files (:files source)
     :exclude (names/excluded (concat publics privates (keep (comp :name :types) models)))
     :component-of (when-not base? (:ns options))
     :component (when base? (component-options source))
     :imports (when base? (:imports-namespaces source))
     :interfaces models}))

(defn- by-namespace
  "Scopes by the namespace they go to, the component's own first, in the order of the world."
  [options scopes]
  (let [scopes (filter (comp seq :functions) scopes)
        grouped (group-by #(split-namespace options (:label %)) scopes)]
    (map (juxt identity #(grouped % []))
         (distinct (cons (:ns options) (map #(split-namespace options (:label %)) scopes))))))

(defn- exports-problems
  "A private var can clash with a function that was renamed only; otherwise their functions clash as well."
  [options [namespace scopes]]
  (let [claims (claims scopes)
        publics (set (map :name claims))]
    (names/name-problems namespace
                         (concat claims (filter (comp publics :name) (private-claims scopes)))
                         {:split? (and (not (:split options)) (next (keep :label scopes)))})))

;; Namespaces of imports

(defn- wasi? [id]
  (str/starts-with? id "wasi:"))

(defn- imports-namespace [{:keys [ns imports]} label]
  (cond (nil? label) (symbol (str ns ".imports"))
        (get imports label) (get imports label)
        :else (symbol (str ns ".imports." (names/segment label)))))

(defn- imported-scopes [{:keys [options world] :as source}]
  (->> (scopes source (wit/imports world))
       (remove #(and (:label %) (wasi? (:label %)) (not (contains? (:imports options) (:label %)))))
       (filter (comp seq :functions))))

(defn- protocol-function [definitions {:keys [id clojure-name params result attributes kind] wit-name :name}]
  (let [method? (= :method kind)
        params (if method? (rest params) params)
        symbols (names/parameter-names (map (comp name first) params) #{'this})
        many? (<= (long most-parameters) (count symbols))]
    {:id id
     :wit-name wit-name
     :name clojure-name
     :many many?
     :params (if many? '[this params] (into ['this] symbols))
     :docs (docs/docstring {:docs (:docs attributes)
                            :params (map vector (map str symbols) (map second params))
                            :result result
                            :definitions definitions
                            :host true})}))

(defn- resource-id
  "How :rename names the protocol of an imported resource."
  [label resource]
  (wit/export-id label (str resource)))

(defn- imports-model
  "A namespace of one imported interface, or of the functions that the world itself imports."
  [{:keys [options world] :as source} {:keys [label scope definitions functions]}]
  (let [definitions (by-name definitions)
        {methods true others false} (group-by #(= :method (:kind %)) functions)
        resources (map wit/item-name (filter #(= :resource (wit/kind %)) (wit/contents scope)))
        id (or label (wit/item-name world))
        function #(protocol-function definitions %)]
    {:kind :imports
     :ns (imports-namespace options label)
     :where (:where options)
     :label label
     :id id
     :exclude (names/excluded (map :clojure-name functions))
     :docs (if label
             (described (wit/docs scope) (str "What a component imports as " id "."))
             (str "What world " id " imports by itself."))
     :files (:files source)
     :functions (mapv function others)
     :resources (vec (for [resource resources
                           :let [item (wit/find-type scope resource)]]
                       {:name (get (:rename options) (resource-id label resource) (names/protocol-name resource))
                        :id (resource-id label resource)
                        :resource resource
                        :docs (wit/docs item)
                        :methods (mapv function (filter #(= resource (:resource %)) methods))}))}))

(defn- imports-problems [{:keys [ns functions resources]}]
  (names/protocol-problems
   ns
   (concat (when (seq functions) [{:name 'Functions :id "the protocol of functions"}])
           (map #(select-keys % [:name :id]) resources)
           (for [{:keys [name id params]} (concat functions (mapcat :methods resources))]
             {:name name :id id :arity (dec (count params))}))))

(defn- imports-option-problems [{:keys [where imports]} labels]
  (for [id (sort (keys imports)) :when (not (some #{id} labels))]
    (str where ": :imports names " (pr-str id) ", and no such interface is imported"
         (problem/did-you-mean id labels))))

;; The namespace of WIT alone: types

(defn- all-types
  "The definitions of all types of a scope, and of those they need."
  [data {:keys [scope label functions]}]
  (let [named (for [item (wit/types scope) :let [name (wit/item-name item)]]
                (if (= :resource (wit/kind (:item (types/find-definition data scope name)))) [:own name] name))]
    (:definitions (types/closure data scope label (cons {:params (map #(vector nil %) named)} functions)))))

(defn- typed-scopes
  "The interfaces that a world exports or imports, WASI's left out, and the world itself, that have types."
  [{:keys [data world] :as source}]
  (let [items (concat (wit/imports world) (wit/exports world))]
    (->> (concat (filter :label (scopes source items))
                 [{:label nil :id (wit/item-name world) :scope world}])
         (remove #(some-> (:label %) wasi?))
         (filter (comp seq wit/types :scope))
         (reduce (fn [found scope] (if (some #{(:id scope)} (map :id found)) found (conj found scope))) []))))

(defn- types-model [{:keys [options data world] :as source}]
  (when-let [scopes (seq (typed-scopes source))]
    {:kind :types
     :ns (:ns options)
     :where (:where options)
     :docs (described (wit/docs world) (str "Types of world " (wit/item-name world) ", as WIT data."))
     :files (:files source)
     :interfaces (mapv (fn [name {:keys [id scope] :as typed}]
                         {:title id
                          :docs (when (= :interface (wit/kind scope)) (wit/docs scope))
                          :name name
                          :definitions (all-types data typed)})
                       (names/types-names (map :id scopes) #{})
                       scopes)}))

;; All namespaces of a component

(defn namespaces
  "The models of the namespaces that a source gets: that of exports, or of types, first, then the imports'. A model is
  a map:
    :kind :exports   :ns :docs :files :exclude :component, options or nil in a split namespace, :component-of,
                     the namespace whose component it uses, :imports, namespaces of imports, :interfaces, each
                     :title :docs :types :functions
    :kind :imports   :ns :docs :files :id :label :functions :resources
    :kind :types     of WIT alone: :ns :docs :files :interfaces, each :title :docs :name :definitions.
  Throws RadicchioException, kind :config, with all that is wrong with names."
  [{:keys [options world] :as source}]
  (let [rename (:rename options)
        exported (when (:from options)
                   (map #(with-names % rename) (scopes source (wit/exports world))))
        imported (map #(with-names % rename) (imported-scopes source))
        imports (mapv #(imports-model source (with-types source %)) imported)
        groups (when (:from options) (by-namespace options exported))]
    (problem/refuse-any!
     (concat (names/rename-problems (:where options) rename (concat (map :id (claims (concat exported imported)))
                                                                      (map :id (mapcat :resources imports))))
             (split-problems options (keep :label exported))
             (imports-option-problems options (keep :label (scopes source (wit/imports world))))
             (mapcat #(exports-problems options %) groups)
             (mapcat imports-problems imports)))
    (let [source (assoc source :imports-namespaces (map :ns imports))]
      (concat (if (:from options)
                (for [[namespace scopes] groups]
                  (exports-model source [namespace (map #(with-types source %) scopes)]))
                (some-> (types-model source) list))
              imports))))

;; Namespaces that several components share

(defn- merge-imports
  "Two models of one imported interface, of which either component may know a part."
  [a b]
  (when-not (and (:label a) (= (:label a) (:label b)) (= :imports (:kind a) (:kind b)))
    (problem/refuse! (str (:ns a) " would be written for both " (:where a) " and " (:where b)
                          "; give one of them another namespace")))
  (let [known (into {} (map (juxt :id identity)) (:functions a))
        resources (into {} (map (juxt :name identity)) (:resources a))]
    (doseq [[there f] (concat (map (juxt (comp known :id) identity) (:functions b))
                              (map (juxt (comp resources :name) identity) (:resources b)))
            :when (and there (not= there f))]
      (problem/refuse! (str (:ns a) ": " (or (:id f) (str (:label a) "#" (:resource f))) " is not the same in "
                            (:where a) " and " (:where b) "; give them namespaces of their own by :imports")))
    (-> a
        (update :functions into (remove (comp known :id)) (:functions b))
        (update :resources into (remove (comp resources :name)) (:resources b))
        (update :exclude #(vec (sort (distinct (concat % (:exclude b))))))
        (update :files #(vec (distinct (concat % (:files b))))))))

(defn merge-shared
  "Models of several components, those of one imported interface in one namespace made one."
  [models]
  (let [by-ns (group-by :ns models)]
    (mapv #(reduce merge-imports (by-ns %)) (distinct (map :ns models)))))
