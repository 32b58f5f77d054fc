(ns radicchio.bench.calls
  "The cost of calls and of values: through generated namespaces; on wasmtime, called from Rust with its own types; and by jco in
  Node. All do the same with the same component, in turn. bench/calls/peer/build.sh builds the peers.

  A copy is the bound of what crosses in bulk: the bytes go into the memory, and out of it."
  (:require [bench.calls :as calls]
            [bench.primitive :as primitive]
            [clojure.java.io :as io]
            [radicchio.bench.measure :as measure]
            [radicchio.bench.peer :as peer]
            [radicchio.wasm :as wasm])
  (:import (java.util Arrays)))

(set! *warn-on-reflection* true)

(def ^:private imports {"bench:calls/host@1.0.0" {"tick" (fn [n] (inc (long n)))}})

;; The measured functions, each of a number of operations

(def ^:private text-16 (apply str (repeat 16 "a")))
(def ^:private text-4096 (apply str (repeat 4096 "a")))
(def ^:private wide-4096 (apply str (repeat 4096 "ö")))
(def ^:private one-mebibyte (byte-array (* 1024 1024) (byte 7)))
(def ^:private int-numbers (int-array (range 100000)))
(def ^:private numbers (vec (range 100000)))
(def ^:private points (mapv (fn [i] {:x (double i) :y 0.5}) (range 1000)))
(def ^:private people (mapv (fn [i] {:name (str "person " i) :age i :height 1.8}) (range 1000)))

(defn- add [^long n]
  (loop [i 0, sum 0]
    (if (< i n) (recur (inc i) (+ sum (long (calls/add i 3)))) sum)))

(defn- add-on [instance]
  (fn [^long n]
    (loop [i 0, sum 0]
      (if (< i n) (recur (inc i) (+ sum (long (calls/add instance i 3)))) sum))))

(defn- add-primitive [^long n]
  (loop [i 0, sum 0]
    (if (< i n) (recur (inc i) (+ sum (primitive/add i 3))) sum)))

(defn- add-primitive-on [instance]
  (fn [^long n]
    (loop [i 0, sum 0]
      (if (< i n) (recur (inc i) (+ sum (primitive/add instance i 3))) sum))))

(defn- add-held [instance]
  (let [add (add-on instance)]
    (fn [^long n] (wasm/holding instance (add n)))))

(defn- add-primitive-held [instance]
  (let [add (add-primitive-on instance)]
    (fn [^long n] (wasm/holding instance (add n)))))

(defn- two-copies [bytes]
  (let [memory (byte-array bytes)
        from   (byte-array bytes)]
    (measure/operations (System/arraycopy from 0 memory 0 (int bytes))
                        (Arrays/copyOf memory (int bytes)))))

(defn- counter-used []
  (with-open [counter (calls/->counter 1)]
    (calls/counter-add counter 2)))

(defn- instance-made []
  (.close (calls/instantiate {:imports imports})))

(defn- rows
  "Returns the measurements: titles, the name that peers know, the operations of a round, and the functions, of which the first is
  compared with the peers."
  [instance]
  [["two numbers" "add" 1000000
    [["boxed" add] ["on an instance" (add-on instance)]
     [":primitive true" add-primitive] [":primitive true, on an instance" (add-primitive-on instance)]
     ["inside wasm/holding" (add-held instance)]
     [":primitive true, inside wasm/holding" (add-primitive-held instance)]]]
   ["string of 16 bytes, echoed" "string-16" 100000
    [["String" (measure/operations (calls/echo-string text-16))]]]
   ["string of 4 KB, echoed" "string-4096" 20000
    [["ASCII" (measure/operations (calls/echo-string text-4096))]
     ["ö, 8 KB" (measure/operations (calls/echo-string wide-4096))]
     ["the JDK's encoder and decoder, ASCII" (measure/operations (String. (.getBytes ^String text-4096 "UTF-8") "UTF-8"))]
     ["the JDK's encoder and decoder, ö" (measure/operations (String. (.getBytes ^String wide-4096 "UTF-8") "UTF-8"))]]]
   ["list<u8> of 1 MiB, echoed" "bytes" 200
    [["byte[]" (measure/operations (calls/echo-bytes one-mebibyte))]
     ["two copies" (two-copies (* 1024 1024))]]]
   ["list<u32> of 100,000, echoed" "numbers" 200
    [["what such a call returned" (let [returned (calls/echo-numbers int-numbers)] (measure/operations (calls/echo-numbers returned)))]
     ["int[]" (measure/operations (calls/echo-numbers int-numbers))]
     ["vector" (measure/operations (calls/echo-numbers numbers))]
     ["two copies" (two-copies 400000)]]]
   ["list<s32> of 100,000, summed" "sum" 200
    [["int[]" (measure/operations (calls/sum int-numbers))]]]
   ["1,000 records of two numbers, echoed" "points" 200
    [["maps" (measure/operations (calls/points points))]]]
   ["1,000 records of a string and two numbers, echoed" "people" 200
    [["maps" (measure/operations (calls/people people))]]]
   ["1,000 calls of a host function from inside" "ticks" 500
    [["Clojure function" (measure/operations (calls/ticks 1000))]]]
   ["resource: made, used, dropped" "resource" 50000
    [["with-open" (measure/operations (counter-used))]]]
   ["an instance, made and closed" "instances" 2000
    [["instantiate" (measure/operations (instance-made))]]]])

;; Their report

(defn- line [title {:keys [nanos bytes]} base bytes?]
  (println (format "  %-44s %12s %8.2f×  %s" title (measure/shown nanos) (/ (double nanos) (double base))
                   (if bytes? (format "%10.0f bytes" bytes) ""))))

(defn- report [peers [title name operations ours]]
  (let [measured (measure/compare-all (merge (into {} ours)
                                             (into {} (for [[peer ask] peers] [peer #(ask name %)])))
                                      {:operations operations})
        base     (:nanos (measured (first (first (concat peers ours)))))]
    (println)
    (println title)
    (doseq [[peer] peers] (line peer (measured peer) base false))
    (doseq [[label] ours] (line label (measured label) base true))))

(defn- peers []
  (for [[name & command] [["wasmtime, typed Rust" "target/bench-calls/release/calls" "bench/calls/resources/bench/calls.wasm"]
                          ["jco in Node" "node" "bench/calls/peer/calls.mjs" "target/bench-calls/jco/calls"]]
        :let [built (if (= "node" (first command)) (last command) (first command))
              ask   (when (.exists (io/file built)) (peer/start command))]
        :when (or ask (println (str "Not measured: " name "; bench/calls/peer/build.sh builds it")))]
    [name ask]))

(defn run []
  (doseq [use-instance! [calls/use-instance! primitive/use-instance!]]
    (use-instance! #(calls/instantiate {:imports imports})))
  (println "\ncalls through a generated namespace")
  (with-open [instance (calls/instantiate {:imports imports})]
    (let [peers (vec (peers))]
      (run! #(report peers %) (rows instance)))))
