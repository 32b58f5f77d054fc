(ns radicchio.wasi.signatures
  "Makes the table of the types of WASI 0.2's functions (`resources/radicchio/wasi/p2.signatures`) of its WIT. Written
  anew, of a folder that has the package wasi:http and, in `deps`, those that it needs:

    bin/clojure -M:test -e \"((requiring-resolve 'radicchio.wasi.signatures/write!) \\\"wit\\\")\""
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.wit :as wit]
            [radicchio.wit.resolve :as resolve]))

(set! *warn-on-reflection* true)

(def table "resources/radicchio/wasi/p2.signatures")

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

(defn- function-text [context {:keys [params result]}]
  (str "func("
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
  "Writes the table of the WIT in a folder."
  [folder]
  (io/make-parents table)
  (spit table (text (resolve/load-wit folder))))
