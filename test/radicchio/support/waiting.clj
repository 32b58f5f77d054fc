(ns radicchio.support.waiting
  "Waits for another thread or the collector, with a limit, and with a name for what it waits for."
  (:import (java.lang.ref WeakReference)))

(set! *warn-on-reflection* true)

(def ^:private most-seconds
  "Much longer than anything that tests wait for, even on a busy machine."
  60)

(defn until
  "Calls f until it returns something true, and returns that. Throws if that takes too long, with the name `what`, such as
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
  "Collects garbage until at most `most` of the weak references are left. Returns the number that is left, after at most thirty
  collections."
  [most references]
  (loop [collections 30]
    (System/gc)
    (let [left (count (filter #(some? (.get ^WeakReference %)) references))]
      (if (or (<= left (long most)) (zero? collections))
        left
        (do (Thread/sleep 20) (recur (dec collections)))))))

(defn settled
  "Collects garbage a few times, so that the size of the heap can be measured."
  []
  (dotimes [_ 3] (System/gc) (Thread/sleep 20)))
