(ns radicchio.examples.json-test
  "The example of a component in JavaScript: its demo prints what it says."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is]]
            [radicchio.wasm :as wasm])
  (:import (java.net URL URLClassLoader)))

(set! *warn-on-reflection* true)

(def ^:private example (io/file "wit-examples" "json"))

(deftest the-demo-calls-javascript-with-nothing-granted
  (let [thread (Thread/currentThread)
        before (.getContextClassLoader thread)]
    (with-open [loader (URLClassLoader. (into-array URL [(.toURL (.toURI (io/file example "resources")))]) before)]
      (try
        (.setContextClassLoader thread loader)
        (load-file (str (io/file example "src" "acme" "json.clj")))
        (load-file (str (io/file example "demo.clj")))
        (is (= (str "{\n  \"name\": \"Ada\",\n  \"born\": 1815\n}\n"
                    "Members: [name born]\n"
                    "Not JSON: [:err Expected property name or '}' in JSON at position 1 (line 1 column 2)]\n")
               (with-out-str ((resolve 'demo/run)))))
        (finally
          (.setContextClassLoader thread before)
          (remove-ns 'demo)
          (remove-ns 'acme.json))))))

(deftest the-guest-s-values-are-javascript-s
  (doseq [backend [:compiler :interpreter]]
    (with-open [json (wasm/load-wit (io/file example "resources" "acme" "json.wasm") {:backend backend})]
      (is (= "{\"ü\":[1e+30,null]}" (wasm/call json :layout " { \"\\u00fc\" : [ 1e30, null ] } " 0)))
      (is (= ["b" "a"] (wasm/call json :members "{\"b\":1,\"a\":2}")))
      (is (= [:err "not an object"] (wasm/attempt (wasm/fn json :members) "[1]"))))))
