(ns radicchio.bench
  "bin/bench [name …]: what things cost, each beside what it is to be compared with, in one run on one machine."
  (:require [clojure.string :as str]))

(set! *warn-on-reflection* true)

(def ^:private benchmarks
  "In the order in which they run."
  ["resize" "kernels" "calls" "core" "engine" "commands" "large"])

(defn- run [name]
  (let [ns-name (symbol (str "radicchio.bench." name))]
    (require ns-name)
    ((ns-resolve ns-name 'run))
    (flush)))

(defn -main [& names]
  (let [unknown (remove (set benchmarks) names)]
    (when (seq unknown)
      (binding [*out* *err*]
        (println (str "There is no benchmark " (str/join ", " unknown) "; there is " (str/join ", " benchmarks))))
      (System/exit 2))
    (println (str "Java " (System/getProperty "java.version") ", Clojure " (clojure-version) ", "
                  (.availableProcessors (Runtime/getRuntime)) " processors"))
    (run! run (if (seq names) names benchmarks))
    (shutdown-agents)))
