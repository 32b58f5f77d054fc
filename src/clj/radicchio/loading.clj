(ns ^:no-doc radicchio.loading
  "What this library loads at run time: its own namespaces and resources. Clojure looks for them through the context
  class loader of the thread, and a caller's thread may have any, or none. Here they are found through the loader of
  this library's own classes, on every thread.

  A class constant in a function that is not made when its namespace is loaded is looked up when that function first
  runs, through the context class loader too, and its class is unusable for ever if the lookup fails. Therefore no inner
  function of this library has one: `(instance? C x)` is not a constant, `C` as a value is, `condp instance?` too."
  (:require [clojure.java.io :as io])
  (:import (clojure.lang Compiler DynamicClassLoader)
           (java.net URL)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private ^ClassLoader own (.getClassLoader RadicchioException))

(defn function
  "The value of a var of this library, its namespace loaded if it is not."
  [symbol]
  (with-bindings {Compiler/LOADER (DynamicClassLoader. own)}
    @(requiring-resolve symbol)))

(defn resource
  "The URL of a resource of this library."
  ^URL [name]
  (io/resource name own))

(defn once
  "A function of no arguments that returns what `make` returned first. If `make` throws, the next call calls it again;
  a delay would keep the exception. `make` may run more than once at the same time, and never returns nil."
  [make]
  (let [made (atom nil)]
    (fn [] (or @made (reset! made (make))))))
