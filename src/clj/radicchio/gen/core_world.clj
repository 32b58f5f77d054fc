(ns ^:no-doc radicchio.gen.core-world
  "Reduces the world of a core module that does not contain it to what loading the module needs. The generated
  namespace contains the reduced world."
  (:require [clojure.walk :as walk]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(def ^:private most-words
  "A JVM method holds at most 64 KB. WIT data of this many names and keywords is known to fit."
  1200)

(defn- words [form]
  (if (vector? form) (reduce + (map words form)) 1))

(defn- bare
  "Removes documentation and everything else that does not affect types."
  [data]
  (walk/postwalk (fn [x]
                   (cond (and (map? x) (not (map-entry? x))) (select-keys x [:async :external-id])
                         (vector? x) (into [] (remove #(and (map? %) (empty? %))) x)
                         :else x))
                 data))

(defn- bare-item
  "Reduces an item of an interface or world. Cases and flags without attributes become keywords again."
  [item]
  (let [bare (bare item)]
    (if (#{:enum :flags} (wit/kind item))
      (mapv #(if (and (vector? %) (nil? (next %))) (first %) %) bare)
      bare)))

(defn- bare-scope [scope]
  (into [(wit/kind scope) (wit/item-name scope)] (map bare-item) (wit/contents scope)))

(defn carried
  "Returns the part of WIT data that a world needs, its package first. Errors begin with `where`."
  [where data world]
  (let [package-of (comp :package wit/parse-id wit/item-name)
        interfaces (map #(wit/interface data %) (wit/referenced data world))
        by-package (group-by package-of (map bare-scope (concat interfaces [world])))
        ids (distinct (cons (package-of world) (map package-of interfaces)))
        carried (into [:wit] (map #(into [:package %] (by-package %))) ids)]
    (when (< (long most-words) (long (words carried)))
      (problem/refuse! (str where ": the world " (foreign/escaped (wit/item-name world))
                            " is too large for a namespace; put it"
                            " into the core module: wasm-tools component embed")))
    carried))
