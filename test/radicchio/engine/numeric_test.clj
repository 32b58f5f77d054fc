(ns radicchio.engine.numeric-test
  "Numeric instructions that the engine has wrong, compared with exact arithmetic."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check :as check]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.engine.assemble :refer [module section sized text]]
            [radicchio.engine.guests :refer [new-store on-both one within]])
  (:import (radicchio.engine Backend Engine)))

(set! *warn-on-reflection* true)

(def ^:private i32 0x7f)
(def ^:private i64 0x7e)

(defn- function-of
  "Calls `f` with a function of an integer: the instructions on it, on a backend."
  [^Backend backend param result instructions f]
  (within [store (new-store)]
    (let [wasm (module (section 1 [1 0x60 1 param 1 result]) (section 3 [1 0]) (section 7 [1] (text "run") [0 0])
                       (section 10 [1] (sized (concat [0 0x20 0] instructions [0x0b]))))
          instance (.instantiate store (Engine/compile ^bytes wasm backend) [])]
      (f #(one instance "run" %)))))

(defn- unsigned [x] (bigdec (BigInteger. (Long/toUnsignedString x))))
(defn- f32-bits [x] (Integer/toUnsignedLong (Float/floatToRawIntBits (.floatValue ^BigDecimal (unsigned x)))))
(defn- f64-bits [x] (Double/doubleToRawLongBits (.doubleValue ^BigDecimal (unsigned x))))

(def ^:private longs
  "Longs of all sizes, and those around the middle between two floats."
  (gen/let [bits gen/large-integer, high (gen/choose 0 63), near (gen/choose -2 2), sign gen/boolean]
    (let [x (unchecked-add (bit-shift-left (bit-or 1 (long bits)) (long high)) (long near))]
      (if sign (bit-or Long/MIN_VALUE x) x))))

(defn- holds [property]
  (let [result (check/quick-check 2000 property)]
    (is (:pass? result) (pr-str (select-keys result [:seed :shrunk])))))

(deftest an-unsigned-i64-is-rounded-to-the-nearest-float
  (on-both backend
    (testing "f32"
      (function-of backend i64 i32 [0xb5 0xbc]
                   (fn [run]
                     (is (= 0x5f800000 (run -1)) "2^64")
                     (is (= 0x5f000000 (run (inc Long/MIN_VALUE))) "2^63")
                     (holds (prop/for-all [x longs] (= (f32-bits x) (Integer/toUnsignedLong (int (unchecked-int (run x))))))))))
    (testing "f64"
      (function-of backend i64 i64 [0xba 0xbd]
                   (fn [run]
                     (is (= 0x43f0000000000000 (run -1)) "2^64")
                     (holds (prop/for-all [x longs] (= (f64-bits x) (run x)))))))))

(deftest the-absolute-value-of-a-nan-has-no-sign
  (on-both backend
    (function-of backend i32 i32 [0xbe 0x8b 0xbc]
                 (fn [run] (is (= #{0x7fc12345} (set (repeatedly 100 #(run (unchecked-int 0xffc12345))))))))
    (function-of backend i64 i64 [0xbf 0x99 0xbd]
                 (fn [run] (is (= #{0x7ff8000000012345} (set (repeatedly 100 #(run (unchecked-long 0xfff8000000012345))))))))))
