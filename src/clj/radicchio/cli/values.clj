(ns ^:no-doc radicchio.cli.values
  "Values of a component as text: arguments, which a command line has as EDN, and results as EDN that can be read again and
  given as arguments. A list of bytes is a vector of integers in both directions."
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
  (options/refuse (str "The argument " (foreign/escaped word) " is not a value of EDN: " why)))

(defn- read-all
  "The first two values of a text, as far as there are any."
  [^String text]
  (let [reader (PushbackReader. (StringReader. text))]
    (into [] (comp (take-while #(not (identical? reader %))) (take 2))
          (repeatedly #(edn/read {:eof reader} reader)))))

(defn argument
  "The value that a word of the command line is, as EDN."
  [word]
  (let [values (try
                 (read-all word)
                 (catch RuntimeException e
                   (throw (refused word (foreign/message e)))))]
    (case (count values)
      0 (throw (refused word "it is empty"))
      1 (if (symbol? (first values))
          (throw (refused word (str "a string has quotes, as '" (foreign/quoted word) "'")))
          (first values))
      (throw (refused word "there is more than one value in it")))))

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
  "Of [:name] or [:name value]."
  [[label & values] type]
  (into [label] (map #(payload type %)) values))

(defn- case-of [^ValType$VariantType type label]
  (some #(when (= label (keyword (.name ^ValType$Case %))) (.type ^ValType$Case %)) (.cases type)))

(defn- optional [^ValType inner value]
  (if (instance? ValType$OptionType inner)
    [:some (shown inner (second value))]
    (shown inner value)))

(defn- shown
  "A value as data that EDN has: lists of bytes are vectors, handles are tagged."
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
  "A value of a type as EDN."
  [^ValType type value]
  (pr-str (shown type value)))
