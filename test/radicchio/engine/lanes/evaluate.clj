(ns radicchio.engine.lanes.evaluate
  "Computes an instruction on vectors as its lowering says: what a compiler does, without one."
  (:require [radicchio.engine.lanes.expected :refer [lanes vector-of wrap]])
  (:import (java.lang.reflect Method)
           (java.util Optional)
           (radicchio.engine.chicory.lanes LaneCode$Call LaneCode$IntConstant LaneCode$Loaded LaneCode$LongConstant
                                           LaneCode$Operand LaneCode$Operator LaneCode$Primitive LaneInstruction LaneType
                                           Lowering Lowering$Load Lowering$Store)))

(set! *warn-on-reflection* true)

;; --- Types ---------------------------------------------------------------------------------------------------------

(def ^:private operators
  {"INT_TO_LONG" ["I" "J"], "LONG_TO_INT" ["J" "I"], "INT_TO_BYTE" ["I" "I"], "INT_TO_CHAR" ["I" "I"], "INT_TO_SHORT" ["I" "I"],
   "NEG" ["J" "J"], "SHL" ["JI" "J"], "SHR" ["JI" "J"], "USHR" ["JI" "J"]})

(defn type-of
  "The type of an expression on the JVM, as in a descriptor. Throws if an argument has another type than it must have.
  `types` has the operands'."
  [types code]
  (let [check (fn [parameters arguments result]
                (let [actual (apply str (map #(type-of types %) arguments))]
                  (when (not= parameters actual)
                    (throw (ex-info "arguments of other types" {:code code, :expected parameters, :actual actual})))
                  result))]
    (condp instance? code
      LaneCode$Operand      (let [^LaneCode$Operand code code
                                  ^LaneType type (types (.index code))]
                              (when (and (.high code) (not= type LaneType/V128))
                                (throw (ex-info "a number has no high half" {:code code})))
                              ({"I32" "I", "I64" "J", "F32" "F", "F64" "D", "V128" "J"} (.name type)))
      LaneCode$Loaded       "J"
      LaneCode$LongConstant "J"
      LaneCode$IntConstant  "I"
      LaneCode$Primitive    (let [^LaneCode$Primitive code code
                                  [parameters result] (operators (.name (.operator code)) ["JJ" "J"])]
                              (check parameters (.arguments code) result))
      LaneCode$Call         (let [^LaneCode$Call code code
                                  [_ parameters result] (re-matches #"\((\w*)\)(\w)" (.descriptor code))]
                              (check parameters (.arguments code) result)))))

;; --- Values --------------------------------------------------------------------------------------------------------

(def ^:private classes {\I Integer/TYPE, \J Long/TYPE, \F Float/TYPE, \D Double/TYPE})

(def ^:private method
  (memoize
   (fn [^String owner ^String name ^String descriptor]
     (let [[_ parameters [result]] (re-matches #"\((\w*)\)(\w)" descriptor)
           method (.getMethod (Class/forName (.replace owner \/ \.)) name (into-array Class (map classes parameters)))]
       (when (not= (.getReturnType method) (classes result))
         (throw (ex-info "a method with another result" {:method method, :descriptor descriptor})))
       method))))

(defn- call [^LaneCode$Call code arguments]
  (let [^Method method (method (.owner code) (.method code) (.descriptor code))
        coerce (fn [^Class parameter x] (if (= parameter Integer/TYPE) (Integer/valueOf (int x)) x))]
    (.invoke method nil (object-array (map coerce (.getParameterTypes method) arguments)))))

(defn- primitive [^LaneCode$Operator operator [a b]]
  (let [distance #(bit-and 63 (int %))]
    (case (.name operator)
      "ADD"  (unchecked-add (long a) (long b))
      "SUB"  (unchecked-subtract (long a) (long b))
      "MUL"  (unchecked-multiply (long a) (long b))
      "NEG"  (unchecked-negate (long a))
      "SHL"  (bit-shift-left (long a) (distance b))
      "SHR"  (bit-shift-right (long a) (distance b))
      "USHR" (unsigned-bit-shift-right (long a) (distance b))
      "AND"  (bit-and (long a) (long b))
      "OR"   (bit-or (long a) (long b))
      "XOR"  (bit-xor (long a) (long b))
      "INT_TO_LONG"  (long a)
      "LONG_TO_INT"  (long (unchecked-int (long a)))
      "INT_TO_BYTE"  (long (unchecked-byte (long a)))
      "INT_TO_CHAR"  (bit-and 0xffff (long a))
      "INT_TO_SHORT" (long (unchecked-short (long a))))))

(defn- value [operands loaded code]
  (let [again #(value operands loaded %)]
    (condp instance? code
      LaneCode$Operand      (let [^LaneCode$Operand code code] (nth (operands (.index code)) (if (.high code) 1 0)))
      LaneCode$Loaded       (loaded (.index ^LaneCode$Loaded code))
      LaneCode$LongConstant (.value ^LaneCode$LongConstant code)
      LaneCode$IntConstant  (.value ^LaneCode$IntConstant code)
      LaneCode$Primitive    (let [^LaneCode$Primitive code code] (primitive (.operator code) (map again (.arguments code))))
      LaneCode$Call         (let [^LaneCode$Call code code] (call code (map again (.arguments code)))))))

(defn- halves [v] (mapv #(.longValue (biginteger %)) (lanes 64 v)))

(defn- of-jvm [^LaneType type x]
  (case (.name type)
    "V128" (halves x)
    "I32"  [(long (unchecked-int (long x)))]
    "I64"  [(.longValue (biginteger x))]
    "F32"  [(Float/intBitsToFloat (unchecked-int (long x)))]
    "F64"  [(Double/longBitsToDouble (.longValue (biginteger x)))]))

(defn- to-bits [^LaneType type [x :as xs]]
  (case (.name type)
    "V128" (vector-of 64 xs)
    "I32"  (wrap 32 x)
    "I64"  (wrap 64 x)
    "F32"  (wrap 32 (Float/floatToRawIntBits x))
    "F64"  (wrap 64 (Double/doubleToRawLongBits x))))

(defn lower ^Lowering [^LaneInstruction instruction {:keys [lane bytes]}]
  (let [[low high] (if bytes (halves (vector-of 8 bytes)) [0 0])]
    (.lower instruction (or lane 0) low high)))

(def ^:private width {0x31 1, 0x33 2, 0x35 4, 0x29 8, 0x3c 1, 0x3d 2, 0x3e 4, 0x37 8})

(defn run
  "The result of an instruction, a vector or the bits of a number, and the bytes from the address of operand 0 on, after it."
  [^LaneInstruction instruction immediates operands bytes]
  (let [lowering (lower instruction immediates)
        values   (mapv of-jvm (.operands instruction) operands)
        loaded   (mapv (fn [^Lowering$Load load]
                         (.longValue (biginteger (vector-of 8 (take (width (.opcode load)) (drop (.delta load) bytes))))))
                       (.loads lowering))
        results  (mapv #(value values loaded %) (.results lowering))]
    {:result (let [^Optional type (.result instruction)] (when (.isPresent type) (to-bits (.get type) results)))
     :bytes  (reduce (fn [bytes ^Lowering$Store store]
                       (let [stored (lanes 8 (width (.opcode store)) (wrap 64 (value values loaded (.value store))))]
                         (reduce (fn [bytes [i b]] (assoc bytes (+ (.delta store) i) b))
                                 bytes (map-indexed vector stored))))
                     (vec bytes) (.stores lowering))}))
