(ns ^:no-doc radicchio.gen.java-definitions
  "Types of WIT as definitions of Java: records, enums, sealed interfaces."
  (:require [clojure.string :as str]
            [radicchio.gen.java-lines :refer [block javadoc lines literal separated]]
            [radicchio.gen.java-names :as names]
            [radicchio.gen.java-types :as types]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- labelled [fields]
  (map (juxt wit/case-name wit/case-type) fields))

(defn- maybe-instance [context name]
  (when (types/needs-instance? context name) ", Instance instance"))

(defn- record-lines [context item class]
  (let [fields (labelled (wit/contents item))
        got (fn [[label type]] (types/lift context type (str "map.get(" (literal (name label)) ")")))]
    (block (str "record " class "("
                (str/join ", " (for [[label type] fields] (str (types/type-text context type) " " (names/member label))))
                ")")
           (separated
            [(block (str "static " class " of(Object value" (maybe-instance context (wit/item-name item)) ")")
                    (lines "Map<?, ?> map = (Map<?, ?>) value;"
                           (str "return new " class "(")
                           (map-indexed (fn [i field] (str "    " (got field) (if (= i (dec (count fields))) ");" ","))) fields)))
             (block "Map<String, Object> toValue()"
                    (lines "Map<String, Object> map = new LinkedHashMap<>();"
                           (for [[label type] fields]
                             (str "map.put(" (literal (name label)) ", " (types/lower context type (names/member label)) ");"))
                           "return map;"))]))))

(defn- constants [item]
  (let [all (wit/contents item)]
    (mapcat (fn [i case]
              (lines (javadoc (wit/docs case))
                     (str (names/constant (wit/case-name case)) "(" (literal (name (wit/case-name case))) ")"
                          (if (= i (dec (count all))) ";" ","))))
            (range) all)))

(defn- labelled-enum [item class more]
  (block (str "enum " class)
         (separated
          [(constants item)
           ["private final String wit;"]
           (block (str class "(String wit)") ["this.wit = wit;"])
           (lines "/** Returns its name in WIT. */" (block "public String wit()" ["return wit;"]))
           (block (str "static " class " of(Object value)")
                  (lines (block (str "for (" class " each : values())")
                                (block "if (each.wit.equals(value))" ["return each;"]))
                         (str "throw new IllegalArgumentException(\"not a case of " (wit/item-name item) ": \" + value);")))
           more])))

(defn- flags-lines [item class]
  (labelled-enum item class
                 (separated
                  [(block (str "static Set<" class "> setOf(Object value)")
                          (lines (str "Set<" class "> set = EnumSet.noneOf(" class ".class);")
                                 (block "for (Object each : (Set<?>) value)" ["set.add(of(each));"])
                                 "return set;"))
                   (block (str "static Set<String> names(Set<" class "> set)")
                          (lines "Set<String> names = new LinkedHashSet<>();"
                                 (block (str "for (" class " each : set)") ["names.add(each.wit);"])
                                 "return names;"))])))

(defn- of-variant
  "Returns the method that makes the record of a case."
  [context item class cases]
  (let [switch (block "return switch (variant.name())"
                      (lines (for [{:keys [label type] case :class} cases]
                               (str "case " label " -> new " case "(" (when type (types/lift context type "variant.value()")) ");"))
                             (str "default -> throw new IllegalArgumentException(\"not a case of " (wit/item-name item)
                                  ": \" + variant.name());")))]
    (block (str "static " class " of(Object value" (maybe-instance context (wit/item-name item)) ")")
           (lines "Variant variant = (Variant) value;" (conj (pop switch) (str (peek switch) ";"))))))

(defn- case-record [context class {:keys [label type docs] case :class}]
  (lines (javadoc docs)
         (block (str "record " case "(" (when type (str (types/type-text context type) " value")) ") implements " class)
                (lines "@Override"
                       (block "public Variant toValue()"
                              [(str "return new Variant(" label ", " (if type (types/lower context type "value") "null") ");")])))))

(defn- variant-lines [context item class]
  (let [cases (for [case (wit/contents item)
                    :let [label (wit/case-name case)]]
                {:label (literal (name label)) :type (wit/case-type case) :docs (wit/docs case)
                 :class (names/class-name label [class])})]
    (block (str "sealed interface " class)
           (separated (concat (map #(case-record context class %) cases)
                              [["Variant toValue();"] (of-variant context item class cases)])))))

(defn type-lines
  "Returns the definition of a record, enum, flags or variant, with `public`, a modifier, before it; nil for another item."
  [context item class public]
  (some->> (case (wit/kind item)
             :record (record-lines context item class)
             :enum (labelled-enum item class nil)
             :flags (flags-lines item class)
             :variant (variant-lines context item class)
             nil)
           (#(update % 0 (fn [head] (str public head))))
           (lines (javadoc (wit/docs item)))))
