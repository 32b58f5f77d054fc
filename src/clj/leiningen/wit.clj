(ns leiningen.wit
  "Leiningen's door: `lein wit gen`, with `:plugins [[io.github.radicchio/radicchio \"0.1.0\"]]` in project.clj."
  (:require [leiningen.core.main :as main]
            [radicchio.gen.command :as command])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(defn- root
  "The project's folder, from the one in which Leiningen runs."
  [project]
  (let [here (.toPath (File. (System/getProperty "user.dir")))]
    (str (.relativize here (.toPath (File. ^String (:root project)))))))

(defn ^:no-project-needed wit
  "Namespaces from WebAssembly components: `lein wit gen`, `lein wit check`, `lein wit inspect FILE`, `lein wit help`."
  [project & args]
  (let [{:keys [text failure]} (command/run args (if project {:root (root project)} {}))]
    (when (seq text) (main/info text))
    (when failure (main/abort failure))))
