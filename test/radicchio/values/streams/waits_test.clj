(ns radicchio.values.streams.waits-test
  "Each wait of the host for a guest ends at a deadline, at an interrupt, when the instance is closed, and at a trap."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.component :as component])
  (:import (java.io InputStream)
           (java.util.concurrent CompletableFuture)
           (java.util.logging Handler Level Logger LogRecord)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(defn- instance ^Instance [backend timeout]
  (component/instantiate (guests/wat "flow" backend)
                         (cond-> {:imports {"feed" range, "ask" (fn [_] (CompletableFuture.))}}
                           timeout (assoc :limits {:timeout-ms timeout}))))

(defn- waits
  "Calls f, which waits, on a thread. Returns the thread and a promise of what f returns or throws."
  [f]
  (let [outcome (promise)
        thread  (Thread. #(deliver outcome (try (f) (catch Throwable e e))))]
    (.start thread)
    {:thread thread, :outcome outcome}))

(defn- emitting
  "Emits an element, which the guest takes, and another one, which it does not."
  [i]
  (let [thread (promise), outcome (promise)]
    (component/call i :begin (wasm/stream (fn [emit!]
                                            (emit! 1)
                                            (deliver thread (Thread/currentThread))
                                            (deliver outcome (try (emit! 2) (catch Throwable e e))))))
    {:thread @thread, :outcome outcome}))

(def ^:private all-waits
  {"reading a stream"   (fn [i] (let [s (component/call i :silent)] (waits #(into [] s))))
   "reading bytes"      (fn [i] (let [^InputStream in (component/call i :silent-bytes)] (waits #(.read in))))
   "emit!"              emitting
   "deref of a future"  (fn [i] (let [f (component/call i :never)] (waits #(deref f))))
   "deref of a call"    (fn [i] (let [f (wasm/async (wasm/fn i :asks) 1)] (waits #(deref f))))})

(defn- outcome [{:keys [outcome]}]
  (let [it (deref outcome 60000 :still-waits)]
    (if (instance? Throwable it) (or (:radicchio/error (ex-data it)) (class it)) it)))

(defn- parked [{:keys [thread] :as wait}]
  (waiting/parked thread)
  wait)

(defmacro ^:private each-wait
  "For each wait on each backend, begins it on an instance, evaluates the body, and expects an outcome."
  [[i wait & {:keys [timeout except]}] body expected]
  `(guests/on-both-backends
    (fn [backend#]
      (doseq [[name# begin#] (apply dissoc all-waits ~except)]
        (testing name#
          (with-open [~i (instance backend# ~timeout)]
            (let [~wait (begin# ~i)]
              ~body
              (is (= ~expected (outcome ~wait))))))))))

(deftest a-wait-ends-at-the-deadline
  (each-wait [i wait :timeout 3000] nil :limit))

(deftest a-wait-ends-at-an-interrupt
  (each-wait [i wait :except ["deref of a call"]] (.interrupt ^Thread (:thread (parked wait))) :limit)
  (testing "that of a call as that of any future"
    (guests/on-both-backends
     (fn [backend]
       (with-open [i (instance backend nil)]
         (let [wait ((all-waits "deref of a call") i)]
           (.interrupt ^Thread (:thread (parked wait)))
           (is (= InterruptedException (outcome wait)))))))))

(deftest a-wait-ends-when-the-instance-is-closed
  (each-wait [i wait] (do (parked wait) (.close i)) :closed))

(deftest a-wait-ends-at-a-trap
  (each-wait [i wait]
    (do (parked wait) (is (= :trap (guests/kind #(component/call i :fails)))))
    :trap))

(deftest a-read-that-was-interrupted-can-be-repeated
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend nil)]
       (let [later (component/call i :never)
             wait  (waits #(deref later))]
         (.interrupt ^Thread (:thread (parked wait)))
         (is (= :limit (outcome wait)))
         (is (= :late (deref later 10 :late)))
         (is (true? (future-cancel later))))))))

(deftest no-thread-outlives-its-instance
  (guests/on-both-backends
   (fn [backend]
     (let [threads (with-open [i (instance backend nil)]
                     (mapv :thread [(emitting i) (emitting i)]))]
       (doseq [^Thread thread threads]
         (waiting/until "the thread to end" #(not (.isAlive thread))))))))

(defn- logged
  "Calls f. Returns what was logged meanwhile of instances that were closed."
  [f]
  (let [logger   (Logger/getLogger "radicchio.runtime")
        level    (.getLevel logger)
        messages (atom [])
        handler  (doto (proxy [Handler] []
                         (publish [^LogRecord record] (swap! messages conj (.getMessage record)))
                         (flush [])
                         (close []))
                   (.setLevel Level/ALL))]
    (.setLevel logger Level/FINE)
    (.addHandler logger handler)
    (try
      (f)
      (finally (.removeHandler logger handler) (.setLevel logger level)))
    @messages))

(deftest what-an-instance-still-has-is-logged-when-it-is-closed
  (guests/on-both-backends
   (fn [backend]
     (let [i (instance backend nil)]
       (component/call i :count 0 100)
       (is (= ["closed an instance that still has a task, a writable end of a stream (index 2), a stream that the host was given"]
              (logged #(.close i)))))
     (let [i (instance backend nil)]
       (component/call i :sum [1])
       (is (= [] (logged #(.close i))))))))

(deftest stats-count-tasks-waits-and-streams
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend nil)]
       (is (= [0 0 0] (map (wasm/stats i) [:tasks :waits :streams])))
       (let [rows (component/call i :count 0 100)
             call (wasm/async (wasm/fn i :asks) 1)]
         (waiting/until "the writer and the call to wait" #(= 2 (:waits (wasm/stats i))))
         (is (= {:tasks 2, :streams 2} (select-keys (wasm/stats i) [:tasks :streams])) "the writable end, and that of the host")
         (.close ^java.lang.AutoCloseable rows)
         (.cancel call true)
         (waiting/until "the writer to end" #(zero? (long (:streams (wasm/stats i))))))))))
