(ns ^:no-doc radicchio.wasm.repl
  "Prints components, instances and handles."
  (:import (java.io Writer)
           (radicchio.runtime CompiledComponent Instance)
           (radicchio.runtime.resource Handle)))

(set! *warn-on-reflection* true)

(defn print-text
  "Prints the text of an object: #<box handle, owned, live>."
  [x ^Writer out]
  (.write out (str "#<" x ">")))

(defmethod print-method Instance [x out] (print-text x out))
(defmethod print-method CompiledComponent [x out] (print-text x out))
(defmethod print-method Handle [x out] (print-text x out))
