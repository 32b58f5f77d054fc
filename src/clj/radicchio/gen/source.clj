(ns ^:no-doc radicchio.gen.source
  "Reads the inputs of a configured component: its bytes and its WIT. Reads files and runs nothing."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.config :as config]
            [radicchio.gen.core-world :as core-world]
            [radicchio.gen.files :as files]
            [radicchio.gen.problem :as problem]
            [radicchio.loading :as loading]
            [radicchio.wit :as wit])
  (:import (java.io File)
           (java.nio.file Files LinkOption Path)
           (radicchio.binary Binary Binary$Form)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private ^"[Ljava.nio.file.LinkOption;" no-links (make-array LinkOption 0))

;; Bytes

(defn read-binary
  "Returns the bytes of a .wasm file and their kind, a :component or a core :module, by their first bytes. Errors begin
  with `where`."
  [where ^Path path shown]
  (when-not (Files/isRegularFile path no-links)
    (problem/refuse! (str where ": no such file: " (foreign/path shown)) {:file shown}))
  (let [bytes (files/read-bytes path shown)]
    {:bytes bytes
     :kind (condp = (Binary/sniff bytes)
             Binary$Form/COMPONENT :component
             Binary$Form/CORE_MODULE :module
             (problem/refuse! (str where ": " (foreign/path shown) " is neither a component nor a core module: it is "
                                   (Binary/describe bytes))
                              {:file shown}))}))

(defn saying-where
  "Calls `f`, and adds the place to the message of its exceptions."
  [where f]
  (try
    (f)
    (catch RadicchioException e
      (throw (RadicchioException/of (.kind e) (str where ": " (ex-message e)) (ex-data e) (ex-cause e))))))

(defn- component-wit
  "Returns the WIT data of a component or a core module. For a core module without its world, :wit is WIT data and :world
  the name of its world."
  [bytes options]
  ((loading/function 'radicchio.extract/wit)
   ((loading/function 'radicchio.componentize/typed) bytes options)))

(defn- module-wit
  "Returns the WIT data inside a core module, or nil."
  [bytes]
  ((loading/function 'radicchio.extract/core-module-wit) bytes))

;; WIT texts. The parser is loaded only here.

(defn text-wit
  "Returns the WIT data of a file or folder of WIT."
  [where ^Path path shown]
  (when-not (Files/exists path no-links)
    (problem/refuse! (str where ": no such file or folder: " (foreign/path shown)) {:file shown}))
  ((loading/function 'radicchio.wit.resolve/load-wit) (str path) {}))

;; Paths of a component

(defn- slashes [path]
  (str/replace (str path) File/separator "/"))

(defn- shown
  "Returns a path as generated text names it: unchanged if relative. An absolute path becomes relative to the
  configuration's folder, or its last segment."
  [{:keys [^Path root]} ^String written]
  (let [path (.toPath (io/file written))
        here (.toAbsolutePath root)]
    (slashes (cond (not (.isAbsolute path)) (.normalize path)
                   (.startsWith path here) (.relativize here path)
                   :else (.getFileName path)))))

(defn- class-path-name
  "Returns the name on the class path of a component below one of the folders of :resources."
  [{:keys [resources] :as config} {:keys [from where load]}]
  (let [path (.toAbsolutePath (config/resolve-path config from))
        folders (map #(.toAbsolutePath (config/resolve-path config %)) resources)
        ^Path folder (first (filter #(.startsWith path ^Path %) folders))]
    (cond (= :file load) (shown config from)
          folder (slashes (.relativize folder path))
          :else (problem/refuse!
                 (str where ": " (foreign/path from) " is not below "
                      (if (seq resources) (str/join " or " resources) "any folder of :resources")
                      "; move it there, add its folder to :resources,"
                      " or set :load :file")
                 {:from from :resources resources}))))

;; A whole source

(defn- unnamed-world?
  "Tests whether the name of the world is unknown, as in every component that tools make."
  [world]
  (= "root:component/root" (wit/item-name world)))

(defn- check-binary!
  "Throws for a core module without WIT, and for a :world without WIT to choose from."
  [own {:keys [from where wit world]}]
  (when-not (or own wit)
    (problem/refuse!
     (str where ": " (foreign/path from)
          " is a core module without its WIT; pass that as :wit, or add it (wasm-tools component embed"
          " WIT), or call the module with radicchio.wasm/load")
     {:from from}))
  (when (and world (not wit))
    (problem/refuse! (str where ": :world selects a world of :wit, but :wit is missing; remove :world or add"
                          " :wit"))))

(defn- refuse-package!
  "Throws for WIT in binary form, which has no code."
  [data {:keys [from where]}]
  (when-not (some unnamed-world? (wit/worlds (wit/main-package data)))
    (problem/refuse! (str where ": " (foreign/path from)
                          " is WIT in binary form, which has no code; pass it as :wit after"
                          " `wasm-tools component wit`, and a component as :from")
                     {:from from})))

(defn- read-own
  "Returns the contents of a component or core module: the :bytes, the :kind, and :wit, the WIT data inside it, or nil for a
  core module that has none. Returns nil if there is only WIT."
  [config {:keys [from where] :as component}]
  (when from
    (let [{:keys [bytes kind]} (read-binary where (config/resolve-path config from) from)
          own (saying-where (str where ": " (foreign/path from))
                            #(case kind :component (component-wit bytes {}) :module (module-wit bytes)))]
      (check-binary! own component)
      (when (= :component kind) (refuse-package! own component))
      {:bytes bytes :kind kind :wit own})))

(defn- chosen-world [data {:keys [where wit world]}]
  (saying-where (if wit (str where ": :world, in " (foreign/path wit)) where)
                #(wit/world data world)))

(defn- module-facts
  "Returns more facts of a core module: the WIT data of its component, and its world if the module does not contain it.
  Throws for a module that does not fit its world."
  [{:keys [bytes wit]} data world {:keys [from where]}]
  {:component-data (saying-where (str where ": " (foreign/path from))
                                 #(component-wit bytes {:wit data :world (wit/item-name world)}))
   :core-world (when-not wit (core-world/carried where data world))})

(defn read-source
  "Reads the files of a configured component:
    :options          the component's options, as configured
    :data :world      WIT data, of :wit if it is given, and its world
    :component-data   the WIT data of the component itself, if :wit is given too
    :core-world       the WIT data for the generated namespace, if :from is a core module without its world
    :files            the names of the inputs in generated text
    :class-path-name  the component's name on the class path, if a namespace is generated
    :unnamed-world?   whether the world's name is unknown
  Throws RadicchioException: :config; :malformed, for bytes; :parse and :resolve, for WIT; :invalid, for a core module
  that does not fit its world."
  [config {:keys [from wit where] :as component}]
  (let [own (read-own config component)
        text (when wit (text-wit where (config/resolve-path config wit) wit))
        data (or text (:wit own))
        world (chosen-world data component)]
    (merge {:options component
            :data data
            :world world
            :component-data (when text (:wit own))
            :files (mapv #(shown config %) (remove nil? [from wit]))
            :class-path-name (when (and from (not (:java component))) (class-path-name config component))
            :unnamed-world? (unnamed-world? world)}
           (when (= :module (:kind own))
             (module-facts own data world component)))))
