(ns radicchio.engine.fallback-test
  "A function that the JVM cannot hold runs interpreted, and is counted. All others are compiled, however wide their types are."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section signed text]]
            [radicchio.engine.guests :refer [call host new-store on-both one within]]
            [radicchio.engine.wide-function :as wide
             :refer [bodies caller counted i32 run-at sum-of-first-and-last type-of]])
  (:import (java.util List)
           (radicchio.engine Backend CompileOptions CoreModule CoreType Engine)))

(set! *warn-on-reflection* true)

(defn- compiled ^CoreModule [bytes backend]
  (Engine/compile ^bytes bytes (CompileOptions. backend false)))

(defn- interpreted
  "How many functions run interpreted where the module is compiled."
  [bytes]
  (.interpretedFunctions (compiled bytes Backend/COMPILER)))

;; Functions that are hard to compile

(defn- beside-a-good-one
  "A module whose function 0 calls function 1, which has these instructions and gives an i32."
  [& instructions]
  (module
   (section 1 (counted [(type-of [] [i32])]))
   (section 3 (counted [[0] [0]]))
   (run-at 0)
   (bodies [0x10 1 0x41 1 0x6a] (apply concat instructions))))

(def ^:private try-in-dead-code
  "After a return, a try_table that catches to the block around it."
  [[0x41 6 0x0f] [0x02 0x40 0x1f 0x40 1 2 0 0x10 1 0x1a 0x0b 0x0b 0x41 0]])

(def ^:private branch-out-of-dead-try
  "A block whose only try_table comes after a branch out of the block."
  [[0x02 0x40 0x0c 0 0x1f 0x40 1 2 0 0x01 0x10 1 0x1a 0x0b 0x0b 0x41 6]])

(deftest a-function-with-a-try-that-is-never-reached-runs
  (doseq [instructions [try-in-dead-code branch-out-of-dead-try]
          :let [bytes (apply beside-a-good-one instructions)]]
    (is (zero? (interpreted bytes)))
    (on-both backend
      (within [store (new-store)]
        (is (= 7 (one (.instantiate store (compiled bytes backend) ^List (vector)) "run")))))))

(defn- adding
  "Instructions that add up different constants of 64 bits."
  [numbers]
  (cons [0x42 0] (mapcat (fn [n] [(cons 0x42 (signed n)) [0x7c]]) numbers)))

(deftest a-function-with-more-constants-than-a-class-can-hold-runs
  (let [numbers (range 1000000 1035000)
        bytes (beside-a-good-one (apply concat (concat (adding numbers) [[0xa7]])))]
    (is (= 1 (interpreted bytes)))
    (within [store (new-store)]
      (is (= (inc (unchecked-int (reduce + numbers)))
             (one (.instantiate store (compiled bytes Backend/COMPILER) ^List (vector)) "run"))))))

;; Types that are too wide for a method

(deftest a-function-of-many-parameters-runs
  (doseq [n [250 251 252 253 254 255 256 300 1000]
          call [[0x10 0] [0x41 0 0x11 0 0] [0xd2 0 0x14 0] [0x12 0] [0x41 0 0x13 0 0] [0xd2 0 0x15 0]]
          :let [bytes (wide/parameters n call)]]
    (testing (str n " parameters, " (pr-str call))
      (is (zero? (interpreted bytes)))
      (on-both backend
        (within [store (new-store)]
          (is (= (inc n) (one (.instantiate store (compiled bytes backend) ^List (vector)) "run"))))))))

(deftest an-import-of-many-parameters-is-called
  (doseq [n [251 252 253 254 300]
          :let [bytes (module
                       (section 1 (counted [(type-of (repeat n i32) [i32]) (type-of [] [i32])]))
                       (section 2 (counted [(concat (text "e") (text "h") [0 0])]))
                       (section 3 (counted [[1] [1]]))
                       (run-at 1)
                       (bodies (caller n [0x10 0]) [0x41 3]))]]
    (is (zero? (interpreted bytes)))
    (on-both backend
      (within [store (new-store)]
        (let [sum (host store (repeat n CoreType/I32) [CoreType/I32] #(vector (+ (first %) (peek %))))]
          (is (= (inc n) (one (.instantiate store (compiled bytes backend) ^List (vector sum)) "run"))))))))

(defn- wide-results
  "A module whose function \"run\" calls one of n results and returns their sum, or has a block of n results instead."
  [n in-a-block]
  (let [adds (repeat (dec n) 0x6a)]
    (module
     (section 1 (counted [(type-of [] (repeat n i32)) (type-of [] [i32])]))
     (section 3 (counted [[0] [1] [1]]))
     (run-at 1)
     (bodies (caller n) (if in-a-block (caller 0 [0x02 0] (caller n) [0x0b] adds) (caller 0 [0x10 0] adds)) [0x41 3]))))

(deftest a-function-or-block-of-many-results-runs
  (doseq [n [255 256 300 1000], in-a-block [false true]
          :let [bytes (wide-results n in-a-block)]]
    (testing (str n " results")
      (is (zero? (interpreted bytes)))
      (on-both backend
        (within [store (new-store)]
          (is (= (quot (* n (inc n)) 2)
                 (one (.instantiate store (compiled bytes backend) ^List (vector)) "run"))))))))

(deftest a-call-through-a-table-distinguishes-wide-types
  (doseq [params [0 1 2]
          :let [bytes (module
                       (section 1 (counted [(type-of (repeat 252 i32) [i32]) (type-of [] [i32])
                                            (type-of (repeat params 0x7c) [])]))
                       (section 3 (counted [[0] [1] [1]]))
                       (section 4 [1 0x70 0 1])
                       (run-at 1)
                       (section 9 [1 0 0x41 0 0x0b 1 0])
                       (bodies (sum-of-first-and-last 252)
                               (concat (apply concat (repeat params [0x44 0 0 0 0 0 0 0 0])) [0x41 0 0x11 2 0 0x41 0])
                               [0x41 3]))]]
    (on-both backend
      (within [store (new-store)]
        (let [instance (.instantiate store (compiled bytes backend) ^List (vector))]
          (is (= :indirect-call-type
                 (try (call instance "run") (catch Exception e (:trap (ex-data e)))))))))))
