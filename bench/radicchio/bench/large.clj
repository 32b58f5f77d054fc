(ns radicchio.bench.large
  "The time until a large component answers its first call: a JavaScript engine of 12 MB, in separate processes with a heap of
  1.5 GB, the shortest of three runs. It is compiled, taken from the cache, or taken from the class path after it was compiled
  ahead of time. Also its speed, with and without dividing functions that are too large for the JVM."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [radicchio.aot :as aot]
            [radicchio.wasm :as wasm])
  (:import (java.io File)
           (java.lang ProcessBuilder$Redirect)
           (java.lang.management ManagementFactory MemoryPoolMXBean MemoryType)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (java.util List)))

(set! *warn-on-reflection* true)

(def ^:private component
  (io/file (or (System/getenv "RADICCHIO_GUESTS") "target/guests") "js" "pure.wasm"))

;; In the child process

(defn- peak-heap
  "Returns the largest size of the heap in MB, including garbage."
  []
  (quot (long (reduce + (for [^MemoryPoolMXBean pool (ManagementFactory/getMemoryPoolMXBeans)
                              :when (= MemoryType/HEAP (.getType pool))]
                          (.getUsed (.getPeakUsage pool)))))
        1000000))

(defn- peak-resident
  "Returns the largest size of the process in MB, if the system reports it."
  []
  (let [status (io/file "/proc/self/status")]
    (when (.exists status)
      (some->> (Files/readString (.toPath status)) (re-find #"VmHWM:\s+(\d+) kB") second parse-long (* 1024) (#(quot (long %) 1000000))))))

(defn- live-heap []
  (dotimes [_ 3] (System/gc))
  (quot (- (.totalMemory (Runtime/getRuntime)) (.freeMemory (Runtime/getRuntime))) 1000000))

(defn- busy
  "Returns the processor time of this thread in seconds, which does not depend on other processes."
  []
  (/ (.getCurrentThreadCpuTime (ManagementFactory/getThreadMXBean)) 1e9))

(defn child
  "Prints the cost of a start of the component in a file."
  [file]
  (let [busy-before (busy)
        start (System/nanoTime)
        instance (wasm/load-wit file)
        ready (System/nanoTime)
        busy-ready (busy)
        answer (wasm/call instance :hello "you")
        answered (System/nanoTime)
        seconds #(/ (- (long %) start) 1e9)
        peak {:resident (peak-resident) :peak-heap (peak-heap)}]
    (when-not (= "Hello, you!" answer)
      (throw (ex-info (str "the component returned " (pr-str answer)) {})))
    (prn (merge {:ready (seconds ready) :busy (- busy-ready busy-before) :answered (seconds answered) :live-heap (live-heap)
                 :interpreted (:interpreted (wasm/stats instance))}
                peak))))

(defn turns
  "Prints the time of a call in which the guest's JavaScript processes a thousand records: milliseconds, the fastest of some
  calls. Without division a call takes seconds, so few calls must be enough."
  [file calls]
  (let [instance (wasm/load-wit file)
        places   (vec (repeat 1000 {:name "a" :x 1 :y 2 :tags []}))
        call     (fn []
                   (let [start (System/nanoTime)]
                     (wasm/call instance :moved places 1 1)
                     (/ (- (System/nanoTime) start) 1e6)))]
    (prn (reduce min (repeatedly calls call)))))

;; The processes

(defn- process
  "Calls a function of this namespace with the component's file and more arguments, in a process with these options and `front`
  first on the class path. Returns what it prints."
  [function arguments options front]
  (let [^List words (concat ["java" "-Xmx1536m"] options
                            ["-cp" (str front File/pathSeparator (System/getProperty "java.class.path"))
                             "clojure.main" "-e"
                             (pr-str (list* (list 'requiring-resolve (list 'quote function)) (str component) arguments))])
        process (.start (doto (ProcessBuilder. words) (.redirectError ProcessBuilder$Redirect/INHERIT)))
        printed (slurp (.getInputStream process))]
    (when-not (zero? (.waitFor process))
      (throw (ex-info "a process with the large component failed" {})))
    (edn/read-string printed)))

(defn- start [cache front]
  (process `child [] [(str "-Dradicchio.cache=" cache)] front))

(defn- temporary ^File [name]
  (.toFile (Files/createTempDirectory name (make-array FileAttribute 0))))

(defn- delete-all [^File file]
  (run! delete-all (.listFiles file))
  (.delete file))

(defn- shortest [starts]
  (first (sort-by :ready starts)))

(defn- report [title {:keys [ready busy answered live-heap peak-heap resident]} aim]
  (println (format "  %-24s %6.2f s %6.2f s %6.2f s %8d MB %8d MB %8s MB   goal %4.1f s"
                   title (double ready) (double busy) (double answered) live-heap peak-heap (or resident "-") (double aim))))

(defn run []
  (println)
  (println (str "the start of " component))
  (if-not (.exists ^File component)
    (println "  missing; test/guests/js/build.sh builds it")
    (let [folder (temporary "radicchio-large")
          cache  (io/file folder "cache"), classes (io/file folder "classes"), empty (io/file folder "empty")]
      (try
        (println (format "  %-24s %8s %8s %8s %11s %11s %11s" "" "ready" "its cpu" "answered" "live heap" "peak heap" "resident"))
        (let [compiled (shortest (repeatedly 3 #(do (delete-all cache) (start cache empty))))]
          (report "compiled" compiled 12)
          (report "from the cache" (shortest (repeatedly 3 #(start cache empty))) 1)
          (aot/compile! {:from (str component) :to (str classes)})
          (report "compiled ahead of time" (shortest (repeatedly 3 #(start "false" classes))) 0.7)
          (println (str "  " (:interpreted compiled) " functions are too large for the JVM, and are interpreted"))
          (let [divided (process `turns [40] [(str "-Dradicchio.cache=" cache)] empty)
                whole   (process `turns [3] ["-Dradicchio.cache=false" "-Dradicchio.method.size=100000000"] empty)]
            (println "\nits JavaScript moves a thousand records")
            (println (format "  %-24s %8.1f ms" "large functions divided" divided))
            (println (format "  %-24s %8.1f ms %6.1f×" "not divided" whole (/ (double whole) (double divided))))))
        (finally (delete-all folder))))))
