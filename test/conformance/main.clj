(ns conformance.main
  "`bin/conformance [suite …]`: runs the specifications' own suites and adds their counts. The last line is `N passed, N failed`.
  `bin/conformance SUITE WORD …` runs a suite whose data is not in the conformance folder.

  A suite is a namespace conformance.NAME with a function `run-suite`. Its argument is the folder NAME of the conformance data.
  It prints failures and returns {:passed n, :failed n} and, if it skips tests, {:skipped n, :reasons {why n}} (without
  :reasons if it printed them). With :scripts in its metadata it needs wasm-tools. Without wasm-tools it is skipped, or has
  failed with CI=true. With :words in its metadata, which describes them, it gets the words after its name instead of the
  folder."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [conformance.wast :as wast])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(def ^:private ci? (= "true" (System/getenv "CI")))

(defn- data-folder ^File []
  (io/file (or (System/getenv "RADICCHIO_SHARED") "../shared") "conformance"))

(defn- suites
  "Returns {name run-suite} of the namespaces in test/conformance that have the function, sorted by name."
  []
  (into (sorted-map)
        (for [^File file (.listFiles (io/file "test" "conformance"))
              :let [file-name (.getName file)]
              :when (str/ends-with? file-name ".clj")
              :let [suite (-> file-name (str/replace #"\.clj$" "") (str/replace \_ \-))
                    namespace (symbol (str "conformance." suite))]
              :when (do (require namespace) (ns-resolve namespace 'run-suite))]
          [suite (ns-resolve namespace 'run-suite)])))

(defn- needs-scripts? [run-suite]
  (and (:scripts (meta run-suite)) (wast/missing)))

(defn- passed-over [why result]
  (println why)
  (merge {:passed 0, :failed 0} result))

(defn- summed-up [suite run-suite given]
  (let [start (System/nanoTime)
        {:keys [passed failed skipped reasons] :or {skipped 0} :as result} (run-suite given)]
    (doseq [[why n] (sort-by (comp - val) reasons)]
      (println (str "  " n " skipped: " why)))
    (printf "%s: %d passed, %d failed, %d skipped, %.1f s%n" suite passed failed skipped (/ (- (System/nanoTime) start) 1e9))
    (flush)
    result))

(defn- run [suite run-suite]
  (let [folder (io/file (data-folder) suite)
        words  (:words (meta run-suite))]
    (cond
      words
      (passed-over (str "Skipped " suite ": its data is elsewhere; bin/conformance " suite " " words) {})

      (not (.isDirectory folder))
      (passed-over (str "Skipped " suite ": there is no folder " folder
                        "; RADICCHIO_SHARED names the one that has conformance/.") {})

      (needs-scripts? run-suite)
      (passed-over (str (if ci? "FAIL " "Skipped ") suite ": " (wast/missing)) {:failed (if ci? 1 0)})

      :else
      (summed-up suite run-suite folder))))

(defn- wrong-use [& sentence]
  (println (apply str sentence))
  (System/exit 2))

(defn- results [all named]
  (let [words   (:words (meta (all (first named))))
        unknown (remove all named)]
    (cond
      (and words (next named)) [(summed-up (first named) (all (first named)) (vec (rest named)))]
      words                    (wrong-use "bin/conformance " (first named) " " words)
      (seq unknown)            (wrong-use "There is no suite " (str/join ", " unknown)
                                          "; there are " (str/join ", " (keys all)) ".")
      :else                    (mapv #(run % (all %)) (or (seq named) (keys all))))))

(defn -main [& named]
  (System/setProperty "radicchio.cache" "false")
  (let [results (results (suites) named)
        passed  (reduce + (map :passed results))
        failed  (reduce + (map :failed results))]
    (println (str passed " passed, " failed " failed"))
    (shutdown-agents)
    (System/exit (if (zero? failed) 0 1))))
