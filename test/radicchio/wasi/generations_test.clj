(ns radicchio.wasi.generations-test
  "A component that imports WASI 0.2 and 0.3 at once."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm :as wasm]))

(set! *warn-on-reflection* true)

(defn- instance ^java.lang.AutoCloseable [backend]
  (guests/instance (guests/wat "both-generations" backend) {:wasi {:clock (java.time.Clock/systemUTC)}}))

(deftest both-generations-of-wasi-share-one-table
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (is (= [1 2 3] (wasm/call i :indices)))
       (is (= [4 5 6] (wasm/call i :indices)))))))

(deftest a-stream-of-one-generation-is-not-a-resource-of-the-other
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (is (= :trap (guests/kind #(wasm/call i :mixed-up))))))))
