(ns radicchio.bench.commands
  "Whole processes, bin/wit and programs that load the library: the median of several runs, after one that fills the caches."
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

(def ^:private programs
  "What a process of Clojure does: nothing, and what the library adds to it from source. The examples are on the class path."
  [["Clojure itself" "nil"]
   ["(require 'radicchio.wasm)" "(require 'radicchio.wasm)"]
   ["(require 'acme.img), a generated namespace" "(require 'acme.img)"]
   ["the same, and a call of its component from the cache"
    "(require 'acme.img) (acme.img/resize-image {:width 2 :height 2 :pixels (byte-array 16)} 1 1)"]])

(defn- clojure-process [form]
  ["java" "-cp" (System/getProperty "java.class.path") "clojure.main" "-e" form])

(defn- median-seconds [command]
  (seconds command)
  (nth (sort (repeatedly 5 #(seconds command))) 2))

(defn- requiring
  "Prints how long processes take that load the library from source."
  []
  (println)
  (println "a process that loads the library from source")
  (let [times (mapv (fn [[title form]] [title (median-seconds (clojure-process form))]) programs)
        base  (second (first times))]
    (doseq [[title time] times]
      (println (format "  %-70s %6.2f s  %+6.2f s" title time (- (double time) (double base)))))))

(def ^:private large
  "A component of 12 MB, if test/guests/js/build.sh has made it."
  (File. "target/guests/js/pure.wasm"))

(defn run []
  (println)
  (println "bin/wit as a process")
  (doseq [command (cond-> [["gen"] ["check"] ["inspect" "wit-examples/resize/resources/acme/resize.wasm"]]
                    (.exists ^File large) (conj ["inspect" (str large)]))
          :let [command (cons "bin/wit" command)]]
    (println (format "  %-70s %6.2f s" (apply str (interpose " " command)) (median-seconds command))))
  (requiring))
