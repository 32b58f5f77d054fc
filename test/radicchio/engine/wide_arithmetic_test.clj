(ns radicchio.engine.wide-arithmetic-test
  "Arithmetic on 128 bits (the wide arithmetic proposal), which the compiler has and the interpreter has not."
  (:require [clojure.test :refer [deftest is]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.engine.guests :refer [call compiled instance new-store one thrown within]])
  (:import (radicchio.engine Backend)))

(set! *warn-on-reflection* true)

(def ^:private least Long/MIN_VALUE)
(def ^:private most Long/MAX_VALUE)

(deftest values-at-the-borders
  (within [store (new-store)]
    (let [made (instance store Backend/COMPILER "wide")]
      (is (= [[0 0] [0 1] [-1 -1] [0 0] [1 3] [0 least]]
             [(call made "add128" 0 0 0 0) (call made "add128" -1 0 1 0) (call made "add128" -1 -1 0 0)
              (call made "add128" -1 -1 1 0) (call made "add128" 1 1 0 2) (call made "add128" -1 most 1 0)]))
      (is (= [[0 0] [-1 -1] [-1 0] [-1 most] [-2 -1]]
             [(call made "sub128" 5 5 5 5) (call made "sub128" 0 0 1 0) (call made "sub128" 0 1 1 0)
              (call made "sub128" 0 least 1 0) (call made "sub128" 0 0 2 0)]))
      (is (= [[1 0] [0 0x4000000000000000] [least 0] [least -1] [6 0]]
             [(call made "mul_wide_s" -1 -1) (call made "mul_wide_s" least least) (call made "mul_wide_s" least -1)
              (call made "mul_wide_s" least 1) (call made "mul_wide_s" 2 3)]))
      (is (= [[1 -2] [0 0x4000000000000000] [least most] [least 0]]
             [(call made "mul_wide_u" -1 -1) (call made "mul_wide_u" least least) (call made "mul_wide_u" least -1)
              (call made "mul_wide_u" least 1)]))
      (is (= 50 (one made "above" 5 2))))))

(defn- unsigned ^BigInteger [n] (.and (biginteger n) (.subtract (.shiftLeft BigInteger/ONE 64) BigInteger/ONE)))

(defn- whole
  "The number of two halves, modulo 2¹²⁸."
  ^BigInteger [low high]
  (.add (unsigned low) (.shiftLeft (unsigned high) 64)))

(defn- halves [^BigInteger n] [(.longValue n) (.longValue (.shiftRight n 64))])

(defspec results-are-those-of-big-integers 500
  (prop/for-all [[a b c d] (gen/vector (gen/one-of [gen/large-integer (gen/elements [0 1 -1 least most])]) 4)]
    (within [store (new-store)]
      (let [made (instance store Backend/COMPILER "wide")]
        (and (= (halves (.add (whole a b) (whole c d))) (call made "add128" a b c d))
             (= (halves (.subtract (whole a b) (whole c d))) (call made "sub128" a b c d))
             (= (halves (.multiply (biginteger a) (biginteger b))) (call made "mul_wide_s" a b))
             (= (halves (.multiply (unsigned a) (unsigned b))) (call made "mul_wide_u" a b)))))))

(deftest the-interpreter-refuses-it-by-name
  (is (= "the module uses wide arithmetic, which this engine does not support on the backend :interpreter; use :compiler"
         (ex-message (thrown #(compiled "wide" Backend/INTERPRETER))))))
