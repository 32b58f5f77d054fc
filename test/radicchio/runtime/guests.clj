(ns radicchio.runtime.guests
  "The guests below test/guests and the components below test/wat, compiled once a backend, and how tests call them."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [testing]]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm.component :as wasm]))

(set! *warn-on-reflection* true)

(def backends [:compiler :interpreter])

(def ^:private compiled
  (memoize
   (fn [path backend]
     (let [url (or (io/resource path) (throw (ex-info (str "no " path " on the class path") {})))]
       (wasm/compile url {:backend backend})))))

(defn guest
  "The compiled component of a test guest: \"values\"."
  ^radicchio.runtime.CompiledComponent [name backend]
  (compiled (str "guests/" name "/" name ".wasm") backend))

(defn wat
  "The compiled component of a text file below test/wat/component-NAME.wat: \"nested\"."
  ^radicchio.runtime.CompiledComponent [name backend]
  (compiled (str "wat/component-" name ".wasm") backend))

(defn on-both-backends
  "Calls f with each backend."
  [f]
  (doseq [backend backends]
    (testing backend (f backend))))

(defn instance
  "An instance of a compiled component."
  (^radicchio.runtime.Instance [component] (instance component {}))
  (^radicchio.runtime.Instance [component options] (wasm/instantiate component options)))

(defn failure
  "What calling f throws: {:error kind :message text} and the rest of its data; for an exception that is not ours, the
  exception itself. nil where nothing is thrown."
  [f]
  (try
    (f)
    nil
    (catch Throwable e
      (if-let [kind (:radicchio/error (ex-data e))]
        (assoc (dissoc (ex-data e) :radicchio/error) :error kind :message (ex-message e))
        e))))

(defn kind
  "The kind of error that calling f throws; nil where nothing is thrown."
  [f]
  (:error (failure f)))

(defn started
  "Calls f on a thread of its own, and returns when that waits or ended: a promise of what f returns or throws."
  [f]
  (let [outcome (promise)
        thread (Thread. #(deliver outcome (try (f) (catch Exception e e))))]
    (.start thread)
    (waiting/parked thread)
    outcome))
