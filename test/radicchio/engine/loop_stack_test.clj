(ns radicchio.engine.loop-stack-test
  "Loops with operands under them, of which the compiler makes loops with none: HotSpot compiles a running loop only then."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :refer [module section signed sized text]]
            [radicchio.engine.guests :refer [new-store on-both one within]])
  (:import (radicchio.engine Backend Engine)))

(set! *warn-on-reflection* true)

(defn- i32 [n] (cons 0x41 (signed n)))
(def ^:private get-n [0x20 0])
(def ^:private count-down "n = n - 1, left on the stack" (concat get-n (i32 1) [0x6b 0x22 0]))

(defn- run
  "What a function of an i32 and an i32 local returns."
  [backend n & code]
  (within [store (new-store)]
    (let [wasm (module (section 1 [3 0x60 1 0x7f 1 0x7f 0x60 1 0x7f 1 0x7f 0x60 0 2 0x7f 0x7e])
                       (section 3 [1 0])
                       (section 7 [1] (text "run") [0 0])
                       (section 10 [1] (sized (concat [1 1 0x7f] (apply concat code) [0x0b]))))]
      (one (.instantiate store (Engine/compile ^bytes wasm ^Backend backend) []) "run" n))))

(def ^:private block-i32 [0x02 0x7f])
(def ^:private loop-i32 [0x03 0x7f])
(def ^:private end [0x0b])
(def ^:private add [0x6a])
(def ^:private i64-5 [0x42 5])
(def ^:private f32-1 [0x43 0 0 0x80 0x3f])
(def ^:private f64-1 [0x44 0 0 0 0 0 0 0xf0 0x3f])

(deftest values-below-a-loop-are-kept
  (on-both backend
    (testing "of every type, in their order"
      (is (= (+ 100 5 1 1 7)
             (run backend 10
                  (i32 100) i64-5 f32-1 f64-1
                  loop-i32 count-down [0x0d 0] (i32 7) end
                  [0xb7] [0xa0] [0xaa]                  ; f64: 1 + 7, as i32
                  [0x21 1] [0xa8] [0x20 1] add          ; f32 as i32, added
                  [0x21 1] [0xa7] [0x20 1] add          ; i64 as i32, added
                  add))))
    (testing "a branch out of a loop and its blocks takes its value and drops the others"
      (is (= (+ 100 42)
             (run backend 10
                  (i32 100) block-i32 (i32 1) (i32 2) loop-i32 (i32 3) (i32 42) count-down [0x45 0x0d 1] [0x1a 0x1a] [0x0c 0] end
                  add add end add))))
    (testing "loops in both arms of an if, whose condition lies on values"
      (doseq [[n expected] [[0 (+ 100 50 2)] [9 (+ 100 50 1)]]]
        (is (= expected
               (run backend n
                    (i32 100) (i32 50) get-n
                    [0x04 0x7f] [0x03 0x40] count-down [0x0d 0] end (i32 1)
                    [0x05] [0x03 0x40] get-n [0x0d 0] end (i32 2) end
                    add add)))))
    (testing "a loop with a parameter, and one in a loop"
      (is (= (+ 100 1000 30)
             (run backend 10
                  (i32 100) (i32 1000) (i32 0)
                  [0x03 1]
                  (i32 3) [0x21 1]
                  (i32 0) [0x03 1] (i32 1) add [0x20 1] (i32 1) [0x6b 0x22 1] [0x0d 0] end
                  add
                  count-down [0x0d 0] end
                  add add))))
    (testing "a block with two results"
      (is (= (+ 100 7 5)
             (run backend 3
                  (i32 100)
                  [0x02 2] [0x03 0x40] count-down [0x0d 0] end (i32 7) i64-5 end
                  [0xa7] add add))))
    (testing "a loop that does not end by itself, before code that is not reached"
      (is (= (+ 100 1)
             (run backend 5
                  (i32 100) block-i32 [0x03 0x40] count-down [0x45] [0x04 0x40] (i32 1) [0x0c 2] end [0x0c 0] end [0x00] end
                  add))))))
