(ns radicchio.validate.invalid-test
  "Components below test/wat/invalid, each refused by one rule. Their texts say which; the messages are here."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]])
  (:import (java.io File)
           (java.nio.file Files)
           (radicchio.binary Binary)
           (radicchio.error RadicchioException)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn- refusal [^File file]
  (try (Validate/check (Binary/decode (Files/readAllBytes (.toPath file))))
       nil
       (catch RadicchioException e [(:radicchio/error (ex-data e)) (ex-message e)])))

(def ^:private messages
  {"async-constructor"      "type 0: export \"[constructor]r\": a constructor is not async, at 0x1c"
   "module-as-type"         "core type 1: core type 0 is a module type, not a function type, at 0xd"
   "index-in-module-type"   "core type 0: unknown core type 5: there are 0 before this, at 0xb"
   "index-of-core-type"     "core type 0: unknown core type 9: there are 0 before this, at 0xb"
   "index-of-global"        "core type 0: unknown core type 1: there are 1 before this, at 0xb"
   "index-of-table"         "core type 0: unknown core type 3: there are 0 before this, at 0xb"
   "memory-limits"          "core type 0: a memory of at least 3 and at most 2, at 0xb"
   "table-limits"           "core type 0: a table of at least 3 and at most 2, at 0xb"
   "shared-without-maximum" "core type 0: a shared memory without a maximum, at 0xb"
   "shared-mismatch"        "core instance 1: import \"a\" \"m\": expected (memory 1 2 shared), got (memory 1 2), at 0x50"
   "shared-memory-option"   "canon lift: option memory: expected a memory that is not shared, at 0xac"
   "function-too-deep"      "type 99: is nested more than 100 deep, at 0xf4"})

(deftest each-rule-refuses-its-component
  (let [files (filter #(str/ends-with? (str %) ".wasm") (.listFiles (io/file "test/wat/invalid")))]
    (is (= (set (keys messages)) (set (map #(str/replace (.getName ^File %) ".wasm" "") files))))
    (doseq [^File file files]
      (testing (str file)
        (is (= [:invalid (messages (str/replace (.getName file) ".wasm" ""))] (refusal file)))))))
