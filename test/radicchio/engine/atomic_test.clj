(ns radicchio.engine.atomic-test
  "Atomic instructions: each reads, computes and writes as exact arithmetic does, and its address must be aligned."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check :as check]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.engine.assemble :refer [module section sized text unsigned]]
            [radicchio.engine.guests :refer [call new-store on-both one thrown within]])
  (:import (java.lang.invoke MethodType)
           (java.lang.reflect Method)
           (java.util Optional)
           (radicchio.engine Backend Deadline Engine)
           (radicchio.engine.chicory.instructions AtomicInstruction AtomicInstructions ModuleMemory ModuleMemory$Whole)
           (radicchio.engine.limits WorkMeter)))

(set! *warn-on-reflection* true)

;; --- Expected ------------------------------------------------------------------------------------------------------

(def ^:private shapes
  "The type and the width in bits of the seven instructions of a group."
  [[:i32 32] [:i64 64] [:i32 8] [:i32 16] [:i64 8] [:i64 16] [:i64 32]])

(def ^:private groups [:load :store :add :sub :and :or :xor :xchg :cmpxchg])

(def ^:private instructions
  (for [[g group] (map-indexed vector groups), [s [type bits]] (map-indexed vector shapes)]
    {:opcode (+ 0x10 (* 7 g) s), :group group, :type type, :bits bits}))

(defn- operands [{:keys [group]}] (case group :load 0, :cmpxchg 2, 1))

(defn- low [bits x] (mod (bigint x) (bigint (.shiftLeft BigInteger/ONE (int bits)))))

(defn- expected
  "What an instruction returns, and the number that is in memory after it."
  [{:keys [group bits]} old [a b]]
  (let [wrapped (some->> a (low bits))
        both (fn [f] (bigint (f (biginteger old) (biginteger wrapped))))]
    (case group
      :load    [old old]
      :store   [nil wrapped]
      :add     [old (low bits (+ old wrapped))]
      :sub     [old (low bits (- old wrapped))]
      :and     [old (both #(.and ^BigInteger %1 %2))]
      :or      [old (both #(.or ^BigInteger %1 %2))]
      :xor     [old (both #(.xor ^BigInteger %1 %2))]
      :xchg    [old wrapped]
      :cmpxchg [old (if (= old wrapped) (low bits b) old)])))

;; --- In a guest ----------------------------------------------------------------------------------------------------

(def ^:private guest
  "A function for each instruction, named by its opcode in decimal, and `set` and `get` for the i64 at 8."
  (let [types {:i32 0x7f, :i64 0x7e}
        align {8 0, 16 1, 32 2, 64 3}
        all (concat (for [{:keys [opcode type bits group] :as i} instructions]
                      {:name (str opcode), :params (cons 0x7f (repeat (operands i) (types type)))
                       :results (when (not= :store group) [(types type)]), :code [0xfe opcode (align bits) 0]})
                    [{:name "set", :params [0x7f 0x7e], :code [0x37 3 0]}
                     {:name "get", :params [0x7f], :results [0x7e], :code [0x29 3 0]}
                     {:name "notify", :params [0x7f 0x7f], :results [0x7f], :code [0xfe 0 2 0]}
                     {:name "wait32", :params [0x7f 0x7f 0x7e], :results [0x7f], :code [0xfe 1 2 0]}
                     {:name "wait64", :params [0x7f 0x7e 0x7e], :results [0x7f], :code [0xfe 2 3 0]}
                     {:name "fence", :params [], :code [0xfe 3 0]}])
        listed (fn [f] (apply concat (unsigned (count all)) (map-indexed f all)))]
    (module (section 1 (listed (fn [_ {:keys [params results]}] (concat [0x60] (sized params) (sized results)))))
            (section 3 (listed (fn [i _] (unsigned i))))
            (section 5 [1 3 1 1])
            (section 7 (listed (fn [i {:keys [name]}] (concat (text name) [0] (unsigned i)))))
            (section 10 (listed (fn [_ {:keys [params code]}]
                                  (sized (concat [0] (mapcat #(vector 0x20 %) (range (count params))) code [0x0b]))))))))

(def ^:private numbers
  (gen/let [bits (gen/elements [8 16 32 64]), x (gen/one-of [gen/large-integer gen/small-integer])]
    (unchecked-long (.longValue (biginteger (low bits x))))))

(defn- holds [trials property]
  (let [result (check/quick-check trials property)]
    (is (:pass? result) (pr-str (select-keys result [:seed :shrunk])))))

(defn- agrees
  "The property that `run` does what is expected: it takes an instruction, the i64 in memory and the operands, and returns the
  result and the i64 after it."
  [{:keys [bits] :as instruction} run]
  (prop/for-all [before numbers, same gen/boolean, a numbers, b numbers]
    (let [a (if same before a)
          old (low bits before)
          given (take (operands instruction) [a b])
          [result after] (expected instruction old given)
          above (- (low 64 before) old)]
      (= [result (+ above after)]
         (let [[result after] (run instruction before given)] [(some->> result (low bits)) (low 64 after)])))))

(deftest an-atomic-instruction-does-what-exact-arithmetic-does
  (on-both backend
    (within [store (new-store)]
      (let [instance (.instantiate store (Engine/compile ^bytes guest ^Backend backend) [])
            run (fn [{:keys [opcode]} before given]
                  (call instance "set" 8 before)
                  [(first (apply call instance (str opcode) 8 given)) (one instance "get" 8)])]
        (doseq [instruction instructions]
          (testing (pr-str instruction)
            (holds 50 (agrees instruction run))))))))

(deftest an-address-that-is-not-aligned-traps
  (on-both backend
    (within [store (new-store)]
      (let [instance (.instantiate store (Engine/compile ^bytes guest ^Backend backend) [])
            trap (fn [name & args] (:trap (ex-data (thrown #(apply call instance name args)))))]
        (doseq [{:keys [opcode bits] :as instruction} instructions
                address [1 2 4]
                :let [aligned? (zero? (mod address (quot bits 8)))]]
          (is (= (when-not aligned? :unaligned-atomic) (apply trap (str opcode) address (repeat (operands instruction) 0)))
              (pr-str instruction address)))
        (is (= :unaligned-atomic (trap "wait32" 2 0 0) (trap "wait64" 4 0 0)))
        (testing "an index out of bounds"
          (is (= :out-of-bounds-memory (trap "16" 65536) (trap "16" -4))))))))

(deftest waiting-and-waking
  (on-both backend
    (within [store (new-store)]
      (let [instance (.instantiate store (Engine/compile ^bytes guest ^Backend backend) [])]
        (is (= 1 (one instance "wait32" 8 5 -1) (one instance "wait64" 8 5 -1)) "another number")
        (is (= 2 (one instance "wait32" 8 0 1) (one instance "wait64" 8 0 1)) "no thread wakes it")
        (is (= 0 (one instance "notify" 8 1)))
        (is (= [] (call instance "fence")))))))

;; --- As a compiler calls them --------------------------------------------------------------------------------------

(defn- memory ^ModuleMemory []
  (doto (ModuleMemory. (reify ModuleMemory$Whole
                         (shared [_] true)
                         (maximumPages [_] 1)
                         (grow [_ _] -1))
                       (WorkMeter. (reify Deadline)))
    (.show (byte-array 65536) 65536)))

(def ^:private classes {\I Integer/TYPE, \J Long/TYPE})

(defn- method ^Method [^AtomicInstruction instruction]
  (let [method (.getMethod AtomicInstructions (.method instruction)
                           (into-array Class (concat (map classes (.operands instruction))
                                                     [Integer/TYPE ModuleMemory Integer/TYPE])))]
    (is (= (.descriptor instruction)
           (.toMethodDescriptorString (MethodType/methodType (.getReturnType method) (.getParameterTypes method)))))
    method))

(defn- coerced [^Class type x]
  (cond (= type Integer/TYPE) (Integer/valueOf (unchecked-int (long x)))
        (= type Long/TYPE)    (Long/valueOf (long x))
        :else                 x))

(deftest the-table-names-the-method-of-each-instruction
  (let [memory (memory)]
    (doseq [{:keys [opcode bits] :as instruction} instructions
            :let [^AtomicInstruction entry (.get (AtomicInstruction/of opcode))
                  method (method entry)]]
      (testing (pr-str instruction)
        (is (= (quot bits 8) (.accessBytes entry)))
        (holds 50 (agrees instruction
                          (fn [_ before given]
                            (.writeLong memory 8 before)
                            (let [arguments (map coerced (.getParameterTypes method) (concat [8] given [0 memory opcode]))]
                              [(.invoke method nil (object-array arguments)) (.readLong memory 8)])))))))
  (doseq [opcode [0 1 2]]
    (is (method (.get (AtomicInstruction/of opcode)))))
  (doseq [opcode [-1 3 4 0x0f 0x4f 0x100000010]]
    (is (.isEmpty ^Optional (AtomicInstruction/of opcode)) (str opcode))))
