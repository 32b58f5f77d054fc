(ns radicchio.wit.parse-test
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wit :as wit]
            [radicchio.wit.general-parser :as general]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.resolve :as resolve])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- data [& lines]
  (resolve/resolve [[(parse/parse (str/join "\n" lines) "a.wit")]] {:features :all}))

(defn- item [& lines]
  (first (wit/contents (wit/interface (apply data "package a:b;" "interface i {" (concat lines ["}"])) "a:b/i"))))

(defn- refused [text]
  (try (parse/parse text "a.wit")
       nil
       (catch RadicchioException e e)))

(defn- message [& lines] (ex-message (refused (str/join "\n" lines))))

(deftest documentation-has-no-marks-and-no-common-indentation
  (is (= "One.\n\n  Two." (wit/docs (item "/// One." "///" "///   Two." "type t = u8;"))))
  (is (= "One.\n\n  Two.\nThree." (wit/docs (item "/** One." " *" " *   Two." " * Three. */" "type t = u8;"))))
  (is (= "Plain\nlines." (wit/docs (item "/**" "   Plain" "   lines." "*/" "type t = u8;"))))
  (is (= "Both\nkinds." (wit/docs (item "/// Both" "// not this" "/** kinds. */" "/* nor this */ type t = u8;"))))
  (is (= {} (wit/attributes (item "// a" "//// b" "/* c */ /*** d */ /**/" "type t = u8;"))))
  (is (= [:enum 'e {:docs "E."} :a [:b {:docs "B."}]] (item "/// E." "enum e { a, /// B." "b }"))))

(deftest comments-nest-and-are-allowed-anywhere
  (is (= [:type 't [:stream :u8]]
         (item "type /* a /* b */ // */ t = //" "stream /* < */ <// >" "u8/**/>;"))))

(deftest a-keyword-is-a-name-after-a-percent-sign
  (is (= [:func 'func [['u8 :u8] ['type-2 :u8]]] (item "%func: func(%u8: u8, type-2: u8);"))))

(deftest escapes-in-a-string-are-decoded
  (is (= "a\t\"\\ é ☃ \u007f" (:external-id (wit/attributes (item "@external-id(\"a\\t\\\"\\\\ \\c3\\a9 \\u{2603} \\7f\")"
                                                                   "type t = u8;"))))))

(deftest the-colon-of-a-package-has-no-space-and-that-of-a-name-has
  (let [imports (fn [line] (wit/imports (wit/world (data "package a:b;" "interface c {}" "world w {" line "}"))))]
    (is (= [[:import "x" "a:b/c"]] (imports "import x: c;")))
    (is (= [[:import "a:b/c"]] (imports "import a:b/c;")))
    (is (= [[:import "x" "a:b/c"]] (imports "import x: a:b/c;")))))

(deftest every-text-has-one-parse-equal-to-instaparses
  (is (empty? (general/disagreements
               "package a:b@1.0.0-rc.1+5; use c:d/e@1.0.0 as f; /// docs
                        @since(version = 1.0.0) interface i { use f.{g, h as j,}; type t = result<_, list<u8, 4>>;
                        resource r { constructor(a: u8,) -> result<r>; m: async func(); s: static func() -> own<r>; }
                        record q { a: u8, } variant v { a(b), c } enum x { a, } flags y { a, b } f: func() -> future; }
                        @unstable(feature = z) world w { include a:b/w2 with { a as b, }; import a: func(); import b: c;
                        export d:e/f; export g: interface {} } package h:i:j/k { interface l {} }"))))

(deftest a-syntax-error-shows-the-line-and-the-expected-tokens
  (is (= (str "a.wit:3:12: expected '(', found '{'\n"
              "3 |   f: func  {}\n"
              "  |            ^")
         (message "package a:b;" "interface i {" "  f: func  {}" "}")))
  (is (= (str "a.wit:2:22: expected a type, found ';'\n"
              "2 | interface i { type t=;}\n"
              "  |                      ^")
         (message "package a:b;" "interface i { type t=;}")))
  (is (= (str "a.wit:1:23: expected a definition, 'export', 'import', 'include', 'use' or '}', "
              "found the end of the file\n"
              "1 | package a:b; world w {\n"
              "  |                       ^")
         (message "package a:b; world w {"))))

(deftest every-part-with-an-error-is-reported
  (is (= [[2 "expected an identifier, found `type`"] [4 "expected '{', found ';'"]]
         (for [{:keys [line message]} (:problems (ex-data (refused "package a:b;\ninterface type {}\ninterface ok {}\nworld w;\n")))]
           [line (second (re-find #":\d+: (.*)\n" message))]))))

(deftest invalid-names-are-reported
  (is (= (str "a.wit:2:11: `fooBar` is not kebab-case: words of lower-case or of upper-case letters, and digits, joined"
              " by -\n"
              "2 | interface fooBar { type a_b = u8; }\n"
              "  |           ^^^^^^\n"
              "\n"
              "a.wit:2:25: `a_b` is not kebab-case: words of lower-case or of upper-case letters, and digits, joined by"
              " -\n"
              "2 | interface fooBar { type a_b = u8; }\n"
              "  |                         ^^^")
         (message "package a:b;" "interface fooBar { type a_b = u8; }"))))

(defn- summary [text]
  (let [e (refused text)]
    [(:radicchio/error (ex-data e)) (second (re-find #"^a\.wit:\d+:\d+: (.*)" (ex-message e)))]))

(deftest errors-beyond-the-grammar-are-refused
  (doseq [[text expected]
          {"package a:b; package c:d;"
           "`package …;` must be the first item of a file; write other packages as `package … { }`"
           "interface i {} package c:d;"
           "`package …;` must be the first item of a file; write other packages as `package … { }`"
           "package a:b@1.0;" "expected a version such as 1.2.0, found '1'"
           "package a:b@01.0.0;" "`01.0.0` is not a semantic version"
           "package a:B;" "`B` is not valid in a package's name: expected lower-case letters and digits, joined by -"
           "package a:b; interface i { type t = list<u8, 0>; }" "expected a fixed length from 1 to 4294967295, found 0"
           "package a:b; interface i { enum e {} }" "an enum needs at least one case"
           "package a:b; @external-id(\"x\") interface i {}" "@external-id is not allowed on an interface"
           "package a:b; @unstable(feature = x) @unstable(feature = x) interface i {}" "duplicate @unstable"
           "package a:b@1.0.0; @since(version = 1.0.0) @unstable(feature = x) interface i {}"
           "conflicting gates: expected either @since or @unstable, not both"
           "package a:b@1.0.0; @deprecated(version = 1.0.0) interface i {}"
           "@deprecated also needs @since or @unstable"
           "package a:b; world w { @external-id(\"\\q\") import f: func(); }"
           "the string \"\\q\" has an escape or a control code that WIT does not allow"
           "package a:b; interface i { record r {} }" "a record needs at least one field"
           "package a:b; interface i { variant v {} }" "a variant needs at least one case"
           "package a:b; interface i { flags f {} }" "flags need at least one flag"
           "package a:b; interface i { type t = list<tuple<>>; }" "a tuple needs at least one type"
           "package a:b@18446744073709551616.0.0;" "`18446744073709551616.0.0` is not a semantic version"
           "package a:b; world w { @external-id(\"a\tb\") import f: func(); }"
           "the string \"a\\tb\" has an escape or a control code that WIT does not allow"
           "package a:b;\rinterface i {}" "a carriage return without a line feed after it is not white space in WIT"
           "package a:b; world v {} world w { include v with { a as b }; }"
           "expected a definition, 'export', 'import', 'include', 'use' or '}', found ';'"
           "package a:b; @unstable(feature = x) use c:d/e;" "expected 'interface' or 'world', found `use`"
           "@unstable(feature = x) package a:b;" "expected 'interface' or 'world', found `package`"
           "package a:b; world w { @foo import f: func(); }"
           "expected 'deprecated', 'external-id', 'since' or 'unstable', found `foo`"
           "package a:b; /* /* */" "this comment is not closed"
           "package a:b; \u202e" "the character U+202E is not allowed in WIT"}]
    (testing text
      (is (= [:parse expected] (summary text))))))

(deftest flags-are-at-most-thirty-two
  (let [flags (fn [n] (str "package a:b;\ninterface i {\n  flags f { " (str/join ", " (map #(str "f" %) (range 1 (inc (long n))))) " }\n}"))
        text (str/replace (flags 33) "f32" "f-32")]
    (is (some? (parse/parse (str/replace (flags 32) "f32" "f-32") "a.wit")))
    (is (= "expected at most 32 flags, found 33; divide them into several types" (second (summary text))))
    (is (= [3 9] ((juxt :line :column) (ex-data (refused text)))))))

(deftest a-carriage-return-does-not-end-a-comment
  (is (= [:type 't {:docs "a\rtype u = u8;"} :u8] (item "/// a\rtype u = u8;" "type t = u8;")))
  (is (= [:type 't :u8] (item "// a\rtype u = u8;\r" "/* \r */ type t = u8;"))))

(deftest too-deep-nesting-is-refused-at-the-first-type-too-deep
  (let [nested (fn [n] (str "package a:b; interface i { type t =" (apply str (repeat n "\nlist<"))
                            "\nu8" (apply str (repeat n ">")) "; }"))]
    (is (some? (parse/parse (nested 99) "a.wit")))
    (is (= [102 1] ((juxt :line :column) (ex-data (refused (nested 100))))))))

(deftest many-problems-are-counted-and-not-all-shown
  (let [e (refused (str "package a:b; interface i { " (apply str (repeat 3000 "f_g: func(); ")) "}"))]
    (is (= 50 (count (:problems (ex-data e)))))))

(deftest hostile-input-is-refused-in-time
  (let [times (fn [n text] (apply str (repeat n text)))]
    (testing "nesting"
      (is (= [:parse "nested deeper than 100 levels"]
             (summary (str "package a:b; interface i { type t = " (times 10000 "list<") "u8" (times 10000 ">") "; }")))))
    (testing "garbage"
      (is (= :parse (first (summary (times 100000 "x{y;9 \"}"))))))
    (testing "comments"
      (is (some? (parse/parse (str (times 100000 "/*") (times 100000 "*/") (times 50000 "// x\n") "package a:b;") "a.wit")))
      (is (= [:parse "this comment is not closed"] (summary (times 100000 "/* ")))))
    (testing "long tokens"
      (is (= 100000 (count (:name (first (:items (parse/parse (str "package a:b; interface " (times 100000 "a") " {}") "a.wit")))))))
      (is (= :parse (first (summary (str "package a:b; world w { @external-id(\"" (times 100000 "\\n"))))))
      (is (some? (parse/parse (str "package a:b@1.0.0-" (times 50000 "a.") "a;") "a.wit"))))
    (testing "a part of any size"
      (is (= 20000 (count (:items (first (:items (parse/parse (str "package a:b; interface i {" (apply str (map #(str "f" % "-a: func();") (range 20000))) "}")
                                                             "a.wit"))))))))))
