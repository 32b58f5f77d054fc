(ns radicchio.values.streams.flow-test
  "Streams and futures between a guest that reads and writes them itself and a Clojure program, in both directions."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.bind :as bind]
            [radicchio.runtime.guests :as guests]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.component :as component])
  (:import (clojure.lang IReduceInit)
           (java.io ByteArrayInputStream InputStream)
           (java.nio ByteBuffer)
           (java.util ArrayList)
           (java.util.concurrent CompletableFuture ExecutionException)
           (java.util.stream IntStream)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(defn- instance
  (^Instance [backend] (instance backend {}))
  (^Instance [backend options]
   (component/instantiate (guests/wat "flow" backend)
                          (merge-with merge {:imports {"feed" range, "ask" identity}} options))))

(defmacro ^:private with-instance [[name & options] & body]
  `(guests/on-both-backends
    (fn [backend#]
      (with-open [~name (instance backend# ~@options)]
        ~@body))))

(defn- counted
  "Calls export `count`, of which `most` elements are written."
  ^java.lang.AutoCloseable [i from most]
  (component/call i :count from most))

(defn- stopped [i]
  (waiting/until "the guest's writer to stop" #(component/call i :has-stopped)))

;; wasm/stream

(deftest emit-blocks-until-the-guest-has-taken-the-element
  (with-instance [i]
    (let [told (atom [])]
      (is (= 2 (component/call i :take (wasm/stream (fn [emit!] (dotimes [n 5] (swap! told conj (emit! n))))) 2)))
      (waiting/until "the function to end" #(= 5 (count @told)))
      (is (= [true true false false false] @told)))))

(deftest a-stream-of-the-host-ends-when-its-function-returns
  (with-instance [i]
    (is (= 0 (component/call i :sum (wasm/stream (fn [_])))))
    (is (= 6 (component/call i :sum (wasm/stream (fn [emit!] (run! emit! [1 2 3]))))))
    (testing "each time that it is passed"
      (let [s (wasm/stream (fn [emit!] (emit! 7)))]
        (is (= [7 7] [(component/call i :sum s) (component/call i :sum s)]))))))

(deftest numbers-are-emitted-in-batches-too
  (with-instance [i]
    (is (= 4294967295 (component/call i :sum (wasm/stream (fn [emit!] (emit! (int-array [0 0])) (emit! [4294967295]))))))
    (is (= 100000 (component/call i :drain (wasm/stream (fn [emit!] (emit! (byte-array 99999)) (emit! 255))))))
    (is (= 3 (component/call i :drain (wasm/stream (fn [emit!] (emit! (ByteBuffer/wrap (byte-array 3))))))))))

(deftest a-stream-of-the-host-has-the-bindings-of-who-made-it
  (with-instance [i]
    (let [s (binding [*print-length* 41] (wasm/stream (fn [emit!] (emit! *print-length*))))]
      (is (= 41 (component/call i :sum s))))))

(deftest what-an-emitting-function-throws-leaves-the-call
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (is (thrown-with-msg? IllegalStateException #"no rows"
             (component/call i :sum (wasm/stream (fn [_] (throw (IllegalStateException. "no rows")))))))
       (is (.isDead i)))
     (with-open [i (instance backend)]
       (is (= "element: expected a u32 (an integer from 0 to 4294967295), got -1 (java.lang.Long)"
              (:message (guests/failure #(component/call i :sum (wasm/stream (fn [emit!] (emit! -1))))))))))))

(deftest a-function-that-does-not-emit-is-interrupted-when-the-guest-reads-no-more
  (with-instance [i]
    (let [interrupted (promise)]
      (is (= 1 (component/call i :take (wasm/stream (fn [emit!]
                                                      (emit! 1)
                                                      (try (Thread/sleep 60000)
                                                           (catch InterruptedException _ (deliver interrupted true)))))
                               1)))
      (is (true? (deref interrupted 30000 :not-interrupted))))))

(deftest a-host-function-returns-streams
  (guests/on-both-backends
   (fn [backend]
     (doseq [[how feed] {"a range" range, "a vector" #(vec (range %)), "an emitting one" #(wasm/stream (fn [emit!] (run! emit! (range %))))}]
       (testing how
         (with-open [i (instance backend {:imports {"feed" feed}})]
           (is (= 45 (component/call i :sum-of-feed 10)))))))))

(deftest streams-lie-in-records-lists-and-options
  (with-instance [i]
    (is (= 16 (component/call i :sum-parts {:name "n" :rows [1 2 3] :extra nil :done (delay 10)})))
    (is (= 20 (component/call i :sum-parts {:name "n" :rows (wasm/stream (fn [emit!] (emit! 1)))
                                            :extra (wasm/stream (fn [emit!] (emit! 2) (emit! 7)))
                                            :done (future 10)})))
    (is (= 10 (component/call i :sum-lists [[1] (wasm/stream (fn [emit!] (emit! 2))) (list 3 4)])))))

;; What is accepted

(defn- reducible [& elements]
  (reify IReduceInit (reduce [_ f start] (reduce f start elements))))

(deftest a-stream-may-be-anything-with-elements
  (with-instance [i]
    (doseq [s [[1 2 3] '(1 2 3) (map identity [1 2 3]) (ArrayList. [1 2 3]) (.iterator (ArrayList. [1 2 3])) (int-array [1 2 3])
               (IntStream/of (int-array [1 2 3])) (eduction (map inc) [0 1 2]) (reducible 1 2 3) #{1 2 3}]]
      (is (= 6 (component/call i :sum s)) (class s)))
    (doseq [s [(byte-array 3) (ByteArrayInputStream. (byte-array 3)) (ByteBuffer/wrap (byte-array 3)) [0 0 0]
               (iterator-seq (.iterator (ArrayList. [0 0 0]))) (reducible 0 0 0)]]
      (is (= 3 (component/call i :drain s)) (class s)))
    (is (= 2003 (component/call i :measure (map str ["a" "bc"]))))))

(deftest a-stream-of-another-kind-is-refused
  (with-instance [i]
    (is (= "s: expected a stream (anything sequential, an Iterable, an Iterator, a BaseStream, or a wasm/stream), got java.lang.Long"
           (:message (guests/failure #(component/call i :sum 1)))))
    (is (= "s: expected a stream of bytes (an InputStream, a byte array, a ByteBuffer, anything sequential of integers, or a wasm/stream), got nil"
           (:message (guests/failure #(component/call i :drain nil)))))
    (is (= :argument (guests/kind #(component/call i :sum {1 2}))))
    (is (= :argument (guests/kind #(component/call i :sum "12"))))))

(deftest what-can-be-closed-is-closed-when-the-guest-reads-no-more
  (with-instance [i]
    (let [closed (atom #{})
          in     (proxy [ByteArrayInputStream] [(byte-array 9)] (close [] (swap! closed conj :in)))
          stream (.onClose (IntStream/range 0 100000) #(swap! closed conj :stream))]
      (is (= 9 (component/call i :drain in)))
      (is (= 1 (component/call i :take stream 1)))
      (waiting/until "both to be closed" #(= #{:in :stream} @closed)))))

(deftest a-future-is-a-stage-or-what-can-be-awaited
  (with-instance [i]
    (doseq [f [(CompletableFuture/completedFuture 5) (.minimalCompletionStage (CompletableFuture/completedFuture 5)) (delay 5) (future 5)
               (doto (promise) (deliver 5))]]
      (is (= 5 (component/call i :await f)) (class f)))
    (let [later (promise)
          got   (guests/started #(component/call i :await later))]
      (deliver later 6)
      (is (= 6 @got)))
    (doseq [f [5 nil (atom 5) "5"]]
      (is (= :argument (guests/kind #(component/call i :await f))) (pr-str f)))))

(deftest a-delay-has-the-bindings-of-the-call
  (with-instance [i]
    (is (= 42 (binding [*print-length* 42] (component/call i :await (delay *print-length*)))))))

(deftest a-future-that-fails-ends-the-call-with-its-exception
  (guests/on-both-backends
   (fn [backend]
     (doseq [[how f] {"future"  #(future (throw (IllegalStateException. "no luck")))
                      "delay"   #(delay (throw (IllegalStateException. "no luck")))
                      "a stage" #(CompletableFuture/failedFuture (IllegalStateException. "no luck"))}]
       (testing how
         (with-open [i (instance backend)]
           (is (thrown-with-msg? IllegalStateException #"no luck" (component/call i :await (f))))))))))

(deftest a-stage-is-cancelled-when-the-guest-drops-its-end
  (with-instance [i]
    (let [stage (CompletableFuture.)]
      (component/call i :ignore stage)
      (waiting/until "the stage to be cancelled" #(.isCancelled stage)))))

;; What is lifted

(deftest into-within-with-open-stops-the-guests-writer
  (with-instance [i]
    (is (= (range 5 15) (with-open [rows (counted i 5 1000000)] (into [] (take 10) rows))))
    (stopped i)
    (is (<= 9 (long (component/call i :written)) 10))))

(deftest elements-are-read-once
  (with-instance [i]
    (with-open [rows (counted i 0 3)]
      (is (= [0 1 2] (vec rows)))
      (is (= [] (vec rows) (into [] rows)))
      (is (= 0 (reduce + 0 rows))))
    (is (= ["::" "::"] (into [] (component/call i :repeat 2))))))

(deftest a-closed-stream-is-not-read
  (with-instance [i]
    (let [rows (counted i 0 3)]
      (.close rows)
      (is (= :closed (guests/kind #(into [] rows)))))
    (let [^InputStream in (component/call i :zeros 10)]
      (.close in)
      (is (= :closed (guests/kind #(.read in)))))))

(deftest bytes-come-in-bulk
  (with-instance [i]
    (with-open [^InputStream in (component/call i :zeros 1000000)]
      (is (= 1000000 (alength (.readAllBytes in)))))
    (testing "and go back to the guest"
      (is (= 300000 (component/call i :drain (component/call i :zeros 300000)))))
    (testing "even if some were read"
      (let [^InputStream in (component/call i :zeros 300000)]
        (.read in)
        (is (= 299999 (component/call i :drain in)))))))

(deftest a-result-in-a-future-stays-a-value
  (with-instance [i]
    (is (= [:ok 5] @(component/call i :answer true 5)))
    (is (= [:err "no"] @(component/call i :answer false 5)))))

(deftest elements-of-a-guest-go-to-another-instance
  (guests/on-both-backends
   (fn [backend]
     (with-open [one (instance backend), other (instance backend)]
       (is (= 4950 (component/call other :sum (counted one 0 100))))
       (is (= 300000 (component/call other :drain (component/call one :zeros 300000))))
       (is (= [1 2] [(component/call one :take (counted one 0 10) 1)
                     (component/call other :take (counted other 0 10) 2)]))))))

(deftest lifted-bytes-bounds-a-batch
  (with-instance [i {:limits {:lifted-bytes 400}}]
    (is (= 50 (count (into [] (component/call i :repeat 50)))) "which together take more"))
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend {:limits {:lifted-bytes 40}})]
       (is (= :lifted-bytes (:limit (guests/failure #(into [] (component/call i :repeat 1))))))))))

;; Async calls

(deftest an-async-call-takes-a-function
  (with-instance [i]
    (is (= 3 @(wasm/async (wasm/fn i :sum) [1 2])))
    (is (= 3 @(wasm/async (:sum (component/view i)) [1 2])))
    (testing "that no component exports, on a thread"
      (is (= 42 (binding [*print-length* 42] @(wasm/async (fn [n] (+ (long n) (long *print-length*))) 0)))))
    (testing "whose exception deref throws"
      (is (= "late" (ex-message (guests/failure #(deref (wasm/async (fn [] (throw (IllegalStateException. "late")))))))))
      (is (thrown? ExecutionException (.get (wasm/async (fn [] (throw (IllegalStateException. "late"))))))))
    (is (= :argument (guests/kind #(wasm/async (wasm/fn i :sum)))))
    (is (= :config (guests/kind #(wasm/async 5))))))

;; As in a generated namespace

(def component (bind/component {:format 1 :from "wat/component-flow.wasm" :world "local:flow/flow"}))

(def ^:private sum* (bind/export component "sum" '[] '[:func {:async true} [[s [:stream :u32]]] :u64]))

(defn sum
  {:wit/name "sum"}
  ([s] (bind/call sum* s))
  ([instance s] (bind/call-on instance sum* s)))

(deftest an-async-call-takes-a-function-of-a-generated-namespace
  (let [make #(wasm/instantiate component {:imports {"feed" range, "ask" identity}})]
    (with-open [^java.lang.AutoCloseable i (make)]
      (bind/use-instance! component i)
      (is (= [3 4] [@(wasm/async sum [1 2]) @(wasm/async sum i [4])]))
      (is (= 5 @(wasm/async #'sum [5])))
      (is (= :argument (guests/kind #(wasm/async sum))) "which is found: arguments are checked at once")
      (bind/use-instance! component nil))))

(deftest an-async-host-function-has-the-bindings-of-the-call
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend {:imports {"ask" (fn [n] (+ (long n) (long *print-length*)))}})]
       (is (= 43 (binding [*print-length* 42] (component/call i :asks 1))))
       (is (= 43 (binding [*print-length* 42] @(wasm/async (wasm/fn i :asks) 1))))))))
