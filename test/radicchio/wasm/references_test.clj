(ns radicchio.wasm.references-test
  "Objects of the host that guests refer to: a reference stays valid exactly as long as the guest can reach it."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [instance on-both]])
  (:import (java.lang.ref WeakReference)))

(set! *warn-on-reflection* true)

(defn- keeper [backend work] (instance "keeper" backend {:imports {"env" {"work" work}}}))

(defn- give
  "Calls the function of that name with n new objects, one after the other. Returns weak references to them."
  [guest name n]
  (let [f (wasm/fn guest name)]
    (mapv (fn [_] (let [object (Object.)] (f object) (WeakReference. object))) (range n))))

(deftest objects-that-a-guest-does-not-keep-are-released
  (on-both backend
    (with-open [guest ^java.lang.AutoCloseable (keeper backend identity)]
      (let [given (give guest "drop" 20000)]
        (is (< (waiting/collected 2048 given) 2048) "but for the newest, of which nobody was asked yet"))
      (testing "numbers, each a separate object"
        (run! (wasm/fn guest "drop") (range 20000))
        (is (< (waiting/collected 2048 (give guest "drop" 20000)) 2048))))))

(deftest objects-that-a-guest-keeps-stay-identical
  (on-both backend
    (with-open [guest ^java.lang.AutoCloseable (keeper backend identity)]
      (let [objects (vec (repeatedly 4 #(Object.)))
            set     (Object.)]
        (apply wasm/call guest "keep" objects)
        (wasm/table-set guest "table" 0 set)
        (give guest "drop" 20000)
        (is (= objects (wasm/call guest "kept")))
        (is (= [(objects 1) (objects 3) set]
               [(wasm/global-get guest "global") (wasm/table-get guest "table" 1) (wasm/table-get guest "table" 0)]))))))

(deftest objects-that-one-of-several-instances-keeps-stay
  (on-both backend
    (with-open [owner ^java.lang.AutoCloseable (instance "values" backend)]
      (let [object (Object.)]
        (wasm/table-set owner "objects" 1 object)
        (with-open [guest ^java.lang.AutoCloseable (instance "imports" backend
                                                             {:imports {"env" {"memory" (wasm/extern owner "memory")
                                                                               "table" {:min 2}, "base" 1, "counter" 1
                                                                               "double" inc}}})]
          (give owner "extern" 20000)
          (is (= 1 (wasm/call guest "base")))
          (is (identical? object (wasm/table-get owner "objects" 1))))))))

(deftest a-calls-references-stay-valid-during-callbacks
  (on-both backend
    (let [guest  (promise)
          object (Object.)]
      (with-open [made ^java.lang.AutoCloseable (keeper backend (fn [_] (give @guest "drop" 5000)))]
        (deliver guest made)
        (is (identical? object (wasm/call made "local" object)))
        (is (identical? object (wasm/call made "local" object)))))))

(deftest all-references-of-a-call-are-those-of-its-arguments
  (on-both backend
    (with-open [guest ^java.lang.AutoCloseable (keeper backend identity)]
      (let [both (wasm/fn guest "both")]
        (is (every? true? (for [_ (range 5000)]
                            (let [a (Object.), b (Object.)]
                              (= [a b] (both a b))))))
        (is (= [nil nil] (both nil nil)))
        (is (= "both takes 2, got 1" (try (both 1) (catch Exception e (ex-message e)))))))))

(deftest a-guest-may-keep-references-in-its-gc-objects
  (on-both backend
    (with-open [guest ^java.lang.AutoCloseable (instance "boxes" backend)]
      (let [object (Object.)]
        (wasm/call guest "keep" object)
        (give guest "drop" 5000)
        (is (identical? object (wasm/call guest "kept")))
        (is (= 2000 (waiting/collected 0 (give guest "drop" 2000))) "all are, since nobody knows which")))))
