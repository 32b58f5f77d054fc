(ns radicchio.wasm.holding-test
  "wasm/holding: a thread has an instance for itself, for many calls."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.bind :as bind]
            [radicchio.runtime.guests :as guests]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.component :as component])
  (:import (java.util.concurrent CompletableFuture)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(defn- mischief
  (^Instance [backend] (mischief backend {}))
  (^Instance [backend options] (component/instantiate (guests/guest "mischief" backend) options)))

(def ^:private fine "test:mischief/traps@1.0.0#fine")

(deftest calls-of-other-threads-wait-until-the-body-ends
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (mischief backend)]
       (let [other (atom nil)]
         (is (= [42 42 false]
                (wasm/holding i
                  (reset! other (guests/started #(wasm/call i fine)))
                  [(wasm/call i fine) (wasm/call i fine) (realized? @other)])))
         (is (= 42 @@other)))))))

(deftest bodies-nest-and-the-outer-one-ends-last
  (with-open [i (mischief :compiler)]
    (let [other (atom nil)]
      (wasm/holding i
        (wasm/holding i (wasm/call i fine))
        (reset! other (guests/started #(wasm/call i fine)))
        (is (not (realized? @other))))
      (is (= 42 @@other)))))

(deftest each-call-in-a-body-has-its-own-time
  (with-open [i (mischief :compiler {:limits {:timeout-ms 300}})]
    (wasm/holding i
      (is (= 42 (wasm/call i fine)))
      (Thread/sleep 400)
      (is (= 42 (wasm/call i fine)) "the time between the calls does not count")
      (is (= [:limit :timeout]
             ((juxt :error :limit) (guests/failure #(wasm/call i "test:mischief/traps@1.0.0#loop-for-ever")))))
      (is (not (Thread/interrupted)) "the interrupt that stopped the guest is cleared"))))

(deftest a-trap-in-a-body-ends-the-instance-and-the-body-gives-up-the-lock
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (mischief backend)]
       (is (= :trap (:error (guests/failure
                             #(wasm/holding i (wasm/call i "test:mischief/traps@1.0.0#unreachable"))))))
       (is (= :dead (:trap (guests/failure #(wasm/call i fine)))))
       (is (= :dead (:trap (guests/failure #(wasm/holding i :never)))))
       (is (= :dead (:trap @(guests/started (fn [] (guests/failure #(wasm/call i fine)))))))))))

(deftest an-instance-can-be-closed-in-its-body
  (let [i (mischief :compiler)]
    (is (= :closed (wasm/holding i
                     (.close i)
                     (:error (guests/failure #(wasm/call i fine))))))
    (is (= :closed (:error (guests/failure #(wasm/holding i :never)))))))

(deftest a-call-that-waits-in-a-body-gives-the-lock-to-others
  (guests/on-both-backends
   (fn [backend]
     (let [stages (atom {})]
       (with-open [^Instance i (component/instantiate
                                (guests/wat "tasks" backend)
                                {:imports {"slow" (fn [n]
                                                    (let [stage (CompletableFuture.)] (swap! stages assoc n stage) stage))}})]
         (let [held  (guests/started
                      (fn [] (wasm/holding i [(wasm/call i "calls-back" 1) (wasm/call i "calls-back" 2)])))
               _     (waiting/until "the first call to wait" #(@stages 1))
               other (guests/started #(wasm/call i "calls-back" 3))]
           (waiting/until "the other thread's call to enter and wait" #(@stages 3))
           (.complete ^CompletableFuture (@stages 1) 10)
           (.complete ^CompletableFuture (waiting/until "the second call to wait" #(@stages 2)) 20)
           (is (= [10 20] @held))
           (.complete ^CompletableFuture (@stages 3) 30)
           (is (= 30 @other))))))))

(deftest the-instance-of-a-namespace-is-held-by-its-component
  (let [c    (bind/component {:format 1 :from "guests/mischief/mischief.wasm" :ns 'acme.guest})
        call (bind/export c fine nil '[:func [] :u32])]
    (is (= [42 42] (wasm/holding c [(bind/call call) (bind/call call)])))))

(deftest core-modules-are-held-too
  (with-open [i (wasm/load "test/wat/core-values.wasm")]
    (is (= 7 (wasm/holding i (wasm/call i "add" 3 4))))))

(deftest only-an-instance-can-be-held
  (testing "a compiled module has none"
    (is (= :config (:error (guests/failure #(wasm/holding (wasm/compile "bench/wat/core.wasm") :never)))))))
