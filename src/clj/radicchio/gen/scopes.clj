(ns ^:no-doc radicchio.gen.scopes
  "Groups functions by scope: the interfaces, and the world itself, that export or import them.

  A source is the result of `radicchio.gen.source/read-source`."
  (:require [radicchio.gen.names :as names]
            [radicchio.gen.types :as types]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- world-function
  "Returns a function of a world in the format of `wit/functions`."
  [data item]
  (let [func (wit/extern data item)
        [params result] (wit/contents func)]
    (cond-> {:name (wit/item-name item) :kind :func :label (symbol (wit/item-name item))
             :params params :attributes (wit/attributes func)}
      result (assoc :result result))))

(defn- function-item? [data item]
  (= :func (wit/kind (wit/extern data item))))

(defn scopes
  "Returns the exports, or imports, of a world by scope: maps of :label, the name under which an interface is exported (nil
  for the world's own functions), :id for headings, :scope and :functions."
  [{:keys [data world]} items]
  (let [own (filter #(function-item? data %) items)]
    (concat (for [item (remove #(function-item? data %) items)
                  :let [scope (wit/extern data item)]]
              {:label (wit/item-name item) :id (wit/item-name item) :scope scope
               :functions (vec (wit/functions scope))})
            (when (seq own)
              [{:label nil :id (wit/item-name world) :scope world
                :functions (mapv #(world-function data %) own)}]))))

(defn with-names
  "Adds an :id and a :clojure-name to functions."
  [{:keys [label functions] :as scope} rename]
  (assoc scope :functions
         (mapv (fn [function]
                 (let [id (wit/export-id label (:name function))]
                   (assoc function :id id :clojure-name (get rename id (names/function-name function)))))
               functions)))

(defn with-types
  "Adds the definitions that a scope's functions need, and expresses the functions' types in terms of them."
  [{:keys [data]} {:keys [scope label functions] :as exported}]
  (let [{:keys [definitions rename]} (types/closure data scope label functions)]
    (assoc exported
           :definitions definitions
           :functions (mapv (fn [function]
                              (cond-> (update function :params (partial mapv (fn [[n t]] [n (rename t)])))
                                (:result function) (update :result rename)))
                            functions))))

(defn by-name
  "Returns definitions by their symbols."
  [definitions]
  (into {} (map (juxt wit/item-name identity)) definitions))

(defn claims
  "Returns the names that the functions of scopes need, with the ids."
  [scopes]
  (mapcat (fn [{:keys [functions]}]
            (map (fn [{:keys [id clojure-name]}] {:name clojure-name :id id}) functions))
          scopes))
