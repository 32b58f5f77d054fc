(ns radicchio.runtime.tasks-test
  "Async exports and async host functions: who waits for what, in which order, and how each wait ends."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.component :as component])
  (:import (java.util.concurrent CancellationException CompletableFuture ExecutionException)
           (radicchio.runtime ExportedFunction Instance)))

(set! *warn-on-reflection* true)

(defn- instance
  (^Instance [backend slow] (instance backend slow {}))
  (^Instance [backend slow options]
   (component/instantiate (guests/wat "tasks" backend) (merge {:imports {"slow" slow}} options))))

(defn- function ^ExportedFunction [^Instance i name]
  (.orElseThrow (.function i name)))

(defn- call [i name & args] (.call (function i name) (to-array args)))

(defn- async ^CompletableFuture [i name & args] (apply wasm/async (wasm/fn i name) args))

(defn- cause [^CompletableFuture future]
  (guests/failure #(try (.get future) (catch ExecutionException e (throw (ex-cause e))))))

(defn- our-threads []
  (filter #(= "radicchio-task" (.getName ^Thread %)) (keys (Thread/getAllStackTraces))))

(def ^:private waiting-exports ["plus-one" "waits" "calls-back" "beside"])

(defn- of-export [name n] (if (= "plus-one" name) (inc (long n)) n))

(deftest an-async-export-blocks-and-returns
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend (fn [n] (Thread/sleep 5) (* 2 (long n))))]
       (doseq [name waiting-exports]
         (testing name
           (is (= (of-export name 42) (call i name 21)))))))))

(deftest a-host-function-may-return-a-stage
  (guests/on-both-backends
   (fn [backend]
     (let [stages (atom [])]
       (with-open [i (instance backend (fn [_] (let [stage (CompletableFuture.)] (swap! stages conj stage) stage)))]
         (doseq [name waiting-exports]
           (testing name
             (let [result (guests/started #(call i name 1))
                   stage  (waiting/until "the host function to be called" #(peek @stages))]
               (.complete ^CompletableFuture stage 30)
               (is (= (of-export name 30) @result))
               (reset! stages [])))))))))

(deftest calls-of-several-threads-wait-at-the-same-time
  (guests/on-both-backends
   (fn [backend]
     (let [stages (atom {})]
       (with-open [i (instance backend (fn [n] (let [stage (CompletableFuture.)] (swap! stages assoc n stage) stage)))]
         (let [results (mapv #(guests/started (fn [] (call i "calls-back" %))) (range 8))]
           (waiting/until "all to wait for the host" #(= 8 (count @stages)))
           (doseq [n (reverse (range 8))] (.complete ^CompletableFuture (@stages n) (* 10 (long n))))
           (is (= (map #(* 10 (long %)) (range 8)) (map deref results)))))))))

(deftest an-async-call-is-a-future
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend identity)]
       (doseq [name waiting-exports]
         (testing name
           (is (= (of-export name 5) (.get (async i name 5))))))
       (is (= 0 (.get (async i "turns"))) "of a function that cannot wait as well")))))

(deftest cancelling-a-future-asks-the-guest
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend identity)]
       (let [future (async i "for-ever")]
         (.cancel future true)
         (is (thrown? CancellationException (.get future)))
         (is (= 3 (call i "plus-one" 2)) "the instance lives on")
         (waiting/until "the guest to end its task" #(zero? (long (:tasks (component/stats i))))))))))

(deftest a-guest-cancels-a-call-of-the-host
  (guests/on-both-backends
   (fn [backend]
     (testing "a stage is cancelled"
       (let [stage (CompletableFuture.)]
         (with-open [i (instance backend (fn [_] stage))]
           (is (= 4 (call i "cancels" 1)))
           (waiting/until "the stage to be cancelled" #(.isCancelled stage)))))
     (testing "a thread is interrupted"
       (let [interrupted (promise)]
         (with-open [i (instance backend (fn [_] (try (Thread/sleep 60000)
                                                      (catch InterruptedException e (deliver interrupted true) (throw e)))))]
           (is (= 4 (call i "cancels" 1)))
           (is (true? (deref interrupted 30000 :not-interrupted)))))))))

(deftest an-exception-of-the-host-function-leaves-the-call
  (guests/on-both-backends
   (fn [backend]
     (doseq [name waiting-exports
             [how slow] {"thrown"       (fn [_] (throw (IllegalStateException. "no luck")))
                         "failed stage" (fn [_] (CompletableFuture/failedFuture (IllegalStateException. "no luck")))}]
       (testing [name how]
         (with-open [i (instance backend slow)]
           (is (thrown-with-msg? IllegalStateException #"no luck" (call i name 1)))
           (is (.isDead i))))))))

(deftest a-wait-that-cannot-end-is-a-deadlock
  (guests/on-both-backends
   (fn [backend]
     (doseq [name ["for-ever" "for-ever-on-the-stack"]]
       (testing name
         (with-open [i (instance backend identity)]
           (is (= :deadlock (:trap (guests/failure #(call i name)))))))))))

(def ^:private endless
  "What waits until it is ended, with the function of the host that it waits for."
  (concat (for [name waiting-exports] [name [1]])
          [["yields-for-ever" []] ["spins" []]]))

(deftest each-wait-ends-at-the-deadline
  (guests/on-both-backends
   (fn [backend]
     (doseq [[name args] endless]
       (testing name
         (with-open [i (instance backend (fn [_] (CompletableFuture.)) {:limits {:timeout-ms 100}})]
           (is (= :timeout (:limit (guests/failure #(apply call i name args)))))
           (is (.isDead i)))))
     (testing "of an async call"
       (with-open [i (instance backend (fn [_] (CompletableFuture.)) {:limits {:timeout-ms 100}})]
         (is (= :timeout (:limit (cause (async i "calls-back" 1))))))))))

(deftest each-wait-ends-at-an-interrupt
  (guests/on-both-backends
   (fn [backend]
     (doseq [[name args] endless]
       (testing name
         (with-open [i (instance backend (fn [_] (CompletableFuture.)))]
           (let [outcome (promise)
                 thread  (doto (Thread. #(deliver outcome [(guests/failure (fn [] (apply call i name args)))
                                                           (.isInterrupted (Thread/currentThread))]))
                           .start)]
             (Thread/sleep 30)
             (.interrupt thread)
             (let [[failure interrupted?] (deref outcome 60000 :never)]
               (is (= :interrupted (:limit failure)))
               (is (true? interrupted?))))))))))

(deftest each-wait-ends-at-a-close
  (guests/on-both-backends
   (fn [backend]
     (doseq [name (concat waiting-exports ["async"])]
       (testing name
         (let [called (promise)
               i      (instance backend (fn [_] (deliver called true) (CompletableFuture.)))
               result (guests/started #(if (= "async" name)
                                         (cause (async i "calls-back" 1))
                                         (guests/failure (fn [] (call i name 1)))))]
           @called
           (.close i)
           (is (= :closed (:error (deref result 60000 :never))))))))))

(deftest each-wait-ends-at-a-trap
  (guests/on-both-backends
   (fn [backend]
     (doseq [name (concat waiting-exports ["async"])]
       (testing name
         (let [called (promise)]
           (with-open [i (instance backend (fn [_] (deliver called true) (CompletableFuture.)))]
             (let [result (guests/started #(if (= "async" name)
                                             (cause (async i "calls-back" 1))
                                             (guests/failure (fn [] (call i name 1)))))]
               @called
               (is (= :trap (guests/kind #(call i "traps"))))
               (is (= :trap (:error (deref result 60000 :never))))
               (waiting/until "the instance to be dead" #(.isDead i))
               (is (= :trap (guests/kind #(call i "turns"))))))))))))

(deftest a-task-goes-on-after-its-return
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend identity)]
       (is (= 5 (call i "goes-on" 5)))
       (waiting/until "the rest of the task" #(= 5 (call i "turns")))
       (is (= 8 (call i "stays")) "also when it waits on the stack")
       (is (= 5 (call i "turns")))))))

(deftest no-thread-outlives-its-store
  (guests/on-both-backends
   (fn [backend]
     (let [before (set (our-threads))
           i      (instance backend (fn [_] (CompletableFuture.)))]
       (dotimes [_ 4]
         (async i "beside" 1)
         (async i "calls-back" 1))
       (.close i)
       (waiting/until "the threads of the store to end" #(every? before (our-threads)))))))

(deftest tasks-beyond-the-limit-are-refused
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend (fn [_] (CompletableFuture.)) {:limits {:tasks 3}})]
       (let [calls (mapv (fn [_] (async i "beside" 1)) (range 4))]
         (is (= :tasks (:limit (cause (peek calls))))))))))

(deftest a-trap-after-the-return-ends-the-instance
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend identity)]
       (is (= 7 (call i "traps-later")))
       (waiting/until "the instance to be dead" #(.isDead i))
       (is (= :dead (:trap (guests/failure #(call i "turns")))))))))

(deftest a-call-waits-until-the-instance-is-free
  (guests/on-both-backends
   (fn [backend]
     (let [stages (atom [])]
       (with-open [i (instance backend (fn [_] (let [stage (CompletableFuture.)] (swap! stages conj stage) stage)))]
         (let [first-call  (async i "waits" 1)
               held-back   (async i "waits" 2)
               cancelled   (async i "calls-back" 3)
               first-stage ^CompletableFuture (waiting/until "the first call of the host" #(first @stages))]
           (is (= 1 (count @stages)) "the others have not begun")
           (is (= 3 (:tasks (component/stats i))))
           (.cancel cancelled true)
           (waiting/until "the cancelled task to end" #(= 2 (:tasks (component/stats i))))
           (.complete first-stage 10)
           (is (= 10 (.get first-call)))
           (.complete ^CompletableFuture (waiting/until "the second call of the host" #(second @stages)) 20)
           (is (= 20 (.get held-back)))
           (is (= 2 (count @stages)) "the cancelled one never began")))))))

(deftest a-call-that-is-held-back-ends-with-its-instance
  (guests/on-both-backends
   (fn [backend]
     (doseq [[how end kind] [["close" #(.close ^Instance %) :closed]
                             ["trap" #(guests/kind (fn [] (call % "traps"))) :trap]]]
       (testing how
         (with-open [i (instance backend (fn [_] (CompletableFuture.)))]
           (async i "waits" 1)
           (let [held-back (async i "waits" 2)]
             (end i)
             (is (= kind (:error (cause held-back))))))))
     (testing "deadline"
       (with-open [i (instance backend (fn [_] (CompletableFuture.)) {:limits {:timeout-ms 100}})]
         (async i "waits" 1)
         (let [{:keys [limit trap]} (guests/failure #(call i "waits" 2))]
           (is (or (= :timeout limit) (= :dead trap)) "its own deadline, or that of the call that it waits for")))))))
