(ns radicchio.engine.stopping-test
  "A guest that runs for ever is stopped, by its deadline or by an interrupt of its thread, and the thread lives on."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.guests :refer [call compiled host instance new-store on-both one thrown within]]
            [radicchio.engine.large-function :as large])
  (:import (java.time Duration)
           (java.util Optional)
           (java.util.concurrent CountDownLatch ThreadPoolExecutor TimeUnit)
           (java.util.function Consumer)
           (radicchio.engine Backend CoreModule Engine Limits CoreStore)))

(set! *warn-on-reflection* true)

(defn- timed
  "Limits with a timeout of so many milliseconds."
  [millis]
  (Limits. 100 (Optional/of (Duration/ofMillis millis))))

(def ^:private loops ["br" "br_if" "br_table" "catch" "catch_all" "br_on_null" "fill"])

(defn- limit [e] [(:radicchio/error (ex-data e)) (:limit (ex-data e))])

(defn- interrupting
  "[what the function throws, whether the flag of its thread is still set] when its thread is interrupted while it runs."
  [f]
  (let [began  (CountDownLatch. 1)
        result (promise)
        thread (Thread. (fn [] (.countDown began)
                          (let [e (thrown f)]
                            (deliver result [e (.isInterrupted (Thread/currentThread))]))))]
    (.setDaemon thread true)
    (.start thread)
    (.await began)
    (Thread/sleep 50)
    (.interrupt thread)
    (deref result 20000 [nil :still-running])))

(deftest an-interrupt-stops-every-form-of-loop
  (on-both backend
    (doseq [form loops]
      (testing form
        (let [[e flag] (interrupting #(within [store (new-store)] (call (instance store backend "loops") form)))]
          (is (= [:limit :interrupted] (limit e)))
          (is (= "the thread was interrupted" (ex-message e)))
          (is (true? flag) "the flag stays as the interrupter set it"))))))

(deftest a-deadline-stops-every-form-of-loop
  (on-both backend
    (doseq [form loops]
      (testing form
        (within [store (new-store (timed 60))]
          (let [e (thrown #(call (instance store backend "loops") form))]
            (is (= [:limit :timeout] (limit e)))
            (is (= "the call took longer than 60 ms" (ex-message e)))
            (is (= 60 (:timeout-ms (ex-data e))))))
        (is (false? (.isInterrupted (Thread/currentThread))) "the thread's flag is as it was")))))

(deftest recursion-is-stopped
  (on-both backend
    (within [store (new-store (timed 60))]
      (is (= [:limit :timeout] (limit (thrown #(call (instance store backend "loops") "recursive" 60))))))
    (is (= [:limit :interrupted]
           (limit (first (interrupting #(within [store (new-store)] (call (instance store backend "loops") "recursive" 60)))))))))

(deftest the-watchdog-survives-a-heap-that-is-full
  (let [^Class watchdog (Class/forName "radicchio.engine.limits.Clock$Watchdog")
        ^ThreadPoolExecutor pool (.get (doto (.getDeclaredField watchdog "THREAD") (.setAccessible true)) nil)
        uncaught (promise)
        worker (doto (.newThread (.getThreadFactory pool) (fn [] (throw (OutOfMemoryError. "as a worker of the pool"))))
                 (.setUncaughtExceptionHandler
                  (reify Thread$UncaughtExceptionHandler (uncaughtException [_ _ e] (deliver uncaught e))))
                 .start
                 .join)]
    (is (not (.isAlive ^Thread worker)))
    (is (not (realized? uncaught)) "it did not die")
    (is (= 1 (.getPoolSize pool)) "there is a worker to look at deadlines")))

(deftest a-stopped-store-is-used-again
  (on-both backend
    (let [store (new-store (timed 60))]
      (dotimes [_ 3]
        (within [store store]
          (is (= [:limit :timeout] (limit (thrown #(call (instance store backend "loops") "br"))))))
        (within [store store]
          (is (= 1 (one (instance store backend "loops") "one"))))))))

(deftest the-calls-of-an-entrance-share-its-remaining-time
  (on-both backend
    (within [store (new-store (timed 60))]
      (let [guest (instance store backend "loops")]
        (is (= [:limit :timeout] (limit (thrown #(call guest "br")))))
        (is (= [:limit :timeout] (limit (thrown #(call guest "br")))) "a second call has no time left")
        (Thread/interrupted)
        (is (= [:limit :timeout] (limit (thrown #(call guest "one"))))
            "nor has it when somebody took the interrupt that told the first one")))))

(deftest a-function-too-large-to-be-compiled-is-stopped
  (let [module ^CoreModule (Engine/compile (large/looping) Backend/COMPILER)]
    (is (= 1 (.interpretedFunctions module)))
    (is (= [:limit :interrupted]
           (limit (first (interrupting #(within [store (new-store)] (call (.instantiate store module []) "run")))))))
    (within [store (new-store (timed 60))]
      (is (= [:limit :timeout] (limit (thrown #(call (.instantiate store module []) "run"))))))))

(defn- stopped-while-the-host-sleeps
  "What a guest's call throws whose host function sleeps beyond the deadline. On a busy machine a short deadline may pass
  before the host function is reached; then a longer one is tried."
  [backend]
  (some (fn [millis]
          (within [store (new-store (timed millis))]
            (let [asleep   (atom false)
                  sleeping (host store (fn [_] (reset! asleep true) (Thread/sleep 200000) nil))
                  e        (thrown #(call (instance store backend "host-loop" sleeping) "once"))]
              (when @asleep e))))
        [60 600 6000 60000]))

(deftest a-host-function-that-we-interrupt-ends-as-a-limit
  (on-both backend
    (let [e (stopped-while-the-host-sleeps backend)]
      (is (= [:limit :timeout] (limit e)))
      (is (instance? InterruptedException (ex-cause e))))
    (is (false? (.isInterrupted (Thread/currentThread))))))

(deftest a-host-function-that-swallows-our-interrupt-does-not-save-the-guest
  (on-both backend
    (within [store (new-store (timed 60))]
      (let [deaf (host store (fn [_] (try (Thread/sleep 5) (catch InterruptedException _)) nil))]
        (is (= [:limit :timeout] (limit (thrown #(call (instance store backend "host-loop" deaf) "forever")))))))))

(deftest a-call-over-the-time-limit-never-returns
  (let [late (fn [_] (try (Thread/sleep 200) (catch InterruptedException _ (Thread/sleep 100))) nil)]
    (testing "a host function that the host calls"
      (within [store (new-store (timed 60))]
        (is (= [:limit :timeout] (limit (thrown #(.call (host store late) (long-array 0))))))))
    (on-both backend
      (testing "an instantiation whose last step overran"
        (within [store (new-store (timed 60))]
          (let [module (compiled "loops" backend)]
            (is (= [:limit :timeout]
                   (limit (thrown #(.instantiate store module [] (reify Consumer (accept [_ _] (late nil)))))))))))))
  (is (false? (.isInterrupted (Thread/currentThread)))))

(deftest another-thread-s-interrupt-stays-set
  (on-both backend
    (let [[e flag] (interrupting
                    #(within [store (new-store (timed 10000))]
                       (call (instance store backend "host-loop" (host store (fn [_] (Thread/sleep 20000) nil))) "once")))]
      (is (instance? InterruptedException e) "what the host threw leaves as itself")
      (is (false? flag) "sleeping took the flag, and nobody set it again"))
    (let [[e flag] (interrupting #(within [store (new-store (timed 10000))] (call (instance store backend "loops") "br")))]
      (is (= [:limit :interrupted] (limit e)))
      (is (true? flag)))))

(deftest a-flag-that-was-set-when-the-time-ran-out-stays-set
  (on-both backend
    (let [until (fn [millis] (let [end (+ (System/nanoTime) (* 1000000 (long millis)))] (while (< (System/nanoTime) end))))
          e (try (within [store (new-store (timed 40))]
                   (let [work (host store (fn [_] (.interrupt (Thread/currentThread)) (until 120) nil))]
                     (thrown #(call (instance store backend "host-loop" work) "once"))))
                 (finally (is (true? (Thread/interrupted)))))]
      (is (= [:limit :timeout] (limit e))))))

(deftest a-flag-set-before-the-call-survives-it
  (on-both backend
    (within [store (new-store (timed 10000))]
      (let [guest (instance store backend "loops")]
        (try
          (.interrupt (Thread/currentThread))
          (is (= [:limit :interrupted] (limit (thrown #(call guest "br")))))
          (is (true? (Thread/interrupted)))
          (finally (Thread/interrupted)))
        (is (= 1 (one guest "one")))))))

(deftest a-nested-store-has-a-separate-deadline
  (on-both backend
    (within [outer (new-store (timed 10000))]
      (let [seen  (atom nil)
            inner (new-store (timed 40))
            work  (host outer (fn [_]
                                (reset! seen (thrown #(within [inner inner] (call (instance inner backend "loops") "br"))))
                                nil))]
        (is (= [] (call (instance outer backend "host-loop" work) "once")))
        (is (= [:limit :timeout] (limit @seen)))
        (is (false? (.isInterrupted (Thread/currentThread))))))
    (within [outer (new-store (timed 40))]
      (let [inner (new-store (timed 10000))
            work  (host outer (fn [_] (within [inner inner] (call (instance inner backend "loops") "br")) nil))
            e     (thrown #(call (instance outer backend "host-loop" work) "once"))]
        (is (= [:limit :timeout] (limit e)))
        (is (= 40 (:timeout-ms (ex-data e))) "the outer call's time, though the inner guest was running")))))

(deftest work-of-the-host-checks-the-deadline-of-its-call
  (within [store (new-store)]
    (is (nil? (.check (.deadline store))))
    (is (= Long/MAX_VALUE (.nanosLeft (.deadline store))))
    (try
      (.interrupt (Thread/currentThread))
      (is (= [:limit :interrupted] (limit (thrown #(.check (.deadline store))))))
      (is (true? (.isInterrupted (Thread/currentThread))))
      (finally (Thread/interrupted))))
  (within [store (new-store (timed 60))]
    (is (<= (.nanosLeft (.deadline store)) 60000000))
    (let [e (thrown #(while true (.check (.deadline store))))]
      (is (= [:limit :timeout] (limit e)))
      (is (<= (.nanosLeft (.deadline store)) 0))))
  (is (false? (.isInterrupted (Thread/currentThread)))))

(deftest waiting-for-a-store-counts-toward-the-timeout
  (let [^CoreStore store (new-store (timed 60))
        entered (CountDownLatch. 1)
        leave   (CountDownLatch. 1)
        holder  (doto (Thread. (fn [] (.enter store)
                                 (.countDown entered)
                                 (try (while (not (try (.await leave 20 TimeUnit/SECONDS) (catch InterruptedException _ false))))
                                      (finally (.leave store)))))
                  .start)]
    (.await entered)
    (let [e (thrown #(.enter store))]
      (is (= [:limit :timeout] (limit e)))
      (is (= "the call took longer than 60 ms" (ex-message e))))
    (.countDown leave)
    (.join holder)
    (within [store store]
      (is (some? store) "and is entered when it is free"))))
