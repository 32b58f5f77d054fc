(ns ^:no-doc radicchio.wasm.wasi
  "WASI preview 1 for core modules: what a guest is granted, made what the engine takes, and programs that exit."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options])
  (:import (java.io ByteArrayInputStream ByteArrayOutputStream Closeable File FileInputStream FileOutputStream Flushable IOException InputStream OutputStream Writer)
           (java.net URI URL)
           (java.nio.charset Charset StandardCharsets)
           (java.nio.file InvalidPathException Path)
           (java.security SecureRandom)
           (java.time Clock)
           (java.util LinkedHashMap List Map Optional Random)
           (radicchio.engine Wasi)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime ModuleInstance)
           (radicchio.wasi.p1 Preview1 WasiOptions WasiOptions$GrantedDirectory)
           (radicchio.wasi.streams HostInput StandardStreams)))

(set! *warn-on-reflection* true)

(def option-keys #{:args :env :in :out :err :dirs :clock :random :program})

(defn- expected [option what got]
  (options/refuse (str ":wasi " option ": expected " what ", got " (foreign/printed got))))

;; --- Lists of text ---------------------------------------------------------------------------------------------------

(defn- text
  "A string that C can hold."
  ^String [option what value]
  (if (and (string? value) (not (str/includes? value "\u0000")))
    value
    (throw (expected option what value))))

(defn- arguments ^List [program args]
  (when-not (or (nil? args) (sequential? args))
    (throw (expected ":args" "a sequence of strings" args)))
  (into [(text ":program" "a string" program)]
        (map #(text ":args" "strings without a zero character" %))
        args))

(defn- environment ^Map [env]
  (when-not (or (nil? env) (map? env))
    (throw (expected ":env" "a map of strings" env)))
  (let [ordered (LinkedHashMap.)]
    (doseq [[k v] env
            :let [variable (text ":env" "a name, a string or keyword," (if (keyword? k) (name k) k))]]
      (when (or (empty? variable) (str/includes? variable "="))
        (throw (expected ":env" "a name that is not empty and has no =" k)))
      (.put ordered variable (text ":env" (str "a string for " variable) v)))
    ordered))

;; --- Streams ---------------------------------------------------------------------------------------------------------

;; `streams` is an atom of [stream own?]: our own are closed with the instance, somebody else's flushed.

(defn- noted [streams stream own?]
  (swap! streams conj [stream own?])
  stream)

(defn- opened [streams option open file]
  (try
    (noted streams (open file) true)
    (catch IOException e
      (throw (RadicchioException/of ErrorKind/CONFIG (str ":wasi " option ": cannot open " (foreign/path file) ": "
                                                          (foreign/message e)) e)))))

(defn- file [value]
  (cond (instance? File value) value
        (instance? Path value) (.toFile ^Path value)))

(defn- input ^Optional [streams value]
  (cond
    (nil? value)                  (Optional/empty)
    (= :inherit value)            (Optional/of (HostInput/ofProcess))
    (string? value)               (recur streams (.getBytes ^String value StandardCharsets/UTF_8))
    (bytes? value)                (recur streams (ByteArrayInputStream. value))
    (file value)                  (recur streams (opened streams ":in" #(FileInputStream. ^File %) (file value)))
    (instance? InputStream value) (Optional/of (HostInput. value))
    :else (throw (expected ":in" "a String, byte[], InputStream, File, Path or :inherit" value))))

(defn- output ^Optional [streams option inherited value]
  (cond
    (nil? value)                   (Optional/empty)
    (= :inherit value)             (Optional/of (noted streams (inherited) false))
    (instance? OutputStream value) (Optional/of (noted streams value false))
    (instance? Writer value)       (Optional/of (noted streams (StandardStreams/into value) true))
    (file value)                   (Optional/of (opened streams option #(FileOutputStream. ^File %) (file value)))
    :else (throw (expected option "an OutputStream, Writer, File, Path or :inherit" value))))

;; --- Directories, time, randomness -----------------------------------------------------------------------------------

(defn- path ^Path [value]
  (try
    (cond (string? value)        (.toPath (io/file value))
          (instance? File value) (.toPath ^File value)
          (instance? Path value) value
          :else (throw (expected ":dirs" "a String, File or Path for a directory, or {:path … :read-only true}" value)))
    (catch InvalidPathException _
      (throw (expected ":dirs" "the path of a directory" value)))))

(defn- directory ^WasiOptions$GrantedDirectory [value]
  (if (map? value)
    (do (options/check-keys ":wasi :dirs" value #{:path :read-only})
        (WasiOptions$GrantedDirectory. (path (:path value)) (boolean (:read-only value))))
    (WasiOptions$GrantedDirectory. (path value) false)))

(defn- directories ^Map [dirs]
  (when-not (or (nil? dirs) (map? dirs))
    (throw (expected ":dirs" "a map from the guest's names to directories" dirs)))
  (let [ordered (LinkedHashMap.)]
    (doseq [[guest host] dirs]
      (when (= "" guest) (throw (expected ":dirs" "a name, as \"/data\"" guest)))
      (.put ordered (text ":dirs" "a string for the guest's name" guest) (directory host)))
    ordered))

(defn- clock ^Optional [value]
  (cond (not value)             (Optional/empty)
        (true? value)           (Optional/of (Clock/systemUTC))
        (instance? Clock value) (Optional/of value)
        :else (throw (expected ":clock" "true or a java.time.Clock" value))))

(defn- random ^Optional [value]
  (cond (not value)              (Optional/empty)
        (true? value)            (Optional/of (SecureRandom.))
        (instance? Random value) (Optional/of value)
        :else (throw (expected ":random" "true or a java.util.Random" value))))

;; --- For an instance -------------------------------------------------------------------------------------------------

(defn program-name
  "What a program that comes from a source is called, where nothing says so."
  [source]
  (let [path (cond (or (string? source) (instance? File source) (instance? Path source)) (str source)
                   (instance? URL source) (.getPath ^URL source)
                   (instance? URI source) (.getPath ^URI source))
        name (some-> path (str/replace "\\" "/") (str/split #"/") last)]
    (if (str/blank? name) "main.wasm" name)))

(defn- flush-stream [stream]
  (when (instance? Flushable stream)
    (try
      (.flush ^Flushable stream)
      (catch IOException e
        (throw (RadicchioException/of ErrorKind/CONFIG
                                      (str ":wasi :out or :err: what the guest wrote cannot be written: "
                                           (foreign/message e)) e))))))

(defn- each-stream
  "Calls `f` with each [stream own?], and throws what it threw first when it was called with all."
  [f streams]
  (let [^Throwable thrown (reduce (fn [^Throwable first-thrown stream]
                                    (try
                                      (f stream)
                                      first-thrown
                                      (catch Throwable t
                                        (when (and first-thrown (not (identical? first-thrown t)))
                                          (.addSuppressed first-thrown t))
                                        (or first-thrown t))))
                                  nil
                                  streams)]
    (when thrown (throw thrown))))

(defn- flush-all [streams]
  (each-stream (fn [[stream]] (flush-stream stream)) streams))

(defn- close-all [streams]
  (each-stream (fn [[stream own?]]
                 (try
                   (flush-stream stream)
                   (finally
                     (when own? (.close ^Closeable stream)))))
               streams))

(defn- with-streams
  "WASI whose streams are flushed and closed with it."
  ^Wasi [^Wasi wasi streams]
  (reify
    Wasi
    (function [_ store name type] (.function wasi store name type))
    (close [_] (try (.close wasi) (finally (close-all streams))))
    Flushable
    (flush [_] (flush-all streams))))

(defn grant
  "WASI as the options say, for one instance. Throws :config for options that say nothing sensible, a directory or file
  that is not there among them."
  ^Wasi [source {:keys [args env in out err dirs program] :as options} open-files]
  (options/check-keys ":wasi" options option-keys)
  (let [streams (atom [])]
    (try
      (let [granted (WasiOptions. (arguments (or program (program-name source)) args)
                                  (environment env)
                                  (input streams in)
                                  (output streams ":out" #(StandardStreams/output) out)
                                  (output streams ":err" #(StandardStreams/error) err)
                                  (directories dirs)
                                  (clock (:clock options))
                                  (random (:random options))
                                  (int open-files))]
        (try
          (with-streams (Preview1/of granted) @streams)
          (catch IOException e
            (throw (RadicchioException/of ErrorKind/CONFIG
                                          (str ":wasi :dirs: no such directory: " (foreign/message e)) e)))))
      (catch Throwable t
        (close-all @streams)
        (throw t)))))

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
