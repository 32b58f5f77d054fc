(ns radicchio.validate.invalid-test
  "Components below test/wat/invalid, each refused by one rule, and those below test/wat/valid, which pass. Their texts say
  which rule; the messages are here."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm])
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
  {"async-constructor"      "type 0: export \"[constructor]r\": unexpected async constructor, at 0x1c"
   "module-as-type"         "core type 1: core type 0 is a module type, expected a function type, at 0xd"
   "index-in-module-type"   "core type 0: unknown core type 5: there are 0 before this, at 0xb"
   "index-of-core-type"     "core type 0: unknown core type 9: there are 0 before this, at 0xb"
   "index-of-global"        "core type 0: unknown core type 1: there are 1 before this, at 0xb"
   "index-of-table"         "core type 0: unknown core type 3: there are 0 before this, at 0xb"
   "memory-limits"          "core type 0: a memory of at least 3 and at most 2, at 0xb"
   "table-limits"           "core type 0: a table of at least 3 and at most 2, at 0xb"
   "shared-without-maximum" "core type 0: expected a maximum for a shared memory, at 0xb"
   "shared-mismatch"        "core instance 1: import \"a\" \"m\": expected (memory 1 2 shared), got (memory 1 2), at 0x50"
   "shared-memory-option"   "canon lift: core memory 0 is shared, expected an unshared one, at 0xac"
   "tag-with-results"       "core type 0: core type 0, the type of a tag, has unexpected results: (func (result i32)), at 0xb"
   "shared-memory-of-wait"  "canon waitable-set.wait: core memory 0 is shared, expected an unshared one, at 0x3c"
   "shared-memory-of-poll"  "canon waitable-set.poll: core memory 0 is shared, expected an unshared one, at 0x3c"
   "global-supertype"
   "core instance 1: import \"a\" \"g\": expected (global (ref func)), got (global (ref null func)), at 0x6c"
   "mutable-global-subtype"
   "core instance 1: import \"a\" \"g\": expected (global (mut (ref null func))), got (global (mut (ref func))), at 0x6c"
   "table-subtype"
   "core instance 1: import \"a\" \"g\": expected (table 1 (ref null func)), got (table 1 (ref null (func))), at 0x5d"
   "table-of-another-type"
   "core instance 1: import \"a\" \"g\": expected (table 1 (ref null (func))), got (table 1 (ref null (func (param i32)))), at 0x6b"
   "reference-to-another-type"
   "core instance 1: import \"a\" \"g\": expected (func (param (ref (func)))), got (func (param (ref (func (param i32))))), at 0x75"
   "reference-to-another-struct"
   "core instance 1: import \"a\" \"g\": expected (func (param (ref (struct i64)))), got (func (param (ref (struct i32)))), at 0x76"
   "reference-to-another-group"
   "core instance 1: import \"a\" \"g\": expected (func (param (ref (func)))), got (func (param (ref (func 0 of (rec (func) (func)))))), at 0x7c"
   "reference-in-a-module-type"
   "instance 0: import \"m\": core export \"g\": expected (global (ref null (func (param i64)))), got (global (ref (func (param i32)))), at 0x48"
   "function-of-another-group"
   "core instance 1: import \"a\" \"g\": expected (func), got (func as defined by (func 0 of (rec (func) (func (param i32))))), at 0x73"
   "function-of-a-final-type"
   "core instance 1: import \"a\" \"g\": expected (func as defined by (func open)), got (func), at 0x66"
   "function-of-the-supertype"
   "core instance 1: import \"a\" \"g\": expected (func as defined by (func open sub (func open))), got (func as defined by (func open)), at 0x77"
   "function-of-the-supertype-in-a-module-type"
   "instance 0: import \"m\": core export \"g\": expected (func as defined by (func open sub (func open))), got (func as defined by (func open)), at 0x34"
   "global-of-a-declared-subtype"
   "core instance 1: import \"a\" \"g\": expected (global (ref (func open sub (func open)))), got (global (ref (func open))), at 0x98"
   "global-of-an-unrelated-type"
   "core instance 1: import \"a\" \"g\": expected (global (ref (func open (param i32)))), got (global (ref (func open sub (func open)))), at 0x90"
   "lifted-function-of-a-group"
   "canon lift: the core function is (func (param i32) (result i32) as defined by (func 0 of (rec (func (param i32) (result i32)) (func (param i32))))), expected (func (param i32) (result i32)), at 0x63"
   "supertype-does-not-match"
   "core type 1: it does not match its supertype: expected (func (param i32) as defined by (func open (param i32))), got (func as defined by (func open sub (func open (param i32)))), at 0x12"
   "supertype-is-final"
   "core type 1: core type 0 is final, so it cannot be a supertype, at 0xe"
   "tag-of-a-subtype"
   "core instance 1: import \"a\" \"g\": expected (tag (func as defined by (func open))), got (tag (func as defined by (func open sub (func open)))), at 0x73"
   "tag-of-another-group"
   "core instance 1: import \"a\" \"g\": expected (tag (func)), got (tag (func as defined by (func 0 of (rec (func) (func (param i32)))))), at 0x6f"
   "function-too-deep"      "type 99: expected at most 100 levels of nested types, got more, at 0xf4"})

(defn- components [folder]
  (filter #(str/ends-with? (str %) ".wasm") (.listFiles (io/file folder))))

(deftest a-component-that-obeys-the-rules-is-valid
  (doseq [^File file (components "test/wat/valid")]
    (is (nil? (refusal file)) (str file))))

(deftest a-valid-component-links
  (doseq [^File file (components "test/wat/valid")
          :when (not= "reference-in-a-module-type.wasm" (.getName file)) ; it imports a core module, which a host cannot pass
          backend [:compiler :interpreter]]
    (testing (str file " " backend)
      (with-open [instance (wasm/load-wit file {:backend backend})]
        (is (empty? (wasm/imports instance)))))))

(deftest each-rule-refuses-a-component-that-breaks-it
  (let [files (components "test/wat/invalid")]
    (is (= (set (keys messages)) (set (map #(str/replace (.getName ^File %) ".wasm" "") files))))
    (doseq [^File file files]
      (testing (str file)
        (is (= [:invalid (messages (str/replace (.getName file) ".wasm" ""))] (refusal file)))))))
