(ns radicchio.wasm.instances-test
  "Instances of core modules: sources, exports as data, memory, globals, tables, sharing, traps, limits, threads."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [backends instance module on-both path refusal thrown with-guest]])
  (:import (java.io ByteArrayInputStream)
           (java.nio ByteBuffer)
           (java.nio.file Files)))

(set! *warn-on-reflection* true)

;; --- Loading ---------------------------------------------------------------------------------------------------------

(deftest a-module-is-loaded-from-any-source
  (let [file  (io/file (path "values"))
        bytes (Files/readAllBytes (.toPath file))]
    (doseq [source [(str file) file (.toPath file) (.toURI file) (io/resource "wat/core-values.wasm") bytes
                    (ByteBuffer/wrap bytes) (ByteArrayInputStream. bytes) (wasm/compile bytes)]]
      (with-open [guest (wasm/load source)]
        (is (= 7 (wasm/call guest "add" 3 4)))))))

(deftest a-module-is-compiled-once-and-instantiated-many-times
  (on-both backend
    (let [module (module "values" backend)]
      (with-open [a (wasm/instantiate module), b (wasm/instantiate module)]
        (wasm/global-set a "counter" 1)
        (is (= [1 7] (mapv #(wasm/global-get % "counter") [a b])) "each has a state of its own")))))

(deftest exports-and-imports-are-data
  (on-both backend
    (is (= [{:kind :func, :params [:i32], :results [], :module "env", :name "log"}
            {:kind :func, :params [:i32 :i64 :f32 :f64], :results [:f64], :module "env", :name "sum"}]
           (take 2 (wasm/imports (module "host" backend)))))
    (is (= [{:kind :memory, :min 1, :module "env", :name "memory"}
            {:kind :table, :element :funcref, :min 2, :module "env", :name "table"}
            {:kind :global, :type :i32, :mutable false, :module "env", :name "base"}
            {:kind :global, :type :i32, :mutable true, :module "env", :name "counter"}]
           (take 4 (wasm/imports (module "imports" backend)))))
    (with-open [guest (instance "values" backend)]
      (is (= [{:kind :memory, :min 1, :max 4, :name "memory"}
              {:kind :global, :type :i32, :mutable true, :name "counter"}
              {:kind :global, :type :i64, :mutable false, :name "limit"}
              {:kind :global, :type :externref, :mutable true, :name "object"}
              {:kind :table, :element :funcref, :min 4, :max 8, :name "functions"}
              {:kind :table, :element :externref, :min 2, :name "objects"}
              {:kind :func, :params [:i32 :i32], :results [:i32], :name "add"}]
             (take 7 (wasm/exports guest))
             (take 7 (wasm/exports (module "values" backend)))))
      (is (= [] (wasm/imports guest))))))

(deftest invalid-options-are-refused
  (let [source (path "values")]
    (doseq [[message f]
            [["wasm/load: unknown :limit; expected one of :backend, :cache, :dead-after-trap, :imports, :limits, :missing, :wasi" #(wasm/load source {:limit {}})]
             ["wasm/compile: unknown :imports; expected one of :backend, :cache" #(wasm/compile source {:imports {}})]
             [":backend: expected :compiler or :interpreter, got :jit" #(wasm/load source {:backend :jit})]
             [":limits: unknown :pages; expected one of :header-bytes, :memory-pages, :open-files, :random-bytes, :table-elements, :timeout-ms, :total-memory" #(wasm/load source {:limits {:pages 1}})]
             [":limits :timeout-ms: expected an integer from 1 to 9223372036854775807, got 0" #(wasm/load source {:limits {:timeout-ms 0}})]
             [":dead-after-trap: expected true or false, got :yes" #(wasm/load source {:dead-after-trap :yes})]
             [(str ":limits: unknown " (str/join ", " (take 50 (sort (map str (range 1000))))) " and 950 more; expected one of :header-bytes, :memory-pages,"
                   " :open-files, :random-bytes, :table-elements, :timeout-ms, :total-memory")
              #(wasm/load source {:limits (zipmap (range 1000) (range))})]
             ["wasm/instantiate: expected a result of wasm/compile, got 3" #(wasm/instantiate 3)]
             ["expected a module, a component or an instance, got nil" #(wasm/exports nil)]
             ["The module was compiled for another backend; expected :backend :interpreter" #(wasm/load (wasm/compile source) {:backend :interpreter})]
             ["expected an instance of a core module, got nil" #(wasm/memory-read nil 0 1)]]]
      (is (= [:config message] (refusal f))))))

(deftest sources-other-than-modules-are-refused-with-a-description
  (let [folder (Files/createTempDirectory "radicchio" (make-array java.nio.file.attribute.FileAttribute 0))
        file   (doto (io/file (str folder) "x.wat") (spit "(module)"))]
    (try
      (doseq [[message source] [[(str file ": expected a core module, got WebAssembly text, to be assembled with `wasm-tools parse`") file]
                                ["expected a core module, got WIT, which describes components and contains no code" (.getBytes "package a:b;")]
                                ["expected a core module, got no bytes" (byte-array 0)]
                                ["expected a core module, got bytes that are not WebAssembly: it begins with 01 02, not 00 61 73 6d" (byte-array [1 2])]
                                ["expected a core module, got WebAssembly, truncated after 4 bytes" (byte-array [0 97 115 109])]]
              load [wasm/load wasm/compile]]
        (is (= [:malformed message] (refusal #(load source))))
        (is (= {:radicchio/error :malformed, :offset 0, :found :neither} (ex-data (thrown #(load source))))))
      (finally (.delete file) (Files/delete folder)))))

(deftest a-compiled-module-is-not-an-instance
  (doseq [[message f] [["expected an instance, got #<module test/wat/core-values.wasm, 28 exports>; wasm/instantiate makes one of it"
                        #(wasm/call (wasm/compile (path "values")) "add" 1 2)]
                       ["expected an instance of a core module, got #<module test/wat/core-values.wasm, 28 exports>; wasm/instantiate makes one of it"
                        #(wasm/memory-size (wasm/compile (path "values")))]
                       ["expected an instance, got nil" #(wasm/call nil "add" 1 2)]]]
    (is (= [:config message] (refusal f))))
  (let [component (wasm/compile (io/resource "guests/values/values.wasm"))]
    (doseq [[kind f] {"expected an instance, got " #(wasm/call component :echo-u8 1)
                      "expected an instance of a core module, got " #(wasm/fn component "echo-u8" {})}]
      (is (= [:config (str kind (pr-str component) "; wasm/instantiate makes one of it")] (refusal f))))))

;; --- Memory ----------------------------------------------------------------------------------------------------------

(deftest bytes-are-written-and-read
  (with-guest [guest "values"]
    (is (= 65536 (wasm/memory-size guest)))
    (wasm/memory-write guest 10 (byte-array [1 2 3 4 5]))
    (is (= [1 2 3 4 5] (seq (wasm/memory-read guest 10 5))))
    (is (= 67305985 (wasm/call guest "peek" 10)))
    (testing "from a part of an array"
      (wasm/memory-write guest 20 (byte-array [1 2 3 4 5]) 1 3)
      (is (= [0 2 3 4 0] (seq (wasm/memory-read guest 19 5)))))
    (testing "from buffers, whose positions are unchanged"
      (doseq [^ByteBuffer buffer [(ByteBuffer/wrap (byte-array [9 8 7 6])) (.put (ByteBuffer/allocateDirect 4) (byte-array [9 8 7 6]))
                                  (.asReadOnlyBuffer (ByteBuffer/wrap (byte-array [9 8 7 6])))]]
        (.position buffer 1)
        (wasm/memory-write guest 30 buffer)
        (is (= 1 (.position buffer)))
        (is (= [8 7 6] (seq (wasm/memory-read guest 30 3))))))
    (testing "into an array"
      (let [target (byte-array 4)]
        (is (identical? target (wasm/memory-read-into guest 30 target 1 2)))
        (is (= [0 8 7 0] (seq target)))))
    (testing "several pages into an array"
      (wasm/memory-grow guest 3)
      (let [bytes  (byte-array (map unchecked-byte (range 200000)))
            target (byte-array 200010)]
        (wasm/memory-write guest 60001 bytes)
        (wasm/memory-read-into guest 60001 target 5 200000)
        (is (= (concat (repeat 5 0) bytes (repeat 5 0)) (seq target)))))
    (testing "no bytes at the end"
      (is (= [] (vec (wasm/memory-read guest 262144 0))))
      (is (nil? (wasm/memory-write guest 262144 (byte-array 0)))))))

(deftest text-is-written-and-read
  (with-guest [guest "values"]
    (is (= 7 (wasm/memory-write-string guest 100 "grüß!")))
    (is (= "grüß!" (wasm/memory-read-string guest 100 7) (wasm/memory-read-string guest 100)))
    (is (= 3 (wasm/memory-write-string guest 100 "ab" {:zero true})))
    (is (= "ab" (wasm/memory-read-string guest 100)))
    (is (= "ab\u0000" (wasm/memory-read-string guest 100 3)))
    (testing "text longer than one search step"
      (let [text (apply str (repeat 10000 "x"))]
        (wasm/memory-write-string guest 200 text {:zero true})
        (is (= text (wasm/memory-read-string guest 200)))))
    (wasm/memory-write guest 65530 (byte-array (repeat 6 (byte 65))))
    (is (= [:argument "No zero byte from 65530 to the end of a memory of 65536 bytes"]
           (refusal #(wasm/memory-read-string guest 65530))))
    (wasm/memory-write guest 0 (byte-array [-1 -2]))
    (is (= [:argument "The 2 bytes from 0 are not UTF-8"] (refusal #(wasm/memory-read-string guest 0 2))))
    (is (= [:argument "The text has unpaired surrogates, which UTF-8 cannot encode"]
           (refusal #(wasm/memory-write-string guest 0 "\ud800"))))
    (is (= [:argument "text: expected a CharSequence, got :x"] (refusal #(wasm/memory-write-string guest 0 :x))))))

(deftest out-of-bounds-is-an-argument-with-offset-length-and-size
  (with-guest [guest "values"]
    (wasm/memory-write guest 65534 (byte-array [1 2]))
    (doseq [[offset length f] [[65535 2 #(wasm/memory-read guest 65535 2)]
                               [65535 2 #(wasm/memory-write guest 65535 (byte-array 2))]
                               [65537 0 #(wasm/memory-read guest 65537 0)]
                               [0 Long/MAX_VALUE #(wasm/memory-read guest 0 Long/MAX_VALUE)]
                               [Long/MAX_VALUE 1 #(wasm/memory-read guest Long/MAX_VALUE 1)]
                               [65535 3 #(wasm/memory-write-string guest 65535 "abc")]]]
      (let [e (thrown f)]
        (is (= (str "Out of bounds: " length " bytes from " offset " in a memory of 65536 bytes") (ex-message e)))
        (is (= {:radicchio/error :argument, :offset offset, :length length, :size 65536} (ex-data e)))))
    (is (= [1 2] (seq (wasm/memory-read guest 65534 2))) "nothing was written")
    (doseq [[message f] [["offset: expected an integer from 0 up, got -1" #(wasm/memory-read guest -1 1)]
                         ["length: expected an integer from 0 up, got 1.5" #(wasm/memory-read guest 0 1.5)]
                         ["offset: expected an integer from 0 up, got nil" #(wasm/memory-write guest nil (byte-array 1))]
                         ["source: expected a byte[] or a ByteBuffer, got a java.lang.String" #(wasm/memory-write guest 0 "x")]
                         ["source: expected a byte[] or a ByteBuffer, got nil" #(wasm/memory-write guest 0 nil)]
                         ["Out of bounds: 5 bytes from 1 in an array of 5 bytes" #(wasm/memory-write guest 0 (byte-array 5) 1 5)]
                         ["target: expected a byte[], got a long[]" #(wasm/memory-read-into guest 0 (long-array 3) 0 1)]]]
      (is (= [:argument message] (refusal f))))
    (is (= [:config "options of a memory: unknown :memoy; expected one of :memory"]
           (refusal #(wasm/memory-read guest 0 1 {:memoy "x"}))))))

(deftest a-memory-grows-up-to-its-limit
  (with-guest [guest "values"]
    (is (= 1 (wasm/memory-grow guest 2)))
    (is (= (* 3 65536) (wasm/memory-size guest)))
    (is (nil? (wasm/memory-grow guest 2)))
    (is (= 3 (wasm/memory-grow guest 1)))))

(deftest several-memories-are-selected-by-name
  (with-guest [guest "memories"]
    (is (= "left" (wasm/memory-read-string guest 0 4 {:memory "left"})))
    (is (= "right" (wasm/memory-read-string guest 0 5 {:memory "right"})))
    (is (= 131072 (wasm/memory-size guest {:memory "right"})))
    (is (= 2 (wasm/memory-grow guest 1 {:memory "right"})))
    (wasm/memory-write-string guest 0 "LEFT" {:memory "left"})
    (is (= [76 69] (seq (wasm/memory-read guest 0 2 {:memory "left"}))))
    (is (= "right" (wasm/memory-read-string guest 0 5 {:memory "right"})))
    (is (= [:config "The module exports several memories; select one with :memory, one of [\"left\" \"right\"]"]
           (refusal #(wasm/memory-size guest))))
    (is (= [:unlinkable "Missing export: the module does not export a memory \"middle\"; its memories are \"left\", \"right\""]
           (refusal #(wasm/memory-size guest {:memory "middle"}))))))

(deftest a-view-reads-and-writes-numbers
  (with-guest [guest "values"]
    (let [view (wasm/memory-view guest)]
      (is (= 65536 (.size view)))
      (-> view (.put 0 (byte -1)) (.putShort 2 (short -2)) (.putInt 4 -3) (.putLong 8 -4) (.putFloat 16 1.5) (.putDouble 24 2.5))
      (is (= [-1 -2 -3 -4 1.5 2.5]
             [(.get view 0) (.getShort view 2) (.getInt view 4) (.getLong view 8) (double (.getFloat view 16)) (.getDouble view 24)]))
      (is (= -3 (wasm/call guest "peek" 4)))
      (wasm/memory-grow guest 1)
      (is (= 131072 (.size view)) "it grows with the memory")
      (is (zero? (.getInt view 131068)))
      (is (= [:argument "4 bytes at offset 131069 are out of bounds of a memory of 131072 bytes"]
             (refusal #(.getInt view 131069)))))))

;; --- Globals and tables ----------------------------------------------------------------------------------------------

(deftest globals-are-read-and-written
  (with-guest [guest "values"]
    (is (= [7 100 nil] (mapv #(wasm/global-get guest %) ["counter" "limit" "object"])))
    (is (nil? (wasm/global-set guest "counter" 4294967295)))
    (is (= -1 (wasm/global-get guest "counter")))
    (let [object (Object.)]
      (wasm/call guest "keep" object)
      (is (identical? object (wasm/global-get guest "object"))))
    (is (= :argument (first (refusal #(wasm/global-set guest "limit" 1)))))
    (is (= [:argument "The global \"counter\": expected an i32 (an integer from -2147483648 to 4294967295, or a boolean), got \"x\" (java.lang.String)"]
           (refusal #(wasm/global-set guest "counter" "x"))))
    (is (= [:unlinkable "Missing export: the module does not export a global \"count\" (it is a func (i32)); its globals are \"counter\", \"limit\", \"object\""]
           (refusal #(wasm/global-get guest "count"))))))

(deftest tables-are-read-written-grown-and-called
  (with-guest [guest "values"]
    (is (= 4 (wasm/table-size guest "functions")))
    (is (= [42 -21] (mapv #((wasm/table-get guest "functions" %) 21) [0 1])))
    (is (nil? (wasm/table-get guest "functions" 2)))
    (wasm/table-set guest "functions" 2 (wasm/fn guest "even"))
    (is (= 1 ((wasm/table-get guest "functions" 2) 4)))
    (wasm/table-set guest "functions" 2 nil)
    (is (nil? (wasm/table-get guest "functions" 2)))
    (is (= 4 (wasm/table-grow guest "functions" 2 (wasm/fn guest "double"))))
    (is (= 42 ((wasm/table-get guest "functions" 5) 21)))
    (is (nil? (wasm/table-grow guest "functions" 100)))
    (wasm/table-set guest "objects" 1 ::object)
    (is (= [nil ::object] (mapv #(wasm/table-get guest "objects" %) [0 1])))
    (is (= :argument (first (refusal #(wasm/table-get guest "functions" 6)))))
    (is (= :argument (first (refusal #(wasm/table-set guest "objects" 9 1)))))
    (is (= [:argument "index: expected an integer from 0 up, got -1"] (refusal #(wasm/table-get guest "objects" -1))))
    (is (= [:argument "The table \"functions\": expected a funcref (a function of this instance, or nil), got a clojure.core$inc"]
           (refusal #(wasm/table-set guest "functions" 0 inc))))))

(deftest memories-tables-and-globals-are-given-as-data
  (on-both backend
    (with-open [guest (instance "imports" backend
                                {:imports {"env" {"memory" {:min 1 :max 2}, "table" {:min 2}, "base" 5, "counter" 10,
                                                  "double" #(* 2 %)}}})]
      (is (= [5 11 12 42] [(wasm/call guest "base") (wasm/call guest "bump") (wasm/call guest "bump") (wasm/call guest "double" 21)]))
      (wasm/call guest "store" 8 77)
      (is (= 77 (.getInt (wasm/memory-view guest) 8)))
      (is (nil? (wasm/memory-grow guest 2)))
      (wasm/table-set guest "table" 1 (wasm/fn guest "double"))
      (is (= 42 (wasm/call guest "indirect" 1 21))))
    (doseq [[k value message]
            [["memory" 3 "The import env.memory is a memory min 1: expected a memory of another instance, or {:min pages :max pages}, got 3"]
             ["memory" {:min 1 :mx 2} "The import env.memory is a memory min 1: expected a memory of another instance, or {:min pages :max pages}, got {:min 1, :mx 2}"]
             ["table" [] "The import env.table is a table element funcref min 2: expected a table of another instance, or {:min elements :max elements}, got []"]]]
      (is (= [:unlinkable message]
             (refusal #(instance "imports" backend {:imports {"env" (assoc {"memory" {:min 1}, "table" {:min 2}, "base" 5, "counter" 1, "double" inc}
                                                                            k value)}})))))
    (is (= :argument (first (refusal #(instance "imports" backend {:imports {"env" {"memory" {:min 1}, "table" {:min 2}, "base" "x", "counter" 1, "double" inc}}})))))
    (is (= :unlinkable (first (refusal #(instance "imports" backend {:imports {"env" {"memory" {:min 0}, "table" {:min 2}, "base" 1, "counter" 1, "double" inc}}})))))))

(deftest what-was-made-for-an-import-has-the-name-of-the-import
  (on-both backend
    (with-open [guest (instance "imported-memory" backend {:imports {"env" {"memory" {:min 2}, "table" {:min 3}}}})]
      (wasm/call guest "store" 8 77)
      (is (= [77 77 77] (map #(.getInt ^radicchio.core.MemoryView % 8)
                             [(wasm/memory-view guest)
                              (wasm/memory-view guest {:memory "memory"})
                              (wasm/memory-view guest {:memory "env.memory"})])))
      (is (= 131072 (wasm/memory-size guest)))
      (is (= [3 3] [(wasm/table-size guest "table") (wasm/table-size guest "env.table")]))
      (is (= [:unlinkable "Missing export: the module does not export a memory \"other\"; it does not export a memory"]
             (refusal #(wasm/memory-size guest {:memory "other"}))))
      (.close ^java.lang.AutoCloseable guest)
      (is (= :closed (first (refusal #(wasm/memory-size guest))))))))

(deftest instances-share-what-they-export
  (on-both backend
    (with-open [owner (instance "values" backend)]
      (let [shared  {"env" {"memory" (wasm/extern owner "memory"), "table" (wasm/extern owner "functions"),
                            "counter" (wasm/extern owner "counter"), "base" 1, "double" (wasm/fn owner "double")}}
            guest   ^java.lang.AutoCloseable (instance "imports" backend {:imports shared})]
        (wasm/call guest "store" 0 1234)
        (is (= 1234 (wasm/call owner "peek" 0)))
        (wasm/global-set owner "counter" 40)
        (is (= 41 (wasm/call guest "bump") (wasm/global-get owner "counter")))
        (is (= -21 (wasm/call guest "indirect" 1 21)))
        (is (= 42 (wasm/call guest "double" 21)))
        (wasm/table-set guest "table" 3 (wasm/fn guest "bump"))
        (is (= 42 ((wasm/table-get owner "functions" 3))))
        (is (= [:config ":limits: an instance that shares imports with another one has the limits of that one; remove :limits"]
               (refusal #(instance "imports" backend {:imports shared, :limits {:memory-pages 2}}))))
        (.close guest)
        (is (= 42 (wasm/call owner "double" 21)) "an owner lives on when a sharer is closed")
        (is (= [:closed "this instance is closed; make a new one"]
               (refusal #(wasm/call guest "bump"))))))
    (with-open [a (instance "values" backend), b (instance "values" backend)]
      (is (= [:unlinkable (str "The import env.table comes from an instance of another store than the others: instances"
                               " that share imports must be in one store")]
             (refusal #(instance "imports" backend
                                 {:imports {"env" {"memory" (wasm/extern a "memory"), "table" (wasm/extern b "functions"),
                                                   "base" 1, "counter" 1, "double" inc}}}))))
      (is (= [:unlinkable "Missing export: the module does not export \"memry\"; its exports are "]
             (update (refusal #(wasm/extern a "memry")) 1 #(first (str/split % #"(?=\"memory)"))))))))

;; --- Traps and limits ------------------------------------------------------------------------------------------------

(deftest traps-have-a-kind-and-frames
  (with-guest [guest "values"]
    (doseq [[kind message frames f]
            [[:unreachable "wasm trap: unreachable instruction executed" ["values!inner" "values!middle" "values!fail"] #(wasm/call guest "fail")]
             [:integer-divide-by-zero "wasm trap: integer divide by zero" ["values!divide"] #(wasm/call guest "divide" 1 0)]
             [:integer-overflow "wasm trap: integer overflow" ["values!divide"] #(wasm/call guest "divide" -2147483648 -1)]
             [:out-of-bounds-memory "wasm trap: out of bounds memory access" ["values!peek"] #(wasm/call guest "peek" 65533)]]]
      (let [e (thrown f)]
        (is (= message (ex-message e)))
        (is (= kind (:trap (ex-data e))))
        (is (= :trap (:radicchio/error (ex-data e))))
        (is (= frames (:frames (ex-data e))))))
    (is (= 7 (wasm/call guest "add" 3 4)) "after a trap it can be used again")))

(deftest an-exhausted-stack-is-a-trap
  (with-guest [guest "values"]
    (is (= {:radicchio/error :trap, :trap :stack-exhausted} (dissoc (ex-data (thrown #(wasm/call guest "deep" 10000000))) :frames)))
    (is (= 100 (wasm/call guest "deep" 100)))))

(deftest dead-after-trap-refuses-further-calls
  (on-both backend
    (with-open [guest (instance "values" backend {:dead-after-trap true})]
      (is (= :argument (first (refusal #(wasm/call guest "add" 1 nil)))))
      (is (= 7 (wasm/call guest "add" 3 4)) "a refused value starts nothing, and ends nothing")
      (is (= :trap (first (refusal #(wasm/call guest "fail")))))
      (let [e (thrown #(wasm/call guest "add" 3 4))]
        (is (= {:radicchio/error :trap, :trap :dead} (ex-data e)))
        (is (= (str "this instance is dead because an earlier call into it failed: wasm trap: unreachable instruction"
                    " executed; make a new one")
               (ex-message e)))
        (is (= :unreachable (:trap (ex-data (ex-cause e)))))))
    (testing "after an exception of a host function"
      (with-open [guest (instance "host" backend {:dead-after-trap true, :missing :trap
                                                  :imports {"env" {"answer" (fn [] (throw (ex-info "no" {})))}}})]
        (is (= "no" (ex-message (thrown #(wasm/call guest "answer")))))
        (is (= :dead (:trap (ex-data (thrown #(wasm/call guest "square" 1))))))))))

(deftest the-size-of-a-memory-is-limited
  (on-both backend
    (with-open [guest (instance "values" backend {:limits {:memory-pages 2}})]
      (is (= 1 (wasm/call guest "grow" 1)))
      (is (= -1 (wasm/call guest "grow" 1)))
      (is (nil? (wasm/memory-grow guest 1))))
    (is (= [:limit "a memory of at least 2 pages, expected at most 1"]
           (refusal #(instance "memories" backend {:limits {:memory-pages 1}}))))))

(deftest the-time-of-a-call-is-limited
  (on-both backend
    (with-open [guest (instance "values" backend {:limits {:timeout-ms 50}})]
      (doseq [f [#(wasm/call guest "spin") #(wasm/call guest "spin-if" 1)]]
        (is (= {:radicchio/error :limit, :limit :timeout, :timeout-ms 50} (ex-data (thrown f))))
        (is (false? (Thread/interrupted)))
        (is (= 7 (wasm/call guest "add" 3 4)) "and the instance goes on")))))

(defn- on-thread
  "Calls f on a new thread. Returns the thread, and a promise of its result or exception."
  [f]
  (let [result (promise)
        thread (Thread. #(deliver result (try (f) (catch Throwable t t))))]
    (.start thread)
    [thread result]))

(deftest an-interrupt-stops-an-endless-loop
  (with-guest [guest "values"]
    (doseq [f [#(wasm/call guest "spin") #(wasm/call guest "spin-if" 1)]]
      (let [[^Thread thread result] (on-thread f)]
        (Thread/sleep 30)
        (.interrupt thread)
        (is (= {:radicchio/error :limit, :limit :interrupted} (ex-data (deref result 20000 nil))))))
    (is (= 7 (wasm/call guest "add" 3 4)))))

(deftest calls-of-several-threads-run-one-after-another
  (with-guest [guest "values"]
    (wasm/global-set guest "counter" 0)
    (let [results (mapv second (repeatedly 4 #(on-thread (fn [] (dotimes [_ 50] (wasm/call guest "count" 100)) :done))))]
      (is (= [:done :done :done :done] (mapv #(deref % 60000 nil) results)))
      (is (= 20000 (wasm/global-get guest "counter"))))))

(deftest an-instance-can-be-closed-more-than-once
  (with-guest [guest "values"]
    (let [add (wasm/fn guest "add"), view (wasm/memory-view guest)]
      (.close guest)
      (.close guest)
      (doseq [f [#(add 1 2) #(wasm/call guest "add" 1 2) #(wasm/memory-read guest 0 1) #(wasm/global-get guest "counter")
                 #(.getInt view 0) #(wasm/table-size guest "functions") #(wasm/extern guest "memory")]]
        (is (= [:closed "this instance is closed; make a new one"] (refusal f))))
      (is (re-find #", closed: " (pr-str guest))))))

(deftest objects-print-a-description
  (with-guest [guest "host" {:missing :trap}]
    (is (= "#<instance of test/wat/core-host.wasm: log sum pair answer describe square>" (pr-str guest)))
    (is (= "#<wasm function answer>" (str (wasm/fn guest "answer"))))
    (is (= "#<module test/wat/core-host.wasm, 6 exports>" (pr-str (module "host" (first backends)))))))
