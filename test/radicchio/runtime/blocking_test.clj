(ns radicchio.runtime.blocking-test
  "Each place where a guest blocks, and the four ends of a wait there: the deadline, an interrupt, a close, a trap of another call."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm :as wasm])
  (:import (java.util.concurrent CompletableFuture CountDownLatch)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(def ^:private places
  "The exports that block, each where its name says."
  [:set-wait :stream-read :stream-write :future-read :future-write :suspends :sync-call :sync-cancel])

(defn- instance
  "An instance, whose host function counts a latch down and never ends."
  ^Instance [backend ^CountDownLatch called options]
  (guests/instance (guests/wat "blocking" backend)
                   (merge {:imports {"slow" (fn [] (.countDown called) (CompletableFuture.))}} options)))

(defn- on-each-place
  "Calls f with an instance, the latch that tells that the guest is about to block, and the export that blocks there. Last, with one
  that holds calls back, so that they wait before they enter."
  [options f]
  (guests/on-both-backends
   (fn [backend]
     (doseq [place places]
       (testing place
         (let [called (CountDownLatch. 1)]
           (with-open [i (instance backend called options)]
             (f i called place)))))
     (testing "before a task enters"
       (let [called (CountDownLatch. 1)]
         (with-open [i (instance backend called options)]
           (wasm/call i :hold-back)
           (f i called :set-wait)))))))

(defn- outcome [result] (deref result 60000 :never))

(deftest the-deadline-ends-each-wait
  (on-each-place {:limits {:timeout-ms 300}}
                 (fn [^Instance i _ place]
                   (is (= :timeout (:limit (guests/failure #(wasm/call i place)))))
                   (is (.isDead i)))))

(deftest an-interrupt-ends-each-wait
  (on-each-place {}
                 (fn [i ^CountDownLatch called place]
                   (let [result (promise)
                         thread (doto (Thread. #(let [failure (guests/failure (fn [] (wasm/call i place)))]
                                                  (deliver result [(:limit failure) (.isInterrupted (Thread/currentThread))])))
                                  .start)]
                     (.await called)
                     (.interrupt thread)
                     (is (= [:interrupted true] (outcome result)))))))

(deftest a-close-ends-each-wait
  (on-each-place {}
                 (fn [^Instance i ^CountDownLatch called place]
                   (let [result (guests/started #(guests/kind (fn [] (wasm/call i place))))]
                     (.await called)
                     (.close i)
                     (is (= :closed (outcome result)))))))

(deftest a-trap-ends-each-wait
  (on-each-place {}
                 (fn [^Instance i ^CountDownLatch called place]
                   (let [result (guests/started #(guests/kind (fn [] (wasm/call i place))))]
                     (.await called)
                     (is (= :trap (guests/kind #(wasm/call i :traps))))
                     (is (= :trap (outcome result)))
                     (waiting/until "the instance to be dead" #(.isDead i))))))

(defn- our-threads []
  (filter #(= "radicchio-task" (.getName ^Thread %)) (keys (Thread/getAllStackTraces))))

(deftest no-thread-outlives-a-store-whose-guests-block
  (let [before (set (our-threads))]
    (on-each-place {} (fn [i _ place] (wasm/async (wasm/fn i place))))
    (waiting/until "the threads of the stores to end" #(every? before (our-threads)))))
