(ns radicchio.wit.shape
  "Checks the structure of WIT data that people or programs make, and reports what is wrong, and where. Results of the resolver
  and of the extraction from a component always have the right structure.

  `problems` returns a vector of {:path … :message …}. The path is that of get-in, [2 3 1]."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wit :as wit]
            [radicchio.wit.names :as names]))

(set! *warn-on-reflection* true)

(defn- problem [path message]
  [{:path path :message message}])

(defn- children
  "Calls `check` with the path and value of all contents of an element after its name and attributes."
  [check path element]
  (let [from (- (count element) (count (wit/contents element)))]
    (mapcat (fn [i] (check (conj path i) (nth element i))) (range from (count element)))))

;; Names and attributes

(defn- label? [name]
  (names/kebab-case? (clojure.core/name name)))

(defn- check-label [path name expected?]
  (if (and (expected? name) (label? name))
    []
    (problem path (str "expected a kebab-case name, a " (if (= symbol? expected?) "symbol" "keyword")
                       ", found " (foreign/printed name)))))

(def ^:private attribute-checks
  {:docs string?
   :since #(and (string? %) (names/parse-version %))
   :deprecated #(and (string? %) (names/parse-version %))
   :unstable #(and (string? %) (names/kebab-case? %))
   :external-id string?
   :async true?})

(defn- check-attributes [path element]
  (let [attributes (wit/attributes element)]
    (concat (when (and (some map? (take 3 element)) (empty? attributes))
              (problem path "expected no map of attributes instead of an empty one"))
            (mapcat (fn [[key value]]
                      (let [check (attribute-checks key)]
                        (cond (nil? check) (problem path (str "unknown attribute " (foreign/printed key)))
                              (not (check value)) (problem path (str "attribute " key " cannot be "
                                                                     (foreign/printed value))))))
                    attributes))))

;; Types

(def ^:private arities
  "The number of types of a type constructor."
  {:list #{1} :option #{1} :map #{2} :result #{0 1 2} :stream #{0 1} :future #{0 1}})

(declare check-type)

(defn- check-compound [path [tag & args]]
  (let [types (if (and (= :list tag) (= 2 (count args)) (int? (second args)) (pos? (long (second args))))
                (take 1 args)
                args)]
    (cond (#{:own :borrow} tag)
          (if (and (= 1 (count args)) (symbol? (first args)))
            []
            (problem path (str tag " expects the symbol of a resource")))
          (not (or (= :tuple tag) (contains? (get arities tag #{}) (count types))))
          (problem path (str "expected a type, found " (foreign/printed (into [tag] args))))
          (and (= :tuple tag) (empty? types)) (problem path "expected at least one type in a tuple")
          :else (mapcat (fn [i type]
                          (when-not (and (nil? type) (= :result tag) (zero? (long i)) (= 2 (count types)))
                            (check-type (conj path (inc (long i))) type)))
                        (range)
                        types))))

(defn- check-type [path type]
  (cond (symbol? type) (check-label path type symbol?)
        (contains? wit/primitives type) []
        (and (vector? type) (seq type) (keyword? (first type))) (check-compound path type)
        :else (problem path (str "expected a type, found " (foreign/printed type)))))

;; Items

(defn- check-params [path params]
  (if (and (vector? params) (every? #(and (vector? %) (= 2 (count %))) params))
    (mapcat (fn [i [name type]]
              (concat (check-label (conj path i 0) name symbol?) (check-type (conj path i 1) type)))
            (range)
            params)
    (problem path "expected parameters, [[name type] …]")))

(defn- check-signature [path func]
  (let [[params & results :as contents] (wit/contents func)
        at (- (count func) (count contents))]
    (concat (check-params (conj path at) params)
            (cond (next results) (problem path "expected at most one result of a function")
                  results (check-type (conj path (inc at)) (first results))))))

(defn- check-field
  "Checks a field, which must have a type, a case of a variant, which may have one, or a case of an enum or a flag, which must
  not have one."
  [kind]
  (fn [path field]
    (if-not (or (keyword? field) (and (vector? field) (keyword? (first field))))
      (problem path (str "expected a field or case, found " (foreign/printed field)))
      (let [type (wit/case-type field)]
        (concat (check-label path (wit/case-name field) keyword?)
                (when (vector? field) (check-attributes path field))
                (cond (and (= :record kind) (nil? type)) (problem path "expected a type of a field")
                      (and (#{:enum :flags} kind) type) (problem path (str "expected no type in a case of " kind))
                      type (check-type (conj path (dec (count field))) type)))))))

(defn- check-resource-function [path func]
  (if (and (vector? func) (#{:constructor :method :static} (wit/kind func)))
    (concat (when (wit/item-name func) (check-label (conj path 1) (wit/item-name func) symbol?))
            (check-attributes path func)
            (check-signature path func))
    (problem path (str "expected a constructor, method or static function, found " (foreign/printed func)))))

(defn- check-use [path item]
  (let [[id there & more] (wit/contents item)]
    (if (and (string? id) (symbol? there) (nil? more))
      []
      (problem path "expected [:use name \"interface id\" name-there]"))))

(defn- check-item [path item]
  (if-not (and (vector? item) (contains? (conj wit/type-kinds :func) (first item)))
    (problem path (str "expected an item of an interface, found " (foreign/printed item)))
    (concat (check-label (conj path 1) (wit/item-name item) symbol?)
            (check-attributes path item)
            (case (wit/kind item)
              :use (check-use path item)
              :type (if (= 1 (count (wit/contents item)))
                      (children check-type path item)
                      (problem path "expected exactly one type of an alias"))
              :func (check-signature path item)
              :resource (children check-resource-function path item)
              (children (check-field (wit/kind item)) path item)))))

;; Worlds, interfaces, packages

(defn- check-extern [path item]
  (let [[what & more] (wit/contents item)
        at (conj path (dec (count item)))]
    (concat (check-attributes path item)
            (cond (or more (not (string? (wit/item-name item)))) (problem path "expected [:import name what]")
                  (or (nil? what) (string? what)) []
                  (and (vector? what) (= :func (wit/kind what))) (concat (check-attributes at what)
                                                                         (check-signature at what))
                  (and (vector? what) (= :interface (wit/kind what))) (concat (check-attributes at what)
                                                                              (children check-item at what))
                  :else (problem at "expected a function, an interface or an interface's id")))))

(defn- check-world-item [path item]
  (cond (and (vector? item) (#{:import :export} (first item))) (check-extern path item)
        (and (vector? item) (wit/type-kinds (first item))) (check-item path item)
        :else (problem path (str "expected a type, an import or an export, found " (foreign/printed item)))))

(defn- check-scope [path scope]
  (if-not (and (vector? scope) (#{:interface :world} (first scope)) (string? (wit/item-name scope)))
    (problem path (str "expected [:interface id …] or [:world id …], found " (foreign/printed scope)))
    (concat (check-attributes path scope)
            (children (if (= :world (wit/kind scope)) check-world-item check-item) path scope))))

(defn- check-package [path package]
  (if-not (and (vector? package) (= :package (first package)) (string? (wit/item-name package)))
    (problem path (str "expected [:package id …], found " (foreign/printed package)))
    (concat (check-attributes path package) (children check-scope path package))))

(defn problems
  "Returns the problems in the structure of a value as WIT data: a vector of {:path … :message …}, empty if there are none.
  Names are not resolved."
  [x]
  (vec (if (and (vector? x) (= :wit (first x)) (< 1 (count x)))
         (children check-package [] x)
         (problem [] "expected [:wit package …]"))))

(defn wit-data?
  "Tests whether the value has the structure of WIT data."
  [x]
  (empty? (problems x)))
