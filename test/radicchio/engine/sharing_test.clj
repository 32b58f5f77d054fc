(ns radicchio.engine.sharing-test
  "Memories and tables that several instances see."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.guests :refer [call export instance new-store on-both one thrown trap within]])
  (:import (java.util Optional OptionalLong)
           (radicchio.engine CoreType ExternType$MemoryType ExternType$TableType Global Limits Memory CoreStore Table)))

(set! *warn-on-reflection* true)

(def ^:private a 0x41414141)
(def ^:private z 0x5a5a5a5a)

(deftest memory-init-reads-the-segments-of-its-own-module
  (on-both backend
    (within [store (new-store)]
      (let [first-one (instance store backend "segments")
            again     #(instance store backend "more-segments" (export first-one "memory") (export first-one "init"))
            second-one (again)]
        (is (= a (one first-one "init" 0)))
        (is (= z (one second-one "init" 8)))
        (is (= a (one first-one "init" 16)) "after the other read its own")
        (is (= [97 99] [(one second-one "load" 100) (one second-one "load" 101)]) "active segments are written")
        (is (= a (.get ^Global (export second-one "started")))
            "also while the other was being instantiated")))))

(deftest a-dropped-segment-is-dropped-for-its-module-only
  (on-both backend
    (within [store (new-store)]
      (let [first-one  (instance store backend "segments")
            second-one (instance store backend "more-segments" (export first-one "memory") (export first-one "init"))]
        (call second-one "drop")
        (is (= :out-of-bounds-memory (trap second-one "init" 8)))
        (is (= a (one first-one "init" 0)))
        (call first-one "drop")
        (is (= :out-of-bounds-memory (trap first-one "init" 0)))
        (is (= a (one (instance store backend "segments") "init" 0)) "another instance has its own")))))

(deftest an-importer-without-memory-init-leaves-the-segments-of-others-alone
  (on-both backend
    (within [store (new-store)]
      (let [first-one (instance store backend "segments")
            plain     (instance store backend "plain-data" (export first-one "memory"))]
        (is (= (int \p) (one plain "load" 300)))
        (is (= a (one first-one "init" 0)))))))

(deftest a-second-instance-has-the-declared-table-sizes
  (on-both backend
    (within [store (new-store)]
      (let [t (instance store backend "tables")]
        (is (= [1 2] [(one t "grow" 3) (one t "grow-private" 3)]))
        (is (= [4 5] [(one t "size") (one t "size-private")]))
        (is (= 4 (.size ^Table (export t "table"))))
        (is (= [-1 -1] [(one t "grow" 7) (one t "grow-private" 8)]) "the declared maximum stands")
        (let [fresh (instance store backend "tables")]
          (is (= [1 2] [(one fresh "size") (one fresh "size-private")])))))))

(deftest elements-are-copied-from-a-smaller-table-to-a-larger
  (on-both backend
    (within [store (new-store)]
      (let [t (instance store backend "tables")
            slot (.externref store :thing)]
        (call t "put" slot)
        (call t "copy-up")
        (is (= slot (one t "get" 3)))
        (is (= slot (.get ^Table (export t "extern") 3)))))))

(deftest a-memory-grown-by-one-is-grown-for-all
  (on-both backend
    (within [store (new-store)]
      (let [memory ^Memory (.memory store (ExternType$MemoryType. 1 (OptionalLong/of 2) false false))
            guest  (instance store backend "plain-data" memory)]
        (is (= :out-of-bounds-memory (trap guest "load" 65536)))
        (is (= 1 (.grow memory 1)))
        (is (= 0 (one guest "load" 65536)))
        (is (= -1 (.grow memory 1)))
        (is (= 131072 (.size memory)))))))

(deftest an-out-of-bounds-access-of-the-host-changes-nothing-and-names-the-offset
  (within [store (new-store)]
    (let [memory ^Memory (.memory store (ExternType$MemoryType. 1 (OptionalLong/empty) false false))]
      (.writeInt memory 65532 -1)
      (is (= -1 (.readInt memory 65532)))
      (doseq [[access offset length] [[#(.readInt memory 65533) 65533 4] [#(.readByte memory -1) -1 1]
                                      [#(.readLong memory Long/MAX_VALUE) Long/MAX_VALUE 8]
                                      [#(.writeShort memory 65535 (short 1)) 65535 2]
                                      [#(.write memory 65530 (byte-array 7) 0 7) 65530 7]
                                      [#(.read memory 65530 7) 65530 7]
                                      [#(.fill memory 0 65537 (byte 1)) 0 65537]]]
        (let [e (thrown access)]
          (is (= (str length " bytes at offset " offset " are out of bounds of a memory of 65536 bytes") (ex-message e)))
          (is (= {:radicchio/error :argument, :offset offset, :length length, :memory-size 65536} (ex-data e)))))
      (is (= [0 0 -1 -1 -1 -1] (vec (.read memory 65530 6)))))))

(deftest bytes-are-copied-across-pages
  (within [store (new-store)]
    (let [memory ^Memory (.memory store (ExternType$MemoryType. 3 (OptionalLong/empty) false false))
          bytes  (byte-array (map unchecked-byte (range 140000)))]
      (.write memory 10 bytes 0 (alength bytes))
      (is (= (vec bytes) (vec (.read memory 10 (alength bytes)))))
      (let [target (byte-array 6)]
        (.read memory 65534 target 1 4)
        (is (= (concat [0] (take 4 (drop 65524 bytes)) [0]) (vec target))))
      (is (= (.readLong memory 65532) (reduce (fn [n i] (bit-or (bit-shift-left n 8) (Byte/toUnsignedInt (aget bytes (+ 65522 i))))) 0 (range 7 -1 -1))))
      (.fill memory 65530 20 (byte 5))
      (is (= (repeat 20 5) (seq (.read memory 65530 20)))))))

(deftest sizes-beyond-the-limits-are-refused-before-anything-is-made
  (on-both backend
    (within [store (new-store (Limits. 2 3 Limits/DEFAULT_TOTAL_MEMORY (Optional/empty)))]
      (let [memory #(.memory store (ExternType$MemoryType. % (OptionalLong/empty) false false))
            e      (thrown #(memory 3))]
        (is (= "a memory of at least 3 pages, expected at most 2" (ex-message e)))
        (is (= {:radicchio/error :limit, :limit :memory-pages} (ex-data e)))
        (is (= 2 (.grow ^Memory (memory 2) 0)))
        (is (= -1 (.grow ^Memory (memory 2) 1))))
      (is (= "a table of at least 4 elements, expected at most 3"
             (ex-message (thrown #(.table store (ExternType$TableType. CoreType/FUNCREF 4 (OptionalLong/empty) false)
                                          CoreStore/NULL_REF)))))
      (is (= :limit (:radicchio/error (ex-data (thrown #(instance store backend "tables"))))))
      (testing "a guest's own growing ends at the limit"
        (let [guest (instance store backend "kinds")]
          (is (= [1 -1] [(one guest "grow" 1) (one guest "grow" 1)])))))))

(deftest a-memory-of-4-gib-is-refused-as-too-large
  (on-both backend
    (within [store (new-store)]
      (let [e (thrown #(.memory store (ExternType$MemoryType. 65536 (OptionalLong/empty) false false)))]
        (is (= "a memory of at least 65536 pages, expected at most 32767" (ex-message e)))))))
