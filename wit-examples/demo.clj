(ns demo.command
  "`bin/wit demo`: generates the namespace of wit-examples/resize, checks it, loads it and resizes a picture."
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
  [[nil "--picture FILE" "A PNG or JPEG, by default a picture of this repository"]
   [nil "--width PIXELS" "Width of the result|" :parse-fn parse-long :validate [size? "must be a number from 1 up"]]
   [nil "--height PIXELS" "Height of the result; 800 × 600 by default|" :parse-fn parse-long
    :validate [size? "must be a number from 1 up"]]
   [nil "--out FILE" "The PNG to write, by default target/demo.png"]
   [nil "--help" "Show this help"]])

(defn- refuse [message]
  (throw (ex-info message {:radicchio/error :config})))

(defn- check!
  "Throws if an option is invalid, before anything is generated."
  [{:keys [picture out]}]
  (when (and picture (not (.isFile (io/file picture))))
    (refuse (str "No such picture: " picture "; pass the path of a PNG or JPEG file.")))
  (when-let [[_ ending] (and out (re-find #"(?i)\.(?!png$)([a-z]+)$" out))]
    (refuse (str "The picture is written as PNG, but the name " out " ends in ." ending "; pass a name that ends in .png."))))

(defn- own-picture ^File []
  (first (sort (filter #(re-find #"\.(png|jpe?g)$" (str %)) (.listFiles (io/file example "picture"))))))

(defn- with-folders-on-class-path
  "Calls `f` with source and resource paths on the class path, as the build tool of a project would."
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
      (refuse "the generated namespace differs from the one that check expects"))))

(defn- run [args]
  (let [{:keys [options errors summary arguments]} (cli/parse-opts args options)]
    (cond (:help options) (println (str "bin/wit demo\n" summary))
          (seq errors) (refuse (str (str/join "; " errors) "; bin/wit demo --help lists the options"))
          (seq arguments) (refuse (str "bin/wit demo takes only options, got |" (first arguments)))
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
