(ns ^:no-doc radicchio.componentize.world
  "Finds the world of a core module, in its own sections or in the options."
  (:require [radicchio.extract :as extract]
            [radicchio.wit :as wit])
  (:import (radicchio.component Component CustomSection StringEncoding)
           (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

(defn- written-encoding
  "Returns the encoding in the section `wit-component-encoding` beside a module's WIT, from its second byte."
  [^Component component]
  (some (fn [^CustomSection section]
          (when (and (= "wit-component-encoding" (.name section)) (= 2 (.length (.data section))))
            (case (long (aget (.copy (.data section)) 1))
              0 StringEncoding/UTF8
              1 StringEncoding/UTF16
              2 StringEncoding/LATIN1_UTF16
              nil)))
        (.customSections component)))

(defn of-module
  "Returns {:data … :world … :encoding …} of a core module: the WIT data, the world, and the encoding of strings in memory."
  [^bytes module {:keys [wit world]}]
  (if-let [data (extract/core-module-wit module)]
    {:data data :world (wit/world data) :encoding (or (some written-encoding (extract/core-module-worlds module)) StringEncoding/UTF8)}
    (if wit
      {:data wit :world (wit/world wit world) :encoding StringEncoding/UTF8}
      (throw (RadicchioException/of
              ErrorKind/CONFIG
              "expected a core module that contains its WIT, but this one has no section component-type"
              {}
              nil)))))
