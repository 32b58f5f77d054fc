(ns leiningen.wit
  "Leiningen's door: `lein wit gen`, with `:plugins [[io.github.radicchio/radicchio \"0.1.0\"]]` in project.clj."
  (:require [leiningen.core.main :as main]
            [radicchio.cli.words :as words])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(defn- options
  "Returns the project's folder if Leiningen runs in another one, as a relative path for messages and diffs."
  [project]
  (let [here (.toPath (File. (System/getProperty "user.dir")))
        root (some-> ^String (:root project) File. .toPath)]
    (if (or (nil? root) (= here root))
      {}
      {:root (str (.relativize here root))})))

(defn ^:no-project-needed wit
  "Generates namespaces for WebAssembly components, and more: `lein wit gen`, `lein wit check`, `lein wit inspect FILE`.
  `lein wit help` lists the commands."
  [project & args]
  (let [{:keys [text failure exit]} (words/run args (options project))]
    (when (seq text) (main/info text))
    (when failure
      (main/warn failure)
      (main/exit (or exit 1)))
    (when-not (contains? #{nil 0} exit) (main/exit (unchecked-int exit)))))
