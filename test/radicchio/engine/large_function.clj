(ns radicchio.engine.large-function
  "Modules with a function that no JVM method can hold, nor several, assembled here since their text would be long."
  (:require [radicchio.engine.assemble :refer [module section sized text]]))

(set! *warn-on-reflection* true)

(def padding
  "One statement of more bytecode than fits, which nobody can divide: local 0 plus 64 minus 63, 20,000 times."
  (concat [0x20 0] (apply concat (repeat 20000 [0x41 0xc0 0 0x6a 0x41 0x41 0x6a])) [0x21 0]))

(defn looping
  "A module whose export \"run\" is such a function, a loop without end."
  ^bytes []
  (module
   (section 1 [1 0x60 0 0])                                             ; () -> ()
   (section 3 [1 0])
   (section 7 [1] (text "run") [0 0])
   (section 10 [1] (sized (concat [1 1 0x7f, 0x03 0x40] padding [0x41 1 0x0d 0, 0x0b, 0x0b])))))

(defn throwing
  "A module that imports the tag \"host\" \"tag\" (param i32). Export \"run\" (i32) -> i32 is such a function: it calls
  \"middle\", which is compiled and calls \"inner\", such a function that throws its argument; what \"middle\" catches it
  returns plus 100, and what arrives at \"run\" is returned plus 1000."
  ^bytes []
  (let [catching (fn [function plus]
                   (concat [0x02 0x7f 0x1f 0x40 1 0 0 0]                ; block (result i32), try_table (catch tag 0 to it)
                           [0x20 0 0x10 function 0x0f]                  ; return what the function gives
                           [0x0b 0x00 0x0b 0x41] plus [0x6a]))]         ; or what was caught, plus
    (module
     (section 1 [2, 0x60 1 0x7f 0, 0x60 1 0x7f 1 0x7f])                 ; (i32) -> (), (i32) -> i32
     (section 2 [1] (text "host") (text "tag") [4 0 0])
     (section 3 [3 1 1 1])
     (section 7 [1] (text "run") [0 0])
     (section 10 [3]
              (sized (concat [0] padding (catching 1 [0xe8 0x07]) [0x0b]))
              (sized (concat [0] (catching 2 [0xe4 0x00]) [0x0b]))
              (sized (concat [0] padding [0x20 0 0x08 0, 0x0b]))))))

(defn counting
  "Export \"large\" (i32) -> i32 is such a function: it returns its argument plus 20,000 plus `n`, at most 63. \"through\",
  which fits, returns what that gives plus 1."
  (^bytes [] (counting 0))
  (^bytes [n]
   (module
    (section 1 [1 0x60 1 0x7f 1 0x7f])                                  ; (i32) -> i32
    (section 3 [2 0 0])
    (section 7 [2] (text "large") [0 0] (text "through") [0 1])
    (section 10 [2]
             (sized (concat [0] padding [0x20 0 0x41 n 0x6a, 0x0b]))
             (sized [0 0x20 0 0x10 0 0x41 1 0x6a 0x0b])))))

(defn branching
  "Export \"run\" (i32) -> i32 is such a function with locals of several types. Of 0 it makes 10 (br_table, if and else), of
  1 5 (a loop), of 2 42 (caught by its tag), of anything else 3 (caught with all, floats, a null reference)."
  ^bytes []
  (module
   (section 1 [2, 0x60 1 0x7f 1 0x7f, 0x60 1 0x7f 0])                   ; (i32) -> i32, (i32) -> ()
   (section 3 [1 0])
   (section 13 [1 0 1])
   (section 7 [1] (text "run") [0 0])
   (section 10 [1]
            (sized (concat [3, 1 0x7e, 1 0x70, 1 0x7c] padding          ; an i64, a funcref, an f64
                           [0x20 0 0x41 0xa0 0x9c 1 0x6b 0x21 0]        ; takes the 20,000 of the padding away
                           [0x02 0x40 0x02 0x40 0x02 0x40 0x02 0x40, 0x20 0 0x0e 3 0 1 2 3, 0x0b]
                           [0x41 1 0x04 0x7f 0x41 10 0x05 0x41 11 0x0b 0x0f, 0x0b]
                           [0x03 0x40 0x20 1 0x42 1 0x7c 0x22 1 0x42 5 0x53 0x0d 0 0x0b 0x20 1 0xa7 0x0f, 0x0b]
                           [0x02 0x7f 0x1f 0x40 1 0 0 0, 0x41 42 0x08 0 0x0b, 0x00 0x0b 0x0f, 0x0b]
                           [0x02 0x40 0x1f 0x40 1 2 0, 0x41 7 0x08 0 0x0b, 0x00 0x0b]
                           [0x44 0 0 0 0 0 0 4 0x40 0x21 3 0x20 3 0xaa, 0x20 2 0xd1 0x6a, 0x0b])))))

(defn divisible
  "Export \"run\" (i32) -> i32 is a function that no JVM method can hold, but several can: 3,000 times it adds 1 to its
  argument, and 10 where that is odd; where it is 100,000 it returns it."
  ^bytes []
  (module
   (section 1 [1 0x60 1 0x7f 1 0x7f])                                   ; (i32) -> i32
   (section 3 [1 0])
   (section 7 [1] (text "run") [0 0])
   (section 10 [1]
            (sized (concat [0]
                           (apply concat
                                  (repeat 3000 [0x20 0 0x41 1 0x6a 0x21 0
                                                0x20 0 0x41 1 0x71 0x04 0x40 0x20 0 0x41 10 0x6a 0x21 0 0x0b
                                                0x20 0 0x41 0xa0 0x8d 6 0x46 0x04 0x40 0x20 0 0x0f 0x0b]))
                           [0x20 0, 0x0b])))))
