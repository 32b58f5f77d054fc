(ns ^:no-doc radicchio.gen.emit
  "Source text, made of text that is not ours: the one place where words of a component, a WIT file or a wit.edn become
  Clojure. Each function can make only what it is named for: whatever the words are, Clojure's reader reads one
  symbol, keyword or string, which is the one that was given, or a comment, of which it reads nothing.

  What it makes has no control character but line feeds and tabs, and no other character that an editor shows as
  something else than it is: in strings they are escapes, which are read back; in comments they are shown as escapes."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem])
  (:import (radicchio.error ForeignText)))

(set! *warn-on-reflection* true)

(def ^:private longest
  "The JVM's constants hold 65,535 bytes, and a character takes 3 at most."
  21000)

;; Strings

(defn- escape! [^StringBuilder out c]
  (doseq [unit (Character/toChars (int c))]
    (.append out (format "\\u%04x" (int unit)))))

(defn- quoted
  "A string literal. `multiline?` says that line feeds and tabs may stand in it as they are."
  [^String text multiline?]
  (let [out (StringBuilder. "\"")]
    (doseq [c (iterator-seq (.iterator (.codePoints text)))]
      (let [c (long c)]
        (cond (and multiline? (or (= c 9) (= c 10))) (.append out (char c))
              (= c 9) (.append out "\\t")
              (= c 10) (.append out "\\n")
              (= c 13) (.append out "\\r")
              (or (= c (int \")) (= c (int \\))) (-> out (.append \\) (.append (char c)))
              (ForeignText/hasShape c) (.appendCodePoint out c)
              :else (escape! out c))))
    (str (.append out \"))))

(defn string-text
  "A string, on one line. Refuses, kind :config, one that no class of the JVM can hold."
  [^String text]
  (when (< (long longest) (count text))
    (problem/refuse! (str "a string of " (count text) " characters cannot be generated, the most are " longest ": "
                          (foreign/quoted text))))
  (quoted text false))

(defn docstring
  "A string over several lines. One that no class of the JVM can hold is cut."
  [^String text]
  (quoted (if (< (long longest) (count text)) (str (subs text 0 (dec (long longest))) "…") text) true))

(defn inline
  "A path or name for a sentence in a docstring: one line, its control characters shown as escapes."
  [text]
  (ForeignText/escaped (str text) 2000))

;; Comments

(defn comment-line
  "A line of a comment; a line end in the text is shown as an escape."
  [text]
  (str/trimr (str ";; " (str/join "\t" (map #(ForeignText/escaped % Integer/MAX_VALUE) (str/split text #"\t" -1))))))

;; Names

(defn- reads-as? [x text]
  (and (<= (count text) (long longest))
       (re-matches #"[A-Za-z0-9*+!?<>=_.$&%'/:#|-]+" text)
       (= x (try
              (binding [*read-eval* false] (read-string text))
              (catch RuntimeException _ ::unreadable)))))

(defn- name-text [x what]
  (let [text (str x)]
    (if (reads-as? x text)
      text
      (problem/refuse! (str "Clojure's reader does not read " (foreign/quoted text) " as a " what)))))

(defn symbol-text
  "A symbol. Refuses, kind :config, one that the reader takes for something else."
  [symbol]
  (name-text symbol "symbol"))

(defn keyword-text
  "A keyword. Refuses, kind :config, one that the reader takes for something else."
  [keyword]
  (name-text keyword "keyword"))

;; Data

(defn- character-text [c]
  (if (or (Character/isWhitespace (char c)) (not (ForeignText/hasShape (int c))))
    (format "\\u%04x" (int c))
    (str \\ c)))

(defn form
  "Data on one line. Refuses, kind :config, what is no data, such as a function."
  [x]
  (cond (string? x) (string-text x)
        (symbol? x) (symbol-text x)
        (keyword? x) (keyword-text x)
        (or (nil? x) (boolean? x)) (str (pr-str x))
        (number? x) (pr-str x)
        (char? x) (character-text x)
        (record? x) (problem/refuse! (str "expected data, got " (foreign/printed x)))
        (vector? x) (str "[" (str/join " " (map form x)) "]")
        (map? x) (str "{" (str/join " " (map (fn [[k v]] (str (form k) " " (form v))) x)) "}")
        (set? x) (str "#{" (str/join " " (sort (map form x))) "}")
        (list? x) (str "(" (str/join " " (map form x)) ")")
        :else (problem/refuse! (str "expected data, got " (foreign/printed x)))))

(defn evaluable?
  "Does this evaluate to itself, as configured data must that stands where code stands?"
  [x]
  (cond (or (symbol? x) (seq? x) (record? x)) false
        (map? x) (every? (fn [[k v]] (and (evaluable? k) (evaluable? v))) x)
        (or (vector? x) (set? x)) (every? evaluable? x)
        :else (or (nil? x) (boolean? x) (number? x) (string? x) (char? x)
                  (and (keyword? x) (boolean (reads-as? x (str x)))))))
