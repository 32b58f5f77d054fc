(ns ^:no-doc radicchio.cli.words
  "Parses the words of a command line into a command and its options, the same for `wit` and `lein wit`."
  (:require [clojure.string :as str]
            [clojure.tools.cli :as cli]
            [radicchio.cli.catalogue :as catalogue]
            [radicchio.cli.commands :as commands]
            [radicchio.cli.help :as help]
            [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- misuse
  "Returns the failure of a command with wrong arguments: a sentence, and exit code 2."
  [& sentence]
  {:text "", :failure (apply str sentence), :exit 2})

(defn- see-help [name]
  (str "; run `wit help " name "` for the options"))

(defn- shielded
  "Returns a negative number, or a constructor's name such as ->canvas, as a word that does not look like an option."
  [word]
  (if (re-find #"^-[0-9.>]" word) (str " " word) word))

(defn- unshielded [word]
  (if (re-find #"^ -[0-9.>]" word) (subs word 1) word))

(defn- divided
  "Returns the words of a command, and the words after -- if they are for a program."
  [{:keys [program]} args]
  (let [[own [_ & others]] (split-with #(not= "--" %) args)]
    (if program [own (vec others)] [args nil])))

(defn- with-words
  "Adds the words without a dash to the options. Returns {:superfluous word} if there are too many."
  [{:keys [words rest rest-fn]} options arguments]
  (let [named     (zipmap words arguments)
        remaining (drop (count words) arguments)]
    (cond
      (and rest (seq remaining)) (assoc (merge options named)
                                        rest (mapv (loading/function rest-fn) remaining))
      (seq remaining)            {:superfluous (first remaining)}
      :else                      (merge options named))))

(defn- option-error
  "Returns the sentence for an error of `clojure.tools.cli`, with the option that was probably meant."
  [command error]
  (let [[_ unknown] (re-matches #"Unknown option: \"?(.*?)\"?" error)]
    (str (foreign/escaped error) (when unknown (help/meant unknown (catalogue/option-words command))))))

(defn- offered
  "Returns lines with what the missing words can be, or why they are not known; nil if the first word is missing too."
  [{:keys [offers words]} parsed]
  (when-let [first-word (and offers (parsed (first words)))]
    (str "\n" (try
                (str/join "\n" ((loading/function offers) first-word))
                (catch RadicchioException e
                  (ex-message e))))))

(defn- parse
  "Returns the options of a command, {:options …}, or the failure of its words."
  [{:keys [name options words required needed choices program] :as command} args]
  (let [[own others] (divided command args)
        {:keys [arguments errors] given :options} (cli/parse-opts (map shielded own) options)
        {:keys [superfluous] :as parsed} (with-words command given (map unshielded arguments))]
    (cond
      (seq errors) (misuse (foreign/listed "; " #(option-error command %) errors) (see-help name))
      (or (and required superfluous) (and required (not-every? parsed words)) (not-every? #(seq (parsed %)) needed))
      (misuse "wit " name ": expected " required (offered command parsed))
      (some (fn [[key words]] (not-any? #{(parsed key)} words)) choices)
      (misuse "wit " name ": expected " required ", got " (foreign/escaped (parsed (first words)))
              (help/meant (parsed (first words)) (choices (first words))))
      superfluous  (misuse "wit " name
                           (if (seq words) (str " takes " (count words) " word" (when (next words) "s")) " takes only options")
                           "; got " (foreign/escaped superfluous) (see-help name))
      :else        {:options (cond-> parsed program (assoc program others))})))

(defn- asks-for-help?
  "The words after -- are arguments of the program that `wit run` runs."
  [words]
  (some #{"--help" "-h"} (take-while #(not= "--" %) words)))

(def ^:private in-project
  "The commands whose paths are relative to the folder of a project."
  #{"gen" "check" "inspect" "compile" "compose" "fmt" "diff"})

(defn- answered [{:keys [name] :as command} args defaults]
  (try
    (let [{:keys [options] :as parsed} (parse command args)]
      (cond (nil? options) parsed
            (= "cache" name) (commands/answer :cache-clear {})
            :else (commands/answer (keyword name) (merge (when (in-project name) defaults) options))))
    (catch RadicchioException e
      (misuse (ex-message e)))))

(defn run
  "Runs the command of the words. Returns the result of `radicchio.cli.commands/answer`; :exit is 2 if the words are not valid.
  The words may override `defaults`, which are options."
  [[word & args] defaults]
  (let [command (catalogue/command word)]
    (cond
      (or (nil? word) (#{"--help" "-h"} word)) {:text (help/overview)}
      (= "--version" word) (commands/answer :version {})
      (nil? command) (misuse (help/unknown-command word))
      (asks-for-help? args) {:text (if (= "help" word) (help/overview) (help/of-command command))}
      (and (= "help" word) (first args) (nil? (catalogue/command (first args)))) (misuse (help/unknown-command (first args)))
      :else (answered command args defaults))))
