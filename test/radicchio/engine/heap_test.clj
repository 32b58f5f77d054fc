(ns radicchio.engine.heap-test
  "A guest that uses up the heap is told from a fault of ours, though nothing is left to tell it with."
  (:require [clojure.java.shell :as shell]
            [clojure.test :refer [deftest is]]))

(set! *warn-on-reflection* true)

(def ^:private hoarding
  '(do (require 'radicchio.wasm)
       (doseq [backend [:compiler :interpreter]]
         (println (try
                    (with-open [guest (radicchio.wasm/load "test/wat/engine-hoard.wasm" {:backend backend})]
                      (radicchio.wasm/call guest "f"))
                    (catch Throwable e (or (:limit (ex-data e)) (class e))))))
       (with-open [guest (radicchio.wasm/load "test/wat/engine-down.wasm" {:imports {"" {"" (fn [])}} :missing :trap})]
         (println (radicchio.wasm/call guest "one")))))

(deftest ^:slow a-heap-full-of-a-guest-s-small-objects-is-a-limit
  (let [{:keys [out err]} (shell/sh (str (System/getProperty "java.home") "/bin/java") "-Xmx80m" "-XX:+UseSerialGC"
                                    "-cp" (System/getProperty "java.class.path") "clojure.main" "-e" (pr-str hoarding))]
    (is (= ":heap\n:heap\n1\n" out) err)))
