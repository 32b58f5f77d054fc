(ns ^:no-doc radicchio.componentize.shim
  "Builds two small core modules, so that a core module can import functions that need its own memory before the memory
  exists. The shim's functions call through a table. The fix-up fills the table when the memory exists. The bytes follow
  the core specification's \"Binary Format\"."
  (:import (java.io ByteArrayOutputStream)
           (java.nio.charset StandardCharsets)
           (radicchio.engine CoreType$Num ExternType$FuncType)))

(set! *warn-on-reflection* true)

(def table "The name of the shim's table, and of the fix-up's import of it." "$imports")
(def start "The name of the function that the fix-up imports, and runs after it filled the table." "start")

;; Numbers and vectors

(defn- unsigned [n]
  (loop [n (long n) bytes []]
    (if (< n 128)
      (conj bytes n)
      (recur (bit-shift-right n 7) (conj bytes (bit-or 128 (bit-and n 127)))))))

(defn- signed [n]
  (loop [n (long n) bytes []]
    (let [low (bit-and n 127) more (bit-shift-right n 7)]
      (if (if (bit-test low 6) (= -1 more) (zero? more))
        (conj bytes low)
        (recur more (conj bytes (bit-or 128 low)))))))

(defn- items [encoded] (into (unsigned (count encoded)) (mapcat identity) encoded))
(defn- sized [bytes] (into (unsigned (count bytes)) bytes))
(defn- text [^String s] (sized (map #(bit-and 255 (int %)) (.getBytes s StandardCharsets/UTF_8))))

(defn- section [id encoded]
  (when (seq encoded) (into [id] (sized (items encoded)))))

(defn- module ^bytes [& sections]
  (let [out (ByteArrayOutputStream.)]
    (doseq [b (concat [0x00 0x61 0x73 0x6d 0x01 0x00 0x00 0x00] (mapcat identity sections))]
      (.write out (int b)))
    (.toByteArray out)))

;; Types

(defn- number [type]
  (condp = type
    CoreType$Num/I32 0x7f
    CoreType$Num/I64 0x7e
    CoreType$Num/F32 0x7d
    CoreType$Num/F64 0x7c
    CoreType$Num/V128 0x7b))

(defn- function-type [^ExternType$FuncType type]
  (-> [0x60] (into (sized (map number (.params type)))) (into (sized (map number (.results type))))))

(defn- table-type [length]
  (-> [0x70 0x01] (into (unsigned length)) (into (unsigned length))))

;; The two modules

(defn- forwarding
  "Returns the code of a function that calls the table's element `i`, which has the same type."
  [i ^ExternType$FuncType type]
  (sized (concat [0x00]
                 (mapcat #(cons 0x20 (unsigned %)) (range (count (.params type))))
                 (cons 0x41 (signed i))
                 (cons 0x11 (unsigned i))
                 [0x00 0x0b])))

(defn shim
  "Returns the bytes of a module that exports a function of each of the types, \"0\", \"1\", …, and their table."
  ^bytes [types]
  (let [n (count types)]
    (module (section 1 (map function-type types))
            (section 3 (map unsigned (range n)))
            (section 4 [(table-type n)])
            (section 7 (cons (concat (text table) [0x01 0x00])
                             (map #(concat (text (str %)) [0x00] (unsigned %)) (range n))))
            (section 10 (map-indexed forwarding types)))))

(defn fixup
  "Returns the bytes of a module that fills the shim's table. It imports functions, [module name type] each, and the table
  from the module \"\". If `start?`, it also imports and then runs a function without parameters and results."
  ^bytes [functions start?]
  (let [n (count functions)
        imported (fn [from name what] (concat (text from) (text name) what))
        types (cond-> (mapv peek functions) start? (conj (ExternType$FuncType. [] [])))]
    (module (section 1 (map function-type types))
            (section 2 (concat (map-indexed (fn [i [from name]] (imported from name (cons 0x00 (unsigned i)))) functions)
                               (when start? [(imported "" start (cons 0x00 (unsigned n)))])
                               (when (pos? n) [(imported "" table (cons 0x01 (table-type n)))])))
            (when start? (into [8] (sized (unsigned n))))
            (section 9 (when (pos? n)
                         [(concat [0x00 0x41 0x00 0x0b] (items (map unsigned (range n))))])))))
