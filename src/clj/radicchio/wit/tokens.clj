(ns ^:no-doc radicchio.wit.tokens
  "Splits WIT text into tokens, with the documentation before each. One pass over the text, in time and memory linear in its
  length. The grammar decides how a token can be used."
  (:require [radicchio.wit.documentation :as documentation]
            [radicchio.wit.names :as names]
            [radicchio.wit.problem :as problem])
  (:import (java.util Arrays)
           (java.util.regex Matcher)))

(set! *warn-on-reflection* true)

;; Characters

(defn- plain?
  "Tests whether a character is one of the common ones, which need no further check."
  [^long c]
  (or (<= 0x20 c 0x7E) (= c 10) (= c 13) (= c 9)))

(defn- check-characters [source]
  (let [^String text (:text source)
        end (.length text)]
    (loop [i 0]
      (when (< i end)
        (if (plain? (int (.charAt text i)))
          (recur (inc i))
          (let [c (.codePointAt text i)]
            (when (names/forbidden? c)
              (problem/throw-parse {:problem :character
                                    :character (format "U+%04X" c)
                                    :at (problem/place source i (inc i))}))
            (recur (+ i (Character/charCount c)))))))))

(defn- char-at
  "Returns the character at `i`, or 0 after the end."
  ^long [^String text ^long i]
  (if (< i (.length text)) (int (.charAt text i)) 0))

(defn- space-end
  "Returns the end of the white space that begins at `i`, or `i` if there is none. A carriage return is white space only before
  a newline."
  ^long [^String text ^long i]
  (loop [i i]
    (let [c (char-at text i)]
      (cond (or (= c 32) (= c 10) (= c 9)) (recur (inc i))
            (and (= c 13) (= 10 (char-at text (inc i)))) (recur (+ i 2))
            :else i))))

;; Comments

(defn- line-end ^long [^String text ^long from]
  (let [end (.indexOf text (int \newline) (int from))]
    (if (neg? end) (.length text) end)))

(defn- block-end
  "Returns the end of the block comment that begins at `from`, with its nested comments, or -1 if it is not closed."
  ^long [^String text ^long from]
  (let [end (dec (.length text))]
    (loop [i (+ from 2), depth 1]
      (if (>= i end)
        -1
        (let [c (.charAt text i)
              next (.charAt text (inc i))]
          (cond (and (= c \/) (= next \*)) (recur (+ i 2) (inc depth))
                (not (and (= c \*) (= next \/))) (recur (inc i) depth)
                (= 1 depth) (+ i 2)
                :else (recur (+ i 2) (dec depth))))))))

(defn- comment-end
  "Returns the end of the comment that begins at `i`, or -1 if there is no comment."
  ^long [source ^long i]
  (let [^String text (:text source)
        next (char-at text (inc i))]
    (cond (not= 47 (char-at text i)) -1
          (= 47 next) (line-end text i)
          (= 42 next) (let [end (block-end text i)]
                        (if (neg? end)
                          (problem/throw-parse {:problem :comment :at (problem/place source i (+ i 2))})
                          end))
          :else -1)))

(defn- doc-lines
  "Returns the documentation in a comment: a string for a line, a vector of lines for a block, nil for an ordinary comment."
  [comment]
  (or (documentation/line-docs comment) (documentation/block-docs comment)))

(defn- comments-before
  "Returns [start of the next token, documentation or nil] from `i`. The end of the text counts as a token."
  [source ^long i]
  (let [^String text (:text source)]
    (loop [i (space-end text i), comments [], start nil]
      (let [end (comment-end source i)]
        (if (neg? end)
          [i (when-let [doc (when start (documentation/text comments))] {:docs doc :start start})]
          (let [doc (doc-lines (subs text i end))]
            (recur (space-end text end)
                   (if doc (conj comments doc) comments)
                   (or start (when doc i)))))))))

;; Tokens

(defn comments
  "Returns [start end] of each comment from `i` to the next token, in order."
  [source i]
  (let [^String text (:text source)]
    (loop [i (space-end text (long i)), found []]
      (let [end (comment-end source i)]
        (if (neg? end)
          found
          (recur (space-end text end) (conj found [i end])))))))

(defn- word? [^long c]
  (or (<= 97 c 122) (= c 45) (<= 48 c 57) (<= 65 c 90) (= c 95)))

(defn- letter? [^long c]
  (or (<= 97 c 122) (<= 65 c 90) (= c 95) (= c 37)))

(defn- word-end ^long [^String text ^long from]
  (loop [i (inc from)]
    (if (word? (char-at text i)) (recur (inc i)) i)))

(defn- digits-end ^long [^String text ^long from]
  (loop [i (inc from)]
    (if (<= 48 (char-at text i) 57) (recur (inc i)) i)))

(defn- string-end
  "Returns the end of the string literal that begins at `from`. If it does not end on its line, returns the place after its
  first quote."
  ^long [^String text ^long from]
  (loop [i (inc from)]
    (let [c (char-at text i)]
      (cond (= c 34) (inc i)
            (or (= c 10) (= c 0)) (inc from)
            (= c 92) (recur (+ i 2))
            :else (recur (inc i))))))

(defn- token-end
  "Returns the end of the token that begins at `i`. `version` matches the grammar's token of that name."
  ^long [^String text ^Matcher version ^long i]
  (let [c (char-at text i)]
    (cond (letter? c) (word-end text i)
          (<= 48 c 57) (if (.lookingAt (.region version (int i) (.length text)))
                         (.end version)
                         (digits-end text i))
          (= c 34) (string-end text i)
          (and (= c 45) (= 62 (char-at text (inc i)))) (+ i 2)
          :else (+ i (Character/charCount (.codePointAt text i))))))

(defn- check-return [source ^long i]
  (when (= 13 (char-at (:text source) i))
    (problem/throw-parse {:problem :carriage-return :at (problem/place source i (inc i))})))

(defn- grown ^ints [^ints a]
  (Arrays/copyOf a (* 2 (alength a))))

(defn tokens
  "Takes a source, {:file … :text …}, and the pattern of a version. Returns
    :starts, :ends   int arrays: the start and end of each token
    :count           the number of tokens
    :docs            {index of a token {:docs documentation :start the start of its first comment}}.
  The token after the last one is the end of the text. It has a place, and is not counted.
  Throws RadicchioException, kind :parse."
  [source version]
  (check-characters source)
  (let [^String text (:text source)
        length (.length text)
        version (re-matcher version text)]
    (loop [i 0, n 0, starts (int-array 64), ends (int-array 64), docs (transient {})]
      (let [[start doc] (comments-before source i)
            start (long start)
            docs (if doc (assoc! docs n doc) docs)]
        (cond (= n (alength starts)) (recur start n (grown starts) (grown ends) docs)
              (= start length) (do (aset starts n length)
                                   (aset ends n length)
                                   {:starts starts :ends ends :count n :docs (persistent! docs)})
              :else (let [end (token-end text version start)]
                      (check-return source start)
                      (aset starts n (int start))
                      (aset ends n (int end))
                      (recur end (inc n) starts ends docs)))))))

;; Parts

(defn parts
  "Returns [[from to] …]: the parts of a file, as indexes of tokens, each with its closing ; or }. Tokens after the last closing
  one are a part too."
  [^String text {:keys [^ints starts ^long count]}]
  (loop [i 0, from 0, depth 0, found []]
    (if (= i count)
      (if (= from count) found (conj found [from count]))
      (let [c (.charAt text (aget starts i))
            depth (long (case c \{ (inc depth) \} (max 0 (dec depth)) depth))]
        (if (and (zero? depth) (or (= c \;) (= c \})))
          (recur (inc i) (inc i) depth (conj found [from (inc i)]))
          (recur (inc i) from depth found))))))
