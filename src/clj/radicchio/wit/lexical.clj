(ns ^:no-doc radicchio.wit.lexical
  "What of a WIT text the grammar does not see: comments, the documentation in them, forbidden characters, and
  nesting too deep to be meant. One pass over the text, in time linear in its length."
  (:require [clojure.string :as str]
            [radicchio.wit.documentation :as documentation]
            [radicchio.wit.names :as names]
            [radicchio.wit.problem :as problem]))

(set! *warn-on-reflection* true)

(def ^:private max-depth
  "How deep brackets may nest. The Component Model's validators stop at about this depth of types."
  100)

;; Characters

(defn- check-characters [source]
  (let [^String text (:text source)]
    (loop [i 0]
      (when (< i (.length text))
        (let [c (.codePointAt text i)]
          (if (names/forbidden? c)
            (problem/throw-parse {:problem :character
                                  :character (format "U+%04X" c)
                                  :at (problem/place source i (inc i))})
            (recur (+ i (Character/charCount c)))))))))

;; The pass

(defn- line-end [^String text ^long from]
  (let [end (.indexOf text (int \newline) (int from))]
    (if (neg? end) (.length text) end)))

(defn- block-end
  "Where the block comment that begins at `from` ends, those nested in it too; nil where it does not."
  [^String text ^long from]
  (loop [i (+ from 2), depth 1]
    (let [close (.indexOf text "*/" (int i))
          open (.indexOf text "/*" (int i))]
      (cond (neg? close) nil
            (and (<= 0 open) (< open close)) (recur (+ open 2) (inc depth))
            (= 1 depth) (+ close 2)
            :else (recur (+ close 2) (dec depth))))))

(defn- string-end
  "Where the string literal that begins at `from` ends; the line's end for one that does not."
  [^String text ^long from]
  (loop [i (inc from)]
    (let [c (if (< i (.length text)) (.charAt text i) \newline)]
      (case c
        \" (inc i)
        \newline i
        \\ (recur (+ i 2))
        (recur (inc i))))))

(defn- comment-at
  "The end of the comment that begins at `i`, nil where none does."
  [source ^long i]
  (let [^String text (:text source)]
    (cond (.startsWith text "//" (int i)) (line-end text i)
          (.startsWith text "/*" (int i)) (or (block-end text i)
                                              (problem/throw-parse
                                               {:problem :comment :at (problem/place source i (+ i 2))})))))

(defn- blank! [^StringBuilder out from to]
  (loop [i (long from)]
    (when (< i (long to))
      (let [c (.charAt out i)]
        (when-not (or (= c \newline) (= c \return))
          (.setCharAt out i \space)))
      (recur (inc i)))))

(defn- mask!
  "Letters for the contents of a string literal: they are no token's business."
  [^StringBuilder out from to]
  (loop [i (inc (long from))]
    (when (< i (dec (long to)))
      (.setCharAt out i \x)
      (recur (inc i)))))

(defn- depth-after
  "How deep brackets are nested after the character at `i`."
  [source ^long i ^long depth]
  (let [^String text (:text source)]
    (case (.charAt text i)
      (\{ \( \<) (if (= depth (long max-depth))
                   (problem/throw-parse {:problem :depth :limit max-depth :at (problem/place source i (inc i))})
                   (inc depth))
      (\} \)) (max 0 (dec depth))
      \> (if (and (pos? i) (= \- (.charAt text (dec i)))) depth (max 0 (dec depth)))
      depth)))

(defn- comment-pass
  "Blanks the comments in `out` and masks its strings; returns {offset documentation}, as `read-text`."
  [source ^StringBuilder out]
  (let [^String text (:text source)]
    (loop [i 0, depth 0, pending [], start nil, docs {}]
      (if (>= i (.length text))
        docs
        (let [c (.charAt text i)]
          (if (Character/isWhitespace c)
            (recur (inc i) depth pending start docs)
            (if-let [end (when (= c \/) (comment-at source i))]
              (let [comment (subs text i end)
                    doc (or (documentation/line-docs comment) (documentation/block-docs comment))]
                (blank! out i end)
                (recur (long end) depth (if doc (conj pending doc) pending) (or start (when doc i)) docs))
              (let [doc (documentation/text pending)
                    docs (if doc (assoc docs i {:docs doc :start start}) docs)
                    end (if (= c \") (long (string-end text i)) (inc i))]
                (when (= c \") (mask! out i end))
                (recur end (long (depth-after source i depth)) [] nil docs)))))))))

(defn- parts
  "[[start end] …]: where the parts of a file are, each with its closing ; or }. Text after the last one that is
  more than space is a part too."
  [^String text]
  (loop [i 0, start 0, depth 0, found []]
    (if (= i (.length text))
      (if (str/blank? (subs text start)) found (conj found [start i]))
      (let [c (.charAt text i)
            depth (long (case c \{ (inc depth) \} (max 0 (dec depth)) depth))]
        (if (and (zero? depth) (or (= c \;) (= c \})))
          (recur (inc i) (inc i) depth (conj found [start (inc i)]))
          (recur (inc i) start depth found))))))

(defn read-text
  "Takes a source, {:file … :text …}. Returns
    :text   the text with blanks for comments, every other character where it was
    :parts  [[start end] …], the parts of the file
    :docs   {offset {:docs documentation :start offset}}, keyed by the token that follows, :start being where the
            first of the comments begins.
  Throws RadicchioException, kind :parse."
  [source]
  (check-characters source)
  (let [out (StringBuilder. ^String (:text source))
        docs (comment-pass source out)
        text (str out)]
    {:text text :docs docs :parts (parts text)}))
