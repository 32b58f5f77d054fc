(ns radicchio.wit.format-test
  (:require [clojure.string :as str]
            [clojure.test :refer [are deftest is]]
            [clojure.test.check :as check]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as properties]
            [radicchio.wit.edits :as edits]
            [radicchio.wit.format :as format]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.print :as print]
            [radicchio.wit.resolve :as resolve]
            [radicchio.wit.sample :as sample]
            [radicchio.wit.tokens :as tokens])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- formatted [text]
  (format/format-wit text "test.wit"))

(defn- holds? [tests property]
  (let [{:keys [pass? shrunk seed] :as result} (check/quick-check tests property)]
    (is pass? (str "seed " seed "\n" (some-> (:smallest shrunk) first) "\n" (:result result)))))

;; Texts with comments and white space at random places

(def ^:private trivia-gen
  (gen/frequency [[6 (gen/return " ")]
                  [3 (gen/elements ["\n" "\n\n" "\n\n\n\n" "\t" "\r\n" "  \n\t "])]
                  [2 (gen/elements [" // line\n" "\n// line \n" "\n  // one\n// two\n" "//\n" "\n//// four\r\n"])]
                  [2 (gen/elements [" /* block */ " "/* block */" "\n/* a\n   b */\n" "\n/* own */ " "/*\n * a\n\n   * b\n */ "
                                    " /* a /* nested */ b */\n"])]
                  [1 (gen/elements ["\n/// docs\n" "\n  /// docs \n///   more\n" " /// docs\n" "\n/** docs\n      * more */\n"
                                    "/** docs */" "\n/**\n docs\n   more\n*/"])]]))

(defn- token-texts
  "Returns [gap token] for each token of a text, and the gap after the last one with an empty token."
  [text]
  (let [{{:keys [^ints starts ^ints ends count]} :tokens} (parse/nodes text "test.wit")]
    (for [i (range (inc (long count)))]
      [(subs text (if (zero? (long i)) 0 (aget ends (dec (long i)))) (aget starts i))
       (subs text (aget starts i) (aget ends i))])))

(defn- strewn
  "Generates the text with other white space and comments between its tokens. A colon inside a path stays where it is."
  [text]
  (let [parts (token-texts text)]
    (gen/let [gaps (gen/vector (gen/vector trivia-gen 1 2) (count parts))]
      (str/join (map (fn [[gap token] [_ before] pieces]
                       (str (if (and (= "" gap) (or (= ":" before) (= ":" token))) "" (str/join pieces))
                            token))
                     parts (cons nil parts) gaps)))))

(defn- comments
  "Returns the comments of a text in order, without the blanks at the ends of their lines."
  [text]
  (let [source {:file "test.wit" :text text}]
    (for [from (cons 0 (let [{{:keys [^ints ends count]} :tokens} (parse/nodes text "test.wit")]
                         (map #(aget ends %) (range count))))
          [start end] (tokens/comments source from)]
      (mapv str/trim (str/split-lines (subs text start end))))))

(defn- data [text]
  (try
    (resolve/resolve [[(parse/parse text "test.wit")]] {:features :all})
    (catch RadicchioException e (:problem (first (:problems (ex-data e)))))))

(defn- without-commas [text]
  (remove #{","} (map second (token-texts text))))

(def ^:private strewn-gen
  (gen/let [data sample/data-gen]
    (strewn (print/print-wit data))))

(deftest formatting-a-formatted-text-returns-it
  (holds? 150 (properties/for-all [text strewn-gen]
                (let [once (formatted text)]
                  (= once (formatted once))))))

(deftest the-meaning-the-tokens-and-the-comments-stay
  (holds? 150 (properties/for-all [text strewn-gen]
                (let [once (formatted text)]
                  (and (= (data text) (data once))
                       (= (without-commas text) (without-commas once))
                       (= (comments text) (comments once)))))))

(deftest a-printed-text-is-formatted-already
  (holds? 100 (properties/for-all [data sample/data-gen]
                (let [text (print/print-wit data)]
                  (= text (formatted text))))))

(deftest every-sample-is-formatted-once-and-for-all
  (doseq [text (edits/samples (java.io.File. "none"))
          :let [once (formatted text)]]
    (is (= once (formatted once)))
    (is (= (data text) (data once)))
    (is (= (comments text) (comments once)))))

(deftest text-is-laid-out-as-a-person-would-write-it
  (are [text expected] (= expected (formatted text))
    "" ""
    "\uFEFFpackage a:b;" "package a:b;\n"
    "// only a comment" "// only a comment\n"
    "package a:b; // of it\ninterface i{}world w{import i;export f:func()->u8;}"
    "package a:b; // of it\n\ninterface i {}\n\nworld w {\n  import i;\n  export f: func() -> u8;\n}\n"

    "\n\ninterface i {\n\n\n  use a:b/c@1.0.0.{d,e as f,};\n\n\n\n  g:func(a:list<u8>,);\n\n}\n\n"
    "interface i {\n  use a:b/c@1.0.0.{d, e as f};\n\n  g: func(a: list<u8>);\n}\n"

    "interface i { record r { a: u8, // first\n\n // second\n b: u8 /* last */ } enum e{a,b} }"
    "interface i {\n  record r {\n    a: u8, // first\n\n    // second\n    b: u8, /* last */\n  }\n  enum e {\n    a,\n    b,\n  }\n}\n"

    "interface i { f: func(a: u8, // why\n b: u8) -> u8; }"
    "interface i {\n  f: func(\n    a: u8, // why\n    b: u8,\n  ) -> u8;\n}\n"

    "interface i {\n/**\n* docs\n* more\n*/\n@since(version=1.0.0) @deprecated(version = 1.1.0) type t=u8; }"
    "interface i {\n  /**\n   * docs\n   * more\n   */\n  @since(version = 1.0.0)\n  @deprecated(version = 1.1.0)\n  type t = u8;\n}\n"

    "world w { include v with{a as b,c as d,} include u; }"
    "world w {\n  include v with { a as b, c as d }\n  include u;\n}\n"))

(deftest a-list-that-is-too-long-gets-a-line-for-each-element
  (let [names (map #(str "a-long-name-" %) (range 8))
        lines (str/join (map #(str "    " % ",\n") names))]
    (is (= (str "interface i {\n  use t.{\n" lines "  };\n}\n")
           (formatted (str "interface i { use t.{" (str/join ", " names) "}; }"))))
    (is (= (str "interface i {\n  f: func(\n" (str/replace lines "," ": u8,") "  ) -> u8;\n}\n")
           (formatted (str "interface i { f: func(" (str/join ", " (map #(str % ": u8") names)) ") -> u8; }"))))))

(deftest text-that-is-not-wit-is-refused-with-its-place
  (is (thrown-with-msg? RadicchioException #"(?s)test\.wit:1:13: .*\^" (formatted "interface i ( }"))))
