(ns radicchio.support.waiting
  "Tests wait here for what another thread or the collector does: with a limit, and saying what they waited for."
  (:import (java.lang.ref WeakReference)))

(set! *warn-on-reflection* true)

(def ^:private most-seconds
  "Much more than anything takes that tests wait for, on a busy machine too."
  60)

(defn until
  "Calls f until it returns something true, and returns that. Throws when that takes too long, naming `what`, such as
  \"the thread to wait\"."
  [what f]
  (let [end (+ (System/nanoTime) (* most-seconds 1000000000))]
    (loop []
      (or (f)
          (do (when (< end (System/nanoTime))
                (throw (ex-info (str "waited " most-seconds " s for " what) {:what what})))
              (Thread/sleep 5)
              (recur))))))

(defn parked
  "Returns when the thread waits for something or has ended."
  [^Thread thread]
  (until "a thread to wait or to end"
         #(#{Thread$State/WAITING Thread$State/TIMED_WAITING Thread$State/TERMINATED} (.getState thread))))

(defn collected
  "Collects garbage until at most `most` of the weak references are left, and returns how many are; gives up after thirty
  collections."
  [most references]
  (loop [collections 30]
    (System/gc)
    (let [left (count (filter #(some? (.get ^WeakReference %)) references))]
      (if (or (<= left (long most)) (zero? collections))
        left
        (do (Thread/sleep 20) (recur (dec collections)))))))

(defn settled
  "Collects garbage a few times, so that what the heap holds can be measured."
  []
  (dotimes [_ 3] (System/gc) (Thread/sleep 20)))
