(ns ^:no-doc radicchio.cli.call
  "`wit call`: calls a function of a component or of a core module once, in a new instance."
  (:require [clojure.string :as str]
            [radicchio.cli.grants :as grants]
            [radicchio.cli.values :as values]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options]
            [radicchio.wit.type-text :as type-text])
  (:import (java.io IOException)
           (java.nio.charset StandardCharsets)
           (java.nio.file Files InvalidPathException OpenOption Path)
           (radicchio.component FuncType ValType$ResultType)
           (radicchio.runtime Instance)
           (radicchio.wasi.streams StandardStreams)))

(set! *warn-on-reflection* true)

(def ^:private option-keys (into [:from :function :args :out] grants/option-keys))

(defn- result-type
  "Returns the type of a call's return value, or nil. For a result it is the type of ok."
  [^FuncType type]
  (let [type (.orElse (.result type) nil)]
    (if (instance? ValType$ResultType type)
      (.orElse (.ok ^ValType$ResultType type) nil)
      type)))

(defn- called
  "Returns {:value …}, and its :type if it has one."
  [instance function args]
  (let [of-component (object/instance-of instance)]
    (if (instance? Instance of-component)
      (let [found (component/find-function of-component function)]
        {:value (.call found (object-array args)), :type (result-type (.type found))})
      {:value (apply wasm/call instance (name function) args)})))

(defn- instantiated
  "Makes an instance of a file. Its standard output goes to standard error, because the result goes to standard output."
  ^java.lang.AutoCloseable [from given]
  (wasm/instantiate (wasm/compile from)
                    {:wasi (assoc (grants/wasi given) :out (StandardStreams/error)), :limits (grants/limits given)}))

(defn- bytes-of ^bytes [value]
  (cond
    (bytes? value)  value
    (string? value) (.getBytes ^String value StandardCharsets/UTF_8)
    :else (throw (options/refuse (str "call: expected a result of bytes or a string for :out, got " (foreign/printed value))))))

(defn- unwritten [out e]
  (options/refuse (str "call: cannot write " (foreign/path out) ": " (foreign/message e))))

(defn- written [value out]
  (let [^bytes bytes (bytes-of value)]
    (try
      (Files/write (Path/of (str out) (make-array String 0)) bytes ^"[Ljava.nio.file.OpenOption;" (make-array OpenOption 0))
      (catch IOException e (throw (unwritten out e)))
      (catch InvalidPathException e (throw (unwritten out e))))
    {:file (str out), :bytes (alength bytes)}))

(defn- result [{:keys [type value]} out]
  (cond
    out  (written value out)
    type {:value value, :text (values/text type value)}
    :else (cond-> {:value value} (some? value) (assoc :text (pr-str value)))))

;; The functions of a file

(def ^:private most-functions
  "The most functions that are listed."
  60)

(defn- signature
  "Returns the type of an export in the format of `wasm/exports`, as text."
  [{[_ component-params result :as type] :type, :keys [params results]}]
  (if type
    (type-text/signature {:params component-params, :result result})
    (str "func(" (str/join ", " (map name params)) ")" (when (seq results) (str " -> " (str/join ", " (map name results)))))))

(defn functions
  "Returns the functions that a file exports as lines, each with its parameters and its result. Throws :config for a file
  that cannot be read, and :malformed or :invalid."
  [from]
  (let [all  (filter #(= :func (:kind %)) (wasm/exports (wasm/compile from)))
        more (- (count all) (long most-functions))]
    (concat [(str (foreign/path from) " exports:")]
            (for [export (take most-functions all)]
              (str "  " (foreign/escaped (:name export)) ": " (signature export)))
            (when (pos? more) [(str "  and " more " more")]))))

;; Calling

(defn call
  "Calls a function of a file. Returns {:value …} and, if there is a value, :text, the value as EDN; with :out {:file … :bytes n}.
  Options: :from, the path of a component or core module; :function, the name of an export or its id; :args, the values
  of its parameters; :out, the path of a file for a result that is bytes or a string; and grants. Throws the
  exceptions of `radicchio.wasm`, :wit if the function returns an err."
  [{:keys [from function args out] :as given}]
  (options/check-keys "call" given option-keys)
  (doseq [[key what] {:from "the path of a component", :function "the name of a function"} :when (nil? (key given))]
    (throw (options/refuse (str "call: " key " is missing; pass " what))))
  (with-open [instance (instantiated from given)]
    (result (called instance function args) out)))
