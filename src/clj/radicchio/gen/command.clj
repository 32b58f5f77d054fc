(ns ^:no-doc radicchio.gen.command
  "A command line's words as a command and its options, the same for `bin/wit` and `lein wit`."
  (:require [clojure.string :as str]
            [clojure.tools.cli :as cli]
            [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading]))

(set! *warn-on-reflection* true)

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

(def ^:private commands
  {"gen" component-options, "check" component-options, "inspect" inspect-options, "compile" compile-options})

(defn- summary [options]
  (:summary (cli/parse-opts [] options)))

(defn- help []
  (str "wit gen       writes the namespaces of all components of ./wit.edn, or of one component\n"
       "wit check     fails, with a diff, where they are not as gen would write them\n"
       "wit inspect   shows what a component imports and exports\n"
       "wit compile   compiles components ahead of time, into classes for a jar\n"
       "wit cache clear  deletes what was compiled and kept in time\n"
       "wit run       runs a program built for WASI preview 1: wit run FILE [options] -- its arguments\n"
       "wit demo      resizes a picture; bin/wit of Radicchio's own repository alone has it\n"
       "wit help, wit version\n\n"
       "Options of gen and check:\n" (summary component-options) "\n\n"
       "Options of inspect:\n" (summary inspect-options) "\n\n"
       "Options of compile:\n" (summary compile-options) "\n\n"
       "Options of run:\n" (loading/function 'radicchio.wasm.command/summary)))

(defn- version []
  (str/trim (slurp (loading/resource "radicchio/version.txt"))))

(defn- parse
  "The options of a command: {:options …} or {:failure …}."
  [command args]
  (let [{:keys [options arguments errors]} (cli/parse-opts args (commands command))
        file (when (#{"inspect" "compile"} command) (first arguments))
        superfluous (if file (rest arguments) arguments)]
    (cond (seq errors) {:failure (str (foreign/listed "; " foreign/escaped errors) "; wit help lists the options")}
          (seq superfluous) {:failure (str "wit " command " takes options alone; it got "
                                           (foreign/escaped (first superfluous))
                                           "; wit help lists them")}
          :else {:options (cond-> options file (assoc :from file))})))

(defn- answer [command options]
  ((loading/function 'radicchio.gen.report/answer) command options))

(defn- asks-for-help?
  "Behind -- words are those of a program that `wit run` runs."
  [words]
  (some #{"--help" "-h"} (take-while #(not= "--" %) words)))

(defn run
  "Runs the command of the words. Returns {:text …}, to be printed, and where it failed :failure, a sentence; of a
  program that was run :exit, its code.
  `defaults` are options that the words may override."
  [[command & args] defaults]
  (cond
    (or (nil? command) (= "help" command) (asks-for-help? (cons command args))) {:text (help)}
    (#{"version" "--version"} command) {:text (str "Radicchio " (version))}
    (= "run" command) ((loading/function 'radicchio.wasm.command/run) args)
    (commands command)
    (let [{:keys [options failure]} (parse command args)]
      (if failure
        {:text "" :failure failure}
        (answer (keyword command) (merge defaults options))))
    (= "cache" command)
    (if (= ["clear"] args)
      (answer :cache-clear {})
      {:text "" :failure "wit cache takes the word clear, and no other"})
    :else {:text ""
           :failure (str "there is no command " (foreign/escaped command)
                         "; the commands are gen, check, inspect, compile, cache clear, run, help and version")}))
