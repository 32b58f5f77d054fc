(ns radicchio.engine.format-test
  "The binary format of core modules: what is malformed, invalid or too large is refused as that, on both backends, before
  anything is expanded; what is neither runs."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section signed sized text unsigned]]
            [radicchio.engine.guests :refer [new-store on-both one thrown within]]
            [radicchio.engine.wide-function :refer [bodies counted i32 run-at type-of]])
  (:import (java.util List)
           (radicchio.engine Backend CompileOptions CoreModule Engine)))

(set! *warn-on-reflection* true)

(defn- compiled ^CoreModule [bytes backend]
  (Engine/compile ^bytes bytes (CompileOptions. backend false)))

(defn- refusal
  "The kind of error with which a module is refused, and which limit if it is one; nil if it is not refused. The same on
  both backends."
  [bytes]
  (let [[by-one by-other] (for [backend (Backend/values)]
                            (when-let [e (thrown #(compiled bytes backend))]
                              [(:radicchio/error (ex-data e)) (:limit (ex-data e)) (ex-message e)]))]
    (is (= by-one by-other))
    (when-let [[kind limit] by-one]
      (if limit [kind limit] kind))))

(def ^:private nothing (section 1 (counted [(type-of [] [])])))

(defn- one-function
  "A module of one function without parameters and results, with these declarations of locals and instructions."
  [locals & instructions]
  (module nothing (section 3 [1 0]) (section 10 [1] (sized (concat locals (apply concat instructions) [0x0b])))))

(def ^:private most [0xff 0xff 0xff 0xff 0x0f])

;; Counts

(deftest a-count-of-more-than-there-are-bytes-is-malformed
  (doseq [[what bytes] {"types"          (module (section 1 most))
                        "parameters"     (module (section 1 [1 0x60] most))
                        "results"        (module (section 1 [1 0x60 0] most))
                        "fields"         (module (section 1 [1 0x5f] most))
                        "members"        (module (section 1 [1 0x4e] most))
                        "supertypes"     (module (section 1 [1 0x50] most))
                        "imports"        (module (section 2 most))
                        "functions"      (module nothing (section 3 most))
                        "tables"         (module (section 4 most))
                        "memories"       (module (section 5 most))
                        "tags"           (module nothing (section 13 most))
                        "globals"        (module (section 6 most))
                        "exports"        (module (section 7 most))
                        "segments"       (module (section 9 most))
                        "elements"       (module (section 4 [1 0x70 0 1]) (section 9 [1 0 0x41 0 0x0b] most))
                        "bodies"         (module nothing (section 3 [1 0]) (section 10 most))
                        "data segments"  (module (section 11 most))
                        "data"           (module (section 11 [1 1] most))
                        "groups of locals" (one-function most)
                        "labels"         (one-function [0] [0x41 0 0x0e] most)
                        "catches"        (one-function [0] [0x1f 0x40] most)
                        "selected types" (one-function [0] [0x1c] most)
                        "a custom name"  (module (section 0 most))}]
    (testing what
      (is (= :malformed (refusal bytes))))))

(deftest counts-that-disagree-are-malformed
  (is (= :malformed (refusal (module nothing (section 3 [2 0 0]) (bodies [])))))
  (is (= :malformed (refusal (module nothing (section 3 [1 0])))))
  (is (= :malformed (refusal (module (section 12 [1]) (section 11 [0])))))
  (is (= :malformed (refusal (one-function [0] [0xfc 9 0])) ) "data.drop without a data count"))

;; Encoding and indices

(deftest bytes-outside-the-format-are-malformed
  (doseq [[what bytes] {"a tag's attribute"   (module nothing (section 13 [1 1 0]))
                        "mutability"          (module (section 6 [1 0x7f 2 0x41 0 0x0b]))
                        "a kind of catch"     (one-function [0] [0x1f 0x40 1 4 0 0x0b])
                        "a kind of export"    (module (section 7 [1 0 5 0]))
                        "a kind of element"   (module (section 9 [1 1 1 0]))
                        "a segment's flags"   (module (section 9 [1 8 0 0]))
                        "a memory argument"   (module nothing (section 3 [1 0]) (section 5 [1 0 1])
                                                      (bodies [0x41 0 0x28 0x80 0x01 0 0x1a]))
                        "else without if"     (one-function [0] [0x02 0x40 0x05 0x0b])
                        "an end too many"     (one-function [0] [0x0b])
                        "an end too few"      (one-function [0] [0x02 0x40])
                        "a number too long"   (one-function [0] [0x41 0x80 0x80 0x80 0x80 0x80 0 0x1a])
                        "a number too large"  (one-function [0] [0x41 0xff 0xff 0xff 0xff 0x0f 0x1a])
                        "an export's name"    (module (section 7 [1 1 0xff 0 0]))
                        "a section's order"   (module (section 3 [0]) (section 1 [0]))
                        "a section twice"     (module (section 13 [0]) (section 13 [0]))}]
    (testing what
      (is (= :malformed (refusal bytes))))))

(deftest an-unknown-index-is-invalid
  (doseq [[what bytes] {"a function"    (one-function [0] [0x10 1])
                        "a local"       (one-function [1 1 i32] [0x20 1 0x1a])
                        "a global"      (one-function [0] [0x23 0 0x1a])
                        "a table"       (one-function [0] [0x41 0 0x25 0 0x1a])
                        "a memory"      (one-function [0] [0x3f 0 0x1a])
                        "a tag"         (one-function [0] [0x08 0])
                        "a label"       (one-function [0] [0x0c 1])
                        "a type"        (one-function [0] [0x02 1 0x0b])
                        "an own type"   (module (section 1 [1 0x60 1 0x64 1 0]))
                        "a supertype"   (module (section 1 [1 0x50 1 0 0x60 0 0]))
                        "no function type" (module (section 1 [1 0x5f 0]) (section 3 [1 0]) (bodies []))
                        "no struct type" (one-function [0] [0xfb 1 0 0x1a])
                        "a function that is not declared" (one-function [0] [0xd2 0 0x1a])
                        "a constant of another type" (module (section 6 [1 i32 0 0x41 0 0x42 0 0x6a 0x0b]))
                        "a constant too few" (module (section 6 [1 i32 0 0x6a 0x0b]))}]
    (testing what
      (is (= :invalid (refusal bytes))))))

(deftest a-function-refers-to-itself-if-it-is-named-outside
  (doseq [[what & sections] [["an export" (run-at 0)]
                             ["a global" (section 6 [1 0x70 0 0xd2 0 0x0b]) (run-at 0)]
                             ["a table" (section 4 [1 0x70 0 1]) (run-at 0) (section 9 [1 0 0x41 0 0x0b 1 0])]]]
    (testing what
      (let [bytes (apply module (concat [(section 1 (counted [(type-of [] [i32])])) (section 3 [1 0])]
                                        sections [(bodies [0xd2 0 0xd1])]))]
        (on-both backend
          (within [store (new-store)]
            (is (= 0 (one (.instantiate store (compiled bytes backend) ^List (vector)) "run")))))))))

;; Block types

(defn- block-of-type
  "A module whose function \"run\" has a block of a type that takes an i32 and returns one and 5. The type has this index;
  before and behind it are others."
  [index]
  (module
   (section 1 (counted (concat (repeat index (type-of [] [i32])) [(type-of [i32] [i32 i32])]
                               (repeat 3 (type-of [] [i32])))))
   (section 3 (counted [[0] [0]]))
   (run-at 0)
   (bodies (concat [0x41 7 0x02] (signed index) [0x02 0x40 0x0b 0x41 5 0x0b 0x6a]) [0x41 7])))

(deftest a-block-has-a-type-of-any-index
  (doseq [index (concat [1 63 64 65 98 99 100 101] (range 104 118) (range 121 131) [200])]
    (testing (str "type " index)
      (on-both backend
        (within [store (new-store)]
          (is (= 12 (one (.instantiate store (compiled (block-of-type index) backend) ^List (vector)) "run"))))))))

;; Limits

(deftest locals-are-limited-before-they-are-expanded
  (let [many (concat [1] (unsigned 49000) [i32])
        functions (fn [n] (module nothing (section 3 (counted (repeat n [0])))
                                  (section 10 (counted (repeat n (sized (concat many [0x0b])))))))]
    (is (nil? (refusal (one-function (concat [1] (unsigned 50000) [i32])))))
    (is (= [:limit :function-locals] (refusal (one-function (concat [1] (unsigned 50001) [i32])))))
    (is (= [:limit :function-locals] (refusal (one-function (concat [2] (unsigned 40000) [i32] (unsigned 40000) [i32])))))
    (is (= [:limit :function-locals] (refusal (one-function (concat [1] most [i32])))))
    (is (= :malformed (refusal (one-function (concat [2] most [i32] [1 i32])))))
    (is (nil? (refusal (functions 20))))
    (is (= [:limit :locals] (refusal (functions 40))))
    (is (= [:limit :locals] (refusal (functions 20000))))))

(deftest parameters-and-results-are-limited
  (is (nil? (refusal (module (section 1 (counted [(type-of (repeat 1000 i32) (repeat 1000 i32))]))))))
  (is (= [:limit :parameters] (refusal (module (section 1 (counted [(type-of (repeat 1001 i32) [])]))))))
  (is (= [:limit :results] (refusal (module (section 1 (counted [(type-of [] (repeat 1001 i32))])))))))

(deftest memories-and-tables-are-limited
  (let [memories #(module (section 5 (counted (repeat % [0 0])))), tables #(module (section 4 (counted (repeat % [0x70 0 0]))))]
    (is (nil? (refusal (memories 100))))
    (is (= [:limit :memories] (refusal (memories 101))))
    (is (nil? (refusal (tables 100))))
    (is (= [:limit :tables] (refusal (tables 101))))
    (is (= [:limit :memories]
           (refusal (module (section 2 (counted (repeat 60 [0 0 2 0 0]))) (section 5 (counted (repeat 60 [0 0])))))))))

(deftest a-module-of-many-types-and-functions-is-compiled
  (let [wasm (module (section 1 (counted (for [i (range 3000)]
                                           (type-of (for [bit (range 12)] (if (bit-test i bit) 0x7f 0x7e)) []))))
                     (section 3 (counted (repeat 9000 [0])))
                     (section 10 (counted (repeat 9000 [2 0 0x0b]))))]
    (is (zero? (.interpretedFunctions ^CoreModule (compiled wasm Backend/COMPILER))))
    (is (nil? (refusal wasm)))))

(deftest types-that-are-long-to-compare-are-limited
  (let [supertypes (fn [n] (module (section 1 (counted (cons [0x50 0 0x60 0 0]
                                                             (for [i (range n)] (concat [0x50 1] (unsigned i) [0x60 0 0])))))))
        doubling (fn [n] (module (section 1 (counted (cons [0x60 0 0]
                                                           (for [i (range n)] [0x60 2 0x64 i 0x64 i 0]))))))]
    (is (nil? (refusal (supertypes 63))))
    (is (= [:limit :supertypes] (refusal (supertypes 64))))
    (is (nil? (refusal (doubling 15))))
    (is (= [:limit :type-size] (refusal (doubling 40))))))

(deftest an-error-of-a-limit-names-the-item-and-the-place
  (let [e (thrown #(compiled (one-function (concat [1] (unsigned 50001) [i32])) Backend/COMPILER))]
    (is (= "the module is too large: function 0 declares 50001 locals, expected at most 50000" (ex-message e)))
    (is (= 21 (:offset (ex-data e))))))

;; Custom sections

(defn- named
  "A module with a name section of these bytes."
  [& content]
  (module nothing (section 3 [1 0]) (bodies []) (apply section 0 (text "name") content)))

(deftest errors-in-a-custom-section-are-ignored
  (doseq [bytes [(named [1] most)
                 (named [1 2] most)
                 (named [0 2 1 0xff])
                 (named (section 1 (counted [(cons 0 (text "a → b"))])))
                 (named (section 1 (counted [[1 0] [0 0]])))
                 (named [9])
                 (module (section 0 (text "a → b") [1 2 3]))]]
    (is (nil? (refusal bytes)))))

(deftest names-of-functions-are-kept
  (let [bytes (module nothing (section 3 [1 0]) (run-at 0) (bodies [0x00])
                      (section 0 (text "name") (section 1 (counted [(cons 0 (text "burn"))]))))]
    (on-both backend
      (within [store (new-store)]
        (let [instance (.instantiate store (compiled bytes backend) ^List (vector))
              e (thrown #(one instance "run"))]
          (is (str/includes? (pr-str (:frames (ex-data e))) "burn")))))))
