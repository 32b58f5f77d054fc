(ns ^:no-doc radicchio.gen.imports
  "Models the namespaces of imports: a protocol of the functions that a host provides, and one for each resource."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.gen.docs :as docs]
            [radicchio.gen.names :as names]
            [radicchio.gen.problem :as problem]
            [radicchio.gen.scopes :as scopes]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- imports-namespace [{:keys [ns imports]} label]
  (cond (nil? label) (symbol (str ns ".imports"))
        (get imports label) (get imports label)
        :else (symbol (str ns ".imports." (names/segment label)))))

(defn imported
  "Returns the scopes whose functions the host must provide: interfaces except WASI's, and the world itself with the
  functions of its own resources."
  [{:keys [options world] :as source}]
  (let [own (vec (wit/functions world))]
    (concat (for [{:keys [label functions] :as scope} (scopes/scopes source (wit/imports world))
                  :when (and label (seq functions)
                             (or (not (wit/wasi? label)) (contains? (:imports options) label)))]
              scope)
            (when (seq own)
              [{:label nil :id (wit/item-name world) :scope world :functions own}]))))

(defn- protocol-function [{:keys [results]} definitions {:keys [id clojure-name params result attributes kind] wit-name :name}]
  (let [method? (= :method kind)
        params (if method? (rest params) params)
        symbols (names/parameter-names (map (comp name first) params) #{'this})
        many? (<= names/most-parameters (count symbols))]
    {:id id
     :wit-name wit-name
     :name clojure-name
     :many many?
     :params (if many? '[this params] (into ['this] symbols))
     :docs (docs/docstring {:docs (:docs attributes)
                            :params (map vector (map str symbols) (map second params))
                            :result result
                            :definitions definitions
                            :results results
                            :host true})}))

(defn- resource-id
  "Returns the id by which :rename names the protocol of an imported resource."
  [label resource]
  (wit/export-id label (str resource)))

(defn model
  "Returns the model of the namespace of one imported interface, or of the functions that the world itself imports."
  [{:keys [options world] :as source} {:keys [label scope definitions functions]}]
  (let [definitions (scopes/by-name definitions)
        {methods true others false} (group-by #(= :method (:kind %)) functions)
        resources (map wit/item-name (filter #(= :resource (wit/kind %)) (wit/contents scope)))
        id (or label (wit/item-name world))
        function #(protocol-function options definitions %)]
    {:kind :imports
     :ns (imports-namespace options label)
     :where (:where options)
     :label label
     :id id
     :exclude (names/excluded (map :clojure-name functions))
     :docs (if label
             (docs/described (wit/docs scope) (str "Imports of a component: " id "."))
             (str "Imports of world " id " outside interfaces."))
     :files (:files source)
     :functions (mapv function others)
     :resources (vec (for [resource resources
                           :let [item (wit/find-type scope resource)]]
                       {:name (get (:rename options) (resource-id label resource) (names/protocol-name resource))
                        :id (resource-id label resource)
                        :resource resource
                        :docs (wit/docs item)
                        :methods (mapv function (filter #(= resource (:resource %)) methods))}))}))

(defn problems
  "Returns messages about the names of a model."
  [{:keys [ns functions resources]}]
  (names/protocol-problems
   ns
   (concat (when (seq functions) [{:name 'Functions :id "the protocol of functions"}])
           (map #(select-keys % [:name :id]) resources)
           (for [{:keys [name id params]} (concat functions (mapcat :methods resources))]
             {:name name :id id :arity (dec (count params))}))))

(defn option-problems
  "Returns messages about :imports, for a world that imports interfaces with these labels."
  [{:keys [where imports]} labels]
  (for [id (sort (keys imports)) :when (not (some #{id} labels))]
    (str where ": :imports names " (foreign/printed id) ", which is not an imported interface"
         (problem/did-you-mean id labels))))

(defn merge-models
  "Merges two models of one imported interface. Each component may use only a part of it."
  [a b]
  (when-not (= :imports (:kind a) (:kind b))
    (problem/refuse! (str (:ns a) " would be written for both " (:where a) " and " (:where b)
                          "; choose another namespace for one of them")))
  (when-not (= (:id a) (:id b))
    (problem/refuse! (str (:where b) ": " (:ns a) " would be the namespace of both " (foreign/escaped (:id a)) " and "
                          (foreign/escaped (:id b))
                          "; choose another namespace for one, with :imports {" (foreign/printed (:id b))
                          " another.namespace}")))
  (let [known (into {} (map (juxt :id identity)) (:functions a))
        resources (into {} (map (juxt :name identity)) (:resources a))]
    (doseq [[there f] (concat (map (juxt (comp known :id) identity) (:functions b))
                              (map (juxt (comp resources :name) identity) (:resources b)))
            :when (and there (not= there f))]
      (problem/refuse! (str (:ns a) ": " (foreign/escaped (or (:id f) (str (:label a) "#" (:resource f))))
                            " differs between "
                            (:where a) " and " (:where b) "; choose separate namespaces with :imports")))
    (-> a
        (update :functions into (remove (comp known :id)) (:functions b))
        (update :resources into (remove (comp resources :name)) (:resources b))
        (update :exclude #(vec (sort (distinct (concat % (:exclude b))))))
        (update :files #(vec (distinct (concat % (:files b))))))))
