(ns radicchio.bench.async
  "Calls that may wait, compared with a call of a component that cannot; streams in both directions, compared with a plain copy
  of the same bytes; what a task takes while it waits, and whether tasks that ended leave anything."
  (:require [radicchio.bench.measure :as measure]
            [radicchio.wasm :as wasm])
  (:import (java.io InputStream)
           (java.util Arrays)
           (java.util.concurrent CompletableFuture)))

(set! *warn-on-reflection* true)

(def ^:private megabytes 256)
(def ^:private total (* megabytes 1024 1024))
(def ^:private numbers 1000000)
(def ^:private waiting 10000)
(def ^:private coming 1000000)

(defn- flow ^java.lang.AutoCloseable [] (wasm/load "test/wat/component-flow.wasm" {:imports {"feed" range, "ask" identity}}))
(defn- tasks ^java.lang.AutoCloseable [slow] (wasm/load "test/wat/component-tasks.wasm" {:imports {"slow" slow}}))

;; Calls

(defn- calls []
  (with-open [plain  (wasm/load "test/guests/values/values.wasm")
              i      (flow)
              stages (tasks (fn [n] (CompletableFuture/completedFuture n)))]
    (let [cannot (wasm/fn plain :echo-u32)
          sync   (:written i)
          now    (:now i)
          once   (:calls-back stages)
          names  ["a call that cannot wait" "a sync call of a component that can" "an async call that completes at once"
                  "the same by wasm/async" "a call that waits once, for the host"]
          of     (zipmap names [(measure/operations (cannot 1))
                                (measure/operations (sync))
                                (measure/operations (now 1))
                                (measure/operations @(wasm/async now 1))
                                (measure/operations (once 1))])]
      (measure/report "Calls" names (measure/compare-all of {:operations 2000, :warm-up 4, :rounds 5})))))

;; Streams

(def ^:private piece 65536)

(defn- zeros
  "Bytes of the host."
  ^InputStream [n]
  (let [left (long-array [n])
        next-piece (fn [^bytes target offset length]
                     (let [count (min (aget left 0) (long length))]
                       (if (zero? count)
                         -1
                         (do (Arrays/fill target (int offset) (int (+ (int offset) count)) (byte 0))
                             (aset left 0 (- (aget left 0) count))
                             (int count)))))]
    (proxy [InputStream] []
      (read
        ([] (throw (UnsupportedOperationException. "one by one")))
        ([target] (next-piece target 0 (alength ^bytes target)))
        ([target offset length] (next-piece target offset length))))))

(defn- read-all
  "Reads to the end; the number of bytes."
  [^InputStream in]
  (let [buffer (byte-array piece)]
    (with-open [in in]
      (loop [sum 0]
        (let [count (.read in buffer 0 piece)]
          (if (neg? count) sum (recur (+ sum count))))))))

(defn- copied
  "Copies bytes of the host piece by piece."
  []
  (let [from (byte-array piece), to (byte-array piece), in (zeros total)]
    (loop [sum 0]
      (let [count (.read in from 0 piece)]
        (if (neg? count)
          sum
          (do (System/arraycopy from 0 to 0 count) (recur (+ sum count))))))))

(defn- checked [expected actual]
  (when (not= expected actual) (throw (ex-info (str "expected " expected ", got " actual) {}))))

(defn- streams [flow]
  (let [names ["a plain copy" "stream<u8> from the guest" "stream<u8> to the guest"]
        of    (zipmap names [(measure/operations (checked total (copied)))
                             (measure/operations (checked total (read-all ((:zeros flow) total))))
                             (measure/operations (checked total ((:drain flow) (zeros total))))])]
    (measure/report (str "Streams of " megabytes " MB") names
                    (measure/compare-all of {:operations 1, :warm-up 1, :rounds 3}))))

(defn- elements [flow]
  (let [some-numbers (vec (range numbers))
        names ["reduce over a vector" "stream<u32> from the guest, reduced" "stream<u32> to the guest, a vector"
               "stream<u32> to the guest, a lazy sequence"]
        of    (zipmap names [(measure/operations (reduce (fn [n _] (inc (long n))) 0 some-numbers))
                             (measure/operations
                              (checked numbers (with-open [^java.lang.AutoCloseable s ((:many flow) numbers)]
                                                 (reduce (fn [n _] (inc (long n))) 0 s))))
                             (measure/operations (checked numbers ((:skim flow) some-numbers)))
                             (measure/operations (checked numbers ((:skim flow) (map inc (range numbers)))))])]
    (measure/report (str "Streams of " numbers " numbers") names
                    (measure/compare-all of {:operations 1, :warm-up 2, :rounds 3}))))

;; Tasks

(defn- heap []
  (dotimes [_ 4] (System/gc) (Thread/sleep 20))
  (- (.totalMemory (Runtime/getRuntime)) (.freeMemory (Runtime/getRuntime))))

(defn- waiting-tasks []
  (with-open [i (tasks identity)]
    (let [for-ever (:for-ever i)
          before   (long (heap))
          calls    (vec (repeatedly waiting #(wasm/async for-ever)))
          each     (quot (- (long (heap)) before) (long waiting))]
      (println)
      (println (format "%d tasks wait: %d bytes of heap each, with the future of the call; %d threads"
                       waiting each (:threads (wasm/stats i))))
      (checked waiting (count calls)))))

(defn- coming-tasks []
  (with-open [i (flow)]
    (let [now  (:now i)
          half (quot (long coming) 2)
          run  #(dotimes [_ half] (now 1))]
      (run)
      (let [before (long (heap))]
        (run)
        (println (format "%d tasks come and go: the heap grew by %d KB in the second half"
                         coming (quot (- (long (heap)) before) 1024)))))))

(defn run
  "Runs the benchmark."
  []
  (calls)
  (with-open [i (flow)]
    (streams i)
    (elements i))
  (waiting-tasks)
  (coming-tasks))
