(ns radicchio.runtime.stream.source-reader-test
  "A reader of a host's source, without a guest: the contract that every reader keeps."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.stream.sources :as sources])
  (:import (java.util.concurrent CompletableFuture CompletionStage ExecutionException)
           (radicchio.runtime.stream.host SourceReader StageReader StreamReader StreamSource)
           (radicchio.runtime.stream.sources Fed)))

(set! *warn-on-reflection* true)

(defn- reader ^StreamReader [source] (SourceReader/of ^StreamSource source))

(defn- kind
  "Returns the kind of the error that f throws, or a stage that it waits for; any other exception itself."
  [f]
  (try (f)
       (catch Exception e
         (let [e (if (instance? ExecutionException e) (ex-cause e) e)]
           (:radicchio/error (ex-data e) e)))))

(defn- count-of [^CompletionStage stage]
  (.get (.toCompletableFuture stage)))

(defn- done? [^CompletionStage stage]
  (.isDone (.toCompletableFuture stage)))

(deftest a-read-takes-what-is-available-and-then-the-end
  (let [^Fed source (sources/bytes-source)
        r           (reader source)
        target      (byte-array 4)]
    (.feed source [1 2 3 4 5])
    (.end source)
    (is (= 4 (count-of (.read r target 0 4))))
    (is (= [1 2 3 4] (vec target)))
    (is (= 1 (count-of (.read r target 2 2))))
    (is (= [1 2 5 4] (vec target)))
    (is (= StreamReader/END (count-of (.read r target 0 4))))
    (is (= 1 (.closes source)))
    (testing "the end stays the end, and closing is idempotent"
      (is (= StreamReader/END (count-of (.read r target 0 4))))
      (.close r)
      (is (= 1 (.closes source))))))

(deftest a-read-that-waits-ends-when-the-source-is-fed
  (let [^Fed source (sources/elements-source)
        r           (reader source)
        target      (object-array 2)
        read        (.read r target 0 2)]
    (is (not (done? read)))
    (is (= :argument (kind #(.read r target 0 2))) "one read at a time")
    (.feed source ["a"])
    (is (= 1 (count-of read)))
    (is (= ["a" nil] (vec target)))
    (is (= [2 2] (.asked source)) "nothing is asked for without a read")))

(deftest closing-fails-the-read-that-waits
  (let [^Fed source (sources/bytes-source)
        r           (reader source)
        read        (.read r (byte-array 1) 0 1)]
    (.close r)
    (is (= :closed (kind #(count-of read))))
    (is (= 1 (.closes source)))))

(deftest a-withdrawn-read-takes-nothing
  (let [^Fed source (sources/bytes-source)
        r           (reader source)
        read        (.read r (byte-array 1) 0 1)
        target      (byte-array 1)]
    (.cancel (.toCompletableFuture read) true)
    (.feed source [7])
    (is (= 1 (count-of (.read r target 0 1))))
    (is (= [7] (vec target)))))

(deftest a-source-that-throws-fails-the-read-and-is-closed
  (let [^Fed source (sources/bytes-source)
        r           (reader source)
        thrown      (RuntimeException. "no more")
        read        (.read r (byte-array 1) 0 1)]
    (.fail source thrown)
    (is (identical? thrown (kind #(count-of read))))
    (is (= 1 (.closes source)))))

(deftest the-target-is-of-the-kind-of-the-elements
  (is (= :argument (kind #(.read (reader (sources/bytes-source)) (object-array 1) 0 1))))
  (is (= :argument (kind #(.read (reader (sources/elements-source)) (byte-array 1) 0 1)))))

(deftest a-future-of-the-host-is-read-and-cancelled
  (let [stage  (CompletableFuture.)
        future (StageReader. stage)]
    (is (identical? stage (.value future)))
    (.close future)
    (is (.isCancelled stage))))
