(ns radicchio.main
  "The command line's door: `bin/wit gen`, `check`, `inspect`, `compile`, `cache clear`, `run`, `call`,
  `demo`, `help`, `version`."
  (:require [radicchio.cli.words :as words])
  (:import (radicchio.wasi.streams StandardStreams)))

(set! *warn-on-reflection* true)

(defn- unwritten
  "A sentence where what was printed did not arrive, as on a full disk or in a closed pipe; nil if it did."
  []
  (flush)
  (when (.checkError System/out)
    "standard output cannot be written"))

(defn -main
  "Runs a command, prints what it says, and ends the process: with status 0, that of a program that was run, 1 after a
  sentence on the standard error stream where it failed or its output cannot be written, or 2 where it was used wrongly."
  [& args]
  (StandardStreams/beginning)
  (let [{:keys [text failure exit]} (words/run args {})]
    (when (seq text) (println text))
    (let [unwritten (unwritten)
          failure   (or failure unwritten)]
      (when failure (binding [*out* *err*] (println failure)))
      (System/exit (unchecked-int (if unwritten 1 (or exit (if failure 1 0))))))))
