(ns radicchio.engine.mending-test
  "Instructions that the engine runs wrongly are replaced by others before it sees them."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.engine.assemble :refer [function module section sized text]]
            [radicchio.engine.guests :refer [new-store on-both one within]]
            [radicchio.engine.large-function :as large])
  (:import (java.util List)
           (radicchio.engine Backend CompileOptions CoreModule Engine)))

(set! *warn-on-reflection* true)

(defn- results
  "What a module's function \"run\" makes of each argument."
  [bytes backend args]
  (let [compiled ^CoreModule (Engine/compile ^bytes bytes (CompileOptions. backend false))]
    (within [store (new-store)]
      (let [guest (.instantiate store compiled ^List (vector))]
        (mapv (partial one guest "run") args)))))

(deftest a-try-in-which-nothing-happens-is-a-block
  (on-both backend
    (is (= [7] (results (function [0x02 0x40 0x1f 0x40 1 2 0 0x02 0x40 0x01 0x0b 0x1f 0x40 0 0x0b 0x0b 0x0b] [0x20 0])
                        backend [7])))))

(def ^:private product-is-something
  "Whether local 0 times 65,536 is other than 0: 1 or 2."
  [0x20 0 0x41 0x80 0x80 4 0x6c 0x04 0x7f 0x41 1 0x05 0x41 2 0x0b])

(deftest a-product-of-32-bits-has-no-more
  (on-both backend
    (is (= [1 2 1 2] (results (function product-is-something) backend [1 65536 65537 -65536])))))

(deftest a-product-of-32-bits-has-no-more-in-a-function-too-large-to-be-compiled
  (is (= [1 2] (results (module
                         (section 1 [1 0x60 1 0x7f 1 0x7f])
                         (section 3 [1 0])
                         (section 7 [1] (text "run") [0 0])
                         (section 10 [1] (sized (concat [0] large/padding product-is-something [0x0b]))))
                        Backend/COMPILER [(- 1 20000) (- 65536 20000)]))))
