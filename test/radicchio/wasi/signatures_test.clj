(ns radicchio.wasi.signatures-test
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.test-runner :as runner]
            [radicchio.wasi.signatures :as signatures]
            [radicchio.wit.resolve :as resolve])
  (:import (java.io File)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(def ^:private packages ["cli" "clocks" "filesystem" "io" "random" "sockets"])

(defn- one-folder
  "The packages of a version as one folder, wasi:http the main one."
  [^File version]
  (let [folder (.toFile (Files/createTempDirectory "wit" (make-array FileAttribute 0)))
        copy   (fn [package ^File target]
                 (doseq [^File file (.listFiles (io/file version package))]
                   (io/make-parents (io/file target "x"))
                   (io/copy file (io/file target (.getName file)))))]
    (copy "http" folder)
    (doseq [package packages] (copy package (io/file folder "deps" package)))
    folder))

(deftest the-table-is-what-the-specification-s-wit-says
  (let [wit (io/file (or (System/getenv "RADICCHIO_SHARED") "../shared") "conformance/wasi-wit/0.2.9")]
    (if-not (.exists wit)
      (runner/skip "the WIT of WASI 0.2 is not there")
      (is (= (str/replace (slurp signatures/table) "  exit-with-code: func(status-code: u8)\n" "")
             (signatures/text (resolve/load-wit (one-folder wit))))
          "but for the one function that came in 0.2.12"))))
