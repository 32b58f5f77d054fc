(ns radicchio.values.clojure.number-vector-test
  "What a list of numbers lifts to: a vector over one array, which is as any other vector."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.abi.guest :as guest]
            [radicchio.wasm :as wasm])
  (:import (java.io ByteArrayInputStream ByteArrayOutputStream ObjectInputStream ObjectOutputStream)
           (java.nio ByteBuffer ByteOrder DoubleBuffer FloatBuffer IntBuffer LongBuffer ShortBuffer)
           (java.util ArrayList)
           (radicchio.error RadicchioException)
           (radicchio.values.clojure ClojureValues NumberVector)))

(set! *warn-on-reflection* true)

(defn- through [t value]
  (let [g (guest/guest {})]
    (guest/lift g [:list t] ClojureValues/INSTANCE (guest/lower g [:list t] ClojureValues/INSTANCE value))))

(def ^:private elements
  {:s16 (gen/choose -32768 32767), :u16 (gen/choose 0 65535)
   :s32 (gen/choose Integer/MIN_VALUE Integer/MAX_VALUE), :u32 (gen/choose 0 4294967295)
   :s64 gen/large-integer
   :u64 (gen/one-of [gen/nat (gen/fmap #(+ 18446744073709551615N (- %)) gen/nat)])
   :f32 (gen/fmap double (gen/elements [0.0 -0.0 1.5 ##Inf 1.099511627776E12])), :f64 (gen/double* {:NaN? false})})

(def ^:private lists
  "[type, elements]"
  (gen/let [t (gen/elements (keys elements)), n (gen/elements [0 1 5 31 32 33 100])]
    (gen/fmap (fn [xs] [t xs]) (gen/vector (elements t) n))))

(defn- outcome
  "What a function gives, or the class of what it throws."
  [f v]
  (try [:value (f v)] (catch Throwable e [:threw (class e)])))

(defn- serialised [v]
  (let [out (ByteArrayOutputStream.)]
    (with-open [objects (ObjectOutputStream. out)]
      (.writeObject objects v))
    (.readObject (ObjectInputStream. (ByteArrayInputStream. (.toByteArray out))))))

(def ^:private operations
  "Functions of a vector; of a vector and an index if :index."
  {:print pr-str, :hash hash, :hashCode #(.hashCode ^Object %), :count count, :seq seq, :rseq rseq, :peek peek, :pop pop
   :empty empty, :vec vec, :set set, :frequencies frequencies, :reverse reverse, :sort sort
   :str str, :java-list #(ArrayList. ^java.util.Collection %), :to-array #(vec (to-array %))
   :reduce #(reduce (fn ([] :none) ([a b] [a b])) %), :reduce-from #(reduce conj [] %)
   :reduced #(reduce (fn [n _] (if (= n 3) (reduced :three) (inc n))) 0 %)
   :reduce-kv #(reduce-kv conj [] %), :reduced-kv #(reduce-kv (fn [_ i _] (if (= i 2) (reduced :two) i)) nil %)
   :transduce #(into [] (comp (map str) (take 4)) %), :map #(map str %), :chunked #(chunked-seq? (seq %))
   :conj #(conj % :x), :into #(into % [1 2]), :transient #(persistent! (conj! (transient %) 1))
   :meta #(meta (conj (with-meta % {:a 1}) 1)), :meta-of-empty #(meta (empty (with-meta % {:a 1})))
   :no-meta meta, :with-meta #(with-meta % {:a 1}), :meta-kept #(meta (with-meta % {:a 1}))
   :serialised serialised, :serialised-seq #(serialised (seq %)), :meta-serialised #(meta (serialised (with-meta % {:a 1})))
   :vector? vector?, :sequential? sequential?, :associative? associative?, :counted? counted?, :indexed? indexed?
   :reversible? reversible?, :ifn? ifn?, :iterator #(iterator-seq (.iterator ^Iterable %))
   :list-iterator #(let [i (.listIterator ^java.util.List %)] (when (.hasNext i) (.next i)))
   :seq-count #(count (seq %)), :next-count #(count (next %)), :drop #(drop 3 %), :rest-of-chunk #(chunk-rest (seq %))
   :apply #(apply vector %), :destructured (fn [[a b & more]] [a b more]), :subvec-all #(subvec % 0 (count %))
   :compare-with-itself #(compare % (into [] %)), :as-key #({% 1} (into [] %))})

(def ^:private at-an-index
  {:nth nth, :nth-or #(nth %1 %2 :none), :get get, :get-or #(get %1 %2 :none), :invoke #(%1 %2), :contains? contains?
   :find find, :assoc #(assoc %1 %2 :x), :update #(update %1 %2 str), :subvec subvec, :subvec-to #(subvec %1 0 %2)
   :list-get #(.get ^java.util.List %1 (int %2)), :split #(mapv vec (split-at %2 %1))
   :transient #(persistent! (assoc! (transient %1) %2 :x)), :compare #(compare %1 (vec (take %2 %1)))
   :index-of #(.indexOf ^java.util.List %1 (nth %1 %2)), :equal #(= %1 (take %2 %1))})

(defspec a-list-of-numbers-is-as-an-ordinary-vector 200
  (prop/for-all [[t xs] lists]
    (let [v (through t xs)]
      (and (instance? NumberVector v)
           (= v xs) (= xs v) (.equals ^Object v xs) (.equals ^Object xs v) (= (sequence xs) v) (= v (sequence xs))
           (= (map class xs) (map class v))
           (every? (fn [[op f]] (or (= (outcome f xs) (outcome f v)) (println "differs:" op t xs))) operations)
           (every? (fn [[op f]]
                     (every? (fn [i] (or (= (outcome #(f % i) xs) (outcome #(f % i) v)) (println "differs:" op i t xs)))
                             [-1 0 1 30 32 33 (dec (count xs)) (count xs) (inc (count xs)) 1.5 nil]))
                   at-an-index)))))

(deftest the-array-is-not-a-copy
  (doseq [[t make] {:s16 short-array, :u16 short-array, :s32 int-array, :u32 int-array, :s64 long-array, :u64 long-array
                    :f32 float-array, :f64 double-array}]
    (let [v     (through t (make [1 2 3]))
          array (wasm/array v)]
      (is (= (class (make 0)) (class array)))
      (is (identical? array (wasm/array v)))
      (is (identical? array (wasm/array (with-meta v {:a 1}))))
      (java.lang.reflect.Array/set array 1 (nth (seq (make [7])) 0))
      (is (== 7 (nth v 1)) "who writes to it changes the vector")))
  (testing "unsigned numbers have their bits"
    (is (= [-1] (vec (wasm/array (through :u32 [4294967295])))))
    (is (= [-1] (vec (wasm/array (through :u64 [18446744073709551615N])))))
    (is (= [18446744073709551615N] (through :u64 [18446744073709551615N]))))
  (testing "bytes are an array already"
    (let [bytes (byte-array 3)] (is (identical? bytes (wasm/array bytes)))))
  (let [e (try (wasm/array [1 2]) (catch RadicchioException e e))]
    (is (= :argument (:radicchio/error (ex-data e))))
    (is (= "expected a list of numbers that a component gave, or a byte array; got [1 2]" (ex-message e)))))

(deftest packed-collections-of-numbers-are-accepted-as-lists
  (doseq [[t make kind buffer] [[:s16 short-array :short #(ShortBuffer/wrap %)] [:u16 short-array :short #(ShortBuffer/wrap %)]
                                [:s32 int-array :int #(IntBuffer/wrap %)] [:u32 int-array :int #(IntBuffer/wrap %)]
                                [:s64 long-array :long #(LongBuffer/wrap %)] [:u64 long-array :long #(LongBuffer/wrap %)]
                                [:f32 float-array :float #(FloatBuffer/wrap %)] [:f64 double-array :double #(DoubleBuffer/wrap %)]]
          n [0 1 3 32 33 100]]
    (let [xs (vec (make (range n)))]
      (testing (str t " " n)
        (is (= (map double xs) (map double (through t xs))
               (map double (through t (make xs)))
               (map double (through t (apply vector-of kind xs)))
               (map double (through t (buffer (make xs))))
               (map double (through t (through t xs))))))))
  (testing "a buffer's bytes are in its order, from its position to its limit, and stay there"
    (doseq [order [ByteOrder/LITTLE_ENDIAN ByteOrder/BIG_ENDIAN]]
      (let [buffer (doto (ByteBuffer/allocate 16) (.order order) (.putInt 1) (.putInt 2) (.putInt 3) (.position 4) (.limit 12))]
        (is (= [2 3] (through :s32 buffer)))
        (is (= [4 12] [(.position buffer) (.limit buffer)])))))
  (testing "invalid values"
    (doseq [[t given message] [[:u32 (IntBuffer/wrap (int-array [1 -1])) "v[1]: expected a u32 (an integer from 0 to 4294967295), got -1 (java.lang.Integer)"]
                               [:s32 (through :u32 [1 4294967295]) "v[1]: expected an s32 (an integer from -2147483648 to 2147483647), got 4294967295 (java.lang.Long)"]
                               [:u32 (through :s32 [1 -1]) "v[1]: expected a u32 (an integer from 0 to 4294967295), got -1 (java.lang.Long)"]
                               [:u32 (vector-of :int 5 -1) "v[1]: expected a u32 (an integer from 0 to 4294967295), got -1 (java.lang.Integer)"]
                               [:u16 (vector-of :long 5 65536) "v[1]: expected a u16 (an integer from 0 to 65535), got 65536 (java.lang.Long)"]
                               [:s32 (ByteBuffer/allocate 7) "v: expected a ByteBuffer of elements of 4 bytes, got one of 7 bytes"]]]
      (is (= message (try (through t given) (catch RadicchioException e (ex-message e))))))))
