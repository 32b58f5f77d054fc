(ns radicchio.engine.linking-test
  "Imports are matched by position and type; what cannot run is refused in one sentence before anything runs."
  (:require [clojure.test :refer [are deftest is]]
            [radicchio.engine.guests :refer [compiled export funcref-table host instance new-store on-both one thrown wasm within]])
  (:import (java.util OptionalLong)
           (radicchio.engine Backend CoreModule CoreModule$Export CoreModule$Import CoreType Engine
                             ExternType$GlobalType ExternType$MemoryType Global)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(deftest imports-of-one-name-are-told-apart-by-position
  (on-both backend
    (within [store (new-store)]
      (let [a (host store [CoreType/I32] [CoreType/I32] (fn [[n]] [(inc n)]))
            b (host store [CoreType/I64] [CoreType/I64] (fn [[n]] [(dec n)]))
            g (.global store (ExternType$GlobalType. CoreType/I32 false) 77)
            m (.memory store (ExternType$MemoryType. 1 (OptionalLong/of 2) false false))
            i (instance store backend "imports" a b g m)]
        (is (= [6 4 77] [(one i "a" 5) (one i "b" 5) (one i "g")]))))))

(deftest a-module-tells-its-imports-and-exports
  (let [module ^CoreModule (compiled "imports" Backend/INTERPRETER)]
    (is (= [["" "" "FuncType[params=[I32], results=[I32], declared=Optional.empty]"]
            ["" "" "FuncType[params=[I64], results=[I64], declared=Optional.empty]"]
            ["" "" "GlobalType[value=I32, mutable=false]"]
            ["" "" "MemoryType[min=1, max=OptionalLong[2], shared=false, memory64=false]"]]
           (for [^CoreModule$Import i (.imports module)] [(.module i) (.name i) (str (.type i))])))
    (is (= ["a" "b" "g"] (for [^CoreModule$Export e (.exports module)] (.name e))))))

(deftest an-import-of-another-type-is-refused-with-both-types
  (within [store (new-store)]
    (let [module  (compiled "imports" Backend/COMPILER)
          a       (host store [CoreType/I32] [CoreType/I32] identity)
          b       (host store [CoreType/I64] [CoreType/I64] identity)
          g       (.global store (ExternType$GlobalType. CoreType/I32 false) 77)
          memory  #(.memory store (ExternType$MemoryType. %1 %2 false false))
          m       (memory 1 (OptionalLong/of 2))
          message #(let [e (thrown (fn [] (.instantiate store module %)))]
                     (is (= :unlinkable (:radicchio/error (ex-data e))))
                     (ex-message e))]
      (are [given text] (= text (message given))
        [a b g] "expected 4 imports, got 3"
        [b b g m] "incompatible import type for \"\" \"\": expected a function (func (param i32) (result i32)), got a function (func (param i64) (result i64))"
        [m b g m] "incompatible import type for \"\" \"\": expected a function (func (param i32) (result i32)), got a memory of 1..2 pages"
        [a b (.global store (ExternType$GlobalType. CoreType/I32 true) 1) m]
        "incompatible import type for \"\" \"\": expected a global i32, got a global (mut i32)"
        [a b g (memory 1 (OptionalLong/empty))]
        "incompatible import type for \"\" \"\": expected a memory of 1..2 pages, got a memory of 1 or more pages"
        [a b g (memory 0 (OptionalLong/of 2))]
        "incompatible import type for \"\" \"\": expected a memory of 1..2 pages, got a memory of 0..2 pages"
        [a b g (funcref-table store 1)]
        "incompatible import type for \"\" \"\": expected a memory of 1..2 pages, got a table of 1..1 funcref")
      (within [other (new-store)]
        (is (= "the argument for \"\" \"\" belongs to another store"
               (message [(host other [CoreType/I32] [CoreType/I32] identity) b g m])))))))

(deftest the-start-function-runs-and-an-export-named-_start-does-not
  (on-both backend
    (within [store (new-store)]
      (let [calls (atom 0)
            i (instance store backend "start" (host store (fn [_] (swap! calls inc) nil)))]
        (is (= 1 @calls))
        (is (= 7 (.get ^Global (export i "n"))))
        (is (= 0 (.get ^Global (export i "named"))))))))

(deftest an-exception-of-a-start-function-leaves-unchanged
  (on-both backend
    (within [store (new-store)]
      (let [boom (ex-info "boom" {})]
        (is (identical? boom (thrown #(instance store backend "start" (host store (fn [_] (throw boom)))))))))))

(deftest an-unsupported-feature-is-refused-by-name
  (on-both backend
    (are [name feature] (= (str "the module uses " feature ", which this engine does not support; build it without")
                           (ex-message (thrown #(compiled (str "refused-" name) backend))))
      "memory64" "64-bit memories (memory64)"
      "table64" "64-bit tables (memory64)"
      "page-size" "custom page sizes"
      "gc-export" "GC references in export \"make\""
      "gc-import" "GC references (anyref) in import \"host\" \"use\""
      "exn-export" "exception references (exnref) in export \"make\""
      "cast" "casts of function references and receives functions of other modules")))

(deftest bytes-that-are-not-a-module-are-malformed
  (on-both backend
    (let [refusal (fn [& bytes] (let [e (thrown #(Engine/compile (byte-array (map unchecked-byte bytes)) ^Backend backend))]
                                  [(:radicchio/error (ex-data e)) (ex-message e) (:offset (ex-data e))]))
          header  [0 97 115 109 1 0 0 0]]
      (is (= [:malformed "malformed module: magic header not detected: it does not begin with \\0asm" 0] (refusal)))
      (is (= [:malformed "malformed module: unknown binary version 2, expected 1" 4] (refusal 0 97 115 109 2 0 0 0)))
      (is (= [:malformed "malformed module: expected a core module, got a component" 4]
             (refusal 0 97 115 109 13 0 1 0)))
      (is (= [:malformed "malformed module: length out of bounds: section 1 has 5 bytes, 1 are left" 8]
             (apply refusal (concat header [1 5 0]))))
      (is (= [:malformed "malformed module: malformed import kind 9" 13] (apply refusal (concat header [2 4 1 0 0 9]))))
      (is (= [:malformed "malformed module: malformed UTF-8 encoding in the name of an import" 11]
             (apply refusal (concat header [2 6 1 1 0xff 0 0 0])))))))

(deftest truncated-and-mutated-modules-are-refused-or-run-but-never-fail-otherwise
  (let [random (java.util.Random. 42)]
    (doseq [name ["borrower" "catcher" "traps" "tables" "segments" "imports"]
            :let [bytes (wasm name)]
            n (range 300)]
      (let [mutant (aclone ^bytes bytes)
            length (alength mutant)]
        (dotimes [_ (inc (rem n 3))]
          (aset-byte mutant (+ 8 (.nextInt random (- length 8))) (unchecked-byte (.nextInt random 256))))
        (let [mutant (if (even? n) mutant (java.util.Arrays/copyOf mutant (.nextInt random length)))
              e (thrown #(Engine/compile mutant Backend/INTERPRETER))]
          (is (or (nil? e) (and (instance? RadicchioException e)
                                (#{:malformed :invalid} (:radicchio/error (ex-data e)))))
              (str name ": " e)))))))
