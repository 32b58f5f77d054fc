(ns ^:no-doc radicchio.gen.java-lines
  "Lines of Java: blocks, documentation and strings."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]))

(set! *warn-on-reflection* true)

(defn lines
  "Joins lines, and sequences of lines. nil is none."
  [& parts]
  (vec (mapcat #(if (string? %) [%] %) (remove nil? parts))))

(defn- indented [lines]
  (mapv #(if (= "" %) "" (str "  " %)) lines))

(defn separated
  "Joins groups of lines with an empty line between."
  [groups]
  (vec (mapcat identity (interpose [""] (remove empty? groups)))))

(defn block
  "Returns the lines of a block with braces."
  [head body]
  (if (empty? body)
    [(str head " {}")]
    (lines (str head " {") (indented body) "}")))

;; Documentation

(defn- escaped
  "Returns foreign text for a comment of Java, in which a backslash may begin an escape."
  [text]
  (-> (str text)
      (str/replace "&" "&amp;")
      (str/replace "<" "&lt;")
      (str/replace ">" "&gt;")
      (str/replace "\\" "&#92;")
      (str/replace #"(?m)(?<=\{)@|^(\s*)@" "$1&#64;")
      (str/replace "*/" "*&#47;")))

(defn javadoc
  "Returns the comment of foreign texts, which cannot end it; nil without text."
  [& texts]
  (let [written (mapcat #(str/split-lines (foreign/lines (escaped %))) (remove str/blank? texts))]
    (cond (empty? written) nil
          (next written) (lines "/**" (map #(str/trimr (str " * " %)) written) " */")
          :else [(str "/** " (first written) " */")])))

(defn literal
  "Returns a string of Java, of a name of WIT."
  [text]
  (str "\"" (str/replace text #"[\\\"]" "\\\\$0") "\""))
