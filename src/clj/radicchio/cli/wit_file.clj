(ns ^:no-doc radicchio.cli.wit-file
  "Reads the WIT of a path that a person typed: a component, a core module or a WIT package in binary form, a .wit file, or a
  folder of WIT. Loads the parser only for text."
  (:require [clojure.java.io :as io]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.source :as source]
            [radicchio.loading :as loading]
            [radicchio.wasm.options :as options]
            [radicchio.wit :as wit])
  (:import (java.io File)
           (java.nio.file Files)))

(set! *warn-on-reflection* true)

(defn- wasm?
  "Tests whether a file begins as every module and component does."
  [^File file]
  (with-open [in (Files/newInputStream (.toPath file) (make-array java.nio.file.OpenOption 0))]
    (= [0 0x61 0x73 0x6D] (mapv #(bit-and 0xFF (long %)) (.readNBytes in 4)))))

(defn- binary-wit [command ^File file shown]
  (let [{:keys [bytes kind]} (source/read-binary command (.toPath file) shown)]
    (source/saying-where
     (str command ": " (foreign/path shown))
     #(or (case kind
            :component ((loading/function 'radicchio.extract/wit) ((loading/function 'radicchio.componentize/typed) bytes {}))
            :module ((loading/function 'radicchio.extract/core-module-wit) bytes))
          (throw (options/refuse "it is a core module without its WIT; pass a component, or WIT"))))))

(defn read-wit
  "Returns the WIT data at a path. `root`, if it is not nil, is the folder that it is relative to. Unstable features are
  enabled. Errors begin with `command`. Throws RadicchioException: :config, :parse, :resolve, :malformed, :invalid."
  [command root path]
  (let [^File file (if root (io/file root path) (io/file path))]
    (when-not (.exists file)
      (throw (options/refuse (str command ": no such file or folder: " (foreign/path path)))))
    (if (and (.isFile file) (wasm? file))
      (binary-wit command file path)
      ((loading/function 'radicchio.wit.resolve/load-wit) (str file) {:features :all}))))

(defn component?
  "Tests whether WIT data is that of a component, not of a WIT package."
  [data]
  (= "root:component" (wit/item-name (wit/main-package data))))
