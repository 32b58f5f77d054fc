(ns radicchio.engine.casts-test
  "Tests of the types of references, branches on them and conversions, on both backends."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.guests :refer [call instance new-store on-both one trap within]])
  (:import (radicchio.engine CoreStore)))

(set! *warn-on-reflection* true)

(def ^:private numbers
  "Of the references that the guest makes."
  {:null 0, :i31 1, :base 2, :derived 3, :other 4, :array 5})

(defn- of-each
  "{reference result} of an export, for each reference; the kind of trap in place of a result."
  [made export]
  (into {} (for [[reference n] numbers]
             [reference (or (trap made export n) (let [results (call made export n)]
                                                   (if (next results) results (first results))))])))

(deftest a-reference-has-the-types-above-its-own
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "casts")]
        ;; i31ref, (ref i31), (ref struct), (ref array), (ref $base), (ref $derived), (ref eq), nullref
        (is (= {:null    [1 0 0 0 0 0 0 1]
                :i31     [1 1 0 0 0 0 1 0]
                :base    [0 0 1 0 1 0 1 0]
                :derived [0 0 1 0 1 1 1 0]
                :other   [0 0 1 0 0 0 1 0]
                :array   [0 0 0 1 0 0 1 0]}
               (of-each made "kinds")))
        (is (= 1 (one made "equal-types")))
        (is (= [1 0 1] (call made "function")))))))

(deftest a-cast-fails-or-returns-the-reference
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "casts")]
        (is (= {:null :cast-failure, :i31 -5, :base :cast-failure, :derived :cast-failure, :other :cast-failure, :array :cast-failure}
               (of-each made "cast")))
        (is (= {:null 1, :i31 0, :base :cast-failure, :derived :cast-failure, :other :cast-failure, :array :cast-failure}
               (of-each made "cast-null")))))))

(deftest a-branch-on-a-cast-passes-the-reference
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "casts")]
        (is (= {:null -1, :i31 -1, :base 10, :derived 20, :other -1, :array -1} (of-each made "br_on_cast")))
        (is (= {:null -2, :i31 -1, :base 1, :derived 1, :other -1, :array -1} (of-each made "br_on_cast-null")))
        (is (= {:null 1, :i31 0, :base 0, :derived 120, :other 0, :array 0} (of-each made "br_on_cast_fail")))
        (is (= {:null 1, :i31 7, :base 7, :derived 0, :other 7, :array 7} (of-each made "br_on_cast_fail-null")))
        (is (= {:null 1001, :i31 1001, :base 1010, :derived 1020, :other 1001, :array 1001} (of-each made "above")))))))

(deftest a-reference-of-the-host-is-any-and-nothing-else
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "casts")
            object (.externref store (Object.))]
        (is (= [0 1 0 object] (call made "host" object)))
        (is (= [1 0 0 CoreStore/NULL_REF] (call made "host" CoreStore/NULL_REF)))
        (is (= 20 (one made "there-and-back" 3)))
        (is (= :cast-failure (trap made "there-and-back" 0)))))))

(deftest arrays-have-defaults-and-values-of-the-width-of-elements
  (on-both backend
    (within [store (new-store)]
      (let [made (instance store backend "casts")]
        (is (= [0 1 3] (call made "defaults" 3)))
        (is (= :out-of-bounds-array (trap made "defaults" 0)))
        (testing "0x18001 in 16 bits"
          (is (= [-0x7fff 0x8001] (call made "narrowed" 0x18001)))
          (is (= [-0x7fff 0x8001] (call made "filled" 0x18001))))))))
