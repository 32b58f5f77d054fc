(ns ^:no-doc radicchio.cli.commands
  "The commands as functions of a map, for every door. A command loads its code when it runs: inspecting loads no generator
  and no engine, running loads no parser."
  (:require [clojure.string :as str]
            [radicchio.cli.report :as report]
            [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- call [function & arguments]
  (apply (loading/function function) arguments))

(defn- inspected [options]
  (let [inspection (call 'radicchio.gen.inspect/inspect (cond-> options (map? options) (dissoc :edn)))]
    (if (:edn options)
      {:text (pr-str (dissoc inspection :text))}
      (report/inspected inspection))))

(defn- answered [command options]
  (case command
    :gen         (report/generated (call 'radicchio.gen/generate! options))
    :check       (report/checked (call 'radicchio.gen/check options))
    :inspect     (inspected options)
    :compile     (report/compiled (call 'radicchio.aot/compile! options))
    :cache-clear (report/cleared (call 'radicchio.aot/clear-cache!))
    :run         (report/ran (call 'radicchio.cli.run/run options))
    :call        (report/returned (call 'radicchio.cli.call/call options))
    :serve       (call 'radicchio.cli.serve/serve options)))

(defn- sentence
  "Returns the message of an exception, without the guest's own words: they went to the process's standard error."
  [e]
  (cond-> (ex-message e) (:stderr (ex-data e)) (-> str/split-lines first)))

(defn answer
  "Runs :gen, :check or :inspect with the options of `radicchio.gen`, :compile with those of `radicchio.aot`, :run, :call and
  :serve with those of the namespaces with these names, or :cache-clear. Returns a map of
    :text     the text to print, which may be empty
    :failure  a sentence, if it failed or `check` found a difference
    :exit     the exit code of a program"
  [command options]
  (try
    (let [{:keys [text] :as answer} (answered command options)]
      (cond-> answer text (assoc :text (foreign/lines text))))
    (catch RadicchioException e
      {:text "" :failure (sentence e)})))
