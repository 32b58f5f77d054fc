(ns radicchio.engine.lanes.expected
  "What the instructions on vectors give, computed lane by lane with exact arithmetic: integers of any size and decimal numbers.
  A vector is an integer of 128 bits without a sign. A lane that is a NaN of arithmetic is `:nan`."
  (:require [clojure.string :as str])
  (:import (java.math BigDecimal BigInteger MathContext RoundingMode)))

(set! *warn-on-reflection* true)

;; --- Lanes ---------------------------------------------------------------------------------------------------------

(defn two-to [n] (bigint (.shiftLeft BigInteger/ONE (int n))))
(defn wrap "The lowest bits of an integer." [bits x] (mod (bigint x) (two-to bits)))
(defn signed [bits x] (if (>= x (two-to (dec bits))) (- x (two-to bits)) x))

(defn lanes
  "The lanes of a vector, or of any integer, lane 0 first."
  ([bits v] (lanes bits (quot 128 bits) v))
  ([bits n v] (mapv #(wrap bits (quot v (two-to (* bits %)))) (range n))))

(defn vector-of [bits xs]
  (reduce + (map-indexed (fn [i x] (* (wrap bits x) (two-to (* bits i)))) xs)))

(defn- clamp [low high x] (max low (min high x)))
(defn- to-signed [bits x] (clamp (- (two-to (dec bits))) (dec (two-to (dec bits))) x))
(defn- to-unsigned [bits x] (clamp 0 (dec (two-to bits)) x))
(defn- floor-half [n x] (bigint (.shiftRight (biginteger x) (int n))))

;; --- Integers ------------------------------------------------------------------------------------------------------

(def ^:private comparisons {"eq" =, "ne" not=, "lt" <, "gt" >, "le" <=, "ge" >=})

(defn- suffix
  "The operation's name without _s or _u, and whether its operands have a sign."
  [op]
  (cond (str/ends-with? op "_s") [(subs op 0 (- (count op) 2)) true]
        (str/ends-with? op "_u") [(subs op 0 (- (count op) 2)) false]
        :else                    [op false]))

(defn- integer-lane [bits op]
  (let [[base sign?] (suffix op)
        in  (if sign? #(signed bits %) identity)
        fit (if sign? #(to-signed bits %) #(to-unsigned bits %))]
    (if-let [compare (comparisons base)]
      (fn [a b] (if (compare (in a) (in b)) (dec (two-to bits)) 0))
      (case base
        "add" +
        "sub" -
        "mul" *
        "neg" -
        "abs" (fn [a] (abs (signed bits a)))
        "popcnt" (fn [a] (.bitCount (biginteger a)))
        "avgr" (fn [a b] (quot (+ a b 1) 2))
        "add_sat" (fn [a b] (fit (+ (in a) (in b))))
        "sub_sat" (fn [a b] (fit (- (in a) (in b))))
        "min" (fn [a b] (min (in a) (in b)))
        "max" (fn [a b] (max (in a) (in b)))
        ("q15mulr_sat" "relaxed_q15mulr") (fn [a b] (fit (floor-half 15 (+ (* (in a) (in b)) 0x4000))))
        "shl" (fn [a n] (* a (two-to (mod n bits))))
        "shr" (fn [a n] (floor-half (mod n bits) (in a)))
        nil))))

;; --- Floating-point numbers ----------------------------------------------------------------------------------------

(defn- exact ^BigDecimal [x] (BigDecimal. (double x)))
(defn- finite? [x] (Double/isFinite (double x)))
(defn- nan? [x] (Double/isNaN (double x)))

(defn- number
  "A lane as a double."
  [bits x]
  (if (= bits 32)
    (double (Float/intBitsToFloat (unchecked-int (long x))))
    (Double/longBitsToDouble (.longValue (biginteger x)))))

(defn- bits-of
  "The bits of a double that is a number of 32 or 64 bits."
  [bits x]
  (cond (nan? x)    :nan
        (= bits 32) (wrap 32 (Float/floatToRawIntBits (unchecked-float (double x))))
        :else       (wrap 64 (Double/doubleToRawLongBits (double x)))))

(defn- nearest
  "The number of 32 or 64 bits, as a double, that is nearest to an exact one; its sign is that of `like`."
  [bits ^BigDecimal x like]
  (Math/copySign (if (= bits 32) (double (.floatValue x)) (.doubleValue x)) (double like)))

(defn- divided [^BigDecimal a ^BigDecimal b] (.divide a b (MathContext. 800)))

(def ^:private operations
  "The exact operation, and the one of IEEE 754, which gives signs, infinities and NaNs."
  {"add" [#(.add ^BigDecimal %1 %2) +]
   "sub" [#(.subtract ^BigDecimal %1 %2) -]
   "mul" [#(.multiply ^BigDecimal %1 %2) *]
   "div" [divided (fn [a b] (/ (double a) (double b)))]})

(defn- arithmetic [bits op a b]
  (let [[operation ieee] (operations op)
        special (ieee (double a) (double b))]
    (if (and (finite? a) (finite? b) (not (and (= op "div") (zero? (double b)))))
      (nearest bits (operation (exact a) (exact b)) special)
      special)))

(defn- least [a b] (cond (or (nan? a) (nan? b)) ##NaN (= a b 0.0) (if (neg? (Math/copySign 1.0 (double a))) a b) (< a b) a :else b))
(defn- greatest [a b] (- (least (- (double a)) (- (double b)))))

(defn- rounded [^RoundingMode mode x]
  (if (finite? x) (nearest 64 (.setScale (exact x) 0 mode) x) x))

(defn- root [bits x]
  (cond (or (nan? x) (neg? x))            ##NaN
        (or (zero? x) (not (finite? x))) x
        :else                            (nearest bits (.sqrt (exact x) (MathContext. 60)) 1.0)))

(defn- float-lane [bits op]
  (let [sign   (two-to (dec bits))
        lift   (fn [f] (fn [& xs] (bits-of bits (apply f (map #(number bits %) xs)))))
        choose (fn [b?] (fn [a b] (if (b? (number bits a) (number bits b)) b a)))
        compare (fn [f] (fn [a b] (if (f (number bits a) (number bits b)) (dec (two-to bits)) 0)))
        fused  (fn [a b c] (arithmetic bits "add" (arithmetic bits "mul" a b) c))]
    (case op
      ("add" "sub" "mul" "div") (lift #(arithmetic bits op %1 %2))
      "abs"     #(mod % sign)
      "neg"     #(mod (+ % sign) (two-to bits))
      "sqrt"    (lift #(root bits %))
      "ceil"    (lift #(rounded RoundingMode/CEILING %))
      "floor"   (lift #(rounded RoundingMode/FLOOR %))
      "trunc"   (lift #(rounded RoundingMode/DOWN %))
      "nearest" (lift #(rounded RoundingMode/HALF_EVEN %))
      ("min" "relaxed_min") (lift least)
      ("max" "relaxed_max") (lift greatest)
      "pmin"    (choose (fn [a b] (< b a)))
      "pmax"    (choose (fn [a b] (< a b)))
      "eq"      (compare ==)
      "ne"      (compare (complement ==))
      "lt"      (compare <)
      "gt"      (compare >)
      "le"      (compare <=)
      "ge"      (compare >=)
      "relaxed_madd"  (lift fused)
      "relaxed_nmadd" (lift #(fused (- (double %1)) %2 %3))
      nil)))

;; --- Conversions ---------------------------------------------------------------------------------------------------

(defn- truncated [fit bits x]
  (let [x (number bits x)]
    (cond (nan? x)    0
          (finite? x) (fit 32 (bigint (.toBigInteger (exact x))))
          :else       (fit 32 (if (pos? x) (two-to 64) (- (two-to 64)))))))

(defn- of-integer [bits x] (bits-of bits (nearest bits (bigdec x) (if (neg? x) -1.0 1.0))))

(defn- of-float [from to x]
  (let [x (number from x)]
    (bits-of to (if (finite? x) (nearest to (exact x) x) x))))

;; --- Instructions --------------------------------------------------------------------------------------------------

(defn- half [high? xs] (subvec xs (if high? (quot (count xs) 2) 0) (if high? (count xs) (quot (count xs) 2))))
(defn- all-of [bits xs] {:bits bits, :lanes (vec xs)})

(defn- reader [sign? bits] (if sign? #(signed bits %) identity))

(defn- dot
  "The products of neighbours, added."
  [bits a b]
  (map (partial reduce +) (partition 2 (map * (map #(signed bits %) (lanes bits a)) (map #(signed bits %) (lanes bits b))))))

(defn- other-width
  "The instructions whose results are lanes of another width than their operands'."
  [op bits a b c]
  (let [from  (some->> (re-find #"_[if](\d+)x\d+" op) second parse-long)
        sign? (re-find #"_s(_|$)" op)
        high? (str/includes? op "_high")
        in    (when from (map (reader sign? from) (lanes from a)))]
    (condp #(str/starts-with? %2 %1) op
      "extend_"        (all-of bits (half high? (vec in)))
      "extmul_"        (all-of bits (map * (half high? (vec in)) (half high? (mapv (reader sign? from) (lanes from b)))))
      "extadd_"        (all-of bits (map (partial reduce +) (partition 2 in)))
      "narrow_"        (all-of bits (map #((if sign? to-signed to-unsigned) bits (signed from %)) (mapcat #(lanes from %) [a b])))
      "dot_"           (all-of bits (dot from a b))
      "relaxed_dot_i8x16_i7x16_s"     (all-of bits (map #(to-signed 16 %) (dot 8 a b)))
      "relaxed_dot_i8x16_i7x16_add_s" (all-of bits (map + (map (partial reduce +) (partition 2 (map #(to-signed 16 %) (dot 8 a b)))) (lanes 32 c)))
      "trunc_sat_"     (all-of bits (take 4 (concat (map #(truncated (if sign? to-signed to-unsigned) from %) (lanes from a)) (repeat 0))))
      "relaxed_trunc_" (all-of bits (take 4 (concat (map #(truncated (if sign? to-signed to-unsigned) from %) (lanes from a)) (repeat 0))))
      "convert_"       (all-of bits (map #(of-integer bits %) (take (quot 128 bits) in)))
      "demote_"        (all-of bits (concat (map #(of-float 64 32 %) (lanes 64 a)) [0 0]))
      "promote_"       (all-of bits (map #(of-float 32 64 %) (take 2 (lanes 32 a))))
      nil)))

(defn- on-bits [op a b c]
  (let [full (dec (two-to 128))
        and* (fn [a b] (bigint (.and (biginteger a) (biginteger b))))]
    (case op
      "not"    (- full a)
      "and"    (and* a b)
      "andnot" (and* a (- full b))
      "or"     (bigint (.or (biginteger a) (biginteger b)))
      "xor"    (bigint (.xor (biginteger a) (biginteger b)))
      ("bitselect" "relaxed_laneselect") (+ (and* a c) (and* b (- full c)))
      nil)))

(defn- moved [op bits {:keys [lane bytes]} a b]
  (let [xs (lanes bits a)]
    (case op
      "shuffle" (all-of 8 (map (into xs (lanes 8 b)) bytes))
      ("swizzle" "relaxed_swizzle") (all-of 8 (map #(get xs % 0) (lanes 8 b)))
      "splat"          (all-of bits (repeat (quot 128 bits) a))
      "replace_lane"   (all-of bits (assoc xs lane b))
      "extract_lane_s" (wrap 32 (signed bits (xs lane)))
      ("extract_lane" "extract_lane_u") (xs lane)
      nil)))

(defn- tested [op bits a]
  (case op
    "any_true" (if (zero? a) 0 1)
    "all_true" (if (some zero? (lanes bits a)) 0 1)
    "bitmask"  (vector-of 1 (map #(if (neg? (signed bits %)) 1 0) (lanes bits a)))
    nil))

(defn- by-lane [shape op bits operands]
  (let [shift? (contains? #{"shl" "shr_s" "shr_u"} op)
        [a & more] operands]
    (when-let [f (if (= \f (first shape)) (float-lane bits op) (integer-lane bits op))]
      (all-of bits (apply map f (lanes bits a) (map #(if shift? (repeat %) (lanes bits %)) more))))))

(defn result
  "What an instruction that uses no memory gives: {:bits …, :lanes […]} for a vector, the bits of a number otherwise.
  `immediates` has :lane or :bytes."
  [instruction immediates [a b c :as operands]]
  (let [[shape op] (str/split instruction #"\.")
        bits (if (= shape "v128") 128 (parse-long (subs shape 1 (str/index-of shape "x"))))]
    (cond (= instruction "v128.const") (all-of 8 (:bytes immediates))
          :else (or (when-let [v (on-bits op a b c)] (all-of 128 [v]))
                    (tested op bits a)
                    (moved op bits immediates a b)
                    (by-lane shape op bits operands)
                    (other-width op bits a b c)
                    (throw (ex-info "an instruction without an expected result" {:instruction instruction}))))))

(defn loaded
  "What a load gives of the bytes from its address on, and of the vector whose lane it replaces."
  [instruction {:keys [lane]} bytes v]
  (let [[_ bits n kind] (re-find #"load(\d*)(?:x(\d+))?_?(\w*)" instruction)
        bits  (if (= bits "") 128 (parse-long bits))
        value (fn [n] (vector-of 8 (take n bytes)))]
    (cond n               (all-of (* 2 bits) (map (reader (= kind "s") bits) (lanes bits (parse-long n) (value 8))))
          (= kind "lane") (all-of bits (assoc (lanes bits v) lane (value (quot bits 8))))
          (= kind "zero") (all-of 128 [(value (quot bits 8))])
          (= kind "splat") (all-of bits (repeat (quot 128 bits) (value (quot bits 8))))
          :else           (all-of 128 [(value 16)]))))

(defn stored
  "The bytes that a store writes."
  [instruction {:keys [lane]} v]
  (let [[_ bits] (re-find #"store(\d*)" instruction)]
    (if (= bits "")
      (lanes 8 v)
      (let [bits (parse-long bits)] (lanes 8 (quot bits 8) ((lanes bits v) lane))))))

(defn agrees?
  "Whether a value, a vector or the bits of a number, is the expected one. A NaN of arithmetic is quiet, and has any payload."
  [expected value]
  (if (map? expected)
    (let [{:keys [bits lanes]} expected]
      (every? true? (map (fn [lane actual]
                           (if (= lane :nan)
                             (let [quiet (if (= bits 32) 0x7fc00000 0x7ff8000000000000)]
                               (= quiet (.and (biginteger quiet) (biginteger actual))))
                             (= (wrap bits lane) actual)))
                         lanes (radicchio.engine.lanes.expected/lanes bits value))))
    (= expected value)))
