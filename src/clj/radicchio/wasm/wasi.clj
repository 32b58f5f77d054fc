(ns ^:no-doc radicchio.wasm.wasi
  "WASI: preview 1 for core modules, 0.2 for components."
  (:require [clojure.string :as str]
            [radicchio.wasm.grants :as grants])
  (:import (java.io File Flushable)
           (java.net URI URL)
           (java.nio.file Path)
           (radicchio.engine Wasi)
           (radicchio.error RadicchioException)
           (radicchio.core ModuleInstance)
           (radicchio.wasi ComponentHost)
           (radicchio.wasi.p1 Preview1)))

(set! *warn-on-reflection* true)

;; --- For an instance -------------------------------------------------------------------------------------------------

(defn program-name
  "Returns the default name of a program from a source."
  [source]
  (let [path (cond (or (string? source) (instance? File source) (instance? Path source)) (str source)
                   (instance? URL source) (.getPath ^URL source)
                   (instance? URI source) (.getPath ^URI source))
        name (some-> path (str/replace "\\" "/") (str/split #"/") last)]
    (if (str/blank? name) "main.wasm" name)))

(defn- with-streams
  "Makes a WASI that flushes and closes the streams when it is closed."
  ^Wasi [^Wasi wasi streams]
  (reify
    Wasi
    (function [_ store name type] (.function wasi store name type))
    (lastWords [_] (.lastWords wasi))
    (close [_] (try (.close wasi) (finally (grants/close-all streams))))
    Flushable
    (flush [_] (grants/flush-all streams))))

(defn component-host
  "Returns the host of wasi:* with the grants in the options, for one instance of a component. The instance closes it."
  ^ComponentHost [options limits]
  (let [[granted streams] (grants/grants options limits)]
    (try
      (ComponentHost/of granted (reify java.lang.AutoCloseable (close [_] (grants/close-all streams))))
      (catch Throwable t
        (grants/close-all streams)
        (throw (grants/no-directory t))))))

(defn grant
  "Returns WASI with the grants in the options, for one instance with :limits. Throws :config for invalid options, and for
  a missing directory or file."
  ^Wasi [source options limits]
  (let [[granted streams] (grants/grants (cond-> options
                                           (map? options) (update :program #(or % (program-name source))))
                                         limits)]
    (try
      (with-streams (Preview1/of granted) streams)
      (catch Throwable t
        (grants/close-all streams)
        (throw (grants/no-directory t))))))

;; --- Programs --------------------------------------------------------------------------------------------------------

(defn exit-code
  "Returns the exit code of an exception; nil if it is not an exit."
  [e]
  (when (= :exit (:radicchio/error (ex-data e)))
    (:exit (ex-data e))))

(defn command
  "Returns a function that calls a program's main function and returns its exit code."
  [^ModuleInstance instance main]
  (fn []
    (try
      (main)
      0
      (catch RadicchioException e
        (or (exit-code e) (throw e)))
      (finally
        (.flush ^Flushable (.get (.wasi instance)))))))
