(ns radicchio.engine.smith-test
  "Random valid modules, made by wasm-tools smith: the backends do the same with each, and refuse none but for what
  docs/conformance.md lists."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.engine.guests :refer [export within]]
            [radicchio.test-runner :refer [skip]])
  (:import (java.io BufferedReader File OutputStream Writer)
           (java.lang ProcessBuilder$Redirect)
           (java.time Duration)
           (java.util List Optional Random)
           (java.util.zip CRC32)
           (radicchio.engine Backend CompileOptions CoreInstance CoreModule CoreModule$Export CoreType CoreType$Num Engine
                             ExternType$FuncType ExternType$GlobalType Func Global Limits Memory CoreStore)))

(set! *warn-on-reflection* true)

;; Modules

(def ^:private tool
  "The path of wasm-tools; nil if it cannot be had."
  (delay (let [process (.start (ProcessBuilder. ^List (vector "bin/cli/wasm-tools")))
               path (str/trim (slurp (.getInputStream process)))]
           (when (zero? (.waitFor process)) path))))

(def ^:private features
  {"relaxed-simd" false, "memory64" false, "custom-page-sizes" false, "wide-arithmetic" false
   "threads" false, "compact-imports" false, "custom-descriptors" false, "shared-everything-threads" false
   "bulk-memory" true, "reference-types" true, "multi-value" true, "extended-const" true})

(defn- with-vectors? [seed] (zero? (mod seed 3)))

(defn- arguments
  "Of a seed. A module in three may have vectors, which only the compiler runs. A module has exceptions or tail calls: a tail call out of a `try_table` is a call and a return here, whose
  exception is still caught (docs/conformance.md)."
  [seed]
  (concat [@tool "smith" "--ensure-termination" "--fuel" "300" "--canonicalize-nans" "true" "--export-everything" "true"
           "--max-imports" "0" "--max-memory32-bytes" "1048576" "--max-table-elements" "1000" "--min-funcs" "2"
           "--exceptions-enabled" (str (odd? seed)) "--tail-call-enabled" (str (even? seed)) "--gc-enabled" (str (= 2 (mod seed 4)))
           "--simd-enabled" (str (with-vectors? seed))]
          (mapcat (fn [[feature on]] [(str "--" feature "-enabled") (str on)]) features)))

(defn- module
  "The module of a number; nil for the few of which none can be made."
  ^bytes [seed]
  (let [random (Random. seed)
        choices (byte-array (nth [300 2000 8000 30000] (.nextInt random 4)))
        process (.start (ProcessBuilder. ^List (vec (arguments seed))))]
    (.nextBytes random choices)
    (with-open [in (.getOutputStream process)] (.write ^OutputStream in choices))
    (let [bytes (.readAllBytes (.getInputStream process))]
      (when (zero? (.waitFor process)) bytes))))

;; What a module does

(defn- argument [place type]
  (condp = type
    CoreType/I32 (+ 7 place)
    CoreType/I64 (* 1000003 (inc place))
    CoreType/F32 (bit-and 0xffffffff (Float/floatToRawIntBits 1.5))
    CoreType/F64 (Double/doubleToRawLongBits -2.25)
    CoreStore/NULL_REF))

(defn- value
  "A slot as other engines have it too; of references, whether they are null, of an f32, whether it is a number."
  [type slot]
  (cond (= CoreType/F32 type) (let [bits (bit-and 0xffffffff (long slot))]
                                (if (> (bit-and 0x7fffffff bits) 0x7f800000) "nan" bits)) ; Python's floats are f64
        (instance? CoreType$Num type) slot
        :else (if (= CoreStore/NULL_REF slot) "null" "ref")))

(defn- vectors? [^ExternType$FuncType type]
  (some #{CoreType/V128} (concat (.params type) (.results type))))

(defn- called
  "What a function gives. One that has vectors in its type is not called: wasmtime's Python API has none."
  [^Func function ^ExternType$FuncType type]
  (if (vectors? type)
    []
    (try (mapv value (.results type) (.call function (long-array (map-indexed argument (.params type)))))
         (catch Exception e
           (let [{:keys [trap limit]} (ex-data e)]
             (if (or trap limit) [(or trap limit)] (throw e)))))))

(defn- checksum [^Memory memory]
  (let [size (.size memory)]
    [size (.getValue (doto (CRC32.) (.update (.read memory 0 (int size)))))]))

(defn- state [^CoreInstance instance ^CoreModule$Export export]
  (let [extern (.orElseThrow (.export instance (.name export)))]
    (cond (instance? Memory extern) [(checksum extern)]
          (instance? Global extern) (let [type (.value ^ExternType$GlobalType (.type export))]
                                      (if (= CoreType/V128 type) [] [(value type (.get ^Global extern))]))
          :else [])))

(defn- outcomes
  "What each exported function of an instance gives, called in order, then what its memories and globals hold."
  [^CoreModule compiled]
  (within [store (Engine/store (Limits. 1000 (Optional/of (Duration/ofSeconds 60))))]
    (let [instance (try (.instantiate store compiled ^List (vector))
                        (catch Exception e (or (:trap (ex-data e)) (:limit (ex-data e)) (throw e))))]
      (if (keyword? instance)
        [instance]
        (let [exports (.exports compiled)
              functions (filter #(instance? ExternType$FuncType (.type ^CoreModule$Export %)) exports)]
          (into (mapv #(called (export instance (.name ^CoreModule$Export %)) (.type ^CoreModule$Export %)) functions)
                (map #(state instance %) exports)))))))

(defn- on-a-large-stack [f]
  (let [result (promise)]
    (doto (Thread. nil #(deliver result (try (f) (catch Throwable t t))) "smith" (bit-shift-left 1 26)) .start .join)
    (if (instance? Throwable @result) (throw @result) @result)))

(defn- runs
  "How a module runs on a backend: its outcomes, or the exception with which it is refused."
  [^bytes bytes backend]
  (let [compiled (try (Engine/compile bytes (CompileOptions. backend false)) (catch Exception e e))]
    (if (instance? Exception compiled)
      compiled
      (on-a-large-stack #(outcomes compiled)))))

(defn- listed?
  "Whether docs/conformance.md says that a backend refuses such a valid module: the engine validates all of the
  interpreter's, but only the declarations of the compiler's."
  [backend ^Exception e]
  (and (= :invalid (:radicchio/error (ex-data e)))
       (re-find (if (= Backend/INTERPRETER backend)
                  #"which this engine does not support|type mismatch|sub type \d+ does not match super type"
                  #"which this engine does not support|type mismatch, active element|type mismatch$|sub type \d+ does not match super type")
                (ex-message e))))

(defn- refused-by-interpreter?
  "Whether the interpreter refuses a module as docs/conformance.md says."
  [found]
  (and (instance? Exception found) (listed? Backend/INTERPRETER found)))

(defn- compiler-only?
  "Whether the interpreter refuses a module that the compiler runs."
  [found]
  (and (instance? Exception found)
       (re-find #"^the module uses SIMD .* on the backend :interpreter; use :compiler$" (ex-message found))))

;; Wasmtime

(def ^:private version "50.0.1")

(defn- command [& words]
  (zero? (.waitFor (.start (.inheritIO (ProcessBuilder. ^List (vec words)))))))

(defn- python
  "A Python that has wasmtime; nil if it cannot be had."
  []
  (let [folder (io/file "target" (str "wasmtime-" version)), python (str (io/file folder "bin" "python"))]
    (when (or (.exists (io/file folder "complete"))
              (and (command "python3" "-m" "venv" (str folder))
                   (command python "-m" "pip" "install" "--quiet" (str "wasmtime==" version))
                   (nil? (spit (io/file folder "complete") ""))))
      python)))

(defn- start
  "A process that runs modules on wasmtime, which ends at what its Python API does not have."
  [python]
  (let [process (.start (.redirectError (ProcessBuilder. ^List (vector python "test/radicchio/engine/smith_on_wasmtime.py"))
                                        ProcessBuilder$Redirect/DISCARD))]
    {:out (io/writer (.getOutputStream process)), :in (io/reader (.getInputStream process))}))

(defn- start-wasmtime
  "A function of a module's bytes that gives its outcomes on wasmtime, or :unknown; nil if there is no wasmtime."
  []
  (when-let [python (python)]
    (let [running (atom (start python))
          file (doto (File/createTempFile "radicchio-smith" ".wasm") .deleteOnExit)]
      (fn [^bytes bytes]
        (io/copy bytes file)
        (let [{:keys [^Writer out ^BufferedReader in]} @running]
          (.write out (str file "\n"))
          (.flush out)
          (or (some-> (.readLine in) edn/read-string)
              (do (reset! running (start python)) :unknown)))))))

(defn- comparable
  "Outcomes without what wasmtime or its Python API does not tell: a trap's kind, memories, whether a reference is null."
  [outcomes]
  (for [outcome outcomes
        :when (not (or (= [] outcome) (and (vector? outcome) (vector? (peek outcome)))))]
    (if (or (keyword? outcome) (keyword? (first outcome)))
      [:trap]
      (mapv #(if (#{"null" "ref"} %) "ref" %) outcome))))

;; Comparisons

(defn- compare-with [wasmtime seed bytes outcomes]
  (let [expected (wasmtime bytes)]
    (if (or (= :unknown expected) (some #(= [:stack-exhausted] %) outcomes))
      :ran
      (do (is (= (comparable expected) (comparable outcomes)) (str "module " seed ", wasmtime"))
          :ran-as-wasmtime))))

(defn- check
  "What was found of a number's module."
  [wasmtime seed]
  (if-let [bytes (module seed)]
    (let [[compiler interpreter] (map #(runs bytes %) (Backend/values))]
      (if (instance? Exception compiler)
        (do (is (listed? Backend/COMPILER compiler) (str "module " seed ": " (ex-message compiler)))
            (is (or (refused-by-interpreter? interpreter) (compiler-only? interpreter)) (str "module " seed))
            :refused)
        (do (is (or (compiler-only? interpreter) (refused-by-interpreter? interpreter) (= interpreter compiler))
                (str "module " seed))
            (compare-with wasmtime seed bytes compiler))))
    :not-made))

(defn- check-all [wasmtime seeds]
  (if @tool
    (let [found (frequencies (map #(check wasmtime %) seeds))]
      (println " " found)
      (is (< (count seeds) (* 3 (+ (:ran found 0) (:ran-as-wasmtime found 0)))) "a third runs"))
    (skip "wasm-tools cannot be had")))

(deftest backends-agree-on-random-modules
  (check-all (constantly :unknown) (range 150)))

(deftest ^:fuzz backends-and-wasmtime-agree-on-many-random-modules
  (check-all (or (start-wasmtime) (constantly :unknown))
             (range 1000 (+ 1000 (Long/getLong "radicchio.fuzz.modules" 10000)))))
