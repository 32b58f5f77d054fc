(ns ^:no-doc radicchio.cli.help
  "The text of `wit help`, of the help of each command, and the names that a misspelt word probably means."
  (:require [clojure.string :as str]
            [clojure.tools.cli :as cli]
            [radicchio.cli.catalogue :as catalogue]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options])
  (:import (radicchio.error Spelling)))

(set! *warn-on-reflection* true)

(defn overview
  "Returns the list of all commands."
  []
  (str "wit: WebAssembly components as Clojure namespaces\n\n"
       (str/join "\n" (for [{:keys [name summary]} catalogue/commands]
                        (format "  %-11s %s" name summary)))
       "\n\n`wit help COMMAND`, or `wit COMMAND --help`, describes a command and its options."))

(defn of-command
  "Returns the description of a command."
  [{:keys [name summary usage options details]}]
  (str (str/trimr (str "wit " name " " usage)) "\n\n"
       "It " summary ".\n"
       (when details (str "\n" (str/join "\n" details) "\n"))
       (when (seq options) (str "\nOptions:\n" (:summary (cli/parse-opts [] options)) "\n"))
       "\nThe exit code is 0 on success, 1 if the command or its check failed, and 2 for wrong usage"
       (if (= "run" name) "; else that of the program." ".")))

(defn meant
  "Returns \"; did you mean …?\" if a word is near one of the known ones, else an empty string."
  [word known]
  (let [^java.util.Optional nearest (Spelling/nearest (str word) known)]
    (if (.isPresent nearest)
      (str "; did you mean " (.get nearest) "?")
      "")))

(defn unknown-command
  "Returns the sentence for a word that is not a command."
  [word]
  (let [names (map :name catalogue/commands)
        meant (meant word names)]
    (str "unknown command " (foreign/escaped word)
         (if (= "" meant) (str "; the commands are " (str/join ", " names)) meant))))

(defn help
  "Returns {:text …}: the overview, or the description of the command whose name is :command, a string, symbol or keyword.
  Throws RadicchioException, kind :config, for an unknown command."
  [{:keys [command] :as given}]
  (options/check-keys "help" given [:command])
  (if (nil? command)
    {:text (overview)}
    (if-let [found (catalogue/command (if (string? command) command (name command)))]
      {:text (of-command found)}
      (throw (options/refuse (unknown-command command))))))
