(ns radicchio.engine.heap-test
  "A guest that uses up the heap is told from a fault of ours, though nothing is left to tell it with."
  (:require [clojure.java.shell :as shell]
            [clojure.test :refer [deftest is]])
  (:import (java.util List)
           (java.util.concurrent TimeUnit)))

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

(def ^:private loading-a-large-module
  "Loads a module of about eight megabytes, 12,000 functions each of which is a sum of many terms, without the cache, and
  prints what came of it: the size, and the sum of one function or the limit."
  '(do (require 'radicchio.wasm '[radicchio.engine.assemble :as a])
       (let [terms  (fn [i] (mapcat (fn [j] (concat [0x20 0 0x41] (a/signed (+ 1000 (* 7 i) j)) [0x6c 0x20 0 0x6a 0x21 0])) (range 60)))
             count' 12000
             wasm   (a/module (a/section 1 [1 0x60 1 0x7f 1 0x7f])
                              (a/section 3 (a/unsigned count') (repeat count' 0))
                              (a/section 7 [1] (a/text "f") [0] (a/unsigned (dec count')))
                              (a/section 10 (a/unsigned count')
                                         (mapcat (fn [i] (a/sized (concat [0] (terms i) [0x20 0 0x0b]))) (range count'))))]
         (println (quot (alength ^bytes wasm) 1000000)
                  (try
                    (with-open [guest (radicchio.wasm/load wasm {:cache false})]
                      (radicchio.wasm/call guest "f" 1)
                      :compiled)
                    (catch Throwable e (or (:limit (ex-data e)) (class e))))))))

(deftest ^:slow a-large-module-is-compiled-in-little-heap-or-refused
  (let [^List command [(str (System/getProperty "java.home") "/bin/java") "-Xmx512m"
                       "-cp" (System/getProperty "java.class.path") "clojure.main" "-e" (pr-str loading-a-large-module)]
        process (.start (ProcessBuilder. command))
        out     (future (slurp (.getInputStream process)))
        err     (future (slurp (.getErrorStream process)))]
    (try
      (is (.waitFor process 20 TimeUnit/MINUTES) "it ends")
      (is (contains? #{"8 :compiled\n" "8 :heap\n"} (deref out 10000 "no output")) (deref err 10000 ""))
      (finally (.destroyForcibly process)))))
