(ns radicchio.runtime.occupier-test
  "Tasks that have an instance for themselves, and what waits for it: calls and cancellations."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm :as wasm]))

(set! *warn-on-reflection* true)

(def ^:private starting 0)
(def ^:private returned 2)
(def ^:private cancelled-before-returned 4)

(defn- state-after [export]
  (let [states (map (fn [backend]
                      (with-open [i (guests/instance (guests/wat "occupied" backend))]
                        (wasm/call i export)))
                    guests/backends)]
    (is (apply = states))
    (first states)))

(deftest a-call-begins-when-the-occupier-has-nothing-left-to-wait-for
  (is (= returned (state-after :after-the-occupier))))

(deftest a-cancellation-is-delivered-when-the-occupier-has-ended
  (is (= cancelled-before-returned (state-after :cancel-behind-the-occupier))))

(deftest a-call-is-held-back-while-the-occupier-waits
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (guests/instance (guests/wat "occupied" backend))]
       (is (= starting (wasm/call i :behind-the-occupier)))))))

(deftest a-start-function-must-not-wait-for-a-task
  (guests/on-both-backends
   (fn [backend]
     (is (= {:error :trap
             :message "cannot block a synchronous task before returning: deadlock detected: event loop cannot make further progress"}
            (select-keys (guests/failure #(guests/instance (guests/wat "starting-tasks" backend))) [:error :message]))))))
