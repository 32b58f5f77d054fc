(ns radicchio.engine.mending-test
  "Instructions that the engine runs wrongly are replaced by others before it sees them."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.engine.assemble :refer [function module section sized text]]
            [radicchio.engine.guests :refer [new-store on-both one trap within]]
            [radicchio.engine.large-function :as large])
  (:import (java.util List)
           (radicchio.engine Backend CompileOptions CoreModule Engine)))

(set! *warn-on-reflection* true)

(defn- results
  "What a module's function \"run\" makes of each argument, which is a number or [] for none."
  [bytes backend args]
  (let [compiled ^CoreModule (Engine/compile ^bytes bytes (CompileOptions. backend false))]
    (within [store (new-store)]
      (let [guest (.instantiate store compiled ^List (vector))]
        (mapv #(if (= [] %) (one guest "run") (one guest "run" %)) args)))))

(deftest a-try-without-an-exception-is-a-block
  (on-both backend
    (is (= [7] (results (function [0x02 0x40 0x1f 0x40 1 2 0 0x02 0x40 0x01 0x0b 0x1f 0x40 0 0x0b 0x0b 0x0b] [0x20 0])
                        backend [7])))))

(def ^:private product-is-something
  "Whether local 0 times 65,536 is other than 0: 1 or 2."
  [0x20 0 0x41 0x80 0x80 4 0x6c 0x04 0x7f 0x41 1 0x05 0x41 2 0x0b])

(deftest an-i32-product-wraps-to-32-bits
  (on-both backend
    (is (= [1 2 1 2] (results (function product-is-something) backend [1 65536 65537 -65536])))))

(deftest an-i32-product-wraps-in-a-function-too-large-to-be-compiled
  (is (= [1 2] (results (module
                         (section 1 [1 0x60 1 0x7f 1 0x7f])
                         (section 3 [1 0])
                         (section 7 [1] (text "run") [0 0])
                         (section 10 [1] (sized (concat [0] large/padding product-is-something [0x0b]))))
                        Backend/COMPILER [(- 1 20000) (- 65536 20000)]))))

;; Calls in tail position

(defn- running
  "A module of functions () -> i32 with a global of 3; function 0 is \"run\"."
  [& functions]
  (module
   (section 1 [1 0x60 0 1 0x7f])
   (section 3 (cons (count functions) (repeat (count functions) 0)))
   (section 4 [1 0x70 0 4])
   (section 6 [1 0x7f 1 0x41 3 0x0b])
   (section 7 [1] (text "run") [0 0])
   (section 9 [1 0 0x41 0 0x0b (count functions)] (range (count functions)))
   (section 10 [(count functions)] (mapcat #(sized (concat % [0x0b])) functions))))

(def ^:private count-down
  "Three times again, each with a local that is 0 at first; then 40 and the local."
  [1 1 0x7f 0x23 0 0x45 0x04 0x40 0x41 40 0x20 0 0x6a 0x0f 0x0b 0x23 0 0x41 1 0x6b 0x24 0 0x41 5 0x21 0])

(deftest a-function-with-locals-calls-itself-in-tail-position
  (doseq [again [[0x12 0] [0x41 0 0x13 0 0] [0xd2 0 0x15 0]]]
    (on-both backend
      (is (= [40] (results (running (concat count-down again)) backend [[]]))))))

(deftest a-call-in-tail-position-leaves-nothing-on-the-operand-stack
  (doseq [call [[0x12 2] [0x41 2 0x13 0 0] [0xd2 2 0x15 0]]]
    (on-both backend
      (is (= [20] (results (running [0 0x41 10 0x10 1 0x6a] (concat [0 0x41 7] call) [0 0x41 10])
                           backend [[]])))
      (is (= [20] (results (running [0 0x41 10 0x10 1 0x6a] (concat [0 0x41 7 0x02 0x7f] call [0x0b 0x6a]) [0 0x41 10])
                           backend [[]]))))))

(deftest a-call-in-tail-position-comes-after-another-call
  (on-both backend
    (is (= [12] (results (running [0 0x10 1 0x1a 0x10 1 0x1a 0x12 1] [0 0x12 2] [0 0x41 12]) backend [[]])))))

(deftest a-million-interpreted-tail-calls-need-no-stack
  (is (= [8] (results (module
                       (section 1 [1 0x60 1 0x7f 1 0x7f])
                       (section 3 [1 0])
                       (section 7 [1] (text "run") [0 0])
                       (section 10 [1] (sized [0 0x20 0 0x45 0x04 0x40 0x41 8 0x0f 0x0b 0x20 0 0x41 1 0x6b 0x12 0 0x0b])))
                      Backend/INTERPRETER [1000000]))))

(deftest an-interpreted-function-of-a-compiled-module-calls-compiled-ones
  (doseq [call [[0x12 1] [0x41 1 0x13 0 0] [0xd2 1 0x15 0] [0x10 1] [0x41 1 0x11 0 0] [0xd2 1 0x14 0]]]
    (is (= [35] (results (module
                          (section 1 [1 0x60 1 0x7f 1 0x7f])
                          (section 3 [2 0 0])
                          (section 4 [1 0x70 0 2])
                          (section 7 [1] (text "run") [0 0])
                          (section 9 [1 0 0x41 0 0x0b 2 0 1])
                          (section 10 [2] (sized (concat [0] large/padding [0x20 0] call [0x0b]))
                                   (sized [0 0x20 0 0x41 30 0x6a 0x0b])))
                         Backend/COMPILER [(- 5 20000)])))))

(deftest a-null-that-is-thrown-is-a-trap-and-not-caught
  (on-both backend
    (let [compiled ^CoreModule (Engine/compile ^bytes (running [0 0x02 0x40 0x1f 0x40 1 2 0 0xd0 0x69 0x0a 0x0b 0x0b 0x41 1])
                                               (CompileOptions. backend false))]
      (within [store (new-store)]
        (is (= :null-reference (trap (.instantiate store compiled ^List (vector)) "run")))))))

(deftest signs-of-f32-are-bits
  (on-both backend
    (is (= [0x7fa00000 0x7fa00000 0x7f800000 0x3f800000 0]
           (results (function [0x20 0 0xbe 0x8b 0xbc]) backend
                    [0x7fa00000 (- 0x7fa00000 0x80000000) (- 0x7f800000 0x80000000) (- 0x3f800000 0x80000000) -0x80000000]))
        "f32.abs")
    (is (= [0x3f800000 0x3f800000 0x3f800000 -0x40800000 -0x40800000]
           (mapv unchecked-int
                 (results (function [0x43 0 0 0x80 0x3f 0x20 0 0xbe 0x98 0xbc]) backend
                          [0x4f7fc000 0x7fa00000 0 (- 0x7fa00000 0x80000000) -0x80000000])))
        "f32.copysign of 1")))

(defn- block-result
  "What a function returns that has a 7 on its stack, then instructions, and drops what these leave above the 7."
  [backend types dropped instructions]
  (first (results (module
                   (section 1 (concat [(inc (count types)) 0x60 0 1 0x7f] (apply concat types)))
                   (section 3 [1 0])
                   (section 7 [1] (text "run") [0 0])
                   (section 10 [1] (sized (concat [0 0x41 7] instructions (repeat dropped 0x1a) [0x0b]))))
                  backend [[]])))

(deftest a-branch-out-of-a-block-with-parameters-passes-the-label-s-values
  (on-both backend
    (let [takes-i32 [0x60 1 0x7f 0], gives-two [0x60 2 0x7f 0x7f 2 0x7f 0x7f], same [0x60 1 0x7f 1 0x7f]]
      (is (= 7 (block-result backend [takes-i32] 0 [0x41 5 0x02 1 0x0c 0 0x0b])) "block")
      (is (= 7 (block-result backend [takes-i32] 0 [0x41 5 0x1f 1 0 0x0c 0 0x0b])) "try_table")
      (is (= 7 (block-result backend [takes-i32] 0 [0x41 5 0x41 1 0x04 1 0x0c 0 0x05 0x1a 0x0b])) "if")
      (is (= 7 (block-result backend [takes-i32] 0 [0x41 5 0x41 0 0x04 1 0x1a 0x05 0x0c 0 0x0b])) "else")
      (is (= 7 (block-result backend [same] 1 [0x41 5 0x41 0 0x04 1 0x0b])) "if without else")
      (is (= 7 (block-result backend [gives-two] 3 [0x41 1 0x41 2 0x41 3 0x02 1 0x41 5 0x41 6 0x0c 0 0x0b])) "results"))))
