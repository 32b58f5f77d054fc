(ns ^:no-doc radicchio.cli.words
  "Parses the words of a command line into a command and its options, the same for `bin/wit` and `lein wit`."
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
  [[nil "--config FILE" "The wit.edn to read, by default ./wit.edn"]
   [nil "--from FILE" "A component, instead of a wit.edn"]
   [nil "--ns NAMESPACE" "The namespace of the component" :parse-fn symbol]
   [nil "--wit PATH" "The WIT of the component, for documentation: a file, or a folder with its deps"]
   [nil "--world NAME" "The world, if the WIT has several"]
   [nil "--out FOLDER" "The folder for namespaces, by default src"]
   [nil "--resources FOLDER" "A folder of the class path that contains components, by default resources; repeatable"
    :multi true :update-fn (fnil conj [])]
   [nil "--templates FOLDER" "A folder of templates that replace Radicchio's"]
   [nil "--split" "Write a namespace for every exported interface"]
   [nil "--results KIND" "value: return [:ok v] or [:err e], never throw" :parse-fn keyword]
   [nil "--primitive" "Add type hints for longs and doubles"]
   [nil "--load KIND" "file: load the component from its path, not from the class path" :parse-fn keyword]])

(def ^:private inspect-options
  [[nil "--from FILE" "The component or core module; --from can be omitted"]
   [nil "--edn" "Print data"]])

(def ^:private compile-options
  [[nil "--config FILE" "The wit.edn to read, by default ./wit.edn; its components with :aot true are compiled"]
   [nil "--from FILE" "A component or core module, instead of a wit.edn; --from can be omitted"]
   [nil "--to FOLDER" "The folder for classes, by default :classes of the wit.edn, or target/classes"]])

(def ^:private call-options
  (into [[nil "--out FILE" "The file for a result that is bytes or a string"]]
        grants/word-options))

(defn- number [text]
  (or (parse-long text) text))

(def ^:private serve-options
  (into [[nil "--port PORT" "The port that it listens on, by default 8080; 0 for a free one" :parse-fn number]
         [nil "--host ADDRESS" "The address that it listens on, by default 127.0.0.1"]
         [nil "--pool N" "How many instances are kept and used again; by default each request has its own" :parse-fn number]]
        grants/word-options))

(def ^:private commands
  "The words of each command: its options in the format of `clojure.tools.cli`; :words, the keys of words without a dash;
  :rest, the key of the words that follow, which :rest-fn reads. With :program the words after -- are for the guest."
  {"gen"     {:options component-options}
   "check"   {:options component-options}
   "inspect" {:options inspect-options, :words [:from]}
   "compile" {:options compile-options, :words [:from]}
   "run"     {:options grants/word-options, :words [:from], :required "one .wasm file, and after -- the arguments of the program"
              :program :args}
   "call"    {:options call-options, :words [:from :function], :rest :args, :rest-fn 'radicchio.cli.values/argument
              :required "a .wasm file, the name of a function, and its arguments as EDN"}
   "serve"   {:options serve-options, :words [:from], :required "one .wasm file"}})

(defn- summary [options]
  (:summary (cli/parse-opts [] options)))

(defn- help []
  (str "wit gen       writes the namespaces of all components of ./wit.edn, or of one component\n"
       "wit check     fails with a diff if they differ from what gen would write\n"
       "wit inspect   shows what a component imports and exports\n"
       "wit compile   compiles components ahead of time, into classes for a jar\n"
       "wit cache clear  deletes the compiled code in the cache\n"
       "wit run       runs a program built for WASI: wit run FILE [options] -- arguments\n"
       "wit call      calls a function: wit call FILE FUNCTION [options] arguments, as EDN\n"
       "wit serve     answers HTTP requests by a component: wit serve FILE [options]\n"
       "wit demo      resizes a picture; only bin/wit in Radicchio's repository has it\n"
       "wit help, wit version\n\n"
       "Options of gen and check:\n" (summary component-options) "\n\n"
       "Options of inspect:\n" (summary inspect-options) "\n\n"
       "Options of compile:\n" (summary compile-options) "\n\n"
       "Options of run, call and serve:\n" (summary grants/word-options) "\n\n"
       "Options of call:\n" (summary (take 1 call-options)) "\n\n"
       "Options of serve:\n" (summary (take 3 serve-options))))

(defn- version []
  (str/trim (slurp (loading/resource "radicchio/version.txt"))))

;; --- From words to options -------------------------------------------------------------------------------------------

(defn- misuse
  "Returns the failure of a command with wrong arguments: a sentence, and exit code 2."
  [& sentence]
  {:text "", :failure (apply str sentence), :exit 2})

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

(defn- parse
  "Returns the options of a command, {:options …}, or the failure of its words."
  [command args]
  (let [{:keys [options words required program] :as spec} (commands command)
        [own others]      (divided spec args)
        {:keys [arguments errors] given :options} (cli/parse-opts (map shielded own) options)
        {:keys [superfluous] :as parsed} (with-words spec given (map unshielded arguments))]
    (cond
      (seq errors) (misuse (foreign/listed "; " foreign/escaped errors) "; run `wit help` for the options")
      (or (and required superfluous) (and required (not-every? parsed words)))
      (misuse "wit " command ": expected " required)
      superfluous  (misuse "wit " command " takes only options; got " (foreign/escaped superfluous)
                           "; run `wit help` for the options")
      :else        {:options (cond-> parsed program (assoc program others))})))

(defn- asks-for-help?
  "The words after -- are arguments of the program that `wit run` runs."
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
  "Runs the command of the words. Returns the result of `radicchio.cli.commands/answer`; :exit is 2 if the words are not valid.
  The words may override `defaults`, which are options."
  [[command & args] defaults]
  (cond
    (or (nil? command) (= "help" command) (asks-for-help? (cons command args))) {:text (help)}
    (#{"version" "--version"} command) {:text (str "Radicchio " (version))}
    (commands command) (run-command command args (if (#{"run" "call" "serve"} command) {} defaults))
    (= "cache" command)
    (if (= ["clear"] args)
      (commands/answer :cache-clear {})
      (misuse "expected wit cache clear; got other words"))
    :else (misuse "unknown command " (foreign/escaped command)
                  "; the commands are gen, check, inspect, compile, cache clear, run, call, serve, help and version")))
