(ns radicchio.engine.lanes-test
  "The instructions on vectors: each gives what exact arithmetic gives, lane by lane."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [clojure.test.check :as check]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.engine.lanes.evaluate :as evaluate]
            [radicchio.engine.lanes.expected :as expected])
  (:import (com.dylibso.chicory.wasm.types OpCode)
           (java.util Optional)
           (radicchio.engine.chicory.lanes LaneInstruction LaneInstructions LaneType Lowering$Store)))

(set! *warn-on-reflection* true)

(def ^:private instructions (vec (LaneInstructions/all)))

(defn- immediate [^LaneInstruction instruction] (.name (.immediate instruction)))
(defn- operands [^LaneInstruction instruction] (mapv #(.name ^LaneType %) (.operands instruction)))

;; --- Operands ------------------------------------------------------------------------------------------------------

(def ^:private extremes
  "Bits of lanes that are special as an integer or as a number."
  {8  [0 1 2 0x7e 0x7f 0x80 0x81 0xfe 0xff]
   16 [0 1 0x7f 0x80 0xff 0x100 0x7ffe 0x7fff 0x8000 0x8001 0xff7f 0xff80 0xfffe 0xffff]
   32 [0 1 0x7fff 0x8000 0xffff 0x10000 0x7fffffff 0x80000000 0x80000001 0xffff8000 0xffff7fff 0xffffffff
       ;; zeros, infinities, NaNs: quiet, signalling, of either sign
       0x00000000 0x80000000 0x7f800000 0xff800000 0x7fc00000 0xffc00000 0x7f800001 0xffbfffff 0x7fa00000
       ;; the least and the largest numbers, those around the ranges of integers, halves
       0x00000001 0x807fffff 0x00800000 0x7f7fffff 0xff7fffff 0x4effffff 0x4f000000 0xcf000000 0xcf000001 0x4f7fffff 0x4f800000
       0x3f000000 0xbf000000 0x3f800000 0xbf800000 0x3fc00000 0x40200000 0xc0200000 0x4b000001 0x3effffff]
   64 [0 1 0x7fffffff 0x80000000 0xffffffff 0x100000000 0x7fffffffffffffff 0x8000000000000000 0x8000000000000001
       0xffffffff80000000 0xffffffffffffffff
       0x7ff0000000000000 0xfff0000000000000 0x7ff8000000000000 0xfff8000000000000 0x7ff0000000000001 0xfff7ffffffffffff
       0x000fffffffffffff 0x0010000000000000 0x7fefffffffffffff 0xffefffffffffffff
       0x41dfffffffc00000 0x41e0000000000000 0xc1e0000000000000 0xc1e0000000200000 0x41efffffffe00000 0x41f0000000000000
       0x3fe0000000000000 0xbfe0000000000000 0x3ff0000000000000 0x3ff8000000000000 0x4004000000000000 0xc004000000000000
       0x4330000000000001 0x3fdfffffffffffff 0x47efffffefffffff 0x47efffffe0000000 0x36a0000000000000 0x3690000000000000]})

(defn- bits-of [n] (gen/fmap #(expected/vector-of 8 %) (gen/vector (gen/choose 0 255) (quot n 8))))

(def ^:private near-one
  "A number whose exponent is near that of 1, so that sums are rounded."
  (gen/let [sign (gen/elements [0 0x80000000]), exponent (gen/choose 110 160), fraction (gen/choose 0 0x7fffff)]
    (+ sign (* exponent 0x800000) fraction)))

(def ^:private near-one-64
  (gen/let [sign (gen/elements [0 0x8000000000000000]), exponent (gen/choose 980 1090), fraction (bits-of 48)]
    (+ (bigint sign) (* (bigint exponent) 0x10000000000000) (* 16 fraction))))

(defn- lane [bits]
  (gen/frequency (cond-> [[3 (gen/elements (extremes bits))] [2 (bits-of bits)]]
                   (= bits 32) (conj [3 near-one])
                   (= bits 64) (conj [3 near-one-64]))))

(def ^:private vectors
  (gen/let [bits (gen/elements [8 16 32 64])
            lanes (gen/vector (lane bits) (quot 128 bits))]
    (expected/vector-of bits lanes)))

(def ^:private generators
  {"V128" vectors, "I32" (lane 32), "I64" (lane 64), "F32" (lane 32), "F64" (lane 64)})

(defn- immediates [^LaneInstruction instruction]
  (case (immediate instruction)
    ("LANE" "MEMARG_LANE") (gen/hash-map :lane (gen/choose 0 (dec (.laneBound instruction))))
    "LANES"                (gen/hash-map :bytes (gen/frequency
                                                 [[1 (gen/vector (gen/choose 0 31) 16)]
                                                  [1 (gen/let [from (gen/choose 0 16)] (vec (range from (+ from 16))))]
                                                  [1 (gen/let [xs (gen/vector (gen/choose 0 7) 4)]
                                                       (vec (mapcat #(range (* 4 %) (+ 4 (* 4 %))) xs)))]]))
    "CONSTANT"             (gen/hash-map :bytes (gen/vector (gen/choose 0 255) 16))
    (gen/return {})))

(defn- holds [trials property]
  (let [result (check/quick-check trials property)]
    (is (:pass? result) (pr-str (select-keys result [:seed :shrunk :result-data])))))

;; --- Values --------------------------------------------------------------------------------------------------------

(defn- memory? [^LaneInstruction instruction] (pos? (.accessBytes instruction)))

(deftest each-instruction-gives-what-exact-arithmetic-gives
  (doseq [^LaneInstruction instruction (remove memory? instructions)]
    (testing (.name instruction)
      (holds 150 (prop/for-all [immediates (immediates instruction)
                                operands (apply gen/tuple (map generators (operands instruction)))]
                   (let [{:keys [result]} (evaluate/run instruction immediates operands [])]
                     (expected/agrees? (expected/result (.name instruction) immediates operands) result)))))))

(deftest each-access-to-memory-loads-and-stores-the-same-bytes
  (doseq [^LaneInstruction instruction (filter memory? instructions)]
    (testing (.name instruction)
      (holds 100 (prop/for-all [immediates (immediates instruction)
                                bytes (gen/vector (gen/choose 0 255) 20)
                                v vectors]
                   (let [name (.name instruction)
                         after (evaluate/run instruction immediates (take (count (operands instruction)) [0 v]) bytes)]
                     (if (str/includes? name "load")
                       (and (expected/agrees? (expected/loaded name immediates bytes v) (:result after))
                            (= bytes (:bytes after)))
                       (let [stored (expected/stored name immediates v)]
                         (= (into (vec stored) (drop (count stored) bytes)) (:bytes after))))))))))

(deftest the-farthest-byte-is-stored-first
  (doseq [^LaneInstruction instruction (filter memory? instructions)
          :let [stores (.stores (evaluate/lower instruction {:lane 0}))]]
    (is (apply >= 16 (map #(.delta ^Lowering$Store %) stores)) (.name instruction))))

;; --- The table -----------------------------------------------------------------------------------------------------

(def ^:private relaxed
  ["i8x16.relaxed_swizzle" "i32x4.relaxed_trunc_f32x4_s" "i32x4.relaxed_trunc_f32x4_u" "i32x4.relaxed_trunc_f64x2_s_zero"
   "i32x4.relaxed_trunc_f64x2_u_zero" "f32x4.relaxed_madd" "f32x4.relaxed_nmadd" "f64x2.relaxed_madd" "f64x2.relaxed_nmadd"
   "i8x16.relaxed_laneselect" "i16x8.relaxed_laneselect" "i32x4.relaxed_laneselect" "i64x2.relaxed_laneselect"
   "f32x4.relaxed_min" "f32x4.relaxed_max" "f64x2.relaxed_min" "f64x2.relaxed_max" "i16x8.relaxed_q15mulr_s"
   "i16x8.relaxed_dot_i8x16_i7x16_s" "i32x4.relaxed_dot_i8x16_i7x16_add_s"])

(deftest the-table-has-every-instruction
  (let [names (into {} (map (fn [^LaneInstruction i] [(.opcode i) (.name i)])) instructions)
        engine (into {} (for [opcode (range 256) :let [op (OpCode/byOpCode (bit-or 0xfd00 (int opcode)))] :when op]
                          [opcode (str/replace-first (str/lower-case (.name op)) "demote_low" "demote")]))]
    (is (= 236 (count engine)))
    (is (= (update-vals engine #(str/replace-first % "_" ".")) (into {} (filter #(< (long (key %)) 0x100)) names)))
    (is (= (zipmap (range 0x100 0x114) relaxed) (into {} (filter #(<= 0x100 (long (key %)))) names)))))

(deftest an-opcode-without-an-instruction-is-not-found
  (doseq [opcode [-1 0x9a 0xa2 0xbb 0x114 0x7fffffff 0x10000006e]]
    (is (.isEmpty ^Optional (LaneInstructions/of opcode)) (str opcode)))
  (is (= "i8x16.add" (.name ^LaneInstruction (.get (LaneInstructions/of 0x6e))))))

(deftest the-code-of-each-instruction-has-the-types-that-it-says
  (doseq [^LaneInstruction instruction instructions
          lane (range (if (str/includes? (immediate instruction) "LANE") (max 1 (min 16 (.laneBound instruction))) 1))
          :let [lowering (evaluate/lower instruction {:lane lane})
                type-of #(evaluate/type-of (vec (.operands instruction)) %)
                ^Optional result (.result instruction)]]
    (testing (.name instruction)
      (is (= (if (.isPresent result)
               ({"V128" ["J" "J"], "I32" ["I"], "I64" ["J"], "F32" ["F"], "F64" ["D"]} (.name ^LaneType (.get result)))
               [])
             (map type-of (.results lowering))))
      (is (every? #{"J"} (map #(type-of (.value ^Lowering$Store %)) (.stores lowering)))))))
