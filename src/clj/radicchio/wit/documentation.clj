(ns ^:no-doc radicchio.wit.documentation
  "Reads documentation from comments: the text without indentation and without blanks at its ends. A line ends only with a
  line feed, alone or after a carriage return."
  (:require [clojure.string :as str]
            [radicchio.wit.names :as names]))

(set! *warn-on-reflection* true)

(defn lines
  "Returns the lines of a text."
  [text]
  (str/split text #"\r?\n" -1))

(defn- indentation [^String line]
  (- (.length line) (.length (str/triml line))))

(defn- dedent
  "Removes the common indentation of lines, and the blanks at their ends."
  [lines]
  (let [lines (map str/trimr lines)
        common (reduce min Integer/MAX_VALUE (map indentation (remove str/blank? lines)))]
    (map #(if (str/blank? %) "" (subs % common)) lines)))

(defn line-docs
  "Returns the text of a comment /// …, or nil for any other comment."
  [comment]
  (when (and (str/starts-with? comment "///") (not (str/starts-with? comment "////")))
    (subs comment 3)))

(defn block-docs
  "Returns the lines of /** … */, without the asterisks that may begin them, or nil for any other comment."
  [^String comment]
  (when (and (str/starts-with? comment "/**") (> (.length comment) 4) (not (str/starts-with? comment "/***")))
    (let [[first-line & lines] (lines (subs comment 3 (- (.length comment) 2)))
          starred? (and (seq lines)
                        (every? #(or (str/blank? %) (str/starts-with? (str/triml %) "*")) lines))
          lines (if starred? (map #(str/replace-first % #"^\s*\*?" "") lines) lines)]
      (vec (cons (str/trim first-line) (dedent lines))))))

(defn text
  "Returns the text of the comments that document an item, in order: a string for a line, a vector for a block. Returns nil if
  they are empty."
  [comments]
  (let [lines (mapcat #(if (string? (first %)) (dedent %) (apply concat %)) (partition-by string? comments))
        trimmed (->> lines (drop-while str/blank?) reverse (drop-while str/blank?) reverse)]
    (when (seq trimmed) (str/join "\n" trimmed))))

(defn normal
  "Normalises documentation that did not come from WIT text, so that it is the same after it is printed and read. A character
  that WIT does not allow becomes U+FFFD. Returns nil if it is empty."
  [docs]
  (text (lines (names/without-forbidden docs))))
