(ns radicchio.runtime.stores-test
  "Instances of separately compiled components in one store, which whoever links them makes."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm.component :as wasm]
            [radicchio.wasm.instance-options :as instance-options])
  (:import (java.util.concurrent CountDownLatch)
           (radicchio.engine Limits)
           (radicchio.runtime CompiledComponent Instance)
           (radicchio.runtime.instance InstanceStore)))

(set! *warn-on-reflection* true)

(defn- new-store ^InstanceStore [] (InstanceStore/of Limits/DEFAULT))

(defn- within
  "An instance of a test guest in a store."
  (^Instance [store name backend] (within store name backend {}))
  (^Instance [store name backend options]
   (let [^CompiledComponent component (guests/guest name backend)]
     (Instance/in ^InstanceStore store component (instance-options/instance-options options)))))

(defn- caller
  "An instance of the guest that calls out, in a store, whose function add is f."
  ^Instance [store backend f]
  (within store "calls" backend {:imports {"test:calls/host@1.0.0" {:add f}} :missing :trap}))

(deftest a-host-function-calls-another-instance-of-the-store
  (guests/on-both-backends
   (fn [backend]
     (let [store (new-store)]
       (with-open [other (within store "mischief" backend)
                   i     (caller store backend (fn [a b] (wasm/call other :divide (+ a b) 2)))]
         (is (= 3 (wasm/call i :add 2 4)))
         (is (= 3 (wasm/call other :divide 6 2))))))))

(deftest one-thread-at-a-time-runs-in-the-instances-of-a-store
  (doseq [shared [true false]]
    (testing (if shared "one store" "two stores")
      (let [store   (new-store)
            inside  (CountDownLatch. 1)
            goes-on (CountDownLatch. 1)]
        (with-open [other (within (if shared store (new-store)) "mischief" :compiler)
                    i     (caller store :compiler (fn [a b] (.countDown inside) (.await goes-on) (+ a b)))]
          (let [calling (future (wasm/call i :add 1 2))]
            (.await inside)
            (let [waiting (guests/started #(wasm/call other :divide 6 2))]
              (is (= (not shared) (realized? waiting)))
              (.countDown goes-on)
              (is (= 3 (deref calling 20000 :never)))
              (is (= 3 (deref waiting 20000 :never))))))))))

(deftest an-instance-dies-without-the-others-of-its-store
  (guests/on-both-backends
   (fn [backend]
     (let [store (new-store)]
       (with-open [other (within store "mischief" backend)
                   i     (within store "mischief" backend)]
         (is (= :unreachable (:trap (guests/failure #(wasm/call other :unreachable)))))
         (is (= :dead (:trap (guests/failure #(wasm/call other :divide 6 2)))))
         (is (= 3 (wasm/call i :divide 6 2))))))))

(deftest an-exception-of-the-host-in-another-instance-leaves-unchanged
  (let [store  (new-store)
        thrown (ex-info "mine" {})]
    (with-open [inner (caller store :compiler (fn [_ _] (throw thrown)))
                outer (caller store :compiler (fn [a b] (wasm/call inner :add a b)))]
      (is (identical? thrown (guests/failure #(wasm/call outer :add 1 2))))
      (is (= [false false] (map #(.isLive ^Instance %) [inner outer]))))))

(deftest a-store-ends-with-its-last-instance
  (let [store (new-store)
        first-one (within store "mischief" :compiler)
        last-one  (within store "mischief" :compiler)]
    (.close first-one)
    (is (= 3 (wasm/call last-one :divide 6 2)))
    (is (= :closed (guests/kind #(wasm/call first-one :divide 6 2))))
    (.close last-one)
    (.close first-one)
    (is (= :closed (guests/kind #(within store "mischief" :compiler))))))

(deftest an-instance-that-does-not-link-leaves-the-others
  (let [store (new-store)]
    (with-open [i (within store "mischief" :compiler)]
      (is (= :unlinkable (guests/kind #(within store "calls" :compiler))))
      (is (= 3 (wasm/call i :divide 6 2))))))
