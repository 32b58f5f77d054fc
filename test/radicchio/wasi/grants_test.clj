(ns radicchio.wasi.grants-test
  "One vocabulary of grants, at every door."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.bind :as bind]
            [radicchio.wasi.guest :refer [failure]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.component :as component])
  (:import (java.io File)
           (java.util Random)))

(set! *warn-on-reflection* true)

(def ^:private guest "test/guests/wasi/passing.wasm")
(def ^:private random-u64 "test:wasi/random-random#get-random-u64")
(def ^:private expected 13421181215734401783N)

(defn- generated
  "A function of a component as a generated namespace has it, whose own instance has options."
  [instance]
  (let [c (bind/component {:format 1 :from "guests/wasi/passing.wasm" :ns 'acme.guest :instance instance})]
    [c (bind/export c random-u64 nil '[:func [] :u64])]))

(def ^:private doors
  "What each door makes of the options of :wasi: the first random number."
  {"load-wit"       (fn [wasi]
                      (with-open [^java.lang.AutoCloseable i (wasm/load-wit guest {:wasi wasi})]
                        ((get i random-u64))))
   "instantiate"    (fn [wasi]
                      (with-open [i (wasm/instantiate (wasm/compile guest) {:wasi wasi})]
                        (wasm/call i random-u64)))
   "load-component" (fn [wasi]
                      (with-open [i (component/load-component guest {:wasi wasi})]
                        (component/call i random-u64)))
   "the instance of a generated namespace" (fn [wasi]
                                             (let [[_ f] (generated {:wasi wasi})]
                                               (bind/call f)))
   "an instance of a generated namespace" (fn [wasi]
                                            (let [[c f] (generated {})]
                                              (with-open [i (bind/instantiate c {:wasi wasi})]
                                                (bind/call-on i f))))})

(deftest every-door-accepts-the-same-grants
  (doseq [[door random] doors]
    (testing door
      (is (= expected (random {:random (Random. 42)})))
      (is (= :denied (:error (failure #(random nil)))))
      (is (= [:config [:randm]] ((juxt :error :unknown) (failure #(random {:randm true}))))))))

(deftest invalid-grants-are-refused
  (doseq [[wasi message]
          {{:clock 3}                            ":wasi :clock: expected true, a java.time.Clock or {:wall clock :monotonic f}, got 3"
           {:clock {:wall true}}                 ":wasi :clock :wall: expected a java.time.Clock, got true"
           {:dirs {"/" "no/such/directory"}}     ":wasi :dirs: no such directory: no/such/directory"
           {:in (io/file "no/such/file")}        ":wasi :in: cannot open no/such/file: no/such/file (No such file or directory)"
           {:out "text"}                         ":wasi :out: expected an OutputStream, Writer, File, Path or :inherit, got \"text\""}]
    (is (= {:error :config :message message} (failure #(component/load-component guest {:wasi wasi}))))))

(deftest files-are-closed-with-the-instance
  (let [out (File/createTempFile "radicchio" ".txt")]
    (try
      (with-open [i (component/load-component guest {:wasi {:out out}})]
        (component/call i :output-stream-blocking-write-and-flush (component/call i :get-stdout) (.getBytes "x")))
      (is (= "x" (slurp out)))
      (finally (.delete out)))))
