(ns radicchio.abi.charges-test
  "Compares the charges to the lifted-bytes budget with the heap sizes of lifted values."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.abi.guest :as guest])
  (:import (clojure.lang BigInt Keyword)
           (java.lang.reflect Array Field Modifier)
           (java.util ArrayDeque IdentityHashMap)
           (radicchio.error RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

;; Heap sizes of values in HotSpot's layout below 32 GB

(defn- aligned ^long [^long bytes]
  (bit-and (+ bytes 7) -8))

(def ^:private sizes {Boolean/TYPE 1, Byte/TYPE 1, Character/TYPE 2, Short/TYPE 2, Integer/TYPE 4, Float/TYPE 4, Long/TYPE 8, Double/TYPE 8})

(defn- fields [^Class c]
  (for [^Class k (take-while some? (iterate #(.getSuperclass ^Class %) c))
        ^Field f (.getDeclaredFields k)
        :when (not (Modifier/isStatic (.getModifiers f)))]
    f))

(defn- string-size ^long [^String s]
  (+ 24 (aligned (+ 16 (* (count s) (if (some #(> (int %) 255) s) 2 1))))))

(defn- shallow ^long [x]
  (let [c (class x)]
    (cond (string? x)   (string-size x)
          (instance? BigInteger x) (+ 40 24)
          (.isArray c)  (aligned (+ 16 (* (Array/getLength x) (long (sizes (.getComponentType c) 4)))))
          :else         (aligned (+ 12 (reduce + (map #(sizes (.getType ^Field %) 4) (fields c))))))))

(defn- parts [x]
  (let [c (class x)]
    (cond (or (string? x) (number? x)) (when (instance? BigInt x) [(.-bipart ^BigInt x)])
          (.isArray c) (when-not (.isPrimitive (.getComponentType c)) (seq x))
          :else (for [^Field f (fields c)
                      :when (not (.isPrimitive (.getType f)))]
                  (do (.setAccessible f true) (.get f x))))))

(defn- retained
  "Returns the heap size of a value. Keywords, booleans and the edit marks of transients are shared, and not counted."
  ^long [value]
  (let [seen (IdentityHashMap.)
        todo (doto (ArrayDeque.) (.add value))]
    (loop [sum 0]
      (if-some [x (.poll todo)]
        (if (or (.containsKey seen x) (boolean? x) (instance? Keyword x)
                (instance? java.util.concurrent.atomic.AtomicReference x) (instance? Thread x))
          (recur sum)
          (do (.put seen x x)
              (doseq [part (parts x) :when (some? part)] (.add todo part))
              (recur (+ sum (shallow x)))))
        sum))))

;; Charges

(defn- lifts? [g t flat budget]
  (try (guest/lift (assoc g :budget budget) t ClojureValues/INSTANCE flat)
       (catch RadicchioException e
         (when-not (= :lifted-bytes (:limit (ex-data e))) (throw e)))))

(defn- charge
  "Returns the smallest budget with which a value can be lifted."
  ^long [g t flat]
  (loop [low 0, high 100000000]
    (if (= (inc low) high)
      high
      (let [middle (quot (+ low high) 2)]
        (if (some? (lifts? g t flat middle)) (recur low middle) (recur middle high))))))

(def ^:private values
  {[:list :u8]                        (range 200)
   [:list :u16]                       (range 1000 3000)
   [:list :bool]                      (take 3000 (cycle [true false]))
   [:list :f64]                       (map double (range 2000))
   [:list :u64]                       (map #(+ 9223372036854775808N %) (range 2000))
   [:list :s64]                       (map #(+ 1000000 %) (range 2000))
   [:list :char]                      (map #(Character/toString (int (+ 0x1f300 %))) (range 500))
   [:list :string]                    (for [i (range 1000)] (apply str (repeat (rem i 90) (if (even? i) "x" "☃"))))
   [:list [:list :u8]]                (for [i (range 500)] (byte-array (rem i 70)))
   [:list [:list :u32]]               (for [i (range 300)] (range 1000 (+ 1000 (rem i 70))))
   [:list [:tuple :u32 :u32]]         (for [i (range 1000)] [(+ 1000 i) (+ 2000 i)])
   [:list [:option :u32]]             (for [i (range 2000)] (when (even? i) (+ 1000 i)))
   [:list [:option [:option :u32]]]   (for [i (range 1000)] (when (even? i) [:some (+ 1000 i)]))
   [:list [:result :u32 :string]]     (for [i (range 1000)] (if (even? i) [:ok (+ 1000 i)] [:err "bad"]))
   [:list [:variant [:a] [:b :u32]]]  (for [i (range 1000)] (if (even? i) [:a] [:b (+ 1000 i)]))
   [:list [:enum :red :green]]        (take 3000 (cycle [:red :green]))
   [:list [:flags :r :w :x]]          (take 1000 (cycle [#{:r :w} #{:x} #{}]))
   [:list [:record [:x :u32] [:y :u32] [:z :string]]]
   (for [i (range 1000)] {:x (+ 1000 i) :y (+ 2000 i) :z "abc"})
   (into [:list] [(into [:record] (for [i (range 12)] [(keyword (str "f" i)) :u32]))])
   (for [i (range 300)] (into {} (for [k (range 12)] [(keyword (str "f" k)) (+ 1000 i k)])))
   [:map :string :u32]                (into {} (for [i (range 2000)] [(str "key-" i) (+ 1000 i)]))
   [:map :u64 :string]                (into {} (for [i (range 2000)] [(+ 1000 i) (str i)]))
   [:list [:map :u32 :bool]]          (for [i (range 500)] (into {} (for [k (range (rem i 10))] [(+ 1000 k) true])))})

(deftest charges-equal-the-heap-sizes-of-values
  (doseq [[t value] values]
    (testing (pr-str t)
      (let [g        (guest/guest {:size 1000000})
            flat     (guest/lower g t ClojureValues/INSTANCE (if (map? value) value (vec value)))
            charged  (charge g t flat)
            measured (retained (lifts? g t flat 100000000))]
        (is (<= (* 0.85 measured) charged (* 1.8 measured)) (str "charged " charged ", measured " measured))))))
