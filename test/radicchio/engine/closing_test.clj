(ns radicchio.engine.closing-test
  "A store that is closed lets go of what it held, whoever still holds something of it."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.guests :refer [call export funcref-table host instance new-store on-both one thrown within]]
            [radicchio.support.waiting :as waiting])
  (:import (java.lang.ref WeakReference)
           (java.util OptionalLong)
           (java.util.concurrent CountDownLatch)
           (radicchio.engine CoreType ExternType$GlobalType ExternType$MemoryType ExternType$TableType Global Memory
                             CoreStore Table)))

(set! *warn-on-reflection* true)

(defn- collected?
  "Is it garbage, if need be after a while?"
  [reference]
  (zero? (waiting/collected 0 [reference])))

(defn- kept
  "An object that a store holds as an external reference, weakly."
  ^WeakReference [^CoreStore store]
  (let [object (Object.)]
    (.externref store object)
    (WeakReference. object)))

(deftest a-closed-store-releases-its-memory
  (on-both backend
    (let [store    (new-store)
          ^WeakReference object (within [store store] (kept store))
          guest    (within [store store] (instance store backend "host-loop" (host store (constantly nil))))
          function (within [store store] (export guest "once"))
          body     (let [f (fn [_] (Object.))]
                     (within [store store] (.reference store (host store f)))
                     (WeakReference. f))]
      (is (false? (nil? (.get object))))
      (.close store)
      (is (collected? object) "an external reference")
      (is (collected? body) "a function")
      (is (= "the store is closed" (ex-message (thrown #(within [store store] (call guest "once"))))))
      (is (some? (str guest function)) "what is held still says what it is"))))

(defn- held
  "A store, and everything that its host can hold of it."
  [backend]
  (let [store (new-store)]
    (within [store store]
      (let [memory (.memory store (ExternType$MemoryType. 2 (OptionalLong/of 4) false false))
            table  (.table store (ExternType$TableType. CoreType/EXTERNREF 2 (OptionalLong/empty) false) CoreStore/NULL_REF)
            global (.global store (ExternType$GlobalType. CoreType/I32 true) 7)
            lender (instance store backend "lender" (funcref-table store 8))]
        [store memory table global lender (export lender "get-plus") (export lender "plus-global")]))))

(deftest objects-of-a-closed-store-are-empty-but-usable
  (on-both backend
    (let [[^CoreStore store ^Memory memory ^Table table ^Global global lender & exports] (held backend)]
      (.close store)
      (is (= [0 0] [(.size memory) (.size table)]))
      (is (= :argument (:radicchio/error (ex-data (thrown #(.readByte memory 0))))))
      (is (= -1 (.grow memory 1)))
      (is (= :argument (:radicchio/error (ex-data (thrown #(.get table 0))))))
      (is (= 0 (.get global)))
      (is (every? some? (map str (cons lender exports)))))))

(deftest a-running-call-ends-normally-when-its-store-is-closed-and-then-all-is-released
  (on-both backend
    (let [store   (new-store)
          ^WeakReference object (within [store store] (kept store))
          inside  (CountDownLatch. 1)
          go-on   (CountDownLatch. 1)
          guest   (within [store store]
                    (instance store backend "host-loop" (host store (fn [_] (.countDown inside) (.await go-on) nil))))
          running (future (within [store store] (call guest "once") :returned))]
      (.await inside)
      (.close store)
      (is (some? (.get object)) "as long as somebody is in it")
      (.countDown go-on)
      (is (= :returned (deref running 20000 :never)))
      (is (collected? object)))))

(deftest a-store-closed-by-its-own-host-function-is-dropped-at-the-last-leave
  (on-both backend
    (let [store  (new-store)
          object (within [store store] (kept store))
          called (atom 0)]
      (within [store store]
        (let [guest (instance store backend "host-loop" (host store (fn [_] (.close store) (swap! called inc) nil)))]
          (call guest "once")
          (call guest "once")))
      (is (= 2 @called) "an entrance stays what it is")
      (is (collected? object)))))

(deftest instances-that-are-dropped-do-not-wait-for-their-store-to-close
  (on-both backend
    (let [store (new-store)
          guest (within [store store] (WeakReference. (instance store backend "loops")))]
      (is (collected? guest))
      (testing "it continues"
        (is (= 1 (within [store store] (one (instance store backend "loops") "one"))))))))
