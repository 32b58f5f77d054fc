(ns ^:no-doc radicchio.wasm.command
  "`wit run`: a program built for WASI preview 1, with what the command line grants it. Loads the engine when one runs."
  (:require [clojure.string :as str]
            [clojure.tools.cli :as cli]
            [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- pair [text]
  (let [[k v] (str/split text #"=" 2)]
    (when (and v (seq k)) [k v])))

(def ^:private options
  [[nil "--dir GUEST=HOST" "A directory that it sees as GUEST; repeatable"
    :parse-fn pair :validate [some? "is GUEST=HOST"] :default {} :default-desc "" :update-fn conj :multi true]
   [nil "--env NAME=VALUE" "A variable of its environment; repeatable"
    :parse-fn pair :validate [some? "is NAME=VALUE"] :default {} :default-desc "" :update-fn conj :multi true]
   [nil "--timeout MS" "How long it may take"
    :parse-fn parse-long :validate [(every-pred some? pos?) "is a number of milliseconds"]]])

(def summary
  "What there is to say about the options."
  (:summary (cli/parse-opts [] options)))

(defn- grants
  "Streams, time and randomness are what whoever starts a program by hand means it to have; files and environment are asked for."
  [{:keys [dir env timeout]} args]
  (cond-> {:args args, :dirs dir, :env env, :in :inherit, :out :inherit, :err :inherit, :clock true, :random true}
    timeout (assoc :limits {:timeout-ms timeout})))

(defn- outcome [file options args]
  (try
    {:exit (:exit ((loading/function 'radicchio.wasm/run) file (grants options args)))}
    (catch RadicchioException e
      {:failure (ex-message e)})))

(defn run
  "Runs the program of the words, its file, options, and after `--` its own: {:exit code}, or {:failure sentence}."
  [words]
  (let [[own args] (split-with #(not= "--" %) words)
        {:keys [arguments errors] parsed :options} (cli/parse-opts own options)]
    (cond
      (seq errors)             {:failure (str (foreign/listed "; " foreign/escaped errors)
                                              "; wit help lists the options")}
      (not= 1 (count arguments)) {:failure "wit run takes one .wasm file, and after -- the program's own arguments"}
      :else                    (outcome (first arguments) parsed (vec (rest args))))))
