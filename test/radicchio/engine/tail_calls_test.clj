(ns radicchio.engine.tail-calls-test
  "Calls in tail position use no stack when they are compiled, whatever they call."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.guests :refer [call host instance new-store one trap thrown within]])
  (:import (java.time Duration)
           (java.util Optional)
           (radicchio.engine Backend CoreType Limits)))

(set! *warn-on-reflection* true)

(defn- tails [store]
  (instance store Backend/COMPILER "tails" (host store [CoreType/I64] [CoreType/I64] (fn [[n]] [(* 2 n)]))))

(def ^:private million 1000000)
(def ^:private sum (quot (* million (inc million)) 2))

(deftest a-million-calls-in-tail-position-need-no-stack
  (within [store (new-store)]
    (let [made (tails store)]
      (doseq [export ["mutual" "indirect" "by-reference"]]
        (testing export
          (is (= sum (one made export million 0)))))
      (is (= [-6 -6] [(one made "mutual" 3 0) (one made "indirect" 3 0)])
          "an odd number ends in the other function")
      (is (= 0 (one made "nothing" million))))))

(deftest all-results-come-from-the-last-call
  (within [store (new-store)]
    (let [made (tails store)]
      (doseq [n [0 1 2 1000]]
        (is (= [1 (Float/floatToRawIntBits 2) (Double/doubleToRawLongBits 3) 4 5] (call made "results" n)))
        (is (= [6 7] (call made "vector" n)))))))

(deftest a-function-of-the-host-is-called-in-tail-position
  (within [store (new-store)]
    (is (= 42 (one (tails store) "to-host" 21)))))

(deftest a-try_table-that-a-call-leaves-does-not-catch
  (within [store (new-store)]
    (let [made (tails store)]
      (is (= [109 109] (map #(one made "caught" %) [0 10000]))))))

(deftest a-call-in-tail-position-traps-as-any-other
  (within [store (new-store)]
    (let [made (tails store)]
      (is (= [:indirect-call-type :uninitialized-element :undefined-element :undefined-element]
             (map #(trap made "traps" %) [0 3 4 -1])))
      (is (= :null-reference (trap made "trap-null")))
      (is (= sum (one made "mutual" million 0)) "and nothing is left of it"))))

(deftest calls-without-end-are-stopped
  (within [store (new-store (Limits. 100 (Optional/of (Duration/ofMillis 60))))]
    (let [e (thrown #(call (tails store) "for-ever" 1))]
      (is (= [:limit :timeout] [(:radicchio/error (ex-data e)) (:limit (ex-data e))])))))
