(ns radicchio.runtime.mutated-test
  "Components that were changed at random and are valid still: they are instantiated under small limits, and what they
  export is called with made-up values. Whatever a guest does, the host gets a value or an error of ours."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.binary.binary-test :as binary]
            [radicchio.wasm.component :as wasm])
  (:import (java.io File)
           (java.nio.file Files OpenOption)
           (java.util Optional Random)
           (radicchio.component ValType ValType$Case ValType$EnumType ValType$Field ValType$FixedListType
                                ValType$FlagsType ValType$ListType ValType$MapType ValType$OptionType ValType$Prim
                                ValType$RecordType ValType$ResultType ValType$TupleType ValType$VariantType)
           (radicchio.error RadicchioException)
           (radicchio.runtime CompiledComponent ExportedFunction Instance)))

(set! *warn-on-reflection* true)

(def ^:private limits
  {:memory-pages 64, :total-memory 16000000, :table-elements 10000, :timeout-ms 200, :lifted-bytes 1000000, :handles 100})

(defn- among [^Random random xs]
  (nth xs (.nextInt random (count xs))))

(declare value)

(defn- optional [random ^Optional type]
  (if (.isPresent type) [(value random (.get type))] []))

(defn- prim [^Random random type]
  (condp = type
    ValType$Prim/BOOL   (.nextBoolean random)
    ValType$Prim/STRING (among random ["" "a" "☃🍰" (apply str (repeat 5000 "é"))])
    ValType$Prim/CHAR   (among random ["a" "🍰"])
    ValType$Prim/F32    (among random [0.0 -1.5 ##NaN ##Inf])
    ValType$Prim/F64    (among random [0.0 -1.5 ##NaN ##Inf 1e300])
    ValType$Prim/S8     (among random [0 -128 127])
    ValType$Prim/S16    (among random [0 -32768 32767])
    ValType$Prim/S32    (among random [0 -2147483648 2147483647])
    ValType$Prim/S64    (among random [0 Long/MIN_VALUE Long/MAX_VALUE])
    ValType$Prim/U8     (.nextInt random 256)
    ValType$Prim/U16    (.nextInt random 65536)
    ValType$Prim/U32    (among random [0 1 65536 4294967295])
    (among random [0 1 18446744073709551615N])))

(defn- case-of [^Random random cases]
  (let [^ValType$Case chosen (among random (vec cases))]
    (into [(keyword (.name chosen))] (optional random (.type chosen)))))

(defn- value
  "A value of a type, or for a handle one that is refused."
  [^Random random ^ValType type]
  (condp instance? type
    ValType$Prim          (prim random type)
    ValType$ListType      (vec (repeatedly (among random [0 1 3 300]) #(value random (.element ^ValType$ListType type))))
    ValType$FixedListType (vec (repeatedly (min 1000 (.length ^ValType$FixedListType type))
                                           #(value random (.element ^ValType$FixedListType type))))
    ValType$MapType       {(value random (.key ^ValType$MapType type)) (value random (.value ^ValType$MapType type))}
    ValType$RecordType    (into {} (for [^ValType$Field f (.fields ^ValType$RecordType type)]
                                     [(keyword (.name f)) (value random (.type f))]))
    ValType$TupleType     (mapv #(value random %) (.elements ^ValType$TupleType type))
    ValType$VariantType   (case-of random (.cases ^ValType$VariantType type))
    ValType$EnumType      (keyword (among random (vec (.cases ^ValType$EnumType type))))
    ValType$FlagsType     (set (map keyword (filter (fn [_] (.nextBoolean random)) (.labels ^ValType$FlagsType type))))
    ValType$OptionType    (when (.nextBoolean random) (value random (.element ^ValType$OptionType type)))
    ValType$ResultType    (if (.nextBoolean random)
                            (into [:ok] (optional random (.ok ^ValType$ResultType type)))
                            (into [:err] (optional random (.err ^ValType$ResultType type))))
    :a-handle))

(defn- call-all [^Random random ^Instance instance]
  (doseq [^ExportedFunction f (take 12 (.functions instance))]
    (try (.call f (to-array (map #(value random (.type ^ValType$Field %)) (.params (.type f)))))
         (catch RadicchioException _))))

(defn- run
  "Runs the bytes on a backend: nil, or what was thrown and is not ours. Whether they were valid goes to `valid`."
  [^bytes wasm backend ^Random random valid]
  (try
    (let [^CompiledComponent component (wasm/compile wasm {:backend backend, :cache false})]
      (vswap! valid inc)
      (dotimes [_ 2]
        (with-open [^Instance instance (wasm/instantiate component {:limits limits, :missing :trap})]
          (call-all random instance))))
    nil
    (catch RadicchioException _ nil)
    (catch Throwable e e)))

(defn- survive
  "Changes each component in turn, runs it, and returns how many were valid."
  [times seed backend]
  (let [random  (Random. (long seed))
        valid   (volatile! 0)
        sources (vec (for [file (binary/components)
                           :when (not (re-find #"component-repeating|many\.wasm" file))]
                       (binary/read-bytes file)))]
    (dotimes [i times]
      (let [wasm (binary/mutated (nth sources (mod i (count sources))) random)]
        (when-let [thrown (run wasm backend random valid)]
          (let [evidence (File/createTempFile "mutated" ".wasm")]
            (Files/write (.toPath evidence) ^bytes wasm ^"[Ljava.nio.file.OpenOption;" (make-array OpenOption 0))
            (is false (str backend ", seed " seed ", round " i ", kept in " evidence ": " thrown "\n"
                           (apply str (interpose "\n  " (take 12 (.getStackTrace ^Throwable thrown))))))))))
    @valid))

(deftest mutated-components-throw-only-our-errors
  (is (pos? (long (survive 400 1 :interpreter))))
  (is (pos? (long (survive 100 2 :compiler)))))

(deftest ^:fuzz many-mutated-components-throw-only-our-errors
  (is (pos? (long (survive 20000 (System/nanoTime) :interpreter))))
  (is (pos? (long (survive 5000 (System/nanoTime) :compiler)))))
