(ns demo.command
  "`bin/wit demo`: generates the namespace of wit-examples/resize, checks it, loads it and resizes a picture with it."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.tools.cli :as cli]
            [radicchio.gen :as gen])
  (:import (clojure.lang Compiler DynamicClassLoader IExceptionInfo RT)
           (java.io File)))

(set! *warn-on-reflection* true)

(def ^:private example (io/file (.getParentFile (.getAbsoluteFile (io/file *file*))) "resize"))

(def ^:private target (io/file (.getParentFile (.getParentFile ^File example)) "target"))

(defn- size? [n] (and n (pos? (long n))))

(def ^:private options
  [[nil "--picture FILE" "A PNG or JPEG; a picture of this repository when not given"]
   [nil "--width PIXELS" "Of the result" :parse-fn parse-long :validate [size? "must be a number from 1 up"]]
   [nil "--height PIXELS" "Of the result; 800 × 600 when neither is given" :parse-fn parse-long
    :validate [size? "must be a number from 1 up"]]
   [nil "--out FILE" "The PNG to write; target/demo.png when not given"]
   [nil "--help" "Says this"]])

(defn- refuse [message]
  (throw (ex-info message {:radicchio/error :config})))

(defn- check!
  "What can be said before anything is generated."
  [{:keys [picture out]}]
  (when (and picture (not (.isFile (io/file picture))))
    (refuse (str "There is no picture " picture "; give the path of a PNG or JPEG file.")))
  (when-let [[_ ending] (and out (re-find #"(?i)\.(?!png$)([a-z]+)$" out))]
    (refuse (str "The picture is written as PNG, and " out " ends in ." ending "; give a name that ends in .png."))))

(defn- own-picture ^File []
  (first (sort (filter #(re-find #"\.(png|jpe?g)$" (str %)) (.listFiles (io/file example "picture"))))))

(defn- with-folders-on-class-path
  "Calls `f` with what a project's own build tool does for its source and resource paths."
  [folders f]
  (let [loader (DynamicClassLoader. (RT/baseLoader))]
    (doseq [^File folder folders]
      (.addURL loader (.toURL (.toURI folder))))
    (.setContextClassLoader (Thread/currentThread) loader)
    (with-bindings {Compiler/LOADER loader} (f))))

(defn- resize! [options]
  (load-file (str (io/file example "demo.clj")))
  ((resolve 'demo/run) options))

(defn- generate! []
  (let [config {:config (str (.relativize (.toPath (.getAbsoluteFile (io/file "")))
                                          (.toPath (io/file example "wit.edn"))))}
        start (System/nanoTime)
        {:keys [files]} (gen/generate! config)
        millis (quot (- (System/nanoTime) start) 1000000)]
    (doseq [{:keys [ns file status]} files]
      (println (format "%-10s%s in %d ms: %s, %s" "Generated" ns millis file (name status))))
    (when-not (:clean? (gen/check config))
      (refuse "what was generated is not what check expects"))))

(defn- run [args]
  (let [{:keys [options errors summary arguments]} (cli/parse-opts args options)]
    (cond (:help options) (println (str "bin/wit demo\n" summary))
          (seq errors) (refuse (str (str/join "; " errors) "; bin/wit demo --help lists the options"))
          (seq arguments) (refuse (str "bin/wit demo takes options alone, got " (first arguments)))
          :else (do (check! options)
                    (generate!)
                    (with-folders-on-class-path
                     [(io/file example "src") (io/file example "resources")]
                     #(resize! (merge {:picture (own-picture) :out (io/file target "demo.png")} options)))))))

(try
  (run *command-line-args*)
  (flush)
  (System/exit 0)
  (catch Exception e
    (when-not (instance? IExceptionInfo e) (throw e))
    (when-not (:radicchio/error (ex-data e)) (throw e))
    (binding [*out* *err*] (println (ex-message e)))
    (System/exit 1)))
