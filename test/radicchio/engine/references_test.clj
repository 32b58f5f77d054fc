(ns radicchio.engine.references-test
  "A function reference means the same function in every instance, however it got there."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.engine.guests :refer [call export funcref-table host instance new-store on-both one thrown trap within]])
  (:import (java.util OptionalLong)
           (radicchio.engine CoreType CoreType$Ref ExternType$TableType Func Global CoreStore Table)))

(set! *warn-on-reflection* true)

(defn- pair
  "[table lender borrower]: the lender put plus, minus and negate into the shared table's elements 0, 1, 2."
  [store backend]
  (let [table  (funcref-table store 8)
        lender (instance store backend "lender" table)]
    [table lender
     (instance store backend "borrower" table
               (export lender "get-plus") (export lender "plus-global") (export lender "any-global")
               (export lender "typed-plus"))]))

(defmacro ^:private borrowing
  "A test of what the borrower does, on both backends."
  [name [borrower] & body]
  `(deftest ~name
     (on-both backend#
       (within [store# (new-store)]
         (let [[_# _# ~borrower] (pair store# backend#)]
           ~@body)))))

(borrowing a-function-of-another-instance-is-called-through-a-shared-table [b]
  (is (= 42 (one b "call" 40 2 0))))

(borrowing the-second-function-of-a-shared-table-is-the-second [b]
  (is (= 38 (one b "call" 40 2 1))))

(borrowing a-function-of-another-instance-of-another-type-is-not-called [b]
  (is (= :indirect-call-type (trap b "call" 40 2 2))))

(borrowing equal-types-match-whatever-their-indices [b]
  (is (= -5 (one b "call-unary" 5 2))))

(borrowing a-tail-call-reaches-a-function-of-another-instance [b]
  (is (= 42 (one b "tail-call" 40 2 0))))

(borrowing a-tail-call-reaches-the-second-function-of-another-instance [b]
  (is (= 38 (one b "tail-call" 40 2 1))))

(borrowing an-element-moved-within-a-shared-table-stays-the-function-that-it-is [b]
  (call b "move" 1 5)
  (is (= 38 (one b "call" 40 2 5))))

(borrowing an-element-taken-into-an-own-table-stays-the-function-that-it-is [b]
  (call b "take" 1 5)
  (is (= 38 (one b "call-own" 40 2 5))))

(borrowing elements-copied-within-a-shared-table-stay-the-functions-that-they-are [b]
  (call b "copy" 5 0 2)
  (is (= [42 38] [(one b "call" 40 2 5) (one b "call" 40 2 6)])))

(borrowing elements-copied-into-an-own-table-stay-the-functions-that-they-are [b]
  (call b "copy-own" 5 0 2)
  (is (= [42 38] [(one b "call-own" 40 2 5) (one b "call-own" 40 2 6)])))

(borrowing a-reference-that-an-import-returned-is-that-function [b]
  (call b "put-result" 5)
  (is (= 42 (one b "call" 40 2 5))))

(borrowing a-reference-in-an-imported-global-is-that-function [b]
  (call b "put-global" 5)
  (is (= 42 (one b "call" 40 2 5))))

(borrowing an-own-function-put-into-a-shared-table-is-called [b]
  (call b "put-times" 5)
  (is (= 80 (one b "call" 40 2 5))))

(borrowing a-segment-that-names-an-imported-global-holds-that-function [b]
  (call b "init-own" 3 0 2)
  (is (= [80 42] [(one b "call-own" 40 2 3) (one b "call-own" 40 2 4)])))

(borrowing a-typed-reference-to-a-function-of-another-instance-is-called [b]
  (is (= 42 (one b "call-reference" 40 2)))
  (is (= 80 (one b "call-own-reference" 40 2)))
  (is (= 42 (one b "tail-call-reference" 40 2)))
  (is (= :null-reference (trap b "call-null-reference"))))

(deftest the-owner-of-a-table-calls-an-importers-function-in-it
  (on-both backend
    (within [store (new-store)]
      (let [[^Table table _ borrower] (pair store backend)]
        (call borrower "put-times" 5)
        (let [times ^Func (.get (.function store (.get table 5)))]
          (is (identical? (export borrower "times") times))
          (is (= [80] (vec (.call times (long-array [40 2]))))))))))

(deftest a-mutable-global-of-function-references-is-one-for-all
  (on-both backend
    (within [store (new-store)]
      (let [[_ lender borrower] (pair store backend)
            ^Global global (export lender "any-global")
            function #(.get (.function store (.get global)))]
        (is (identical? (export lender "minus") (function)))
        (call borrower "set-global")
        (is (= [20] (vec (.call ^Func (function) (long-array [40 2])))))
        (.set global (.reference store (export lender "plus")))
        (is (identical? (export lender "plus") (function)))))))

(deftest references-pass-through-a-guest-unchanged
  (on-both backend
    (within [store (new-store)]
      (let [[_ lender borrower] (pair store backend)
            own     (host store (constantly nil))
            through (fn [f] (one borrower "same" (.reference store f)))]
        (doseq [f [(export lender "plus") (export borrower "times") own]]
          (is (identical? f (.get (.function store (through f))))))
        (is (= CoreStore/NULL_REF (one borrower "same" CoreStore/NULL_REF)))
        (is (= 1 (one borrower "is-null" CoreStore/NULL_REF)))
        (is (= 0 (one borrower "is-null" (.reference store own))))))))

(deftest a-host-function-is-called-through-a-table
  (on-both backend
    (within [store (new-store)]
      (let [[^Table table _ borrower] (pair store backend)
            calls (atom [])
            f (host store [CoreType/I32 CoreType/I32] [CoreType/I32] (fn [[a b]] (swap! calls conj [a b]) [(* 100 a)]))]
        (.set table 6 (.reference store f))
        (is (= 4000 (one borrower "call" 40 2 6)))
        (is (= 4000 (one borrower "tail-call" 40 2 6)))
        (is (= [[40 2] [40 2]] @calls))
        (call borrower "take" 6 1)
        (is (= 4000 (one borrower "call-own" 40 2 1)))))))

(deftest a-function-of-a-type-that-the-caller-does-not-have-is-not-called
  (on-both backend
    (within [store (new-store)]
      (let [[^Table table _ borrower] (pair store backend)
            f (host store [CoreType/F64 CoreType/F64] [] (fn [_] (is false "it was called")))]
        (.set table 6 (.reference store f))
        (is (= :indirect-call-type (trap borrower "call" 40 2 6)))
        (is (= :indirect-call-type (trap borrower "call-unary" 40 6)))))))

(deftest an-exception-of-a-host-function-leaves-an-indirect-call-unchanged
  (on-both backend
    (within [store (new-store)]
      (let [[^Table table _ borrower] (pair store backend)
            boom (ex-info "boom" {})]
        (.set table 6 (.reference store (host store [CoreType/I32 CoreType/I32] [CoreType/I32] (fn [_] (throw boom)))))
        (is (identical? boom (thrown #(call borrower "call" 40 2 6))))
        (is (identical? boom (thrown #(call borrower "tail-call" 40 2 6))))))))

(deftest a-reference-of-another-store-is-refused
  (within [store (new-store)]
    (within [other (new-store)]
      (let [f (host other (constantly nil))
            e (thrown #(.reference store f))]
        (is (= :argument (:radicchio/error (ex-data e))))
        (is (= (str "a function of another store: " f) (ex-message e)))))
    (is (= "1073741900 is not a function reference of this store"
           (ex-message (thrown #(.function store (+ 1073741824 76))))))))

(deftest a-table-of-typed-references-takes-functions-of-that-type-only
  (within [store (new-store)]
    (let [unary "(func (param i32) (result i32))"
          table (.table store (ExternType$TableType. (CoreType$Ref. true unary) 2 (OptionalLong/empty) false)
                        CoreStore/NULL_REF)
          right (host store [CoreType/I32] [CoreType/I32] identity)
          wrong (host store [] [] (constantly nil))]
      (.set table 0 (.reference store right))
      (is (= "a function of type (func) in a table of (func (param i32) (result i32))"
             (ex-message (thrown #(.set table 1 (.reference store wrong)))))))))

(deftest external-references-are-objects-of-the-host
  (on-both backend
    (within [store (new-store)]
      (let [guest  (instance store backend "kinds")
            object (Object.)
            slot   (.externref store object)]
        (is (identical? object (.object store (one guest "extern" slot))))
        (is (= slot (.externref store object)) "the same object has the same reference")
        (is (nil? (.object store (one guest "extern" (.externref store nil)))))))))

(deftest objects-in-a-long-chain-are-kept-and-freed-between-calls
  (on-both backend
    (within [store (new-store)]
      (let [chain (instance store backend "chain")]
        (doseq [[n length] [[5000 5000] [100000 105000] [5000 110000]]]
          (call chain "push" n)
          (is (= length (one chain "length"))))))))
