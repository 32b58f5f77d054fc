(ns radicchio.engine.objects-test
  "Structs, arrays and small integers, on both backends: packed fields have the width of their types, and null traps."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.guests :refer [call instance new-store on-both one thrown within]]))

(set! *warn-on-reflection* true)

(defn- trap [made name & args]
  (:trap (ex-data (thrown #(apply call made name args)))))

(deftest fields-of-structs
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "objects")
            pi (Double/doubleToRawLongBits Math/PI)]
        (call made "make" 0x1ff 0x18000 Long/MIN_VALUE pi)
        (is (= [-1 0xff] (call made "byte")))
        (is (= [-0x8000 0x8000] (call made "short")))
        (is (= [Long/MIN_VALUE pi] (call made "wide")))
        (is (= :null-reference (trap made "next")))
        (call made "make" 1 2 3 0)
        (is (= 0xff (one made "next")))
        (call made "set" 0x180 0xffff -1)
        (is (= [[-0x80 0x80] [-1 0xffff] [-1 0]] (map #(call made %) ["byte" "short" "wide"])))
        (call made "default")
        (is (= [[0 0] [0 0] [0 0]] (map #(call made %) ["byte" "short" "wide"])))
        (is (= :null-reference (trap made "next")))
        (testing "of null"
          (call made "forget")
          (is (= #{:null-reference} (set (map #(trap made %) ["byte" "wide" "next"]))))
          (is (= :null-reference (trap made "set" 1 2 3))))))))

(deftest elements-of-arrays
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "objects")]
        (call made "array" 1 0x80 0x1ff)
        (is (= [[1 1] [-0x80 0x80] [-1 0xff]] (map #(call made "at" %) (range 3))))
        (call made "put" 0 0x17f)
        (is (= [0x7f 0x7f] (call made "at" 0)))
        (is (= 3 (one made "length")))
        (is (= Long/MIN_VALUE (one made "long" Long/MIN_VALUE)))
        (is (= #{:out-of-bounds-array} (set (map #(trap made "at" %) [3 -1 Integer/MIN_VALUE]))))
        (is (= :out-of-bounds-array (trap made "put" 3 0)))
        (testing "of null"
          (call made "forget")
          (is (= [:null-reference :null-reference :null-reference]
                 [(trap made "at" 0) (trap made "put" 0 0) (trap made "length")])))))))

(deftest small-integers
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "objects")]
        (is (= [-1 0x7fffffff] (call made "i31" -1)))
        (is (= [-0x40000000 0x40000000] (call made "i31" 0x40000000)))
        (is (= [5 5] (call made "i31" (unchecked-int 0x80000005))))
        (is (= [1 1 0] [(one made "same" 7 7) (one made "same" 7 (unchecked-int 0x80000007)) (one made "same" 7 8)]))
        (is (= :null-reference (trap made "null-i31")))))))

(deftest types-of-references
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "objects")]
        (is (= [[0 1] [0 0] [1 1]] (map #(call made "tests" %) [0 1 2])))
        (is (= 2 (one made "cast" 2)))
        (is (= [:cast-failure :cast-failure] (map #(trap made "cast" %) [0 1])))))))
