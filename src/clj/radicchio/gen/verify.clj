(ns ^:no-doc radicchio.gen.verify
  "Compares WIT with its component, if both are given. Code that is generated from one would otherwise fail with the other
  when it is loaded."
  (:require [radicchio.bind.agree :as agree]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- declared
  "Returns the functions of models of exports, in the format of `agree/differences`."
  [models]
  (for [{:keys [interfaces]} models
        {:keys [types functions]} interfaces
        {:keys [id type]} functions]
    {:id id :types (:definitions types) :type type}))

(defn- imported-functions
  "Returns the full ids of a world's imports, except WASI's."
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
  "Returns the imports of the component that its WIT does not have."
  [{:keys [data world component-data]}]
  (remove (set (imported-functions data world))
          (imported-functions component-data (wit/world component-data))))

(defn check!
  "Throws, kind :config, if the WIT and the component of a source disagree. The message names all functions that differ.
  `models` are those of the source's namespaces."
  [{:keys [component-data options] :as source} models]
  (when component-data
    (let [{:keys [where from wit]} options]
      (when-let [differences (seq (concat (agree/differences component-data (declared models))
                                          (for [id (unknown-imports source)]
                                            (str (foreign/escaped id)
                                                 "\n    the component imports it, but the WIT does not"))))]
        (problem/refuse! (str where ": " (foreign/path wit) " is not the WIT of " (foreign/path from)
                              "; rebuild the component, or pass the WIT that"
                              " it was built from:\n  " (foreign/listed "\n  " identity differences))
                         {:from from :wit wit})))))
