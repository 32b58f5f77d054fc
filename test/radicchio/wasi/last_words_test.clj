(ns radicchio.wasi.last-words-test
  "What a guest last wrote to standard error is in the exception that ends it."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.guest :refer [bytes-of call failure guest on-both-backends]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.wasi-probe :refer [probe write-fd]])
  (:import (java.io StringWriter)))

(set! *warn-on-reflection* true)

(defn- say [i text]
  (call i :output-stream-blocking-write-and-flush (call i :get-stderr) (bytes-of text)))

(deftest traps-limits-exits-and-denials-have-the-last-output
  (on-both-backends
   (fn [backend]
     (doseq [[kind f] {:trap   #(call % :poll [])
                       :exit   #(call % :exit [:err])
                       :denied #(call % :get-random-u64)
                       :limit  #(call % :pollable-block (call % :subscribe-duration 100000000000))}]
       (testing kind
         (with-open [i (guest backend (cond-> {:wasi {:clock true}} (= :limit kind) (assoc :limits {:timeout-ms 2000})))]
           (say i "ValueError: boom\n")
           (let [{:keys [error stderr message]} (failure #(f i))]
             (is (= kind error))
             (is (= "ValueError: boom\n" stderr))
             (is (= "  on standard error: ValueError: boom" (second (str/split-lines message)))))
           (let [{:keys [trap stderr message]} (failure #(call i :get-stdin))]
             (is (= [:dead "ValueError: boom\n"] [trap stderr]))
             (is (= 2 (count (str/split-lines message))) "said once"))))))))

(deftest the-last-kilobytes-are-kept-for-every-kind-of-output
  (let [err (StringWriter.)]
    (with-open [i (guest {:wasi {:err err}})]
      (dotimes [n 5] (say i (apply str (repeat 2000 (str "ü")))))
      (say i "end")
      (let [{:keys [stderr message]} (failure #(call i :poll []))]
        (is (= 10003 (count (str err))))
        (is (= (str (apply str (repeat 2046 "ü")) "end") stderr) "from the beginning of a character on")
        (is (re-find #"standard error: ….*end$" message))))))

(deftest without-output-the-message-is-unchanged
  (with-open [i (guest {})]
    (say i " \n")
    (let [thrown (failure #(call i :poll []))]
      (is (not (contains? thrown :stderr)))
      (is (= "poll of an empty list would wait without end" (:message thrown))))))

(deftest an-exception-of-a-user-s-function-is-unchanged
  (let [mine (ex-info "mine" {:a 1})]
    (with-open [i (guest {:imports {"wasi:random/random@0.2.0" {"get-random-u64" #(throw mine)}}})]
      (say i "boom")
      (is (identical? mine (try (call i :get-random-u64) (catch Exception e e))))
      (is (= {:a 1} (ex-data mine))))))

(deftest core-modules-have-the-last-output-too
  (on-both-backends
   (fn [backend]
     (with-open [p (probe backend {})]
       (write-fd p 2 "panicked at src/lib.rs\nno such row")
       (let [{:keys [error exit stderr message]} (failure #(wasm/call p "proc_exit" 3))]
         (is (= [:exit 3 "panicked at src/lib.rs\nno such row"] [error exit stderr]))
         (is (= "  on standard error: panicked at src/lib.rs\\nno such row" (second (str/split-lines message)))))))))
