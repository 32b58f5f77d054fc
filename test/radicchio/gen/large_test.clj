(ns radicchio.gen.large-test
  "Namespaces of components with very many exports and types. A JVM method holds at most 64 KB of code, and loading a
  compiled namespace is one method."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.gen.files :as files]
            [radicchio.gen.golden-test :as golden]
            [radicchio.gen.model :as model]
            [radicchio.gen.render :as render]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- record [i]
  (into [:record (symbol (str "record-" i))]
        (for [j (range 10)] [(keyword (str "field-" j)) (if (zero? i) :u32 (symbol (str "record-" (quot i 2))))])))

(defn- function [i types parameters]
  [:func (symbol (str "function-" i)) {:docs (str "Does thing number " i ".")}
   (vec (for [j (range parameters)]
          [(symbol (str "parameter-" j)) (if (pos? types) (symbol (str "record-" (mod i types))) :u32)]))
   [:result :string :u32]])

(defn- data [functions types parameters]
  [:wit
   [:package "local:large"
    (-> [:interface "local:large/all"]
        (into (map record) (range types))
        (into (map #(function % types parameters)) (range functions)))
    [:world "local:large/app" [:export "local:large/all"]]]])

(defn- source [data]
  {:options {:ns 'golden.large :from "large.wasm" :where "test"} :data data :world (wit/world data)
   :files ["large.wasm"] :class-path-name "large.wasm"})

(defn- compile-source
  "Generates, compiles ahead of time and loads the namespace of a source."
  [source]
  (let [folder (golden/temporary-folder "large")
        [model] (model/namespaces source)
        file (io/file folder (files/namespace-path 'golden.large))]
    (io/make-parents file)
    (spit file (render/source (render/read-templates nil) model))
    (remove-ns 'golden.large)
    (is (= "" (golden/warnings-of #(golden/compile-into [folder] folder '[golden.large]))))))

(defn- compile-large [functions types parameters]
  (compile-source (source (data functions types parameters)))
  (count (filter #(:wit/name (meta %)) (vals (ns-publics 'golden.large)))))

(deftest namespaces-of-any-size-compile-ahead-of-time
  (testing "1,000 exports"
    (is (= 1000 (compile-large 1000 0 3))))
  (testing "the most that are generated in one piece, with the most parameters"
    (is (= 400 (compile-large 400 0 19))))
  (testing "many types, each of ten fields"
    (is (= 50 (compile-large 50 50 3)))
    (is (= 500 (compile-large 500 500 1)))))

;; Definitions that are too large for one method alone

(defn- labels [n]
  (for [i (range n)] (keyword (str "case-number-" i))))

(def ^:private large-definitions
  [[:enum 'small :a :b]
   (into [:enum 'code {:docs "All that can be."}] (labels 6000))
   (into [:record 'settings] (map #(vector % {:docs "Is set."} :u32)) (labels 3000))
   [:record 'pair [:a 'code] [:b 'settings]]
   (into [:variant 'event] (map #(vector % 'small)) (labels 3000))])

(def ^:private data-of-large-definitions
  [:wit
   [:package "local:large"
    (conj (into [:interface "local:large/all"] large-definitions)
          '[:func handle [[what event] [now pair]] code]
          '[:func reduce [[with code]]]
          '[:func into [[what event]]])
    [:world "local:large/app" [:export "local:large/all"]]]])

(defn- without-docs [form]
  (if (vector? form) (into [] (comp (remove map?) (map without-docs)) form) form))

(defn- value-of [symbol]
  (without-docs @(ns-resolve 'golden.large symbol)))

(deftest definitions-of-thousands-of-cases-compile-ahead-of-time
  (compile-source (source data-of-large-definitions))
  (is (= (without-docs large-definitions) (value-of 'all-types)))
  (testing "docstrings count the cases that are not shown"
    (let [docs (:doc (meta (ns-resolve 'golden.large 'handle)))]
      (is (re-find #"\| :case-number-59 \| …\s+5940 more\)" docs))
      (is (not (re-find #":case-number-60" docs)))))
  (testing "with WIT alone"
    (compile-source (update (source data-of-large-definitions) :options dissoc :from))
    (is (= (without-docs large-definitions) (value-of 'all-types)))))
