(ns ^:no-doc radicchio.wasm.wasi
  "WASI preview 1 for core modules, and programs that exit."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.grants :as grants]
            [radicchio.wasm.options :as options])
  (:import (java.io ByteArrayOutputStream File Flushable IOException)
           (java.net URI URL)
           (java.nio.charset Charset StandardCharsets)
           (java.nio.file Path)
           (radicchio.engine Wasi)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime ModuleInstance)
           (radicchio.wasi.p1 Preview1)
           (radicchio.wasi.streams StandardStreams)))

(set! *warn-on-reflection* true)

;; --- For an instance -------------------------------------------------------------------------------------------------

(defn program-name
  "What a program that comes from a source is called, where nothing says so."
  [source]
  (let [path (cond (or (string? source) (instance? File source) (instance? Path source)) (str source)
                   (instance? URL source) (.getPath ^URL source)
                   (instance? URI source) (.getPath ^URI source))
        name (some-> path (str/replace "\\" "/") (str/split #"/") last)]
    (if (str/blank? name) "main.wasm" name)))

(defn- with-streams
  "WASI whose streams are flushed and closed with it."
  ^Wasi [^Wasi wasi streams]
  (reify
    Wasi
    (function [_ store name type] (.function wasi store name type))
    (close [_] (try (.close wasi) (finally (grants/close-all streams))))
    Flushable
    (flush [_] (grants/flush-all streams))))

(defn grant
  "WASI as the options say, for one instance with :limits. Throws :config for options that say nothing sensible, a
  directory or file that is not there among them."
  ^Wasi [source options limits]
  (let [[granted streams] (grants/grants (cond-> options
                                           (map? options) (update :program #(or % (program-name source))))
                                         limits)]
    (try
      (with-streams (Preview1/of granted) streams)
      (catch IOException e
        (grants/close-all streams)
        (throw (RadicchioException/of ErrorKind/CONFIG
                                      (str ":wasi :dirs: no such directory: " (foreign/message e)) e))))))

;; --- Programs --------------------------------------------------------------------------------------------------------

(defn awaits-exit?
  "Is the export the main function of a program that WASI was granted to?"
  [^ModuleInstance instance name]
  (and (= "_start" name) (.isPresent (.wasi instance))))

(defn- exit-code [e]
  (when (= :exit (:radicchio/error (ex-data e)))
    (:exit (ex-data e))))

(defn command
  "A program's main function as one that returns its exit code."
  [^ModuleInstance instance main]
  (fn []
    (try
      (main)
      0
      (catch RadicchioException e
        (or (exit-code e) (throw e)))
      (finally
        (.flush ^Flushable (.get (.wasi instance)))))))

(def ^:private most-output (* 64 1024 1024))

(defn- captured [limits what]
  (let [bytes (ByteArrayOutputStream.)]
    {:bytes  bytes
     :stream (StandardStreams/bounded bytes (:output-bytes limits most-output) what)}))

(defn- charset
  "The charset of an encoding's name; nil for :bytes."
  [encoding]
  (try
    (when-not (= :bytes encoding)
      (Charset/forName (or encoding "UTF-8")))
    (catch IllegalArgumentException _
      (throw (options/refuse (str ":out-enc: expected the name of an encoding or :bytes, got "
                                  (foreign/printed encoding)))))
    (catch ClassCastException _
      (throw (options/refuse (str ":out-enc: expected the name of an encoding or :bytes, got "
                                  (foreign/printed encoding)))))))

(defn- output-limit [{:keys [output-bytes]}]
  (when-not (or (nil? output-bytes) (nat-int? output-bytes))
    (throw (options/refuse (str ":limits :output-bytes: expected an integer from 0 up, got "
                                (foreign/printed output-bytes))))))

(defn run
  "Loads a program with the streams that `load` is called with, starts it, and returns {:exit … :out … :err …}."
  [load start {:keys [limits out-enc] :as options}]
  (output-limit limits)
  (let [charset (charset out-enc)
        out     (captured limits "standard output")
        err     (captured limits "standard error")
        text    (fn [{:keys [^ByteArrayOutputStream bytes]} ^Charset charset]
                  (if charset (String. (.toByteArray bytes) charset) (.toByteArray bytes)))]
    (with-open [^java.lang.AutoCloseable instance (load {:out (or (:out options) (:stream out))
                                                         :err (or (:err options) (:stream err))})]
      (let [exit (start instance)]
        (cond-> {:exit exit}
          (nil? (:out options)) (assoc :out (text out charset))
          (nil? (:err options)) (assoc :err (text err StandardCharsets/UTF_8)))))))
