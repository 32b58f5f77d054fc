(ns radicchio.bench
  "bin/bench [name …]: measures costs, each compared with another one, in one run on one machine."
  (:require [clojure.string :as str]))

(set! *warn-on-reflection* true)

(def ^:private benchmarks
  "The benchmarks in the order of their runs."
  ["resize" "kernels" "calls" "core" "engine" "commands" "wasi" "http" "async" "large"])

(defn- run [name]
  (let [ns-name (symbol (str "radicchio.bench." name))]
    (require ns-name)
    ((ns-resolve ns-name 'run))
    (flush)))

(defn -main [& names]
  (let [unknown (remove (set benchmarks) names)]
    (when (seq unknown)
      (binding [*out* *err*]
        (println (str "Unknown benchmark " (str/join ", " unknown) "; expected one of " (str/join ", " benchmarks))))
      (System/exit 2))
    (println (str "Java " (System/getProperty "java.version") ", Clojure " (clojure-version) ", "
                  (.availableProcessors (Runtime/getRuntime)) " processors"))
    (run! run (if (seq names) names benchmarks))
    (shutdown-agents)))
