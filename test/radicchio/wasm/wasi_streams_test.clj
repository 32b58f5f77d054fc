(ns radicchio.wasm.wasi-streams-test
  "WASI preview 1: what a guest waits for ends at its deadline, and failures of streams reach it."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [module on-both thrown]]
            [radicchio.wasm.wasi-probe :refer [call delete-tree int-at iovec patiently probe read-fd temp-dir wait-for write-fd]])
  (:import (java.io InputStream IOException OutputStream PipedInputStream PipedOutputStream)
           (java.util.concurrent CountDownLatch)))

(set! *warn-on-reflection* true)

(def ^:private most-seconds "Far more than a deadline of 100 ms, far less than for ever." 60)

(defn- outcome
  "What a call gives or throws; :hangs if it does neither."
  [f]
  (deref (future (let [e (thrown f)] (or (:limit (ex-data e)) e :returned))) (* 1000 most-seconds) :hangs))

(defn- deaf
  "Waits until the latch is open, whatever interrupts it."
  [^CountDownLatch latch]
  (loop []
    (when-not (try (.await latch) true (catch InterruptedException _ false))
      (recur))))

(defn- deaf-input ^InputStream [latch content]
  (let [left (atom (seq (.getBytes ^String content)))]
    (proxy [InputStream] []
      (available [] 1)
      (read
        ([] (deaf latch) (if-let [b (first @left)] (do (swap! left next) b) -1))
        ([target offset length] (deaf latch)
                                (if-let [b (first @left)]
                                  (do (swap! left next) (aset-byte target offset b) 1)
                                  -1))))))

(defn- deaf-output ^OutputStream [latch written]
  (proxy [OutputStream] []
    (write
      ([b] (deaf latch) (swap! written conj b))
      ([bytes offset length] (deaf latch) (swap! written into (take length (drop offset bytes)))))))

(deftest a-stream-that-gives-nothing-does-not-keep-a-guest-beyond-its-deadline
  (on-both backend
    (let [latch (CountDownLatch. 1)]
      (with-open [guest (probe backend {:in (deaf-input latch "xy"), :clock true, :limits {:timeout-ms 300}})]
        (is (= :timeout (outcome #(read-fd guest 0)) (outcome #(wait-for guest :read 0)) (outcome #(read-fd guest 0))))
        (.countDown latch)
        (testing "later bytes are not lost"
          (is (= ["x" "y" ""] (vec (repeatedly 3 (fn [] (patiently #(read-fd guest 0))))))))))
    (let [out (PipedOutputStream.)]
      (with-open [guest (probe backend {:in (PipedInputStream. out), :clock true, :limits {:timeout-ms 300}})]
        (is (= :timeout (outcome #(read-fd guest 0))))
        (.write out (.getBytes "later"))
        (.flush out)
        (is (= "later" (patiently #(read-fd guest 0))))))))

(deftest a-stream-that-takes-nothing-does-not-keep-a-guest-beyond-its-deadline
  (on-both backend
    (let [latch (CountDownLatch. 1), written (atom [])]
      (with-open [guest (probe backend {:out (deaf-output latch written), :limits {:timeout-ms 300}})]
        (is (= :timeout (outcome #(write-fd guest 1 "a")) (outcome #(write-fd guest 1 "b"))))
        (.countDown latch)
        (is (= :success (patiently #(write-fd guest 1 "c"))))
        (is (= \a (char (first @written))))
        (is (= #{\a \c} (set (map char @written))) "what the second wanted was not begun")))))

(deftest an-interrupt-ends-waiting
  (on-both backend
    (let [latch (CountDownLatch. 1)]
      (with-open [guest (probe backend {:in (deaf-input latch "x"), :clock true})]
        (doseq [wait [#(read-fd guest 0) #(wait-for guest :read 0) #(wait-for guest :clock -1) #(wait-for guest :clock Long/MAX_VALUE)]]
          (let [result (promise)
                thread (Thread. #(deliver result [(:limit (ex-data (thrown wait))) (.isInterrupted (Thread/currentThread))]))]
            (.start thread)
            (Thread/sleep 20)
            (.interrupt thread)
            (is (= [:interrupted true] (deref result (* 1000 most-seconds) :hangs)))))
        (.countDown latch)))))

(deftest long-work-ends-at-the-deadline
  (on-both backend
    (with-open [guest (probe backend {:clock true, :limits {:timeout-ms 300}})]
      (doseq [timeout [-1 Long/MAX_VALUE Long/MIN_VALUE 60000000000]]
        (is (= :timeout (outcome #(wait-for guest :clock timeout)))))))
  (testing "many buffers at one address"
    (doseq [[out limits result] [[nil {} :returned]
                                 [(proxy [OutputStream] [] (write ([_]) ([_ _ _] (Thread/sleep 5)))) {:timeout-ms 500} :timeout]]]
      (with-open [guest (probe :compiler {:out out, :limits limits})]
        (let [n 4000, view (wasm/memory-view guest)]
          (dotimes [i n]
            (.putInt view (+ 4096 (* 8 i)) 0)
            (.putInt view (+ 4096 (* 8 i) 4) 65536))
          (is (= result (outcome #(assert (= [:success (* n 65536)] [(call guest "fd_write" 1 4096 n 8) (int-at guest 8)]))))))))))

(deftest failures-of-streams-are-the-guest-s
  (on-both backend
    (let [failing (fn [message] (proxy [OutputStream] [] (write ([_] (throw (IOException. ^String message))) ([_ _ _] (throw (IOException. ^String message))))))]
      (doseq [[message errno] [["Broken pipe" :pipe] ["No space left on device" :nospc] ["anything" :io] [nil :io]]
              limits [{} {:timeout-ms 60000}]]
        (with-open [guest (probe backend {:out (failing message), :limits limits})]
          (is (= errno (write-fd guest 1 "x"))))))
    (when (.exists (io/file "/dev/full"))
      (with-open [guest (probe backend {:out (io/file "/dev/full")})]
        (is (= :nospc (write-fd guest 1 "x"))))
      (is (= :config (:radicchio/error (ex-data (thrown #(wasm/run (module "cat" backend) {:in "x", :out (io/output-stream "/dev/full")})))))
          "a buffer of the user's hides it from the guest, not from the user"))
    (let [e (ex-info "no" {}), throwing (fn [& _] (throw e))]
      (doseq [limits [{} {:timeout-ms 60000}]]
        (with-open [guest (probe backend {:in (proxy [InputStream] [] (available [] 0) (read ([] (throwing)) ([_ _ _] (throwing)))), :limits limits})]
          (is (identical? e (thrown #(read-fd guest 0)))))
        (with-open [guest (probe backend {:out (proxy [OutputStream] [] (write ([_] (throwing)) ([_ _ _] (throwing)))), :limits limits})]
          (is (identical? e (thrown #(write-fd guest 1 "x")))))))))

(deftest a-checked-exception-of-a-stream-leaves-as-itself
  (on-both backend
    (doseq [limits [{} {:timeout-ms 60000}]
            :let [mine (InterruptedException. "the stream's own")]]
      (with-open [guest (probe backend {:in (proxy [InputStream] [] (available [] 0) (read [& _] (throw mine))), :limits limits})]
        (is (identical? mine (thrown #(read-fd guest 0)))))
      (with-open [guest (probe backend {:out (proxy [OutputStream] [] (write [& _] (throw mine))), :limits {:timeout-ms 60000}})]
        (is (identical? mine (thrown #(write-fd guest 1 "x"))))))
    (is (not (Thread/interrupted)))))

(deftest a-stream-that-cannot-be-flushed-does-not-keep-others-open
  (on-both backend
    (let [mine    (IllegalStateException. "no flush")
          flushed (atom 0)
          guest   (probe backend {:out (proxy [OutputStream] [] (write [& _]) (flush [] (swap! flushed inc) (throw mine)))
                                  :err (proxy [java.io.Writer] [] (write [& _]) (flush [] (swap! flushed inc)) (close []))})]
      (is (identical? mine (thrown #(.close ^java.lang.AutoCloseable guest))))
      (is (<= 2 @flushed)))))

(deftest a-guest-that-would-not-wait-is-told-that-there-is-nothing-yet
  (on-both backend
    (let [latch (CountDownLatch. 1)]
      (with-open [guest (probe backend {:in (deaf-input latch "x")})]
        (is (= [:success :again] [(call guest "fd_fdstat_set_flags" 0 4) (read-fd guest 0)]))
        (.countDown latch)
        (is (= "x" (loop [] (let [r (read-fd guest 0)] (if (= :again r) (recur) r)))))))))

(deftest no-more-is-read-of-a-stream-than-the-guest-asks-for
  (on-both backend
    (doseq [in [(java.io.BufferedInputStream. (java.io.ByteArrayInputStream. (.getBytes "abcdef")))
                (proxy [java.io.FilterInputStream] [(java.io.ByteArrayInputStream. (.getBytes "abcdef"))])]]
      (with-open [guest (probe backend {:in in, :clock true})]
        (is (= [:success 1] (wait-for guest :read 0)))
        (iovec guest 4096 2)
        (is (= :success (call guest "fd_read" 0 0 1 8)))
        (is (= (subs "ab" 0 (int-at guest 8)) (wasm/memory-read-string guest 4096 (int-at guest 8))))
        (is (= (subs "abcdef" (int-at guest 8)) (slurp in)) "the rest is the owner's")))))

(deftest files-are-read-and-written-whole-in-pieces
  (on-both backend
    (let [dir (temp-dir), file (io/file dir "big"), content (byte-array (map unchecked-byte (range 300000)))]
      (try
        (with-open [out (io/output-stream file)] (.write out content))
        (with-open [guest (wasm/load-wasi (module "cat" backend) {:in file, :out (io/file dir "copy")})]
          (is (= 0 (wasm/call guest "_start"))))
        (is (= (seq content) (seq (.readAllBytes (io/input-stream (io/file dir "copy"))))))
        (finally (delete-tree dir))))))
