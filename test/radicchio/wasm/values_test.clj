(ns radicchio.wasm.values-test
  "Values of core modules: the values that each type returns, accepts and refuses."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [refusal thrown with-guest]])
  (:import (clojure.lang ExceptionInfo)))

(set! *warn-on-reflection* true)

(defn- returns
  "Returns the results of a function of one parameter for each argument; refused arguments give their messages."
  [f & arguments]
  (mapv #(try (f %) (catch ExceptionInfo e (ex-message e)) (catch RuntimeException e (ex-message e))) arguments))

(deftest i32-is-a-signed-long-and-takes-unsigned-values-and-booleans
  (with-guest [guest "values"]
    (let [f (wasm/fn guest "i32")]
      (is (= [0 -1 2147483647 -2147483648 -1 -2147483648 7 7 7 7 1 0]
             (returns f 0 -1 2147483647 -2147483648 4294967295 2147483648 (int 7) (short 7) (byte 7) 7N true false)))
      (is (every? #(instance? Long %) (returns f (int 7) 7N (biginteger 7) true)))
      (is (= (mapv #(str "i32, parameter 1 of 1: expected an i32 (an integer from -2147483648 to 4294967295, or a boolean), got " %)
                   ["4294967296 (java.lang.Long)" "-2147483649 (java.lang.Long)" "1.0 (java.lang.Double)"
                    "1/2 (clojure.lang.Ratio)" "nil" "\"1\" (java.lang.String)" "\\a (java.lang.Character)"
                    "18446744073709551616N (clojure.lang.BigInt)"])
             (returns f 4294967296 -2147483649 1.0 1/2 nil "1" \a 18446744073709551616N))))))

(deftest i64-is-a-long-and-takes-unsigned-values
  (with-guest [guest "values"]
    (let [f (wasm/fn guest "i64")]
      (is (= [0 -1 Long/MAX_VALUE Long/MIN_VALUE -1 Long/MIN_VALUE 7 7]
             (returns f 0 -1 Long/MAX_VALUE Long/MIN_VALUE 18446744073709551615N 9223372036854775808N (int 7) (biginteger 7))))
      (is (= (mapv #(str "i64, parameter 1 of 1: expected an i64 (an integer from -9223372036854775808 to"
                         " 18446744073709551615), got " %)
                   ["18446744073709551616N (clojure.lang.BigInt)" "-9223372036854775809N (clojure.lang.BigInt)"
                    "1.5 (java.lang.Double)" "true (java.lang.Boolean)" "nil"])
             (returns f 18446744073709551616N -9223372036854775809N 1.5 true nil))))))

(deftest floats-are-doubles-and-take-numbers
  (with-guest [guest "values"]
    (let [f32 (wasm/fn guest "f32"), f64 (wasm/fn guest "f64")]
      (is (= [1.5 3.0 0.5 1.25 ##Inf 0.10000000149011612] (returns f32 1.5 3 1/2 1.25M ##Inf 0.1)))
      (is (= [1.5 3.0 0.5 0.1 ##-Inf] (returns f64 1.5 3 1/2 0.1M ##-Inf)))
      (is (NaN? (f64 ##NaN)))
      (is (NaN? (f32 ##NaN)))
      (is (every? double? (returns f32 1.5 3 (float 1))))
      (is (= ["f32, parameter 1 of 1: expected an f32, got 16777217 (java.lang.Long), an integer that it cannot represent exactly; pass (double n) to round it"
              "f32, parameter 1 of 1: expected an f32, got 1.0E39 (java.lang.Double), which is out of range"
              "f32, parameter 1 of 1: expected an f32 (a number), got \"1\" (java.lang.String)"
              "f32, parameter 1 of 1: expected an f32 (a number), got nil"]
             (returns f32 16777217 1e39 "1" nil)))
      (is (= ["f64, parameter 1 of 1: expected an f64, got 9007199254740993 (java.lang.Long), an integer that it cannot represent exactly; pass (double n) to round it"
              "f64, parameter 1 of 1: expected an f64, got 1E+400M (java.math.BigDecimal), which is out of range"
              "f64, parameter 1 of 1: expected an f64 (a number), got true (java.lang.Boolean)"]
             (returns f64 9007199254740993 1E+400M true))))))

(deftest bool-is-an-i32-that-is-true-or-false
  (with-guest [guest "values"]
    (let [even? (wasm/fn guest "even" {:params [:i32] :results [:bool]})
          id    (wasm/fn guest "i32" {:params [:bool] :results [:i32]})]
      (is (= [true false] (returns even? 2 3)))
      (is (= [1 0] (returns id true false)))
      (is (= ["i32, parameter 1 of 1: expected a bool (true or false), got 1 (java.lang.Long)"
              "i32, parameter 1 of 1: expected a bool (true or false), got nil"]
             (returns id 1 nil))))))

(deftest no-result-is-nil-and-several-are-a-vector
  (with-guest [guest "values"]
    (is (nil? (wasm/call guest "nothing")))
    (is (= [3 2] (wasm/call guest "div-rem" 17 5)))
    (is (vector? (wasm/call guest "div-rem" 17 5)))
    (is (= [-4 true] ((wasm/fn guest "div-rem" {:params [:i32 :i32] :results [:i32 :bool]}) -21 5)))))

(deftest externref-is-any-object-and-nil-is-null
  (with-guest [guest "values"]
    (let [f (wasm/fn guest "extern"), object (Object.)]
      (is (identical? object (f object)))
      (is (= {:a 1} (f {:a 1})))
      (is (false? (f false)))
      (is (nil? (f nil)))
      (is (= [1 0] (mapv (wasm/fn guest "is-null") [nil false]))))))

(deftest funcref-is-a-function-of-the-instance
  (with-guest [guest "values"]
    (let [f (wasm/fn guest "func"), double (wasm/fn guest "double")]
      (is (= 42 ((f double) 21)))
      (is (nil? (f nil)))
      (is (= [:argument "func, parameter 1 of 1: expected a funcref (a function of this instance, or nil), got a clojure.core$inc"]
             (refusal #(f inc)))))
    (with-open [other ^java.lang.AutoCloseable (wasm/load "test/wat/core-values.wasm" {:backend :interpreter})]
      (is (= :argument (first (refusal #((wasm/fn guest "func") (wasm/fn other "double")))))))))

(deftest a-wrong-number-of-arguments-is-refused-as-for-a-component
  (with-guest [guest "values"]
    (let [add (wasm/fn guest "add"), six (wasm/fn guest "six")]
      (is (= -1 (six 1 2 3 4 5 6)))
      (is (= -1 (apply six (range 1 7))))
      (doseq [[f takes given & arguments] [[add "add takes 2" 0] [add "add takes 2" 1 1] [add "add takes 2" 3 1 2 3]
                                           [add "add takes 2" 7 1 2 3 4 5 6 7] [six "six takes 6" 5 1 2 3 4 5]
                                           [six "six takes 6" 7 1 2 3 4 5 6 7]]]
        (is (= [:argument (str takes ", got " given)] (refusal #(apply f arguments)))))
      (testing "infinite arguments too"
        (is (= :argument (first (refusal #(apply add (range))))))))))

(deftest a-refused-value-names-its-parameter-and-does-not-start-the-call
  (with-guest [guest "values"]
    (let [e (thrown #(wasm/call guest "add" 1 "2"))]
      (is (= :argument (:radicchio/error (ex-data e))))
      (is (= 1 (:parameter (ex-data e))))
      (is (= "add, parameter 2 of 2: expected an i32 (an integer from -2147483648 to 4294967295, or a boolean), got \"2\" (java.lang.String)"
             (ex-message e))))))

(deftest a-signature-is-checked-when-it-is-requested
  (with-guest [guest "values"]
    (is (= 7 ((wasm/fn guest "add" {:params [:i32 :i32] :results [:i32]}) 3 4)))
    (is (= 7 ((wasm/fn guest :add) 3 4)))
    (is (= [:unlinkable "The function \"add\" is {:params [:i32 :i32], :results [:i32]}, but was requested as {:params [:i32], :results [:i32]}"]
           (refusal #(wasm/fn guest "add" {:params [:i32] :results [:i32]}))))
    (is (= [:unlinkable "The function \"add\" is {:params [:i32 :i32], :results [:i32]}, but was requested as {:params [:i64 :i32], :results [:bool]}"]
           (refusal #(wasm/fn guest "add" {:params [:i64 :i32] :results [:bool]}))))
    (is (= [:unlinkable "Missing export: the module does not export a function \"counter\" (it is a global type i32 mutable true); its functions are "]
           (update (refusal #(wasm/fn guest "counter")) 1 #(first (str/split % #"(?=\"add)")))))
    (is (= [:config "signature of wasm/fn: unknown :result; expected one of :params, :results"]
           (refusal #(wasm/fn guest "add" {:params [] :result []}))))
    (is (= [:config "signature of wasm/fn: :params: expected a vector of at most 1000 types, got :i32"]
           (refusal #(wasm/fn guest "add" {:params :i32}))))
    (is (str/starts-with? (second (refusal #(wasm/fn guest "add" {:results (repeat :i32)})))
                          "signature of wasm/fn: :results: expected a vector of at most 1000 types, got (:i32 :i32")
        "an infinite sequence")
    (is (= [:config "name of an export: expected a string or keyword, got 3"]
           (refusal #(wasm/fn guest 3))))
    (is (= [:config "expected an instance, got 3"] (refusal #(wasm/fn 3 "add"))))))

(deftest v128-is-refused-with-a-reason
  (testing "by the interpreter"
    (is (= [:invalid "test/wat/core-vector.wasm: the module uses SIMD values (v128) in export \"v\", which this engine does not support on the backend :interpreter; use :compiler"]
           (refusal #(wasm/load "test/wat/core-vector.wasm" {:backend :interpreter})))))
  (testing "as an argument of a call"
    (with-open [guest (wasm/load "test/wat/core-vector.wasm")]
      (is (= [:unlinkable "v has a value of type v128, which can only be passed between modules; expected i32, i64, f32, f64, externref or funcref"]
             (refusal #(wasm/fn guest "v")))))))
