(ns radicchio.engine.traps-test
  "Every way a guest can trap is told apart, says where, and leaves the instance usable."
  (:require [clojure.test :refer [are deftest is]]
            [radicchio.engine.guests :refer [call export host instance new-store on-both one thrown trap within]]))

(set! *warn-on-reflection* true)

(deftest each-trap-has-its-kind
  (on-both backend
    (within [store (new-store)]
      (let [t (instance store backend "traps")]
        (are [kind name args] (= kind (apply trap t name args))
          :unreachable "unreachable" []
          :out-of-bounds-memory "load" [-1]
          :out-of-bounds-memory "load" [65533]
          :out-of-bounds-memory "load" [65536]
          :out-of-bounds-memory "load" [2147483647]
          :out-of-bounds-memory "load-far" [0]
          :out-of-bounds-memory "load-far" [32]
          :out-of-bounds-memory "store" [65529]
          :out-of-bounds-memory "store" [-8]
          :out-of-bounds-memory "fill" [65535 2]
          :out-of-bounds-memory "fill" [0 -1]
          :out-of-bounds-memory "fill" [-1 0]
          :out-of-bounds-memory "copy" [65536 0 1]
          :out-of-bounds-memory "copy" [0 0 -1]
          :out-of-bounds-memory "copy" [2147483647 0 2147483647]
          :out-of-bounds-memory "init" [0 0 5]
          :out-of-bounds-memory "init" [65536 0 1]
          :out-of-bounds-memory "init" [0 -1 1]
          :out-of-bounds-table "table-get" [1]
          :out-of-bounds-table "table-get" [-1]
          :out-of-bounds-table "table-set" [1]
          :undefined-element "call" [4]
          :undefined-element "call" [-1]
          :uninitialized-element "call" [1]
          :indirect-call-type "call" [0]
          :integer-divide-by-zero "divide" [1 0]
          :integer-overflow "divide" [-2147483648 -1]
          :invalid-conversion "truncate" [0x7fc00000]
          :integer-overflow "truncate" [0x7f800000]
          :uncaught-exception "throw" []
          :null-reference "call-null" []
          :stack-exhausted "endless" [])
        (is (= 2 (one t "divide" 4 2)))))))

(deftest a-trap-has-the-names-of-its-functions
  (on-both backend
    (within [store (new-store)]
      (let [e (thrown #(call (instance store backend "traps") "unreachable"))]
        (is (= "wasm trap: unreachable instruction executed" (ex-message e)))
        (is (= {:radicchio/error :trap, :trap :unreachable
                :frames ["traps!inner" "traps!middle" "traps!func[3]"]}
               (ex-data e)))
        (is (some? (ex-cause e)))))))

(deftest the-functions-of-a-trap-go-through-instances-and-the-host
  (on-both backend
    (within [store (new-store)]
      (let [traps (instance store backend "traps")
            down  (instance store backend "down" (export traps "unreachable"))]
        (is (= ["traps!inner" "traps!middle" "traps!func[3]" "down!down" "down!down" "down!down"]
               (:frames (ex-data (thrown #(call down "down" 2))))))
        (is (= :unreachable (trap down "unreachable")))
        (is (= ["down!func[3]"] (:frames (ex-data (thrown #(call down "unreachable")))))
            "nothing is left of the trap before")))))

(deftest functions-that-an-exception-of-the-host-left-are-not-in-the-next-trap
  (on-both backend
    (within [store (new-store)]
      (let [down (instance store backend "down" (host store (fn [_] (throw (ex-info "boom" {})))))]
        (is (= "boom" (ex-message (thrown #(call down "down" 3)))))
        (is (= ["down!func[3]"] (:frames (ex-data (thrown #(call down "unreachable"))))))))))

(deftest functions-that-a-caught-exception-left-are-not-in-the-next-trap
  (on-both backend
    (within [store (new-store)]
      (let [caught (instance store backend "caught")
            frames #(:frames (ex-data (thrown (fn [] (call caught %)))))]
        (is (= [["m!traps" "m!outer"] ["m!outer2"] ["m!traps" "m!outer"]] (map frames ["f" "g" "f"])))))))

(deftest a-trap-has-at-most-64-functions
  (on-both backend
    (within [store (new-store)]
      (let [down (instance store backend "down" (host store (constantly nil)))
            frames (:frames (ex-data (thrown #(call down "endless"))))]
        (is (= (repeat 64 "down!endless") frames))
        (is (= 1 (one down "one")) "the instance lives on")))))

(deftest slots-have-the-documented-form
  (on-both backend
    (within [store (new-store)]
      (let [k (instance store backend "kinds")]
        (is (= -1 (one k "i32" -1)))
        (is (= -1 (one k "i32" 0xffffffff)) "an i32 is read from the low 32 bits, and returned sign-extended")
        (is (= -1 (one k "byte")))
        (is (= Long/MIN_VALUE (one k "i64" Long/MIN_VALUE)))
        (is (= (Float/floatToRawIntBits 1.5) (unchecked-int (one k "f32" (Float/floatToRawIntBits 1.5)))))
        (is (= (Double/doubleToRawLongBits -0.0) (one k "f64" (Double/doubleToRawLongBits -0.0))))
        (is (= [7 -3] (call k "swap" -3 7)))))))
