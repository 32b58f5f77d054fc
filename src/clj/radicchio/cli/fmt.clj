(ns ^:no-doc radicchio.cli.fmt
  "`wit fmt`: formats WIT files in place, or checks them."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.diff :as diff]
            [radicchio.gen.files :as files]
            [radicchio.wasm.options :as options]
            [radicchio.wit.format :as format]
            [radicchio.wit.resolve :as resolve])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(defn- files-in
  "Returns the .wit files of a folder and its folders, except those called deps, by name."
  [^File folder]
  (->> (.listFiles folder)
       (sort-by #(.getName ^File %))
       (mapcat (fn [^File file]
                 (cond (.isDirectory file) (when-not (= "deps" (.getName file)) (files-in file))
                       (str/ends-with? (.getName file) ".wit") [file])))))

(defn- refuse [& sentence]
  (throw (options/refuse (apply str "fmt: " sentence))))

(defn- files-of
  "Returns [shown file] for every file of a path."
  [root path]
  (when-not (string? path)
    (refuse ":paths: expected paths of .wit files or folders, got " (foreign/printed path)))
  (let [file (if root (io/file root path) (io/file path))
        found (cond (.isDirectory file) (files-in file)
                    (.isFile file) [file]
                    :else (refuse "no such file or folder: " (foreign/path path)))]
    (when (empty? found)
      (refuse "no .wit file in " (foreign/path path)))
    (for [^File found found]
      [(str/replace (str path (subs (str found) (count (str file)))) File/separator "/") found])))

(defn- formatted
  "Formats one file. It is written only if `write?` and its text is different."
  [write? [shown ^File file]]
  (let [before (resolve/read-text file shown)
        after (format/format-wit before shown)]
    (cond (= before after) {:file shown :status :unchanged}
          write? (do (files/write! (.toPath file) after)
                     {:file shown :status :formatted})
          :else {:file shown :status :differs :diff (diff/unified shown before "formatted" after)})))

(defn fmt
  "Formats WIT files. Options: :paths, files and folders, by default [\"wit\"]; :check, true to write nothing; :root, the folder
  that paths are relative to. Everything is read and formatted before the first file is written. Returns {:files
  [{:file :status}]}: :unchanged, :formatted, or with :check :differs and a :diff. Throws the exceptions of
  `radicchio.wit.format`, and :config for paths without WIT."
  [{:keys [paths check root] :as given}]
  (options/check-keys "fmt" given [:paths :check :root])
  (let [paths (cond (nil? paths) ["wit"] (sequential? paths) paths :else [paths])
        files (into [] (mapcat #(files-of root %)) paths)]
    (run! #(formatted false %) files)
    {:files (mapv #(formatted (not check) %) files)}))
