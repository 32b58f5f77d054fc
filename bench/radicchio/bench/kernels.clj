(ns radicchio.bench.kernels
  "Kernels in C, compiled to one core module: on our compiler, on wasmtime, and compiled natively, in turn. The peers are
  processes that read a kernel's name and size and answer with its checksum and the processor's time that it took: `python3` (or what PYTHON names)
  if it has the package `wasmtime`, and the program that `cc` (or what CC names) makes. A peer that cannot be had is left
  out, which is said."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.wasm :as wasm])
  (:import (java.io BufferedReader File Writer)
           (java.lang.management ManagementFactory ThreadMXBean)
           (java.util List)))

(set! *warn-on-reflection* true)

(def ^:private sizes
  "Each kernel's work, some 1 to 30 ms of it."
  (array-map "fib" 27, "mandelbrot" 300, "crc32" 4000000, "quicksort" 250000, "quicksort_by" 250000, "resize" 900
             "sha256" 2000000, "utf8" 4000000, "words" 2000000, "matrix" 200, "nbody" 50000, "interpreter" 300000))

(def ^:private module "bench/kernels/kernels.wasm")

(def ^:private ^ThreadMXBean threads (ManagementFactory/getThreadMXBean))

(defn- ours
  "A function from a kernel's name and size to its checksum and nanoseconds."
  [instance]
  (let [kernels (into {} (for [name (keys sizes)]
                           [name (wasm/fn instance name {:params [:i32], :results [:i32]})]))]
    (fn [name size]
      (let [kernel (kernels name)
            start  (.getCurrentThreadCpuTime threads)
            result (kernel size)]
        [result (- (.getCurrentThreadCpuTime threads) start)]))))

(defn- peer
  "The same of a process, or nil if it does not answer."
  [& command]
  (let [process (.start (ProcessBuilder. ^List (vec command)))
        ^Writer in (io/writer (.getOutputStream process))
        ^BufferedReader out (io/reader (.getInputStream process))
        ask     (fn [name size]
                  (.write in (str name " " size "\n"))
                  (.flush in)
                  (mapv parse-long (str/split (.readLine out) #" ")))]
    (try (ask "fib" 1) ask
         (catch Exception _
           (println (str "Not measured, since it does not run: " (str/join " " command)))
           (.destroy process)))))

(defn- native []
  (let [program (File/createTempFile "kernels" "")
        made    (-> (ProcessBuilder. ^"[Ljava.lang.String;" (into-array [(or (System/getenv "CC") "cc") "-O2" "-fno-math-errno" "-DNATIVE" "-o" (str program)
                                                      "bench/kernels/kernels.c" "-lm"]))
                    .inheritIO .start .waitFor)]
    (.deleteOnExit program)
    (when (zero? made) (peer (str program)))))

(defn- median [times] (nth (sort times) (quot (count times) 2)))

(defn- agreed
  "The times of rounds in which all runners have the same checksum."
  [kernel rounds]
  (let [results (distinct (map first (apply concat rounds)))]
    (when (next results)
      (throw (ex-info (str kernel ": different checksums") {:results results})))
    (map #(map second %) rounds)))

(defn- warm-up
  "Until the JVM's compilers have had their time."
  [run kernel size]
  (let [end (+ (System/nanoTime) 1500000000)]
    (while (< (System/nanoTime) end)
      (run kernel size))))

(defn- measure
  "The median time of each runner at each kernel, in turn."
  [runners rounds]
  (into {} (for [[kernel size] sizes]
             (let [_    (warm-up (runners "ours") kernel size)
                   runs (vec (for [_ (range (inc rounds))]
                               (vec (for [[_ run] runners] (run kernel size)))))]
               [kernel (zipmap (keys runners)
                               (for [times (apply map vector (rest (agreed kernel runs)))] (median times)))]))))

(defn- geometric-mean [ratios]
  (Math/exp (/ (reduce + (map #(Math/log %) ratios)) (count ratios))))

(defn- report [names measured]
  (println)
  (println "kernels, ms; the last column is ours / wasmtime")
  (println (format "  %-14s%s" "" (str/join (map #(format "%12s" %) names))))
  (doseq [kernel (keys sizes), :let [times (measured kernel)]]
    (println (format "  %-14s%s%12s" kernel
                     (str/join (map #(format "%12.2f" (/ (times %) 1e6)) names))
                     (if (times "wasmtime") (format "%.2f×" (/ (double (times "ours")) (times "wasmtime"))) ""))))
  (when (some #{"wasmtime"} names)
    (println (format "  geometric mean %.2f×"
                     (geometric-mean (for [times (vals measured)] (/ (double (times "ours")) (times "wasmtime"))))))))

(defn run []
  (with-open [^java.lang.AutoCloseable instance (wasm/load module)]
    (let [native   (native)
          wasmtime (peer (or (System/getenv "PYTHON") "python3") "bench/kernels/peer.py" module)
          runners  (cond-> (array-map "ours" (ours instance))
                     wasmtime (assoc "wasmtime" wasmtime)
                     native (assoc "native" native))]
      (report (vec (keys runners)) (measure runners 9)))))
