(ns ^:no-doc radicchio.gen.inspect
  "Describes a component or core module as data: its size, imports, exports and WIT. Runs nothing in it."
  (:require [clojure.string :as str]
            [radicchio.componentize :as componentize]
            [radicchio.extract :as extract]
            [radicchio.gen.config :as config]
            [radicchio.wasm.needs :as grants]
            [radicchio.gen.source :as source]
            [radicchio.loading :as loading]
            [radicchio.wit :as wit]
            [radicchio.wit.print :as print]
            [radicchio.wit.type-text :as type-text])
  (:import (radicchio.binary Binary)
           (radicchio.component Bytes CoreModuleType$CoreExport CoreModuleType$CoreImport)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.validate TypedComponent Validate)))

(set! *warn-on-reflection* true)

;; Components

(defn- functions? [extern]
  (or (= :func (wit/kind extern)) (seq (wit/functions extern))))

(defn- import-status
  "Returns whether an import must be supplied."
  [id extern]
  (cond (not (functions? extern)) :types
        (wit/wasi? id) :wasi
        :else :needed))

(defn- import-of [id extern]
  (let [options (grants/of-interface id)]
    (cond-> {:id id, :status (import-status id extern)}
      options (assoc :options options))))

(defn- export-of [data item]
  (let [extern (wit/extern data item)
        id (wit/item-name item)]
    {:id id
     :functions (vec (for [{:keys [name] :as function} (if (= :func (wit/kind extern))
                                                         (wit/functions [:interface (into [:func (symbol id)] (rest extern))])
                                                         (wit/functions extern))]
                       {:name name :signature (type-text/signature function)}))}))

(defn- granting
  "Adds :options, those that grant what the imports name."
  [{:keys [imports] :as inspection}]
  (assoc inspection :options (grants/all (keep :options imports))))

(defn- typed
  "Returns the data of a component, or of a core module that contains its world, from the world."
  [^TypedComponent component]
  (let [data (extract/wit component)
        world (wit/world data)]
    {:imports (vec (for [item (wit/imports world)]
                     (import-of (wit/item-name item) (wit/extern data item))))
     :exports (mapv #(export-of data %) (wit/exports world))
     :wit data
     :text (print/print-wit data)}))

(defn- component [bytes]
  (let [component (Validate/check (Binary/decode bytes))]
    (assoc (typed component) :modules (mapv :bytes (:core-modules (extract/summary component))))))

;; Core modules

(defn- module [^bytes bytes]
  (let [type (Binary/coreModuleType (Bytes/of bytes))]
    {:imports (vec (for [^CoreModuleType$CoreImport i (.imports type)]
                     (let [options (grants/of-function (.module i) (.name i))]
                       (cond-> {:id (str (.module i) " " (.name i)) :type (str (.type i))
                                :status (if (str/starts-with? (.module i) "wasi_") :wasi :needed)}
                         options (assoc :options options)))))
     :exports (vec (for [^CoreModuleType$CoreExport e (.exports type)]
                     {:id (.name e) :type (str (.type e))}))}))

;; How it runs

(defn- interpreted
  "Returns {:interpreted n}, the number of functions that are too large to be compiled. Returns nil if the code cannot run
  here at all."
  [binary]
  (try
    {:interpreted ((loading/function 'radicchio.aot/oversized-functions) binary)}
    (catch RadicchioException e
      (when-not (= ErrorKind/INVALID (.kind e)) (throw e)))))

(defn inspect
  "Does the same as `radicchio.gen/inspect`, without loading the generator."
  [options]
  (let [{:keys [from where] :as given} (config/read-file-option options)
        {:keys [^bytes bytes kind] :as binary} (source/read-binary where (config/resolve-path given from) from)]
    (granting
     (merge {:file from :kind kind :bytes (alength bytes)}
            (source/saying-where (str where ": " from)
                                 #(merge (interpreted binary)
                                         (case kind
                                           :component (component bytes)
                                           :module (if (componentize/names-world? bytes)
                                                     (typed (componentize/component bytes {}))
                                                     (module bytes)))))))))
