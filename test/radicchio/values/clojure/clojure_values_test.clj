(ns radicchio.values.clojure.clojure-values-test
  "The table of values, one row a test: a type's lifted values, its accepted values, and its refusals with their messages."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.abi.generators :as generators :refer [comparable]]
            [radicchio.abi.guest :as guest])
  (:import (java.nio ByteBuffer)
           (java.util ArrayList HashMap LinkedList TreeMap)
           (radicchio.engine Deadline)
           (radicchio.error RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(defn- through
  "Returns a value after it was lowered and lifted."
  [t value]
  (let [g (guest/guest {})]
    (guest/lift g t ClojureValues/INSTANCE (guest/lower g t ClojureValues/INSTANCE value))))

(defn- refusal
  "Returns the whole message of a refused value."
  [t value]
  (let [g (guest/guest {})]
    (try (guest/lower g t ClojureValues/INSTANCE value)
         [:accepted value]
         (catch RadicchioException e
           (is (= :argument (:radicchio/error (ex-data e))))
           (is (str/starts-with? (ex-message e) (str (:path (ex-data e)) ": ")))
           (is (= [] @(:calls g)) "nothing was allocated")
           (ex-message e)))))

(defn- lifts-to [t & pairs]
  (doseq [[given lifted] (partition 2 pairs)]
    (testing (pr-str t given)
      (is (= (comparable lifted) (comparable (through t given)))))))

(defn- refuses [t & pairs]
  (doseq [[given message] (partition 2 pairs)]
    (testing (pr-str t)
      (is (= message (refusal t given))))))

;; --- Scalars --------------------------------------------------------------------------------------------------------

(deftest a-bool-is-true-or-false
  (lifts-to :bool true true, false false)
  (is (identical? true (through :bool (Boolean. true))))
  (refuses :bool
           nil    "v: expected true or false, got nil"
           1      "v: expected true or false, got 1 (java.lang.Long)"
           "true" "v: expected true or false, got \"true\" (java.lang.String)"))

(deftest integers-are-of-any-class-and-in-range
  (doseq [[t low high] [[:u8 0 255] [:s8 -128 127] [:u16 0 65535] [:s16 -32768 32767] [:u32 0 4294967295]
                        [:s32 -2147483648 2147483647] [:s64 Long/MIN_VALUE Long/MAX_VALUE]]]
    (lifts-to t low low, high high, (bigint high) high, (biginteger low) low, (int 1) 1, (short 1) 1, (byte 1) 1)
    (is (instance? Long (through t (int 7))))
    (let [article (if (str/starts-with? (name t) "s") "an " "a ")
          range   (str article (name t) " (an integer from " low " to " high ")")]
      (refuses t
               (dec' low)  (str "v: expected " range ", got " (pr-str (dec' low)) " (" (.getName (class (dec' low))) ")")
               (inc' high) (str "v: expected " range ", got " (pr-str (inc' high)) " (" (.getName (class (inc' high))) ")")
               1.0         (str "v: expected " range ", got 1.0 (java.lang.Double)")
               1/2         (str "v: expected " range ", got 1/2 (clojure.lang.Ratio)")
               1M          (str "v: expected " range ", got 1M (java.math.BigDecimal)")
               "1"         (str "v: expected " range ", got \"1\" (java.lang.String)")
               nil         (str "v: expected " range ", got nil")
               (bigint (.shiftLeft (biginteger 1) 64))
               (str "v: expected " range ", got 18446744073709551616N (clojure.lang.BigInt)")))))

(deftest u64-is-a-long-if-it-fits
  (lifts-to :u64 0 0, Long/MAX_VALUE Long/MAX_VALUE, 18446744073709551615N 18446744073709551615N,
            (biginteger 9223372036854775808N) 9223372036854775808N, (int 3) 3)
  (is (instance? Long (through :u64 5N)))
  (is (instance? clojure.lang.BigInt (through :u64 9223372036854775808N)))
  (refuses :u64
           -1    "v: expected a u64 (an integer from 0 to 18446744073709551615), got -1 (java.lang.Long)"
           -1N   "v: expected a u64 (an integer from 0 to 18446744073709551615), got -1N (clojure.lang.BigInt)"
           18446744073709551616N
           "v: expected a u64 (an integer from 0 to 18446744073709551615), got 18446744073709551616N (clojure.lang.BigInt)"
           (reduce *' (repeat 400 10))
           "v: expected a u64 (an integer from 0 to 18446744073709551615), got an integer of 1329 bits (clojure.lang.BigInt)"
           2.0   "v: expected a u64 (an integer from 0 to 18446744073709551615), got 2.0 (java.lang.Double)"))

(deftest an-f64-takes-any-number-that-it-can-represent
  (lifts-to :f64 1.5 1.5, 1 1.0, 1/2 0.5, 0.1M 0.1, (float 1.5) 1.5, 3N 3.0, ##Inf ##Inf, ##NaN ##NaN,
            9007199254740992 9007199254740992.0, 18446744073709551616N 1.8446744073709552e19,
            1/3 (/ 1.0 3.0), 4/10 0.4)
  (is (Double/valueOf -0.0) (through :f64 -0.0))
  (refuses :f64
           nil   "v: expected an f64 (a number), got nil"
           "1"   "v: expected an f64 (a number), got \"1\" (java.lang.String)"
           1e400M "v: expected an f64, got 1E+400M (java.math.BigDecimal), which is out of range"
           9007199254740993
           "v: expected an f64, got 9007199254740993 (java.lang.Long), an integer that it cannot represent exactly; pass (double n) to round it"
           (.shiftLeft (biginteger 1) 1025)
           "v: expected an f64, got an integer of 1026 bits (java.math.BigInteger), an integer that it cannot represent exactly; pass (double n) to round it"))

(deftest an-f32-takes-any-number-that-it-can-represent
  (lifts-to :f32 1.5 1.5, 0.1 (double (float 0.1)), 16777216 1.6777216E7, ##-Inf ##-Inf, ##NaN ##NaN, 1/3 (double (float 1/3)),
            16777217.0 1.6777216E7, (float 0.1) (double (float 0.1)))
  (is (instance? Double (through :f32 1)))
  (refuses :f32
           1e300 "v: expected an f32, got 1.0E300 (java.lang.Double), which is out of range"
           1e300M "v: expected an f32, got 1E+300M (java.math.BigDecimal), which is out of range"
           16777217
           "v: expected an f32, got 16777217 (java.lang.Long), an integer that it cannot represent exactly; pass (double n) to round it"
           :x    "v: expected an f32 (a number), got :x (clojure.lang.Keyword)"))

(def ^:private wide-integer
  (gen/fmap (fn [[n shift]] (.shiftLeft (biginteger n) shift)) (gen/tuple gen/large-integer (gen/choose 0 400))))

(defspec a-ratio-is-rounded-to-the-nearest-double 500
  (prop/for-all [q (gen/such-that ratio? (gen/fmap (fn [[n d]] (/ (bigint n) (bigint d)))
                                                   (gen/tuple wide-integer (gen/such-that pos? wide-integer 100)))
                                  100)]
    (let [got   (double (through :f64 q))
          away  #(abs (- q (rationalize (BigDecimal. (double %)))))]
      (and (<= (away got) (away (Math/nextUp got)))
           (<= (away got) (away (Math/nextDown got)))))))

(deftest a-char-is-one-code-point
  (lifts-to :char "a" "a", \a "a", 97 "a", "🍰" "🍰", 0x1f370 "🍰", 97N "a", (int 97) "a", "\u0000" "\u0000")
  (let [expected "v: expected a char (a string of one code point, a character, or a code point, not a surrogate), got "]
    (refuses :char
             ""        (str expected "\"\" (java.lang.String)")
             "ab"      (str expected "\"ab\" (java.lang.String)")
             "e\u0301" (str expected "\"e\u0301\" (java.lang.String)")
             "\ud83c"  (str expected "\"\\ud83c\" (java.lang.String)")
             0xd800    (str expected "55296 (java.lang.Long)")
             0x110000  (str expected "1114112 (java.lang.Long)")
             -1        (str expected "-1 (java.lang.Long)")
             (char 0xdfff) (str expected "\\udfff (java.lang.Character)")
             97.0      (str expected "97.0 (java.lang.Double)")
             nil       (str expected "nil"))))

(deftest a-string-has-no-unpaired-surrogate
  (lifts-to :string "" "", "hé☃🍰" "hé☃🍰", (StringBuilder. "built") "built")
  (refuses :string
           nil      "v: expected a string, got nil"
           :a       "v: expected a string, got :a (clojure.lang.Keyword)"
           \a       "v: expected a string, got \\a (java.lang.Character)"
           [1 2]    "v: expected a string, got [1 2] (clojure.lang.PersistentVector)"
           "a\ud83c" "v: expected a string, got one with an unpaired surrogate at index 1 (\\uD83C)"
           "\udf70a" "v: expected a string, got one with an unpaired surrogate at index 0 (\\uDF70)"
           "\ud83c\ud83c\udf70" "v: expected a string, got one with an unpaired surrogate at index 0 (\\uD83C)"))

;; --- Lists ----------------------------------------------------------------------------------------------------------

(deftest lists-of-bytes-are-byte-arrays
  (let [buffer (doto (ByteBuffer/wrap (byte-array [0 1 2 3])) (.position 1) (.limit 3))]
    (doseq [t [[:list :u8] [:list :s8]]]
      (is (bytes? (through t [1])))
      (lifts-to t
                (byte-array [1 -1]) [1 -1], [] [], [1 2] [1 2], '(1 2) [1 2], (range 3) [0 1 2]
                (ArrayList. ^java.util.Collection (list 1 (int 2))) [1 2], (map inc [0 1]) [1 2], buffer [1 2]))
    (is (= 1 (.position buffer)) "a buffer is not consumed"))
  (lifts-to [:list :u8] [255] [-1], (vector-of :long 1 2) [1 2])
  (let [expected "v: expected bytes (a byte array, a ByteBuffer, or a vector, a seq or a java.util.List of integers), got "]
    (refuses [:list :u8]
             nil            (str expected "nil")
             "bytes"        (str expected "\"bytes\" (java.lang.String)")
             #{1}           (str expected "#{1} (clojure.lang.PersistentHashSet)")
             {1 2}          (str expected "{1 2} (clojure.lang.PersistentArrayMap)")
             (int-array 3)  (str expected "an array of 3 (int[])")
             [1 256]        "v[1]: expected a u8 (an integer from 0 to 255), got 256 (java.lang.Long)"
             [-1]           "v[0]: expected a u8 (an integer from 0 to 255), got -1 (java.lang.Long)"
             [1 nil]        "v[1]: expected a u8 (an integer from 0 to 255), got nil"
             (range)        "v[256]: expected a u8 (an integer from 0 to 255), got 256 (java.lang.Long)")
    (refuses [:list :s8] [128] "v[0]: expected an s8 (an integer from -128 to 127), got 128 (java.lang.Long)")))

(deftest lists-are-vectors
  (is (vector? (through [:list :u32] '(1 2))))
  (is (vector? (through [:list :u32] (range 100))))
  (lifts-to [:list :u32] [] [], [1 2] [1 2], (range 100) (vec (range 100)), (LinkedList. [1 2]) [1 2],
            (eduction (map inc) [1 2]) [2 3], (conj clojure.lang.PersistentQueue/EMPTY 1) [1], (first {1 2}) [1 2])
  (lifts-to [:list :string] ["a" "b"] ["a" "b"], (iterator-seq (.iterator (ArrayList. ["a"]))) ["a"])
  (refuses [:list :string]
           nil       "v: expected a list (a vector, a seq or a java.util.List), got nil"
           "ab"      "v: expected a list (a vector, a seq or a java.util.List), got \"ab\" (java.lang.String)"
           #{"a"}    "v: expected a list (a vector, a seq or a java.util.List), got #{\"a\"} (clojure.lang.PersistentHashSet)"
           ["a" 1]   "v[1]: expected a string, got 1 (java.lang.Long)"))

(deftest primitive-arrays-are-accepted-as-matching-lists
  (doseq [[t array lifted] [[:s16 (short-array [1 -2]) [1 -2]] [:u16 (short-array [1 2]) [1 2]]
                            [:s32 (int-array [1 -2]) [1 -2]] [:u32 (int-array [1 2]) [1 2]]
                            [:s64 (long-array [1 -2]) [1 -2]] [:u64 (long-array [1 2]) [1 2]]
                            [:f32 (float-array [1.5 ##NaN]) [1.5 ##NaN]] [:f64 (double-array [1.5]) [1.5]]
                            [:bool (boolean-array [true false]) [true false]] [:char (char-array "ab") ["a" "b"]]]]
    (lifts-to [:list t] array lifted)
    (lifts-to [:list t (count array)] array lifted))
  (refuses [:list :u32]
           (int-array [1 -2]) "v[1]: expected a u32 (an integer from 0 to 4294967295), got -2 (java.lang.Integer)"
           (long-array [1 4294967296])
           "v[1]: expected a u32 (an integer from 0 to 4294967295), got 4294967296 (java.lang.Long)"
           (short-array 1)    "v: expected a list (a vector, a seq, a java.util.List, an int array), got an array of 1 (short[])")
  (lifts-to [:list :u32] (long-array [1 4294967295]) [1 4294967295])
  (lifts-to [:list :s16] (int-array [1 -2]) [1 -2], (long-array [1 -2]) [1 -2])
  (lifts-to [:list :s32] (long-array [1 -2147483648]) [1 -2147483648])
  (refuses [:list :s32] (long-array [1 2147483648])
           "v[1]: expected an s32 (an integer from -2147483648 to 2147483647), got 2147483648 (java.lang.Long)")
  (lifts-to [:list :f32] (double-array [1.5 ##Inf]) [1.5 ##Inf])
  (refuses [:list :f32] (double-array [1e300]) "v[0]: expected an f32, got 1.0E300 (java.lang.Double), which is out of range")
  (refuses [:list :u16] (short-array [-1]) "v[0]: expected a u16 (an integer from 0 to 65535), got -1 (java.lang.Short)")
  (refuses [:list :u64] (long-array [-1])
           "v[0]: expected a u64 (an integer from 0 to 18446744073709551615), got -1 (java.lang.Long)")
  (refuses [:list :char] (char-array [\a (char 0xd800)])
           (str "v[1]: expected a char (a string of one code point, a character, or a code point, not a surrogate), got"
                " \\ud800 (java.lang.Character)"))
  (refuses [:list :string] (into-array String ["a"])
           "v: expected a list (a vector, a seq or a java.util.List), got an array of 1 (java.lang.String[])"))

(deftest infinite-sequences-are-refused
  (refuses [:list :u64] (repeat 1) "v: expected at most 33554431 elements, got more")
  (refuses [:list :u8 3] (repeat 1) "v: expected exactly 3 elements, got more")
  (refuses [:list :string 3] (repeat "a") "v: expected exactly 3 elements, got more")
  (refuses [:tuple :u8 :u8] (repeat 1) "v: expected exactly 2 elements, got more")
  (refuses [:flags :a :b] (repeat :a) "v: expected at most 65536 elements, got more")
  (refuses :u8 (range) "v: expected a u8 (an integer from 0 to 255), got a clojure.lang.Iterate")
  (refuses :string [(range)] "v: expected a string, got [#<clojure.lang.Iterate>] (clojure.lang.PersistentVector)"))

(deftest ^:slow infinite-sequences-of-bytes-are-refused
  (refuses [:list :u8] (repeat 1) "v: expected at most 268435455 elements, got more"))

(deftest each-element-is-read-once
  (let [seen  (atom [])
        watch (fn [x] (swap! seen conj x) x)]
    (doseq [[t values] [[[:list :u8] [1 2 3]] [[:list :u32] [1 2 3]] [[:list :string] ["a" "b"]] [[:list :u8 3] [1 2 3]]
                        [[:tuple :u8 :u8] [1 2]] [[:flags :a :b] [:a :b]]]]
      (reset! seen [])
      (through t (map watch values))
      (is (= values @seen) (pr-str t)))))

(deftest the-exception-of-a-sequence-is-the-cause-of-the-refusal
  (let [values (map #(/ 6 %) [2 1 0])]
    (doseq [t [[:list :u8] [:list :u32] [:tuple :u8 :u8 :u8]]]
      (is (= "v[0]: cannot be read: java.lang.ArithmeticException: Divide by zero"
             (refusal t (map #(/ 6 %) (vec [0 1 2])))))
      (is (instance? ArithmeticException
                     (try (through t (map #(/ 6 %) [0])) (catch RadicchioException e (ex-cause e))))))
    (is (= "v[0]: cannot be read: java.lang.ArithmeticException: Divide by zero" (refusal [:list :u8] values))
        "a chunk is realized whole")))

(deftest lists-of-a-fixed-length-have-that-length
  (is (bytes? (through [:list :u8 2] [1 2])))
  (is (vector? (through [:list :u16 2] [1 2])))
  (lifts-to [:list :u8 2] (byte-array [1 2]) [1 2])
  (lifts-to [:list :string 2] (list "a" "b") ["a" "b"])
  (refuses [:list :u8 2]
           [1]            "v: expected exactly 2 elements, got 1"
           (map inc [1])  "v: expected exactly 2 elements, got 1"
           (byte-array 3) "v: expected exactly 2 elements, got 3"
           nil            "v: expected bytes (a byte array, a ByteBuffer, or a vector, a seq or a java.util.List of integers), got nil")
  (refuses [:list :string 2] ["a" "b" "c"] "v: expected exactly 2 elements, got 3"))

(deftest tuples-are-vectors-of-their-length
  (is (vector? (through [:tuple :u8 :string] (list 1 "a"))))
  (lifts-to [:tuple :u8 :string] [1 "a"] [1 "a"], (ArrayList. [1 "a"]) [1 "a"], (first {1 "a"}) [1 "a"])
  (refuses [:tuple :u8 :string]
           [1]       "v: expected exactly 2 elements, got 1"
           [1 "a" 2] "v: expected exactly 2 elements, got 3"
           (map identity [1]) "v: expected exactly 2 elements, got 1"
           nil       "v: expected a vector of 2 elements, got nil"
           {1 "a"}   "v: expected a vector of 2 elements, got {1 \"a\"} (clojure.lang.PersistentArrayMap)"
           [1 2]     "v[1]: expected a string, got 2 (java.lang.Long)"))

;; --- Records and maps -----------------------------------------------------------------------------------------------

(def ^:private image [:record [:width :u32] [:height :u32] [:pixels [:list :u32]] [:alt-text [:option :string]]])

(defrecord Image [width height pixels])

(deftest records-are-maps-with-every-key
  (let [lifted {:width 1, :height 2, :pixels [3], :alt-text nil}]
    (lifts-to image
              lifted lifted
              {:width 1, :height 2, :pixels [3]} lifted
              {:width 1, :height 2, :pixels [3], :mine/key "ignored"} lifted
              (HashMap. {:width 1, :height 2, :pixels [3]}) lifted
              (HashMap. {:width 1, :height 2, :pixels [3], :alt-text nil, :a/b 1}) lifted
              (->Image 1 2 [3]) lifted
              (into (sorted-map) lifted) lifted
              (assoc lifted :alt-text "x") (assoc lifted :alt-text "x"))
    (is (instance? clojure.lang.PersistentArrayMap (through image lifted)))
    (is (= [:width :height :pixels :alt-text] (keys (through image lifted))) "in WIT's order"))
  (let [keys ":width, :height, :pixels, :alt-text"]
    (refuses image
             {:width 1, :pixels []} (str "v: expected a map with the keys " keys "; :height is missing")
             {:width 1, :heigth 2, :pixels []}
             (str "v: expected a map with the keys " keys "; got :heigth (clojure.lang.Keyword); did you mean :height?")
             {:width 1, :height 2, :pixels [], :alt_text ""}
             (str "v: expected a map with the keys " keys "; got :alt_text (clojure.lang.Keyword); did you mean :alt-text?")
             {:width 1, :height 2, :pixels [], :colour ""}
             (str "v: expected a map with the keys " keys "; got :colour (clojure.lang.Keyword)")
             {"width" 1, :height 2, :pixels []}
             (str "v: expected a map with the keys " keys "; got \"width\" (java.lang.String); did you mean :width?")
             (HashMap. ^java.util.Map (hash-map :width 1, :height 2, :pixels [], :with 1))
             (str "v: expected a map with the keys " keys "; got :with (clojure.lang.Keyword); did you mean :width?")
             {:mine/width 1, :height 2, :pixels []} (str "v: expected a map with the keys " keys "; :width is missing")
             nil     (str "v: expected a map with the keys " keys ", got nil")
             [1 2]   (str "v: expected a map with the keys " keys ", got [1 2] (clojure.lang.PersistentVector)")
             {:width nil, :height 2, :pixels []} "v.width: expected a u32 (an integer from 0 to 4294967295), got nil"
             {:width 1, :height 2, :pixels [0 1 2 -1]}
             "v.pixels[3]: expected a u32 (an integer from 0 to 4294967295), got -1 (java.lang.Long)")))

(deftest a-map-that-cannot-compare-keywords-is-refused
  (is (str/starts-with? (refusal image (TreeMap. {"a" 1})) "v: cannot be read: java.lang.ClassCastException")))

(deftest records-of-more-than-eight-fields-are-hash-maps
  (let [t      (into [:record] (map (fn [i] [(keyword (str "f" i)) :u8]) (range 9)))
        lifted (into {} (map (fn [i] [(keyword (str "f" i)) i]) (range 9)))]
    (lifts-to t lifted lifted)
    (is (instance? clojure.lang.PersistentHashMap (through t lifted)))))

(deftest maps-are-maps-whose-keys-stay-different
  (lifts-to [:map :string :u8] {} {}, {"a" 1, "b" 2} {"a" 1, "b" 2}, (HashMap. {"a" 1}) {"a" 1}, (sorted-map "a" 1) {"a" 1})
  (lifts-to [:map :u64 [:list :u32]] {18446744073709551615N [1]} {18446744073709551615N [1]})
  (lifts-to [:map :u32 :u32] (zipmap (range 100) (range 100)) (zipmap (range 100) (range 100)))
  (is (instance? clojure.lang.PersistentArrayMap (through [:map :u8 :u8] {1 2})))
  (refuses [:map :char :u8]
           {"a" 1, \a 2} "v: expected keys that differ as values of their type, got \\a (java.lang.Character) and another one that lowers to the same value")
  (refuses [:map :string :u8]
           nil       "v: expected a map, got nil"
           [["a" 1]] "v: expected a map, got [[\"a\" 1]] (clojure.lang.PersistentVector)"
           {:a 1}    "v key :a (clojure.lang.Keyword): expected a string, got :a (clojure.lang.Keyword)"
           {"a" 300} "v[\"a\"]: expected a u8 (an integer from 0 to 255), got 300 (java.lang.Long)"))

;; --- Cases ----------------------------------------------------------------------------------------------------------

(def ^:private shape [:variant [:circle :f32] [:square [:record [:side :u8]]] [:nothing]])

(deftest variants-are-vectors-of-case-and-payload
  (lifts-to shape [:circle 1] [:circle 1.0], [:square {:side 1}] [:square {:side 1}], [:nothing] [:nothing], :nothing [:nothing])
  (let [forms "[:circle value], [:square value], [:nothing]"]
    (refuses shape
             :circle        "v: expected [:circle value], got :circle (clojure.lang.Keyword)"
             [:circle]      "v: expected [:circle value], got [:circle] (clojure.lang.PersistentVector)"
             [:circle 1 2]  "v: expected [:circle value], got [:circle 1 2] (clojure.lang.PersistentVector)"
             [:nothing nil] "v: expected [:nothing], got [:nothing nil] (clojure.lang.PersistentVector)"
             [:cirlce 1]    (str "v: expected one of " forms ", got [:cirlce 1] (clojure.lang.PersistentVector); did you mean :circle?")
             :nuthing       (str "v: expected one of " forms ", got :nuthing (clojure.lang.Keyword); did you mean :nothing?")
             ["circle" 1]   (str "v: expected one of " forms ", got [\"circle\" 1] (clojure.lang.PersistentVector); did you mean :circle?")
             []             (str "v: expected one of " forms ", got [] (clojure.lang.PersistentVector)")
             nil            (str "v: expected one of " forms ", got nil")
             {:circle 1}    (str "v: expected one of " forms ", got {:circle 1} (clojure.lang.PersistentArrayMap)")
             [:square {:side 256}] "v.square.side: expected a u8 (an integer from 0 to 255), got 256 (java.lang.Long)")))

(deftest enums-are-keywords
  (lifts-to [:enum :red :green] :red :red, :green :green)
  (let [many (into [:enum] (map #(keyword (str "case-" %)) (range 300)))]
    (lifts-to many :case-299 :case-299)
    (is (str/starts-with? (refusal many :case-300) "v: expected one of :case-0, :case-1, "))
    (is (str/ends-with? (refusal many :case-300) ":case-11, …, got :case-300 (clojure.lang.Keyword); did you mean :case-30?")))
  (refuses [:enum :red :green]
           :gren  "v: expected one of :red, :green, got :gren (clojure.lang.Keyword); did you mean :green?"
           :a/red "v: expected one of :red, :green, got :a/red (clojure.lang.Keyword); did you mean :red?"
           "red"  "v: expected one of :red, :green, got \"red\" (java.lang.String); did you mean :red?"
           0      "v: expected one of :red, :green, got 0 (java.lang.Long)"
           nil    "v: expected one of :red, :green, got nil"))

(deftest flags-are-sets-of-keywords
  (lifts-to [:flags :read :write] #{} #{}, #{:read} #{:read}, [:write :read :read] #{:read :write}, '() #{},
            (ArrayList. [:read]) #{:read}, (filter keyword? [:write]) #{:write})
  (let [expected "v: expected a collection of the flags :read, :write, got "]
    (refuses [:flags :read :write]
             nil          (str expected "nil")
             :read        (str expected ":read (clojure.lang.Keyword)")
             {:read true} (str expected "{:read true} (clojure.lang.PersistentArrayMap)")
             #{:wirte}    "v: expected only the flags :read, :write, got :wirte (clojure.lang.Keyword); did you mean :write?"
             ["read"]     "v: expected only the flags :read, :write, got \"read\" (java.lang.String); did you mean :read?")))

(deftest options-are-the-value-or-nil
  (lifts-to [:option :u8] nil nil, 3 3)
  (lifts-to [:option [:tuple :u8]] [1] [1])
  (refuses [:option :u8] [:some 3] "v: expected a u8 (an integer from 0 to 255), got [:some 3] (clojure.lang.PersistentVector)"))

(deftest an-option-in-an-option-is-wrapped-on-each-outer-level
  (let [two   [:option [:option :u8]]
        three [:option two]]
    (lifts-to two nil nil, [:some nil] [:some nil], [:some 3] [:some 3])
    (lifts-to three nil nil, [:some nil] [:some nil], [:some [:some nil]] [:some [:some nil]], [:some [:some 3]] [:some [:some 3]])
    (refuses two
             3         "v: expected nil or [:some value] (an option in an option), got 3 (java.lang.Long)"
             :some     "v: expected nil or [:some value] (an option in an option), got :some (clojure.lang.Keyword)"
             [:some]   "v: expected nil or [:some value] (an option in an option), got [:some] (clojure.lang.PersistentVector)"
             [:some -1] "v.some: expected a u8 (an integer from 0 to 255), got -1 (java.lang.Long)")
    (refuses three [:some 3] "v.some: expected nil or [:some value] (an option in an option), got 3 (java.lang.Long)")))

(deftest results-are-tagged-ok-or-err
  (lifts-to [:result :u8 :string] [:ok 1] [:ok 1], [:err "no"] [:err "no"])
  (lifts-to [:result nil :string] [:ok] [:ok])
  (lifts-to [:result] [:ok] [:ok], [:err] [:err])
  (refuses [:result :u8 :string]
           1          "v: expected one of [:ok value], [:err value], got 1 (java.lang.Long)"
           [:okay 1]  "v: expected one of [:ok value], [:err value], got [:okay 1] (clojure.lang.PersistentVector)"
           [:ok]      "v: expected [:ok value], got [:ok] (clojure.lang.PersistentVector)"
           [:err 1]   "v.err: expected a string, got 1 (java.lang.Long)")
  (refuses [:result nil :string] [:ok nil] "v: expected [:ok], got [:ok nil] (clojure.lang.PersistentVector)"))

;; --- Messages of refusals --------------------------------------------------------------------------------------------

(deftest values-are-shown-briefly
  (refuses :u8
           (apply str (repeat 100 "x"))
           (str "v: expected a u8 (an integer from 0 to 255), got \"" (apply str (repeat 40 "x")) "…\" (java.lang.String)")
           [[[[1]]] {:a {:b {:c 1}}} #{} 4 5]
           "v: expected a u8 (an integer from 0 to 255), got [[[…]] {:a {…}} #{} 4 …] (clojure.lang.PersistentVector)"
           (Object.) "v: expected a u8 (an integer from 0 to 255), got a java.lang.Object"
           (byte-array 12) "v: expected a u8 (an integer from 0 to 255), got an array of 12 (byte[])"))

(deftest a-refusal-names-the-argument-and-a-bad-result-is-called-result
  (let [f (guest/plan [["image" image] ["width" :u32]] [:list :u8] ClojureValues/INSTANCE)]
    (is (= {:radicchio/error :argument, :path "image.pixels[3]"}
           (try (.readArguments f (object-array [{:width 1, :height 1, :pixels [1 2 3 "x"]} 1]) Long/MAX_VALUE Deadline/NONE)
                (catch RadicchioException e (ex-data e)))))
    (is (= "result[1]: expected a u8 (an integer from 0 to 255), got 256 (java.lang.Long)"
           (try (.readResult f [1 256] Long/MAX_VALUE Deadline/NONE) (catch RadicchioException e (ex-message e)))))
    (is (= "expected 2 arguments (image, width), got 1"
           (try (.readArguments f (object-array 1) Long/MAX_VALUE Deadline/NONE) (catch RadicchioException e (ex-message e)))))))

(defspec invalid-values-only-cause-refusals 1000
  (prop/for-all [t     generators/value-type
                 value gen/any]
    (try (through t value)
         true
         (catch RadicchioException e
           (= :argument (:radicchio/error (ex-data e)))))))
