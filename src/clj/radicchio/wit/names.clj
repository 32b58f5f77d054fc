(ns ^:no-doc radicchio.wit.names
  "The lexical rules of WIT: valid names, keywords, and the notation of strings and versions."
  (:require [clojure.string :as str])
  (:import (java.io ByteArrayOutputStream)
           (java.nio ByteBuffer)
           (java.nio.charset CharacterCodingException StandardCharsets)
           (java.util.regex Matcher)))

(set! *warn-on-reflection* true)

(def keywords
  "The words that need a % to be an identifier."
  #{"as" "async" "bool" "borrow" "char" "constructor" "enum" "export" "f32" "f64" "flags" "from" "func" "future"
    "import" "include" "interface" "list" "map" "option" "own" "package" "record" "resource" "result" "s16" "s32"
    "s64" "s8" "static" "stream" "string" "tuple" "type" "u16" "u32" "u64" "u8" "use" "variant" "with" "world"})

;; Characters

(defn forbidden?
  "Tests whether WIT forbids a code point: control codes, overrides of the text direction, lone surrogates, and those that
  Unicode deprecates."
  [c]
  (let [c (long c)]
    (or (and (< c 0x20) (not (or (= c 0x9) (= c 0xA) (= c 0xD))))
        (<= 0x7F c 0x9F)
        (<= 0x202A c 0x202E)
        (<= 0x2066 c 0x206F)
        (<= 0xD800 c 0xDFFF)
        (<= 0xE0001 c 0xE007F)
        (contains? #{0x149 0x673 0xF77 0xF79 0x17A3 0x17A4 0x17B4 0x17B5 0x2329 0x232A} c))))

(defn without-forbidden
  "Replaces every character that WIT forbids by U+FFFD."
  [^String text]
  (let [out (StringBuilder.)]
    (doseq [c (iterator-seq (.iterator (.codePoints text)))]
      (.appendCodePoint out (int (if (forbidden? c) 0xFFFD c))))
    (str out)))

;; Identifiers

(defn- digit? [c] (<= (int \0) (int c) (int \9)))
(defn- small? [c] (or (digit? c) (<= (int \a) (int c) (int \z))))
(defn- capital? [c] (or (digit? c) (<= (int \A) (int c) (int \Z))))

(defn kebab-case?
  "Tests whether this is a label: words of lower-case or upper-case letters, and digits, joined by -; the first does not begin
  with a digit. See Explainer, \"Import and Export Definitions\"."
  [^String name]
  (let [fragments (str/split name #"-" -1)]
    (and (every? #(and (seq %) (or (every? small? %) (every? capital? %))) fragments)
         (not (digit? (first name))))))

(defn package-part?
  "Tests whether a package's name can contain this: words of lower-case letters and digits."
  [name]
  (and (kebab-case? name) (every? #(or (= \- %) (small? %)) name)))

(defn canonical
  "Returns the canonical form of a name: upper case is ignored. Two names of one scope must differ in this form."
  [^String name]
  (str/lower-case name))

(defn escaped
  "Returns an identifier in WIT's notation: with % if it is a keyword."
  [name]
  (let [name (clojure.core/name name)]
    (if (keywords name) (str "%" name) name)))

;; Versions

(defn- number-part? [part]
  (and (every? digit? part) (or (= 1 (count part)) (not= \0 (first part)))))

(defn- dotted [text]
  (str/split text #"\." -1))

(def ^:private max-number "The largest number in a version: the limit of the reference implementation." 18446744073709551615N)

(defn parse-version
  "Returns {:numbers [major minor patch] :pre [identifier …]} for a semantic version whose numbers have at most 64 bits, else
  nil."
  [^String text]
  (let [[_ numbers _ pre _ build] (re-matches #"([0-9.]+)(-([-.0-9A-Za-z]*))?(\+([-.0-9A-Za-z]*))?" text)
        numbers (when numbers (dotted numbers))
        pre (when pre (dotted pre))]
    (when (and (= 3 (count numbers))
               (every? #(and (seq %) (number-part? %) (<= (count %) 20) (<= (bigint %) max-number)) numbers)
               (every? #(and (seq %) (or (not-every? digit? %) (number-part? %))) pre)
               (or (nil? build) (every? seq (dotted build))))
      {:numbers (mapv bigint numbers) :pre (vec pre)})))

(defn- compare-identifiers [a b]
  (let [a-number? (every? digit? a)
        b-number? (every? digit? b)]
    (cond (and a-number? b-number?) (compare (bigint a) (bigint b))
          a-number? -1
          b-number? 1
          :else (compare a b))))

(defn- compare-pre [a b]
  (cond (and (empty? a) (empty? b)) 0
        (empty? a) 1
        (empty? b) -1
        :else (or (first (remove zero? (map compare-identifiers a b)))
                  (compare (count a) (count b)))))

(defn compare-versions
  "Compares two semantic versions: negative, zero or positive. Builds are ignored."
  [a b]
  (let [a (parse-version a)
        b (parse-version b)
        numbers (compare (:numbers a) (:numbers b))]
    (if (zero? numbers) (compare-pre (:pre a) (:pre b)) numbers)))

;; String literals

(def ^:private escapes {\t 9, \n 10, \r 13, \" 34, \' 39, \\ 92})

(def ^:private unicode-escape #"u\{([0-9A-Fa-f](?:_*[0-9A-Fa-f])*+)\}")

(def ^:private byte-escape #"[0-9A-Fa-f]{2}")

(defn- code-point
  "Returns the code point of a \\u{…}, or nil if the number is not a code point."
  [digits]
  (let [digits (str/replace digits #"^0+(?=.)|_" "")
        code (when (<= (count digits) 6) (Long/parseLong digits 16))]
    (when (and code (<= (long code) 0x10FFFF) (not (<= 0xD800 (long code) 0xDFFF)))
      code)))

(defn- escape-at
  "Returns [bytes end] of the escape whose character after the backslash is at `i`, or nil. `matcher` is a matcher of the
  text."
  [^String text ^Matcher matcher ^long i]
  (let [at? (fn [pattern] (-> matcher (.usePattern pattern) (.region (int i) (.length text)) .lookingAt))]
    (if-let [simple (escapes (.charAt text i))]
      [[simple] (inc i)]
      (cond (at? unicode-escape)
            (when-let [code (code-point (.group matcher 1))]
              [(seq (.getBytes (Character/toString (int code)) StandardCharsets/UTF_8)) (.end matcher)])
            (at? byte-escape)
            [[(Integer/parseInt (.group matcher) 16)] (.end matcher)]))))

(defn parse-string
  "Returns the string of a literal with its quotes: the name literal of the core text format. Returns nil if an escape is
  wrong, a control code is not escaped, or the bytes are not UTF-8."
  [^String literal]
  (let [text (subs literal 1 (dec (count literal)))
        matcher (re-matcher byte-escape text)
        out (ByteArrayOutputStream.)
        well? (loop [i 0]
                (if (>= i (.length text))
                  true
                  (let [c (.codePointAt text i)]
                    (cond (= (int \\) c) (when-let [[bytes end] (escape-at text matcher (inc i))]
                                           (doseq [b bytes] (.write out (int (bit-and 0xFF (long b)))))
                                           (recur (long end)))
                          (< c 0x20) nil
                          :else (do (.writeBytes out (.getBytes (Character/toString c) StandardCharsets/UTF_8))
                                    (recur (+ i (Character/charCount c))))))))]
    (when well?
      (try (str (.decode (.newDecoder StandardCharsets/UTF_8) (ByteBuffer/wrap (.toByteArray out))))
           (catch CharacterCodingException _ nil)))))

(defn string-literal
  "Returns a string in WIT's notation."
  [^String text]
  (str \"
       (str/join (map (fn [code]
                        (let [code (long code)]
                          (case code
                            9 "\\t", 10 "\\n", 13 "\\r", 34 "\\\"", 92 "\\\\"
                            (if (<= 0x20 code 0x7E)
                              (str (char code))
                              (format "\\u{%x}" code)))))
                      (iterator-seq (.iterator (.codePoints text)))))
       \"))
