(ns radicchio.wasi.p3-streams-test
  "Streams of WASI 0.3 without a guest: what a source gives, and what is written to a sink."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop])
  (:import (java.io ByteArrayInputStream ByteArrayOutputStream IOException InputStream OutputStream)
           (java.util Arrays Optional)
           (java.util.concurrent CompletionStage ExecutionException TimeUnit)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime.stream.host SourceReader StreamReader StreamSource$OfBytes)
           (radicchio.wasi.p3.streams GivenBytes Pump Pump$Ending)
           (radicchio.wasi.streams ByteSource ClosedSinkException HostInput HostOutput)))

(set! *warn-on-reflection* true)

(defn- result [^CompletionStage stage]
  (try
    (.get (.toCompletableFuture stage) 20 TimeUnit/SECONDS)
    (catch ExecutionException e (throw (ex-cause e)))))

(defn- given ^GivenBytes [^InputStream in]
  (GivenBytes. (HostInput/owning in)))

(defn- pump
  "[outcome endings] of writing a reader to a stream."
  [reader ^OutputStream out patient?]
  (let [ended (atom [])
        sink  (HostOutput. out)]
    (when patient? (.bePatient sink))
    [(result (Pump/start reader sink (reify Pump$Ending (end [_ whole] (swap! ended conj whole)))))
     @ended]))

(defn- slow
  "A stream that gives a byte at a time, after a moment, from another thread than the reader's."
  [^bytes bytes]
  (let [in (ByteArrayInputStream. bytes)]
    (proxy [InputStream] []
      (read ([] (.read in))
            ([target offset length] (.read in target offset (min 1 length)))))))

(defspec bytes-are-written-unchanged 60
  (prop/for-all [bytes gen/bytes, patient? gen/boolean, slow? gen/boolean]
    (let [out (ByteArrayOutputStream.)
          in  (given (if slow? (slow bytes) (ByteArrayInputStream. bytes)))]
      (and (= [(Optional/empty) [true]] (pump (SourceReader/of in) out patient?))
           (Arrays/equals ^bytes bytes (.toByteArray out))
           (= (Optional/empty) (result (.outcome in)))))))

(deftest more-than-a-piece-is-written-in-pieces
  (let [bytes (byte-array (map unchecked-byte (range 300000)))
        out   (ByteArrayOutputStream.)]
    (is (= [(Optional/empty) [true]] (pump (SourceReader/of (given (ByteArrayInputStream. bytes))) out true)))
    (is (Arrays/equals bytes (.toByteArray out)))))

(defn- failing-output [^Throwable thrown]
  (proxy [OutputStream] []
    (write ([_] (throw thrown)) ([_ _ _] (throw thrown)))))

(deftest a-sink-that-fails-ends-the-writing
  (doseq [patient? [false true]]
    (testing patient?
      (let [in      (given (ByteArrayInputStream. (byte-array 10)))
            [early ended] (pump (SourceReader/of in) (failing-output (IOException. "full")) patient?)]
        (is (= "full" (ex-message (.get ^Optional early))))
        (is (= [false] ended))
        (is (= (Optional/empty) (result (.outcome in))) "the guest's stream was dropped"))
      (is (instance? ClosedSinkException
                     (.get ^Optional (first (pump (SourceReader/of (given (ByteArrayInputStream. (byte-array 1))))
                                                  (failing-output (IOException. "Broken pipe")) patient?))))))))

(deftest a-failed-source-ends-the-stream-and-is-reported
  (let [in     (given (proxy [InputStream] [] (read ([] (throw (IOException. "torn"))) ([_ _ _] (throw (IOException. "torn"))))))
        reader (SourceReader/of in)]
    (is (= StreamReader/END (result (.read reader (byte-array 5) 0 5))))
    (is (= "torn" (ex-message (.get ^Optional (result (.outcome in))))))))

(deftest a-stream-dropped-by-the-guest-ends-without-a-failure
  (let [closed (atom 0)
        in     (GivenBytes. (reify ByteSource
                              (read [_ _ _ _] (int 0))
                              (readable [_] (.readable ^ByteSource ByteSource/EMPTY))
                              (close [_] (swap! closed inc))))]
    (.close in)
    (is (= 1 @closed))
    (is (= (Optional/empty) (result (.outcome in))))))

(deftest an-end-of-the-store-fails-the-outcome
  (let [ended  (RadicchioException/of ErrorKind/CLOSED "the instance is closed")
        reader (reify StreamReader
                 (^CompletionStage read [_ ^bytes _ ^int _ ^int _]
                   (doto (java.util.concurrent.CompletableFuture.) (.completeExceptionally ended)))
                 (^CompletionStage read [_ ^objects _ ^int _ ^int _] (throw (IllegalStateException.)))
                 (close [_]))]
    (is (identical? ended (try (pump reader (ByteArrayOutputStream.) false) (catch RadicchioException e e))))))

(deftest an-interrupted-read-is-an-interrupt-of-the-guest
  (let [in (GivenBytes. (reify ByteSource
                          (read [_ _ _ _] (throw (java.io.InterruptedIOException.)))
                          (readable [_] (.readable ^ByteSource ByteSource/EMPTY))
                          (close [_])))]
    (is (= "the thread was interrupted"
           (try (.read ^StreamSource$OfBytes in (byte-array 1) 0 1)
                (catch RadicchioException e (ex-message e))
                (finally (Thread/interrupted)))))))
