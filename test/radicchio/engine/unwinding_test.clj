(ns radicchio.engine.unwinding-test
  "What a host function throws goes through guests as itself; what a guest throws ends at the host."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.engine.guests :refer [call host instance new-store on-both one thrown trap within]])
  (:import (radicchio.engine Func)))

(set! *warn-on-reflection* true)

(defn- nested
  "An instance whose callback is `f`, of the instance itself."
  [store backend f]
  (let [self (atom nil)]
    (reset! self (instance store backend "nested" (host store (fn [_] (f @self) nil))))))

(deftest an-exception-of-a-nested-call-does-not-reach-a-handler-beyond-the-host
  (on-both backend
    (within [store (new-store)]
      (doseq [name ["throw" "deep-throw"]]
        (let [seen (atom nil)
              n    (nested store backend #(do (reset! seen (thrown (fn [] (call % name)))) (throw @seen)))
              left (thrown #(call n "run"))]
          (is (= :uncaught-exception (:trap (ex-data @seen))))
          (is (identical? @seen left) "the trap that the host threw on is the one that left"))))))

(deftest a-host-that-catches-a-nested-trap-lets-its-caller-continue
  (on-both backend
    (within [store (new-store)]
      (let [n (nested store backend #(thrown (fn [] (call % "throw"))))]
        (is (= 1 (one n "run")))
        (is (= 2 (one n "run-caught")) "and its caller's own exceptions are caught")
        (is (= 1 (one n "run")))))))

(deftest nested-calls-many-levels-deep-each-see-their-own-exceptions
  (on-both backend
    (within [store (new-store)]
      (let [levels (atom 0)
            n (nested store backend
                      (fn [self]
                        (if (< (swap! levels inc) 5)
                          (is (= 2 (one self "run-caught")))
                          (is (= :uncaught-exception (trap self "throw"))))))]
        (is (= 2 (one n "run-caught")))
        (is (= 5 @levels))))))

(deftest an-exception-of-the-host-passes-handlers-unchanged
  (on-both backend
    (within [store (new-store)]
      (doseq [thing [(ex-info "ours" {:a 1}) (IllegalStateException. "a runtime exception")
                     (java.io.IOException. "a checked one") (AssertionError. "an error")]]
        (let [n (nested store backend (fn [_] (throw thing)))]
          (is (identical? thing (thrown #(call n "run"))))
          (is (identical? thing (thrown #(call n "run-caught")))))))))

(deftest a-host-function-called-by-the-host-is-its-body
  (within [store (new-store)]
    (let [boom (ex-info "boom" {})]
      (is (identical? boom (thrown #(.call ^Func (host store (fn [_] (throw boom))) (long-array 0)))))
      (is (= [] (vec (.call ^Func (host store (constantly nil)) (long-array 0))))))))

(deftest a-host-function-that-returns-too-many-values-is-an-error
  (on-both backend
    (within [store (new-store)]
      (let [n (instance store backend "nested" (host store (constantly [1 2])))]
        (is (= "a host function of type (func) returned 2 values, expected 0"
               (ex-message (thrown #(call n "run")))))))))
