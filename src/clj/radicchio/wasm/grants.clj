(ns ^:no-doc radicchio.wasm.grants
  "Converts the options of :wasi to the grants of a guest of any version of WASI."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.http-grant :as http-grant]
            [radicchio.wasm.network :as network]
            [radicchio.wasm.options :as options])
  (:import (clojure.lang IFn)
           (java.io ByteArrayInputStream Closeable File FileInputStream FileOutputStream Flushable IOException InputStream
                    OutputStream Writer)
           (java.nio.charset StandardCharsets)
           (java.nio.file InvalidPathException Path)
           (java.security SecureRandom)
           (java.time Clock)
           (java.util LinkedHashMap List Map Optional Random)
           (java.util.function LongSupplier)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.wasi Grants Grants$GrantedDirectory Grants$GuestLimits Grants$Standard Grants$Terminals)
           (radicchio.wasi.clocks GrantedClocks)
           (radicchio.wasi.random GrantedRandom)
           (radicchio.wasi.streams HostInput StandardStreams)))

(set! *warn-on-reflection* true)

(defn- expected [option what got]
  (options/refuse (str ":wasi " option ": expected " what ", got " (foreign/printed got))))

;; --- Lists of text ---------------------------------------------------------------------------------------------------

(defn- text
  "Returns a string that C can represent."
  ^String [option what value]
  (if (and (string? value) (not (str/includes? value "\u0000")))
    value
    (throw (expected option what value))))

(defn- arguments
  "Returns the program's name, if it has one, and its arguments."
  ^List [program args]
  (when-not (or (nil? args) (sequential? args))
    (throw (expected ":args" "a sequence of strings" args)))
  (into (if program [(text ":program" "a string" program)] [])
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

;; `streams` is an atom of [stream own?]: our own streams are closed with the instance, the caller's are flushed.

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

(defn- directory ^Grants$GrantedDirectory [value]
  (if (map? value)
    (Grants$GrantedDirectory. (path (:path value)) (boolean (:read-only value)))
    (Grants$GrantedDirectory. (path value) false)))

(defn- directories ^Map [dirs]
  (when-not (or (nil? dirs) (map? dirs))
    (throw (expected ":dirs" "a map from the guest's names to directories" dirs)))
  (let [ordered (LinkedHashMap.)]
    (doseq [[guest host] dirs]
      (when (= "" guest) (throw (expected ":dirs" "a name, as \"/data\"" guest)))
      (.put ordered (text ":dirs" "a string for the guest's name" guest) (directory host)))
    ordered))

(defn- nanos ^LongSupplier [f]
  (let [^IFn f f]
    (reify LongSupplier
      (getAsLong [_]
        (let [shown (.invoke f)]
          (when-not (nat-int? shown)
            (throw (expected ":clock :monotonic" "a function that returns nanoseconds, an integer from 0 up" shown)))
          (long shown))))))

(defn- two-clocks ^GrantedClocks [{:keys [wall monotonic] :as value}]
  (when-not (instance? Clock wall)
    (throw (expected ":clock :wall" "a java.time.Clock" wall)))
  (cond (nil? monotonic) (GrantedClocks/of wall)
        (ifn? monotonic) (GrantedClocks/of wall (nanos monotonic))
        :else (throw (expected ":clock :monotonic" "a function that returns nanoseconds" monotonic))))

(defn- clocks ^Optional [value]
  (cond (not value)             (Optional/empty)
        (true? value)           (Optional/of (GrantedClocks/system))
        (instance? Clock value) (Optional/of (GrantedClocks/of value))
        (map? value)            (Optional/of (two-clocks value))
        :else (throw (expected ":clock" "true, a java.time.Clock or {:wall clock :monotonic f}" value))))

(defn- random ^Optional [value]
  (cond (not value)              (Optional/empty)
        (true? value)            (Optional/of (GrantedRandom. (SecureRandom.)))
        (instance? Random value) (Optional/of (GrantedRandom. value))
        :else (throw (expected ":random" "true or a java.util.Random" value))))

(defn- within?
  "Tests whether a guest's name is that of a directory, or below it."
  [^String name directory]
  (let [directory (str/replace directory #"/+$" "")]
    (or (= name directory) (= name (str directory "/")) (str/starts-with? name (str directory "/")))))

(defn- working-directory ^Optional [cwd dirs]
  (when-not (or (nil? cwd) (and (string? cwd) (some #(within? cwd %) (keys dirs))))
    (throw (expected ":cwd" "a name within :dirs" cwd)))
  (Optional/ofNullable cwd))

;; --- The end of streams ------------------------------------------------------------------------------------------------

(defn- flush-stream [stream]
  (when (instance? Flushable stream)
    (try
      (.flush ^Flushable stream)
      (catch IOException e
        (throw (RadicchioException/of ErrorKind/CONFIG
                                      (str ":wasi :out or :err: the guest's output cannot be written: "
                                           (foreign/message e)) e))))))

(defn- each-stream
  "Calls `f` with each [stream own?]. After all calls, throws its first exception."
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

(defn flush-all
  "Flushes the streams."
  [streams]
  (each-stream (fn [[stream]] (flush-stream stream)) streams))

(defn close-all
  "Flushes the streams, and closes our own."
  [streams]
  (each-stream (fn [[stream own?]]
                 (try
                   (flush-stream stream)
                   (finally
                     (when own? (.close ^Closeable stream)))))
               streams))


;; --- All ---------------------------------------------------------------------------------------------------------------

(defn- limits ^Grants$GuestLimits [limits]
  (Grants$GuestLimits. (int (options/open-files limits)) (int (options/random-bytes limits)) (int (options/header-bytes limits))))

(defn- terminals ^Grants$Terminals [{:keys [in out err]}]
  (Grants$Terminals. (and (= :inherit in) (StandardStreams/isTerminal 0))
                     (and (= :inherit out) (StandardStreams/isTerminal 1))
                     (and (= :inherit err) (StandardStreams/isTerminal 2))))

(defn- standard ^Grants$Standard [streams {:keys [in out err] :as options} limits]
  (Grants$Standard. (input streams in)
                    (output streams ":out" #(StandardStreams/output) out)
                    (output streams ":err" #(StandardStreams/error) err)
                    (terminals options)
                    (some? (:timeout-ms limits))))

(defn grants
  "Returns [grants streams] for the options of :wasi and the :limits of an instance. The streams are flushed and closed
  with the instance. Throws :config for invalid options, and for a missing file."
  [{:keys [args env cwd dirs clock program] :as options} instance-limits]
  (options/check-grants options)
  (let [streams (atom [])]
    (try
      [(Grants. (arguments program args)
                (environment env)
                (working-directory cwd dirs)
                (standard streams options instance-limits)
                (directories dirs)
                (clocks clock)
                (random (:random options))
                (http-grant/grant (:http options))
                (network/grant (:network options))
                (limits instance-limits))
       @streams]
      (catch Throwable t
        (close-all @streams)
        (throw t)))))

(defn no-directory
  "Returns the exception for a host that could not be made. A missing directory is an error in the options."
  ^Throwable [^Throwable thrown]
  (if (instance? IOException thrown)
    (RadicchioException/of ErrorKind/CONFIG (str ":wasi :dirs: no such directory: " (foreign/message thrown)) thrown)
    thrown))
