(ns radicchio.runtime.host-test
  "Functions of the host that a guest calls: their results, their errors, and calls back in."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm.component :as wasm])
  (:import (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(defn- instance
  "An instance of the guest that calls out, with some functions other than these."
  (^Instance [backend functions] (instance backend functions {}))
  (^Instance [backend functions options]
   (guests/instance (guests/guest "calls" backend)
                    (merge {:imports {"test:calls/host@1.0.0" functions "seed" (fn [] 1) "log-all" (fn [_])}
                            :missing :trap}
                           options))))

(def ^:dynamic *offset* 0)

(defn- shout [text] (str text "!" *offset*))

(deftest imports-are-named-by-strings-or-keywords-and-may-be-vars
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend {:add + "shout" #'shout})]
       (is (= 7 (wasm/call i :add 3 4)))
       (is (= "a!0" (wasm/call i :shout "a")))
       (with-redefs [shout (constantly "redefined")]
         (is (= "redefined" (wasm/call i :shout "a"))))))))

(deftest the-value-of-a-function-without-a-result-is-ignored
  (with-open [i (instance :interpreter {:notify (constantly :something)})]
    (is (nil? (wasm/call i :notify 3)))))

(deftest a-host-function-returns-ok-and-throws-err
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend {:divide (fn [a b] (if (zero? b) (throw (wasm/err "by zero")) (quot a b)))
                                      :check (fn [n] (when (odd? n) (throw (wasm/err n))))})]
       (is (= 3 (wasm/call i :divide 7 2)))
       (is (= [:err "by zero"] (wasm/attempt (wasm/function i :divide) 7 0)))
       (is (nil? (wasm/call i :check 2)))
       (is (= [:err 3] (wasm/attempt (wasm/function i :check) 3)))))))

(deftest with-results-as-values-a-host-function-returns-the-tagged-form
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend {:divide (fn [a b] (if (zero? b) [:err "by zero"] [:ok (quot a b)]))}
                             {:results :value})]
       (is (= 3 (wasm/call i :divide 7 2)))
       (is (= [:err "by zero"] (wasm/attempt (wasm/function i :divide) 7 0)))))))

(deftest the-value-of-a-host-function-is-never-inspected-for-an-err
  (with-open [i (instance :interpreter {:divide (constantly [:err "x"])})]
    (is (= {:error :trap :trap :canonical-abi
            :message (str "the host function test:calls/host@1.0.0#divide returned a value that does not fit its type:"
                          " result: expected an s32 (an integer from -2147483648 to 2147483647), got [:err \"x\"]"
                          " (clojure.lang.PersistentVector)")}
           (dissoc (guests/failure #(wasm/call i :divide 1 2)) :frames)))))

(deftest an-invalid-result-of-a-host-function-traps-the-guest
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend {:add (fn [_ _] "seven")})]
       (let [e (try (wasm/call i :add 1 2) (catch Exception e e))]
         (is (= [:trap :argument] [(:radicchio/error (ex-data e)) (:radicchio/error (ex-data (ex-cause e)))])))
       (is (= :trap (guests/kind #(wasm/call i :add 1 2))) "and the instance is dead")))))

(deftest an-exception-of-a-host-function-leaves-unchanged
  (guests/on-both-backends
   (fn [backend]
     (doseq [^Throwable thrown [(ex-info "oops" {:a 1}) (java.io.IOException. "disk") (AssertionError. "no")]]
       (testing (class thrown)
         (with-open [i (instance backend {:add (fn [_ _] (throw thrown))})]
           (is (identical? thrown (try (wasm/call i :add 1 2) (catch Throwable t t))))
           (is (= [:trap] (map #(:radicchio/error (ex-data %)) (.getSuppressed thrown))))
           (is (= {:error :trap :trap :dead
                   :message (str "this instance is dead because an earlier call into it failed: "
                                 (ex-message thrown) "; make a new one")}
                  (guests/failure #(wasm/call i :add 1 2))))))))))

(deftest an-err-of-a-host-function-without-a-result-type-traps
  (with-open [i (instance :interpreter {:add (fn [_ _] (throw (wasm/err 1)))})]
    (is (= {:error :argument
            :message "test:calls/host@1.0.0#add threw an err, but its type has no err"}
           (guests/failure #(wasm/call i :add 1 2))))))

(deftest an-err-of-another-call-is-an-ordinary-exception
  (guests/on-both-backends
   (fn [backend]
     (with-open [inner (instance backend {:divide (fn [_ _] (throw (wasm/err "inner")))})
                 outer (instance backend {:divide (fn [a b] (wasm/call inner :divide a b))})]
       (let [e (try (wasm/call outer :divide 1 2) (catch Exception e e))]
         (is (= {:radicchio/error :wit :wit/error "inner" :wit/name "test:calls/guest@1.0.0#divide"} (ex-data e)))
         (is (identical? e (try (wasm/attempt #(throw e)) (catch Exception e e)))
             "and no err of the outer function"))
       (is (= [:err "inner"] (wasm/attempt (wasm/function inner :divide) 1 2)) "the inner instance lives")
       (is (= :trap (guests/kind #(wasm/call outer :divide 1 2))))))))

(deftest a-reentering-call-is-refused-and-the-instance-lives
  (guests/on-both-backends
   (fn [backend]
     (let [self (promise)
           refused (atom [])
           note (fn [f] (swap! refused conj (guests/failure f)))]
       (with-open [i (instance backend {:add (fn [a b]
                                               (note #(wasm/call @self :add a b))
                                               (note #(.close ^Instance @self))
                                               (+ a b))})]
         (deliver self i)
         (is (= 3 (wasm/call i :add 1 2)))
         (is (= [{:error :reentered
                  :message (str "an instance was called from one of its own host functions; a call into it has not"
                                " returned yet")}
                 {:error :reentered
                  :message (str "an instance was closed from one of its own host functions; a call into it has not"
                                " returned yet")}]
                @refused))
         (is (= 7 (wasm/call i :add 3 4))))))))

(deftest a-host-function-may-call-another-instance
  (guests/on-both-backends
   (fn [backend]
     (with-open [inner (instance backend {:shout #(str % "!")})
                 outer (instance backend {:shout #(wasm/call inner :shout (str % "?"))})]
       (is (= "what?!" (wasm/call outer :shout "what")))))))

(deftest a-host-function-receives-many-parameters-as-arguments
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend {:add-seventeen (fn [& xs] (reduce + xs))})]
       (is (= 153.0 (wasm/call i :add-seventeen)))))))

(deftest records-lists-and-options-reach-the-host
  (guests/on-both-backends
   (fn [backend]
     (let [heard (atom nil)]
       (with-open [i (instance backend {:exchange (fn [items wanted] (reset! heard [items wanted]) [:one (first items)])})]
         (is (= [:one {:name "a" :sizes [1 2]}] (wasm/call i :exchange [{:name "a" :sizes [1 2]}] "b")))
         (is (= [[{:name "a" :sizes [1 2]}] "b"] @heard)))))))
