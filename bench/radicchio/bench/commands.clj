(ns radicchio.bench.commands
  "bin/wit as a whole process: the median of several runs, after one that fills the caches."
  (:import (java.io File)
           (java.lang ProcessBuilder$Redirect)
           (java.util List)))

(set! *warn-on-reflection* true)

(defn- seconds
  "Returns the time of a process."
  [^List command]
  (let [start (System/nanoTime)
        exit  (.waitFor (.start (doto (ProcessBuilder. command)
                                  (.redirectErrorStream true)
                                  (.redirectOutput ProcessBuilder$Redirect/DISCARD))))]
    (when-not (zero? exit)
      (throw (ex-info (str command " ended with exit code " exit) {})))
    (/ (- (System/nanoTime) start) 1e9)))

(def ^:private large
  "A component of 12 MB, if test/guests/js/build.sh has made it."
  (File. "target/guests/js/pure.wasm"))

(defn run []
  (println)
  (println "bin/wit as a process")
  (doseq [command (cond-> [["gen"] ["check"] ["inspect" "wit-examples/resize/resources/acme/resize.wasm"]]
                    (.exists ^File large) (conj ["inspect" (str large)]))
          :let [command (cons "bin/wit" command)]]
    (seconds command)
    (println (format "  %-70s %6.2f s" (apply str (interpose " " command))
                     (nth (sort (repeatedly 5 #(seconds command))) 2)))))
