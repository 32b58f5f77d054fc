(ns ^:no-doc radicchio.wasm.repl
  "Prints handles."
  (:require [radicchio.wasm.object :as object])
  (:import (radicchio.runtime.resource Handle)))

(set! *warn-on-reflection* true)

(defmethod print-method Handle [x out] (object/print-text x out))
