(ns radicchio.engine.store-test
  "What a store promises to threads, and that nothing outlives it."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.engine.guests :refer [call export funcref-table host instance new-store on-both one thrown wasm within]]
            [radicchio.engine.large-function :as large]
            [radicchio.support.waiting :as waiting])
  (:import (java.lang.management ManagementFactory MemoryPoolMXBean)
           (java.time Duration)
           (java.util Optional)
           (java.lang.ref WeakReference)
           (radicchio.engine Backend Engine Limits Table)))

(set! *warn-on-reflection* true)

(deftest one-thread-at-a-time-runs-in-a-store
  (on-both backend
    (let [store   (new-store)
          inside  (atom 0)
          most    (atom 0)
          work    (within [store store]
                    (instance store backend "host-loop"
                              (host store (fn [_]
                                            (swap! most max (swap! inside inc))
                                            (Thread/yield)
                                            (swap! inside dec)
                                            nil))))
          threads (doall (for [_ (range 8)]
                           (doto (Thread. ^Runnable (fn [] (dotimes [_ 200] (within [store store] (call work "once"))))) .start)))]
      (run! #(.join ^Thread %) threads)
      (is (= 1 @most))
      (is (= 0 @inside)))))

(deftest entrances-nest
  (let [store (new-store)]
    (within [store store]
      (within [store store] nil)
      (is (= 1 (one (instance store Backend/COMPILER "loops") "one")) "still inside"))
    (is (= 1 @(future (within [store store] (one (instance store Backend/COMPILER "loops") "one")))) "and free at the end")))

(deftest an-entrance-that-a-host-function-did-not-leave-is-left
  (on-both backend
    (let [store (new-store)]
      (within [store store]
        (let [forgetful (host store (fn [_] (.enter store) (throw (ex-info "before leaving" {}))))
              guest     (instance store backend "host-loop" forgetful)]
          (is (= "before leaving" (ex-message (thrown #(call guest "once")))))))
      (is (= :entered (deref (future (within [store store] :entered)) 10000 :waiting))))))

(deftest a-closed-store-is-not-entered
  (let [store (new-store)]
    (within [store store] (.close store))
    (.close store)
    (let [e (thrown #(.enter store))]
      (is (= :closed (:radicchio/error (ex-data e))))
      (is (= "the store is closed" (ex-message e))))))

(deftest an-export-is-the-same-object-each-time
  (on-both backend
    (within [store (new-store)]
      (let [i (instance store backend "tables")]
        (is (identical? (export i "table") (export i "table")))
        (is (identical? (export i "size") (export i "size")))
        (is (true? (.isEmpty (.export i "nothing"))))))))

(deftest functions-too-large-to-be-compiled-catch-and-throw-across-compiled-ones
  (let [module (Engine/compile (large/throwing) Backend/COMPILER)]
    (is (= 2 (.interpretedFunctions module)))
    (within [store (new-store)]
      (let [tag (export (instance store Backend/COMPILER "tag") "tag")
            i   (.instantiate store module [tag])]
        ;; each of the two large functions counts its argument up by 20,000 first
        (is (= 40105 (one i "run" 5)) "the compiled function between them is the first that catches")))))

(deftest a-dropped-store-becomes-garbage-with-its-contents
  (on-both backend
    (is (= 0 (waiting/collected
              0
              ((fn []
                (vec (for [_ (range 20)]
                       (let [store (new-store (Limits. 10 (Optional/of (Duration/ofSeconds 60))))]
                         (within [store store]
                           (let [table  ^Table (funcref-table store 8)
                                 lender (instance store backend "lender" table)
                                 borrower (instance store backend "borrower" table (export lender "get-plus")
                                                    (export lender "plus-global") (export lender "any-global") (export lender "typed-plus"))]
                             (.set table 6 (.reference store (host store (constantly nil))))
                             (.externref store (Object.))
                             (is (= 42 (one borrower "call" 40 2 0)))))
                         (WeakReference. store)))))))))))

(defn- used
  "Bytes in use after collection, in the heap and in metaspace."
  []
  (waiting/settled)
  [(.getUsed (.getHeapMemoryUsage (ManagementFactory/getMemoryMXBean)))
   (some (fn [^MemoryPoolMXBean pool] (when (= "Metaspace" (.getName pool)) (.getUsed (.getUsage pool))))
         (ManagementFactory/getMemoryPoolMXBeans))])

(defn- growth
  "[heap metaspace] in MiB that are still in use after n calls of f, beyond what they were after the first tenth of them."
  [n f]
  (dotimes [_ (quot n 10)] (f))
  (let [before (used)]
    (dotimes [_ (- n (quot n 10))] (f))
    (mapv #(quot (- %2 %1) 1048576) before (used))))

(deftest ^:slow ten-thousand-instances-become-garbage
  (on-both backend
    (let [[heap metaspace] (growth 10000 #(within [store (new-store)] (instance store backend "kinds")))]
      (is (< heap 8))
      (is (< metaspace 8)))))

(deftest ^:slow a-thousand-compiled-modules-become-garbage
  (let [bytes (wasm "catcher")
        [heap metaspace] (growth 1000 #(within [store (new-store)]
                                         (let [tag (export (instance store Backend/COMPILER "tag") "tag")
                                               throws (export (instance store Backend/COMPILER "thrower" tag) "throw")
                                               i (.instantiate store (Engine/compile bytes Backend/COMPILER) [tag tag throws throws])]
                                           (is (= 42 (one i "catch-mine" 42))))))]
    (is (< heap 8))
    (is (< metaspace 8))))
