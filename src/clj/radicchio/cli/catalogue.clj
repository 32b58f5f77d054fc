(ns ^:no-doc radicchio.cli.catalogue
  "The commands, their words and options, as data: for parsing, help and completion.

  A command is a map:
    :name      its word
    :summary   what it does, one line
    :usage     its words after its name
    :options   in the format of `clojure.tools.cli`
    :words     the keys of words without a dash, in order
    :required  what is expected if words are missing, or if there are too many
    :offers    a function, a symbol, that returns lines about what can follow the first word
    :choices   {key words}, the only words that a key can have
    :needed    the keys of options and of following words that must be there
    :rest      the key of the words that follow; :rest-fn, a symbol, reads each
    :program   the key of the words after --, which are for the guest
    :details   more lines of its help
    :files     the endings of the files that it reads, for completion."
  (:require [radicchio.cli.grants :as grants]))

(set! *warn-on-reflection* true)

(def ^:private data-options
  [[nil "--edn" "Print the result as EDN"]
   [nil "--json" "Print the result as JSON"]])

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
   [nil "--java" "Write a Java class, which --ns names, as com.acme.Images"]
   [nil "--java-out FOLDER" "The folder for Java, by default src/main/java"]
   [nil "--load KIND" "file: load the component from its path, not from the class path" :parse-fn keyword]])

(defn- number [text]
  (or (parse-long text) text))

(def ^:private guest
  "The start of the help about guests."
  "A guest has the streams, time and randomness of the process. Options grant it more.")

(def commands
  "The commands, in the order of their help."
  [{:name "gen"
    :summary "writes the namespaces of all components of ./wit.edn, or of one component"
    :usage "[options]"
    :options (into component-options data-options)}
   {:name "check"
    :summary "fails with a diff if they differ from what gen would write"
    :usage "[options]"
    :options (into component-options data-options)}
   {:name "inspect"
    :summary "shows what a component or core module exports and imports, and which options grant that"
    :usage "FILE [options]"
    :options (into [[nil "--from FILE" "The component or core module; --from can be omitted"]
                    [nil "--wit" "Print its WIT, and nothing else"]]
                   data-options)
    :words [:from]
    :files ["wasm"]}
   {:name "run"
    :summary "runs a program built for WASI"
    :usage "FILE [options] -- arguments"
    :details [guest]
    :options grants/word-options
    :words [:from]
    :required "one .wasm file, and after -- the arguments of the program"
    :program :args
    :files ["wasm"]}
   {:name "call"
    :summary "calls a function with arguments in EDN"
    :usage "FILE FUNCTION [options] arguments"
    :details [guest]
    :options (into [[nil "--out FILE" "The file for a result that is bytes or a string"]] grants/word-options)
    :words [:from :function]
    :rest :args
    :rest-fn 'radicchio.cli.values/argument
    :required "a .wasm file, the name of a function, and its arguments as EDN"
    :offers 'radicchio.cli.call/functions
    :files ["wasm"]}
   {:name "serve"
    :summary "answers HTTP requests by a component"
    :usage "FILE [options]"
    :details [guest]
    :options (into [[nil "--port PORT" "The port that it listens on, by default 8080; 0 for a free one" :parse-fn number]
                    [nil "--host ADDRESS" "The address that it listens on, by default 127.0.0.1"]
                    [nil "--pool N" "WASI 0.2: the most instances that are kept and reused; by default each request has a new one"
                     :parse-fn number]
                    [nil "--reuse" "WASI 0.3: one instance answers several requests"]]
                   grants/word-options)
    :words [:from]
    :required "one .wasm file"
    :files ["wasm"]}
   {:name "compile"
    :summary "compiles components ahead of time, into classes for a jar"
    :usage "[FILE] [options]"
    :options (into [[nil "--config FILE" "The wit.edn to read, by default ./wit.edn; its components with :aot true are compiled"]
                    [nil "--from FILE" "A component or core module, instead of a wit.edn; --from can be omitted"]
                    [nil "--to FOLDER" "The folder for classes, by default :classes of the wit.edn, or target/classes"]]
                   data-options)
    :words [:from]
    :files ["wasm"]}
   {:name "compose"
    :summary "makes one component of several: the exports of some satisfy the imports of others"
    :usage "--out FILE [NAME=]FILE … [options]"
    :details ["Each component has a name, by default that of its file without .wasm. An import of an interface is satisfied by"
              "the only component that exports it in a compatible version. Other imports stay imports of the new component."]
    :options (into [[nil "--out FILE" "The file for the new component"]
                    [nil "--import NAME:INTERFACE=NAME" "The component that satisfies an import of another; repeatable"
                     :id :imports :multi true :update-fn (fnil conj [])]
                    [nil "--exports NAME"
                     "A component whose exports the new one has; repeatable; by default those that no other one imports from"
                     :multi true :update-fn (fnil conj [])]]
                   data-options)
    :words []
    :needed [:components :out]
    :required "the .wasm files of components, and --out FILE"
    :rest :components
    :rest-fn 'clojure.core/str
    :files ["wasm"]}
   {:name "cache"
    :summary "deletes the compiled code in the cache: wit cache clear"
    :usage "clear"
    :options []
    :words [:action]
    :choices {:action ["clear"]}
    :required "clear"}
   {:name "fmt"
    :summary "formats WIT files in place, or checks them"
    :usage "[PATH …] [options]"
    :details ["A path is a .wit file or a folder; by default it is wit. In a folder all .wit files are formatted,"
              "except those below a folder deps, which are copies of other packages."]
    :options (into [[nil "--check" "Change nothing; fail with a diff if a file is not formatted"]] data-options)
    :words []
    :rest :paths
    :rest-fn 'clojure.core/str
    :files ["wit"]}
   {:name "diff"
    :summary "shows the changes between two versions of a component or WIT package, and whether they break other code"
    :usage "OLD NEW [options]"
    :details ["Each is a .wasm file, a .wit file, or a folder of WIT. The exit code is 1 if the version of NEW is less than the"
              "changes require, or, without versions, if they break callers or implementers."]
    :options data-options
    :words [:old :new]
    :required "two .wasm files, .wit files or folders of WIT"
    :files ["wasm" "wit"]}
   {:name "completion"
    :summary "prints a script that completes the words of this program, for a shell"
    :usage "bash|zsh|fish"
    :options []
    :words [:shell]
    :choices {:shell ["bash" "zsh" "fish"]}
    :required "bash, zsh or fish"}
   {:name "help"
    :summary "lists the commands, or describes one"
    :usage "[COMMAND]"
    :options []
    :words [:command]}
   {:name "version"
    :summary "prints the version"
    :usage ""
    :options []
    :words []}])

(defn command
  "Returns the command of a word, or nil."
  [name]
  (some #(when (= name (:name %)) %) commands))

(defn option-words
  "Returns the words of a command's options: \"--from\" …"
  [{:keys [options]}]
  (for [[_ written] options]
    (re-find #"^--[a-z-]+" written)))
