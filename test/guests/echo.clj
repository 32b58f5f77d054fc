(ns guests.echo
  "A component for any WIT type that returns its argument, for properties over random
  types. It is encoded here, byte by byte, so that a test checks only how the component is
  read and run.

  For a type T it exports three functions, which together pass values in every way
  between host and guest:

    list  func(x: list<T>) -> list<T>             memory there and back
    wide  func(x: wide<T>) -> wide<T>             more slots than fit: one pointer there and
                                                  back; wide<T> is T and seventeen u64
    call  func(x: T) -> T                         flat slots, and through the host: the guest
                                                  passes them to its import `host`, of the
                                                  same type, and returns its result

  A few instructions serve every type: a list is a pointer and a length for any elements;
  too many parameters are one pointer; and a call that passes its slots on need not
  interpret them. Only the number of T's slots, and their core types, are computed here
  (`flat`).

  Types are WIT data, without resources, streams and futures. A record or variant of more
  than 60 KB does not fit the guest's page for results."
  (:require [clojure.java.io :as io])
  (:import (java.io ByteArrayOutputStream)))

(set! *warn-on-reflection* true)

;; Bytes: nested sequences of ints, nil for nothing, flattened at the end

(defn- in-line [content] (remove nil? (flatten content)))

(defn- leb [n]
  (loop [n (long n), out []]
    (if (< n 128) (conj out n) (recur (bit-shift-right n 7) (conj out (bit-or 128 (bit-and n 127)))))))

(defn- sized [content]
  (let [content (in-line content)] [(leb (count content)) content]))

(defn- items [xs] [(leb (count xs)) xs])
(defn- text [s] (sized (map #(bit-and % 255) (.getBytes (name s) "UTF-8"))))
(defn- section [id content] [id (sized content)])

(defn- ->bytes ^bytes [content]
  (byte-array (map unchecked-byte (in-line content))))

;; Core types of the slots that a value takes

(defn- join [a b]
  (cond (= a b) a
        (= #{a b} #{:i32 :f32}) :i32
        :else :i64))

(defn- join-slots [a b]
  (let [common (map join a b)
        longer (if (< (count a) (count b)) b a)]
    (vec (concat common (drop (count common) longer)))))

(declare flat)

(defn- flat-cases [defs payloads]
  (into [:i32] (reduce join-slots [] (map #(if % (flat defs %) []) payloads))))

(defn- parts
  "Returns the contents of a definition after its name, without attributes."
  [definition]
  (remove map? (drop 2 definition)))

(defn- part-type
  "Returns the type of a field or case, or nil."
  [part]
  (when (vector? part) (first (remove map? (rest part)))))

(defn- flat-definition [defs [kind :as definition]]
  (case kind
    :record  (vec (mapcat #(flat defs (part-type %)) (parts definition)))
    :variant (flat-cases defs (map part-type (parts definition)))
    (:enum :flags) [:i32]))

(defn flat
  "Returns the core types of a value of the type as a parameter, few or many."
  [defs type]
  (cond
    (symbol? type) (flat-definition defs (get defs type))
    (keyword? type) (case type
                      (:bool :u8 :u16 :u32 :s8 :s16 :s32 :char) [:i32]
                      (:u64 :s64) [:i64]
                      :f32 [:f32]
                      :f64 [:f64]
                      :string [:i32 :i32])
    :else (let [[kind a b] type]
            (case kind
              :list   (if b (vec (mapcat identity (repeat b (flat defs a)))) [:i32 :i32])
              :map    [:i32 :i32]
              :tuple  (vec (mapcat #(flat defs %) (rest type)))
              :option (flat-cases defs [nil a])
              :result (flat-cases defs [a b])))))

;; The core module: three functions, and a post-return function for each

(def ^:private core-code {:i32 0x7f :i64 0x7e :f32 0x7d :f64 0x7c})
(def ^:private result-area 16)

(defn- core-type [params results]
  [0x60 (items (map core-code params)) (items (map core-code results))])

(defn- call-types
  "Returns parameters and results of `call` for the host, and of `host` for the guest."
  [slots]
  (let [params (if (< 16 (count slots)) [:i32] slots)
        many?  (< 1 (count slots))]
    {:call [params (if many? [:i32] slots)]
     :host [(if many? (conj params :i32) params) (if many? [] slots)]
     :many? many?}))

(defn- i32-const [n] [0x41 (leb n)])
(defn- i32-store [offset] [0x36 2 (leb offset)])
(defn- body [& instructions] (sized [0 instructions 0x0b]))

(defn- echo-module
  "Imports 0 host, 1 reset and the memory; defines 2 list, 3 wide, 4 call and after them
  5, 6, 7 for post-return."
  [slots]
  (let [{[params results] :call [host-params host-results] :host :keys [many?]} (call-types slots)]
    [0x00 0x61 0x73 0x6d 1 0 0 0
     (section 1 (items [(core-type host-params host-results)
                        (core-type [] [])
                        (core-type [:i32 :i32] [:i32])
                        (core-type [:i32] [:i32])
                        (core-type params results)
                        (core-type [:i32] [])
                        (core-type results [])]))
     (section 2 (items [[(text "host") (text "host") 0 0]
                        [(text "memory") (text "reset") 0 1]
                        [(text "memory") (text "memory") 2 0 1]]))
     (section 3 (items [2 3 4 5 5 6]))
     (section 7 (items (map-indexed (fn [i export] [(text export) 0 (+ 2 (long i))])
                                    ["list" "wide" "call" "list-after" "wide-after" "call-after"])))
     (section 10 (items [(body (i32-const result-area) 0x20 0 (i32-store 0)
                               (i32-const result-area) 0x20 1 (i32-store 4)
                               (i32-const result-area))
                         (body 0x20 0)
                         (body (map (fn [i] [0x20 (leb i)]) (range (count params)))
                               (when many? (i32-const result-area))
                               0x10 0
                               (when many? (i32-const result-area)))
                         (body 0x10 1) (body 0x10 1) (body 0x10 1)]))]))

;; The component: its types. A state is {:next index, :named {symbol index}, :out sections}

(def ^:private primitive-code
  {:bool 0x7f :s8 0x7e :u8 0x7d :s16 0x7c :u16 0x7b :s32 0x7a :u32 0x79 :s64 0x78 :u64 0x77
   :f32 0x76 :f64 0x75 :char 0x74 :string 0x73})

(defn- signed-leb
  "Encodes an index, which is not negative."
  [n]
  (loop [n (long n), out []]
    (if (< n 64) (conj out n) (recur (bit-shift-right n 7) (conj out (bit-or 128 (bit-and n 127)))))))

(defn- define
  "Adds a type. Returns [state its index]."
  [state code]
  [(-> state (update :next inc) (update :out conj (section 7 (items [code])))) (:next state)])

(declare value-type)

(defn- value-types
  "Does the same as `value-type` for each. nil stays nil."
  [state types]
  (reduce (fn [[state codes] type]
            (let [[state code] (if type (value-type state type) [state nil])] [state (conj codes code)]))
          [state []] types))

(defn- optional [code] (if code [1 code] [0]))

(defn- compound [state [kind a b :as type]]
  (let [[state codes] (value-types state (case kind
                                           :list [a], :option [a], :map [a b], :result [a b]
                                           :tuple (rest type)))
        [x y] codes
        [state index] (define state (case kind
                                      :list   (if b [0x67 x (leb b)] [0x70 x])
                                      :map    [0x63 x y]
                                      :option [0x6b x]
                                      :result [0x6a (optional x) (optional y)]
                                      :tuple  [0x6f (items codes)]))]
    [state (signed-leb index)]))

(defn- value-type
  "Returns a type's code inside other types, after the definitions that it needs: [state code]."
  [state type]
  (cond (keyword? type) [state (primitive-code type)]
        (symbol? type)  [state (signed-leb (get-in state [:named type]))]
        :else           (compound state type)))

(defn- label [part] (text (if (vector? part) (first part) part)))

(defn- named
  "Adds a definition. It is imported as equal to itself, which gives it a name. Types in a
  component's imports and exports must have names."
  [state [kind name-of :as definition]]
  (let [its-parts (parts definition)
        [state codes] (case kind
                        (:record :variant) (value-types state (map part-type its-parts))
                        [state nil])
        [state index] (define state (case kind
                                      :record  [0x72 (items (map (fn [p c] [(label p) c]) its-parts codes))]
                                      :variant [0x71 (items (map (fn [p c] [(label p) (optional c) 0]) its-parts codes))]
                                      :enum    [0x6d (items (map label its-parts))]
                                      :flags   [0x6e (items (map label its-parts))]))]
    (-> state
        (update :next inc)
        (update :out conj (section 10 (items [[0 (text name-of) 3 0 (leb index)]])))
        (assoc-in [:named name-of] (inc (long index))))))

(defn- function-type [state type]
  (let [[state code] (value-type state type)]
    (define state [0x40 (items [[(text "x") code]]) 0 code])))

;; The component: its definitions in the order of the file

(defn- memory-module []
  (with-open [in (io/input-stream (io/resource "guests/echo/memory.wasm"))
              out (ByteArrayOutputStream.)]
    (io/copy in out)
    (map #(bit-and % 255) (.toByteArray out))))

(defn- core-alias [instance sort export]
  (section 6 (items [[0 sort 1 instance (text export)]])))

(def ^:private core-func 0)
(def ^:private core-memory 2)

(defn- lift [func type after]
  (section 8 (items [[0 0 func (items [[0] [3 0] [4 0] [5 after]]) (leb type)]])))

(defn wide
  "Returns the type of `wide`, for T."
  [type]
  (into [:tuple type] (repeat 17 :u64)))

(defn component
  "Returns the component's bytes for a type, which may name the definitions: records,
  variants, enums, flags as WIT data, each after those that it needs."
  (^bytes [type] (component [] type))
  (^bytes [definitions type]
   (let [defs  (into {} (map (juxt second identity)) definitions)
         state (reduce named {:next 0 :named {} :out []} definitions)
         [state list-type] (function-type state [:list type])
         [state wide-type] (function-type state (wide type))
         [state call-type] (function-type state type)]
     (->bytes
      [0x00 0x61 0x73 0x6d 0x0d 0 1 0
       (:out state)
       (section 10 (items [[0 (text "host") 1 (leb call-type)]]))       ; function 0
       (section 1 (memory-module))                                      ; core module 0
       (section 1 (echo-module (flat defs type)))                       ; core module 1
       (section 2 (items [[0 0 0]]))                                    ; core instance 0: memory
       (core-alias 0 core-memory "memory")
       (core-alias 0 core-func "realloc")                               ; core function 0
       (section 8 (items [[1 0 0 (items [[0] [3 0] [4 0]])]]))          ; core function 1: host
       (section 2 (items [[1 (items [[(text "host") 0 1]])]]))          ; core instance 1
       (section 2 (items [[0 1 (items [[(text "host") 0x12 1] [(text "memory") 0x12 0]])]])) ; 2: echo
       (map #(core-alias 2 core-func %)                                 ; core functions 2 … 7
            ["list" "wide" "call" "list-after" "wide-after" "call-after"])
       (lift 2 list-type 5)                                             ; functions 1 … 3
       (lift 3 wide-type 6)
       (lift 4 call-type 7)
       (section 11 (items [[0 (text "list") 1 1 0]
                           [0 (text "wide") 1 2 0]
                           [0 (text "call") 1 3 0]]))]))))
