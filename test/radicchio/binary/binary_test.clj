(ns radicchio.binary.binary-test
  "The decoder: what it decodes, its messages for other bytes, and that no bytes harm it."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.encode :as encode]
            [radicchio.extract :as extract]
            [radicchio.support.nests :as nests]
            [radicchio.support.stacks :as stacks])
  (:import (java.io File)
           (java.nio.file Files OpenOption)
           (java.util Arrays Random)
           (radicchio.binary Binary Binary$Form)
           (radicchio.component Component Definition)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn read-bytes ^bytes [file]
  (Files/readAllBytes (.toPath (io/file file))))

(defn components
  "The small components of the project."
  []
  (sort (for [root ["test/wat" "test/guests" "wit-examples"]
              ^File file (file-seq (io/file root))
              :when (and (str/ends-with? (str file) ".wasm")
                         (< (.length file) 100000)
                         (= Binary$Form/COMPONENT (Binary/sniff (read-bytes file))))]
          (str file))))

(defn- bytes-of ^bytes [& parts]
  (byte-array (map unchecked-byte (mapcat #(if (string? %) (map int %) [%]) (flatten parts)))))

(def ^:private preamble [0x00 "asm" 0x0d 0x00 0x01 0x00])

(defn- refusal
  "Returns [kind message offset] of the exception of decoding."
  [& parts]
  (try (Binary/decode (apply bytes-of preamble parts))
       nil
       (catch RadicchioException e
         [(:radicchio/error (ex-data e)) (ex-message e) (:offset (ex-data e))])))

;; Decoding

(deftest every-form-of-definition-is-decoded
  (let [component (Binary/decode (read-bytes "test/wat/every-definition.wasm"))]
    (is (= {"CoreModuleDef" 1 "CoreTypeDef" 2 "CoreInstantiate" 1 "CoreInlineInstance" 1 "OfCoreExport" 5
            "TypeDef" 35 "Import" 7 "Export" 7 "OfExport" 1 "Lower" 1 "Lift" 1 "ResourceNew" 1 "ResourceRep" 1
            "ResourceDrop" 1 "ComponentDef" 1 "Instantiate" 1 "InlineInstance" 1}
           (frequencies (map #(.getSimpleName (class %)) (.definitions component)))))
    (is (= ["component-name" "note"] (sort (map #(.name ^radicchio.component.CustomSection %) (.customSections component)))))))

(deftest decoding-is-the-inverse-of-encoding
  (doseq [file (components)]
    (testing file
      (let [component (Binary/decode (read-bytes file))]
        (is (= (encode/plain component) (encode/plain (Binary/decode (encode/component component)))))))))

(deftest definitions-have-their-offsets
  (let [component (Binary/decode (read-bytes "test/wat/every-definition.wasm"))
        offsets (map #(.offset ^Definition %) (.definitions component))]
    (is (apply < offsets))
    (is (< 0 (first offsets) (last offsets) (.length (.bytes component))))))

(deftest bytes-of-core-modules-are-not-copied
  (let [wasm (read-bytes "test/wat/every-definition.wasm")
        component (Binary/decode wasm)
        module ^radicchio.component.Definition$CoreModuleDef
        (first (filter #(instance? radicchio.component.Definition$CoreModuleDef %) (.definitions component)))]
    (is (identical? wasm (.source (.bytes module))))
    (is (= Binary$Form/CORE_MODULE (Binary/sniff (.copy (.bytes module)))))))

;; Other bytes

(deftest bytes-are-recognised-by-their-preamble
  (doseq [[description form & parts]
          [["a component" Binary$Form/COMPONENT preamble]
           ["a core module" Binary$Form/CORE_MODULE 0x00 "asm" 1 0 0 0]
           ["empty" Binary$Form/NEITHER]
           ["WebAssembly, truncated after 5 bytes" Binary$Form/NEITHER 0x00 "asm" 1]
           ["WebAssembly of an unknown version: version 0x0e, layer 0x01" Binary$Form/NEITHER 0x00 "asm" 0x0e 0 1 0]
           ["WebAssembly text, to be assembled with `wasm-tools parse`" Binary$Form/NEITHER ";; hello\n (component)"]
           ["WebAssembly text, to be assembled with `wasm-tools parse`" Binary$Form/NEITHER "(; a\nb ;) ;; c\n(module $m)"]
           ["WIT, which describes components and contains no code" Binary$Form/NEITHER "/// It.\n/* is */\npackage a:b;"]
           ["WIT, which describes components and contains no code" Binary$Form/NEITHER "@since(version = 1.0.0)\ninterface x {}"]
           ["not WebAssembly: it begins with 2f 2a 20 70, not 00 61 73 6d" Binary$Form/NEITHER "/* package a:b;"]
           ["not WebAssembly: it begins with 7f 45 4c 46, not 00 61 73 6d" Binary$Form/NEITHER 0x7f "ELF" 2 1]]]
    (let [wasm (apply bytes-of parts)]
      (is (= form (Binary/sniff wasm)))
      (is (= description (Binary/describe wasm))))))

(deftest bytes-other-than-components-are-refused-with-a-description
  (doseq [[message found & parts]
          [["expected a component, got a core module: make a component of it with `wasm-tools component new`"
            :core-module 0x00 "asm" 1 0 0 0]
           ["expected a component, got no bytes" :neither]
           ["expected a component, got bytes that are not WebAssembly: it begins with 50 4b 03 04, not 00 61 73 6d"
            :neither "PK" 3 4]
           ["expected a component, got WebAssembly text, to be assembled with `wasm-tools parse`" :neither "(module)"]]]
    (let [e (try (Binary/decode (apply bytes-of parts)) (catch RadicchioException e e))]
      (is (= message (ex-message e)))
      (is (= {:radicchio/error :malformed :offset 0 :found found} (ex-data e))))))

(deftest malformed-bytes-are-refused-with-their-place
  (doseq [[message offset & parts]
          [["unknown section 0x0d, at 0x8" 8 [0x0d 0]]
           ["type section: the section has 9 bytes, but 1 are left, at 0x9" 9 [7 9 0]]
           ["type section: the length of the section is too long for a number of 32 bits, at 0x9" 9
            [7 0x80 0x80 0x80 0x80 0x80 0]]
           ["type section: the length of the section does not fit in 32 bits, at 0x9" 9 [7 0xff 0xff 0xff 0xff 0x1f]]
           ["type section: 2 bytes too many, at 0xb" 11 [7 3 0 0 0]]
           ["type section: 4294967295 of type, but 0 bytes are left, at 0xa" 10 [7 5 0xff 0xff 0xff 0xff 0x0f]]
           ["type section: type[1]: record: field[0]: expected a value type, but the bytes end, at 0x10" 16
            [7 6 2 0x7f 0x72 1 1 "a"]]
           ["type section: type[0]: unknown type 0x3e, at 0xb" 11 [7 2 1 0x3e]]
           ["type section: type[0]: list: expected a primitive type or an index, got 0x72, at 0xc" 12 [7 3 1 0x70 0x72]]
           ["type section: type[0]: record: field[0]: a label is not UTF-8, at 0xd" 13 [7 6 1 0x72 1 1 0xff 0x7f]]
           ["type section: type[0]: instance type: declarator[0]: unexpected import in the type of an instance, at 0xd" 13
            [7 4 1 0x42 1 3]]
           ["canon section: canon[1]: lift: option[0]: unknown option 0x08, at 0x10" 16 [8 8 2 0x05 0 0 3 1 8 0]]
           ["canon section: canon[0]: unknown canonical definition 0x43, at 0xb" 11 [8 2 1 0x43]]
           ["export section: export[0]: \"x\": unknown sort 0x07, at 0xe" 14 [11 6 1 0 1 "x" 7 0]]
           ["alias section: alias[0]: expected an outer alias of a core module, core type, component or type, got one of a func, at 0xc"
            12 [6 5 1 1 2 0 0]]
           ["core module section: expected 0x01 for the preamble of a core module, got 0x0d, at 0xe" 14
            [1 8 0 "asm" 0x0d 0 1 0]]]]
    (is (= [:malformed message offset] (apply refusal parts)))))

;; Harmful bytes

(defn- leb [^long n]
  (if (< n 128) [n] (cons (+ 128 (rem n 128)) (leb (quot n 128)))))

(defn- enum-of
  "Makes a component with an enum type of these labels."
  ^bytes [labels]
  (let [type [0x6d (leb (count labels)) (map (fn [label] [(leb (count label)) label]) labels)]
        section (bytes-of 1 type)]
    (bytes-of preamble 7 (leb (alength section)) (seq section))))

(defn- labels-of-one-hash [n]
  (take n (for [i (range 4096)]
            (apply str (for [bit (range 12)] (if (bit-test i bit) "AP" "B1"))))))

(deftest too-many-names-of-one-hash-code-are-refused
  (is (= 1 (count (set (map hash (labels-of-one-hash 2000))))))
  (is (instance? Component (Binary/decode (enum-of (labels-of-one-hash 1024)))))
  (is (instance? Component (Binary/decode (enum-of (repeat 2000 "same")))) "the same name does not count again")
  (let [e (try (Binary/decode (enum-of (labels-of-one-hash 1025))) (catch RadicchioException e e))]
    (is (= {:radicchio/error :limit :limit :name-collisions} (ex-data e)))
    (is (str/includes? (ex-message e) "at most 1024 names with one hash code"))))

(defn- message
  "Returns the message of decoding on a thread with little stack, or nil if it succeeds."
  [wasm]
  (try (stacks/with 256 #(Binary/decode wasm)) nil
       (catch RadicchioException e (ex-message e))))

(deftest the-nesting-of-components-is-limited
  (is (nil? (message (nests/components 1000))))
  (is (= "component section (1000 deep): expected at most 1000 levels of nested components, got more, at 0x2af4"
         (message (nests/components 1001))))
  (is (str/starts-with? (message (nests/components 3000)) "component section (1000 deep): expected at most 1000 levels of nested components")))

(deftest the-nesting-of-types-is-limited
  (is (nil? (message (nests/instance-types 100))))
  (is (= (str "… (195 levels further out): declarator[0]: instance type: declarator[0]: instance type: declarator[0]: "
              "instance type: declarator[0]: instance type: expected at most 100 levels of nested types, got more, at 0x139")
         (message (nests/instance-types 101)))))

(defn mutated
  "Returns a copy of bytes with some replaced, dropped or doubled, as the generator decides."
  ^bytes [^bytes wasm ^Random random]
  (let [copy (Arrays/copyOf wasm (alength wasm))
        n (alength copy)]
    (dotimes [_ (inc (.nextInt random 4))]
      (aset copy (.nextInt random n) (unchecked-byte (.nextInt random 256))))
    (case (.nextInt random 8)
      0 (Arrays/copyOf copy (.nextInt random (inc n)))
      1 (let [from (.nextInt random n)
              length (.nextInt random (min 64 (- n from)))
              out (byte-array (+ n length))]
          (System/arraycopy copy 0 out 0 (+ from length))
          (System/arraycopy copy from out (+ from length) (- n from))
          out)
      copy)))

(defn- outcome
  "Returns the end of decoding, validating and extracting: :fine, a kind of error, or an unexpected exception."
  [^bytes wasm]
  (try (let [component (Validate/check (Binary/decode wasm))]
         (extract/wit component)
         (extract/summary component)
         :fine)
       (catch RadicchioException e (.kind e))
       (catch Throwable e e)))

(defn- survive
  "Changes each component in turn, except the one of a quarter of a million parts, whose every extraction takes seconds."
  [times seed]
  (let [random (Random. (long seed))
        sources (mapv read-bytes (remove #(str/ends-with? % "component-repeating.wasm") (components)))]
    (dotimes [i times]
      (let [wasm (mutated (nth sources (mod i (count sources))) random)
            ended (outcome wasm)]
        (when-not (contains? #{:fine ErrorKind/MALFORMED ErrorKind/INVALID} ended)
          (let [evidence (File/createTempFile "mutated" ".wasm")]
            (Files/write (.toPath evidence) wasm ^"[Ljava.nio.file.OpenOption;" (make-array OpenOption 0))
            (is false (str "seed " seed ", round " i ", kept in " evidence ": " ended))))))
    (is (pos? (count sources)))))

(deftest changed-bytes-give-only-errors-of-ours
  (survive 3000 1))

(deftest ^:fuzz many-changed-bytes-give-only-errors-of-ours
  (survive 200000 (System/nanoTime)))
