(ns ^:no-doc radicchio.cli.words
  "A command line's words as a command and its options, the same for `bin/wit` and `lein wit`."
  (:require [clojure.string :as str]
            [clojure.tools.cli :as cli]
            [radicchio.cli.commands :as commands]
            [radicchio.cli.grants :as grants]
            [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

;; --- The commands ----------------------------------------------------------------------------------------------------

(def ^:private component-options
  [[nil "--config FILE" "The wit.edn to read, ./wit.edn when not given"]
   [nil "--from FILE" "A component, in place of a wit.edn"]
   [nil "--ns NAMESPACE" "The namespace it gets" :parse-fn symbol]
   [nil "--wit PATH" "Its WIT, for documentation: a file, or a folder with its deps"]
   [nil "--world NAME" "The world, where the WIT has several"]
   [nil "--out FOLDER" "Where namespaces go, src when not given"]
   [nil "--resources FOLDER" "A folder of the class path that has components, resources when not given; repeatable"
    :multi true :update-fn (fnil conj [])]
   [nil "--templates FOLDER" "Templates in place of Radicchio's"]
   [nil "--split" "A namespace for every exported interface"]
   [nil "--results KIND" "value: return [:ok v] or [:err e], never throw" :parse-fn keyword]
   [nil "--primitive" "Hint longs and doubles"]
   [nil "--load KIND" "file: load the component from its path, not from the class path" :parse-fn keyword]])

(def ^:private inspect-options
  [[nil "--from FILE" "The component or core module; the word alone will do"]
   [nil "--edn" "As data"]])

(def ^:private compile-options
  [[nil "--config FILE" "The wit.edn to read, ./wit.edn when not given; its components with :aot true are compiled"]
   [nil "--from FILE" "A component or core module, in place of a wit.edn; the word alone will do"]
   [nil "--to FOLDER" "Where classes go, :classes of the wit.edn or target/classes when not given"]])

(def ^:private call-options
  (into [[nil "--out FILE" "Where a result goes that is bytes or a string"]]
        grants/word-options))

(def ^:private commands
  "What the words of each command are: its options as `clojure.tools.cli` takes them; :words, the keys of those that have no
  dash; :rest, the key of those that follow, read by :rest-fn. With :program the words behind -- are for the guest."
  {"gen"     {:options component-options}
   "check"   {:options component-options}
   "inspect" {:options inspect-options, :words [:from]}
   "compile" {:options compile-options, :words [:from]}
   "run"     {:options grants/word-options, :words [:from], :required "one .wasm file, and after -- the program's own arguments"
              :program :args}
   "call"    {:options call-options, :words [:from :function], :rest :args, :rest-fn 'radicchio.cli.values/argument
              :required "a .wasm file, the name of a function, and its arguments as EDN"}})

(defn- summary [options]
  (:summary (cli/parse-opts [] options)))

(defn- help []
  (str "wit gen       writes the namespaces of all components of ./wit.edn, or of one component\n"
       "wit check     fails, with a diff, where they are not as gen would write them\n"
       "wit inspect   shows what a component imports and exports\n"
       "wit compile   compiles components ahead of time, into classes for a jar\n"
       "wit cache clear  deletes what was compiled and kept in time\n"
       "wit run       runs a program built for WASI: wit run FILE [options] -- its arguments\n"
       "wit call      calls a function: wit call FILE FUNCTION [options] arguments, as EDN\n"
       "wit demo      resizes a picture; bin/wit of Radicchio's own repository alone has it\n"
       "wit help, wit version\n\n"
       "Options of gen and check:\n" (summary component-options) "\n\n"
       "Options of inspect:\n" (summary inspect-options) "\n\n"
       "Options of compile:\n" (summary compile-options) "\n\n"
       "Options of run and call:\n" (summary grants/word-options) "\n\n"
       "Options of call:\n" (summary (take 1 call-options))))

(defn- version []
  (str/trim (slurp (loading/resource "radicchio/version.txt"))))

;; --- From words to options -------------------------------------------------------------------------------------------

(defn- misuse
  "A command that was used wrongly: a sentence, and an exit code of its own."
  [& sentence]
  {:text "", :failure (apply str sentence), :exit 2})

(defn- shielded
  "A negative number, or a constructor's name as ->canvas, as a word that does not look like an option."
  [word]
  (if (re-find #"^-[0-9.>]" word) (str " " word) word))

(defn- unshielded [word]
  (if (re-find #"^ -[0-9.>]" word) (subs word 1) word))

(defn- divided
  "The words of a command, and those behind -- if they are for a program."
  [{:keys [program]} args]
  (let [[own [_ & others]] (split-with #(not= "--" %) args)]
    (if program [own (vec others)] [args nil])))

(defn- with-words
  "The options with those that have no dash; {:superfluous word} for one too many."
  [{:keys [words rest rest-fn]} options arguments]
  (let [named     (zipmap words arguments)
        remaining (drop (count words) arguments)]
    (cond
      (and rest (seq remaining)) (assoc (merge options named)
                                        rest (mapv (loading/function rest-fn) remaining))
      (seq remaining)            {:superfluous (first remaining)}
      :else                      (merge options named))))

(defn- parse
  "The options of a command, {:options …}, or what is wrong with its words."
  [command args]
  (let [{:keys [options words required program] :as spec} (commands command)
        [own others]      (divided spec args)
        {:keys [arguments errors] given :options} (cli/parse-opts (map shielded own) options)
        {:keys [superfluous] :as parsed} (with-words spec given (map unshielded arguments))]
    (cond
      (seq errors) (misuse (foreign/listed "; " foreign/escaped errors) "; wit help lists the options")
      (or (and required superfluous) (and required (not-every? parsed words)))
      (misuse "wit " command " takes " required)
      superfluous  (misuse "wit " command " takes options alone; it got " (foreign/escaped superfluous)
                           "; wit help lists them")
      :else        {:options (cond-> parsed program (assoc program others))})))

(defn- asks-for-help?
  "Behind -- words are those of a program that `wit run` runs."
  [words]
  (some #{"--help" "-h"} (take-while #(not= "--" %) words)))

(defn- run-command [command args defaults]
  (try
    (let [{:keys [options] :as parsed} (parse command args)]
      (if options
        (commands/answer (keyword command) (merge defaults options))
        parsed))
    (catch RadicchioException e
      (misuse (ex-message e)))))

(defn run
  "Runs the command of the words. Returns what `radicchio.cli.commands/answer` does; :exit is 2 if the words are not those of
  a command. `defaults` are options that the words may override."
  [[command & args] defaults]
  (cond
    (or (nil? command) (= "help" command) (asks-for-help? (cons command args))) {:text (help)}
    (#{"version" "--version"} command) {:text (str "Radicchio " (version))}
    (commands command) (run-command command args (if (#{"run" "call"} command) {} defaults))
    (= "cache" command)
    (if (= ["clear"] args)
      (commands/answer :cache-clear {})
      (misuse "wit cache takes the word clear, and no other"))
    :else (misuse "there is no command " (foreign/escaped command)
                  "; the commands are gen, check, inspect, compile, cache clear, run, call, help and version")))
