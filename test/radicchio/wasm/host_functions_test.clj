(ns radicchio.wasm.host-functions-test
  "Functions of the host that core modules import."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [instance on-both refusal thrown]])
  (:import (clojure.lang ExceptionInfo)))

(set! *warn-on-reflection* true)

(def ^:private imports
  {"env" {"log" (fn [_]), "sum" (fn [a b c d] (+ a b c d)), "pair" (fn [n] [n (* n n)]), "answer" (fn [] 42)
          "describe" identity}})

(defn- guest
  ^java.lang.AutoCloseable [backend more]
  (instance "host" backend {:imports (update imports "env" merge more)}))

(deftest the-import-s-type-converts-both-ways
  (on-both backend
    (let [seen (atom [])]
      (with-open [guest (guest backend {"log" #(swap! seen conj %)
                                        "sum" (fn [& args] (swap! seen conj (vec args)) (apply + args))})]
        (is (nil? (wasm/call guest "log" -1)))
        (is (= 10.0 (wasm/call guest "sum" 1 2 3 4)))
        (is (= [-1 [1 2 3.0 4.0]] @seen))
        (is (= [3 9] (wasm/call guest "pair" 3)))
        (is (= 42 (wasm/call guest "answer")))
        (is (= {:any "object"} (wasm/call guest "describe" {:any "object"})))
        (is (nil? (wasm/call guest "describe" nil)))))))

(deftest names-are-strings-or-keywords
  (on-both backend
    (with-open [guest (instance "host" backend {:imports {:env {:log (fn [_]), :sum +, :pair (fn [n] [n n]), :answer (fn [] 1)
                                                                "describe" identity}}})]
      (is (= 1 (wasm/call guest "answer"))))))

(deftest a-result-that-does-not-fit-its-type-traps-with-the-argument-as-cause
  (on-both backend
    (doseq [[export import result message]
            [["answer" "answer" "42" "the host function env.answer returned: expected an i32 (an integer from -2147483648 to 4294967295, or a boolean), got \"42\" (java.lang.String)"]
             ["answer" "answer" nil "the host function env.answer returned: expected an i32 (an integer from -2147483648 to 4294967295, or a boolean), got nil"]
             ["pair" "pair" [1] "the host function env.pair returned: expected a vector of 2 results, got [1] (clojure.lang.PersistentVector)"]
             ["pair" "pair" 1 "the host function env.pair returned: expected a vector of 2 results, got 1 (java.lang.Long)"]
             ["pair" "pair" (repeat 1) "the host function env.pair returned: expected a vector of 2 results, got a clojure.lang.Repeat"]
             ["pair" "pair" (map inc (range)) "the host function env.pair returned: expected a vector of 2 results, got a clojure.lang.LazySeq"]
             ["pair" "pair" [1 "x"] "the host function env.pair returned: result 2: expected an i64 (an integer from -9223372036854775808 to 18446744073709551615), got \"x\" (java.lang.String)"]]]
      (with-open [guest (guest backend {import (fn [& _] result)})]
        (let [e (thrown #(apply wasm/call guest export (when (= "pair" export) [1])))]
          (is (= {:radicchio/error :trap, :trap :host-result} (ex-data e)))
          (is (= message (ex-message e)))
          (is (= :argument (:radicchio/error (ex-data (ex-cause e)))))
          (is (= 9 (wasm/call guest "square" 3)) "and the instance goes on"))))))

(deftest exceptions-of-a-host-function-leave-unchanged-with-the-guests-frames
  (on-both backend
    (let [e (ex-info "no" {:why :because})]
      (with-open [guest (guest backend {"answer" (fn [] (throw e))})]
        (is (identical? e (thrown #(wasm/call guest "answer"))))
        (let [[trap :as suppressed] (.getSuppressed ^Throwable e)]
          (is (= 1 (count suppressed)))
          (is (= {:radicchio/error :trap, :trap :host-exception, :frames ["guest!ask"]} (ex-data trap)))
          (is (= "the guest was stopped by an exception of its host function" (ex-message trap))))
        (is (= 9 (wasm/call guest "square" 3)))))
    (testing "checked exceptions, errors, exceptions without a stack"
      (doseq [t [(java.io.IOException. "checked") (AssertionError. "error") (radicchio.error.ErrException. 1)]]
        (with-open [guest (guest backend {"answer" (fn [] (throw t))})]
          (is (identical? t (thrown #(wasm/call guest "answer")))))))))

(deftest a-guest-cannot-catch-exceptions-of-the-host
  (on-both backend
    (let [e (ex-info "no" {})]
      (with-open [guest (instance "exceptions" backend {:imports {"env" {"throw" (fn [] (throw e))}}})]
        (is (identical? e (thrown #(wasm/call guest "catch-all"))))
        (is (= {:radicchio/error :trap, :trap :uncaught-exception}
               (dissoc (ex-data (thrown #(wasm/call guest "throw-own"))) :frames)))))))

(deftest a-host-function-may-call-back
  (on-both backend
    (let [guest* (promise)]
      (with-open [guest (guest backend {"answer" (fn [] (inc (wasm/call @guest* "square" 6)))})]
        (deliver guest* guest)
        (is (= 37 (wasm/call guest "answer")))))
    (testing "recursively"
      (let [guest* (promise), depth (atom 0)]
        (with-open [guest (guest backend {"answer" (fn [] (if (= 20 (swap! depth inc)) 0 (inc (wasm/call @guest* "answer"))))})]
          (deliver guest* guest)
          (is (= 19 (wasm/call guest "answer"))))))
    (testing "an exception belongs to the inner call"
      (let [guest* (promise), inner (atom nil)]
        (with-open [guest (guest backend {"answer" (fn [] (try (wasm/call @guest* "pair" 1) (catch Exception e (reset! inner e))) 5)
                                          "pair"   (fn [_] (throw (ex-info "inner" {})))})]
          (deliver guest* guest)
          (is (= 5 (wasm/call guest "answer")))
          (is (= "inner" (ex-message @inner))))))))

(deftest a-marked-function-takes-the-instance-first
  (on-both backend
    (with-open [guest (guest backend {"answer" ^:wasm/instance (fn [instance] (wasm/call instance "square" 4))
                                      "sum"    ^:wasm/instance (fn [instance a b c d] (wasm/call instance "square" (long (+ a b c d))))})]
      (is (= 16 (wasm/call guest "answer")))
      (is (= 100.0 (wasm/call guest "sum" 1 2 3 4))))))

(defn answering [] 1)

(defn ^:wasm/instance squaring [instance] (wasm/call instance "square" 5))

(def squaring-value ^:wasm/instance (fn [instance] (wasm/call instance "square" 6)))

(deftest a-var-is-resolved-at-each-call
  (on-both backend
    (with-open [guest (guest backend {"answer" #'answering})]
      (is (= 1 (wasm/call guest "answer")))
      (with-redefs [answering (fn [] 2)]
        (is (= 2 (wasm/call guest "answer")))))
    (testing "it may take the instance, by its metadata or that of its value"
      (with-open [guest (guest backend {"answer" #'squaring})]
        (is (= 25 (wasm/call guest "answer"))))
      (with-open [guest (guest backend {"answer" #'squaring-value})]
        (is (= 36 (wasm/call guest "answer")))))))

(deftest a-start-function-may-call-the-host-which-has-no-instance-yet
  (on-both backend
    (let [got (atom nil)]
      (with-open [_ (instance "start" backend {:imports {"env" {"started" #(reset! got %)}}})]
        (is (= 42 @got))))
    (let [e (ex-info "in start" {})]
      (is (identical? e (thrown #(instance "start" backend {:imports {"env" {"started" (fn [_] (throw e))}}})))))))

(deftest every-missing-import-is-listed-with-its-type
  (on-both backend
    (is (= [:unlinkable (str "4 unsatisfied imports of the module: env.log func (i32); env.sum func (i32, i64, f32,"
                             " f64) → f64; env.pair func (i32) → i32, i64; env.describe func (externref) → externref")]
           (refusal #(instance "host" backend {:imports {"env" {"answer" (fn [] 1)}}}))))
    (is (= [:unlinkable (str "5 unsatisfied imports of the module: env.memory memory min 1; env.table table element"
                             " funcref min 2; env.base global type i32 mutable false; env.counter global type i32"
                             " mutable true; env.double func (i32) → i32")]
           (refusal #(instance "imports" backend {}))))))

(deftest missing-functions-trap-when-called-if-configured
  (on-both backend
    (with-open [guest (instance "host" backend {:missing :trap, :imports {"env" {"answer" (fn [] 1)}}})]
      (is (= 1 (wasm/call guest "answer")))
      (is (= [:trap "The missing import env.log was called; pass it in :imports"] (refusal #(wasm/call guest "log" 1)))))
    (is (= [:config ":missing: expected :trap, got :ignore"] (refusal #(instance "host" backend {:missing :ignore}))))))

(deftest values-other-than-functions-are-refused
  (on-both backend
    (doseq [value [42 "x" :keyword {} nil]]
      (is (= [:unlinkable (str "The import env.answer is a func () → i32: expected a function, got " (pr-str value))]
             (refusal #(guest backend {"answer" value})))))
    (is (= [:config ":imports \"env\": expected a map from names to functions and values, got 3"]
           (refusal #(instance "host" backend {:imports {"env" 3}}))))
    (is (= [:config ":imports: expected a map from module names to maps of functions and values, got [1]"]
           (refusal #(instance "host" backend {:imports [1]}))))))

(deftest exceptions-of-clojure-leave-unchanged
  (on-both backend
    (with-open [guest (guest backend {"answer" (fn [] (throw (ex-info "typed" {:type ::mine})))})]
      (is (= ::mine (try (wasm/call guest "answer") (catch ExceptionInfo e (:type (ex-data e)))))))))
