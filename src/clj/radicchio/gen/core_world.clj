(ns ^:no-doc radicchio.gen.core-world
  "The world of a core module that does not have it in it, as the generated namespace carries it: what loading the
  module needs of its WIT, and no more."
  (:require [clojure.walk :as walk]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(def ^:private most-words
  "The JVM's methods hold 64 KB, which WIT data of so many names and keywords is known to fit."
  1200)

(defn- words [form]
  (if (vector? form) (reduce + (map words form)) 1))

(defn- bare
  "Data without documentation and what else does not bear on types."
  [data]
  (walk/postwalk (fn [x]
                   (cond (and (map? x) (not (map-entry? x))) (select-keys x [:async :external-id])
                         (vector? x) (into [] (remove #(and (map? %) (empty? %))) x)
                         :else x))
                 data))

(defn- bare-item
  "An item of an interface or world; cases and flags without attributes are keywords again."
  [item]
  (let [bare (bare item)]
    (if (#{:enum :flags} (wit/kind item))
      (mapv #(if (and (vector? %) (nil? (next %))) (first %) %) bare)
      bare)))

(defn- bare-scope [scope]
  (into [(wit/kind scope) (wit/item-name scope)] (map bare-item) (wit/contents scope)))

(defn carried
  "The part of WIT data that is about a world: its package first, with what it refers to. `where` is what errors begin
  with."
  [where data world]
  (let [package-of (comp :package wit/parse-id wit/item-name)
        interfaces (map #(wit/interface data %) (wit/referenced data world))
        by-package (group-by package-of (map bare-scope (concat interfaces [world])))
        ids (distinct (cons (package-of world) (map package-of interfaces)))
        carried (into [:wit] (map #(into [:package %] (by-package %))) ids)]
    (when (< (long most-words) (long (words carried)))
      (problem/refuse! (str where ": the world " (foreign/escaped (wit/item-name world))
                            " is too large to be carried by a namespace; put it"
                            " into the core module: wasm-tools component embed")))
    carried))
