(ns radicchio.wasi.io-test
  "wasi:io of WASI 0.2: streams, pollables, errors; and what waits."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasi.guest :refer [bytes-of call err failure guest on-both-backends text-of]])
  (:import (java.io ByteArrayInputStream ByteArrayOutputStream IOException InputStream OutputStream PipedInputStream PipedOutputStream)
           (java.util.concurrent CompletableFuture)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(defn- output [i] (call i :get-stdout))

(deftest a-stream-is-read-to-its-end-and-then-closed
  (on-both-backends
   (fn [backend]
     (with-open [i (guest backend {:wasi {:in "hello"}})]
       (let [in (call i :get-stdin)]
         (is (= "" (text-of (call i :input-stream-read in 0))))
         (is (= "he" (text-of (call i :input-stream-blocking-read in 2))))
         (is (= 1 (call i :input-stream-skip in 1)))
         (is (= 1 (call i :input-stream-blocking-skip in 1)))
         (is (= "o" (text-of (call i :input-stream-read in 18446744073709551615N))))
         (is (= [:closed] (err i :input-stream-blocking-read in 1)))
         (is (= [:closed] (err i :input-stream-read in 0)) "for ever")
         (is (nil? (call i :drop-input-stream in))))))))

(deftest without-a-grant-input-is-at-its-end-and-output-is-dropped
  (with-open [i (guest {})]
    (is (= [:closed] (err i :input-stream-blocking-read (call i :get-stdin) 1)))
    (is (nil? (call i :output-stream-blocking-write-and-flush (call i :get-stdout) (bytes-of "x"))))
    (is (nil? (call i :output-stream-blocking-write-and-flush (call i :get-stderr) (bytes-of "x"))))))

(deftest output-is-written-within-its-permit
  (on-both-backends
   (fn [backend]
     (let [bytes (ByteArrayOutputStream.)]
       (with-open [i (guest backend {:wasi {:out bytes}})]
         (let [out (output i)]
           (is (pos? (long (call i :output-stream-check-write out))))
           (is (nil? (call i :output-stream-write out (bytes-of "ab"))))
           (is (nil? (call i :output-stream-write-zeroes out 2)))
           (is (nil? (call i :output-stream-flush out)))
           (is (nil? (call i :output-stream-blocking-flush out)))
           (is (nil? (call i :output-stream-blocking-write-zeroes-and-flush out 1)))
           (is (nil? (call i :output-stream-blocking-write-and-flush out (byte-array 4096 (byte 120)))))
           (is (= (concat (map int "ab") [0 0 0] (repeat 4096 120)) (seq (.toByteArray bytes))))))))))

(deftest writing-beyond-the-permit-traps
  (doseq [[what f] {"without asking"    (fn [i out] (call i :output-stream-write out (bytes-of "x")))
                    "more than was said" (fn [i out]
                                           (let [n (long (call i :output-stream-check-write out))]
                                             (call i :output-stream-write out (byte-array (inc n)))))
                    "zeroes"            (fn [i out] (call i :output-stream-write-zeroes out 18446744073709551615N))
                    "after a flush"     (fn [i out]
                                          (call i :output-stream-check-write out)
                                          (call i :output-stream-flush out)
                                          (call i :output-stream-write out (bytes-of "x")))
                    "a long blocking write" (fn [i out]
                                              (call i :output-stream-blocking-write-and-flush out (byte-array 4097)))
                    "long blocking zeroes" (fn [i out]
                                             (call i :output-stream-blocking-write-zeroes-and-flush out 4097))}]
    (testing what
      (with-open [i (guest {:wasi {:out (ByteArrayOutputStream.)}})]
        (is (= :trap (:error (failure #(f i (output i))))))
        (is (not (.isLive i)))))))

(deftest an-exception-of-a-stream-is-an-error-and-closes-it
  (doseq [[thrown expected code] [["disk on fire" :last-operation-failed nil]
                                  ["No space left on device" :last-operation-failed :insufficient-space]
                                  ["Broken pipe" :closed]]]
    (let [broken (proxy [OutputStream] []
                   (write ([_]) ([_ _ _] (throw (IOException. ^String thrown)))))]
      (with-open [i (guest {:wasi {:out broken}})]
        (let [out (output i)
              [kind error] (err i :output-stream-blocking-write-and-flush out (bytes-of "x"))]
          (is (= expected kind))
          (when error
            (is (= thrown (call i :error-to-debug-string error)))
            (is (= code (call i :filesystem-error-code error)))
            (is (nil? (call i :drop-error error))))
          (is (= [:closed] (err i :output-stream-check-write out))))))))

(deftest a-stream-closed-while-flushing-has-accepted-the-bytes
  (doseq [options [{} {:limits {:timeout-ms 60000}}]]
    (let [flushed (atom 0)
          closing (proxy [OutputStream] []
                    (write ([_]) ([_ _ _]))
                    (flush [] (when (= 1 (swap! flushed inc)) (throw (IOException. "Broken pipe")))))]
      (with-open [i (guest (assoc options :wasi {:out closing}))]
        (let [out (output i)]
          (is (nil? (call i :output-stream-blocking-write-and-flush out (bytes-of "x"))))
          (is (= [:closed] (err i :output-stream-blocking-write-and-flush out (bytes-of "x")))))))))

(deftest an-exception-of-a-user-s-object-leaves-unchanged
  (let [mine   (ex-info "mine" {})
        broken (proxy [InputStream] [] (read ([] (throw mine)) ([_] (throw mine)) ([_ _ _] (throw mine))))]
    (with-open [i (guest {:wasi {:in broken}})]
      (is (identical? mine (try (call i :input-stream-blocking-read (call i :get-stdin) 1) (catch Exception e e)))))))

(deftest bytes-are-spliced
  (let [bytes (ByteArrayOutputStream.)]
    (with-open [i (guest {:wasi {:in "0123456789" :out bytes}})]
      (let [in (call i :get-stdin), out (output i)]
        (is (= 3 (call i :output-stream-splice out in 3)))
        (is (= 7 (call i :output-stream-blocking-splice out in 100)))
        (is (= [:closed] (err i :output-stream-splice out in 1)))
        (is (= "0123456789" (str bytes)))))))

(deftest a-poll-returns-the-ready-pollables
  (on-both-backends
   (fn [backend]
     (with-open [from (PipedOutputStream.)
                 to   (PipedInputStream. from)
                 i    (guest backend {:wasi {:in to :clock true}})]
       (let [in    (call i :get-stdin)
             ready (call i :input-stream-subscribe in)
             soon  (call i :subscribe-duration 1000000)
             late  (call i :subscribe-duration 18446744073709551615N)]
         (is (= [1] (call i :poll [ready soon late])))
         (is (= [1 2] (call i :poll [late soon soon])) "twice the same is twice in the list")
         (is (false? (call i :pollable-ready late)))
         (.write from (bytes-of "x"))
         (.flush from)
         (is (= [0] (call i :poll [ready late])))
         (is (nil? (call i :pollable-block ready)))
         (is (= "x" (text-of (call i :input-stream-read in 10))))
         (is (= "" (text-of (call i :input-stream-read in 10))) "nothing is there, and it does not wait")
         (is (= :trap (:error (failure #(call i :poll []))))))))))

(deftest parents-are-dropped-after-their-children
  (doseq [[what make child] [["an input stream" :get-stdin :input-stream-subscribe]
                             ["an output stream" :get-stdout :output-stream-subscribe]]
          :let [drop (if (= make :get-stdin) :drop-input-stream :drop-output-stream)]]
    (testing what
      (with-open [i (guest {})]
        (let [parent (call i make), one (call i child parent)]
          (call i :drop-pollable one)
          (is (nil? (call i drop parent)))))
      (with-open [i (guest {})]
        (let [parent (call i make)]
          (call i child parent)
          (is (re-find #"1 child of it must be dropped first" (:message (failure #(call i drop parent)))))))
      (with-open [i (guest {})]
        (call i child (call i make))
        (is (nil? (.close i)) "the end of an instance drops them in any order")))))

(deftest handles-are-the-guest-s-own
  (with-open [i (guest {})]
    (is (re-find #"unknown handle index 77" (:message (failure #(call i :pollable-ready 77))))))
  (with-open [i (guest {})]
    (let [out (output i)]
      (is (re-find #"used with the wrong type" (:message (failure #(call i :input-stream-read out 1))))))))

;; --- Waiting ---------------------------------------------------------------------------------------------------------

(defn- never
  "A stream that never gives a byte."
  ^InputStream []
  (let [gate (CompletableFuture.)]
    (proxy [InputStream] [] (read ([] (.get gate)) ([_] (.get gate)) ([_ _ _] (.get gate))))))

(def ^:private waits
  {"a read"     (fn [i] (call i :input-stream-blocking-read (call i :get-stdin) 1))
   "a skip"     (fn [i] (call i :input-stream-blocking-skip (call i :get-stdin) 1))
   "a splice"   (fn [i] (call i :output-stream-blocking-splice (output i) (call i :get-stdin) 1))
   "a pollable" (fn [i] (call i :pollable-block (call i :input-stream-subscribe (call i :get-stdin))))
   "a poll"     (fn [i] (call i :poll [(call i :input-stream-subscribe (call i :get-stdin))]))
   "a clock"    (fn [i] (call i :pollable-block (call i :subscribe-duration 18446744073709551615N)))})

(deftest every-wait-ends-at-the-timeout
  (doseq [[what wait] waits]
    (testing what
      (with-open [i (guest {:wasi {:in (never) :clock true} :limits {:timeout-ms 100}})]
        (is (= [:limit :timeout] ((juxt :error :limit) (failure #(wait i)))))))))

(deftest a-write-that-waits-ends-at-the-timeout
  (let [stuck (proxy [OutputStream] []
                (write ([_]) ([_ _ _] (.get (CompletableFuture.)))))]
    (with-open [i (guest {:wasi {:out stuck} :limits {:timeout-ms 100}})]
      (is (= [:limit :timeout]
             ((juxt :error :limit)
              (failure #(call i :output-stream-blocking-write-and-flush (output i) (bytes-of "x")))))))))

(deftest every-wait-ends-at-an-interrupt
  (doseq [[what wait] waits]
    (testing what
      (with-open [i (guest {:wasi {:in (never) :clock true}})]
        (let [outcome (promise)
              thread  (Thread. #(deliver outcome (failure (fn [] (wait i)))))]
          (.start thread)
          (waiting/parked thread)
          (.interrupt thread)
          (is (= [:limit :interrupted] ((juxt :error :limit) (deref outcome 60000 nil)))))))))

;; --- Objects of the user ---------------------------------------------------------------------------------------------

(defn- given ^Instance [interface functions & [options]]
  (guest (merge {:imports {interface functions}} options)))

(deftest streams-of-the-user-are-streams-of-java
  (let [closed (atom [])
        in     (proxy [ByteArrayInputStream] [(bytes-of "mine")] (close [] (swap! closed conj :in)))
        out    (proxy [ByteArrayOutputStream] [] (close [] (swap! closed conj :out)))]
    (with-open [i (guest {:imports {"wasi:cli/stdin@0.2.0" {"get-stdin" (constantly in)}
                                    "wasi:cli/stdout@0.2.0" {"get-stdout" (constantly out)}}})]
      (let [source (call i :get-stdin), sink (call i :get-stdout)]
        (is (= "mine" (text-of (call i :input-stream-blocking-read source 10))))
        (is (nil? (call i :output-stream-blocking-write-and-flush sink (bytes-of "x"))))
        (is (= "x" (str out)))
        (call i :drop-input-stream source)
        (is (= [:in] @closed) "what the guest drops is closed")))
    (is (= [:in :out] @closed))))

(deftest functions-of-the-user-see-streams-of-java
  (let [seen (atom nil)]
    (with-open [i (given "wasi:io/streams@0.2.0"
                         {"[method]input-stream.read" (fn [^InputStream in _]
                                                        (reset! seen in)
                                                        (byte-array [(.read in)]))}
                         {:wasi {:in "ab"}})]
      (is (= "a" (text-of (call i :input-stream-read (call i :get-stdin) 5))))
      (is (instance? InputStream @seen)))))

(deftest a-pollable-of-the-user-is-a-stage-or-a-function-of-stages
  (testing "a stage stays ready"
    (let [stage (CompletableFuture.)]
      (with-open [i (given "wasi:clocks/monotonic-clock@0.2.0" {"subscribe-duration" (fn [_] stage)})]
        (let [p (call i :subscribe-duration 1)]
          (is (false? (call i :pollable-ready p)))
          (.complete stage nil)
          (is (= [0 0] (repeatedly 2 #(first (call i :poll [p])))))))))
  (testing "a function gives one for each wait"
    (let [asked (atom 0)
          f     (fn [] (swap! asked inc) (CompletableFuture/completedFuture nil))]
      (with-open [i (given "wasi:clocks/monotonic-clock@0.2.0" {"subscribe-duration" (fn [_] f)})]
        (let [p (call i :subscribe-duration 1)]
          (call i :pollable-block p)
          (call i :pollable-block p)
          (is (= 2 @asked))))))
  (testing "a user gets a stage that completes when it is ready"
    (let [seen (atom nil)]
      (with-open [i (given "wasi:io/poll@0.2.0" {"[method]pollable.ready" (fn [p] (reset! seen p) true)}
                           {:wasi {:clock true}})]
        (call i :pollable-ready (call i :subscribe-duration 0))
        (is (.isDone (.toCompletableFuture ^java.util.concurrent.CompletionStage @seen)))))))

(deftest an-error-of-the-user-is-a-throwable
  (let [seen (atom nil)]
    (with-open [i (guest {:imports {"wasi:io/error@0.2.0" {"[method]error.to-debug-string" (fn [e] (reset! seen e) "!")}}
                          :wasi    {:out (proxy [OutputStream] []
                                           (write ([_]) ([_ _ _] (throw (IOException. "no")))))}})]
      (let [[_ error] (err i :output-stream-blocking-write-and-flush (output i) (bytes-of "x"))]
        (is (= "!" (call i :error-to-debug-string error)))
        (is (= "no" (ex-message @seen)))))))

(deftest an-object-of-another-kind-is-refused
  (with-open [i (given "wasi:cli/stdin@0.2.0" {"get-stdin" (constantly "text")})]
    (is (re-find #"result: expected an InputStream for an input-stream, got \"text\""
                 (:message (failure #(call i :get-stdin)))))))
