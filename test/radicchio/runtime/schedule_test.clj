(ns radicchio.runtime.schedule-test
  "The threads of guests, without guests: their order, who has the store's lock, and how all of it ends."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.support.waiting :as waiting])
  (:import (java.time Duration)
           (java.util Optional)
           (java.util.function BooleanSupplier Consumer Supplier)
           (radicchio.engine CoreStore Engine Limits)
           (radicchio.error RadicchioException)
           (radicchio.runtime.thread Condition Driver Gate Group GuestThread$Owner GuestThread$Place Operation Schedule
                                     Step)
           (radicchio.runtime.waitable Event EventCode Waitable WaitableSet)))

(set! *warn-on-reflection* true)

(defn- test-of ^BooleanSupplier [f] (reify BooleanSupplier (getAsBoolean [_] (boolean (f)))))

(defn- condition ^Condition [f] (Condition. (test-of f)))

(defn- step ^Step [f] (reify Step (run [_ cancelled] (f cancelled))))

(defn- owner
  "Returns the task of threads in one instance; `blocks?` says whether they may block with frames, `exclusive?` whether they need the
  instance for themselves."
  ^GuestThread$Owner [^Group group blocks? & [exclusive?]]
  (let [place (reify GuestThread$Place
                (enterFromHost [_])
                (leaveToHost [_])
                (group [_] group))]
    (reify GuestThread$Owner
      (place [_] place)
      (isExclusive [_ _] (boolean exclusive?))
      (hasCancellation [_] false)
      (takeCancellation [_] false)
      (mayBlock [_] (boolean blocks?)))))

(defn- group ^Group [] (Group. (reify Consumer (accept [_ _]))))

(defn- with-driver
  "Enters a new store and calls f with its driver on this thread; then `left`, outside."
  ([f] (with-driver {} f))
  ([{:keys [timeout threads left] :or {threads 100 left (fn [])}} f]
   (let [store  (Engine/store (Limits. 10 (Optional/ofNullable (some-> timeout Duration/ofMillis))))
         driver (Driver. store threads)]
     (.enter ^CoreStore store)
     (try (.call driver (fn [] (f driver)))
          (finally (.leave driver)
                   (left)
                   (.close driver)
                   (.close ^CoreStore store))))))

(defn- run-all [^Driver driver ^Group group threads done]
  (let [^Schedule schedule (.schedule driver)]
    (doseq [thread threads] (.resume schedule thread false))
    (.until driver group (test-of done))))

(deftest ready-threads-run-in-the-order-in-which-they-began-to-wait
  (doseq [blocks? [true false]]
    (let [log (atom [])
          g   (group)]
      (with-driver
        (fn [^Driver driver]
          (let [schedule (.schedule driver)
                own      (owner g blocks?)
                worker   (fn [name]
                           (let [thread (promise)
                                 turn   (fn turn [n _]
                                          (swap! log conj [name n])
                                          (when (< (long n) 3)
                                            (if blocks?
                                              (do (.yield schedule false) (turn (inc (long n)) nil))
                                              (.waitThen schedule @thread (condition (constantly true))
                                                         (step #(turn (inc (long n)) %))))))
                                 made   (.make schedule own (step #(turn 0 %)))]
                             (deliver thread made)
                             made))]
            (run-all driver g (mapv worker [:a :b :c]) #(= 12 (count @log))))))
      (is (= (for [n (range 4) name [:a :b :c]] [name n]) @log)))))

(deftest a-thread-waits-for-an-event-of-its-set
  (let [g     (group)
        got   (atom [])
        a     (Waitable.)
        b     (Waitable.)
        set   (doto (WaitableSet.) (.take a) (.take b))
        event (fn [n] (reify Supplier (get [_] (Event. EventCode/SUBTASK n 0))))]
    (with-driver
      (fn [^Driver driver]
        (let [schedule (.schedule driver)
              waiter   (.make schedule (owner g true)
                              (step (fn [_] (dotimes [_ 3] (swap! got conj (.index (.await set schedule false)))))))
              other    (.make schedule (owner g true)
                              (step (fn [_]
                                      (.setPending b (event 2))
                                      (.setPending a (event 1))
                                      (.yield schedule false)
                                      (.yield schedule false)
                                      (.setPending a (event 3)))))]
          (run-all driver g [waiter other] #(= 3 (count @got))))))
    (is (= [1 2 3] @got))))

(deftest a-completion-from-outside-wakes-a-waiting-thread
  (let [g    (group)
        done (atom false)
        completed (condition #(deref done))
        seen (atom nil)]
    (with-driver
      (fn [^Driver driver]
        (let [schedule  (.schedule driver)
              operation (.begin driver g)
              waiter    (.make schedule (owner g true)
                               (step (fn [_]
                                       (.waitUntil schedule completed false)
                                       (reset! seen (Thread/currentThread)))))
              outside   (Thread. (fn []
                                   (Thread/sleep 20)
                                   (.complete ^Operation operation (fn [] (reset! done true) (.changed completed)))))]
          (.start outside)
          (run-all driver g [waiter] #(deref seen))
          (is (not= outside @seen) "a guest does not run on the completing thread"))))))

(deftest threads-that-are-ready-after-a-call-of-the-host-run-on-a-worker
  (let [g     (group)
        turns (atom 0)]
    (with-driver
      {:left #(waiting/until "the rest of the task" (fn [] (= 5 @turns)))}
      (fn [^Driver driver]
        (let [schedule (.schedule driver)
              thread   (.make schedule (owner g true)
                              (step (fn [_] (dotimes [_ 5] (.yield schedule false) (swap! turns inc)))))]
          (.resume schedule thread false))))
    (is (= 5 @turns))))

(deftest without-a-thread-that-can-continue-it-is-a-deadlock
  (let [g (group)]
    (with-driver
      (fn [^Driver driver]
        (let [schedule (.schedule driver)
              thread   (.make schedule (owner g true)
                              (step (fn [_] (.waitUntil schedule (condition (constantly false)) false))))]
          (.resume schedule thread false)
          (is (= "deadlock"
                 (try (.until driver g (test-of (constantly false)))
                      (catch RadicchioException e (name (:trap (ex-data e)))))))
          (.end driver g (IllegalStateException. "ended")))))))

(deftest a-thread-that-is-about-to-enter-prevents-a-deadlock
  (let [store    (Engine/store Limits/DEFAULT)
        driver   (Driver. store 100)
        g        (group)
        done     (atom false)
        enters   (promise)
        entering (future
                   @enters
                   (.enter ^CoreStore store)
                   (try (reset! done true)
                        (finally (.leave driver))))]
    (.enter ^CoreStore store)
    (try (.call driver (fn [] (.until driver g (test-of #(do (deliver enters true) @done)))))
         (finally (.leave driver)))
    @entering
    (is (true? @done))
    (.close driver)
    (.close ^CoreStore store)))

(deftest threads-behind-a-gate-pass-in-the-order-in-which-they-began-to-wait
  (let [g      (group)
        log    (atom [])
        opened (atom false)
        gate   (Gate. (test-of #(deref opened)))
        come   (atom #{})
        comes  (mapv (fn [n] (condition #(contains? @come n))) (range 4))]
    (with-driver
      (fn [^Driver driver]
        (let [schedule (.schedule driver)
              waiter   (fn [n]
                         (let [thread (promise)
                               made   (.make schedule (owner g false)
                                             (step (fn [_]
                                                     (.waitThen schedule @thread (comes n) gate
                                                                (step (fn [_] (swap! log conj n)))))))]
                           (deliver thread made)
                           made))
              opener   (.make schedule (owner g false)
                              (step (fn [_]
                                      (doseq [n [3 0 2]]
                                        (swap! come conj n)
                                        (.changed ^Condition (comes n)))
                                      (swap! come disj 0)
                                      (swap! log conj :opens)
                                      (reset! opened true)
                                      (.changed gate))))]
          (run-all driver g (conj (mapv waiter (range 4)) opener) #(= 3 (count @log)))
          (.end driver g (IllegalStateException. "ended")))))
    (is (= [:opens 2 3] @log) "the first one no longer has what it waited for, the second one never had")))

(deftest a-thread-that-needs-its-instance-is-not-promoted
  (doseq [[exclusive? expected] {false [:other :me], true [:me :other]}]
    (let [g   (group)
          log (atom [])]
      (with-driver
        (fn [^Driver driver]
          (let [schedule (.schedule driver)
                thread   (fn [own f] (.make schedule own (step (fn [_] (f)))))
                other    (thread (owner g true exclusive?)
                                 (fn [] (.yield schedule false) (swap! log conj :other)))
                first-of (thread (owner g true)
                                 (fn [] (.yield schedule false) (swap! log conj :me)))
                promotes (thread (owner g true)
                                 (fn [] (.yieldThenPromote schedule false other)))]
            (run-all driver g [first-of other promotes] #(= 2 (count @log))))))
      (is (= expected @log)))))

(deftest the-time-of-a-call-ends-its-wait
  (let [g (group)]
    (with-driver {:timeout 50}
      (fn [^Driver driver]
        (.begin driver g)
        (is (= :timeout
               (try (.until driver g (test-of (constantly false)))
                    (catch RadicchioException e (:limit (ex-data e))))))))))

(deftest an-interrupt-ends-the-wait-of-a-call
  (let [g (group)]
    (with-driver
      (fn [^Driver driver]
        (.begin driver g)
        (let [me (Thread/currentThread)]
          (doto (Thread. (fn [] (Thread/sleep 20) (.interrupt me))) .start)
          (let [limit (try (.until driver g (test-of (constantly false)))
                           (catch RadicchioException e (:limit (ex-data e))))]
            (is (= [:interrupted true] [limit (Thread/interrupted)]))))))))

(deftest the-end-of-a-group-unwinds-its-threads
  (let [g       (group)
        unwound (atom [])]
    (with-driver
      (fn [^Driver driver]
        (let [schedule (.schedule driver)
              why      (IllegalStateException. "ended")
              thread   (fn [n]
                         (.make schedule (owner g true)
                                (step (fn [_]
                                        (try (.suspend schedule false)
                                             (finally (swap! unwound conj n)))))))]
          (run! #(.resume schedule (thread %) false) (range 3))
          (.end driver g why)
          (is (= [0 1 2] @unwound)))))))

(deftest threads-beyond-the-limit-are-refused
  (let [g (group)]
    (with-driver {:threads 2}
      (fn [^Driver driver]
        (let [schedule (.schedule driver)
              start    #(.resume schedule (.make schedule (owner g true) (step (fn [_] (.suspend schedule false)))) false)]
          (start)
          (start)
          (is (= :tasks (try (start) (catch RadicchioException e (:limit (ex-data e))))))
          (.end driver g (IllegalStateException. "ended")))))))

(deftest several-threads-of-the-host-wait-in-one-store
  (testing "each gets its own result"
    (let [store   (Engine/store Limits/DEFAULT)
          driver  (Driver. store 100)
          g       (group)
          call    (fn [n]
                    (.enter ^CoreStore store)
                    (try
                      (let [result (promise)]
                        (.call driver
                               (fn []
                                 (let [schedule (.schedule driver)]
                                   (.resume schedule
                                            (.make schedule (owner g true)
                                                   (step (fn [_]
                                                           (dotimes [_ (+ 1 (long (mod n 7)))] (.yield schedule false))
                                                           (deliver result n))))
                                            false)
                                   (.until driver g (test-of #(realized? result))))))
                        @result)
                      (finally (.leave driver))))
          results (mapv deref (mapv #(future (mapv call (range % (+ 50 (long %))))) (range 4)))]
      (is (= (for [n (range 4)] (vec (range n (+ 50 n)))) results))
      (.close driver)
      (.close ^CoreStore store))))
