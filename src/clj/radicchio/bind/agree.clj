(ns ^:no-doc radicchio.bind.agree
  "Does a component still have the functions that a namespace was generated for? Compares types by structure, as names
  of types are nothing to a caller; fields, cases and resources count by name."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; A type's structure: a keyword, or a vector like WIT data in which every name was replaced by what it stands for.
;; `lookup` takes a scope and a symbol to {:scope … :item …}.

(declare structure)

(defn- parts [lookup scope field]
  (if-let [type (wit/case-type field)]
    [(wit/case-name field) (structure lookup scope type)]
    [(wit/case-name field)]))

(defn- definition-structure [lookup scope item]
  (case (wit/kind item)
    (:record :variant) (into [(wit/kind item)] (map #(parts lookup scope %)) (wit/contents item))
    (:enum :flags) (into [(wit/kind item)] (map wit/case-name) (wit/contents item))
    :type (structure lookup scope (first (wit/contents item)))
    ;; a namespace that knows two of a name qualifies one: boxes/box
    :resource [:resource (name (wit/item-name item))]))

(defn- structure [lookup scope type]
  (cond (symbol? type) (let [{:keys [scope item]} (lookup scope type)]
                         (definition-structure lookup scope item))
        (vector? type) (into [(first type)]
                             (map #(cond (or (nil? %) (int? %)) % :else (structure lookup scope %)))
                             (rest type))
        :else type))

(defn- lookup-here
  "Names of the definitions that stand in a namespace."
  [definitions]
  (let [known (into {} (map (juxt wit/item-name identity)) definitions)]
    (fn [scope name] {:scope scope :item (known name)})))

(defn- function-structure [lookup scope {:keys [params result]}]
  {:params (mapv (fn [[name type]] [(str name) (structure lookup scope type)]) params)
   :result (when result (structure lookup scope result))})

;; The component's functions

(defn- exported-scopes [data]
  (let [world (wit/world data)]
    (into {nil {:scope world :functions {}}}
          (for [export (wit/exports world)
                :let [what (wit/extern data export)]
                :when (= :interface (wit/kind what))]
            [(wit/item-name export)
             {:scope what :functions (into {} (map (juxt :name identity)) (wit/functions what))}]))))

(defn- world-function [data name]
  (some (fn [export]
          (when (= name (wit/item-name export))
            (let [what (wit/extern data export)]
              (when (= :func (wit/kind what))
                (let [[params result] (wit/contents what)]
                  {:params params :result result})))))
        (wit/exports (wit/world data))))

(defn- find-function [data scopes id]
  (let [[before after] (str/split id #"#" 2)
        {:keys [scope functions]} (scopes (when after before))]
    (when scope
      (when-let [function (if after (functions after) (world-function data before))]
        {:scope scope :function function}))))

;; Differences

(defn- text
  "A structure as WIT writes it, definitions in place of their names."
  [type]
  (cond (nil? type) "_"
        (int? type) (str type)
        (keyword? type) (name type)
        (keyword? (first type))
        (let [[kind & more] type
              braces (fn [f] (str (name kind) " {" (str/join ", " (map f more)) "}"))]
          (case kind
            :record (braces (fn [[field of]] (str (name field) ": " (text of))))
            :variant (braces (fn [[label of]] (str (name label) (when of (str "(" (text of) ")")))))
            (:enum :flags) (braces name)
            :resource (str (first more))
            :own (text (first more))
            (if (seq more) (str (name kind) "<" (str/join ", " (map text more)) ">") (name kind))))
        :else (str type)))

(defn- function-text [{:keys [params result]}]
  (str "func(" (str/join ", " (map (fn [[name type]] (str name ": " (text type))) params)) ")"
       (when result (str " -> " (text result)))))

(defn- difference [data scopes {:keys [id types type]}]
  (let [[params result] (wit/contents type)
        here (function-structure (lookup-here types) nil {:params params :result result})]
    (if-let [{:keys [scope function]} (find-function data scopes id)]
      (let [there (function-structure #(wit/definition data %1 %2) scope function)]
        (when (not= here there)
          (str id "\n    here          " (function-text here) "\n    the component " (function-text there))))
      (str id "\n    the component does not export it"))))

(defn differences
  "A text for each of the functions that a namespace declares, {:id … :types … :type …}, which `data`, the WIT data of
  the component, does not have so; nil where they agree."
  [data declared]
  (let [scopes (exported-scopes data)]
    (seq (keep #(difference data scopes %) declared))))
