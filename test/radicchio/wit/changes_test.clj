(ns radicchio.wit.changes-test
  (:require [clojure.java.io :as io]
            [clojure.test :refer [are deftest is]]
            [clojure.test.check :as check]
            [clojure.test.check.properties :as properties]
            [radicchio.extract :as extract]
            [radicchio.wit.changes :as changes]
            [radicchio.wit.compare :as compare]
            [radicchio.wit :as wit]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.resolve :as resolve]
            [radicchio.wit.sample :as sample])
  (:import (java.nio.file Files)
           (radicchio.binary Binary)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn- data [text]
  (resolve/resolve [[(parse/parse text "test.wit")]] {:features :all}))

(defn- between [old new]
  (changes/changes (data old) (data new)))

(defn- in-interface
  "Returns [change kind name breaks] of each change from one interface to another."
  [old new]
  (mapv (juxt :change :kind :name :breaks)
        (:changes (between (str "package a:b; interface i { " old " }") (str "package a:b; interface i { " new " }")))))

(def ^:private both #{:callers :implementers})

(deftest a-change-of-an-interface-says-whom-it-breaks
  (are [old new expected] (= expected (in-interface old new))
    "f: func();" "f: func();" []
    "f: func(); g: func();" "g: func(); f: func();" []
    "" "f: func();" [[:added :func "f" #{:implementers}]]
    "f: func();" "" [[:removed :func "f" #{:callers}]]
    "f: func();" "/// docs\nf: func();" [[:documented :func "f" #{}]]
    "f: func();" "@unstable(feature = x) f: func();" [[:documented :func "f" #{}]]
    "f: func();" "f: async func();" [[:changed :func "f" both]]
    "f: func(a: u8);" "f: func(b: u8);" [[:changed :func "f" both]]
    "f: func() -> u8;" "f: func() -> u16;" [[:changed :func "f" both]]

    "" "type t = u8;" [[:added :type "t" #{}]]
    "type t = u8;" "" [[:removed :type "t" #{:callers}]]
    "type t = u8;" "type t = u16;" [[:changed :type "t" both]]
    "enum e { a, b }" "enum e { a, b, c }" [[:changed :enum "e" both]]
    "enum e { a, b }" "variant e { a, b }" [[:changed :variant "e" both]]
    "" "resource r;" [[:added :resource "r" #{:implementers}]]
    "resource r { f: func(); }" "resource r { g: func(); }" [[:added :func "[method]r.g" #{:implementers}]
                                                              [:removed :func "[method]r.f" #{:callers}]]
    "resource r { f: func(); }" "" [[:removed :resource "r" #{:callers}]]
    "resource r;" "type r = u8;" [[:changed :type "r" both]]))

(deftest a-changed-type-is-reported-once-where-it-is-defined
  (is (= [[:changed :record "p" both]]
         (in-interface "record p { x: u8 } type ps = list<p>; f: func(p: p) -> ps;"
                       "record p { x: u16 } type ps = list<p>; f: func(p: p) -> ps;")))
  (is (= [] (in-interface "type n = u8; record p { x: n } f: func(n: n);" "type n = u8; record p { x: u8 } f: func(n: u8);"))
      "an alias is another name of the same type"))

(deftest fields-are-compared-one-by-one
  (let [parts #(map (juxt :change :text) (:parts (first (:changes %))))]
    (is (= [[:removed "b: u16"] [:added "b: u32"] [:added "c: t"] [:removed "gone: string"]]
           (parts (between "package a:b; interface i { type t = u8; record r { a: t, b: u16, gone: string } }"
                           "package a:b; interface i { type t = u8; record r { a: u8, b: u32, c: t } }"))))
    (is (= [[:removed "b"] [:added "b(u8)"]]
           (parts (between "package a:b; interface i { variant v { a, b } }"
                           "package a:b; interface i { variant v { a, b(u8) } }"))))
    (is (= {:old "a, b", :new "b, a"}
           (select-keys (first (:changes (between "package a:b; interface i { enum e { a, b } }"
                                                  "package a:b; interface i { enum e { b, a } }")))
                        [:old :new]))
        "the order is part of the type")))

(deftest a-world-says-whom-its-imports-and-exports-break
  (are [old new expected] (= expected (mapv (juxt :change :kind :name :of :breaks)
                                            (:changes (between (str "package a:b; interface i { f: func(); } interface types { type t = u8; } world w { " old " }")
                                                               (str "package a:b; interface i { f: func(); } interface types { type t = u8; } world w { " new " }")))))
    "" "import i;" [[:added :import "a:b/i" nil #{:implementers}]]
    "" "import types;" [[:added :import "a:b/types" nil #{}]]
    "import i;" "" [[:removed :import "a:b/i" nil #{:callers}]]
    "" "export i;" [[:added :export "a:b/i" nil #{:implementers}]]
    "export i;" "export r: func();" [[:added :export "r" nil #{:implementers}] [:removed :export "a:b/i" nil #{:callers}]]
    "import r: func();" "import r: func(a: u8);" [[:changed :func "r" [:import "r"] both]]
    "import r: func();" "import r: interface {}" [[:changed :import "r" nil both]]
    "type t = u8; import r: func(t: t);" "type t = u16; import r: func(t: t);" [[:changed :type "t" nil both]]
    "export x: interface { f: func(); }" "export x: interface { g: func(); }"
    [[:added :func "g" [:export "x"] #{:implementers}] [:removed :func "f" [:export "x"] #{:callers}]]))

(deftest interfaces-and-worlds-come-and-go
  (is (= [[:added :interface "a:b/j" #{}] [:removed :interface "a:b/i" both] [:added :world "a:b/w" #{}]]
         (mapv (juxt :change :kind :name :breaks)
               (:changes (between "package a:b; interface i {}" "package a:b; interface j {} world w {}"))))))

(defn- step [old-version new-version old new]
  (let [package (fn [version text] (str "package a:b" (when version (str "@" version)) "; interface i { " text " }"))]
    ((juxt :step :asks :fits?) (between (package old-version old) (package new-version new)))))

(deftest the-step-of-the-version-is-judged
  (are [old-version new-version old new expected] (= expected (step old-version new-version old new))
    "1.0.0" "1.0.0" "f: func();" "f: func();" [nil nil true]
    "1.0.0" "1.0.0" "" "f: func();" [:minor "1.1.0" false]
    "1.0.0" "1.1.0" "" "f: func();" [:minor "1.1.0" true]
    "1.2.3" "1.3.0" "f: func();" "" [:major "2.0.0" false]
    "1.2.3" "2.0.0" "f: func();" "" [:major "2.0.0" true]
    "1.2.3" "1.2.4" "f: func();" "/// d\nf: func();" [:patch "1.2.4" true]
    "0.2.3" "0.3.0" "f: func();" "" [:major "0.3.0" true]
    "0.2.3" "0.2.4" "f: func();" "" [:major "0.3.0" false]
    "0.2.3" "0.2.4" "" "f: func();" [:minor "0.2.4" true]
    "0.0.3" "0.0.4" "f: func();" "" [:major "0.0.4" true]
    "1.1.0" "1.0.0" "" "type t = u8;" [:minor "1.2.0" false]
    nil nil "" "type t = u8;" [:minor nil true]
    nil nil "f: func();" "" [:major nil false]))

(deftest packages-that-are-needed-are-compared-in-any-compatible-version
  (let [text (fn [version items] (str "package a:b; world w { import c:d/i@" version "; } package c:d@" version " { interface i { " items " } }"))]
    (is (= [] (:changes (between (text "1.0.0" "f: func();") (text "1.4.0" "f: func();")))))
    (is (= [[:added "g"]] (map (juxt :change :name) (:changes (between (text "0.2.0" "f: func();") (text "0.2.9" "f: func(); g: func();"))))))
    (is (= #{[:added :import] [:removed :import] [:added :interface] [:removed :interface]}
           (set (map (juxt :change :kind) (:changes (between (text "1.0.0" "f: func();") (text "2.0.0" "f: func();")))))))))

(defn- component [path]
  (extract/wit (Validate/check (Binary/decode (Files/readAllBytes (.toPath (io/file path)))))))

(deftest a-component-breaks-its-users
  (let [{:keys [changes step fits?]} (changes/changes (component "test/golden/plain/plain.wasm")
                                                      (component "wit-examples/resize/resources/acme/resize.wasm"))]
    (is (= [[:added :export "local:img/resize@1.0.0" #{}]
            [:removed :import "local:plain/host@1.0.0" #{}]
            [:removed :import "local:plain/sizes@1.0.0" #{}]
            [:removed :export "local:plain/resize@1.0.0" #{:callers}]
            [:removed :export "run" #{:callers}]]
           (map (juxt :change :kind :name :breaks) changes)))
    (is (= [:major false] [step fits?])))
  (let [reverse (changes/changes (component "wit-examples/resize/resources/acme/resize.wasm")
                                 (component "test/golden/plain/plain.wasm"))]
    (is (= {"local:plain/host@1.0.0" #{:implementers}, "local:plain/sizes@1.0.0" #{}, "run" #{}, "local:plain/resize@1.0.0" #{}
            "local:img/resize@1.0.0" #{:callers}}
           (into {} (map (juxt :name :breaks)) (:changes reverse))))))

(defn- holds? [tests property]
  (let [{:keys [pass? shrunk seed]} (check/quick-check tests property)]
    (is pass? (str "seed " seed "\n" (some-> (:smallest shrunk) pr-str)))))

(deftest nothing-changed-from-wit-to-itself
  (holds? 60 (properties/for-all [data sample/data-gen]
               (= {:changes [], :breaks #{}, :step nil, :fits? true}
                  (select-keys (changes/changes data data) [:changes :breaks :step :fits?])))))

(defn- with-world-named
  "Returns the data with another name of its world, the last element of its package."
  [data id]
  (update data 1 #(conj (pop %) (assoc (peek %) 1 id))))

(deftest worlds-that-differ-have-changes
  (holds? 60 (properties/for-all [old sample/data-gen, new sample/data-gen]
               (let [[old new] (map #(with-world-named % "local:demo/the-world@1.2.0") [old new])
                     [package-a package-b] (map (comp wit/item-name wit/main-package) [old new])]
                 (or (not= package-a package-b)
                     (empty? (compare/compare-worlds old (first (wit/worlds old)) new (first (wit/worlds new))))
                     (boolean (seq (:changes (changes/changes old new)))))))))
