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
    (doseq [package packages
            :when (.exists (io/file version package))]
      (copy package (io/file folder "deps" package)))
    folder))

(defn- of-the-specification
  "The table that the specification's WIT of a version makes; nil if it is not there."
  [version]
  (let [wit (io/file (or (System/getenv "RADICCHIO_SHARED") "../shared") "conformance/wasi-wit" version)]
    (if (.exists wit)
      (signatures/text (resolve/load-wit (one-folder wit)))
      (do (runner/skip (str "the WIT of WASI " version " is not there"))
          nil))))

(deftest the-table-of-0-2-matches-the-specification-s-wit
  (when-let [text (of-the-specification "0.2.9")]
    (is (= (str/replace (slurp (signatures/table "p2")) "  exit-with-code: func(status-code: u8)\n" "")
           text)
        "but for the one function that came in 0.2.12")))

(deftest the-table-of-0-3-matches-the-specification-s-wit
  (when-let [text (of-the-specification "0.3.0")]
    (is (= (slurp (signatures/table "p3")) text))))
