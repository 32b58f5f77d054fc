(ns radicchio.bench.calls
  "The cost of calling a component's scalar function, compared with the engine's own call of a core function. The functions are
  bound as in a generated namespace."
  (:require [radicchio.bench.measure :as measure]
            [radicchio.bind :as bind])
  (:import (com.dylibso.chicory.compiler MachineFactoryCompiler)
           (com.dylibso.chicory.runtime ExportFunction ImportFunction ImportValues Instance WasmFunctionHandle)
           (com.dylibso.chicory.wasm Parser)
           (com.dylibso.chicory.wasm.types FunctionType ValType)
           (java.io File)
           (java.util List)))

(set! *warn-on-reflection* true)

(def ^:private component
  (bind/component {:format 1 :from "bench/wat/scalar.wasm" :load :file :world "root:component/root"}))

(def ^:private add*
  (bind/export component "add" [] '[:func [[a :s32] [b :s32]] :s32]))

(defn- add
  ([a b] (bind/call add* a b))
  ([instance a b] (bind/call-on instance add* a b)))

(defn- engine-add
  "Returns the engine's own ExportFunction of the same core function, compiled."
  ^ExportFunction []
  (let [module (Parser/parse (File. "bench/wat/core.wasm"))
        tick   (ImportFunction. "env" "tick" (FunctionType/of ^List (List/of ValType/I32) ^List (List/of ValType/I32))
                                (reify WasmFunctionHandle (apply [_ _ args] args)))
        ^Instance instance (-> (Instance/builder module)
                               (.withImportValues (-> (ImportValues/builder)
                                                      (.addFunction (into-array ImportFunction [tick]))
                                                      .build))
                               (.withMachineFactory (MachineFactoryCompiler/compile module))
                               .build)]
    (.export instance "add")))

(defn run []
  (let [engine (engine-add)]
    (with-open [instance (bind/instantiate component {})]
      (measure/report
       "add(a, b), a scalar function"
       [:ExportFunction.apply :generated-function :generated-function-on-an-instance]
       (measure/compare-all
        {:ExportFunction.apply              (fn [^long n]
                                              (let [args (long-array 2)]
                                                (loop [i 0, sum 0]
                                                  (if (< i n)
                                                    (do (aset args 0 i)
                                                        (aset args 1 3)
                                                        (recur (inc i) (+ sum (aget ^longs (.apply engine args) 0))))
                                                    sum))))
         :generated-function                (fn [^long n]
                                              (loop [i 0, sum 0]
                                                (if (< i n) (recur (inc i) (+ sum (long (add i 3)))) sum)))
         :generated-function-on-an-instance (fn [^long n]
                                              (loop [i 0, sum 0]
                                                (if (< i n) (recur (inc i) (+ sum (long (add instance i 3)))) sum)))}
        {:operations 2000000})))))
