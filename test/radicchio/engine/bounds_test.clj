(ns radicchio.engine.bounds-test
  "Bounds of instructions on many elements and of active segments: all numbers are unsigned, and what traps has written
  nothing."
  (:require [clojure.test :refer [are deftest is testing]]
            [radicchio.engine.assemble :refer [module section signed sized text]]
            [radicchio.engine.guests :refer [call instance new-store on-both one thrown trap within]])
  (:import (java.util OptionalLong)
           (radicchio.engine Backend Engine ExternType$MemoryType)))

(set! *warn-on-reflection* true)

(def ^:private most "The last i32, unsigned." -1)
(def ^:private half "2^31 - 1" 2147483647)
(def ^:private sign "2^31" -2147483648)

(def ^:private traps
  [[:out-of-bounds-table
    ["table.fill" 5 most] ["table.fill" 5 half] ["table.fill" most 0] ["table.fill" most 1] ["table.fill" most 2]
    ["table.fill" 11 0] ["table.fill" 9 2] ["table.fill" 0 sign] ["table.fill" sign sign]
    ["table.copy" 5 0 half] ["table.copy" 0 5 half] ["table.copy" 0 0 most] ["table.copy" most 0 0]
    ["table.copy" 0 most 0] ["table.copy" 0 most 2] ["table.copy" 9 0 2] ["table.copy" 0 9 2]
    ["table.init" 5 0 half] ["table.init" 0 5 half] ["table.init" 0 0 most] ["table.init" most 0 0]
    ["table.init" 0 most 0] ["table.init" 0 most 2] ["table.init" most 0 2] ["table.init" 9 0 2] ["table.init" 0 7 2]
    ["table.init, active" 0 0 1] ["table.init, active" 0 1 0]
    ["table.get" most] ["table.get" sign] ["table.get" 10] ["table.set" most] ["table.set" sign] ["table.set" 10]
    ["array.init_elem" 0 most 0] ["array.init_elem" 0 most 2] ["array.init_elem" 0 7 2]
    ["array.init_elem, active" 0 0 1] ["array.init_elem, active" 0 1 0]
    ["array.new_elem" 0 most] ["array.new_elem" 1 most] ["array.new_elem" most 0] ["array.new_elem" most 2]
    ["array.new_elem" 5 half] ["array.new_elem, active" 0 1] ["array.new_elem, declared" 0 1]]
   [:out-of-bounds-array
    ["array.fill" 5 most] ["array.fill" 0 most] ["array.fill" 5 half] ["array.fill" most 0] ["array.fill" most 2]
    ["array.fill" 9 2] ["array.fill" sign sign]
    ["array.copy" 5 0 half] ["array.copy" 0 5 half] ["array.copy" 0 0 most] ["array.copy" most 0 0]
    ["array.copy" 0 most 0] ["array.copy" 9 0 2] ["array.copy" 0 9 2] ["array.copy" 0 most 2]
    ["array.init_data" 5 0 half] ["array.init_data" most 0 0] ["array.init_data" most 0 2] ["array.init_data" 0 0 most]
    ["array.init_elem" 5 0 half] ["array.init_elem" most 0 0] ["array.init_elem" most 0 2] ["array.init_elem" 0 0 most]]
   [:out-of-bounds-memory
    ["array.init_data" 0 -4 2] ["array.init_data" 0 most 0] ["array.init_data" 0 8 3] ["array.init_data" 0 17 0]
    ["array.new_data" 0 most] ["array.new_data" -4 2] ["array.new_data" most 0] ["array.new_data" 4 half]
    ["array.new_data" 0 1073741824] ["array.new_data, active" 0 1]
    ["memory.fill" 5 most] ["memory.fill" most 0] ["memory.fill" most 2] ["memory.fill" 65500 half]
    ["memory.fill" 65537 0] ["memory.fill" 65530 8] ["memory.fill" sign sign]
    ["memory.copy" 5 0 half] ["memory.copy" 0 5 half] ["memory.copy" 0 0 most] ["memory.copy" most 0 0]
    ["memory.copy" 0 most 0] ["memory.copy" 0 65530 8] ["memory.copy" most 65528 2]
    ["memory.init" 5 0 half] ["memory.init" 0 5 half] ["memory.init" 0 0 most] ["memory.init" most 0 0]
    ["memory.init" 0 most 0] ["memory.init" 0 most 2] ["memory.init" most 0 2] ["memory.init" 65530 0 8]
    ["memory.init, active" 0 0 1] ["memory.init, active" 0 1 0]]])

(deftest an-out-of-bounds-bulk-instruction-traps-and-writes-nothing
  (on-both backend
    (doseq [name ["bounds" "bounds-shared"]]
      (within [store (new-store)]
        (let [guest (instance store backend name)]
          (doseq [[kind & calls] traps
                  [function & args :as it] calls]
            (testing it
              (is (= kind (apply trap guest function args)))
              (is (= 0 (one guest "written"))))))))))

(deftest an-empty-range-at-the-end-is-within-bounds
  (on-both backend
    (doseq [name ["bounds" "bounds-shared"]]
      (within [store (new-store)]
        (let [guest (instance store backend name)]
          (are [function args] (= [] (apply call guest function args))
            "table.fill" [10 0], "table.copy" [10 10 0], "table.init" [10 8 0], "table.init, active" [10 0 0]
            "array.fill" [10 0], "array.copy" [10 10 0], "array.init_data" [10 16 0], "array.init_elem" [10 8 0]
            "array.new_data" [16 0], "array.new_elem" [8 0], "array.new_elem, active" [0 0]
            "memory.fill" [65536 0], "memory.copy" [65536 65536 0], "memory.init" [65536 16 0])
          (call guest "drop")
          (are [function args] (= [] (apply call guest function args))
            "table.init" [10 0 0], "array.init_elem" [10 0 0], "array.init_data" [10 0 0], "memory.init" [0 0 0]
            "array.new_elem" [0 0], "array.new_data" [0 0])
          (are [kind function args] (= kind (apply trap guest function args))
            :out-of-bounds-table "array.new_elem" [0 1], :out-of-bounds-table "table.init" [0 0 1]
            :out-of-bounds-memory "array.new_data" [0 1], :out-of-bounds-memory "memory.init" [0 0 1])
          (is (= 0 (one guest "written"))))))))

(deftest a-range-within-bounds-is-written-completely
  (on-both backend
    (doseq [name ["bounds" "bounds-shared"]
            [count function & args] [[10 "table.fill" 0 10] [1 "table.fill" 9 1] [1 "table.copy" 9 0 1]
                                     [8 "table.init" 2 0 8] [10 "array.fill" 0 10] [10 "array.copy" 0 0 10]
                                     [4 "array.init_data" 6 0 4] [8 "array.init_elem" 2 0 8] [65528 "memory.fill" 0 65536]
                                     [8 "memory.copy" 0 65528 8] [4 "memory.init" 65512 0 16]]]
      (within [store (new-store)]
        (let [guest (instance store backend name)]
          (testing [name function args]
            (apply call guest function args)
            (is (= count (one guest "written")))))))))

(deftest growing-by-more-than-31-bits-is-refused
  (on-both backend
    (doseq [name ["bounds" "bounds-shared"]]
      (within [store (new-store)]
        (let [guest (instance store backend name)]
          (doseq [function ["table.grow" "memory.grow"]
                  count    [most sign half]]
            (is (= -1 (unchecked-int (one guest function count))))))))))

;; --- Active segments -------------------------------------------------------------------------------------------------

(defn- i32 [n] (cons 0x41 (signed n)))

(defn- with-segments
  "A module that imports a memory, and has a table of ten functions and, active, an element and a data segment."
  ^bytes [element-at elements data-at data]
  (module
   (section 1 [1 0x60 0 0])
   (section 2 [1] (text "") (text "") [2 0 1])
   (section 3 [1 0])
   (section 4 [1 0x70 0 10])
   (section 9 [1 0] (i32 element-at) [0x0b elements] (repeat elements 0))
   (section 10 [1] (sized [0 0x0b]))
   (section 11 [2 0] (i32 0) [0x0b 1 42 0] (i32 data-at) [0x0b] (sized (repeat data 7)))))

(deftest offsets-of-active-segments-are-unsigned
  (on-both backend
    (doseq [[kind & numbers] [[nil 10 0 65536 0] [nil 0 10 65532 4]
                              [:out-of-bounds-table most 0 0 0] [:out-of-bounds-table sign 0 0 0]
                              [:out-of-bounds-table 11 0 0 0] [:out-of-bounds-table most 2 0 0]
                              [:out-of-bounds-table 5 6 0 0]
                              [:out-of-bounds-memory 0 0 most 0] [:out-of-bounds-memory 0 0 sign 0]
                              [:out-of-bounds-memory 0 0 65537 0] [:out-of-bounds-memory 0 0 most 2]
                              [:out-of-bounds-memory 0 0 65533 4]]]
      (testing numbers
        (within [store (new-store)]
          (let [memory (.memory store (ExternType$MemoryType. 1 (OptionalLong/empty) false false))
                wasm   (Engine/compile ^bytes (apply with-segments numbers) ^Backend backend)]
            (is (= kind (:trap (ex-data (thrown #(.instantiate store wasm [memory]))))))
            (is (= (if (= kind :out-of-bounds-table) 0 42) (.readByte memory 0))
                "segments are copied one after the other")))))))
