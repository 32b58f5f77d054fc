(ns ^:no-doc radicchio.gen.exports
  "Models the namespaces of exports: the component's own, and those of interfaces that are split from it."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.gen.docs :as docs]
            [radicchio.gen.emit :as emit]
            [radicchio.gen.function :as function]
            [radicchio.gen.names :as names]
            [radicchio.gen.problem :as problem]
            [radicchio.gen.scopes :as scopes]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- interface [options types-name {:keys [id definitions functions scope]}]
  {:title id
   :docs (when (= :interface (wit/kind scope)) (wit/docs scope))
   :types (when (seq definitions) {:name types-name :definitions definitions})
   :functions (mapv #(function/model options (scopes/by-name definitions) (when (seq definitions) types-name) %)
                    functions)})

(defn- world-sentence [{:keys [world class-path-name unnamed-world?]}]
  (cond unnamed-world? (str "Component " (emit/inline class-path-name) ".")
        class-path-name (str "World " (wit/item-name world) " of " (emit/inline class-path-name) ".")
        :else (str "World " (wit/item-name world) ".")))

(defn- component-options [{:keys [options class-path-name world unnamed-world?]} core-world]
  (cond-> (array-map :format 1 :from class-path-name)
    (not unnamed-world?) (assoc :world (wit/item-name world))
    core-world (assoc :core-world (:name core-world))
    (:load options) (assoc :load (:load options))
    (:results options) (assoc :results (:results options))
    (:instance options) (assoc :instance (:instance options))))

(defn- core-world
  "Returns the world that the namespace of a core module contains, and its name, which is not in `taken`; else nil."
  [{:keys [core-world]} taken]
  (when core-world
    {:name (first (remove (comp taken str) (cons 'core-world (map #(symbol (str "core-world-" %)) (iterate inc 2)))))
     :data core-world}))

(defn- split-namespace
  "Returns the namespace of an exported interface."
  [{:keys [ns split]} label]
  (cond (nil? label) ns
        (map? split) (get split label ns)
        split (symbol (str ns "." (names/segment label)))
        :else ns))

(defn- split-problems [{:keys [split where]} labels]
  (when (map? split)
    (for [id (sort (keys split)) :when (not (some #{id} labels))]
      (str where ": :split names " (foreign/printed id) ", which is not an exported interface"
           (problem/did-you-mean id labels)))))

(defn- private-claims [scopes]
  (map (fn [claim] (update claim :name names/private-name)) (scopes/claims scopes)))

(defn- model
  "Returns the model of one namespace of exports: the component's own, or that of split interfaces."
  [{:keys [options world] :as source} [namespace scopes]]
  (let [base? (= namespace (:ns options))
        privates (map :name (private-claims scopes))
        publics (map :name (scopes/claims scopes))
        types-names (names/types-names (map :id scopes) (set (concat publics privates)))
        models (mapv (partial interface options) types-names scopes)
        core-world (when base? (core-world source (into #{} (map str) (concat publics privates types-names))))]
    {:kind :exports
     :ns namespace
     :where (:where options)
     :docs (if base?
             (docs/described (wit/docs world) (world-sentence source))
             (str "Exports of " (emit/inline (:class-path-name source)) "; the component is defined in " (:ns options)
                  "."))
     :files (:files source)
     :exclude (names/excluded (concat publics privates (keep (comp :name :types) models)))
     :component-of (when-not base? (:ns options))
     :component (when base? (component-options source core-world))
     :core-world core-world
     :imports (when base? (:imports-namespaces source))
     :interfaces models}))

(defn- by-namespace
  "Groups scopes by their namespaces, the component's own first, in the order of the world."
  [options scopes]
  (let [scopes (filter (comp seq :functions) scopes)
        grouped (group-by #(split-namespace options (:label %)) scopes)]
    (map (juxt identity #(grouped % []))
         (distinct (cons (:ns options) (map #(split-namespace options (:label %)) scopes))))))

(defn- namespace-problems
  "Returns problems of one namespace. A private var can clash only with a renamed function; otherwise the functions clash too."
  [options [namespace scopes]]
  (let [claims (scopes/claims scopes)
        publics (set (map :name claims))]
    (names/name-problems namespace
                         (concat claims (filter (comp publics :name) (private-claims scopes)))
                         {:split? (and (not (:split options)) (next (keep :label scopes)))})))

(defn problems
  "Returns messages about the names of exported scopes, and about :split."
  [{:keys [options]} scopes]
  (concat (split-problems options (keep :label scopes))
          (mapcat #(namespace-problems options %) (by-namespace options scopes))))

(defn models
  "Returns the models of the namespaces for the exported scopes of a source, its own first."
  [{:keys [options] :as source} scopes]
  (for [[namespace scopes] (by-namespace options scopes)]
    (model source [namespace (map #(scopes/with-types source %) scopes)])))
