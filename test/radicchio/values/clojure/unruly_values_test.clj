(ns radicchio.values.clojure.unruly-values-test
  "Host values that throw, have wrong sizes or change while they are read, and guests' maps with colliding keys."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.abi.guest :as guest]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm.component :as wasm])
  (:import (clojure.lang APersistentMap APersistentVector Counted Seqable Sequential)
           (java.util AbstractList AbstractMap AbstractSet Iterator Map$Entry RandomAccess)
           (org.objectweb.asm ClassReader ClassVisitor Opcodes)
           (radicchio.abi.value Heap)
           (radicchio.engine Deadline)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(defn- boom [& _]
  (throw (IllegalStateException. "boom")))

(defn- list-of [size elements]
  (proxy [AbstractList RandomAccess] []
    (size [] (if (fn? size) (size) (int size)))
    (iterator [] (if (fn? elements) (elements) (.iterator ^Iterable elements)))))

(defn- counted [n elements]
  (reify Counted (count [_] (if (fn? n) (n) (int n)))
    Sequential
    Seqable (seq [_] (seq elements))))

(defn- text [length string]
  (reify CharSequence
    (length [_] (if (fn? length) (length) (int length)))
    (charAt [_ _] (boom))
    (subSequence [_ _ _] (boom))
    (toString [_] (if (fn? string) (string) string))))

(defn- map-of [entries]
  (proxy [AbstractMap] [] (entrySet [] (if (fn? entries) (entries) (proxy [AbstractSet] []
                                                                     (size [] (count entries))
                                                                     (iterator [] (.iterator ^Iterable entries)))))))

(def ^:private point [:record [:x :u8] [:y :u8]])

(def ^:private refused
  [[[:list :u8] (map boom [1])]
   [[:list :u8] (reduce concat (repeat 100000 [1]))]
   [[:list :u8] (list-of boom [])]
   [[:list :u8] (list-of 1 boom)]
   [[:list :u8] (list-of 1 #(reify Iterator (hasNext [_] (boom)) (next [_] 1)))]
   [[:list :u8] (list-of 1 #(reify Iterator (hasNext [_] true) (next [_] (boom))))]
   [[:list :u8] (counted boom [1])]
   [[:list :u8] (counted Integer/MAX_VALUE [1])]
   [[:list :string] (list-of boom [])]
   [[:list :string] (counted Integer/MAX_VALUE ["a"])]
   [[:list :u8 2] (counted 2 [1])]
   [[:list :string 2] (counted 2 ["a" "b" "c"])]
   [[:tuple :u8 :u8] (counted 2 [1 2 3])]
   [[:tuple :u8 :u8] (counted boom [1 2])]
   [:string (text 1 boom)]
   [:string (text 1 (constantly nil))]
   [:f64 (proxy [Number] [] (doubleValue [] (boom)) (toString [] (boom)))]
   [[:map :u8 :u8] (map-of boom)]
   [[:map :u8 :u8] (map-of [[1 2]])]
   [[:map :u8 :u8] (map-of [nil])]
   [[:map :u8 :u8] (map-of [5])]
   [[:map :u8 :u8] (map-of [(reify Map$Entry (getKey [_] (boom)) (getValue [_] 1))])]
   [[:map :u8 :u8] (map-of [(reify Map$Entry (getKey [_] 1) (getValue [_] (boom)))])]
   [point (map-of boom)]
   [point (proxy [APersistentMap] [] (valAt ([_] 1) ([_ _] 1)) (count [] (boom)) (seq [] nil) (iterator [] (boom)))]
   [point (proxy [APersistentMap] [] (valAt ([_] 1) ([_ _] 1)) (count [] (int 7)) (seq [] nil) (iterator [] (boom)))]
   [[:flags :a :b] (list-of 1 boom)]
   [[:variant [:a :u8]] (proxy [APersistentVector] [] (count [] (int 2)) (nth [_] (boom)) (seq [] nil))]
   [[:variant [:a :u8]] (proxy [APersistentVector] [] (count [] (boom)) (nth [_] (boom)) (seq [] nil))]
   [[:option [:option :u8]] (proxy [APersistentVector] [] (count [] (int 2)) (nth [_] (boom)) (seq [] nil))]])

(deftest unruly-values-are-refused-before-the-guest-runs
  (doseq [[i [t value]] (map-indexed vector refused)]
    (testing (str i " " (pr-str t))
      (let [g (guest/guest {})
            e (try (guest/lower g t ClojureValues/INSTANCE value)
                   (catch Throwable e e))]
        (is (= :argument (:radicchio/error (ex-data e))) (str e))
        (is (str/starts-with? (str (ex-message e)) "v") (str e))
        (is (= [] @(:calls g)))))))

(deftest wrong-sizes-of-collections-are-ignored
  (doseq [[t value lifted]
          [[[:list :u16] (counted -3 [1 2]) [1 2]]
           [[:list :u16] (counted 5 [1 2]) [1 2]]
           [[:list :u16] (list-of 1 [1 2 3]) [1 2 3]]
           [[:list :string] (counted 0 ["a" "b"]) ["a" "b"]]
           [[:list :string] (list-of 9 ["a"]) ["a"]]
           [:string (text 1000000000 "abc") "abc"]
           [:string (text boom "abc") "abc"]]]
    (let [g (guest/guest {})]
      (is (= lifted (guest/lift g t ClojureValues/INSTANCE (guest/lower g t ClojureValues/INSTANCE value)))))))

(deftest exceptions-of-user-code-leave-the-instance-usable
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend))]
       (doseq [[thrown kind] {(IllegalStateException. "boom") :argument
                              (java.io.IOException. "boom")   nil
                              (AssertionError. "boom")        nil}]
         (let [e (try (wasm/call v :echo-u8s (map (fn [_] (throw thrown)) [1])) (catch Throwable e e))]
           (if kind
             (is (= [kind thrown] [(:radicchio/error (ex-data e)) (ex-cause e)]))
             (is (identical? thrown e))))
         (is (= [1 2] (vec (wasm/call v :echo-u8s [1 2])))))))))

(deftest an-array-that-another-thread-changes-is-read-once
  (let [array (int-array (repeat 20000 1))
        done  (atom false)
        other (future (while (not @done) (aset array 19999 -1) (aset array 19999 1)))]
    (try
      (dotimes [_ 100]
        (let [staged (try (aget (.readArguments (guest/plan [["v" [:list :u32]]] nil ClojureValues/INSTANCE)
                                                (object-array [array]) Long/MAX_VALUE Deadline/NONE)
                                0)
                          (catch RadicchioException e (is (= ErrorKind/ARGUMENT (.kind e))) nil))]
          (when staged
            (is (= 0 (aget ^bytes staged 79999)) "no negative number was read as a large one"))))
      (finally (reset! done true) @other))))

;; Classes

(defn- initialises-something?
  "Tests whether a class file has a static initialiser."
  [^java.io.File file]
  (with-open [in (io/input-stream file)]
    (let [found (volatile! false)]
      (.accept (ClassReader. in)
               (proxy [ClassVisitor] [Opcodes/ASM9]
                 (visitMethod [_ name _ _ _]
                   (when (= "<clinit>" name) (vreset! found true))
                   nil))
               ClassReader/SKIP_CODE)
      @found)))

(defn- that-initialise [& rooms]
  (set (for [room rooms
             ^java.io.File file (.listFiles (io/file "target/classes/radicchio" room))
             :when (and (str/ends-with? (.getName file) ".class") (initialises-something? file))]
         (str (str/replace room "/" ".") "." (str/replace (.getName file) ".class" "")))))

(defn- listed [class]
  (.get (doto (.getDeclaredField (Class/forName class) "CLASSES") (.setAccessible true)) nil))

(deftest every-class-of-values-is-initialised-before-a-guest-runs
  (is (= (that-initialise "abi" "abi/context" "abi/layout" "abi/value" "values/clojure")
         (into #{"values.clojure.ClojureValues" "values.clojure.Initialised" "abi.AbiClasses"}
               (remove #(str/starts-with? % "error."))
               (concat (listed "radicchio.abi.AbiClasses") (listed "radicchio.values.clojure.Initialised"))))))

(deftest every-class-of-the-values-of-java-is-initialised-before-a-guest-runs
  (is (= (that-initialise "values/java")
         (into #{"values.java.JavaValues" "values.java.JavaClasses"} (listed "radicchio.values.java.JavaClasses")))))

(deftest classes-of-core-values-are-initialised-when-an-instance-is-linked
  (is (= #{} (that-initialise "core")))
  (is (= #{"values.core.CoreHostFunction" "values.core.CoreValue"} (that-initialise "values/core"))
      "the first is made for an import; making a function's signature initialises the second"))

(deftest every-class-of-the-runtime-is-initialised-before-a-guest-runs
  (is (= (that-initialise "runtime" "runtime/call" "runtime/instance" "runtime/link" "runtime/resource" "runtime/stream"
                          "runtime/stream/end" "runtime/stream/host" "runtime/task" "runtime/thread" "runtime/waitable")
         (into #{"runtime.Instance" "runtime.StaticStates"}
               (map #(str "runtime." %))
               (listed "radicchio.runtime.StaticStates")))))

;; Keys of one hash code

(defn- strings-of-one-hash [bits]
  (for [i (range (bit-shift-left 1 bits))]
    (apply str (for [b (range bits)] (if (bit-test i b) "Aa" "BB")))))

(defn- inverse
  "Returns the inverse of an odd number modulo 2^32."
  ^long [^long n]
  (.longValue (.modInverse (biginteger n) (biginteger 4294967296))))

(defn- int32 ^long [n] (long (unchecked-int n)))

(defn- unmix
  "Returns the number that Murmur3 mixes into k."
  ^long [k]
  (let [a (unchecked-int (unchecked-multiply (long k) (inverse 0x1b873593)))
        b (Integer/rotateRight a 15)]
    (int32 (unchecked-multiply (long b) (inverse 0xcc9e2d51)))))

(defn- mix ^long [k]
  (int32 (unchecked-multiply (long (Integer/rotateLeft (unchecked-int (unchecked-multiply (long k) 0xcc9e2d51)) 15)) 0x1b873593)))

(defn- longs-of-one-hash [n]
  (for [low (range 1 (inc (long n)))]
    (let [h    (int32 (+ (* 5 (Integer/rotateLeft (unchecked-int (mix low)) 13)) 0xe6546b64))
          high (unmix (bit-xor h 12345))]
      (bit-or (bit-shift-left high 32) (long low)))))

(defn- unsigned-of-one-hash [n]
  (for [i (range n)]
    (let [high (+ 0x80000000 (long i)), low (bit-and 0xffffffff (- 7 (* 31 high)))]
      (+ (* (bigint high) 4294967296) low))))

(defn- lifted
  "Lifts a map of these keys in this order from a guest. Returns its failure, or the number of its keys."
  [key-type keys]
  (let [g      (guest/guest {:size 4000000, :budget 1000000000})
        flat   (guest/lower g [:list [:tuple key-type :u8]] ClojureValues/INSTANCE (mapv #(vector % 1) keys))]
    (try (count (guest/lift g [:map key-type :u8] ClojureValues/INSTANCE flat))
         (catch RadicchioException e [(:radicchio/error (ex-data e)) (:limit (ex-data e))]))))

(deftest a-map-with-more-than-1024-keys-of-one-hash-code-is-refused
  (doseq [[key-type keys] {:string (strings-of-one-hash 12)
                           :s64    (longs-of-one-hash 5000)
                           :u64    (unsigned-of-one-hash 5000)}]
    (testing key-type
      (is (= 1 (count (set (map hash keys)))) "they are of one hash code")
      (is (= (count keys) (count (dedupe (sort keys)))))
      (is (= 1024 (lifted key-type (take 1024 keys))))
      (is (= 1024 (lifted key-type (mapcat #(repeat 3 %) (take 1024 keys)))) "a key that comes again does not count")
      (is (= [:limit :map-collisions] (lifted key-type (take 1025 keys))))
      (is (= [:limit :map-collisions] (lifted key-type keys)))
      (is (= [:limit :map-collisions] (lifted key-type (concat (case key-type :string (map str (range 20000)) (range 20000)) keys)))))))

(deftest many-keys-of-different-hash-codes-are-a-map
  (is (= 50000 (lifted :u32 (range 50000))))
  (is (= 50000 (lifted :string (map str (range 50000)))))
  (is (= 1 (lifted :string (repeat 50000 "a"))) "one key over and over again"))

(deftest sizes-on-the-heap-are-those-of-hotspot
  (is (= [24 16 24 48 56] [Heap/BOXED (Heap/bytes 0) (Heap/bytes 1) (Heap/string 1 false) (Heap/string 9 false)])))
