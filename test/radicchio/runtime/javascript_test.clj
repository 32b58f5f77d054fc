(ns ^:slow radicchio.runtime.javascript-test
  "Components of 12 MB that hold a JavaScript engine, as componentize-js makes them. They are built when they are missing,
  which needs node and npm."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :refer [failure]]
            [radicchio.test-runner :refer [skip]]
            [radicchio.wasm :as wasm])
  (:import (java.io File IOException)))

(set! *warn-on-reflection* true)

(def ^:private folder (io/file (or (System/getenv "RADICCHIO_GUESTS") "target/guests") "js"))

(defn- program? [name]
  (try (zero? (:exit (shell/sh name "--version")))
       (catch IOException _ false)))

(defn- guest
  "The file of a guest, built where it is missing; nil where it cannot be."
  [name]
  (let [file ^File (io/file folder (str name ".wasm"))]
    (when (or (.exists file) (and (program? "node") (program? "npm")))
      (when-not (.exists file)
        (let [{:keys [exit err]} (shell/sh "bash" "test/guests/js/build.sh")]
          (when-not (zero? exit) (throw (ex-info (str "test/guests/js/build.sh failed: " err) {})))))
      file)))

(defn- answers? [instance]
  (is (= "Hello, Ada!" (wasm/call instance :hello "Ada")))
  (is (= [{:name "a" :x 2.0 :y 4.5 :tags ["t" "ü"]}]
         (wasm/call instance :moved [{:name "a" :x 1 :y 4 :tags ["t" "ü"]}] 1 0.5)))
  (is (= [3 2 1] (vec (wasm/call instance :reversed (byte-array [1 2 3])))))
  (is (= [:ok 12] (wasm/attempt (wasm/fn instance :parsed) "12")))
  (is (= [:err "not an integer: x"] (wasm/attempt (wasm/fn instance :parsed) "x")))
  (is (= [1 2 3] (repeatedly 3 #(wasm/call instance :calls)))))

(deftest a-component-made-from-javascript-runs-whatever-it-imports-and-never-calls
  (doseq [name ["pure" "clockless"]]
    (testing name
      (if-let [file (guest name)]
        (with-open [instance (wasm/load-wit file {:backend :interpreter})]
          (answers? instance))
        (skip "node and npm are needed to build the guest")))))

(deftest a-clock-that-was-not-granted-is-denied-and-one-that-was-is-used
  (if-let [file (guest "wasi")]
    (let [component (wasm/compile file {:backend :interpreter})
          clock (some #(second (re-matches #"(wasi:clocks/monotonic-clock@[^#]+)#now" (:name %)))
                      (wasm/imports component))]
      (with-open [instance (wasm/instantiate component)]
        (is (= [:denied (str clock "#now")] ((juxt :error :import) (failure #(wasm/call instance :hello "Ada"))))))
      (with-open [instance (wasm/instantiate component {:imports {clock {"now" (fn [] (System/nanoTime))}}})]
        (answers? instance)))
    (skip "node and npm are needed to build the guest")))
