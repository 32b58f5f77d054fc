(ns radicchio.engine.tags-test
  "Exceptions are caught by the identity of their tag, and cross between instances as what they are."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.engine.guests :refer [call export instance new-store on-both one thrown trap within]])
  (:import (radicchio.engine CoreStore Table)))

(set! *warn-on-reflection* true)

(defn- catcher
  "A catcher of the exceptions of one tag, which two throwers of tags of one type throw at."
  [^CoreStore store backend]
  (let [mine    (export (instance store backend "tag") "tag")
        other   (export (instance store backend "tag") "tag")
        throw-1 (export (instance store backend "thrower" mine) "throw")
        throw-2 (export (instance store backend "thrower" other) "throw")
        c       (instance store backend "catcher" mine mine throw-1 throw-2)]
    (.set ^Table (export c "calls") 0 (.reference store throw-1))
    c))

(deftest an-imported-tag-catches-exceptions-of-another-instance
  (on-both backend
    (within [store (new-store)]
      (let [c (catcher store backend)]
        (is (= [42 7] [(one c "catch-mine" 42) (one c "catch-mine" 7)]))))))

(deftest a-tag-of-equal-type-does-not-catch
  (on-both backend
    (within [store (new-store)]
      (let [c (catcher store backend)]
        (is (= -2 (one c "catch-other" 42)))
        (is (= 42 (one c "catch-mine" 42)))
        (is (= -2 (one c "catch-other" 42)) "also after the tag was caught once")))))

(deftest an-imported-tag-does-not-catch-the-module-s-own-of-equal-type
  (on-both backend
    (within [store (new-store)]
      (is (= :uncaught-exception (trap (catcher store backend) "catch-inner-as-mine" 42))))))

(deftest a-tag-imported-twice-is-one-tag
  (on-both backend
    (within [store (new-store)]
      (is (= 42 (one (catcher store backend) "catch-by-other-name" 42))))))

(deftest an-exception-is-caught-that-came-through-a-table
  (on-both backend
    (within [store (new-store)]
      (is (= 42 (one (catcher store backend) "catch-through-table" 42))))))

(deftest operands-below-a-try-are-kept
  (on-both backend
    (within [store (new-store)]
      (is (= 1042 (one (catcher store backend) "add-caught" 42))))))

(deftest an-exception-of-an-unknown-tag-is-caught-and-thrown-on
  (on-both backend
    (within [store (new-store)]
      (is (= :uncaught-exception (trap (catcher store backend) "rethrow" 42))))))

(defn- exporter-calling
  "The exporter of two tags of one type, whose table holds a thrower of one of them."
  [^CoreStore store backend tag]
  (let [exporter (instance store backend "same-type")
        thrower  (instance store backend "thrower" (export exporter tag))]
    (.set ^Table (export exporter "calls") 0 (.reference store (export thrower "throw")))
    exporter))

(deftest the-exporter-of-a-tag-catches-exceptions-of-an-importer
  (on-both backend
    (within [store (new-store)]
      (is (= 42 (one (exporter-calling store backend "first") "catch-first" 42))))))

(deftest the-exporter-does-not-catch-its-other-tag-of-the-same-type
  (on-both backend
    (within [store (new-store)]
      (let [exporter (exporter-calling store backend "second")]
        (is (= :uncaught-exception (trap exporter "catch-first" 42)))
        (is (= :uncaught-exception (trap exporter "throw-second" 42)))))))

(deftest of-two-tags-of-one-type-the-right-one-catches
  (on-both backend
    (within [store (new-store)]
      (is (= 42 (one (exporter-calling store backend "first") "catch-either" 42)))
      (is (= 1042 (one (exporter-calling store backend "second") "catch-either" 42))))))

(deftest a-function-reference-in-an-exception-is-the-function-that-was-thrown
  (on-both backend
    (within [store (new-store)]
      (let [carrier (instance store backend "carrier")]
        (is (= 21 (one (instance store backend "receiver" (export carrier "tag") (export carrier "throw"))
                       "call-thrown" 7)))))))

(deftest an-uncaught-exception-is-a-trap
  (on-both backend
    (within [store (new-store)]
      (let [e (thrown #(call (instance store backend "thrower" (export (instance store backend "tag") "tag")) "throw" 1))]
        (is (= "wasm trap: uncaught exception" (ex-message e)))
        (is (= {:radicchio/error :trap, :trap :uncaught-exception}
               (select-keys (ex-data e) [:radicchio/error :trap])))))))
