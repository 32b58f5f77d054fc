(ns radicchio.tool
  "The Clojure CLI's door: `clj -T:wit gen`, with an alias such as

    :wit {:deps {io.github.radicchio/radicchio {:mvn/version \"0.1.0\"}} :ns-default radicchio.tool}

  Every function takes a map of options, prints, and throws what ends the process with its message and status 1."
  (:refer-clojure :exclude [compile])
  (:require [radicchio.gen.report :as report]))

(set! *warn-on-reflection* true)

(defn- run [command options]
  (let [{:keys [text failure]} (report/answer command options)]
    (when (seq text) (println text))
    (when failure (throw (ex-info failure {:exec-msg true})))))

(defn gen
  "Generates namespaces: of all components of ./wit.edn, or of another one (:config path), or of one component.
  Options: :from, a component's path; :ns, the namespace; :out, where it goes (\"src\"); :resources; and all that
  wit.edn has for a component, such as :wit, :world, :rename, :split."
  [options]
  (run :gen (or options {})))

(defn check
  "Fails, with a diff, where generated namespaces are not as `gen` would write them. Options as for `gen`."
  [options]
  (run :check (or options {})))

(defn inspect
  "Shows what a component imports and exports, as WIT. Options: :from, its path; :edn, true for data."
  [options]
  (run :inspect (or options {})))

(defn compile
  "Compiles ahead of time, into a folder for a jar: the components that ./wit.edn, or another one (:config path), marks
  with :aot true, or one component or core module. Options: :from, its path; :to, the folder (\"target/classes\")."
  [options]
  (run :compile (or options {})))

(defn cache-clear
  "Deletes the compiled modules in this user's cache. There are no options."
  [options]
  (run :cache-clear (or options {})))
