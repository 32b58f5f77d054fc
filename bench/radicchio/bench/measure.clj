(ns radicchio.bench.measure
  "Measures times and allocation of functions to compare them: all are warmed up, then measured in turn, and the result is the
  median of several rounds. A figure holds for this machine and this run; quote only ratios."
  (:import (com.sun.management ThreadMXBean)
           (java.lang.management ManagementFactory)))

(set! *warn-on-reflection* true)

(def ^:private ^ThreadMXBean threads (ManagementFactory/getThreadMXBean))

(defn- allocated ^long []
  (.getThreadAllocatedBytes threads (.getId (Thread/currentThread))))

(defn- now ^long [clock]
  (case clock
    :wall      (System/nanoTime)
    :processor (.getCurrentThreadCpuTime threads)))

(defn- round
  "Returns nanoseconds and bytes for one operation of `f`, a call of which does `n` operations."
  [clock f ^long n]
  (let [bytes (allocated)
        start (now clock)]
    (f n)
    (let [nanos (- (now clock) start)]
      {:nanos (/ (double nanos) n), :bytes (/ (double (- (allocated) bytes)) n)})))

(defn- median [key rounds]
  (nth (sort (map key rounds)) (quot (count rounds) 2)))

(defn compare-all
  "Measures functions of a number of operations, in turn: {:name {:nanos per operation, :bytes per operation} …}.

  Options: :operations a round, :warm-up rounds of each (5), :rounds (9), :clock (:wall, or :processor for the time that this
  thread has a processor, which other programs change less)."
  [functions {:keys [operations warm-up rounds clock] :or {warm-up 5, rounds 9, clock :wall}}]
  (doseq [_ (range warm-up), [_ f] functions]
    (f operations))
  (let [results (vec (for [_ (range rounds)]
                       (into {} (for [[name f] functions] [name (round clock f operations)]))))]
    (into {} (for [[name] functions :let [own (map #(get % name) results)]]
               [name {:nanos (median :nanos own), :bytes (median :bytes own)}]))))

(defmacro operations
  "Returns a function that evaluates body n times. It folds the values into its result, so that the JIT cannot remove them."
  [& body]
  `(fn [^long n#]
     (loop [i# 0, last# nil]
       (if (< i# n#) (recur (inc i#) (do ~@body)) last#))))

(defn shown
  "Returns a time in a unit that suits it."
  ^String [nanos]
  (cond
    (< nanos 1e3) (format "%.1f ns" nanos)
    (< nanos 1e6) (format "%.2f µs" (/ nanos 1e3))
    (< nanos 1e9) (format "%.2f ms" (/ nanos 1e6))
    :else         (format "%.2f s" (/ nanos 1e9))))

(defn report
  "Prints a table of the results of `compare-all`, in the order of `names`, each compared with the first."
  [title names measured]
  (println)
  (println title)
  (let [base (:nanos (measured (first names)))]
    (doseq [name names :let [{:keys [nanos bytes]} (measured name)]]
      (println (format "  %-44s %12s %8.2f×  %10.0f bytes" (clojure.core/name name) (shown nanos) (/ nanos base) bytes)))))
