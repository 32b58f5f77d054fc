(ns radicchio.abi.handles-test
  "Handles in calls: the order of their checks, and refusals before anything is lowered."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.abi.guest :as guest]
            [radicchio.abi.types :as types])
  (:import (radicchio.abi PlainValues)
           (radicchio.abi.context Handles)
           (radicchio.abi.value Refusal ResourceHandle)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(def ^:private canvas (types/resource "canvas"))

(defn- handle
  "Makes a handle of the canvas that refuses with the given messages, or accepts."
  [label {:keys [own borrow]}]
  (reify
    ResourceHandle
    (checkOwn [_ _] (when own (throw (Refusal/of ErrorKind/CLOSED ^String own))))
    (checkBorrow [_ _] (when borrow (throw (Refusal/of ^String borrow))))
    Object
    (toString [_] label)))

(defn- recording
  "Makes a handle table that returns indices from 1 on, and records its calls."
  [log]
  (let [lower (fn [what t h] (count (swap! log conj [what (str t) (str h)])))
        lift  (fn [what t i] (swap! log conj [what (str t) i]) (str what i))]
    (reify Handles
      (lowerOwn [_ t h] (lower :lower-own t h))
      (lowerBorrow [_ t h] (lower :lower-borrow t h))
      (liftOwn [_ t i] (lift :lift-own t i))
      (liftBorrow [_ t i] (lift :lift-borrow t i))
      (ends [_] (throw (UnsupportedOperationException.))))))

(defn- table []
  (let [log (atom [])]
    [log (guest/guest {:handles (recording log)})]))

(defn- refusal [t value]
  (let [[log g] (table)
        error   (try (guest/lower g t ClojureValues/INSTANCE value)
                     (catch RadicchioException e [(:radicchio/error (ex-data e)) (ex-message e)]))]
    (is (= [] @log) "nothing was lowered")
    (is (= [] @(:calls g)) "nothing was allocated")
    error))

(deftest handles-are-lowered-one-by-one-in-order
  (let [[log g] (table)
        a       (handle "a" {})
        b       (handle "b" {})]
    (is (= [1 2] (guest/lower g [:tuple [:own canvas] [:borrow canvas]] ClojureValues/INSTANCE [a b])))
    (is (= [[:lower-own "resource canvas" "a"] [:lower-borrow "resource canvas" "b"]] @log))
    (let [[pointer] (guest/lower g [:list [:borrow canvas]] ClojureValues/INSTANCE [a b a])]
      (is (= [3 0 0 0 4 0 0 0 5 0 0 0] (guest/peek-bytes g pointer 12))))))

(deftest the-table-lifts-handles
  (let [[log g] (table)]
    (is (= [":lift-own7" ":lift-borrow-1"]
           (guest/lift g [:tuple [:own canvas] [:borrow canvas]] ClojureValues/INSTANCE [7 -1])))
    (guest/poke-ints g 1024 [5 6])
    (is (= [":lift-own5" ":lift-own6"] (guest/lift g [:list [:own canvas]] ClojureValues/INSTANCE [1024 2])))
    (is (= [[:lift-own 7] [:lift-borrow -1] [:lift-own 5] [:lift-own 6]] (map (juxt first last) @log)))))

(deftest a-refused-handle-never-starts-a-call
  (let [closed (handle "closed" {:own "this canvas was closed", :borrow "lent out"})]
    (is (= [:closed "v: this canvas was closed"] (refusal [:own canvas] closed)))
    (is (= [:argument "v: lent out"] (refusal [:borrow canvas] closed)))
    (is (= [:closed "v[1][0]: this canvas was closed"]
           (refusal [:tuple :string [:list [:own canvas]]] ["text" [closed]])))))

(deftest values-other-than-handles-are-refused
  (is (= [:argument "v: expected a handle of resource canvas, got 3 (java.lang.Long)"] (refusal [:own canvas] 3)))
  (is (= [:argument "v: expected a handle of resource canvas, got nil"] (refusal [:borrow canvas] nil))))

(deftest a-handle-is-given-away-at-most-once-in-a-call
  (let [a (handle "a" {})
        t (fn [& kinds] (into [:tuple] (map #(vector % canvas) kinds)))]
    (is (= [:argument "v[1]: this handle is already given away by an earlier argument"]
           (refusal (t :own :own) [a a])))
    (is (= [:argument "v[1]: this handle is already given away by an earlier argument"]
           (refusal (t :own :borrow) [a a])))
    (is (= [:argument "v[2]: this handle is already lent by an earlier argument, and cannot be given away too"]
           (refusal (t :borrow :borrow :own) [a a a])))
    (let [[_ g] (table)]
      (is (= [1 2] (guest/lower g (t :borrow :borrow) ClojureValues/INSTANCE [a a])))
      (is (= [3] (guest/lower g [:own canvas] ClojureValues/INSTANCE a)) "another call is another matter"))))

(deftest handles-pass-unchanged-between-components
  (let [[_ from]  (table)
        [log to]  (table)
        staged    (guest/lift from [:own canvas] PlainValues/INSTANCE [9])]
    (is (= [1] (guest/lower to [:own canvas] PlainValues/INSTANCE staged)))
    (is (= [[:lower-own "resource canvas" ":lift-own9"]] @log))))
