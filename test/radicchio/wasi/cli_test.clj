(ns radicchio.wasi.cli-test
  "wasi:cli, wasi:clocks and wasi:random of WASI 0.2."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.guest :refer [call failure guest on-both-backends]]
            [radicchio.wasm.component :as wasm])
  (:import (java.time Clock Instant ZoneOffset)
           (java.util Random)))

(set! *warn-on-reflection* true)

(deftest nothing-granted-is-a-working-default
  (on-both-backends
   (fn [backend]
     (with-open [i (guest backend {})]
       (is (= [[] [] nil] [(call i :get-arguments) (call i :get-environment) (call i :initial-cwd)]))
       (is (= [] (call i :get-directories)))
       (is (= [nil nil nil] (map #(call i %) [:get-terminal-stdin :get-terminal-stdout :get-terminal-stderr])))
       (is (= [0 0] (call i :insecure-seed)) "a constant")
       (is (= [1 2 3] (map #(call i %) [:get-stdin :get-stdout :get-stderr])))))))

(deftest arguments-environment-and-directory-are-as-granted
  (with-open [i (guest {:wasi {:program "tool" :args ["-v" "ü"] :env {"A" "1" :B ""} :dirs {"/data/" "."}
                          :cwd "/data/src"}})]
    (is (= ["tool" "-v" "ü"] (call i :get-arguments)))
    (is (= [["A" "1"] ["B" ""]] (call i :get-environment)))
    (is (= "/data/src" (call i :initial-cwd))))
  (is (= {:error :config :message ":wasi :cwd: expected a name within :dirs, got \"/database\""}
         (failure #(guest {:wasi {:dirs {"/data" "."} :cwd "/database"}})))))

(deftest an-exit-unwinds-the-guest
  (on-both-backends
   (fn [backend]
     (doseq [[expected f] {0 #(call % :exit [:ok]), 1 #(call % :exit [:err]), 7 #(call % :exit-with-code 7)}]
       (with-open [i (guest backend {})]
         (is (= {:error :exit :exit expected
                 :message (str "the guest asked to exit with code " expected "; wasm/run of a program returns it")}
                (failure #(f i)))))))))

(deftest time-and-randomness-are-denied-with-the-option-that-grants-them
  (doseq [[function option] {:now ":clock" :resolution ":clock" :subscribe-duration ":clock"}
          :let [ids (filter #(re-find (re-pattern (str "#" (name function) "$")) (str (.id ^radicchio.runtime.ExportedFunction %)))
                            (.functions (guest {})))]
          id  (map #(.id ^radicchio.runtime.ExportedFunction %) ids)]
    (with-open [i (guest {})]
      (is (re-find (re-pattern (str "was called, but it is not granted; grant it with :wasi \\{" option " true\\}"))
                   (:message (failure #(apply wasm/call i id (when (= :subscribe-duration function) [1]))))))
      (is (= [1] (vals (.refusals i))))))
  (with-open [i (guest {})]
    (is (re-find #"All its imports need: :clock, :random" (:message (failure #(call i :get-random-u64)))))))

(deftest a-clock-of-the-user-is-both-clocks
  (let [at    (Instant/ofEpochSecond 1000 5)
        fixed (Clock/fixed at ZoneOffset/UTC)
        now   (fn [i] (call i "test:wasi/clocks-wall-clock#now"))
        mono  (fn [i] (call i "test:wasi/clocks-monotonic-clock#now"))]
    (with-open [i (guest {:wasi {:clock fixed}})]
      (is (= {:seconds 1000 :nanoseconds 5} (now i)))
      (is (= [0 0] [(mono i) (mono i)]))
      (is (nil? (call i :pollable-block (call i :subscribe-duration 1000))) "waiting goes on under a fixed clock")
      (is (true? (call i :pollable-ready (call i :subscribe-instant 0))))
      (is (false? (call i :pollable-ready (call i :subscribe-instant 1000000000000)))))
    (testing "or one of them"
      (let [ticks (atom 0)]
        (with-open [i (guest {:wasi {:clock {:wall fixed :monotonic #(swap! ticks + 10)}}})]
          (is (= [10 20] [(mono i) (mono i)]))
          (reset! ticks -10)
          (is (= 20 (mono i)) "it never goes back"))))
    (testing "a time before 1970 is 1970"
      (with-open [i (guest {:wasi {:clock (Clock/fixed (Instant/ofEpochSecond -5) ZoneOffset/UTC)}})]
        (is (= {:seconds 0 :nanoseconds 0} (now i)))))
    (testing "the clocks of the machine"
      (with-open [i (guest {:wasi {:clock true}})]
        (is (< 1000000000 (long (:seconds (now i)))))
        (is (<= (long (mono i)) (long (mono i))))
        (is (= 1 (call i "test:wasi/clocks-monotonic-clock#resolution")))
        (is (= {:seconds 0 :nanoseconds 1} (call i "test:wasi/clocks-wall-clock#resolution")))))))

(deftest random-numbers-come-from-the-given-generator
  (let [answers (fn []
                  (with-open [i (guest {:wasi {:random (Random. 42)}})]
                    [(seq (call i :get-random-bytes 3)) (call i :get-random-u64)
                     (seq (call i :get-insecure-random-bytes 3)) (call i :get-insecure-random-u64)
                     (call i :insecure-seed)]))]
    (is (= (answers) (answers)))
    (is (= [3 3] (map count ((juxt first #(nth % 2)) (answers))))))
  (with-open [i (guest {:wasi {:random true} :limits {:random-bytes 100}})]
    (is (= 100 (count (call i :get-random-bytes 100))))
    (is (= (call i :insecure-seed) (call i :insecure-seed)) "one seed an instance")
    (is (= {:error :limit :limit :random-bytes
            :message "the guest asked for 101 random bytes at once, more than 100; raise :random-bytes to allow it"}
           (failure #(call i :get-random-bytes 101))))))
