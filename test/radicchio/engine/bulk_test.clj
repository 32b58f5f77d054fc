(ns radicchio.engine.bulk-test
  "Instructions that do much at once: stopped at the deadline like loops, out of bounds like loads and stores, and within
  the limits of memory."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section signed sized text unsigned]]
            [radicchio.engine.guests :refer [call export host new-store on-both one thrown within]])
  (:import (java.time Duration)
           (java.util Optional OptionalLong)
           (radicchio.engine Backend CompileOptions CoreType Engine ExternType$MemoryType ExternType$TableType Limits
                             Memory CoreStore Table)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

;; --- A module with a memory, a table and an array --------------------------------------------------------------------

(defn- i32 [n] (cons 0x41 (signed n)))
(defn- i64 [n] (cons 0x42 (signed n)))
(def ^:private null-func [0xd0 0x70])
(def ^:private drop-it [0x1a])
(def ^:private local-0 [0x20 0])
(defn- op "An instruction with a prefix." [prefix & codes] (cons prefix (mapcat unsigned codes)))

(def ^:private segment 65536)

(defn- guest
  "Export \"run\", () -> (), has a local of an array of `elements` i64 and runs the instructions. The memory has so many
  pages, the table 1,000,000 elements and may have twice as many; data and element segments have 65,536 of theirs."
  ^bytes [pages elements & instructions]
  (module
   ;; 0: () -> (); 1: (array (mut i64)); 2: (array (mut funcref))
   (section 1 [3 0x60 0 0 0x5e 0x7e 1 0x5e 0x70 1])
   (section 3 [1 0])
   (section 4 [1 0x70 1] (unsigned 1000000) (unsigned 2000000))
   (section 5 [1 0] (unsigned pages))
   (section 7 [2] (text "run") [0 0] (text "memory") [2 0])
   (section 9 [1 1 0] (unsigned segment) (repeat segment 0))
   (section 12 [1])
   (section 10 [1] (sized (concat [2 1 0x63 1 1 0x7f]
                                  (i64 1) (i32 elements) (op 0xfb 6 1) [0x21 0]
                                  (apply concat instructions)
                                  [0x0b])))
   (section 11 [1 1] (sized (repeat segment 97)))))

(defn- run
  "What a call of the guest throws; nil if it returns."
  [backend limits wasm]
  (within [store (new-store limits)]
    (let [made (.instantiate store (Engine/compile ^bytes wasm (CompileOptions. backend false)) [])]
      (thrown #(call made "run")))))

(def ^:private mib (bit-shift-left 1 20))

(def ^:private long-instructions
  "Of each instruction that may do much at once one that does."
  {"memory.fill"       [(i32 0) (i32 7) (i32 (* 64 mib)) (op 0xfc 11 0)]
   "memory.copy"       [(i32 0) (i32 1) (i32 (dec (* 64 mib))) (op 0xfc 10 0 0)]
   "memory.copy up"    [(i32 1) (i32 0) (i32 (dec (* 64 mib))) (op 0xfc 10 0 0)]
   "table.fill"        [(i32 0) null-func (i32 1000000) (op 0xfc 17 0)]
   "table.copy"        [(i32 0) (i32 1) (i32 999999) (op 0xfc 14 0 0)]
   "array.fill"        [local-0 (i32 0) (i64 2) (i32 (* 16 mib)) (op 0xfb 16 1)]
   "array.copy"        [local-0 (i32 0) local-0 (i32 1) (i32 (dec (* 16 mib))) (op 0xfb 17 1 1)]})

(def ^:private done "Writes 42 to memory: what comes before it was not stopped." [(i32 0) (i32 42) [0x36 2 0]])

(defn- instantiated
  "A store with a short deadline and an instance in it. On a busy machine making the memory may take longer than that;
  then a longer one is tried."
  [module]
  (some (fn [millis]
          (let [store (new-store (Limits. 2048 (Optional/of (Duration/ofMillis millis))))]
            (try [store (within [store store] (.instantiate store module []))]
                 (catch RadicchioException _ nil))))
        [250 500 1000 2000 4000]))

(deftest instructions-in-a-row-end-at-the-deadline
  (on-both backend
    (doseq [[label instructions] long-instructions]
      (testing label
        (let [array? (.startsWith ^String label "array")
              wasm   (apply guest (if array? 1 1024) (if array? (* 16 mib) 1)
                            (concat (apply concat (repeat 600 instructions)) done))
              module (Engine/compile ^bytes wasm (CompileOptions. backend false))
              [store made] (instantiated module)]
          (within [store store]
            (is (= [:limit :timeout] ((juxt :radicchio/error :limit) (ex-data (thrown #(call made "run"))))))
            (is (not= 42 (.readInt ^Memory (export made "memory") 0)) "they were not run to the end")))))))

(def ^:private data-length (* 6 mib))

(defn- one-instruction
  "A module whose export \"run\" is one instruction on arrays a and b of `elements` bytes, or on its two memories of so many
  pages. \"make\" makes the arrays, \"clear\" writes zeros to a; \"in-array\" and \"in-memory\" read a byte of what \"run\"
  writes."
  [elements pages instruction]
  (module
   ;; 0: () -> (); 1: (i32) -> i32; 2: (array (mut i8))
   (section 1 [3 0x60 0 0 0x60 1 0x7f 1 0x7f 0x5e 0x78 1])
   (section 3 [5 0 0 1 1 0])
   (section 5 [2 0] (unsigned pages) [0] (unsigned pages))
   (section 6 [2 0x63 2 1 0xd0 2 0x0b 0x63 2 1 0xd0 2 0x0b])
   (section 7 [5] (text "make") [0 0] (text "run") [0 1] (text "in-array") [0 2] (text "in-memory") [0 3] (text "clear") [0 4])
   (section 12 [1])
   (section 10 [5]
            (sized (concat [0] (i32 elements) (op 0xfb 7 2) [0x24 0] (i32 1) (i32 elements) (op 0xfb 6 2) [0x24 1]
                           (i32 0) (i32 1) (i32 (* 65536 pages)) (op 0xfc 11 1) [0x0b]))
            (sized (concat [0] (apply concat instruction) [0x0b]))
            (sized (concat [0 0x23 0 0x20 0] (op 0xfb 13 2) [0x0b]))
            (sized [0 0x20 0 0x2d 0 0 0x0b])
            (sized (concat [0 0x23 0] (i32 0) (i32 0) (i32 elements) (op 0xfb 16 2)
                           (i32 0) (i32 0) (i32 (* 65536 pages)) (op 0xfc 11 0) [0x0b])))
   (section 11 [1 1] (sized (repeat data-length 1)))))

(def ^:private array-a [0x23 0])
(def ^:private array-b [0x23 1])

(def ^:private stopped-midway
  "Of instructions that write ones: what they write to, the last place, and the module."
  (let [elements (* 12 mib)]
    {"array.fill"      ["in-array" (dec elements)
                        (one-instruction elements 1 [array-a (i32 0) (i32 1) (i32 elements) (op 0xfb 16 2)])]
     "array.copy"      ["in-array" (dec elements)
                        (one-instruction elements 1 [array-a (i32 0) array-b (i32 0) (i32 elements) (op 0xfb 17 2 2)])]
     "array.init_data" ["in-array" (dec data-length)
                        (one-instruction data-length 1 [array-a (i32 0) (i32 0) (i32 data-length) (op 0xfb 18 2 0)])]
     "memory.copy"     ["in-memory" (dec (* 65536 2048))
                        (one-instruction 1 2048 [(i32 0) (i32 0) (i32 (* 65536 2048)) (op 0xfc 10 0 1)])]}))

(defn- interrupted-midway?
  "Whether interrupting the call of `run` after so many milliseconds left it done in part."
  [made what end millis]
  (call made "clear")
  (let [caller (Thread/currentThread)
        other  (future (Thread/sleep (long millis)) (.interrupt caller))
        ended  (thrown #(call made "run"))]
    @other
    (Thread/interrupted)
    (and ended
         (is (= {:radicchio/error :limit, :limit :interrupted} (ex-data ended)))
         (= [1 0] [(one made what 0) (one made what end)]))))

(deftest one-long-instruction-is-stopped-midway
  (on-both backend
    (doseq [[label [what end wasm]] stopped-midway]
      (testing label
        (within [store (new-store)]
          (let [made (.instantiate store (Engine/compile ^bytes wasm (CompileOptions. backend false)) [])]
            (call made "make")
            (is (some #(interrupted-midway? made what end %) (take 400 (cycle (range 1 60)))))))))))

(deftest a-long-instruction-does-what-a-short-one-does
  (on-both backend
    (doseq [[label [what end wasm]] stopped-midway]
      (testing label
        (within [store (new-store)]
          (let [made (.instantiate store (Engine/compile ^bytes wasm (CompileOptions. backend false)) [])]
            (call made "make")
            (is (= [0 0 0] (map #(one made what %) [0 70000 end])))
            (call made "run")
            (is (= [1 1 1] (map #(one made what %) [0 70000 end])))))))))

(def ^:private long-arrays
  "Long arrays that are made of something: their code, and what is at place 0, 70,000 and the end."
  {"array.new"             [[(i32 7) (i32 100000) (op 0xfb 6 2)] 7]
   "array.new_default"     [[(i32 100000) (op 0xfb 7 2)] 0]
   "array.new_data"        [[(i32 1) (i32 100000) (op 0xfb 9 2 0)] 1]
   "array.new, short"      [[(i32 7) (i32 3) (op 0xfb 6 2)] 7]
   "array.new_data, short" [[(i32 1) (i32 3) (op 0xfb 9 2 0)] 1]})

(deftest an-array-is-made-whatever-its-length
  (on-both backend
    (doseq [[label [code value]] long-arrays, :let [end (if (.contains ^String label "short") 2 99999)]]
      (testing label
        (within [store (new-store)]
          (let [wasm (one-instruction 1 1 (concat code [[0x24 0]]))
                made (.instantiate store (Engine/compile ^bytes wasm (CompileOptions. backend false)) [])]
            (call made "run")
            (is (= value (one made "in-array" 0) (one made "in-array" end)))
            (is (= :out-of-bounds-array (:trap (ex-data (thrown #(call made "in-array" (inc end)))))))))))))

(deftest copying-between-two-views-of-a-memory-is-as-if-all-were-read-first
  (on-both backend
    (doseq [[to from] [[0 100000] [100000 0]]]
      (within [store (new-store)]
        (let [length 2000000
              shared (.memory store (ExternType$MemoryType. 64 (OptionalLong/empty) false false))
              wasm   (module (section 1 [1 0x60 0 0])
                             (section 2 [2] (text "m") (text "a") [2 0 1] (text "m") (text "b") [2 0 1])
                             (section 3 [1 0])
                             (section 7 [1] (text "run") [0 0])
                             (section 10 [1] (sized (concat [0] (i32 to) (i32 from) (i32 length) (op 0xfc 10 0 1) [0x0b]))))
              made   (.instantiate store (Engine/compile ^bytes wasm (CompileOptions. backend false)) [shared shared])
              number (fn [at] (.readInt ^Memory shared (int at)))]
          (doseq [at (range 0 (+ length 100000) 4)] (.writeInt ^Memory shared (int at) (int at)))
          (call made "run")
          (is (= (map #(+ from (long %)) (range 0 length 40000))
                 (map #(number (+ to (long %))) (range 0 length 40000)))))))))

(def ^:private out-of-bounds
  "Instructions whose sums of offset and length have more than 31 bits."
  {"memory.fill"     [:out-of-bounds-memory (i32 -1) (i32 7) (i32 1) (op 0xfc 11 0)]
   "memory.copy"     [:out-of-bounds-memory (i32 1) (i32 0) (i32 0x7fffffff) (op 0xfc 10 0 0)]
   "memory.init"     [:out-of-bounds-memory (i32 0) (i32 -1) (i32 1) (op 0xfc 8 0 0)]
   "table.fill"      [:out-of-bounds-table (i32 -1) null-func (i32 1) (op 0xfc 17 0)]
   "table.copy"      [:out-of-bounds-table (i32 0) (i32 0x7fffffff) (i32 1) (op 0xfc 14 0 0)]
   "table.init"      [:out-of-bounds-table (i32 0) (i32 -1) (i32 1) (op 0xfc 12 0 0)]
   "array.fill"      [:out-of-bounds-array local-0 (i32 -1) (i64 2) (i32 1) (op 0xfb 16 1)]
   "array.copy"      [:out-of-bounds-array local-0 (i32 0) local-0 (i32 -1) (i32 1) (op 0xfb 17 1 1)]
   "array.new_data"  [:out-of-bounds-memory (i32 -8) (i32 1) (op 0xfb 9 1 0) drop-it]
   "array.new_data, length" [:out-of-bounds-memory (i32 0) (i32 -1) (op 0xfb 9 1 0) drop-it]
   "array.new_elem"  [:out-of-bounds-table (i32 -1) (i32 1) (op 0xfb 10 2 0) drop-it]
   "array.new_elem, length" [:out-of-bounds-table (i32 0) (i32 -1) (op 0xfb 10 2 0) drop-it]
   "array.init_data" [:out-of-bounds-memory local-0 (i32 0) (i32 -8) (i32 1) (op 0xfb 18 1 0)]})

(deftest numbers-beyond-31-bits-are-out-of-bounds
  (on-both backend
    (doseq [[label [kind & instructions]] out-of-bounds]
      (testing label
        (is (= {:radicchio/error :trap, :trap kind}
               (dissoc (ex-data (run backend Limits/DEFAULT (apply guest 1 10 instructions))) :frames)))))))

(deftest an-array-that-the-jvm-cannot-make-is-a-limit
  (on-both backend
    (doseq [length [-1 -2147483648 2147483647]
            code   [[(i64 1) (i32 length) (op 0xfb 6 1) drop-it] [(i32 length) (op 0xfb 7 1) drop-it]]]
      (is (= {:radicchio/error :limit, :limit :heap} (ex-data (run backend Limits/DEFAULT (apply guest 1 10 code))))))))

;; --- The total of memories and tables ---------------------------------------------------------------------------------

(defn- total ^Limits [bytes] (Limits. 32767 10000000 bytes (Optional/empty)))
(defn- memory ^Memory [^CoreStore store pages] (.memory store (ExternType$MemoryType. pages (OptionalLong/empty) false false)))
(defn- table ^Table [^CoreStore store type elements]
  (.table store (ExternType$TableType. type elements (OptionalLong/empty) false) CoreStore/NULL_REF))

(deftest all-memories-and-tables-of-a-store-share-a-total
  (within [store (new-store (total (* 10 65536)))]
    (let [first-one (memory store 4), second-one (memory store 4)]
      (is (= 4 (.grow first-one 2)))
      (is (= -1 (.grow second-one 1)) "growing tells the guest")
      (is (= [6 4] [(.grow first-one 0) (.grow second-one 0)]))
      (let [e (thrown #(memory store 1))]
        (is (= "a memory of 1 pages, expected at most 655360 bytes of all memories and tables, which have 655360; raise :total-memory to allow it"
               (ex-message e)))
        (is (= {:radicchio/error :limit, :limit :total-memory} (ex-data e))))
      (is (= :total-memory (:limit (ex-data (thrown #(table store CoreType/FUNCREF 1))))))))
  (within [store (new-store (total (* 8 1000)))]
    (let [funcs (table store CoreType/FUNCREF 500), externs (table store CoreType/EXTERNREF 400)]
      (is (= 400 (.grow externs 100 CoreStore/NULL_REF)))
      (is (= -1 (.grow funcs 1 CoreStore/NULL_REF) (.grow externs 1 CoreStore/NULL_REF))))))

(deftest memories-and-tables-of-a-guest-count-toward-the-total
  (on-both backend
    (let [wasm (guest 16 10)]
      (is (nil? (run backend (total (+ (* 16 65536) 8000000)) wasm)))
      (is (= {:radicchio/error :limit, :limit :total-memory}
             (ex-data (thrown #(run backend (total (+ (* 16 65536) 7999999)) wasm))))))))

(deftest memory-that-became-garbage-counts-no-longer
  (within [store (new-store (total (* 64 mib)))]
    (is (some? (memory store 1024)))
    (is (some? (loop [left 100]
                 (or (try (memory store 1) (catch Exception _ nil))
                     (when (pos? left) (System/gc) (Thread/sleep 10) (recur (dec left)))))))))

(deftest ^:slow growing-beyond-the-heap-fails-for-the-guest
  (within [store (new-store (total Long/MAX_VALUE))]
    (let [most     (quot (.maxMemory (Runtime/getRuntime)) 65536)
          memories (vec (repeatedly (+ 2 (quot most 32767)) #(memory store 0)))
          grown    (mapv #(.grow ^Memory % 32767) memories)]
      (is (contains? (set grown) -1) "all of them are more than the heap")
      (is (= (replace {0 32767, -1 0} grown) (map #(.grow ^Memory % 0) memories)) "wholly or not at all"))))

(deftest growing-one-by-one-takes-linear-time
  (on-both backend
    (testing "a table"
      (let [grow  [null-func (i32 1) (op 0xfc 15 0) drop-it]
            began (System/nanoTime)]
        (is (nil? (run backend Limits/DEFAULT
                       (apply guest 1 10 (concat [(i32 900000) [0x21 1 0x03 0x40]] grow
                                                 [[0x20 1] (i32 1) [0x6b 0x22 1 0x0d 0] [0x0b]])))))
        (is (> 30e9 (- (System/nanoTime) began)))))))

(deftest a-table-that-grew-is-called-through
  (on-both backend
    (within [store (new-store)]
      (let [shared (table store CoreType/FUNCREF 0)
            seven  (host store [] [CoreType/I32] (constantly [7]))
            caller (.instantiate store (Engine/compile (module (section 1 [2 0x60 0 1 0x7f 0x60 1 0x7f 1 0x7f])
                                                               (section 2 [1] (text "m") (text "t") [1 0x70 0 0])
                                                               (section 3 [1 1])
                                                               (section 7 [1] (text "call") [0 0])
                                                               (section 10 [1] (sized [0 0x20 0 0x11 0 0 0x0b])))
                                                       ^Backend backend)
                                 [shared])]
        (doseq [size (range 40)]
          (is (= :undefined-element (:trap (ex-data (thrown #(one caller "call" size))))))
          (is (= size (.grow shared 1 (.reference store seven))))
          (is (= 7 (one caller "call" size))))))))
