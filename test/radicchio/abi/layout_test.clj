(ns radicchio.abi.layout-test
  "Compares sizes, alignments and core types with a second implementation of the specification's definitions."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.properties :as prop]
            [radicchio.abi.generators :as generators]
            [radicchio.abi.guest :as guest]
            [radicchio.abi.types :as types])
  (:import (radicchio.abi CanonicalFunction PlainValues)
           (radicchio.abi.layout ElementSize FlatTypes)
           (radicchio.component ValType$Prim)
           (radicchio.engine CoreType ExternType$FuncType)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

;; --- The specification's rules, over types as data ------------------------------------------------------------------

(defn- despecialize [t]
  (case (if (vector? t) (first t) t)
    :tuple  (into [:record] (map-indexed (fn [i u] [(str i) u]) (rest t)))
    :enum   (into [:variant] (map vector (rest t)))
    :option [:variant [:none] [:some (second t)]]
    :result (let [[_ ok err] (if (vector? t) t [t])] [:variant [:ok ok] [:error err]])
    :map    [:list (despecialize (into [:tuple] (rest t)))]
    t))

(def ^:private prim-rules
  {:bool [1 :i32], :u8 [1 :i32], :s8 [1 :i32], :u16 [2 :i32], :s16 [2 :i32], :u32 [4 :i32], :s32 [4 :i32],
   :u64 [8 :i64], :s64 [8 :i64], :f32 [4 :f32], :f64 [8 :f64], :char [4 :i32]})

(defn- align-to [n a] (* a (quot (+ n (dec a)) a)))

(defn- discriminant-size [cases]
  (condp >= (count cases) 256 1, 65536 2, 4))

(defn- flags-size [labels]
  (condp >= (count labels) 8 1, 16 2, 4))

(declare alignment size flatten-type)

(defn- max-case-alignment [cases]
  (reduce max 1 (keep (fn [[_ t]] (some-> t alignment)) cases)))

(defn- alignment [t]
  (let [[kind a b :as t] (let [d (despecialize t)] (if (vector? d) d [d]))]
    (case kind
      :string  4
      :list    (if b (alignment a) 4)
      :record  (reduce max 1 (map (comp alignment second) (rest t)))
      :variant (max (discriminant-size (rest t)) (max-case-alignment (rest t)))
      :flags   (flags-size (rest t))
      (:own :borrow) 4
      (first (prim-rules kind)))))

(defn- size [t]
  (let [[kind a b :as t] (let [d (despecialize t)] (if (vector? d) d [d]))]
    (case kind
      :string  8
      :list    (if b (* b (size a)) 8)
      :record  (align-to (reduce (fn [s [_ u]] (+ (align-to s (alignment u)) (size u))) 0 (rest t)) (alignment t))
      :variant (align-to (+ (align-to (discriminant-size (rest t)) (max-case-alignment (rest t)))
                            (reduce max 0 (keep (fn [[_ u]] (some-> u size)) (rest t))))
                         (alignment t))
      :flags   (flags-size (rest t))
      (:own :borrow) 4
      (first (prim-rules kind)))))

(defn- join [a b]
  (cond (= a b) a
        (= #{:i32 :f32} (set [a b])) :i32
        :else :i64))

(defn- join-all [a b]
  (let [n (max (count a) (count b))]
    (for [i (range n)]
      (cond (>= i (count a)) (nth b i)
            (>= i (count b)) (nth a i)
            :else            (join (nth a i) (nth b i))))))

(defn- flatten-type [t]
  (let [[kind a b :as t] (let [d (despecialize t)] (if (vector? d) d [d]))]
    (case kind
      :string  [:i32 :i32]
      :list    (if b (mapcat flatten-type (repeat b a)) [:i32 :i32])
      :record  (mapcat (comp flatten-type second) (rest t))
      :variant (cons :i32 (reduce join-all [] (keep (fn [[_ u]] (some-> u flatten-type vec)) (rest t))))
      (:flags :own :borrow) [:i32]
      [(second (prim-rules kind))])))

;; --- The plans' results ----------------------------------------------------------------------------------------------

(def ^:private core-names
  {CoreType/I32 :i32, CoreType/I64 :i64, CoreType/F32 :f32, CoreType/F64 :f64})

(defn- signature [^ExternType$FuncType f]
  [(map core-names (.params f)) (map core-names (.results f))])

(defn- measured
  "Returns the size and alignment that a list of one value requests from its allocator."
  [[t value]]
  (let [g (guest/guest {:size (* 4 1024 1024)})]
    (guest/lower g [:list t] PlainValues/INSTANCE (generators/staged-list t [value]))
    (let [[_ _ alignment size] (first @(:calls g))]
      [size alignment])))

(defspec sizes-and-alignments-follow-the-specification 300
  (prop/for-all [[t value] generators/typed-staged-value]
    (= [(size t) (alignment t)] (measured [t value]))))

(defspec core-types-follow-the-specification 300
  (prop/for-all [t generators/value-type]
    (let [flat (flatten-type t)
          f    (guest/plan [["v" t]] t PlainValues/INSTANCE)
          ins  (if (> (count flat) 16) [:i32] flat)]
      (and (= [ins (if (> (count flat) 1) [:i32] flat)] (signature (.liftedType f)))
           (= (if (> (count flat) 1) [(concat ins [:i32]) []] [ins flat]) (signature (.loweredType f)))))))

(deftest discriminants-grow-with-the-number-of-cases
  (doseq [[cases bytes] [[1 1] [256 1] [257 2] [65536 2] [65537 4]]]
    (let [t (into [:enum] (map #(str "c" %) (range cases)))]
      (is (= bytes (size t)))
      (is (= [bytes bytes] (measured [t 0])) (str cases " cases")))))

(deftest sixteen-parameters-pass-as-core-values-and-seventeen-by-memory
  (let [params #(for [i (range %)] [(str "p" i) :u32])]
    (is (= [(repeat 16 :i32) []] (signature (.liftedType (guest/plan (params 16) nil PlainValues/INSTANCE)))))
    (is (= [[:i32] []] (signature (.liftedType (guest/plan (params 17) nil PlainValues/INSTANCE)))))))

;; --- Memories of 32 and of 64 bits ------------------------------------------------------------------------------------

(defn- bytes-and-alignment [^ElementSize size] [(.bytes size) (.alignment size)])

(deftest pointers-have-the-size-of-their-memory
  (doseq [[pointer string record variant] [[4 [8 4] [12 4] [12 4]]
                                           [8 [16 8] [24 8] [24 8]]]]
    (let [u8   (ElementSize/prim ValType$Prim/U8 pointer)
          text (ElementSize/prim ValType$Prim/STRING pointer)]
      (is (= [1 1] (bytes-and-alignment u8)))
      (is (= string (bytes-and-alignment text)))
      (is (= record (bytes-and-alignment (ElementSize/sequence [u8 text]))))
      (is (= variant (bytes-and-alignment (ElementSize/choice 257 [u8 text]))))))
  (doseq [pointer [CoreType/I32 CoreType/I64]]
    (is (= [pointer pointer] (FlatTypes/prim ValType$Prim/STRING pointer))))
  (is (= [CoreType/I32 CoreType/I64 CoreType/I64]
         (FlatTypes/choice [[CoreType/F32] [CoreType/I64 CoreType/I64]]))))

(deftest a-type-of-the-largest-size-is-not-too-large
  (let [u8 (ElementSize/prim ValType$Prim/U8 4)]
    (is (not (.isTooLarge (.times u8 268435455))))
    (is (.isTooLarge (.times u8 268435456)))))

;; --- Types without a layout ------------------------------------------------------------------------------------------

(defn- refusal [t]
  (try (guest/plan [["v" t]] nil PlainValues/INSTANCE)
       nil
       (catch RadicchioException e [(:radicchio/error (ex-data e)) (ex-message e)])))

(deftest invalid-types-are-refused-when-a-plan-is-made
  (doseq [[t message]
          {[:record]                          "expected at least one field in a record or tuple"
           [:variant]                         "expected at least one case in a variant or enum"
           [:enum]                            "expected at least one case in a variant or enum"
           [:flags]                           "expected 1 to 32 labels of flags, got 0"
           (into [:flags] (map str (range 33))) "expected 1 to 32 labels of flags, got 33"
           [:list :u8 0]                      "expected a fixed length of at least 1, got 0"
           [:list :u64 100000000]             "expected values of at most 268435455 bytes, got a type of 800000000"
           [:map :f32 :u8]                    "expected a bool, an integer, a char or a string as the key of a map, got F32"
           (nth (iterate #(vector :list %) :u8) 200) "expected at most 100 levels of nested types, got more"}]
    (testing t
      (is (= [:invalid message] (refusal t))))))

(deftest a-plan-for-repeated-types-takes-little-time
  (let [twice (fn [t] (types/val-type [:tuple t t]))
        wide  (fn [t] (types/val-type [:variant [:a t] [:b t] [:c t]]))]
    (is (instance? CanonicalFunction (guest/plan [["v" [:list (nth (iterate twice :u8) 20)]]] nil PlainValues/INSTANCE)))
    (is (instance? CanonicalFunction (guest/plan [["v" (nth (iterate #(types/val-type [:list (twice %)]) :u8) 49)]] nil PlainValues/INSTANCE)))
    (is (instance? CanonicalFunction (guest/plan [["v" (nth (iterate wide :u8) 14)]] nil PlainValues/INSTANCE)))))
