(ns ^:no-doc radicchio.bind.agree
  "Compares a component's functions with those that a namespace was generated for. Types are compared by structure, because
  a caller does not depend on their names. Fields, cases and resources are compared by name."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; A structure is a type in which every name is replaced by its definition. It is stored as a number in a table,
;; {:numbers {node number} :nodes [node …]}. A node is a vector like WIT data, with numbers for its parts. Equal structures
;; have equal numbers. Types that share parts take time in proportion to the written text, not to its expansion. A side is
;; a table, a cache of resolved names, and `lookup`, a function from a scope and a symbol to {:scope … :item …}.

(defn- side [table lookup]
  {:table table :memory (volatile! {}) :lookup lookup})

(defn- number-of [{:keys [table]} node]
  (or (get (:numbers @table) node)
      (let [number (count (:nodes @table))]
        (vswap! table #(-> % (update :numbers assoc node number) (update :nodes conj node)))
        number)))

(declare structure)

(defn- field [side scope field]
  [(wit/case-name field) (some->> (wit/case-type field) (structure side scope))])

(defn- definition [side scope item]
  (let [contents (wit/contents item)
        node (fn [parts] (number-of side (into [(wit/kind item)] parts)))]
    (case (wit/kind item)
      (:record :variant) (node (map #(field side scope %) contents))
      (:enum :flags) (node (map wit/case-name contents))
      :type (structure side scope (first contents))
      ;; if a namespace has two resources of one name, one of them is qualified: boxes/box
      :resource (node [(name (wit/item-name item))]))))

(defn- named [{:keys [memory lookup] :as side} scope name]
  (let [k [scope name]]
    (or (@memory k)
        (let [{:keys [scope item]} (lookup scope name)
              ;; an unresolved name, as in an edited file, is compared as a name
              number (if item (definition side scope item) (number-of side name))]
          (vswap! memory assoc k number)
          number))))

(defn- structure [side scope type]
  (cond (symbol? type) (named side scope type)
        (vector? type) (let [[kind & arguments] type
                             [length] (filter int? arguments)]
                         (number-of side [kind
                                          (mapv #(some->> % (structure side scope)) (remove int? arguments))
                                          length]))
        :else (number-of side type)))

(defn- function-structure [side scope {:keys [params result]}]
  {:params (mapv (fn [[name type]] [(str name) (structure side scope type)]) params)
   :result (some->> result (structure side scope))})

(defn- lookup-here
  "Returns a lookup for the definitions in a namespace."
  [definitions]
  (let [known (into {} (map (juxt wit/item-name identity)) definitions)]
    (fn [scope name] {:scope scope :item (known name)})))

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

;; Differences as text

(def ^:private longest
  "The most characters of a function in a message."
  4000)

(declare write)

(defn- write-all [nodes ^StringBuilder out before parts after write-part]
  (.append out ^String before)
  (doseq [[i part] (map-indexed vector parts) :while (< (.length out) (long longest))]
    (when (pos? (long i)) (.append out ", "))
    (write-part nodes out part))
  (.append out ^String after))

(defn- write-name [_ ^StringBuilder out label]
  (.append out (name label)))

(defn- write-field [nodes ^StringBuilder out [label of]]
  (.append out (str (name label) ": "))
  (write nodes out of))

(defn- write-case [nodes ^StringBuilder out [label of]]
  (.append out (name label))
  (when of (write-all nodes out "(" [of] ")" write)))

(defn- write
  "Adds a structure in WIT's notation, with definitions instead of their names, and _ for nil."
  [nodes ^StringBuilder out number]
  (let [node (when number (nth nodes number))]
    (if-not (vector? node)
      (.append out (if node (name node) "_"))
      (let [[kind & [arguments length :as contents]] node
            in-braces (fn [write-part] (write-all nodes out (str (name kind) " {") contents "}" write-part))]
        (case kind
          :record (in-braces write-field)
          :variant (in-braces write-case)
          (:enum :flags) (in-braces write-name)
          :resource (.append out (str arguments))
          :own (write nodes out (first arguments))
          (cond length (do (write-all nodes out "list<" arguments "" write) (.append out (str ", " length ">")))
                (seq arguments) (write-all nodes out (str (name kind) "<") arguments ">" write)
                :else (.append out (name kind))))))))

(defn- function-text [table {:keys [params result]}]
  (let [{:keys [nodes]} @table
        out (StringBuilder.)]
    (write-all nodes out "func(" params ")"
               (fn [_ ^StringBuilder out [label of]]
                 (.append out (str label ": "))
                 (write nodes out of)))
    (when result
      (.append out " -> ")
      (write nodes out result))
    (if (< (long longest) (.length out))
      (str (subs (str out) 0 longest) " …")
      (str out))))

(defn- difference [data scopes table namespace-side component-side {:keys [id types type]}]
  (if-let [{:keys [scope function]} (find-function data scopes id)]
    (let [[params result] (wit/contents type)
          here (function-structure (namespace-side types) nil {:params params :result result})
          there (function-structure component-side scope function)]
      (when (not= here there)
        (str (foreign/escaped id) "\n    here          " (function-text table here)
             "\n    the component " (function-text table there))))
    (str (foreign/escaped id) "\n    the component does not export it")))

(defn differences
  "Returns a text for each function of a namespace, {:id … :types … :type …}, that differs from the function in `data`, the
  WIT data of the component. Returns nil if they agree."
  [data declared]
  (let [scopes (exported-scopes data)
        table (volatile! {:numbers {} :nodes []})
        namespace-side (memoize (fn [types] (side table (lookup-here types))))
        component-side (side table #(wit/definition data %1 %2))]
    (seq (keep #(difference data scopes table namespace-side component-side %) declared))))
