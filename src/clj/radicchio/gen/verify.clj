(ns ^:no-doc radicchio.gen.verify
  "Where WIT is given beside a component: does it say what the component says? What is generated from one would fail
  with the other only later, when it is loaded."
  (:require [radicchio.bind.agree :as agree]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- declared
  "The functions of models of exports, as `agree/differences` takes them."
  [models]
  (for [{:keys [interfaces]} models
        {:keys [types functions]} interfaces
        {:keys [id type]} functions]
    {:id id :types (:definitions types) :type type}))

(defn- imported-functions
  "The full ids of what a world imports, but for WASI's."
  [data world]
  (for [item (wit/imports world)
        :let [id (wit/item-name item)
              extern (wit/extern data item)]
        :when (not (wit/wasi? id))
        function-id (if (= :func (wit/kind extern))
                      [id]
                      (map #(wit/export-id id (:name %)) (wit/functions extern)))]
    function-id))

(defn- unknown-imports
  "What the component imports and its WIT does not."
  [{:keys [data world component-data]}]
  (remove (set (imported-functions data world))
          (imported-functions component-data (wit/world component-data))))

(defn check!
  "Refuses, kind :config, a source whose WIT and component disagree, naming all functions in which they do. `models` are
  those of the source's namespaces."
  [{:keys [component-data options] :as source} models]
  (when component-data
    (let [{:keys [where from wit]} options]
      (when-let [differences (seq (concat (agree/differences component-data (declared models))
                                          (for [id (unknown-imports source)]
                                            (str (foreign/escaped id)
                                                 "\n    the component imports it, and the WIT does not"))))]
        (problem/refuse! (str where ": " (foreign/path wit) " is not the WIT of " (foreign/path from)
                              "; build the component again, or give the WIT that"
                              " it was built from:\n  " (foreign/listed "\n  " identity differences))
                         {:from from :wit wit})))))
