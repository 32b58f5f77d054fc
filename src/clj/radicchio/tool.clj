(ns radicchio.tool
  "The commands for the Clojure CLI: `clj -T:wit gen`, with an alias such as

    :wit {:deps {io.github.radicchio/radicchio {:mvn/version \"0.1.0\"}} :ns-default radicchio.tool}

  Every function takes a map of options and prints. Every path may be a string or a symbol: :from resize.wasm. With :edn true
  or :json true, a result is printed as data. On a failure it throws an exception that ends the process with its message and
  status 1."
  (:refer-clojure :exclude [compile])
  (:require [radicchio.cli.commands :as commands]))

(set! *warn-on-reflection* true)

(defn- carry-out [command options]
  (let [{:keys [text failure exit]} (commands/answer command (or options {}))]
    (when (seq text) (println text))
    (when-let [failure (or failure (when-not (contains? #{nil 0} exit) (str "the program's exit code is " exit)))]
      (throw (ex-info failure {:exec-msg true})))))

(defn gen
  "Generates namespaces: of all components of ./wit.edn, or of another one (:config path), or of one component.
  Options: :from, a component's path; :ns, the namespace; :out, the source folder (\"src\"); :resources; and all that
  wit.edn has for a component, such as :wit, :world, :rename, :split; :java true, for a Java class."
  [options]
  (carry-out :gen options))

(defn check
  "Fails, with a diff, if generated namespaces differ from the output of `gen`. Options as for `gen`."
  [options]
  (carry-out :check options))

(defn inspect
  "Shows what a component exports and imports, and which options grant that. Options: :from, its path; :wit, true for its WIT."
  [options]
  (carry-out :inspect options))

(defn compile
  "Compiles ahead of time, into a folder for a jar: the components that ./wit.edn, or another one (:config path), marks
  with :aot true, or one component or core module. Options: :from, its path; :to, the folder (\"target/classes\")."
  [options]
  (carry-out :compile options))

(defn compose
  "Makes one component of several: the exports of some satisfy the imports of others. Options: :components, {app \"app.wasm\" kv
  {:from \"kv.wasm\" :imports {\"acme:log/log\" log}}}; :out, the file for the new component; :exports, the component, or a
  vector of those, whose exports it has."
  [options]
  (carry-out :compose options))

(defn cache-clear
  "Deletes the compiled modules in this user's cache. Takes no options."
  [options]
  (carry-out :cache-clear options))

(defn run
  "Runs a program that was built for WASI, with the process's streams, time and randomness. Options: :from, its path;
  :args, a vector of its arguments; and its grants: :dirs, {\"/data\" \"folder\"}; :env, {\"NAME\" \"value\"}; :cwd; :http,
  origins that it may send requests to; :connect and :listen, addresses; :timeout-ms."
  [options]
  (carry-out :run options))

(defn call
  "Calls a function of a component or core module, and prints its result. Options: :from, its path; :function, a
  string; :args, a vector; :out, a file for a result that is bytes or a string; and grants as of `run`."
  [options]
  (carry-out :call options))

(defn serve
  "Answers HTTP requests by a component that exports wasi:http/incoming-handler, until the process ends. Options: :from, its
  path; :port, 8080; :host, \"127.0.0.1\"; :pool, the number of instances of WASI 0.2 that are kept and
  reused; :reuse, true to answer several requests with one instance of WASI 0.3; and grants as of `run`."
  [options]
  (carry-out :serve options))

(defn fmt
  "Formats WIT files in place. Options: :paths, files and folders, by default [\"wit\"]; :check, true to change nothing and fail
  with a diff."
  [options]
  (carry-out :fmt options))

(defn diff
  "Shows the changes between two versions of a component or WIT package, and whether they break other code. Fails if the
  version is less than the changes require. Options: :old and :new, paths of .wasm files, .wit files or folders of WIT."
  [options]
  (carry-out :diff options))

(defn completion
  "Prints a script that completes the words of the program `wit`. Option: :shell, bash, zsh or fish."
  [options]
  (carry-out :completion options))

(defn help
  "Lists the commands, or describes one as words of the program `wit`. Option: :command, its name."
  [options]
  (carry-out :help options))

(defn version
  "Prints the version. Takes no options."
  [options]
  (carry-out :version options))
