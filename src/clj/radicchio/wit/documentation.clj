(ns ^:no-doc radicchio.wit.documentation
  "Documentation as WIT data has it: what stands in comments, without indentation and without blanks at its ends. Only a
  line feed ends a line, alone or after a carriage return."
  (:require [clojure.string :as str]
            [radicchio.wit.names :as names]))

(set! *warn-on-reflection* true)

(defn lines
  "The lines of a text."
  [text]
  (str/split text #"\r?\n" -1))

(defn- indentation [^String line]
  (- (.length line) (.length (str/triml line))))

(defn- dedent
  "Lines without what all of them are indented by, and without blanks at their ends."
  [lines]
  (let [lines (map str/trimr lines)
        common (reduce min Integer/MAX_VALUE (map indentation (remove str/blank? lines)))]
    (map #(if (str/blank? %) "" (subs % common)) lines)))

(defn line-docs
  "The text of a comment /// …; nil for another one."
  [comment]
  (when (and (str/starts-with? comment "///") (not (str/starts-with? comment "////")))
    (subs comment 3)))

(defn block-docs
  "The lines of /** … */, without the asterisks that may begin each; nil for another comment."
  [^String comment]
  (when (and (str/starts-with? comment "/**") (> (.length comment) 4) (not (str/starts-with? comment "/***")))
    (let [[first-line & lines] (lines (subs comment 3 (- (.length comment) 2)))
          starred? (and (seq lines)
                        (every? #(or (str/blank? %) (str/starts-with? (str/triml %) "*")) lines))
          lines (if starred? (map #(str/replace-first % #"^\s*\*?" "") lines) lines)]
      (vec (cons (str/trim first-line) (dedent lines))))))

(defn text
  "The text of comments that document one thing, in order: a string for a line, a vector for a block. nil where
  nothing is in them."
  [comments]
  (let [lines (mapcat #(if (string? (first %)) (dedent %) (apply concat %)) (partition-by string? comments))
        trimmed (->> lines (drop-while str/blank?) reverse (drop-while str/blank?) reverse)]
    (when (seq trimmed) (str/join "\n" trimmed))))

(defn normal
  "Documentation that did not come from WIT text, as that text could have it: what is printed and read again is the same.
  A character that WIT does not allow becomes U+FFFD. nil where nothing is in it."
  [docs]
  (text (lines (names/without-forbidden docs))))
