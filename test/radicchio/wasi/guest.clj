(ns radicchio.wasi.guest
  "The guests that pass calls on to WASI 0.2 and 0.3 (`radicchio.wasi.passing`), and how tests call it: functions by keywords, as
  :output-stream-write and :drop-pollable, handles by numbers. It is called by the names of its functions, so that
  `radicchio.wasi.coverage-test` can tell which test calls which."
  (:require [clojure.test :refer [testing]]
            [radicchio.wasm.component :as wasm])
  (:import (java.nio.charset StandardCharsets)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(def ^:private compiled
  (memoize #(wasm/compile %1 {:backend %2})))

(defn guest
  "An instance of it, to be closed. `options` are those of an instance."
  (^Instance [options] (guest :interpreter options))
  (^Instance [backend options] (wasm/instantiate (compiled "test/guests/wasi/passing.wasm" backend) options)))

(defn guest-p3
  "As `guest`, of WASI 0.3."
  (^Instance [options] (guest-p3 :interpreter options))
  (^Instance [backend options] (wasm/instantiate (compiled "test/guests/wasi/passing-p3.wasm" backend) options)))

(defn call
  "What a function returns; of a result, the payload of ok. Throws what it throws."
  [^Instance instance function & args]
  (apply wasm/call instance function args))

(defn err
  "The payload of the err that a function returns, or [:ok value]."
  [^Instance instance function & args]
  (let [[arm value] (apply wasm/attempt (wasm/function instance function) args)]
    (if (= :err arm) value [:ok value])))

(defn failure
  "What calling f throws: {:error kind :message text} and the rest of its data; nil where nothing is thrown."
  [f]
  (try
    (f)
    nil
    (catch Exception e
      (if-let [kind (:radicchio/error (ex-data e))]
        (assoc (dissoc (ex-data e) :radicchio/error) :error kind :message (ex-message e))
        (throw e)))))

(defn bytes-of ^bytes [^String text]
  (.getBytes text StandardCharsets/UTF_8))

(defn text-of [^bytes bytes]
  (String. bytes StandardCharsets/UTF_8))

(defn on-both-backends
  "Calls f with each backend."
  [f]
  (doseq [backend [:interpreter :compiler]]
    (testing backend (f backend))))
