(ns radicchio.wasm.wasi-attack-test
  "Guests of one JVM that have one writable directory, and try to lead each other out of it."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [module]]
            [radicchio.wasm.wasi-probe :refer [delete-tree link temp-dir]])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(def ^:private secret "SECRET outside of the granted directory")

(def ^:private most-seconds 300)

(defn- outside
  "What lies beside the granted directory, the time of the secret included."
  [^File root]
  (into {} (for [^File file (file-seq root)
                 :when (not (.startsWith (.toPath file) (.toPath (io/file root "in"))))
                 :when (.isFile file)]
             [(str (.relativize (.toPath root) (.toPath file))) [(slurp file) (.lastModified file)]])))

(defn- attack
  "Runs `swappers` and `attackers` guests for so many rounds of the attackers, all with root/in; what they found."
  [^File root {:keys [swappers attackers rounds dirs]}]
  (let [guests (fn [n] (vec (repeatedly n #(wasm/load-wasi (module "rogue" :compiler) {:dirs dirs, :limits {:timeout-ms (* 1000 most-seconds)}}))))
        swapping  (guests swappers)
        attacking (guests attackers)
        threads   (mapv (fn [guest] (doto (Thread. #(try (wasm/call guest "swap" Integer/MAX_VALUE) (catch Exception _ nil))) (.start))) swapping)]
    (try
      (let [ended (mapv (fn [guest] (future (wasm/call guest "attack" rounds) (wasm/global-get guest "found"))) attacking)]
        (mapv #(deref % (* 1000 most-seconds) :hangs) ended))
      (finally
        (run! #(.interrupt ^Thread %) threads)
        (run! #(.join ^Thread % (long (* 1000 most-seconds))) threads)
        (run! #(.close ^java.lang.AutoCloseable %) (concat swapping attacking))))))

(defn- survives [options]
  (let [root (temp-dir)]
    (try
      (.mkdirs (io/file root "in" "d"))
      (spit (io/file root "secret") secret)
      (spit (io/file root "in" "d" "secret") "mine")
      (link (io/file root "in" "x") "..")
      (let [before (outside root)
            found  (attack root (merge {:dirs {"/d" (io/file root "in")}} options))]
        (is (= (repeat (:attackers options) 0) found))
        (is (= before (outside root)))
        (testing "no link leads out"
          (is (not-any? #(= secret (try (slurp %) (catch Exception _ nil)))
                        (filter #(and (.isFile ^File %) (not (java.nio.file.Files/isSymbolicLink (.toPath ^File %))))
                                (seq (.listFiles (io/file root "in"))))))))
      (finally (delete-tree root)))))

(deftest two-guests-do-not-lead-each-other-out
  (survives {:swappers 1, :attackers 1, :rounds 150}))

(deftest four-guests-do-not-lead-each-other-out
  (survives {:swappers 2, :attackers 2, :rounds 60}))

(deftest ^:fuzz guests-do-not-lead-each-other-out-in-a-long-time
  (survives {:swappers 1, :attackers 1, :rounds 10000})
  (survives {:swappers 2, :attackers 2, :rounds 5000}))
