(ns ^:no-doc radicchio.cli.values
  "Converts values of a component from and to text: arguments of the command line are EDN, and results are EDN that can be
  passed as arguments again. A list of bytes is a vector of integers in both directions."
  (:require [clojure.edn :as edn]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options])
  (:import (java.io PushbackReader StringReader)
           (radicchio.component ValType ValType$BorrowType ValType$Case ValType$Field ValType$FixedListType ValType$ListType
                                ValType$MapType ValType$OptionType ValType$OwnType ValType$Prim ValType$RecordType
                                ValType$ResultType ValType$TupleType ValType$VariantType)))

(set! *warn-on-reflection* true)

;; --- Arguments -------------------------------------------------------------------------------------------------------

(defn- refused [word why]
  (options/refuse (str "The argument " (foreign/escaped word) " is not one EDN value: " why)))

(defn- read-all
  "Returns the first two values of a text, or fewer."
  [^String text]
  (let [reader (PushbackReader. (StringReader. text))]
    (into [] (comp (take-while #(not (identical? reader %))) (take 2))
          (repeatedly #(edn/read {:eof reader} reader)))))

(defn argument
  "Returns the EDN value of a word of the command line."
  [word]
  (let [values (try
                 (read-all word)
                 (catch RuntimeException e
                   (throw (refused word (foreign/message e)))))]
    (case (count values)
      0 (throw (refused word "it is empty"))
      1 (if (symbol? (first values))
          (throw (refused word (str "a string needs quotes, such as '" (foreign/quoted word) "'")))
          (first values))
      (throw (refused word "it contains more than one value")))))

;; --- Results ---------------------------------------------------------------------------------------------------------

(declare shown)

(defn- elements [^ValType type values]
  (cond
    (identical? ValType$Prim/S8 type) (vec values)
    (bytes? values)                   (mapv #(bit-and 0xff (long %)) values)
    (instance? ValType$Prim type)     values
    :else                             (mapv #(shown type %) values)))

(defn- payload [^java.util.Optional type value]
  (if (.isPresent type) (shown (.get type) value) value))

(defn- arm
  "Converts [:name] or [:name value]."
  [[label & values] type]
  (into [label] (map #(payload type %)) values))

(defn- case-of [^ValType$VariantType type label]
  (some #(when (= label (keyword (.name ^ValType$Case %))) (.type ^ValType$Case %)) (.cases type)))

(defn- optional [^ValType inner value]
  (if (instance? ValType$OptionType inner)
    [:some (shown inner (second value))]
    (shown inner value)))

(defn- shown
  "Returns a value as EDN data: lists of bytes are vectors, handles are tagged."
  [^ValType type value]
  (cond
    (nil? value) nil
    (instance? ValType$ListType type)      (elements (.element ^ValType$ListType type) value)
    (instance? ValType$FixedListType type) (elements (.element ^ValType$FixedListType type) value)
    (instance? ValType$TupleType type)     (mapv shown (.elements ^ValType$TupleType type) value)
    (instance? ValType$RecordType type)    (into {} (for [^ValType$Field field (.fields ^ValType$RecordType type)
                                                          :let [label (keyword (.name field))]]
                                                      [label (shown (.type field) (get value label))]))
    (instance? ValType$OptionType type)    (optional (.element ^ValType$OptionType type) value)
    (instance? ValType$ResultType type)    (arm value (if (= :ok (first value))
                                                        (.ok ^ValType$ResultType type)
                                                        (.err ^ValType$ResultType type)))
    (instance? ValType$VariantType type)   (arm value (case-of type (first value)))
    (instance? ValType$MapType type)       (update-vals value #(shown (.value ^ValType$MapType type) %))
    (or (instance? ValType$OwnType type)
        (instance? ValType$BorrowType type)) (tagged-literal 'handle (str value))
    :else value))

(defn text
  "Returns a value of a type as EDN text."
  [^ValType type value]
  (pr-str (shown type value)))
