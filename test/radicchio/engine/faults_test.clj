(ns radicchio.engine.faults-test
  "The faults of the engine's version that its room corrects or names, each shown on the engine alone, with the class that
  knows of it. When the engine's version changes, what fails here is a fault that is gone, and its remedy can go too."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section signed sized text unsigned]])
  (:import (com.dylibso.chicory.runtime ImportMemory ImportTable ImportValues Instance TrapException)
           (com.dylibso.chicory.wasm InvalidException Parser)
           (java.util Properties)))

(set! *warn-on-reflection* true)

(def ^:private version "1.7.5")

(deftest the-faults-are-those-of-the-engine-s-version
  (doseq [artifact ["runtime" "wasm"]
          :let [file (str "META-INF/maven/com.dylibso.chicory/" artifact "/pom.properties")]]
    (with-open [in (.getResourceAsStream (.getClassLoader Instance) file)]
      (is (= version (.getProperty (doto (Properties.) (.load in)) "version")) artifact))))

;; Modules and the engine, without anything of ours

(defn- i32 [n] (cons 0x41 (signed n)))
(defn- op [prefix & codes] (cons prefix (mapcat unsigned codes)))
(defn- code [& instructions] (sized (concat [0] (apply concat instructions) [0x0b])))
(def ^:private nothing [0x60 0 0])
(def ^:private to-i32 [0x60 0 1 0x7f])
(def ^:private f-is-0 (section 7 [1] (text "f") [0 0]))

(defn- build
  ^Instance [wasm & [imports]]
  (-> (Instance/builder (Parser/parse ^bytes wasm))
      (.withStart false)
      (.withImportValues (or imports (.build (ImportValues/builder))))
      .build))

(defn- call [^Instance instance name]
  (first (.apply (.export instance name) (long-array 0))))

(defn- thrown [f] (try (f) nil (catch Exception e e)))

(def ^:private with-table
  "Its table has a function of its type 0, () -> i32."
  (module (section 1 [1] to-i32) (section 3 [1 0]) (section 4 [1 0x70 0 1]) (section 7 [1] (text "t") [1 0])
          (section 9 [1 0] (i32 0) [0x0b 1 0]) (section 10 [1] (code (i32 1)))))

(def ^:private with-memory
  "\"init\" copies a byte of its segment, an a, into its memory; \"at\" reads it."
  (module (section 1 [2] nothing to-i32) (section 3 [2 0 1]) (section 5 [1 0 1])
          (section 7 [3] (text "m") [2 0] (text "init") [0 0] (text "at") [0 1]) (section 12 [1])
          (section 10 [2] (code (i32 0) (i32 0) (i32 1) (op 0xfc 8 0 0)) (code (i32 0) [0x2d 0 0]))
          (section 11 [1 1] (text "a"))))

(def ^:private faults
  "Of each fault: what it is, the class that corrects it or tells of it, and whether the engine has it."
  [["an import whose two names are empty is malformed" 'module.ModuleBytes
    #(thrown (fn [] (Parser/parse ^bytes (module (section 1 [1] nothing) (section 2 [1] (text "") (text "") [0 0])))))]
   ["a memory of 65,536 pages is an index out of bounds" 'radicchio.engine.Limits
    #(instance? IndexOutOfBoundsException (thrown (fn [] (build (module (section 5 [1 0] (unsigned 65536)))))))]
   ["the heap type noexn is not known" 'module.Refused
    #(str/includes? (str (thrown (fn [] (Parser/parse ^bytes (module (section 1 [1 0x60 0 1 0x74])))))) "Invalid type opcode: 116")]
   ["none is not a subtype of eq" 'docs
    #(instance? InvalidException
                (thrown (fn [] (build (module (section 1 [1 0x60 0 1 0x6d]) (section 3 [1 0]) (section 10 [1] (code [0xd0 0x71])))))))]
   ["a function that is exported as _start is called when an instance is made" 'store.ModuleLinker
    #(let [wasm (module (section 1 [2] nothing to-i32) (section 3 [2 0 1]) (section 6 [1 0x7f 1 0x41 0 0x0b])
                        (section 7 [2] (text "_start") [0 0] (text "f") [0 1])
                        (section 10 [2] (code (i32 7) [0x24 0]) (code [0x23 0])))]
       (= 7 (call (.build (Instance/builder (Parser/parse ^bytes wasm))) "f")))]
   ["the index 64 of a block's type is read as no type" 'module.format.BlockTypes
    #(instance? InvalidException
                (thrown (fn [] (build (module (section 1 (unsigned 65) (apply concat (repeat 64 nothing)) to-i32) (section 3 [1 64])
                                              f-is-0 (section 10 [1] (code [0x02] (signed 64) (i32 5) [0x0b])))))))]
   ["memory.init reads the segments of the instance that was made last" 'instructions.ModuleMemory
    #(let [a (build with-memory)]
       (build (module (section 2 [1] (text "x") (text "m") [2 0 1]) (section 12 [1]) (section 11 [1 1] (text "b")))
              (-> (ImportValues/builder)
                  (.addMemory ^"[Lcom.dylibso.chicory.runtime.ImportMemory;" (into-array ImportMemory [(ImportMemory. "x" "m" (.memory a))]))
                  .build))
       (call a "init")
       (= (int \b) (call a "at")))]
   ["call_indirect looks for its type among those of the callee's module" 'store.TableView
    #(let [a (build with-table)
           b (build (module (section 1 [2] nothing to-i32) (section 2 [1] (text "x") (text "t") [1 0x70 0 1]) (section 3 [1 1])
                            f-is-0 (section 10 [1] (code (i32 0) [0x11 1 0])))
                    (-> (ImportValues/builder)
                        (.addTable ^"[Lcom.dylibso.chicory.runtime.ImportTable;"
                                   (into-array ImportTable [(ImportTable. "x" "t" (.table (.exports a) "t"))]))
                        .build))]
       (instance? InvalidException (thrown (fn [] (call b "f")))))]
   ["what table instructions throw out of bounds is not a trap" 'store.Traps
    #(let [wasm (module (section 1 [1] nothing) (section 3 [1 0]) (section 4 [1 0x70 0 10]) f-is-0
                        (section 10 [1] (code (i32 9) [0xd0 0x70] (i32 2) (op 0xfc 17 0))))
           e (thrown (fn [] (call (build wasm) "f")))]
       (and e (not (instance? TrapException e))))]
   ["bounds of arrays are sums of 32 bits" 'instructions.BulkBounds
    #(let [wasm (module (section 1 [2] nothing [0x5e 0x7f 1]) (section 3 [1 0]) f-is-0
                        (section 10 [1] (code (i32 4) (op 0xfb 7 1) (i32 -1) (i32 5) (i32 1) (op 0xfb 16 1))))]
       (instance? IndexOutOfBoundsException (thrown (fn [] (call (build wasm) "f")))))]
   ["an i64 of 2^63 or more is rounded up when it becomes an f32" 'instructions.NumericInstructions
    #(let [wasm (module (section 1 [1] to-i32) (section 3 [1 0]) f-is-0
                        (section 10 [1] (code [0x42] (signed (inc Long/MIN_VALUE)) [0xb5 0xbc])))]
       (= 0x5f000001 (call (build wasm) "f")))]])

(deftest the-engine-has-the-faults-that-are-corrected
  (doseq [[fault remedy has?] faults]
    (testing (str fault ", see " remedy)
      (is (has?)))))
