(ns radicchio.bench.core
  "Core modules: what functions, host functions and memory cost, against the engine's own calls and the JVM's copies."
  (:require [radicchio.bench.measure :as measure]
            [radicchio.wasm :as wasm]))

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

(defn- add [instance]
  (let [add (wasm/fn instance "add" {:params [:i32 :i32] :results [:i32]})]
    (measure/report
     "(add 3 4) through wasm/fn"
     [:wasm-fn]
     (measure/compare-all {:wasm-fn (measure/operations (add 3 4))} {:operations 2000000}))))

(defn run []
  (with-open [^java.lang.AutoCloseable compiled    (load-core {})
              ^java.lang.AutoCloseable interpreted (load-core {:backend :interpreter})]
    (add compiled)
    (host-calls compiled)
    (memory compiled)
    (fib compiled interpreted)))
