(ns radicchio.abi.round-trip-test
  "Lowered values are lifted again: as core values, through memory, as a result, and through two guests."
  (:require [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.abi.generators :as generators :refer [comparable]]
            [radicchio.abi.guest :as guest])
  (:import (radicchio.abi PlainValues)
           (radicchio.engine Deadline)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(def ^:private encoding (gen/elements (keys guest/encodings)))

(defn- roomy [encoding]
  (guest/guest {:encoding encoding, :size (* 1024 1024)}))

;; Above the allocator's addresses.
(def ^:private high (* 768 1024))

(defspec a-clojure-value-survives-a-guest 500
  (prop/for-all [[t v] generators/typed-value, e encoding]
    (let [g (roomy e)]
      (= (comparable v)
         (comparable (guest/lift g t ClojureValues/INSTANCE (guest/lower g t ClojureValues/INSTANCE v)))))))

(defspec a-clojure-value-survives-memory 300
  (prop/for-all [[t v] generators/typed-value, e encoding]
    (let [g    (roomy e)
          wide (into [:tuple t] (repeat 17 :u8))
          v'   (into [v] (range 17))]
      (= (comparable v')
         (comparable (guest/lift g wide ClojureValues/INSTANCE (guest/lower g wide ClojureValues/INSTANCE v')))))))

(defspec a-clojure-value-survives-as-a-result 300
  (prop/for-all [[t v] generators/typed-value, e encoding]
    (let [g    (roomy e)
          flat (guest/lower-result g t ClojureValues/INSTANCE v [high])]
      (= (comparable v)
         (comparable (guest/lift-result g t ClojureValues/INSTANCE (if (empty? flat) [high] flat)))))))

(defspec reading-returns-the-staged-form 300
  (prop/for-all [[t v] generators/typed-value]
    (= (comparable (generators/staged t v))
       (comparable (aget (.readArguments (guest/plan [["v" t]] nil ClojureValues/INSTANCE) (object-array [v]) Long/MAX_VALUE Deadline/NONE) 0)))))

(defspec a-value-survives-from-guest-to-guest 500
  (prop/for-all [[t v] generators/typed-value, from encoding, to encoding]
    (let [a     (roomy from)
          b     (roomy to)
          plain (guest/lift a t PlainValues/INSTANCE (guest/lower a t ClojureValues/INSTANCE v))]
      (= (comparable v)
         (comparable (guest/lift b t ClojureValues/INSTANCE (guest/lower b t PlainValues/INSTANCE plain)))))))
