(ns ^:no-doc radicchio.cli.run
  "`wit run`: runs a program with the grants of the command line."
  (:require [radicchio.cli.grants :as grants]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.options :as options]))

(set! *warn-on-reflection* true)

(def ^:private option-keys (into [:from :args] grants/option-keys))

(defn run
  "Runs the program of a file to its end. Returns {:exit code}. Options: :from, its path; :args, its arguments; and grants."
  [{:keys [from args] :as options}]
  (options/check-keys "run" options option-keys)
  (when-not from
    (throw (options/refuse "run: :from is missing; pass the path of a program")))
  (select-keys (wasm/run from (assoc (grants/wasi options) :args (or args []) :limits (grants/limits options)))
               [:exit]))
