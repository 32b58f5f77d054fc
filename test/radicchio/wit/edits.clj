(ns radicchio.wit.edits
  "WIT texts with errors: samples, and edits of their characters, tokens and lines as a person, a merge or an attacker makes
  them. The same seed gives the same text."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.wit.print :as print]
            [radicchio.wit.resolve :as resolve])
  (:import (java.io File)
           (java.util Random)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

;; Samples

(def ^:private every-rule
  "A text that uses every rule of the grammar."
  "/// Docs.
package a:b@1.2.0;
use c:d/e@1.0.0 as f;
use i as k;
/** Block
  * docs. */
@since(version = 1.0.0)
interface i {
  use f.{g, h as j,};
  type t = result<_, list<u8, 4>>; // a comment
  type q = tuple<u8, option<char>, map<string, bool>,>;
  resource r { constructor(a: u8,) -> result<r>; m: async func(); s: static func(a: borrow<r>) -> own<r>; }
  record p { a: u8, %type: list<t>, }
  variant v { a(p), c, d(result<t, string>) }
  enum x { a, B-c, }
  flags y { a, b }
  @unstable(feature = z) n: func(a: f32, b: f64) -> future<u8>;
  @since(version = 1.0.0) @deprecated(version = 1.1.0) @external-id(\"x\\n\\u{e9}\") o: func(x: j) -> stream<g>;
}
interface i2 { use i.{r}; use k.{t as u, p}; g: func(r: borrow<r>, p: p) -> result; }
world w2 { import a: func(a: s8, b: s16, c: s32, d: s64); export b: func() -> error-context; type q = u16; import i; }
world w {
  include w2 with { a as a1, q as q1 }
  include w3;
  use i2.{u};
  import aa: func(u: u);
  import bb: i;
  import i2;
  export d: interface { use i2.{p}; f: func() -> p; }
  export c:d/e@1.0.0;
  resource r2 { constructor(); }
  record z { a: u32 }
}
world w3 { export x: i2; }
package c:d@1.0.0 { interface e { type g = u64; resource h; } world l {} }
")

(defn- wit-files [folder]
  (filter #(str/ends-with? (str %) ".wit") (file-seq (io/file folder))))

(defn- text-of-package
  "Returns the text of a package and its dependencies, in one file, or nil if it does not resolve."
  [path deps]
  (try (print/print-wit (resolve/load-wit path {:deps deps :features :all}))
       (catch RadicchioException _ nil)))

(defn- wasi-texts [folder]
  (for [^File version (.listFiles (io/file folder))
        :let [packages (sort (.listFiles version))]
        package packages]
    (text-of-package package (remove #{package} packages))))

(def ^:private longest "The length of the longest sample, so that most edits are not in its documentation." 12000)

(defn samples
  "Returns the texts to edit: the one above, the tests' own, and, if the shared data has a folder `conformance`, those of the
  reference and of WASI."
  [^File conformance]
  (->> (concat [every-rule]
               (map slurp (mapcat wit-files ["test/golden" "test/guests" "test/extract"]))
               (when (.isDirectory conformance)
                 (concat (map slurp (wit-files (io/file conformance "wit")))
                         (wasi-texts (io/file conformance "wasi-wit")))))
       (filter #(and % (< 0 (count %) (long longest))))
       distinct
       vec))

;; Edits

(def ^:private words
  ["{" "}" "(" ")" "<" ">" "," ";" ":" "/" "@" "=" "." "->" "-" "*" "_" "+" "%" "\"" "\"a\"" "//" "/*" "*/" "///" "\r" "\n"
   "as" "async" "bool" "borrow" "char" "constructor" "enum" "export" "f32" "flags" "from" "func" "future" "import"
   "include" "interface" "list" "map" "option" "own" "package" "record" "resource" "result" "static" "stream"
   "string" "tuple" "type" "u8" "use" "variant" "with" "world" "error-context" "self" "0" "1" "33" "1.0.0" "1.0.0-a.1+b"
   "99999999999999999999" "1.0.99999999999999999999" "01.0.0" "@since(version = 1.0.0)" "@unstable(feature = x)"
   "@deprecated(version = 1.0.0)" "@external-id(\"y\")" "@since(version = 99.0.0)" "a" "A" "a-b" "a_b" "aB" "%a" "tuple<>" "{}"
   "record e {}" "flags e {}" "a:b" "a:b/i" "b: c" "interface i {}" "world w {}" "resource r;" "include w;" "use i.{t};"])

(def ^:private characters "{}()<>,;:/@=.->_*%\"\\ \n\r\t019azAZ-#é\u202e\u0000\u00a0")

(defn- pick [^Random random items]
  (nth items (.nextInt random (count items))))

(defn- tokens [text]
  (re-seq #"\s+|%?[A-Za-z0-9_-]+|//[^\n]*|(?s:.)" text))

(defn- splice [items from to more]
  (into [] cat [(subvec items 0 from) more (subvec items to)]))

(defn- edit-items
  "Makes one edit of a sequence of tokens or lines. `others` supplies an item to insert."
  [^Random random items others]
  (let [items (vec items)
        n (count items)
        i (.nextInt random n)
        j (.nextInt random n)]
    (str/join
     (case (.nextInt random 6)
       0 (splice items i (inc i) [])
       1 (splice items i i [(nth items i)])
       2 (splice items i (inc i) [(others)])
       3 (splice items i i [(others)])
       4 (assoc items i (nth items j) j (nth items i))
       5 (splice items i i [(nth items j)])))))

(defn- edit-character [^Random random ^String text]
  (let [i (.nextInt random (.length text))
        c (str (pick random characters))]
    (case (.nextInt random 3)
      0 (str (subs text 0 i) (subs text (inc i)))
      1 (str (subs text 0 i) c (subs text i))
      2 (str (subs text 0 i) c (subs text (inc i))))))

(defn- edit-once [^Random random samples text]
  (if (= "" text)
    (pick random words)
    (case (.nextInt random 8)
      (0 1) (edit-character random text)
      2 (let [lines #(re-seq #"[^\n]*\n|[^\n]+" %)]
          (edit-items random (lines text) #(pick random (vec (lines (pick random samples))))))
      3 (let [items (vec (tokens text))]
          (edit-items random items #(pick random items)))
      (edit-items random (tokens text) #(str " " (pick random words) " ")))))

(defn edited
  "Returns a sample with one to three edits."
  [samples seed]
  (let [random (Random. (long seed))
        text (pick random samples)]
    (nth (iterate #(edit-once random samples %) text) (inc (.nextInt random 3)))))
