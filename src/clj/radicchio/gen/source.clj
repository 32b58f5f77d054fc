(ns ^:no-doc radicchio.gen.source
  "What a component of the configuration is made from, read: its bytes, its WIT. Reads files and runs nothing."
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
  "The bytes of a .wasm file and what they are by their first ones, a :component or a core :module. `where` is what
  errors begin with."
  [where ^Path path shown]
  (when-not (Files/isRegularFile path no-links)
    (problem/refuse! (str where ": there is no file " (foreign/path shown)) {:file shown}))
  (let [bytes (files/read-bytes path shown)]
    {:bytes bytes
     :kind (condp = (Binary/sniff bytes)
             Binary$Form/COMPONENT :component
             Binary$Form/CORE_MODULE :module
             (problem/refuse! (str where ": " (foreign/path shown) " is neither a component nor a core module; it is "
                                   (Binary/describe bytes))
                              {:file shown}))}))

(defn saying-where
  "Calls `f`; what it throws says where as well."
  [where f]
  (try
    (f)
    (catch RadicchioException e
      (throw (RadicchioException/of (.kind e) (str where ": " (ex-message e)) (ex-data e) e)))))

(defn- component-wit
  "The WIT data of the bytes of a component, or of a core module; of one that does not have its world in it, :wit is WIT
  data and :world the name of its world."
  [bytes options]
  ((loading/function 'radicchio.wit.extract/wit)
   ((loading/function 'radicchio.componentize/typed) bytes options)))

(defn- module-wit
  "The WIT data that a core module has in it; nil where it has none."
  [bytes]
  ((loading/function 'radicchio.wit.extract/core-module-wit) bytes))

;; WIT texts, by the parser, which is not loaded before

(defn text-wit
  "The WIT data of a file or folder of WIT."
  [where ^Path path shown]
  (when-not (Files/exists path no-links)
    (problem/refuse! (str where ": there is no file or folder " (foreign/path shown)) {:file shown}))
  ((loading/function 'radicchio.wit.resolve/load-wit) (str path) {}))

;; Where a component lies

(defn- slashes [path]
  (str/replace (str path) File/separator "/"))

(defn- shown
  "A path as generated text names it: as it was written; one from the root of the file system by what is below
  the configuration's folder, or by its name alone."
  [{:keys [^Path root]} ^String written]
  (let [path (.toPath (io/file written))
        here (.toAbsolutePath root)]
    (slashes (cond (not (.isAbsolute path)) (.normalize path)
                   (.startsWith path here) (.relativize here path)
                   :else (.getFileName path)))))

(defn- class-path-name
  "The name by which a component below one of the folders of :resources is found on the class path."
  [{:keys [resources] :as config} {:keys [from where load]}]
  (let [path (.toAbsolutePath (config/resolve-path config from))
        folders (map #(.toAbsolutePath (config/resolve-path config %)) resources)
        ^Path folder (first (filter #(.startsWith path ^Path %) folders))]
    (cond (= :file load) (shown config from)
          folder (slashes (.relativize folder path))
          :else (problem/refuse!
                 (str where ": " (foreign/path from) " does not lie below "
                      (if (seq resources) (str/join " or " resources) "any folder of :resources")
                      ", where components are on the class path; move it there, name its folder in :resources,"
                      " or say :load :file")
                 {:from from :resources resources}))))

;; All of it

(defn- unnamed-world?
  "Is this the name of a world of which none is known, as in every component that tools make?"
  [world]
  (= "root:component/root" (wit/item-name world)))

(defn- check-binary!
  "Refuses a core module without WIT, and a world to choose where there is none to choose from."
  [own {:keys [from where wit world]}]
  (when-not (or own wit)
    (problem/refuse!
     (str where ": " (foreign/path from)
          " is a core module without its WIT; give that as :wit, or add it (wasm-tools component embed"
          " WIT), or call the module by radicchio.wasm/load")
     {:from from}))
  (when (and world (not wit))
    (problem/refuse! (str where ": :world chooses a world of :wit, and there is none; take :world away or give"
                          " :wit"))))

(defn- refuse-package!
  "Refuses WIT in binary form, which has nothing to call."
  [data {:keys [from where]}]
  (when-not (some unnamed-world? (wit/worlds (wit/main-package data)))
    (problem/refuse! (str where ": " (foreign/path from)
                          " is WIT in binary form, which has nothing to call; give it as :wit after"
                          " `wasm-tools component wit`, and a component as :from")
                     {:from from})))

(defn- read-own
  "What a component or core module says of itself; nil where only WIT is given: the :bytes, the :kind, and :wit, the WIT
  data in it, nil for a core module that has none."
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
  "What is to be known of a core module besides: the WIT data of the component that it is, and its world where the
  module does not have it in it. Refuses one that does not fit its world."
  [{:keys [bytes wit]} data world {:keys [from where]}]
  {:component-data (saying-where (str where ": " (foreign/path from))
                                 #(component-wit bytes {:wit data :world (wit/item-name world)}))
   :core-world (when-not wit (core-world/carried where data world))})

(defn read-source
  "Reads what a component of the configuration names:
    :options          the component's own, as configured
    :data :world      WIT data, of :wit where that is given, and the world of it
    :component-data   the WIT data of the component itself, where :wit is given beside it
    :core-world       the WIT data that a generated namespace carries, where :from is a core module that does not
    :files            how generated text names what it was made from
    :class-path-name  how `bind` finds the component
    :unnamed-world?   does no one know the world's name?
  Throws RadicchioException: :config; :malformed, of bytes; :parse and :resolve, of WIT; :invalid, of a core module
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
            :class-path-name (when from (class-path-name config component))
            :unnamed-world? (unnamed-world? world)}
           (when (= :module (:kind own))
             (module-facts own data world component)))))
