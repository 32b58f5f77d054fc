(ns radicchio.runtime.random-schedules-test
  "Random programs of guests' threads, on random stacks, driven by one or more threads of the host: each ends, and one that
  depends on nothing outside has the same trace each time. A failure names its seed."
  (:require [clojure.test :refer [deftest is]])
  (:import (java.util Random)
           (java.util.concurrent CompletableFuture)
           (java.util.function BooleanSupplier Consumer)
           (radicchio.engine CoreStore Engine Limits)
           (radicchio.runtime.thread Condition Driver Group GuestThread$Owner GuestThread$Place Operation Schedule Step)))

(set! *warn-on-reflection* true)

(def ^:private schedules
  "The number of seeds: many more by the system property."
  (Long/getLong "radicchio.schedules" 400))

(defn- owner ^GuestThread$Owner [^Group group blocks?]
  (let [place (reify GuestThread$Place
                (enterFromHost [_])
                (leaveToHost [_])
                (group [_] group))]
    (reify GuestThread$Owner
      (place [_] place)
      (isExclusive [_ _] false)
      (hasCancellation [_] false)
      (takeCancellation [_] false)
      (mayBlock [_] (boolean blocks?)))))

(defn- program
  "The steps of thread n: [:yield], [:note], [:wait m], [:host]. A thread waits only for those before it of the same call of the
  host, the first of which is `from`: so there is no circle, and none waits for a call that has not begun."
  [^Random random from n outside?]
  (vec (repeatedly (inc (.nextInt random 6))
                   #(case (.nextInt random (if outside? 5 4))
                      (0 1) [:yield]
                      2     [:note]
                      3     (if (< (long from) (long n))
                              [:wait (+ (long from) (.nextInt random (- (int n) (int from))))]
                              [:yield])
                      4     [:host]))))

(defn- test-of ^BooleanSupplier [f] (reify BooleanSupplier (getAsBoolean [_] (boolean (f)))))

(defn- condition ^Condition [f] (Condition. (test-of f)))

(defn- ends
  "What threads wait for that wait for others: {:ended numbers of threads, :conditions of the threads by number}."
  [n]
  (let [ended (atom #{})]
    {:ended ended
     :conditions (mapv (fn [thread] (condition #(contains? @ended thread))) (range n))}))

(defn- end! [{:keys [ended conditions]} n]
  (swap! ended conj n)
  (.changed ^Condition (conditions n)))

(defn- step ^Step [f] (reify Step (run [_ _] (f))))

(defn- complete-later [^Operation operation f]
  (CompletableFuture/runAsync #(.complete operation f)))

(defn- wait-for
  "Returns what a step of a program waits for, and does what it does."
  ^Condition [^Driver driver group ends operation]
  (case (first operation)
    :yield  (condition (constantly true))
    :note   nil
    :wait   ((:conditions ends) (second operation))
    :host   (let [done    (volatile! false)
                  arrived (condition #(deref done))]
              (complete-later (.begin driver group) (fn [] (vreset! done true) (.changed arrived)))
              arrived)))

(defn- begin
  "Begins thread n with frames on a stack, or without."
  [^Driver driver group trace ends n program blocks?]
  (let [^Schedule schedule (.schedule driver)
        note   (fn [operation] (swap! trace conj [n (first operation)]))
        thread (promise)
        end    #(end! ends n)
        framed (fn []
                 (doseq [operation program]
                   (note operation)
                   (when-let [ready (wait-for driver group ends operation)]
                     (.waitUntil schedule ready false)))
                 (end))
        turn   (fn turn [[operation & more]]
                 (if operation
                   (do (note operation)
                       (if-let [ready (wait-for driver group ends operation)]
                         (.waitThen schedule @thread ready (step #(turn more)))
                         (recur more)))
                   (end)))
        made   (.make schedule (owner group blocks?) (step (if blocks? framed #(turn program))))]
    (deliver thread made)
    (.resume schedule made false)))

(defn- run-schedule
  "Runs the schedule of a seed. Returns its trace and the threads that did not end."
  [seed outside?]
  (let [random   (Random. seed)
        count-of (+ 2 (.nextInt random 7))
        hosts    (if outside? (inc (.nextInt random 3)) 1)
        size     (quot (+ count-of (dec hosts)) hosts)
        programs (mapv (fn [n] [n (program random (- n (mod n size)) n outside?) (.nextBoolean random)]) (range count-of))
        store    (Engine/store Limits/DEFAULT)
        driver   (Driver. store 100)
        group    (Group. (reify Consumer (accept [_ t] (throw (IllegalStateException. ^Throwable t)))))
        trace    (atom [])
        ends     (ends count-of)
        ended    (:ended ends)
        shares   (partition-all size programs)
        call     (fn [share]
                   (.enter ^CoreStore store)
                   (try
                     (.call driver
                            (fn []
                              (let [mine (set (map first share))]
                                (doseq [[n program blocks?] share]
                                  (begin driver group trace ends n program blocks?))
                                (.until driver group (test-of #(every? @ended mine))))))
                     (finally (.leave driver))))]
    (try
      (if (= 1 (count shares))
        (call (first shares))
        (run! deref (mapv #(future (call %)) shares)))
      {:trace @trace :missing (remove @ended (range count-of))}
      (finally
        (.close driver)
        (.close ^CoreStore store)))))

(defn- outcome [seed outside?]
  (let [result (future (try (run-schedule seed outside?)
                            (catch Throwable t {:thrown t})))]
    (deref result 60000 {:hung true})))

(deftest random-schedules-end
  (doseq [seed (range schedules)]
    (let [{:keys [missing thrown hung]} (outcome seed true)]
      (is (and (not thrown) (not hung) (empty? missing)) (str "seed " seed ": " (or thrown hung (vec missing)))))))

(deftest a-schedule-without-the-host-has-one-trace
  (doseq [seed (range (quot (long schedules) 4))]
    (let [first-run (outcome seed false)]
      (is (seq (:trace first-run)) (str "seed " seed))
      (is (= first-run (outcome seed false)) (str "seed " seed)))))
