(ns radicchio.abi.lifting-test
  "Each row is a case: a type, core values (and the memory that they point to), the value. It is lifted, lowered, and lifted
  again."
  (:require [clojure.test :refer [are deftest is testing]]
            [radicchio.abi.generators :refer [comparable]]
            [radicchio.abi.guest :as guest])
  (:import (java.lang.management ManagementFactory)
           (java.util Arrays)
           (radicchio.engine Deadline)
           (radicchio.error RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(defn- signed-slots
  "Returns core values as an engine passes them: those of 32 bits are sign-extended."
  [flat]
  (map (fn [v] (if (and (integer? v) (<= 0x80000000 v 0xffffffff)) (unchecked-int v) (unchecked-long v))) flat))

(defn- at
  "Makes a guest whose memory has these bytes from 1024 on."
  [bytes]
  (doto (guest/guest {}) (guest/poke-bytes 1024 bytes)))

(defn- lifts [t flat bytes]
  (comparable (guest/lift (at bytes) t ClojureValues/INSTANCE (signed-slots flat))))

(defn- again [t flat bytes]
  (let [value (guest/lift (at bytes) t ClojureValues/INSTANCE (signed-slots flat))
        fresh (guest/guest {})]
    (comparable (guest/lift fresh t ClojureValues/INSTANCE (guest/lower fresh t ClojureValues/INSTANCE value)))))

(defn- rows [& rows]
  (doseq [[t flat bytes value] (partition 4 rows)]
    (testing (pr-str t flat)
      (is (= value (lifts t flat bytes)))
      (is (= value (again t flat bytes))))))

(defn- trap
  "Returns the message of the trap of lifting."
  [t flat bytes]
  (try (guest/lift (at bytes) t ClojureValues/INSTANCE (signed-slots flat))
       (catch RadicchioException e
         (is (= {:radicchio/error :trap, :trap :canonical-abi} (ex-data e)))
         (ex-message e))))

(deftest integers-keep-the-low-bits-of-their-type
  (rows :bool [0] [] false          :bool [1] [] true          :bool [2] [] true        :bool [0x80000000] [] true
        :u8 [127] [] 127            :u8 [256] [] 0             :u8 [0xffffffff] [] 255
        :s8 [128] [] -128           :s8 [0xffffffff] [] -1     :s8 [383] [] 127
        :u16 [65536] [] 0           :u16 [0xffffffff] [] 65535
        :s16 [32768] [] -32768      :s16 [98303] [] 32767
        :u32 [0xffffffff] [] 4294967295
        :s32 [0x80000000] [] -2147483648
        :s64 [-1] [] -1             :u64 [1] [] 1
        :u64 [-1] [] 18446744073709551615N
        :u64 [Long/MIN_VALUE] [] 9223372036854775808N))

(deftest floats-keep-everything-except-the-payload-of-a-nan
  (rows :f32 [0x3fc00000] [] 1.5
        :f32 [0x7fc00000] [] :nan
        :f32 [0xff812345] [] :nan
        :f32 [0x7f800000] [] ##Inf
        :f64 [(Double/doubleToLongBits 3.1)] [] 3.1
        :f64 [0x7ff0000000000001] [] :nan)
  (is (= 0x7ff8000000000000
         (Double/doubleToRawLongBits (guest/lift (at []) :f64 ClojureValues/INSTANCE [-1])))))

(deftest a-char-is-a-unicode-scalar-value
  (rows :char [65] [] "A"  :char [0xd7ff] [] "\ud7ff"  :char [0xe000] [] "\ue000"  :char [0x10ffff] [] "\udbff\udfff")
  (are [bits message] (= message (trap :char [bits] []))
    0xd800     "invalid `char` bit pattern: 0xd800"
    0xdfff     "invalid `char` bit pattern: 0xdfff"
    0x110000   "invalid `char` bit pattern: 0x110000"
    0xffffffff "invalid `char` bit pattern: 0xffffffff"))

(deftest records-and-tuples-flatten-field-by-field
  (rows [:record [:x :u8] [:y :u16] [:z :u32]] [1 2 3] [] {:x 1, :y 2, :z 3}
        [:tuple :u8 [:tuple :u8 :bool]] [1 2 3] [] [1 [2 true]]
        (into [:record] (map (fn [i] [(str "f" i) :u8]) (range 9))) (range 9) []
        (into {} (map (fn [i] [(keyword (str "f" i)) i]) (range 9)))))

(deftest flags-are-bits-and-bits-without-a-label-are-ignored
  (rows [:flags :a :b] [0] [] #{}   [:flags :a :b] [2] [] #{:b}   [:flags :a :b] [7] [] #{:a :b}
        (into [:flags] (map #(keyword (str "f" %)) (range 32))) [0x80000001] [] #{:f0 :f31}))

(deftest variants-share-core-values
  (let [t [:variant [:a :u32] [:b :f32] [:c :u64] [:d :f64] [:e]]]
    (rows t [0 0xffffffff] [] [:a 4294967295]
          t [1 0x3fc00000] [] [:b 1.5]
          t [1 0x123456783fc00000] [] [:b 1.5]
          t [2 -1] [] [:c 18446744073709551615N]
          t [3 (Double/doubleToLongBits 2.5)] [] [:d 2.5]
          t [4 99] [] [:e]
          [:variant [:a :f32] [:b :u32]] [0 0x3fc00000] [] [:a 1.5]
          [:option :u32] [0 0] [] nil        [:option :u32] [1 7] [] 7
          [:option [:option :u32]] [1 0 0] [] [:some nil]
          [:option [:option :u32]] [1 1 7] [] [:some 7]
          [:option [:option [:option :u32]]] [1 1 1 7] [] [:some [:some 7]]
          [:result :u8 :u32] [0 5] [] [:ok 5]
          [:result nil :u32] [0 0] [] [:ok]  [:result nil :u32] [1 4] [] [:err 4]
          [:result] [1] [] [:err]
          [:enum :a :b] [1] [] :b)
    (is (= "invalid variant discriminant: 5 of 5 cases" (trap t [5 0] [])))
    (is (= "invalid variant discriminant: 4294967295 of 5 cases" (trap t [0xffffffff 0] [])))
    (is (= "invalid variant discriminant: 2 of 2 cases" (trap [:option :u8] [2 0] [])))
    (is (= "invalid variant discriminant: 2 of 2 cases of an enum" (trap [:enum :a :b] [2] [])))))

(deftest a-case-of-32-bits-is-lowered-into-64-without-its-sign
  (let [t [:variant [:a :s32] [:b :f32] [:c :u64]]
        lower #(guest/lower (guest/guest {}) t ClojureValues/INSTANCE %)]
    (is (= [0 0xffffffff] (lower [:a -1])))
    (is (= [1 0xbfc00000] (lower [:b -1.5])))
    (is (= [2 -1] (lower [:c 18446744073709551615N])))
    (is (= [0 1 0xffffffff] (guest/lower (guest/guest {}) [:variant [:a [:option :s8]] [:b [:tuple :u64 :u64]]]
                                         ClojureValues/INSTANCE [:a -1])))))

(deftest strings-are-a-pointer-and-a-length
  (rows :string [1024 2] [104 105] "hi"
        :string [1024 0] [] ""
        :string [1024 4] [0xf0 0x9f 0x8d 0xb0] "🍰"
        :string [1024 3] [0xe2 0x98 0x83] "☃"))

(deftest lists-are-a-pointer-and-a-length
  (rows [:list :u8] [1024 3] [1 2 255] [1 2 -1]
        [:list :s8] [1024 1] [255] [-1]
        [:list :bool] [1024 3] [0 1 2] [false true true]
        [:list :u16] [1024 2] [1 0 255 255] [1 65535]
        [:list :s16] [1024 1] [255 255] [-1]
        [:list :u32] [1024 2] [1 0 0 0 255 255 255 255] [1 4294967295]
        [:list :u64] [1024 1] [255 255 255 255 255 255 255 255] [18446744073709551615N]
        [:list :f32] [1024 2] [0 0 0xc0 0x3f 1 0 0x80 0x7f] [1.5 :nan]
        [:list :f64] [1024 1] [0 0 0 0 0 0 0xf8 0x3f] [1.5]
        [:list :char] [1024 2] [65 0 0 0 0x70 0xf3 1 0] ["A" "🍰"]
        [:list [:enum :a :b]] [1024 2] [1 0] [:b :a]
        [:list [:flags :a :b]] [1024 2] [3 252] [#{:a :b} #{}]
        [:list [:tuple :u8 :u16]] [1024 2] [1 99 2 0 3 99 4 0] [[1 2] [3 4]]
        [:list [:option :u8]] [1024 2] [0 9 1 9] [nil 9]
        [:list [:variant [:a] [:b :u64]]] [1024 2] (concat [0 9 9 9 9 9 9 9] (repeat 8 9) [1 9 9 9 9 9 9 9] [5 0 0 0 0 0 0 0])
        [[:a] [:b 5]]
        [:list :string] [1024 2] [0x10 4 0 0 1 0 0 0 0x11 4 0 0 2 0 0 0 97 98 99] ["a" "bc"]
        [:list [:list :u8]] [1024 1] [8 4 0 0 1 0 0 0 7] [[7]]
        [:list [:list :u8 2]] [1024 2] [1 2 3 4] [[1 2] [3 4]]
        [:list :u8 2] [1 2] [] [1 2]
        [:list :s16 2] [0xffff 2] [] [-1 2]
        [:list [:tuple :u8 :u8] 2] [1 2 3 4] [] [[1 2] [3 4]]
        [:list :u32 17] [1024] (mapcat #(vector % 0 0 0) (range 17)) (range 17))
  (is (= "invalid `char` bit pattern: 0xd800" (trap [:list :char] [1024 1] [0 0xd8 0 0])))
  (is (= "invalid variant discriminant: 2 of 2 cases of an enum" (trap [:list [:enum :a :b]] [1024 1] [2]))))

(deftest a-later-duplicate-key-wins-in-a-map-and-survives-between-components
  (let [t     [:map :u8 :u16]
        bytes [1 0 10 0, 2 0 20 0, 1 0 30 0]]
    (rows t [1024 3] bytes {1 30, 2 20})
    (is (= [1 10 2 20 1 30]
           (comparable (guest/lift (at bytes) t radicchio.abi.PlainValues/INSTANCE [1024 3]))))))

(deftest more-than-sixteen-core-values-pass-through-memory
  (let [t (into [:tuple] (repeat 17 :u8))]
    (rows t [1024] (range 17) (range 17))
    (is (= [[0 0 1 17]] (let [g (guest/guest {})] (guest/lower g t ClojureValues/INSTANCE (range 17)) @(:calls g)))))
  (testing "consecutive parameters, each at its offset"
    (let [g (guest/guest {})
          f (guest/plan (map #(vector (str "p" %) (if (even? %) :u8 :u32)) (range 17)) nil ClojureValues/INSTANCE)
          [pointer] (.lowerArguments f (guest/context g) (.readArguments f (object-array (range 17)) Long/MAX_VALUE Deadline/NONE))]
      (is (= [[0 0 4 68]] @(:calls g)))
      (is (= [0 0 0 0, 1 0 0 0, 2 0 0 0, 3 0 0 0] (guest/peek-bytes g pointer 16)))
      (is (= (range 17) (vec (.liftArguments f (guest/context g) (long-array [pointer]))))))))

(deftest a-result-of-several-core-values-is-stored-at-the-callers-address
  (let [g (guest/guest {})
        t [:record [:a :u8] [:b :u32]]]
    (is (= [] (guest/lower-result g t ClojureValues/INSTANCE {:a 1, :b 2} [99 2048])))
    (is (= [1 0 0 0 2 0 0 0] (guest/peek-bytes g 2048 8)))
    (is (= {:a 1, :b 2} (guest/lift-result g t ClojureValues/INSTANCE [2048])))
    (is (= [7] (guest/lower-result g :u8 ClojureValues/INSTANCE 7 [])))))

(deftest a-function-of-scalars-needs-no-context
  (let [f (guest/plan [["a" :u8] ["b" :f64]] :s16 ClojureValues/INSTANCE)]
    (is (.isScalar f))
    (is (= [200 (Double/doubleToLongBits 2.0)] [(.readScalar f 0 200) (.readScalar f 1 2)]))
    (is (= -1 (.makeResult f 0xffff)))
    (is (= "b: expected an f64 (a number), got nil"
           (try (.readScalar f 1 nil) (catch RadicchioException e (ex-message e)))))
    (is (nil? (.makeResult (guest/plan [] nil ClojureValues/INSTANCE) 0))))
  (doseq [[params result] [[[["a" :string]] nil] [[] [:tuple :u8]] [(repeat 17 ["a" :u8]) nil]]]
    (is (not (.isScalar (guest/plan params result ClojureValues/INSTANCE))))))

(defn- allocated
  "Returns the bytes that this thread allocates while a function runs."
  [f]
  (let [^com.sun.management.ThreadMXBean threads (ManagementFactory/getThreadMXBean)
        id     (.getId (Thread/currentThread))
        before (.getThreadAllocatedBytes threads id)]
    (f)
    (- (.getThreadAllocatedBytes threads id) before)))

(deftest reading-scalars-allocates-nothing
  (let [f     (guest/plan [["a" :u8] ["b" :f64] ["c" [:enum :red :green]] ["d" :bool]] nil ClojureValues/INSTANCE)
        reads #(dotimes [_ 1000]
                 (.readScalar f 0 200)
                 (.readScalar f 1 1.5)
                 (.readScalar f 2 :green)
                 (.readScalar f 3 true))]
    (reads)
    (is (< (allocated reads) 4000))))

(deftest a-byte-array-is-its-own-staged-form
  (let [bytes (byte-array 10)
        f     (guest/plan [["v" [:list :u8]]] nil ClojureValues/INSTANCE)]
    (is (identical? bytes (aget (.readArguments f (object-array [bytes]) Long/MAX_VALUE Deadline/NONE) 0)))))

(deftest a-function-without-a-result-returns-nil-and-ignores-its-value
  (let [f (guest/plan [] nil ClojureValues/INSTANCE)
        g (guest/guest {})]
    (is (nil? (.liftResult f (guest/context g) (long-array 0))))
    (is (nil? (.readResult f :anything Long/MAX_VALUE Deadline/NONE)))
    (is (= [] (vec (.lowerResult f (guest/context g) nil (long-array 0)))))))

(deftest bytes-cross-in-one-copy
  (let [big   (byte-array 300000 (byte 7))
        g     (guest/guest {:size 400000})
        [p n] (guest/lower g [:list :u8] ClojureValues/INSTANCE big)]
    (is (= [[0 0 1 300000]] @(:calls g)))
    (is (Arrays/equals big ^bytes (guest/lift g [:list :u8] ClojureValues/INSTANCE [p n])))))
