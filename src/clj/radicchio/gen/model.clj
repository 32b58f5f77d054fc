(ns ^:no-doc radicchio.gen.model
  "Turns a world into models of its generated namespaces, in which everything is decided: names, arities, docstrings,
  tags, types.

  A source is the result of `radicchio.gen.source/read-source`: the component's options, its WIT data and world, and its
  name in errors. Problems of all namespaces are thrown together, kind :config."
  (:require [radicchio.gen.docs :as docs]
            [radicchio.gen.exports :as exports]
            [radicchio.gen.imports :as imports]
            [radicchio.gen.names :as names]
            [radicchio.gen.problem :as problem]
            [radicchio.gen.scopes :as scopes]
            [radicchio.gen.types :as types]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; The namespace of WIT alone: types

(defn- all-types
  "Returns the definitions of all types of a scope, and of the types that those need."
  [data {:keys [scope label functions]}]
  (let [named (for [item (wit/types scope) :let [name (wit/item-name item)]]
                (if (= :resource (wit/kind (:item (types/find-definition data scope name)))) [:own name] name))]
    (:definitions (types/closure data scope label (cons {:params (map #(vector nil %) named)} functions)))))

(defn- typed-scopes
  "Returns the interfaces with types that a world exports or imports, except WASI's, and the world itself if it has types."
  [{:keys [data world] :as source}]
  (let [items (concat (wit/imports world) (wit/exports world))]
    (->> (concat (filter :label (scopes/scopes source items))
                 [{:label nil :id (wit/item-name world) :scope world}])
         (remove #(some-> (:label %) wit/wasi?))
         (filter (comp seq wit/types :scope))
         (reduce (fn [found scope] (if (some #{(:id scope)} (map :id found)) found (conj found scope))) []))))

(defn- types-model [{:keys [options data world] :as source}]
  (when-let [scopes (seq (typed-scopes source))]
    {:kind :types
     :ns (:ns options)
     :where (:where options)
     :docs (docs/described (wit/docs world) (str "Types of world " (wit/item-name world) ", as WIT data."))
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
  "Returns the models of the namespaces of a source: that of exports, or of types, first, then those of imports. A model
  is a map:
    :kind :exports   :ns :docs :files :exclude :component, options or nil in a split namespace, :component-of,
                     the namespace whose component it uses, :imports, namespaces of imports, :interfaces, each
                     :title :docs :types :functions
    :kind :imports   :ns :docs :files :id :label :functions :resources
    :kind :types     of WIT alone: :ns :docs :files :interfaces, each :title :docs :name :definitions.
  Throws RadicchioException, kind :config, with all problems of names."
  [{:keys [options world] :as source}]
  (let [{:keys [rename where from]} options
        exported (when from (map #(scopes/with-names % rename) (scopes/scopes source (wit/exports world))))
        imported (map #(scopes/with-names % rename) (imports/imported source))
        imports (mapv #(imports/model source (scopes/with-types source %)) imported)
        ids (concat (map :id (scopes/claims (concat exported imported))) (map :id (mapcat :resources imports)))]
    (problem/refuse-any!
     (concat (names/rename-problems where rename ids)
             (imports/option-problems options (keep :label (scopes/scopes source (wit/imports world))))
             (exports/problems source exported)
             (mapcat imports/problems imports)))
    (concat (if from
              (exports/models (assoc source :imports-namespaces (map :ns imports)) exported)
              (some-> (types-model source) list))
            imports)))

;; Namespaces that several components share

(defn merge-shared
  "Merges the models of several components for one imported interface in one namespace."
  [models]
  (let [by-ns (group-by :ns models)]
    (mapv #(reduce imports/merge-models (by-ns %)) (distinct (map :ns models)))))
