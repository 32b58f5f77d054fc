(ns radicchio.wit.resolve-test
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.support.stacks :as stacks]
            [radicchio.wit :as wit]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.resolve :as resolve])
  (:import (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- data
  ([text] (data text {}))
  ([text options] (resolve/resolve [[(parse/parse text "a.wit")]] options)))

(defn- problems
  "Returns [line column sentence] of every problem."
  ([text] (problems text {}))
  ([text options]
   (try (data text options)
        nil
        (catch RadicchioException e
          (is (= :resolve (:radicchio/error (ex-data e))))
          (for [{:keys [line column message]} (:problems (ex-data e))]
            [line column (second (re-find #"^a\.wit:\d+:\d+: (.*)" message))])))))

(defn- with-files
  "Calls f with a new folder that has the given files, {path text}."
  [files f]
  (let [folder (.toFile (Files/createTempDirectory "wit" (make-array FileAttribute 0)))]
    (try
      (doseq [[path text] files
              :let [file (io/file folder path)]]
        (io/make-parents file)
        (spit file text))
      (f folder)
      (finally
        (run! io/delete-file (reverse (file-seq folder)))))))

(deftest an-interface-becomes-data-in-the-order-of-the-text
  (is (= '[:wit
           [:package "local:img@1.0.0" {:docs "Pictures."}
            [:interface "local:img/resize@1.0.0" {:docs "Images, scaled."}
             [:func scale {:docs "Scales." :async true} [[image image] [to [:borrow canvas]]] [:result image error]]
             [:record image {:docs "RGBA."} [:width {:docs "In pixels."} :u32] [:pixels [:list :u8]]]
             [:enum error :empty [:too-large {:docs "Far."}]]
             [:flags access :read :write]
             [:variant shape [:circle :f32] [:nothing]]
             [:type size [:tuple :u32 [:option [:own canvas]]]]
             [:resource canvas
              [:constructor [[width :u32]]]
              [:method draw {:docs "Draws."} [[shape shape]] [:result nil :string]]
              [:static parse [[text :string]] [:own canvas]]]
             [:type alias canvas]
             [:func f [[c [:own alias]] [l [:list :u8 4]] [m [:map :string [:result]]]] [:stream [:future]]]]]]
         (data "/// Pictures.
package local:img@1.0.0;
/// Images, scaled.
interface resize {
  /// Scales.
  scale: async func(image: image, to: borrow<canvas>) -> result<image, error>;
  /// RGBA.
  record image { /// In pixels.
    width: u32, pixels: list<u8> }
  enum error { empty, /// Far.
    too-large }
  flags access { read, write }
  variant shape { circle(f32), nothing }
  type size = tuple<u32, option<canvas>>;
  resource canvas {
    constructor(width: u32);
    /// Draws.
    draw: func(shape: shape) -> result<_, string>;
    parse: static func(text: string) -> canvas;
  }
  type alias = canvas;
  f: func(c: alias, l: list<u8, 4>, m: map<string, result>) -> stream<future>;
}"))))

(deftest a-world-lists-implied-imports
  (is (= '[:world "a:b/w"
           [:use t "a:b/mid" t]
           [:import "a:b/base"]
           [:import "a:b/mid"]
           [:import "host" [:interface [:use t "a:b/mid" t] [:func f [[t t]]]]]
           [:import "now" [:func [] t]]
           [:export "a:b/top"]
           [:export "run" [:func []]]]
         (wit/world (data "package a:b;
world w {
  export run: func();
  import now: func() -> t;
  import host: interface { use mid.{t}; f: func(t: t); }
  export top;
  use mid.{t};
}
interface top { use mid.{t}; }
interface mid { use base.{t}; }
interface base { type t = u8; }")))))

(deftest exports-use-an-exported-interface
  (let [text "package a:b; interface base { resource r; } interface top { use base.{r}; } "]
    (is (= '[:world "a:b/w" [:export "a:b/base"] [:export "a:b/top"]]
           (wit/world (data (str text "world w { export top; export base; }")))))
    (is (= '[:world "a:b/w" [:import "a:b/base"] [:export "a:b/top"]]
           (wit/world (data (str text "world w { export top; }")))))))

(deftest an-included-world-adds-its-items-renamed-if-requested
  (is (= '[:world "a:b/w"
           [:resource s [:constructor [[r [:own s]]]]]
           [:import "a:b/i"]
           [:import "g" [:func [[r [:borrow s]]] [:list [:own s]]]]
           [:export "run" [:func []]]]
         (wit/world (data "package a:b;
interface i {}
world v { import i; import f: func(r: borrow<r>) -> list<r>; resource r { constructor(r: r); } }
world w { import i; include v with { r as s, f as g } export run: func(); }")
                    "w"))))

(deftest items-of-a-disabled-feature-are-removed
  (let [text "package a:b@1.0.0;
interface i { @unstable(feature = new) type t = u8; @since(version = 1.0.0) f: func(); }"
        interface (fn [options] (wit/contents (wit/interface (data text options) "a:b/i@1.0.0")))]
    (is (= '[[:func f {:since "1.0.0"} []]] (interface {})))
    (is (= '[[:type t {:unstable "new"} :u8] [:func f {:since "1.0.0"} []]]
           (interface {:features ["new"]})
           (interface {:features :all})))
    (is (= [[1 73 "`t` belongs to the feature x, which is not enabled"]]
           (problems "package a:b; interface i { @unstable(feature = x) type t = u8; type u = t; }")))))

(deftest items-of-a-disabled-feature-must-be-valid
  (doseq [[item expected]
          {"type t = u;" "unresolved type `u`"
           "f: func(a: u);" "unresolved type `u`"
           "type t = t;" "type `t` depends on itself"
           "type s = u16;" "duplicate name `s`"
           "use j.{t};" "unresolved interface `j`"
           "use k.{u};" "interface a:b/k has no type `u`"
           "resource r { @unstable(feature = x) f: func(a: u); }" "unresolved type `u`"}]
    (testing item
      (is (= [expected] (map last (problems (str "package a:b; interface k { type t = u8; } interface i { type s = u8; "
                                                 "@unstable(feature = x) " item " }")))))))
  (is (= ["unresolved interface `j`"] (map last (problems "package a:b; world w { @unstable(feature = x) import j; }"))))
  (is (= ["unresolved world `v`"] (map last (problems "package a:b; world w { @unstable(feature = x) include v; }"))))
  (is (= ["unresolved type `u`"] (map last (problems "package a:b; @unstable(feature = x) interface i { type t = u; }")))))

(deftest a-folder-is-a-package-and-deps-has-its-dependencies
  (with-files {"a.wit" "use other:dep/types@0.2.0 as dep; interface i { use dep.{t}; use j.{u as v}; }"
               "b.wit" "/// Here.\npackage a:b; interface j { use i2.{u}; }"
               "c.wit" "interface i2 { type u = u8; }"
               "ignored.txt" "this is no WIT"
               "deps/x.wit" "package third:one; interface k { type t = string; }"
               "deps/other/types.wit" "package other:dep@0.2.0; interface types { use third:one/k.{t}; }"
               "deps/other/deps/no.wit" "nor is this looked at"}
    (fn [folder]
      (is (= '[:wit
               [:package "a:b" {:docs "Here."}
                [:interface "a:b/i" [:use t "other:dep/types@0.2.0" t] [:use v "a:b/j" u]]
                [:interface "a:b/j" [:use u "a:b/i2" u]]
                [:interface "a:b/i2" [:type u :u8]]]
               [:package "other:dep@0.2.0" [:interface "other:dep/types@0.2.0" [:use t "third:one/k" t]]]
               [:package "third:one" [:interface "third:one/k" [:type t :string]]]]
             (resolve/load-wit folder))))))

(deftest a-folder-can-be-a-dependency
  (with-files {"main/a.wit" "package a:b; interface i { use c:d/e.{t}; }"
               "dep/a.wit" "package c:d; interface e { type t = u8; }"}
    (fn [folder]
      (is (= ["a:b" "c:d"]
             (map wit/item-name
                  (wit/packages (resolve/load-wit (io/file folder "main") {:deps [(io/file folder "dep")]}))))))))

(deftest two-versions-of-a-package-are-two-packages
  (is (= '[:interface "a:b/i" [:use t "c:d/e@1.0.0" t] [:use u "c:d/e@2.0.0" t]]
         (wit/interface (data "package a:b; interface i { use c:d/e@1.0.0.{t}; use c:d/e@2.0.0.{t as u}; }
package c:d@1.0.0 { interface e { type t = u8; } } package c:d@2.0.0 { interface e { type t = u16; } }")
                        "a:b/i"))))

(deftest error-context-is-a-type-unless-it-is-defined
  (is (= '[[:type t :error-context]] (wit/contents (wit/interface (data "package a:b; interface i { type t = error-context; }") "a:b/i"))))
  (is (= '[[:type error-context :u8] [:type t error-context]]
         (wit/contents (wit/interface (data "package a:b; interface i { type error-context = u8; type t = error-context; }")
                                      "a:b/i")))))

(deftest all-problems-are-reported-each-with-its-place
  (is (= "a.wit:3:17: unresolved type `pixel`\n3 |   record r { p: pixel }\n  |                 ^^^^^\nin record r, in interface a:b/i\n\na.wit:5:11: unresolved interface `log` in package c:d\n5 |   use c:d/log.{x};\n  |           ^^^\nin interface a:b/i"
         (try (data "package a:b;
interface i {
  record r { p: pixel }

  use c:d/log.{x};
}
package c:d { interface other {} }")
              (catch RadicchioException e (ex-message e))))))

(deftest other-packages-are-not-checked-for-disabled-features
  (let [text (fn [path name of]
               (str "package a:b; interface i { @unstable(feature = x) use " path ".{" name "}; "
                    "@unstable(feature = x) g: func(a: " of "); } "
                    (if (= "e" path) "" "package c:d { ")
                    "interface e { record r { a: u8 } f: func(); }"
                    (if (= "e" path) "" " }")))]
    (doseq [[name of] [["none" "none"] ["f" "f"] ["r" "borrow<r>"]]]
      (testing (str name " " of)
        (is (nil? (problems (text "c:d/e" name of))))
        (is (some? (problems (text "c:d/e" name of) {:features :all})))
        (is (some? (problems (text "e" name of))))))))

(deftest violations-of-a-rule-are-refused-with-their-place
  (doseq [[text expected]
          {"package a:b; interface i { type t = u8; t: func(); }" [1 41 "duplicate name `t`"]
           "package a:b; interface i { type t = u8; type T = u8; }"
           [1 46 "`T` is too similar to `t`: names of one scope must differ in more than case, and a method's name from its resource's"]
           "package a:b; interface i { f: func(a: u8, A: u8); }"
           [1 43 "`A` is too similar to `a`: names of one scope must differ in more than case, and a method's name from its resource's"]
           "package a:b; interface i { resource r { r: func(); } }"
           [1 41 "`r` is too similar to `r`: names of one scope must differ in more than case, and a method's name from its resource's"]
           "package a:b; interface i { resource r { f: func(); f: static func(); } }"
           [1 52 "duplicate function `f`"]
           "package a:b; interface i { resource r { f: func(self: u8); } }" [1 49 "duplicate parameter `self`"]
           "package a:b; interface i { record r { a: u8, a: u8 } }" [1 46 "duplicate field `a`"]
           "package a:b; interface i { type t = list<u>; type u = option<t>; }"
           [1 42 "type `u` depends on itself: u → t → u"]
           "package a:b; interface i { use j.{}; } interface j { use i.{}; }"
           [1 50 "interface `a:b/j` depends on itself: a:b/j → a:b/i → a:b/j"]
           "package a:b; interface i { resource r; f: func() -> list<borrow<r>>; }"
           [1 40 "the result of `f` contains a borrow, which a function cannot return"]
           "package a:b; interface i { resource r; f: func(s: stream<borrow<r>>); }"
           [1 51 "a stream cannot contain a borrow"]
           "package a:b; interface i { type c = char; f: func() -> list<stream<c>>; }"
           [1 61 "a stream of char is not valid in a component yet; use stream<u8>, and document the encoding of characters"]
           "package a:b; interface i { type t = map<list<u8>, u8>; }"
           [1 41 "expected bool, char, string or an integer as the key type of a map"]
           "package a:b; interface i { resource r { constructor() -> r; } }"
           [1 58 "expected a fallible constructor to return result<r> or result<r, …>"]
           "package a:b; interface i { type t = borrow<u8x>; type u8x = u8; }"
           [1 44 "expected a resource for a handle, found `u8x`"]
           "package a:b; interface i { type t = float32; }" [1 37 "unresolved type `float32`; use f32"]
           "package a:b; interface i { use c:d/e.{f}; }" [1 32 "unresolved package c:d; expected one of a:b"]
           "package a:b; interface i { use w.{f}; } world w {}" [1 32 "`w` is a world, not an interface"]
           "package a:b; interface i {} world w { import i; import i; }" [1 56 "duplicate import `a:b/i`"]
           "package a:b; world v { import f: func(); } world w { import f: func(); include v; }"
           [1 80 "duplicate import `f` from world a:b/v; rename it: include … with { f as … }"]
           "package a:b; world v {} world w { include v with { f as g } }"
           [1 52 "world a:b/v does not import or export the plain name `f`; interfaces keep their ids"]
           "package a:b@1.0.0; @since(version = 1.1.0) interface i {}"
           [1 54 "version 1.1.0 of a gate is later than the version of its package, a:b@1.0.0"]
           "package a:b; @since(version = 1.0.0) interface i {}"
           [1 48 "a gate with a version needs a version in the package's name, `a:b`"]
           "package a:b; interface i {} package c:d {} package c:d {}" [1 52 "duplicate package c:d"]}]
    (testing text
      (is (= [expected] (problems text))))))

(deftest unreadable-files-are-reported
  (with-files {"empty/readme.txt" "" "bad/a.wit" ""}
    (fn [folder]
      (with-open [out (io/output-stream (io/file folder "bad" "a.wit"))]
        (.write out (byte-array [0x70 0xFF])))
      (let [message (fn [path] (try (resolve/load-wit path) (catch RadicchioException e
                                                             (str/replace (ex-message e) (str folder) "FOLDER"))))]
        (is (= "no .wit file in FOLDER/empty" (message (io/file folder "empty"))))
        (is (str/starts-with? (message (io/file folder "bad")) "FOLDER/bad/a.wit:1:1: the file is not UTF-8"))
        (is (= "cannot read FOLDER/none.wit: FOLDER/none.wit" (message (io/file folder "none.wit"))))))))

(defn- lines [n line] (str/join (map line (range n))))

(deftest a-chain-of-any-length-is-followed-with-little-stack
  (let [n 5000
        followed (fn [text] (stacks/with 256 #(data text)))]
    (testing "types of types"
      (is (= (+ n 2)
             (count (wit/contents
                     (wit/interface (followed (str "package a:b; interface i { "
                                                   (lines n #(str "type t-" % " = list<t-" (inc (long %)) ">; "))
                                                   "type t-" n " = u8; f: func() -> t-0; }"))
                                    "a:b/i"))))))
    (testing "aliases"
      (is (= [[:own 't-0]]
             (drop 3 (last (wit/contents
                            (wit/interface (followed (str "package a:b; interface i { "
                                                          (lines n #(str "type t-" % " = t-" (inc (long %)) "; "))
                                                          "resource t-" n "; f: func() -> t-0; }"))
                                           "a:b/i")))))))
    (testing "uses"
      (is (= n (count (wit/imports
                       (wit/world (followed (str "package a:b; interface i0 { resource r; } "
                                                 (lines n #(str "interface i" (inc (long %)) " { use i" % ".{r}; f: func(a: borrow<r>); } "))
                                                 "world w { export i" n "; }"))))))))
    (testing "worlds"
      (is (= 1 (count (wit/imports
                       (wit/world (followed (str "package a:b; world w0 { import f: func(); } "
                                                 (lines n #(str "world w" (inc (long %)) " { include w" % "; } "))))
                                  (str "w" n)))))))))

(deftest worlds-that-expand-too-far-are-refused
  (let [text (str "package a:b; world w0 {} "
                  (lines 1500 #(str "world w" (inc (long %)) " { include w" % "; import g" % ": func(); } ")))]
    (is (= [[1 "the worlds up to this one have more than 500000 types, imports and exports, with what they include"]]
           (map (juxt first last) (problems text))))))
