(ns conformance.main
  "`bin/conformance [suite …]`: runs the specifications' own suites and sums them up; the last line is `N passed, N failed`.

  A suite is a namespace conformance.NAME with a function `run-suite`: given the folder NAME of the conformance data, it
  prints what failed and returns {:passed n, :failed n} and, where it leaves some out, {:skipped n, :reasons {why n}}
  (without :reasons where it has printed them). With :scripts in its metadata it needs wasm-tools; without that it is
  skipped, or has failed where CI=true says that all has to run."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [conformance.wast :as wast])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(def ^:private ci? (= "true" (System/getenv "CI")))

(defn- data-folder ^File []
  (io/file (or (System/getenv "RADICCHIO_SHARED") "../shared") "conformance"))

(defn- suites
  "{name run-suite} of the namespaces in test/conformance that have the function, in the order of their names."
  []
  (into (sorted-map)
        (for [^File file (.listFiles (io/file "test" "conformance"))
              :let [file-name (.getName file)]
              :when (str/ends-with? file-name ".clj")
              :let [suite (-> file-name (str/replace #"\.clj$" "") (str/replace \_ \-))
                    namespace (symbol (str "conformance." suite))]
              :when (do (require namespace) (ns-resolve namespace 'run-suite))]
          [suite (ns-resolve namespace 'run-suite)])))

(defn- run [suite run-suite]
  (let [folder  (io/file (data-folder) suite)
        missing (and (:scripts (meta run-suite)) (wast/missing))
        start   (System/nanoTime)]
    (cond
      (not (.isDirectory folder))
      (do (println (str "Skipped " suite ": there is no folder " folder "; RADICCHIO_SHARED names the one that has conformance/."))
          {:passed 0, :failed 0})

      missing
      (do (println (str (if ci? "FAIL " "Skipped ") suite ": " missing))
          {:passed 0, :failed (if ci? 1 0)})

      :else
      (let [{:keys [passed failed skipped reasons] :or {skipped 0} :as result} (run-suite folder)]
        (doseq [[why n] (sort-by (comp - val) reasons)]
          (println (str "  " n " skipped: " why)))
        (printf "%s: %d passed, %d failed, %d skipped, %.1f s%n" suite passed failed skipped (/ (- (System/nanoTime) start) 1e9))
        (flush)
        result))))

(defn -main [& named]
  (System/setProperty "radicchio.cache" "false")
  (let [all     (suites)
        unknown (remove all named)]
    (when (seq unknown)
      (println (str "There is no suite " (str/join ", " unknown) "; there are " (str/join ", " (keys all)) "."))
      (System/exit 2))
    (let [results (mapv (fn [suite] (run suite (all suite))) (or (seq named) (keys all)))
          passed  (reduce + (map :passed results))
          failed  (reduce + (map :failed results))]
      (println (str passed " passed, " failed " failed"))
      (shutdown-agents)
      (System/exit (if (zero? failed) 0 1)))))
