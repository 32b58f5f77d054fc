(ns radicchio.bench.peer
  "Programs that do the same as a measured function: processes that read \"name operations\" line by line, and answer each with a
  line."
  (:require [clojure.java.io :as io])
  (:import (java.io BufferedReader IOException Writer)
           (java.lang ProcessBuilder$Redirect)
           (java.util List)))

(set! *warn-on-reflection* true)

(defn start
  "Starts a peer. Returns a function of a name and a number of operations, which returns after the peer did them; or nil if the
  program does not run."
  [command]
  (try
    (let [process (.start (doto (ProcessBuilder. ^List (vec command))
                            (.redirectError ProcessBuilder$Redirect/INHERIT)))
          ^Writer in          (io/writer (.getOutputStream process))
          ^BufferedReader out (io/reader (.getInputStream process))]
      (.addShutdownHook (Runtime/getRuntime) (Thread. #(.destroy process)))
      (fn [name ^long operations]
        (.write in (str name " " operations "\n"))
        (.flush in)
        (or (.readLine out) (throw (ex-info (str "the peer ended: " (first command)) {})))))
    (catch IOException _)))
