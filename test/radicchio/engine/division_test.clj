(ns radicchio.engine.division-test
  "Functions that are larger than a method may be are divided into several, and do what they did: the interpreter, which
  runs them whole, says what that is. Where a method may have a few bytes only, all but the smallest are divided."
  (:require [clojure.test :refer [deftest is]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.engine.assemble :refer [function module section signed sized text unsigned]]
            [radicchio.engine.guests :refer [call new-store one thrown within]]
            [radicchio.engine.large-function :as large])
  (:import (java.time Duration)
           (java.util List Optional Random)
           (radicchio.engine Backend CompileOptions CoreModule Engine Limits)))

(set! *warn-on-reflection* true)

(defn- with-method-size* [size f]
  (let [before (System/getProperty "radicchio.method.size")]
    (try
      (System/setProperty "radicchio.method.size" (str size))
      (f)
      (finally
        (if before
          (System/setProperty "radicchio.method.size" before)
          (System/clearProperty "radicchio.method.size"))))))

(defmacro ^:private with-method-size [size & body]
  `(with-method-size* ~size (fn [] ~@body)))

(defn- compiled ^CoreModule [^bytes bytes backend]
  (Engine/compile bytes (CompileOptions. backend false)))

(defn- instance [store module]
  (.instantiate ^radicchio.engine.CoreStore store module ^List (vector)))

;; Programs

(defn- joined "What the source of chance gives is taken at once, in order." [parts] (into [] cat parts))
(defn- join [& parts] (joined parts))

(def ^:private i32-locals [0 1 2 3 4 5])
(def ^:private i64-locals [6 7])
(def ^:private f64-local 8)

(def ^:private binary
  "i32.add, sub, mul, and, or, xor, shl, shr_u, rotl, lt_s, eq."
  [0x6a 0x6b 0x6c 0x71 0x72 0x73 0x74 0x76 0x77 0x48 0x46])

(defn- pick [^Random r things] (nth things (.nextInt r (count things))))

(defn- chance? [^Random r percent] (< (.nextInt r 100) (long percent)))

(declare statements)

(defn- const [^Random r] (join [0x41] (signed (if (chance? r 80) (- (.nextInt r 300) 100) (.nextInt r)))))

(defn- expression
  "Instructions that put an i32. `labels` are the kinds of the enclosing blocks' labels, the innermost first: `:plain`, or
  `:i32` where a branch takes a value along."
  [^Random r depth labels]
  (let [e #(expression r (dec (long depth)) labels)]
    (if (or (<= (long depth) 0) (chance? r 25))
      (case (.nextInt r 3)
        0 [0x20 (pick r i32-locals)]
        1 (const r)
        2 [0x23 1])                                                     ; a global
      (case (.nextInt r 8)
        (0 1 2) (join (e) (e) [(pick r binary)])
        3 (join (e) [0x41] (signed 252) [0x71 0x28 2 0])               ; a load
        4 [0x20 (pick r i64-locals) 0xa7]
        5 (join (e) (e) [0x10 1])                                     ; a call
        6 (let [inside (cons :i32 labels)]
            (join [0x02 0x7f] (statements r (dec (long depth)) inside) (expression r 1 inside) [0x0b]))
        7 (let [inside (cons :i32 labels)]
            (join (e) [0x04 0x7f] (expression r (dec (long depth)) inside)
                    [0x05] (expression r (dec (long depth)) inside) [0x0b]))))))

(defn- labels-of [labels kind]
  (keep-indexed (fn [i k] (when (= kind k) i)) labels))

(defn- branch
  "A statement after which nothing is reached: a branch, with a value where its label takes one, or a return."
  [^Random r labels]
  (let [plain (labels-of labels :plain), valued (labels-of labels :i32)]
    (case (.nextInt r 5)
      0 (join (expression r 2 labels) [0x0f])
      1 (join (expression r 2 labels) [0x0c] (unsigned (pick r valued)))
      2 (let [targets (repeatedly 3 #(pick r valued))]
          (join (expression r 2 labels) (expression r 2 labels) [0x41 3 0x71 0x0e 2] targets))
      (3 4) (if (empty? plain)
              (join (expression r 1 labels) [0x0f])
              (let [targets (repeatedly (+ 2 (.nextInt r 4)) #(pick r plain))]
                (if (chance? r 50)
                  (cons 0x0c (unsigned (first targets)))
                  (join (expression r 2 labels) [0x41 7 0x71 0x0e (dec (count targets))] targets)))))))

(def ^:private out-of-fuel?
  "Each turn of a loop takes one from a global; at nothing the function returns -1."
  (join [0x23 0 0x41 1 0x6b 0x24 0, 0x23 0 0x41 0 0x48 0x04 0x40 0x41] (signed -1) [0x0f 0x0b]))

(defn- statement [^Random r depth labels]
  (let [depth  (dec (long depth))
        e      #(expression r (min depth 2) labels)
        inside (cons :plain labels)]
    (if (neg? depth)
      (join (e) [0x21 (pick r i32-locals)])
      (case (.nextInt r 13)
        (0 1 2) (join (expression r 2 labels) [0x21 (pick r i32-locals)])
        3 (join (e) [0xac 0x20 (pick r i64-locals) 0x7c 0x21 (pick r i64-locals)])
        4 (join [0x20 f64-local] (e) [0xb7 0xa0 0x21 f64-local])
        5 (join (e) [0x41] (signed 252) [0x71] (e) [0x36 2 0])         ; a store
        6 (join (e) [0x04 0x40] (statements r depth inside)
                  (when (chance? r 60) (cons 0x05 (statements r depth inside))) [0x0b])
        7 (join [0x02 0x40] (statements r depth inside) [0x0b])
        8 (join [0x03 0x40] out-of-fuel? (statements r depth inside)
                  (expression r 1 inside) [0x0d 0 0x0b])
        9 (let [target (pick r (range (count labels)))]
            (if (= :i32 (nth labels target))
              (join (e) (e) [0x0d] (unsigned target) [0x21 (pick r i32-locals)])
              (join (e) [0x0d] (unsigned target))))
        10 (join (e) [0x04 0x40] (branch r inside) [0x0b])
        11 (join [0x02 0x7f 0x1f 0x40 1 0 0 0]                        ; what is thrown inside is caught
                   (statements r depth (list* :plain :i32 labels))
                   [0x0b] (const r) [0x0b 0x21 (pick r i32-locals)])
        12 (join (e) [0x41 7 0x71 0x45 0x04 0x40] (expression r 1 inside) [0x08 0 0x0b])))))

(defn- statements [^Random r depth labels]
  (join (joined (repeatedly (.nextInt r 5) #(statement r depth labels)))
          (when (chance? r 5) (branch r labels))))

(defn- body [^Random r]
  (join [3 4 0x7f 2 0x7e 1 0x7c]
          (joined (repeatedly 12 #(statement r 4 [:i32])))
          (mapcat (fn [local] [0x20 local]) i32-locals) (repeat 5 0x73)
          [0x20 6 0x20 7 0x85 0xa7 0x73, 0x20 f64-local 0xfc 2 0x73, 0x0b]))

(defn- program
  "A module that a seed determines. Its function \"run\" (i32 i32) -> i32 loops, branches, calls, stores and throws;
  \"state\" tells a word of the memory, plus a global."
  ^bytes [seed]
  (let [r (Random. (long seed))]
    (module
     (section 1 [2, 0x60 2 0x7f 0x7f 1 0x7f, 0x60 1 0x7f 0])
     (section 3 [3 0 0 0])
     (section 5 [1 0 1])
     (section 13 [1 0 1])
     (section 6 [2, 0x7f 1 0x41] (signed 300) [0x0b, 0x7f 1 0x41 7 0x0b])
     (section 7 [2] (text "run") [0 0] (text "state") [0 2])
     (section 10 [3]
              (sized (body r))
              (sized [0, 0x23 1 0x20 0 0x6a 0x24 1, 0x20 0 0x41 31 0x6c 0x20 1 0x6a, 0x0b])
              (sized [0, 0x20 0 0x28 2 0, 0x23 1, 0x6a, 0x0b])))))

(defn- behaviour
  "What a module's calls give, or the kind of what they throw, and what they leave behind."
  [module]
  (within [store (new-store)]
    (let [guest (instance store module)]
      [(vec (for [[a b] [[0 0] [1 2] [7 -3] [123456 5]]]
              (try (call guest "run" a b) (catch Exception e (:trap (ex-data e))))))
       (vec (for [address (range 0 256 4)] (one guest "state" address 0)))])))

(defspec divided-functions-do-what-they-did 60
  (prop/for-all [seed gen/large-integer
                 size (gen/elements [40 60 100 200 500])]
    (let [bytes (program seed)]
      (= (behaviour (compiled bytes Backend/INTERPRETER))
         (with-method-size size (behaviour (compiled bytes Backend/COMPILER)))))))

(deftest programs-that-a-division-once-broke-do-what-they-did
  (doseq [[what seed size] [["results of a part without exits" 191334 200]
                            ["an exit of a part is all that a try_table has" 174860 300]]
          :let [bytes (program seed)]]
    (is (= (behaviour (compiled bytes Backend/INTERPRETER))
           (with-method-size size (behaviour (compiled bytes Backend/COMPILER))))
        what)))

;; Functions

(deftest a-function-that-several-methods-can-hold-is-divided
  (let [module (compiled (large/divisible) Backend/COMPILER)
        run    #(within [store (new-store)]
                  (let [guest (instance store %)] (mapv (partial one guest "run") [0 1 -20000 99000 100000])))]
    (is (= 0 (.interpretedFunctions module)))
    (is (= (run (compiled (large/divisible) Backend/INTERPRETER)) (run module)))))

(def ^:private counted [0x20 0 0x41 1 0x6a 0x21 0])                     ; local 0 plus 1

(deftest a-trap-in-a-part-of-a-function-is-the-function-s
  (let [statements (apply concat (repeat 40 counted))
        bytes      (function statements [0x20 0 0x41 40 0x46 0x04 0x40] statements [0x00 0x0b] statements [0x20 0])]
    (with-method-size 100
      (within [store (new-store)]
        (let [guest (instance store (compiled bytes Backend/COMPILER))]
          (is (= 121 (one guest "run" 41)) "it does not trap where another number comes")
          (is (= [:unreachable ["func[0]"]]
                 ((juxt :trap :frames) (ex-data (thrown #(call guest "run" 0)))))))))))

(deftest an-endless-loop-with-parts-is-stopped
  (let [statements (apply concat (repeat 40 counted))
        inner      (concat [0x03 0x40] statements [0x20 0 0x41 0 0x48 0x0d 0 0x0b])]
    (doseq [body [statements inner]
            :let [bytes (function [0x03 0x40] body [0x0c 0 0x0b] [0x20 0])
                  module (with-method-size 100 (compiled bytes Backend/COMPILER))]]
      (within [store (new-store (Limits. 100 (Optional/of (Duration/ofSeconds 2))))]
        (let [guest (instance store module)]
          (is (= :timeout (:limit (ex-data (thrown #(call guest "run" 0)))))))))))

(deftest blocks-up-to-the-allowed-depth-are-divided
  (doseq [depth [1900 2100]]
    (let [bytes (function (apply concat (repeat depth [0x02 0x40])) (apply concat (repeat depth (conj counted 0x0b)))
                          [0x20 0])]
      (with-method-size 500
        (within [store (new-store)]
          (is (= depth (one (instance store (compiled bytes Backend/COMPILER)) "run" 0))))))))

(deftest the-size-of-a-method-is-a-number
  (with-method-size "many"
    (is (= "radicchio.method.size: expected a number of bytes, at least 20, got many"
           (ex-message (thrown #(compiled (function [0x20 0]) Backend/COMPILER)))))))

(deftest a-reference-that-a-function-returns-does-not-come-out-of-a-part
  (let [arm   (fn [n] (concat [0x20 0 0x41] (signed n) [0x46 0x04 0x40] (apply concat (repeat 8 counted)) [0xd0 0x70 0x0f 0x0b]))
        bytes (module
               (section 1 [2, 0x60 2 0x7f 0x7f 1 0x70, 0x60 2 0x7f 0x7f 1 0x7f])
               (section 3 [2 0 1])
               (section 6 [1, 0x7f 1 0x41 0 0x0b])
               (section 7 [1] (text "run") [0 1])
               (section 10 [2]
                        (sized (concat [0] (mapcat arm (range 20)) [0x20 1 0x24 0, 0xd0 0x70 0x0b]))
                        (sized [0, 0x20 0 0x20 1 0x10 0 0x1a, 0x23 0 0x0b])))
        run   (fn [module]
                (within [store (new-store)]
                  (let [guest (instance store module)] (mapv #(one guest "run" % 77) [100 3 -5]))))]
    (is (= [77 77 77] (with-method-size 120 (run (compiled bytes Backend/COMPILER)))
           (run (compiled bytes Backend/INTERPRETER))))))

(defn- within-seconds? [seconds f]
  (not= ::late (deref (future (f)) (* 1000 (long seconds)) ::late)))

(deftest a-function-whose-locals-would-fill-the-memory-is-left-whole
  (let [bytes (module
               (section 1 [1 0x60 1 0x7f 1 0x7f])
               (section 3 [1 0])
               (section 7 [1] (text "run") [0 0])
               (section 10 [1] (sized (concat [1] (unsigned 10000) [0x7f] [0x20 0 0x21 0x90 0x4e] (repeat 400000 1)
                                              [0x20 0x90 0x4e 0x0b]))))]
    (with-method-size 100
      (within [store (new-store)]
        (is (= 9 (one (instance store (compiled bytes Backend/COMPILER)) "run" 9)))))))

(deftest loops-in-loops-take-no-longer-than-their-code-is-long
  (let [depth 1500
        bytes (function [0x02 0x40] (apply concat (repeat depth [0x03 0x40 0x20 0 0x0d 1])) (repeat 100000 1)
                        (repeat depth 0x0b) [0x0b 0x20 0])]
    (is (within-seconds? 60 #(with-method-size 500 (compiled bytes Backend/COMPILER))))))
