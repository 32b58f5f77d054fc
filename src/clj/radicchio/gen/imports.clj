(ns ^:no-doc radicchio.gen.imports
  "Namespaces of imports: a protocol of the functions that a host provides, one for each of its resources."
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
  "The scopes whose functions somebody has to provide: interfaces but for WASI's, and the world itself with the
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
  "How :rename names the protocol of an imported resource."
  [label resource]
  (wit/export-id label (str resource)))

(defn model
  "A namespace of one imported interface, or of the functions that the world itself imports."
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
             (docs/described (wit/docs scope) (str "What a component imports as " id "."))
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

(defn problems
  "What is wrong with the names of a model: messages."
  [{:keys [ns functions resources]}]
  (names/protocol-problems
   ns
   (concat (when (seq functions) [{:name 'Functions :id "the protocol of functions"}])
           (map #(select-keys % [:name :id]) resources)
           (for [{:keys [name id params]} (concat functions (mapcat :methods resources))]
             {:name name :id id :arity (dec (count params))}))))

(defn option-problems
  "What is wrong with :imports, where a world imports interfaces of these labels."
  [{:keys [where imports]} labels]
  (for [id (sort (keys imports)) :when (not (some #{id} labels))]
    (str where ": :imports names " (foreign/printed id) ", and no such interface is imported"
         (problem/did-you-mean id labels))))

(defn merge-models
  "Two models of one imported interface, of which either component may know a part."
  [a b]
  (when-not (= :imports (:kind a) (:kind b))
    (problem/refuse! (str (:ns a) " would be written for both " (:where a) " and " (:where b)
                          "; give one of them another namespace")))
  (when-not (= (:id a) (:id b))
    (problem/refuse! (str (:where b) ": " (:ns a) " would be that of both " (foreign/escaped (:id a)) " and "
                          (foreign/escaped (:id b))
                          "; give one another namespace, by :imports {" (foreign/printed (:id b)) " another.namespace}")))
  (let [known (into {} (map (juxt :id identity)) (:functions a))
        resources (into {} (map (juxt :name identity)) (:resources a))]
    (doseq [[there f] (concat (map (juxt (comp known :id) identity) (:functions b))
                              (map (juxt (comp resources :name) identity) (:resources b)))
            :when (and there (not= there f))]
      (problem/refuse! (str (:ns a) ": " (foreign/escaped (or (:id f) (str (:label a) "#" (:resource f))))
                            " is not the same in "
                            (:where a) " and " (:where b) "; give them namespaces of their own by :imports")))
    (-> a
        (update :functions into (remove (comp known :id)) (:functions b))
        (update :resources into (remove (comp resources :name)) (:resources b))
        (update :exclude #(vec (sort (distinct (concat % (:exclude b))))))
        (update :files #(vec (distinct (concat % (:files b))))))))
