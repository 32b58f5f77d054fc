(ns ^:no-doc radicchio.wasm.program
  "Runs programs to their end: core modules for WASI preview 1, and components that export wasi:cli/run."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.module :as module]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source]
            [radicchio.wasm.wasi :as wasi])
  (:import (java.io ByteArrayOutputStream)
           (java.nio.charset Charset StandardCharsets)
           (radicchio.binary Binary Binary$Form)
           (radicchio.engine CoreModule)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime CompiledComponent ExportedFunction Instance)
           (radicchio.wasi.streams StandardStreams)))

(set! *warn-on-reflection* true)

;; --- Options ---------------------------------------------------------------------------------------------------------

(def ^:private most-output (* 64 1024 1024))

(defn- captured [limits what]
  (let [bytes (ByteArrayOutputStream.)]
    {:bytes  bytes
     :stream (StandardStreams/bounded bytes (:output-bytes limits most-output) what)}))

(defn- charset
  "Returns the charset with an encoding's name; nil for :bytes."
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

(defn- all-grants
  "Returns the grants at the top level and under :wasi."
  [{:keys [wasi] :as options}]
  (options/check-grants wasi)
  (let [top (select-keys options options/grant-keys)]
    (when-let [twice (seq (filter #(contains? wasi %) (keys top)))]
      (throw (options/refuse (str "wasm/run: " (foreign/listed identity (sort (map foreign/printed twice)))
                                  " is given at the top and under :wasi; give it once"))))
    (merge wasi top)))

(defn- instance-options-of
  "Returns the options of an instance from the options of a program."
  [options known wasi]
  (options/check-keys "wasm/run" options (into (into options/grant-keys [:wasi :out-enc]) known))
  (cond-> (assoc (select-keys options known) :wasi wasi)
    (:limits options) (update :limits dissoc :output-bytes)))

;; --- Starting --------------------------------------------------------------------------------------------------------

(defn- compiled
  "Returns the core module or component of a source, or the source if it is compiled already."
  [source options]
  (if (or (instance? CoreModule source) (instance? CompiledComponent source))
    source
    (let [bytes (source/read-bytes source)
          how   (select-keys options [:backend :cache])]
      (if (= Binary$Form/COMPONENT (Binary/sniff bytes))
        (component/compile-bytes bytes source how)
        (module/compile-bytes bytes source how)))))

(defn- run-module [^CoreModule module source options wasi]
  (let [options (instance-options-of options module/instance-options wasi)]
    (with-open [^java.lang.AutoCloseable instance (module/instantiate module source options)]
      ((module/function instance "_start")))))

(def ^:private run-exports
  "The exports that run a program, the one of WASI 0.3 first: toolchains for 0.3 also export one of 0.2, which must not
  be called."
  [#"wasi:cli/run@0\.3\.\d+#run" #"wasi:cli/run@0\.2\.\d+#run"])

(defn- main-function ^ExportedFunction [^Instance instance source]
  (or (some (fn [run] (first (filter #(re-matches run (.id ^ExportedFunction %)) (.functions instance))))
            run-exports)
      (throw (RadicchioException/of ErrorKind/UNLINKABLE
                                    (str (source/describe source) " is not a program: it does not export"
                                         " wasi:cli/run of WASI 0.2 or 0.3; wasm/load-wit loads any component")))))

(defn- run-component [^CompiledComponent code source options wasi]
  (let [options (instance-options-of options instance-options/instance-keys
                                     (update wasi :program #(or % (wasi/program-name source))))]
    (with-open [^Instance instance (component/instantiate code options)]
      (try
        (if (= :ok (first (.callTagged (main-function instance source) (object-array 0)))) 0 1)
        (catch RadicchioException e
          (or (wasi/exit-code e) (throw e)))))))

(defn run
  "Runs the program of a source to its end. Returns {:exit … :out … :err …}, without :out or :err if the caller passed
  that stream."
  [source {:keys [limits out-enc] :as options}]
  (options/check-keys "wasm/run" options (concat options/grant-keys [:wasi :out-enc]
                                                 module/instance-options instance-options/instance-keys))
  (options/check-keys "wasm/run :limits" limits (conj options/component-limit-keys :output-bytes))
  (output-limit limits)
  (let [charset (charset out-enc)
        wasi    (all-grants options)
        out     (captured limits "standard output")
        err     (captured limits "standard error")
        wasi*   (assoc wasi :out (or (:out wasi) (:stream out)) :err (or (:err wasi) (:stream err)))
        code    (compiled source options)
        exit    (if (instance? CoreModule code)
                  (run-module code source options wasi*)
                  (run-component code source options wasi*))
        text    (fn [{:keys [^ByteArrayOutputStream bytes]} ^Charset charset]
                  (if charset (String. (.toByteArray bytes) charset) (.toByteArray bytes)))]
    (cond-> {:exit exit}
      (nil? (:out wasi)) (assoc :out (text out charset))
      (nil? (:err wasi)) (assoc :err (text err StandardCharsets/UTF_8)))))
