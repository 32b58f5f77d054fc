(ns radicchio.wasi.passing-ends
  "The streams and futures of the guest that passes calls on (`radicchio.wasi.passing`). For the N-th stream or future in the
  type of FUNCTION, elements first, parameters before the result, it exports `FUNCTION-N-new`, which gives the numbers of the
  two ends, `-read`, `-write`, `-drop-readable` and `-drop-writable`. What is read and written are lists of elements; of a
  future they have one, or none if the other end was dropped."
  (:require [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; --- Which there are -------------------------------------------------------------------------------------------------

(defn- in-type [data scope type]
  (let [{:keys [scope type]} (wit/look-through data scope type)
        in (fn [types] (into [] (mapcat #(when % (in-type data scope %))) types))]
    (cond (keyword? type) []
          (#{:own :borrow} (first type)) []
          (#{:stream :future} (first type)) (conj (in (rest type)) {:kind (first type), :element (second type), :scope scope})
          (= :record (first type)) (in (map wit/case-type (wit/contents type)))
          (= :variant (first type)) (in (map wit/case-type (wit/contents type)))
          (#{:enum :flags} (first type)) []
          :else (in (rest type)))))

(defn ends
  "[{:kind :stream or :future, :element type, :scope …} …] in a function's type, in their order."
  [data scope {:keys [params result]}]
  (into [] (mapcat #(in-type data scope %)) (cond-> (mapv second params) result (conj result))))

;; --- Layout of elements ----------------------------------------------------------------------------------------------

(defn- align-to [n alignment]
  (* alignment (quot (+ n (dec alignment)) alignment)))

(declare layout)

(defn- of-record [data scope types]
  (let [[end alignment] (reduce (fn [[at most] type]
                                  (let [[size alignment] (layout data scope type)]
                                    [(+ (align-to at alignment) size) (max most alignment)]))
                                [0 1] types)]
    [(align-to end alignment) alignment]))

(defn- of-variant
  "Of a variant of at most 256 cases."
  [data scope types]
  (let [payloads  (map #(layout data scope %) (remove nil? types))
        alignment (apply max 1 (map second payloads))]
    [(align-to (+ (align-to 1 alignment) (apply max 0 (map first payloads))) alignment) alignment]))

(defn layout
  "[size alignment] of a type in memory."
  [data scope type]
  (let [{:keys [scope type]} (wit/look-through data scope type)]
    (case (if (keyword? type) type (first type))
      (:bool :u8 :s8) [1 1]
      (:u16 :s16) [2 2]
      (:u64 :s64 :f64) [8 8]
      (:string :list) [8 4]
      :record (of-record data scope (map wit/case-type (wit/contents type)))
      :tuple (of-record data scope (rest type))
      :variant (of-variant data scope (map wit/case-type (wit/contents type)))
      :enum [1 1]
      :option (of-variant data scope [nil (second type)])
      :result (of-variant data scope [(get type 1) (get type 2)])
      [4 4])))

;; --- What is exported ------------------------------------------------------------------------------------------------

(defn- operations
  "[[suffix core-import core-type item-of-a-name body] …] of an end: `element` is its type without handles."
  [data n {:keys [kind scope] :as end} element function]
  (let [[size alignment] (layout data scope (:element end))
        stream? (= :stream kind)
        core    (fn [what] (str "[" (name kind) "-" what "-" n "]" function))
        count   (if stream? "(i32.shr_u (local.get $code) (i32.const 4))" "(i32.eqz (local.get $code))")
        length  (when stream? " (local.get $n)")]
    [["new" (core "new") "(result i64)"
      (fn [name] [:func name [] [:tuple :u32 :u32]])
      "(result i32) (local $ends i64)
    (local.set $ends (call $f))
    (i32.store (i32.const 1024) (i32.wrap_i64 (local.get $ends)))
    (i32.store (i32.const 1028) (i32.wrap_i64 (i64.shr_u (local.get $ends) (i64.const 32))))
    (i32.const 1024)"]
     ["read" (core "read") (str "(param i32 i32" (when stream? " i32") ") (result i32)")
      (fn [name] [:func name {:async true} [['handle :u32] ['most :u32]] [:list element]])
      (str "(param $h i32) (param $n i32) (result i32) (local $at i32) (local $code i32)
    (local.set $at (call $realloc (i32.const 0) (i32.const 0) (i32.const " alignment ")
                                  (i32.mul (local.get $n) (i32.const " size "))))
    (local.set $code (call $f (local.get $h) (local.get $at)" length "))
    (i32.store (i32.const 1024) (local.get $at))
    (i32.store (i32.const 1028) " count ")
    (i32.const 1024)")]
     ["write" (core "write") (str "(param i32 i32" (when stream? " i32") ") (result i32)")
      (fn [name] [:func name {:async true} [['handle :u32] ['elements [:list element]]] :u32])
      (str "(param $h i32) (param $at i32) (param $n i32) (result i32) (local $code i32)
    (local.set $code (call $f (local.get $h) (local.get $at)" length "))
    " count)]
     ["drop-readable" (core "drop-readable") "(param i32)"
      (fn [name] [:func name [['handle :u32]]])
      "(param $h i32) (call $f (local.get $h))"]
     ["drop-writable" (core "drop-writable") "(param i32)"
      (fn [name] [:func name [['handle :u32]]])
      "(param $h i32) (call $f (local.get $h))"]]))

(defn exports
  "[{:interface :import :core-type :export :item :body :results?} …] for the ends of a function. `plain` makes a type without
  handles of one in a scope, `exported` is the name under which the function is exported."
  [data scope interface {:keys [name] :as function} exported plain]
  (for [[n end] (map-indexed vector (ends data scope function))
        [suffix import core-type item body] (operations data n end (plain (:scope end) (:element end)) name)
        :let [export (str exported "-" n "-" suffix)]]
    {:interface interface, :import import, :core-type core-type, :export export, :item (item (symbol export)), :body body}))
