(ns radicchio.engine.legacy-exceptions-test
  "Exceptions in the legacy form, which the compiler has and the interpreter has not."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section]]
            [radicchio.engine.guests :refer [call compiled instance new-store one thrown within]]
            [radicchio.engine.wide-function :refer [bodies counted i32 run-at type-of]])
  (:import (radicchio.engine Backend Engine)))

(set! *warn-on-reflection* true)

(def ^:private thrown-by-number
  "What the guest's functions throw."
  {:nothing 0, :n 1, :two 2, :other 3, :trap 4})

(defn- of-each [made export]
  (into {} (for [[what n] thrown-by-number]
             [what (try (one made export n)
                        (catch Exception e (:trap (ex-data e))))])))

(deftest a-body-handles-the-exceptions-of-its-tag
  (within [store (new-store)]
    (let [made (instance store Backend/COMPILER "legacy")]
      (is (= {:nothing 1, :n 105, :two 213, :other :uncaught-exception, :trap :unreachable} (of-each made "catch")))
      (is (= {:nothing 1, :n 5, :two 9, :other 9, :trap :unreachable} (of-each made "catch_all")))
      (is (= {:nothing 1, :n 2, :two 2, :other 2, :trap :unreachable} (of-each made "no-catch"))))))

(deftest operands-below-a-try-outlive-it
  (within [store (new-store)]
    (let [made (instance store Backend/COMPILER "legacy")]
      (is (= {:nothing 1020, :n 1005, :two 1003, :other 1003, :trap :unreachable} (of-each made "below")))
      (is (= [5 10] (map #(one made "branches" %) [0 7]))))))

(deftest an-exception-that-is-handled-can-be-thrown-again
  (within [store (new-store)]
    (let [made (instance store Backend/COMPILER "legacy")]
      (is (= {:nothing 1, :n 55, :two 2, :other 2, :trap :unreachable} (of-each made "rethrow")))
      (is (= 1 (one made "after")))
      (is (= 1 (one made "rethrow-outer"))))))

(deftest delegated-exceptions-go-past-the-blocks-between
  (within [store (new-store)]
    (let [made (instance store Backend/COMPILER "legacy")]
      (is (= {:nothing 71, :n 15, :two 11, :other 11, :trap :unreachable} (of-each made "delegate")))
      (is (= {:nothing 1, :n 12, :two 12, :other 12, :trap :unreachable} (of-each made "delegate-to-block")))
      (is (= {:nothing 1, :n 5, :two 13, :other 13, :trap :unreachable} (of-each made "delegate-to-try_table")))
      (is (= 38 (one made "delegate-to-handling")))
      (is (= {:nothing 1, :n 5, :two :uncaught-exception, :other :uncaught-exception, :trap :unreachable}
             (of-each made "caller"))))))

(deftest what-is-never-reached-is-left-out
  (within [store (new-store)]
    (is (= [4] (call (instance store Backend/COMPILER "legacy") "unreached")))))

(deftest the-interpreter-refuses-them-by-name
  (is (= "the module uses the legacy form of exception handling, which this engine does not support on the backend :interpreter; use :compiler"
         (ex-message (thrown #(compiled "legacy" Backend/INTERPRETER))))))

(defn- refused
  "The kind and the message of the exception for a function without parameters and results that has these instructions."
  [& instructions]
  (let [e (thrown #(Engine/compile (module (section 1 (counted [(type-of [] [])]))
                                           (section 3 (counted [[0]]))
                                           (run-at 0)
                                           (bodies (apply concat instructions)))
                                   Backend/COMPILER))]
    [(:radicchio/error (ex-data e)) (ex-message e)]))

(deftest what-stands-in-the-wrong-place-is-refused
  (testing "nested wrongly"
    (is (= [:malformed "malformed module: catch without try"] (refused [0x02 0x40 0x19 0x0b])))
    (is (= [:malformed "malformed module: catch without try"] (refused [0x06 0x40 0x19 0x19 0x0b])))
    (is (= [:malformed "malformed module: delegate without try"] (refused [0x06 0x40 0x19 0x18 0])))
    (is (= [:malformed "malformed module: delegate without try"] (refused [0x02 0x40 0x18 0]))))
  (testing "labels"
    (is (= [:invalid "invalid module: unknown label 1 of 1"] (refused [0x06 0x40 0x18 1])))
    (is (= [:invalid "invalid module: invalid rethrow label in function 0, 1 bytes in"] (refused [0x09 0])))
    (is (= [:invalid "invalid module: invalid rethrow label in function 0, 3 bytes in"] (refused [0x06 0x40 0x09 0 0x0b]))))
  (testing "operands"
    (is (= [:invalid "invalid module: type mismatch: expected an operand, got none in function 0, 4 bytes in"]
           (refused [0x06 0x40 0x19 0x1a 0x0b]))
        "the exception that is handled is no operand")
    (is (= [:invalid "invalid module: type mismatch: values remaining on stack at end of block: 1 in function 0, 5 bytes in"]
           (refused [0x06 0x40 0x41 0 0x19 0x0b])))
    (is (= [:invalid "invalid module: type mismatch: expected [i32], got too few operands in function 0, 6 bytes in"]
           (refused [0x06 i32 0x41 0 0x19 0x0b 0x1a])))))
