(ns radicchio.engine.compiler-test
  "The compiler on modules of all kinds: it does what the interpreter does."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section]]
            [radicchio.engine.guests :refer [call new-store one trap wasm within]]
            [radicchio.engine.wide-function :as wide :refer [bodies counted i32 run-at type-of]])
  (:import (java.nio.file Files)
           (java.util List)
           (radicchio.engine Backend CompileOptions CoreInstance CoreModule Engine ExternType$FuncType Func)))

(set! *warn-on-reflection* true)

(defn- compiling ^CoreModule [bytes]
  (Engine/compile ^bytes bytes (CompileOptions. Backend/COMPILER false)))

(defn- interpreting ^CoreModule [bytes]
  (Engine/compile ^bytes bytes (CompileOptions. Backend/INTERPRETER false)))

(defn- outcome
  "The results of a call of an export with ones, or the kind of the trap."
  [^Func f]
  (let [params (count (.params ^ExternType$FuncType (.type f)))]
    (try (vec (.call f (long-array (repeat params 1))))
         (catch Exception e ((juxt :radicchio/kind :trap) (ex-data e))))))

(defn- outcomes
  "By its name, what each exported function of a module without imports does."
  [^CoreModule module]
  (within [store (new-store)]
    (let [^CoreInstance guest (.instantiate store module ^List (vector))]
      (into (sorted-map)
            (for [name (map #(.name ^radicchio.engine.CoreModule$Export %) (.exports module))
                  :let [extern (.get (.export guest name))]
                  :when (instance? Func extern)]
              [name (outcome extern)])))))

(def ^:private guests
  "Modules of other tests that need nothing."
  ["engine-traps" "engine-bounds" "engine-objects" "engine-casts"])

(deftest a-compiled-module-behaves-as-when-interpreted
  (let [files (filter #(.exists (io/file %)) (map #(str "test/wat/" % ".wasm") guests))]
    (is (seq files))
    (doseq [file files
            :let [bytes (Files/readAllBytes (.toPath (io/file file)))]
            :when (empty? (.imports (interpreting bytes)))]
      (testing file
        (is (= (outcomes (interpreting bytes)) (outcomes (compiling bytes))))))))

(deftest functions-of-any-number-of-parameters-are-compiled
  (doseq [n [250 252 253 254 255 256 300]
          call [[0x10 0] [0x41 0 0x11 0 0] [0xd2 0 0x14 0] [0x12 0] [0x41 0 0x13 0 0] [0xd2 0 0x15 0]]
          :let [module (compiling (wide/parameters n call))]]
    (testing (str n " parameters, " (pr-str call))
      (is (zero? (.interpretedFunctions module)))
      (within [store (new-store)]
        (is (= (inc n) (one (.instantiate store module ^List (vector)) "run")))))))

(defn- running
  "What function \"run\" gives, which has these instructions and an i32 as its result."
  [& instructions]
  (let [module (compiling (module (section 1 (counted [(type-of [] [i32])]))
                            (section 3 (counted [[0]]))
                            (run-at 0)
                            (bodies (apply concat instructions))))]
    (is (zero? (.interpretedFunctions module)))
    (within [store (new-store)]
      (one (.instantiate store module ^List (vector)) "run"))))

(deftest unreachable-code-is-not-written
  (is (= 6 (running [0x41 6 0x0f] [0x02 0x40 0x1f 0x40 1 2 0 0x10 0 0x1a 0x0b 0x0b 0x41 0])))
  (is (= 6 (running [0x02 0x40 0x0c 0 0x1f 0x40 1 2 0 0x01 0x10 0 0x1a 0x0b 0x0b 0x41 6]))))

(deftest operands-outlive-blocks-and-branches-above-them
  (is (= 42 (running [0x41 40] [0x02 i32 0x41 1 0x41 1 0x0d 0 0x0b] [0x6a] [0x41 1 0x6a]))
      "an i32 below a block with a result")
  (is (= 7 (running [0x41 7 0x41 8] [0x02 0x40 0x41 0 0x0d 0 0x0b] [0x1a])) "two below a block without")
  (is (= 12 (running [0x41 2] [0x41 10] [0x41 20] [0x41 1 0x1b] [0x6a])) "select above another"))

(deftest a-nan-that-is-the-least-or-greatest-is-quiet
  (doseq [op [0x96 0x97]]
    (is (= 0x7fe00000
           (running [0x43 0 0 0xa0 0x7f] [0x43 0 0 0x80 0x3f] [op] [0xbc])))))

(deftest a-reference-to-an-exception-is-null-or-an-exception
  (within [store (new-store)]
    (let [made (.instantiate store (compiling (wasm "exception-casts")) ^List (vector))]
      (is (= [[0 1 1] [1 1 0]] (map #(call made "exception" %) [0 1])))
      (is (= [:cast-failure nil] (map #(trap made "cast-exception" %) [0 1]))))))
