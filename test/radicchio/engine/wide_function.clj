(ns radicchio.engine.wide-function
  "Modules with functions of more parameters than a JVM method can have, and the pieces that they are made of."
  (:require [radicchio.engine.assemble :refer [module section signed sized text unsigned]]))

(set! *warn-on-reflection* true)

(def i32 0x7f)

(defn counted [things] (concat (unsigned (count things)) (apply concat things)))

(defn type-of [params results] (concat [0x60] (sized params) (sized results)))

(defn constant [n] (concat [0x41] (signed n)))

(defn bodies [& bodies] (section 10 (counted (map #(sized (concat [0] % [0x0b])) bodies))))

(defn run-at [index] (section 7 (counted [(concat (text "run") [0 index])])))

(defn sum-of-first-and-last [n] (concat [0x20 0 0x20] (unsigned (dec n)) [0x6a]))

(defn caller
  "Instructions that put 1 to n on the operand stack, then these."
  [n & instructions]
  (concat (mapcat constant (range 1 (inc n))) (apply concat instructions)))

(defn parameters
  "A module whose function \"run\" calls one of n parameters, in a way: directly, through a table, by reference, in tail
  position."
  [n call]
  (module
   (section 1 (counted [(type-of (repeat n i32) [i32]) (type-of [] [i32])]))
   (section 3 (counted [[0] [1] [1]]))
   (section 4 [1 0x70 0 1])
   (run-at 1)
   (section 9 [1 0 0x41 0 0x0b 1 0])
   (bodies (sum-of-first-and-last n) (caller n call) [0x41 3])))
