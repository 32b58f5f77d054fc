(ns radicchio.support.nests
  "Components, as bytes, whose parts lie deep in each other."
  (:import (java.io ByteArrayOutputStream)))

(set! *warn-on-reflection* true)

(defn- bytes-of ^bytes [parts]
  (let [out (ByteArrayOutputStream.)]
    (doseq [part parts]
      (if (bytes? part) (.writeBytes out part) (.write out (int part))))
    (.toByteArray out)))

(defn- leb [n]
  (if (< n 128) [n] (cons (bit-or 128 (bit-and n 127)) (leb (bit-shift-right n 7)))))

(defn- section [id ^bytes content]
  (bytes-of (concat [id] (leb (alength content)) [content])))

(def ^:private preamble [0 0x61 0x73 0x6d 0x0d 0 1 0])

(defn- around [inner & sections]
  (bytes-of (concat preamble [(section 4 inner)] sections)))

(defn components
  "n components in each other."
  ^bytes [n]
  (nth (iterate around (bytes-of preamble)) (dec n)))

(def ^:private instance-of-the-first (section 5 (bytes-of [1 0 0 0])))

(defn instances
  "n components in each other, each but the last with an instance of the one in it."
  ^bytes [n]
  (nth (iterate #(around % instance-of-the-first) (bytes-of preamble)) (dec n)))

(defn instance-types
  "A component with n types of instances in each other, the last with a type in it."
  ^bytes [n]
  (bytes-of (concat preamble [(section 7 (bytes-of (concat [1] (apply concat (repeat n [0x42 1 1])) [0x7d])))])))
