(ns radicchio.runtime.echo-guest-test
  "Random types and values, to a guest made for the type and back, through decoding, linking and the engine."
  (:require [clojure.test :refer [deftest is]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [guests.echo :as echo]
            [radicchio.abi.generators :as generators :refer [comparable]]
            [radicchio.wasm.instance-options :as instance-options])
  (:import (radicchio.engine Backend)
           (radicchio.runtime CompiledComponent ExportedFunction Instance)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(declare with-names)

(defn- all-with-names [defs types]
  (reduce (fn [[defs out] t]
            (let [[defs t] (if t (with-names defs t) [defs nil])] [defs (conj out t)]))
          [defs []] types))

(defn- definition [defs kind parts]
  (let [named (symbol (str "t" (count defs)))]
    [(conj defs (into [kind named] parts)) named]))

(defn- with-names
  "A type whose records, variants, enums and flags became definitions, added to `defs`: [defs type]."
  [defs t]
  (let [[kind a b :as all] (if (vector? t) t [t])]
    (case kind
      (:record :variant)
      (let [[defs types] (all-with-names defs (map second (rest all)))]
        (definition defs kind (map (fn [[label] t] (if t [label t] [label])) (rest all) types)))
      (:enum :flags) (definition defs kind (rest all))
      :list          (let [[defs t] (with-names defs a)] [defs (if b [:list t b] [:list t])])
      (:tuple :option :map :result)
      (let [[defs types] (all-with-names defs (rest all))] [defs (into [kind] types)])
      [defs t])))

(defn- instance
  "An instance of the guest for a type; its host answers what it was given, and adds it to the atom `heard`."
  ^Instance [t ^Backend backend heard & [limits]]
  (let [[defs t] (with-names [] t)
        code     (CompiledComponent/compile (echo/component defs t) ^Backend backend ClojureValues/INSTANCE)]
    (Instance/of code (instance-options/instance-options {:results :value
                                                          :limits  limits
                                                          :imports {"host" (fn [x] (swap! heard conj x) x)}}))))

(defn- call [^Instance instance ^String function argument]
  (let [^ExportedFunction f (.get (.function instance function))]
    (.callTagged f (object-array [argument]))))

(defn- same? [expected actual]
  (= (comparable expected) (comparable actual)))

(def ^:private type-and-values
  (gen/let [t generators/value-type]
    (gen/fmap #(vector t %) (gen/vector (generators/value t) 1 4))))

(defn- survives? [backend t values]
  (let [heard (atom [])]
    (with-open [guest (instance t backend heard)]
      (and (same? (if (#{:u8 :s8} t) (byte-array (map unchecked-byte values)) values) (call guest "list" values))
           (every? (fn [v]
                     (let [wide (into [v] (range 17))]
                       (and (same? wide (call guest "wide" wide))
                            (same? v (call guest "call" v)))))
                   values)
           (same? values @heard)))))

(defspec any-value-survives-a-guest-when-interpreted 400
  (prop/for-all [[t values] type-and-values]
    (survives? Backend/INTERPRETER t values)))

(defspec any-value-survives-a-guest-when-compiled 150
  (prop/for-all [[t values] type-and-values]
    (survives? Backend/COMPILER t values)))

(deftest ten-thousand-calls-take-no-more-memory-than-one
  (let [t     [:record [:name :string] [:numbers [:list :u32]]]
        value {:name "many" :numbers (vec (range 300))}]
    (with-open [guest (instance t Backend/COMPILER (atom []) {:memory-pages 2})]
      (dotimes [_ 10000] (call guest "list" [value]))
      (is (same? [value] (call guest "list" [value]))))))
