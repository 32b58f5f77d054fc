(ns radicchio.bench.engine
  "Compares the engine room with the engine alone. A module that shares nothing must be as fast in both."
  (:require [clojure.java.io :as io]
            [radicchio.bench.measure :as measure])
  (:import (com.dylibso.chicory.compiler MachineFactoryCompiler)
           (com.dylibso.chicory.runtime ExportFunction ImportFunction ImportValues Instance WasmFunctionHandle)
           (com.dylibso.chicory.wasm Parser)
           (com.dylibso.chicory.wasm.types FunctionType ValType)
           (java.nio.file Files)
           (java.util List)
           (radicchio.engine Backend CoreInstance CoreType Engine ExternType$FuncType Func HostFunc Limits CoreStore)))

(set! *warn-on-reflection* true)

(defn- wasm ^bytes []
  (Files/readAllBytes (.toPath (io/file "bench" "wat" "core.wasm"))))

(defn- alone
  "Returns the module on Chicory with its import: a function from an export's name to the export."
  []
  (let [module (Parser/parse (wasm))
        tick   (ImportFunction. "env" "tick" (FunctionType/of (List/of ValType/I32) (List/of ValType/I32))
                                (reify WasmFunctionHandle (apply [_ _ args] args)))
        values (-> (ImportValues/builder) (.addFunction (into-array [tick])) .build)
        instance (-> (Instance/builder module)
                     (.withImportValues values)
                     (.withMachineFactory (MachineFactoryCompiler/compile module))
                     .build)]
    (fn ^ExportFunction [name] (.export instance name))))

(defn- ours
  "Returns the same in a store."
  [^CoreStore store]
  (let [tick (.function store (ExternType$FuncType. [CoreType/I32] [CoreType/I32]) (reify HostFunc (call [_ args] args)))
        ^CoreInstance instance (.instantiate store (Engine/compile (wasm) Backend/COMPILER) [tick])]
    (fn ^Func [^String name] (.orElseThrow (.export instance name)))))

(defn- compare-calls [title theirs ours export ^longs args options]
  (let [^ExportFunction their-export (theirs export)
        ^Func our-export (ours export)]
    (measure/report
     title
     [:Chicory :Radicchio]
     (measure/compare-all {:Chicory   (measure/operations (.apply their-export args))
                           :Radicchio (measure/operations (.call our-export args))}
                          options))))

(defn run []
  (let [store (Engine/store Limits/DEFAULT)]
    (.enter store)
    (try
      (let [alone (alone)
            ours  (ours store)]
        (compare-calls "an export of two integers" alone ours "add" (long-array [3 4]) {:operations 2000000})
        (compare-calls "fib(30)" alone ours "fib" (long-array [30]) {:operations 2, :warm-up 4})
        (compare-calls "a million calls through a table" alone ours "indirect" (long-array [1000000]) {:operations 10})
        (compare-calls "a million calls of the host" alone ours "ticks" (long-array [1000000]) {:operations 10}))
      (finally (.leave store)))))
