(ns radicchio.engine.assemble
  "Core modules from numbers, for tests whose modules are too long to be text, or made up as they go. Instructions are
  collections of bytes."
  (:import (java.io ByteArrayOutputStream)))

(set! *warn-on-reflection* true)

(defn unsigned
  "A number as unsigned LEB128."
  [n]
  (loop [n (long n), bytes []]
    (if (< n 128) (conj bytes n) (recur (bit-shift-right n 7) (conj bytes (bit-or 128 (bit-and n 127)))))))

(defn signed
  "A number as signed LEB128."
  [n]
  (loop [n (long n), bytes []]
    (if (<= -64 n 63)
      (conj bytes (bit-and n 127))
      (recur (bit-shift-right n 7) (conj bytes (bit-or 128 (bit-and n 127)))))))

(defn sized
  "Bytes with their count in front: a function's body, a text."
  [bytes]
  (concat (unsigned (count bytes)) bytes))

(defn section [id & bytes] (cons id (sized (apply concat bytes))))

(defn text [s] (sized (.getBytes ^String s "UTF-8")))

(defn module ^bytes [& sections]
  (let [out (ByteArrayOutputStream.)]
    (doseq [b (apply concat [0 97 115 109 1 0 0 0] sections)] (.write out (int (bit-and b 255))))
    (.toByteArray out)))

(defn function
  "A module whose export \"run\" (i32) -> i32 has these instructions."
  ^bytes [& instructions]
  (module
   (section 1 [1 0x60 1 0x7f 1 0x7f])
   (section 3 [1 0])
   (section 7 [1] (text "run") [0 0])
   (section 10 [1] (sized (concat [0] (apply concat instructions) [0x0b])))))
