(ns radicchio.wasm.core-guests
  "The core modules of test/wat/core-*.wasm on either backend, and the exceptions of their calls."
  (:require [clojure.java.io :as io]
            [clojure.test :as t]
            [radicchio.wasm :as wasm]))

(set! *warn-on-reflection* true)

(def backends [:compiler :interpreter])

(defn path [name]
  (str (io/file "test" "wat" (str "core-" name ".wasm"))))

(def ^:private compiled
  (memoize (fn [name backend] (wasm/compile (path name) {:backend backend}))))

(defn module
  "Returns a module of test/wat, compiled once for each backend."
  [name backend]
  (compiled name backend))

(defn instance
  (^java.lang.AutoCloseable [name backend] (instance name backend {}))
  (^java.lang.AutoCloseable [name backend options] (wasm/instantiate (module name backend) options)))

(defmacro on-both
  "Runs the body with the symbol bound to each backend."
  [backend & body]
  `(doseq [~backend backends]
     (t/testing (str ~backend)
       ~@body)))

(defmacro with-guest
  "Runs the body on both backends, with the symbol bound to a new instance of a module."
  [[guest name options] & body]
  `(doseq [backend# backends]
     (t/testing (str backend#)
       (with-open [~(with-meta guest {:tag 'java.lang.AutoCloseable}) (instance ~name backend# ~(or options {}))]
         ~@body))))

(defn thrown
  "Returns the exception of calling f, or nil."
  ^Throwable [f]
  (try (f) nil (catch Throwable t t)))

(defn refusal
  "Returns the kind and message of the exception of calling f."
  [f]
  (let [e (thrown f)]
    [(:radicchio/error (ex-data e)) (ex-message e)]))
