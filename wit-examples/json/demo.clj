(ns demo
  "Calls a component that was written in JavaScript, with the toolchain's defaults and nothing granted."
  (:require [acme.json :as json]
            [radicchio.wasm :as wasm]))

(defn run
  "Prints a JSON text laid out, the names of its members, and the error of a text that is not JSON."
  []
  (println (json/layout "{\"name\":\"Ada\",\"born\":1815}" 2))
  (println "Members:" (json/members "{\"name\":\"Ada\",\"born\":1815}"))
  (println "Not JSON:" (wasm/attempt json/layout "{name" 0)))
