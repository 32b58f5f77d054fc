(ns ^:no-doc radicchio.wasm.typed
  "Makes valid components of bytes, and describes their worlds. The namespaces that turn a core module into a component, and a
  component into WIT, are loaded on first use: most programs need neither."
  (:require [radicchio.loading :as loading])
  (:import (radicchio.binary Binary Binary$Form)
           (radicchio.validate TypedComponent Validate)))

(set! *warn-on-reflection* true)

(defn core-module?
  "Tests whether bytes are a core module."
  [^bytes bytes]
  (= Binary$Form/CORE_MODULE (Binary/sniff bytes)))

(defn names-world?
  "Tests whether the bytes of a core module contain its world."
  [^bytes bytes]
  ((loading/function 'radicchio.componentize/names-world?) bytes))

(defn typed
  "Returns the valid component of the bytes of a component or core module. Throws :malformed or :invalid."
  ^TypedComponent [^bytes bytes options]
  (if (core-module? bytes)
    ((loading/function 'radicchio.componentize/typed) bytes options)
    (Validate/check (Binary/decode bytes))))

(defn wit
  "Returns the WIT data of a valid component."
  [^TypedComponent component]
  ((loading/function 'radicchio.extract/wit) component))
