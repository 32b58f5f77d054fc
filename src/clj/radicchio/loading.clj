(ns ^:no-doc radicchio.loading
  "Loads this library's own namespaces and resources at run time. By default, Clojure looks for them through the context
  class loader of the thread, which can be any loader or none. These functions find them through the loader of this
  library's own classes, on every thread.

  A class constant in an inner function is resolved when that function first runs, also through the context class loader.
  If that fails, the class can never be used again. Therefore no inner function of this library has a class constant:
  `(instance? C x)` does not make one; `C` as a value does, and so does `condp instance?`."
  (:require [clojure.java.io :as io])
  (:import (clojure.lang Compiler DynamicClassLoader)
           (java.net URL)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private ^ClassLoader own (.getClassLoader RadicchioException))

(defn function
  "Returns the value of a var of this library. Loads its namespace if necessary."
  [symbol]
  (with-bindings {Compiler/LOADER (DynamicClassLoader. own)}
    @(requiring-resolve symbol)))

(defn resource
  "Returns the URL of a resource of this library."
  ^URL [name]
  (io/resource name own))

(defn once
  "Returns a function of no arguments that returns the first result of `make`. If `make` throws, the next call calls it
  again, unlike a delay, which would keep the exception. `make` may run more than once at the same time, and must not
  return nil."
  [make]
  (let [made (atom nil)]
    (fn [] (or @made (reset! made (make))))))
