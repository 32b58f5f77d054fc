(ns ^:no-doc radicchio.cli.colour
  "Colours the lines of differences for a terminal. The launcher sets the system property radicchio.colour=true if standard
  output is a terminal."
  (:require [clojure.string :as str]))

(set! *warn-on-reflection* true)

(defn wanted?
  "Tests whether the launcher found a terminal."
  []
  (Boolean/getBoolean "radicchio.colour"))

(def ^:private codes
  [[#"\s*\+.*" "32"] [#"\s*-.*" "31"] [#"\s*~.*" "33"] [#"@@.*" "36"]])

(defn- painted-line [line]
  (if-let [code (some (fn [[pattern code]] (when (re-matches pattern line) code)) codes)]
    (str "\u001b[" code "m" line "\u001b[0m")
    line))

(defn painted
  "Returns a text with the lines of differences, those that begin with +, - or ~, in colour."
  [text]
  (str/join "\n" (map painted-line (str/split text #"\n" -1))))

(def differences
  "The commands whose texts are differences."
  #{"check" "fmt" "diff"})
