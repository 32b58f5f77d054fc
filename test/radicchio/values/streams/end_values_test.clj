(ns radicchio.values.streams.end-values-test
  "Streams, futures and error contexts as Clojure values: a guest returns what it was given."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm.component :as wasm])
  (:import (java.io ByteArrayInputStream InputStream)
           (java.util ArrayList)
           (java.util.concurrent CompletableFuture)))

(set! *warn-on-reflection* true)

(defmacro ^:private with-guest [binding & body]
  `(guests/on-both-backends
    (fn [backend#]
      (with-open [~(first binding) (guests/instance (guests/wat "streams" backend#))]
        ~@body))))

(defn- bytes-of [^InputStream in] (with-open [in in] (vec (.readAllBytes in))))

(deftest a-stream-of-bytes-is-an-input-stream
  (with-guest [i]
    (doseq [given [(byte-array [1 2 -3]) (ByteArrayInputStream. (byte-array [1 2 -3])) [1 2 253] (map identity [1 2 253])
                   (java.nio.ByteBuffer/wrap (byte-array [1 2 -3]))]]
      (is (= [1 2 -3] (bytes-of (wasm/call i :bytes given))) (class given)))
    (let [long-one (byte-array (map unchecked-byte (range 300000)))]
      (is (= (vec long-one) (bytes-of (wasm/call i :bytes (ByteArrayInputStream. long-one))))))))

(deftest other-streams-are-reducible-and-iterable
  (with-guest [i]
    (is (= [1 4294967295] (into [] (wasm/call i :numbers [1 4294967295]))))
    (is (= ["a" "ü"] (vec (wasm/call i :texts (map identity ["a" "ü"])))))
    (is (= ["a"] (into [] (wasm/call i :texts (ArrayList. ["a"])))))
    (testing "as many as are needed, of an endless one"
      (with-open [^java.lang.AutoCloseable numbers (wasm/call i :numbers (iterate inc 0))]
        (is (= [0 1 2] (into [] (take 3) numbers)))
        (is (= [3 4] (into [] (take 2) numbers)))))))

(deftest a-future-is-a-completable-future
  (with-guest [i]
    (let [later (CompletableFuture.)
          got   (wasm/call i :later later)]
      (.complete later "done")
      (is (= "done" @got)))
    (is (= "p" @(wasm/call i :later (doto (promise) (deliver "p")))))
    (is (= "d" @(wasm/call i :later (delay "d"))))
    (is (= "f" @(wasm/call i :later (future "f"))))
    (is (= :argument (guests/kind #(wasm/call i :later "now"))))))

(deftest an-error-context-is-a-throwable
  (with-guest [i]
    (is (= "text" (ex-message (wasm/call i :error "text"))))
    (is (= "thrown" (ex-message (wasm/call i :error (ex-info "thrown" {})))))))

(deftest values-other-than-streams-are-refused
  (with-guest [i]
    (doseq [given [nil 1 "text" {}]]
      (is (= :argument (guests/kind #(wasm/call i :bytes given))) (pr-str given)))))
