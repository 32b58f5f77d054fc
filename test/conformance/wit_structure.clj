(ns conformance.wit-structure
  "Converts a resolved WIT package, in WIT data and in the reference tool's JSON, to one structure that can be compared: maps
  keyed by ids and names, in which the name of a type is [:ref scope name]."
  (:require [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; The reference's JSON

(defn- stability [{:strs [stability]}]
  (let [[kind attributes] (first stability)]
    (case kind
      nil {}
      "stable" (cond-> {:since (attributes "since")} (attributes "deprecated") (assoc :deprecated (attributes "deprecated")))
      "unstable" (cond-> {:unstable (attributes "feature")}
                   (attributes "deprecated") (assoc :deprecated (attributes "deprecated"))))))

(defn- json-paths
  "Returns {interface number path}: an id, or [world :import name] for an inline one."
  [{:strs [worlds interfaces packages]}]
  (let [package-name #(get-in packages [(% "package") "name"])
        inline (for [world worlds
                     [key part] [[:import "imports"] [:export "exports"]]
                     [name {:strs [interface]}] (world part)
                     :when interface
                     :let [number (interface "id")]
                     :when (nil? (get-in interfaces [number "name"]))]
                 [number [(wit/make-id (package-name world) (world "name")) key name]])]
    (into (into {} inline)
          (keep-indexed (fn [number interface]
                          (when (interface "name")
                            [number (wit/make-id (package-name interface) (interface "name"))])))
          interfaces)))

(declare json-kind)

(defn- json-type [{:keys [types paths world-ids] :as context} reference]
  (cond (nil? reference) nil
        (string? reference) (keyword reference)
        :else (let [{:strs [name owner] :as type} (nth types reference)]
                (if name
                  [:ref (if-let [world (get owner "world")] (world-ids world) (paths (get owner "interface"))) name]
                  (json-kind context type)))))

(defn- json-kind [context {:strs [kind]}]
  (let [inner #(json-type context %)]
    (if (= "resource" kind)
      :resource
      (let [[tag value] (first kind)]
        (case tag
          "type" (inner value)
          "record" [:record (for [{:strs [name type]} (value "fields")] [name (inner type)])]
          "variant" [:variant (for [{:strs [name type]} (value "cases")] [name (inner type)])]
          "enum" [:enum (map #(get % "name") (value "cases"))]
          "flags" [:flags (map #(get % "name") (value "flags"))]
          "tuple" (into [:tuple] (map inner) (value "types"))
          "result" [:result (inner (value "ok")) (inner (value "err"))]
          "handle" (let [[mode reference] (first value)] [(keyword mode) (inner reference)])
          "map" (into [:map] (map inner) value)
          [(keyword tag) (inner value)])))))

(defn- json-function [context {:strs [params result] :as function}]
  (merge (stability function)
         {:params (for [{:strs [name type]} params] [name (json-type context type)])
          :result (json-type context result)}))

(defn- json-definition [context number]
  (let [type (nth (:types context) number)]
    (assoc (stability type) :type (json-kind context type))))

(defn- json-world-item [{:keys [paths] :as context} [name {:strs [interface function type]}]]
  (cond interface (let [path (paths (interface "id"))]
                    (if (string? path) [path :interface] [name :inline]))
        function [name (json-function context function)]
        type [name (json-definition context type)]))

(defn of-json
  "Returns the structure of the reference's JSON."
  [{:strs [worlds interfaces types packages] :as json}]
  (let [world-ids (mapv #(wit/make-id (get-in packages [(% "package") "name"]) (% "name")) worlds)
        context {:types types :paths (json-paths json) :world-ids world-ids}]
    {:packages (into {} (for [{:strs [name interfaces worlds]} packages]
                          [name {:interfaces (set (keys interfaces)) :worlds (set (keys worlds))}]))
     :interfaces (into {} (map-indexed
                           (fn [number {:strs [types functions] :as interface}]
                             [((:paths context) number)
                              (assoc (stability interface)
                                     :types (into {} (for [[name type] types] [name (json-definition context type)]))
                                     :functions (into {} (for [[name f] functions] [name (json-function context f)])))])
                           interfaces))
     :worlds (into {} (map-indexed
                       (fn [number {:strs [imports exports] :as world}]
                         [(world-ids number)
                          (assoc (stability world)
                                 :imports (into {} (map #(json-world-item context %)) imports)
                                 :exports (into {} (map #(json-world-item context %)) exports))])
                       worlds))}))

;; WIT data

(defn- gates [attributes]
  (select-keys attributes [:since :unstable :deprecated]))

(defn- data-type [path type]
  (cond (nil? type) nil
        (keyword? type) type
        (symbol? type) [:ref path (str type)]
        :else (let [[tag & args] type]
                (case tag
                  :result [:result (data-type path (first args)) (data-type path (second args))]
                  (:stream :future) [tag (data-type path (first args))]
                  (into [tag] (map #(if (int? %) % (data-type path %))) args)))))

(defn- field [path data]
  [(name (wit/case-name data)) (data-type path (wit/case-type data))])

(defn- definition [path item]
  (let [contents (wit/contents item)]
    (assoc (gates (wit/attributes item))
           :type (case (wit/kind item)
                   :resource :resource
                   :type (data-type path (first contents))
                   :use [:ref (first contents) (str (second contents))]
                   (:record :variant) [(wit/kind item) (map #(field path %) contents)]
                   (:enum :flags) [(wit/kind item) (map (comp name wit/case-name) contents)]))))

(defn- function [path {:keys [params result attributes]}]
  (merge (gates attributes)
         {:params (for [[name type] params] [(str name) (data-type path type)])
          :result (data-type path result)}))

(defn- functions [path scope]
  (into {} (for [f (wit/functions scope)] [(:name f) (function path f)])))

(defn- interface [path node]
  (assoc (gates (wit/attributes node))
         :types (into {} (for [item (wit/types node)] [(str (wit/item-name item)) (definition path item)]))
         :functions (functions path node)))

(defn- inline-interfaces [world]
  (for [item (concat (wit/imports world) (wit/exports world))
        :let [what (first (wit/contents item))]
        :when (and (vector? what) (= :interface (wit/kind what)))
        :let [path [(wit/item-name world) (wit/kind item) (wit/item-name item)]]]
    [path (interface path what)]))

(defn- world-item [path item]
  (let [what (first (wit/contents item))
        name (wit/item-name item)]
    (cond (or (nil? what) (string? what)) [name :interface]
          (= :interface (wit/kind what)) [name :inline]
          :else [name (function path (let [[params result] (wit/contents what)]
                                       {:params params :result result :attributes (wit/attributes what)}))])))

(defn- world [node]
  (let [path (wit/item-name node)]
    (assoc (gates (wit/attributes node))
           :imports (merge (into {} (for [item (wit/types node)] [(str (wit/item-name item)) (definition path item)]))
                           (functions path node)
                           (into {} (map #(world-item path %)) (wit/imports node)))
           :exports (into {} (map #(world-item path %)) (wit/exports node)))))

(defn of-data
  "Returns the structure of WIT data."
  [data]
  {:packages (into {} (for [package (wit/packages data)]
                        [(wit/item-name package)
                         {:interfaces (set (map (comp :name wit/parse-id wit/item-name) (wit/interfaces package)))
                          :worlds (set (map (comp :name wit/parse-id wit/item-name) (wit/worlds package)))}]))
   :interfaces (into (into {} (mapcat inline-interfaces) (wit/worlds data))
                     (map (fn [node] [(wit/item-name node) (interface (wit/item-name node) node)]))
                     (wit/interfaces data))
   :worlds (into {} (for [node (wit/worlds data)] [(wit/item-name node) (world node)]))})
