(ns radicchio.wasi.signatures
  "Makes the tables of the types of the functions of WASI 0.2 and 0.3 (`resources/radicchio/wasi/p2.signatures` and
  `p3.signatures`) of their WIT. Written anew, at a REPL with
  the alias :test, of a folder that has the package wasi:http and, in `deps`, those that it needs:

    (radicchio.wasi.signatures/write! \"p3\" \"wit\")"
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.wit :as wit]
            [radicchio.wit.resolve :as resolve]))

(set! *warn-on-reflection* true)

(defn table
  "The file of a generation's table: \"p2\" or \"p3\"."
  [generation]
  (str "resources/radicchio/wasi/" generation ".signatures"))

(defn- unversioned [id]
  (str/replace id #"@.*" ""))

(declare type-text)

(defn- listed [texts] (str/join ", " texts))

(defn- resource-text [context type]
  (let [{:keys [scope type]} (wit/look-through (:data context) (:scope context) type)]
    (str (unversioned (wit/item-name scope)) "." (wit/item-name type))))

(defn- case-text [context c]
  (str (name (wit/case-name c))
       (when-let [type (wit/case-type c)] (str "(" (type-text context type) ")"))))

(defn- item-text
  "The text of a record and its kin, whose own names are left out."
  [context item]
  (case (wit/kind item)
    :record  (str "record {"
                  (listed (for [field (wit/contents item)]
                            (str (name (wit/case-name field)) ": " (type-text context (wit/case-type field)))))
                  "}")
    :variant (str "variant {" (listed (map #(case-text context %) (wit/contents item))) "}")
    :enum    (str "enum {" (listed (map #(name (wit/case-name %)) (wit/contents item))) "}")
    :flags   (str "flags {" (listed (map #(name (wit/case-name %)) (wit/contents item))) "}")))

(defn- named-text
  "`$name` of a type that has one, after its text was noted."
  [{:keys [noted] :as context} scope item]
  (let [key  (str (wit/item-name item))
        text (item-text (assoc context :scope scope) item)
        [_ known] (first (filter #(= key (first %)) @noted))]
    (cond (nil? known)   (swap! noted conj [key text])
          (not= known text) (throw (ex-info "two types of one name" {:name key})))
    (str "$" key)))

(defn- made-text [context [constructor & [a b :as parts]]]
  (case constructor
    :own    (resource-text context a)
    :borrow (str "borrow<" (resource-text context a) ">")
    :tuple  (str "tuple<" (listed (map #(type-text context %) parts)) ">")
    :result (cond (= 2 (count parts)) (str "result<" (if a (type-text context a) "_") ", " (type-text context b) ">")
                  a                   (str "result<" (type-text context a) ">")
                  :else               "result")
    (str (name constructor) "<" (type-text context a) ">")))

(defn- type-text [context type]
  (let [{:keys [scope type]} (wit/look-through (:data context) (:scope context) type)]
    (cond (keyword? type) (name type)
          (#{:record :variant :enum :flags} (wit/kind type)) (named-text context scope type)
          :else (made-text (assoc context :scope scope) type))))

(defn- function-text [context {:keys [params result attributes]}]
  (str (when (:async attributes) "async ") "func("
       (listed (for [[parameter type] params] (str parameter ": " (type-text context type))))
       ")"
       (when result (str " -> " (type-text context result)))))

(defn- interface-lines [data interface]
  (let [context   {:data data, :scope interface, :noted (atom [])}
        functions (mapv #(str "  " (:name %) ": " (function-text context %)) (wit/functions interface))]
    (when (seq functions)
      (concat [(unversioned (wit/item-name interface))]
              (for [[name text] @(:noted context)] (str "  $" name " = " text))
              functions))))

(defn text
  "The table of WIT data, without the functions of features that are not enabled."
  [data]
  (->> (mapcat wit/interfaces (wit/packages data))
       (sort-by wit/item-name)
       (mapcat #(interface-lines data %))
       (map #(str % "\n"))
       (apply str)))

(defn write!
  "Writes a generation's table of the WIT in a folder."
  [generation folder]
  (io/make-parents (table generation))
  (spit (table generation) (text (resolve/load-wit folder))))
