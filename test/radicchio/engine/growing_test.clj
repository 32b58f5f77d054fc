(ns radicchio.engine.growing-test
  "A memory that grows: its bounds are exact at each size, what was written stays, and many small steps take linear time."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section sized text]]
            [radicchio.engine.guests :refer [export new-store on-both one within]])
  (:import (java.util Optional OptionalLong)
           (radicchio.engine Backend CoreStore Engine ExternType$MemoryType Limits Memory)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private page 65536)

(def ^:private accesses
  "Name, opcode, bytes, whether it stores, the type of the value."
  [["load8" 0x2d 1 false 0x7f] ["load16" 0x2f 2 false 0x7f] ["load32" 0x28 4 false 0x7f] ["load64" 0x29 8 false 0x7e]
   ["loadf32" 0x2a 4 false 0x7d] ["loadf64" 0x2b 8 false 0x7c]
   ["store8" 0x3a 1 true 0x7f] ["store16" 0x3b 2 true 0x7f] ["store32" 0x36 4 true 0x7f] ["store64" 0x37 8 true 0x7e]
   ["storef32" 0x38 4 true 0x7d] ["storef64" 0x39 8 true 0x7c]])

(defn- function-type [[_ _ _ stores type]]
  (if stores [0x60 2 0x7f type 0] [0x60 1 0x7f 1 type]))

(defn- body [[_ code _ stores]]
  (sized (concat [0 0x20 0] (when stores [0x20 1]) [code 0 0 0x0b])))

(defn- guest
  "An instance that imports a memory, with a function for each access, \"grow\" and \"size\"."
  [^CoreStore store backend memory]
  (let [n     (count accesses)
        wasm  (module
               (section 1 [(+ n 2)] (mapcat function-type accesses) [0x60 1 0x7f 1 0x7f] [0x60 0 1 0x7f])
               (section 2 [1] (text "m") (text "memory") [2 0 0])
               (section 3 [(+ n 2)] (range (+ n 2)))
               (section 7 [(+ n 2)] (mapcat (fn [i [name]] (concat (text name) [0 i])) (range) accesses)
                        (text "grow") [0 n] (text "size") [0 (inc n)])
               (section 10 [(+ n 2)] (mapcat body accesses)
                        (sized [0 0x20 0 0x40 0 0x0b]) (sized [0 0x3f 0 0x0b])))]
    (.instantiate store (Engine/compile ^bytes wasm ^Backend backend) [memory])))

(defn- in-bounds? [instance [name _ _ stores] address]
  (try (if stores (.call ^radicchio.engine.Func (export instance name) (long-array [address 0])) (one instance name address))
       true
       (catch RadicchioException e
         (is (= :out-of-bounds-memory (:trap (ex-data e))))
         false)))

(defn- exact?
  "Whether each access is in bounds up to the last byte, and not one byte further."
  [instance pages]
  (every? (fn [[_ _ length :as access]]
            (let [last-place (- (* page pages) length)]
              (and (or (neg? last-place) (in-bounds? instance access last-place))
                   (not (in-bounds? instance access (inc last-place)))
                   (not (in-bounds? instance access -1))
                   (not (in-bounds? instance access Integer/MIN_VALUE)))))
          accesses))

(deftest bounds-are-exact-at-each-size
  (on-both backend
    (within [store (new-store)]
      (let [memory ^Memory (.memory store (ExternType$MemoryType. 0 (OptionalLong/of 300) false false))
            made   (guest store backend memory)
            other  (guest store backend memory)]
        (is (exact? made 0))
        (doseq [pages (range 1 301)]
          (is (= (dec pages) (if (odd? pages) (.grow memory 1) (one made "grow" 1))))
          (when (or (< pages 4) (zero? (mod pages 25)))
            (is (exact? made pages))
            (is (exact? other pages) "of another instance too"))
          (is (= pages (one made "size") (one other "size") (/ (.size memory) page)))
          (is (= 0 (.readByte memory (dec (* pages page)))))
          (.writeByte memory (dec (* pages page)) (unchecked-byte pages)))
        (is (= -1 (.grow memory 1) (one other "grow" 1)))
        (is (every? #(= (unchecked-byte %) (.readByte memory (dec (* % page))) (unchecked-byte (one other "load8" (dec (* % page)))))
                    (range 1 301))
            "what was written at each size")))))

(deftest a-refused-growth-changes-nothing
  (on-both backend
    (within [store (new-store (Limits. 10 Limits/MOST_TABLE_ELEMENTS Limits/DEFAULT_TOTAL_MEMORY (Optional/empty)))]
      (let [memory ^Memory (.memory store (ExternType$MemoryType. 2 (OptionalLong/empty) false false))
            made   (guest store backend memory)]
        (doseq [pages [9 32766 65535 -1 Integer/MIN_VALUE]]
          (is (= -1 (one made "grow" pages)))
          (is (exact? made 2)))
        (is (= 2 (one made "grow" 8)))
        (is (exact? made 10))))))

(deftest many-small-steps-take-linear-time
  (on-both backend
    (within [store (new-store)]
      (let [memory ^Memory (.memory store (ExternType$MemoryType. 1 (OptionalLong/empty) false false))
            made   (guest store backend memory)
            began  (System/nanoTime)]
        (testing "a page 2,400 times, which would be 189 GB of copies"
          (dotimes [n 2400]
            (is (= (inc n) (one made "grow" 1))))
          (is (> 15e9 (- (System/nanoTime) began))))
        (is (exact? made 2401))))))
