(ns radicchio.engine.vectors-test
  "Vectors wherever a guest can have values, and between modules and the host: two slots, the low half first. The interpreter
  refuses them."
  (:require [clojure.test :refer [are deftest is testing]]
            [radicchio.engine.guests :refer [call compiled export instance new-store one thrown within]])
  (:import (java.util List)
           (radicchio.engine Backend CoreStore CoreType ExternType$FuncType Func Global HostFunc Memory)))

(set! *warn-on-reflection* true)

(def ^:private a [0x0000000700000005 -1])
(def ^:private b [Long/MIN_VALUE 0x0102030405060708])

(defn- swap
  "The host's function: the halves of the vector in the other order, and the sum of the numbers."
  ^Func [^CoreStore store]
  (.function store (ExternType$FuncType. [CoreType/I32 CoreType/V128 CoreType/I64] [CoreType/V128 CoreType/I32])
             (reify HostFunc
               (call [_ args]
                 (let [[n low high m] args] (long-array [high low (+ (long n) (long m))]))))))

(defn- vectors [store] (instance store Backend/COMPILER "vectors" (swap store)))

(deftest values-of-a-guest
  (within [store (new-store)]
    (let [made (vectors store)]
      (are [expected name args] (= expected (apply call made name args))
        [0x0000000e0000000a -0x100000002] "twice" a
        [0x1122334455667788 -2] "constant-copy" []
        [0 0] "local" []
        (concat b [7] a [9]) "between" (concat [7] a [9] b [0])
        a "choose" (concat a b [1])
        b "choose" (concat a b [0])
        b "choose-typed" (concat a b [0])
        [1000 2000] "count" [1000]
        [0x0000000e0000000a -0x100000002] "if" (concat a [1])
        [5 6] "if" (concat a [0])
        [0x0000000e0000000a -0x100000002] "indirect" (concat a [0])
        [-0x0000000700000005 1] "indirect" (concat a [1])
        [-0x0000000700000005 1] "tail" a
        [100 99] "deep" [0 -1 100])
      (testing "a global"
        (is (= [0x0000000200000001 0x0000000400000003] (apply call made "set" a)))
        (is (= a (apply call made "set" b)))))))

(deftest values-between-a-guest-and-the-host
  (within [store (new-store)]
    (let [made (vectors store)
          global (fn [name] (let [^Global g (export made name)] [(.get g) (.high g)]))]
      (is (= (concat (reverse b) [-2]) (apply call made "host" b)))
      (is (= [0x1122334455667788 -2] (global "constant")))
      (apply call made "set" b)
      (is (= b (global "changing")))
      (testing "a host function that returns too few slots"
        (let [poor (.function store (ExternType$FuncType. [CoreType/I32 CoreType/V128 CoreType/I64] [CoreType/V128 CoreType/I32])
                              (reify HostFunc (call [_ _] (long-array 2))))]
          (is (= "a host function of type (func (param i32 v128 i64) (result v128 i32)) returned 2 values, expected 3"
                 (ex-message (thrown #(apply call (instance store Backend/COMPILER "vectors" poor) "host" a))))))))))

(deftest values-between-modules
  (within [store (new-store)]
    (let [made (vectors store)
          user (.instantiate store (compiled "vectors-user" Backend/COMPILER)
                             ^List (mapv #(export made %) ["twice" "throw" "constant" "changing" "e"]))]
      (is (= [0x1122334455667788 -2 0x1122334455667788 -2] (call user "constants")))
      (apply call user "change" a)
      (is (= a (apply call made "set" b)))
      (is (= b (apply call user "change" a)))
      (is (= [0x0000000e0000000a -0x100000002] (apply call user "twice" a)))
      (is (= (concat [3] b [4]) (apply call user "catch" b))))))

(deftest exceptions-with-vectors
  (within [store (new-store)]
    (let [made (vectors store)]
      (is (= (concat [3] b [4]) (apply call made "catch" b)))
      (is (= :uncaught-exception (:trap (ex-data (thrown #(apply call made "throw" b)))))))))

(deftest a-store-that-traps-has-stored-nothing
  (within [store (new-store)]
    (let [made (vectors store)
          ^Memory memory (export made "memory")
          trap (fn [name & args] (:trap (ex-data (thrown #(apply call made name args)))))]
      (apply call made "store" 65520 b)
      (is (= b (call made "load" 65520)))
      (doseq [address [65521 65528 65535 -1 -16]]
        (is (= :out-of-bounds-memory (trap "store" address -1 -1) (trap "load" address))))
      (is (= b (call made "load" 65520)))
      (is (= 8 (aget (.read memory 65528 1) 0)))
      (is (= :out-of-bounds-memory (trap "load-far" 0) (trap "load-far" 1) (trap "load-far" 9))))))

(deftest a-wrong-type-is-refused
  (within [store (new-store)]
    (let [made (vectors store)]
      (is (= :unlinkable
             (:radicchio/error
              (ex-data (thrown #(.instantiate store (compiled "vectors-user" Backend/COMPILER)
                                              ^List (mapv (fn [name] (export made name))
                                                          ["load" "throw" "constant" "changing" "e"]))))))))))

(deftest the-interpreter-refuses-vectors
  (are [name feature] (= (str "the module uses " feature ", which this engine does not support on the backend :interpreter; use :compiler")
                         (ex-message (thrown #(compiled name Backend/INTERPRETER))))
    "vectors" "SIMD values (v128) in import \"host\" \"swap\""
    "refused-simd" "SIMD instructions")
  (within [store (new-store)]
    (is (= 1 (one (instance store Backend/COMPILER "refused-simd") "f")))))
