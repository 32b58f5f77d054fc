(ns radicchio.abi.generators
  "Random types, as data (see radicchio.abi.types), and random values of them: staged, and as lifted to Clojure."
  (:require [clojure.test.check.generators :as gen]
            [radicchio.abi.types :as types])
  (:import (radicchio.abi.layout Scalar)
           (radicchio.abi.value StagedCase)))

(set! *warn-on-reflection* true)

;; --- Types ----------------------------------------------------------------------------------------------------------

(def prim
  (gen/elements [:bool :s8 :u8 :s16 :u16 :s32 :u32 :s64 :u64 :f32 :f64 :char :string]))

(def ^:private key-type
  (gen/elements [:bool :s8 :u8 :s16 :u16 :s32 :u32 :s64 :u64 :char :string]))

(defn- labels [most]
  (gen/fmap (fn [n] (map #(keyword (str "l" %)) (range n))) (gen/choose 1 most)))

(defn- optional [g]
  (gen/frequency [[3 g] [1 (gen/return nil)]]))

(defn- labelled [g most]
  (gen/let [names (labels most)
            types (gen/vector g (count names))]
    (map vector names types)))

(defn- compound [inner]
  (gen/frequency
   [[4 (gen/fmap #(vector :list %) inner)]
    [2 (gen/fmap (fn [[t n]] [:list t n]) (gen/tuple inner (gen/choose 1 5)))]
    [3 (gen/fmap #(into [:record] %) (labelled inner 10))]
    [2 (gen/fmap #(into [:tuple] %) (gen/vector inner 1 4))]
    [3 (gen/fmap (fn [cases] (into [:variant] (map #(vec (remove nil? %)) cases))) (labelled (optional inner) 5))]
    [3 (gen/fmap #(vector :option %) inner)]
    [2 (gen/fmap (fn [[ok err]] [:result ok err]) (gen/tuple (optional inner) (optional inner)))]
    [2 (gen/fmap (fn [[k v]] [:map k v]) (gen/tuple key-type inner))]
    [1 (gen/fmap #(into [:enum] %) (labels 20))]
    [1 (gen/fmap #(into [:flags] %) (labels 32))]]))

(def value-type
  "Generates any type without handles."
  (gen/recursive-gen compound prim))

;; --- Scalars --------------------------------------------------------------------------------------------------------

(defn scalar? [t] (Scalar/is (types/val-type t)))

(defn- integer [low high]
  (gen/frequency [[1 (gen/elements [low high 0])]
                  [4 (gen/fmap #(-> (bigint %) (max low) (min high)) gen/size-bounded-bigint)]]))

(def ^:private f32
  (gen/fmap #(double (.floatValue ^Double %)) (gen/one-of [(gen/double* {:min -1e30 :max 1e30}) (gen/elements [0.0 -0.0 ##Inf ##-Inf ##NaN])])))

(def code-point
  (gen/such-that #(not (<= 0xd800 % 0xdfff))
                 (gen/one-of [(gen/choose 32 126) (gen/choose 0 0x7ff) (gen/choose 0 0xffff) (gen/choose 0 0x10ffff)])))

(defn- text [points]
  (String. (int-array points) 0 (count points)))

(def string
  (gen/one-of [gen/string-ascii
               (gen/fmap text (gen/vector (gen/choose 0 255)))
               (gen/fmap text (gen/vector code-point))
               (gen/fmap (fn [[a p b]] (str a (text [p]) b)) (gen/tuple gen/string-ascii code-point gen/string-ascii))]))

(def ^:private ranges
  {:s8 [-128 127], :u8 [0 255], :s16 [-32768 32767], :u16 [0 65535],
   :s32 [Integer/MIN_VALUE Integer/MAX_VALUE], :u32 [0 4294967295],
   :s64 [Long/MIN_VALUE Long/MAX_VALUE], :u64 [0 18446744073709551615N]})

(defn- as-lifted
  "Returns an integer of the class that lifting makes."
  [n]
  (if (<= Long/MIN_VALUE n Long/MAX_VALUE) (long n) (bigint n)))

(defn- slot
  "Returns the slot of a scalar from its lifted Clojure value."
  [t value]
  (let [[kind & labels] (if (vector? t) t [t])]
    (case kind
      :bool  (if value 1 0)
      :f32   (long (Float/floatToIntBits (.floatValue ^Double value)))
      :f64   (Double/doubleToLongBits value)
      :char  (long (.codePointAt ^String value 0))
      :enum  (long (.indexOf ^java.util.List labels value))
      :flags (reduce bit-or 0 (keep-indexed (fn [i l] (when (value l) (bit-shift-left 1 i))) labels))
      :u64   (unchecked-long value)
      (long value))))

;; --- Values ---------------------------------------------------------------------------------------------------------

(declare value)

(defn- distinct-keys [entries]
  (into {} entries))

(defn- list-of [t elements]
  (if (#{:u8 :s8} t)
    (gen/fmap #(byte-array (map unchecked-byte %)) elements)
    elements))

(defn value
  "Generates values of a type as lifted to Clojure."
  [t]
  (let [[kind a b :as all] (if (vector? t) t [t])]
    (case kind
      :bool    gen/boolean
      :f32     f32
      :f64     gen/double
      :char    (gen/fmap #(text [%]) code-point)
      :string  string
      :list    (list-of a (if b (gen/vector (value a) b) (gen/vector (value a) 0 8)))
      :record  (let [fields (rest all)]
                 (gen/fmap #(zipmap (map first fields) %) (apply gen/tuple (map (comp value second) fields))))
      :tuple   (apply gen/tuple (map value (rest all)))
      :variant (gen/let [[label payload] (gen/elements (rest all))]
                 (if payload (gen/fmap #(vector label %) (value payload)) (gen/return [label])))
      :result  (gen/let [[label payload] (gen/elements [[:ok a] [:err b]])]
                 (if payload (gen/fmap #(vector label %) (value payload)) (gen/return [label])))
      :option  (let [nested? (and (vector? a) (= :option (first a)))]
                 (gen/one-of [(gen/return nil) (cond->> (value a) nested? (gen/fmap #(vector :some %)))]))
      :map     (gen/fmap distinct-keys (gen/vector (gen/tuple (value a) (value b)) 0 5))
      :enum    (gen/elements (rest all))
      :flags   (gen/fmap set (gen/vector (gen/elements (rest all)) 0 10))
      (gen/fmap as-lifted (apply integer (ranges kind))))))

(defn comparable
  "Returns a lifted value in which equal values are =: byte arrays as vectors, NaN as a keyword."
  [v]
  (cond
    (bytes? v)                                (vec v)
    (and (double? v) (Double/isNaN v))        :nan
    (map? v)                                  (into {} (map (fn [[k x]] [(comparable k) (comparable x)])) v)
    (set? v)                                  v
    (vector? v)                               (mapv comparable v)
    (instance? StagedCase v)                  [(.index ^StagedCase v) (comparable (.payload ^StagedCase v))]
    (some-> v class .isArray)                 (mapv comparable v)
    :else                                     v))

(defn staged-list
  "Returns the staged form of a list of staged elements."
  [t elements]
  (if (scalar? t)
    (let [scalar (Scalar/of (types/val-type t))
          image  (byte-array (* (.size scalar) (count elements)))]
      (dorun (map-indexed (fn [i slot] (.put scalar image (* i (.size scalar)) slot)) elements))
      image)
    (object-array elements)))

(defn staged
  "Returns the staged form of a lifted Clojure value, by the rules of package radicchio.abi."
  [t v]
  (let [[kind a b :as all] (if (vector? t) t [t])
        case-of (fn [cases]
                  (let [[label payload] v
                        [index [_ pt]]  (first (keep-indexed (fn [i c] (when (= label (first c)) [i c])) cases))]
                    (StagedCase. index (when pt (staged pt payload)))))]
    (cond
      (scalar? t) (slot t v)
      (= :string kind) v
      :else
      (case kind
        :list    (staged-list a (map #(staged a %) v))
        :record  (object-array (map (fn [[label ft]] (staged ft (get v label))) (rest all)))
        :tuple   (object-array (map staged (rest all) v))
        :variant (case-of (rest all))
        :result  (case-of [[:ok a] [:err b]])
        :option  (cond
                   (nil? v)                                       (StagedCase. 0 nil)
                   (and (vector? a) (= :option (first a)))        (StagedCase. 1 (staged a (second v)))
                   :else                                          (StagedCase. 1 (staged a v)))
        :map     (object-array (mapcat (fn [[k x]] [(staged a k) (staged b x)]) v))))))

(def typed-value
  "Generates a type and a value of it as lifted to Clojure."
  (gen/let [t value-type]
    (gen/fmap #(vector t %) (value t))))

(def typed-staged-value
  "Generates a type and a staged value of it."
  (gen/fmap (fn [[t v]] [t (staged t v)]) typed-value))
