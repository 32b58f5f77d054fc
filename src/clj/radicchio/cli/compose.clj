(ns ^:no-doc radicchio.cli.compose
  "`wit compose`: one component of several, written to a file."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.compose :as compose]
            [radicchio.wasm.options :as options])
  (:import (java.io File IOException)))

(set! *warn-on-reflection* true)

(defn- file-name [path]
  (str/replace (.getName (io/file path)) #"\.wasm$" ""))

(defn- named
  "Returns the name and the path of a word: NAME=FILE, or a file."
  [word]
  (let [[_ name path] (re-matches #"([^=/\\]+)=(.+)" word)]
    [(or name (file-name word)) (or path word)]))

(defn- components-of
  "Returns the components as {name source or map}: given like that, or as words."
  [components]
  (cond (map? components) components
        (and (sequential? components) (seq components) (every? string? components))
        (let [all (map named components)]
          (when-not (apply distinct? (map first all))
            (throw (options/refuse (str "compose: two components have one name; give them names, as in a="
                                        (foreign/path (second (first all)))))))
          (into {} all))
        :else (throw (options/refuse (str "compose: expected the components, as files or NAME=FILE, got "
                                          (foreign/printed components))))))

(defn- chosen
  "Returns [name interface source] of a word of --import: NAME:INTERFACE=NAME."
  [word]
  (let [[_ name interface source] (re-matches #"([^:]+):(.+)=([^=]+)" word)]
    (when-not source
      (throw (options/refuse (str "compose: --import: expected NAME:INTERFACE=NAME, got " (foreign/escaped word)))))
    [name interface source]))

(defn- located
  "Returns a component with its path relative to the root."
  [root component]
  (let [at #(if (and root (or (string? %) (symbol? %)) (not (.isAbsolute (io/file (str %))))) (io/file root (str %)) %)]
    (cond (map? component) (update component :from at)
          (symbol? component) (at (str component))
          :else (at component))))

(defn- with-imports [components words]
  (reduce (fn [components [name interface source]]
            (when-not (contains? components name)
              (throw (options/refuse (str "compose: --import: expected the name of a component, got " (foreign/escaped name)
                                          "; the components are " (foreign/listed foreign/escaped (keys components))))))
            (update components name #(assoc-in (if (map? %) % {:from %}) [:imports interface] source)))
          components
          (map chosen words)))

(defn compose
  "Composes components and writes the result. Options: :components, as words, or a map as for `radicchio.wasm/compose`; :out, a
  path; :imports, words of --import; :exports; :root, the folder that paths are relative to. Returns the result of
  `radicchio.wasm.compose/compose-bytes` with :file, and the number of :bytes. Throws RadicchioException."
  [{:keys [components out imports exports root] :as given}]
  (options/check-keys "compose" given [:components :out :imports :exports :root])
  (when-not (and (string? out) (seq out))
    (throw (options/refuse (str "compose: :out: expected the path of the new component, got " (foreign/printed out)))))
  (let [described (with-imports (components-of components) imports)
        located (into {} (map (fn [[name component]] [name (located root component)])) described)
        {:keys [^bytes bytes] :as composed} (compose/compose-bytes located {:exports exports})
        ^File file (if root (io/file root out) (io/file out))]
    (try
      (io/make-parents file)
      (with-open [to (io/output-stream file)] (.write to bytes))
      (catch IOException e
        (throw (options/refuse (str "compose: cannot write " (foreign/path out) ": " (foreign/message e))))))
    (assoc composed :file out :bytes (alength bytes))))
