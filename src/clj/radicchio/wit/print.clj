(ns radicchio.wit.print
  "Prints WIT data as WIT text. The printed text parses and resolves to the same data. The indent is two spaces, each item has
  a line, and long lines are broken at their commas."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]
            [radicchio.wit.documentation :as documentation]
            [radicchio.wit.names :as names]
            [radicchio.wit.type-text :refer [type-text]]))

(set! *warn-on-reflection* true)

(def ^:private width "The longest line before a function's parameters get separate lines." 100)

;; The result of printing is a vector of lines.

(defn- indent [lines]
  (map #(if (= "" %) % (str "  " %)) lines))

(defn- block
  "Prints a head and items in braces, on one line if there are no items."
  [head items]
  (if (seq items)
    (concat [(str head " {")] (indent items) ["}"])
    [(str head " {}")]))

(defn- spaced
  "Joins the lines of things, {:kind … :lines …}. An empty line separates things of several lines, and kinds."
  [things]
  (mapcat (fn [{:keys [kind lines]} before]
            (if (and before
                     (or (not= kind (:kind before)) (next lines) (next (:lines before))))
              (cons "" lines)
              lines))
          things
          (cons nil things)))

;; Attributes

(defn- doc-lines [text]
  (map #(str/trimr (str "/// " (names/without-forbidden %))) (documentation/lines text)))

(defn- with-attributes
  "Adds documentation and annotations before lines."
  [{:keys [docs since unstable deprecated external-id]} lines]
  (concat (when docs (doc-lines docs))
          (when since [(str "@since(version = " since ")")])
          (when unstable [(str "@unstable(feature = " unstable ")")])
          (when deprecated [(str "@deprecated(version = " deprecated ")")])
          (when external-id [(str "@external-id(" (names/string-literal external-id) ")")])
          lines))

;; Types

(defn- alias-text
  "Returns the text of an alias's type. The name of a resource alone means the resource, so a handle is written own<…>."
  [type]
  (if (and (vector? type) (= :own (first type)))
    (str "own<" (names/escaped (second type)) ">")
    (type-text type)))

;; Functions

(defn- signature
  "Returns the lines from the opening parenthesis on."
  [before [params result]]
  (let [written (map (fn [[name type]] (str (names/escaped name) ": " (type-text type))) params)
        after (str ")" (when result (str " -> " (type-text result))) ";")
        line (str before "(" (str/join ", " written) after)]
    (if (and (seq params) (< (long width) (count line)))
      (concat [(str before "(")] (map #(str "  " % ",") written) [after])
      [line])))

(defn- func-lines [before func]
  (signature (str before (when (:async (wit/attributes func)) "async ") "func") (wit/contents func)))

(defn- resource-function [func]
  (with-attributes (wit/attributes func)
    (case (wit/kind func)
      :constructor (signature "constructor" (wit/contents func))
      :method (func-lines (str (names/escaped (wit/item-name func)) ": ") func)
      :static (func-lines (str (names/escaped (wit/item-name func)) ": static ") func))))

;; Definitions

(defn- field [kind data]
  (let [name (names/escaped (wit/case-name data))
        type (wit/case-type data)]
    (with-attributes (wit/attributes data)
      [(str name
            (when type (if (= :record kind) (str ": " (type-text type)) (str "(" (type-text type) ")")))
            ",")])))

(defn- path
  "Returns the path of an interface within a package: its name alone if it is of the same package."
  [package id]
  (let [{owner :package :keys [name version]} (wit/parse-id id)
        escaped-parts (fn [text] (str/replace text #"[^:/]+" names/escaped))
        base (if version (subs owner 0 (- (count owner) (inc (count version)))) owner)]
    (if (= owner package)
      (names/escaped name)
      (str (escaped-parts base) "/" (names/escaped name) (when version (str "@" version))))))

(defn- use-lines
  "Prints one use of several names of an interface."
  [package items]
  (let [[id] (wit/contents (first items))
        written (for [item items
                      :let [here (wit/item-name item)
                            there (second (wit/contents item))]]
                  (str (names/escaped there) (when (not= there here) (str " as " (names/escaped here)))))
        before (str "use " (path package id) ".{")
        line (str before (str/join ", " written) "};")]
    (with-attributes (wit/attributes (first items))
      (if (< (long width) (count line))
        (concat [before] (map #(str "  " % ",") written) ["};"])
        [line]))))

(defn- item-lines [package item]
  (let [kind (wit/kind item)
        head (str (name kind) " " (some-> (wit/item-name item) names/escaped))
        contents (wit/contents item)]
    (with-attributes (wit/attributes item)
      (case kind
        :use (use-lines package [item])
        :type [(str head " = " (alias-text (first contents)) ";")]
        (:record :variant :enum :flags) (block head (mapcat #(field kind %) contents))
        :resource (if (seq contents)
                    (block head (spaced (map #(hash-map :kind :func :lines (resource-function %)) contents)))
                    [(str head ";")])
        :func (func-lines (str (names/escaped (wit/item-name item)) ": ") item)))))

;; Scopes

(defn- together
  "Groups items that are printed together, such as consecutive uses of one interface."
  [item]
  (if (= :use (wit/kind item))
    [:use (first (wit/contents item)) (wit/attributes item)]
    item))

(defn- things [package items]
  (for [[item :as group] (partition-by together items)]
    {:kind (wit/kind item)
     :lines (if (= :use (wit/kind item)) (use-lines package group) (item-lines package item))}))

(defn- interface-items [package node]
  (spaced (things package (wit/contents node))))

(defn- extern-lines [package item]
  (let [what (first (wit/contents item))
        name (wit/item-name item)
        word (clojure.core/name (wit/kind item))
        named (str word " " (names/escaped name) ": ")]
    (cond (nil? what) (with-attributes (wit/attributes item) [(str word " " (path package name) ";")])
          (string? what) (with-attributes (wit/attributes item) [(str named (path package what) ";")])
          (= :func (wit/kind what)) (with-attributes (wit/attributes what) (func-lines named what))
          :else (with-attributes (wit/attributes what)
                  (block (str named "interface") (interface-items package what))))))

(defn- world-items [package node]
  (spaced (concat (things package (wit/types node))
                  (for [item (concat (wit/imports node) (wit/exports node))]
                    {:kind (wit/kind item) :lines (extern-lines package item)}))))

(defn- scope-lines [package node]
  (let [name (names/escaped (:name (wit/parse-id (wit/item-name node))))]
    (with-attributes (wit/attributes node)
      (block (str (clojure.core/name (wit/kind node)) " " name)
             (if (= :world (wit/kind node)) (world-items package node) (interface-items package node))))))

(defn- package-name [id]
  (let [[name version] (str/split id #"@" 2)]
    (str "package " (str/replace name #"[^:/]+" names/escaped) (when version (str "@" version)))))

(defn- scopes [package]
  (let [id (wit/item-name package)]
    (rest (mapcat #(cons "" (scope-lines id %)) (wit/contents package)))))

(defn- main-lines [package]
  (concat (with-attributes (wit/attributes package) [(str (package-name (wit/item-name package)) ";")])
          (when (seq (wit/contents package)) (cons "" (scopes package)))))

(defn- nested-lines [package]
  (cons "" (with-attributes (wit/attributes package)
             (block (package-name (wit/item-name package)) (scopes package)))))

;; The entrance

(defn print-wit
  "Returns the text of WIT data: its main package, with the others as nested packages."
  [data]
  (let [[main & others] (wit/packages data)]
    (str (str/join "\n" (concat (main-lines main) (mapcat nested-lines others))) "\n")))

(defn print-element
  "Returns the text of one interface, world, or item of them, in the package with the given id."
  [package-id element]
  (str (str/join "\n" (case (wit/kind element)
                        (:interface :world) (scope-lines package-id element)
                        (:import :export) (extern-lines package-id element)
                        (item-lines package-id element)))
       "\n"))
