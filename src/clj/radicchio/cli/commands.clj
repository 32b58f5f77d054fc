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

(defn- version [_]
  {:version (str/trim (slurp (loading/resource "radicchio/version.txt")))})

(defn- inspected [options]
  (if (:wit options)
    report/wit
    report/inspected))

(def ^:private sources
  "{command [a function of the options, which returns data; a function of the options, which returns the report on that data]}.
  A symbol is loaded when it is needed."
  {:gen         ['radicchio.gen/generate! (constantly report/generated)]
   :check       ['radicchio.gen/check (constantly report/checked)]
   :inspect     ['radicchio.gen.inspect/inspect inspected]
   :compile     ['radicchio.aot/compile! (constantly report/compiled)]
   :compose     ['radicchio.cli.compose/compose (constantly report/composed)]
   :cache-clear [(fn [_] (call 'radicchio.aot/clear-cache!)) (constantly report/cleared)]
   :run         ['radicchio.cli.run/run (constantly report/ran)]
   :call        ['radicchio.cli.call/call (constantly report/returned)]
   :serve       ['radicchio.cli.serve/serve (constantly identity)]
   :fmt         ['radicchio.cli.fmt/fmt (constantly report/formatted)]
   :diff        ['radicchio.cli.diff/diff (constantly report/compared)]
   :completion  ['radicchio.cli.completion/script (constantly identity)]
   :help        ['radicchio.cli.help/help (constantly identity)]
   :version     [version (constantly report/version)]})

;; Options as people write them

(def ^:private path-keys
  "The options that are paths, or vectors of them: a symbol or keyword is one too, so that -T needs fewer quotes."
  [:config :from :wit :out :java-out :to :resources :templates :old :new :paths :root])

(defn- path [x]
  (cond (symbol? x) (str x)
        (sequential? x) (mapv path x)
        :else x))

(defn- with-paths [options]
  (reduce (fn [options key] (if (contains? options key) (update options key path) options))
          options path-keys))

;; Results as data

(defn- as-data
  "Returns the text of a result as :edn or :json."
  [format result]
  ((loading/function (case format
                       :edn 'radicchio.cli.data/edn
                       :json 'radicchio.cli.data/json))
   result))

(defn- answered [command options]
  (let [options (cond-> options (map? options) with-paths)
        format (when (map? options) (first (filter options [:edn :json])))
        options (cond-> options (map? options) (dissoc :edn :json))
        [source reporter] (sources command)
        for-source (cond-> options (and (= :inspect command) (map? options)) (dissoc :wit))
        result (if (symbol? source) (call source for-source) (source for-source))
        report ((reporter options) result)]
    (cond-> report format (assoc :text (as-data format result)))))

(defn- sentence
  "Returns the message of an exception, without the guest's last output, which went to the process's standard error."
  [e]
  (cond-> (ex-message e) (:stderr (ex-data e)) (-> str/split-lines first)))

(defn answer
  "Runs a command: :gen, :check or :inspect with the options of `radicchio.gen`, :compile with those of `radicchio.aot`, :compose,
  :run, :call, :serve, :fmt, :diff, :completion and :help with those of the namespaces with these names, :cache-clear or :version.
  Every path may be a string or a symbol. With :edn or :json true, the text is the result as data. Returns a map of
    :text     the text to print, which may be empty
    :failure  a sentence, if the command or its check failed
    :exit     the exit code of a program"
  [command options]
  (try
    (let [{:keys [text] :as answer} (answered command options)]
      (cond-> answer text (assoc :text (foreign/lines text))))
    (catch RadicchioException e
      {:text "" :failure (sentence e)})))
