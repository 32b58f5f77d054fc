(ns radicchio.cli.exec
  "Runs a function with a map of arguments, as `clojure -X` and `clojure -T` do (https://clojure.org/reference/clojure_cli).
  It is on the class path of the user's program, and therefore requires only Clojure."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str])
  (:import (java.io FileNotFoundException PushbackReader)
           (java.util.concurrent Executors ThreadFactory)))

(set! *warn-on-reflection* true)

(defn- refuse
  "Throws an exception that ends the process with only `message` on the standard error stream."
  [& message]
  (throw (ex-info (str/join " " message) {:exec-msg true})))

(defn- read-basis []
  (let [file (io/file (System/getProperty "clojure.basis"))]
    (edn/read-string {:default tagged-literal} (slurp file))))

(defn- read-form [text]
  (try
    (edn/read-string {:default tagged-literal} text)
    (catch Exception _
      (refuse "Unreadable arg:" (pr-str text)))))

(defn- forms-of-input []
  (let [reader (PushbackReader. (io/reader *in*))]
    (into [] (take-while #(not= % ::end))
          (repeatedly #(edn/read {:eof ::end, :default tagged-literal} reader)))))

(defn- read-forms
  "Reads the arguments as EDN; `-` stands for the forms on the standard input stream and ends the arguments."
  [args]
  (let [[before [dash]] (split-with #(not= % "-") args)]
    (cond-> (mapv read-form before)
      dash (into (forms-of-input)))))

(defn- parse
  "Splits forms into the name of a function (if the first form is a symbol), pairs of key (or path) and value, and a last map."
  [forms]
  (let [function (when (symbol? (first forms)) (first forms))
        others   (if function (rest forms) forms)
        odd      (when (odd? (count others)) (last others))
        pairs    (partition 2 others)]
    (when (and (some? odd) (not (map? odd)))
      (refuse "Key is missing value:" (pr-str odd)))
    {:function function, :pairs pairs, :trailing odd}))

(defn- arguments [exec-args pairs trailing]
  (merge (reduce (fn [m [k v]] (if (vector? k) (assoc-in m k v) (assoc m k v)))
                 exec-args pairs)
         trailing))

(defn- qualify [function {:keys [ns-default ns-aliases]}]
  (cond
    (not (symbol? function))   (refuse "Expected function symbol:" (pr-str function))
    (qualified-symbol? function) (symbol (str (get ns-aliases (symbol (namespace function)) (namespace function)))
                                         (name function))
    ns-default                 (symbol (str ns-default) (name function))
    :else                      (refuse "Unqualified function can't be resolved:" function)))

(defn- missing-namespace?
  "Tests whether the file of `ns-name` itself is missing, not the file of a namespace that it requires."
  [^FileNotFoundException e ns-name]
  (str/includes? (str (.getMessage e))
                 (-> (str ns-name) (str/replace \- \_) (str/replace \. \/) (str ".clj"))))

(defn- function-named [sym]
  (let [ns-name (symbol (namespace sym))]
    (try
      (require ns-name)
      (catch FileNotFoundException e
        (if (missing-namespace? e ns-name)
          (refuse "Namespace could not be loaded:" ns-name)
          (throw e))))
    (or (resolve sym)
        (refuse "Namespace" ns-name "loaded but function not found:" (name sym)))))

(defn- let-process-end
  "Gives futures and agents daemon threads, so that the process ends with the function and not a minute later."
  []
  (set-agent-send-off-executor!
   (Executors/newCachedThreadPool
    (reify ThreadFactory
      (newThread [_ task] (doto (Thread. task) (.setDaemon true)))))))

(defn -main
  "Runs the function that the arguments name, or :exec-fn of the aliases. Its argument is a map: :exec-args, then the
  arguments' pairs, then their last map. An exception with `:exec-msg true` ends the process with status 1 and only its message."
  [& args]
  (try
    (let [{:keys [exec-fn exec-args] :as argmap} (:argmap (read-basis))
          {:keys [function pairs trailing]}      (parse (read-forms args))]
      (when-not (or function exec-fn)
        (refuse "No function found on command line or in :exec-fn"))
      (let-process-end)
      ((function-named (qualify (or function exec-fn) argmap)) (arguments exec-args pairs trailing)))
    (catch clojure.lang.ExceptionInfo e
      (when-not (:exec-msg (ex-data e))
        (throw e))
      (binding [*out* *err*]
        (println (ex-message e)))
      (System/exit 1))))
