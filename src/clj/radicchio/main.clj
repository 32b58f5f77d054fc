(ns radicchio.main
  "The command line: `wit help` lists its commands."
  (:require [radicchio.cli.colour :as colour]
            [radicchio.cli.words :as words])
  (:import (radicchio.wasi.streams StandardStreams)))

(set! *warn-on-reflection* true)

(defn- unwritten
  "Returns an error message if the output could not be written, for example to a full disk or a closed pipe; else nil."
  []
  (flush)
  (when (.checkError System/out)
    "standard output cannot be written"))

(defn -main
  "Runs a command, prints its output, and ends the process. The status is 0, or that of a program that was run; 1, after a
  sentence on standard error, if the command failed or its output cannot be written; 2 for wrong usage."
  [& args]
  (StandardStreams/beginning)
  (let [{:keys [text failure exit]} (words/run args {})]
    (when (seq text)
      (println (cond-> text
                 (and (colour/wanted?) (colour/differences (first args))) colour/painted)))
    (let [unwritten (unwritten)
          failure   (or failure unwritten)]
      (when failure (binding [*out* *err*] (println failure)))
      (System/exit (unchecked-int (if unwritten 1 (or exit (if failure 1 0))))))))
