(ns ^:no-doc radicchio.gen.emit
  "Makes source text from foreign text. Only this namespace turns words of a component, a WIT file or a wit.edn into
  Clojure. Each function can make only what its name states: for any words, Clojure's reader reads one symbol, keyword
  or string, equal to the argument, or skips a comment.

  The result contains no control characters except line feeds and tabs, and no other character that an editor displays
  as something else. In strings these are escapes, which are read back; in comments they are shown as escapes."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem])
  (:import (radicchio.error ForeignText)))

(set! *warn-on-reflection* true)

(def ^:private longest
  "A constant of the JVM holds at most 65,535 bytes, and a character takes at most 3."
  21000)

;; Strings

(defn- escape! [^StringBuilder out c]
  (doseq [unit (Character/toChars (int c))]
    (.append out (format "\\u%04x" (int unit)))))

(defn- quoted
  "Returns a string literal. If `multiline?`, it contains line feeds and tabs unescaped."
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
  "Returns a string on one line. Throws, kind :config, if no class of the JVM can hold it."
  [^String text]
  (when (< (long longest) (count text))
    (problem/refuse! (str "a string of " (count text) " characters cannot be generated; expected at most " longest ": "
                          (foreign/quoted text))))
  (quoted text false))

(defn docstring
  "Returns a string of several lines. It is truncated if no class of the JVM can hold it."
  [^String text]
  (quoted (if (< (long longest) (count text)) (str (subs text 0 (dec (long longest))) "…") text) true))

(defn inline
  "Returns a path or name for a sentence in a docstring: one line, with control characters shown as escapes."
  [text]
  (ForeignText/escaped (str text) 2000))

;; Comments

(defn comment-line
  "Returns a line of a comment. A line end in the text is shown as an escape."
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
      (problem/refuse! (str (foreign/quoted text) " is not a " what " for Clojure's reader; choose another name")))))

(defn symbol-text
  "Returns a symbol's text. Throws, kind :config, if the reader reads it as something else."
  [symbol]
  (name-text symbol "symbol"))

(defn keyword-text
  "Returns a keyword's text. Throws, kind :config, if the reader reads it as something else."
  [keyword]
  (name-text keyword "keyword"))

;; Data

(defn- character-text [c]
  (if (or (Character/isWhitespace (char c)) (not (ForeignText/hasShape (int c))))
    (format "\\u%04x" (int c))
    (str \\ c)))

(defn form
  "Returns data on one line. Throws, kind :config, for anything that is not data, such as a function."
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
        (and (list? x) (= 'var (first x)) (= 2 (count x))) (str "#'" (form (second x)))
        (list? x) (str "(" (str/join " " (map form x)) ")")
        :else (problem/refuse! (str "expected data, got " (foreign/printed x)))))

(defn evaluable?
  "Tests whether `x` evaluates to itself. Configured data that is placed as code must do so."
  [x]
  (cond (or (symbol? x) (seq? x) (record? x)) false
        (map? x) (every? (fn [[k v]] (and (evaluable? k) (evaluable? v))) x)
        (or (vector? x) (set? x)) (every? evaluable? x)
        :else (or (nil? x) (boolean? x) (number? x) (string? x) (char? x)
                  (and (keyword? x) (boolean (reads-as? x (str x)))))))
