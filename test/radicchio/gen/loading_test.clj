(ns ^:slow radicchio.gen.loading-test
  "The namespaces that a process loads."
  (:require [clojure.edn :as edn]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]))

(set! *warn-on-reflection* true)

(defn- loaded-after
  "Returns the namespaces that a fresh process has loaded after it evaluated the forms."
  [& forms]
  (let [program (pr-str (list* 'do (concat forms ['(prn ::loaded (mapv ns-name (all-ns)))])))
        {:keys [exit out err]} (shell/sh "java" "-XX:TieredStopAtLevel=1" "-cp" (System/getProperty "java.class.path")
                                         "clojure.main" "-e" program)]
    (is (= 0 exit) err)
    (set (edn/read-string (second (str/split out #":radicchio.gen.loading-test/loaded "))))))

(defn- parser? [namespaces]
  (boolean (some #(str/starts-with? (str %) "instaparse") namespaces)))

(deftest inspect-loads-no-parser-no-templates-and-no-generator
  (let [loaded (loaded-after '(require 'radicchio.main 'radicchio.cli.commands)
                             '((resolve 'radicchio.cli.commands/answer) :inspect {:from "test/golden/plain/plain.wasm"}))]
    (is (contains? loaded 'radicchio.extract))
    (is (not (parser? loaded)))
    (is (not-any? '#{radicchio.gen radicchio.gen.model radicchio.gen.render} loaded))))

(deftest generating-from-a-component-alone-loads-no-parser
  (let [loaded (loaded-after '(require 'radicchio.gen)
                             '((resolve 'radicchio.gen/check) {:config "test/golden/plain/wit.edn"}))]
    (is (not (parser? loaded)))
    (is (not-any? '#{radicchio.bind radicchio.wasm} loaded) "nothing that runs components")))

(deftest a-generated-namespace-loads-neither-parser-nor-generator-nor-templates
  (let [loaded (loaded-after '(load-file "test/golden/types/expected/golden/types.clj"))]
    (is (contains? loaded 'golden.types))
    (is (not (parser? loaded)))
    (is (not-any? #(re-find #"^radicchio\.(gen|extract|componentize|wit\.(parse|resolve|print))" (str %)) loaded))))
