(ns radicchio.wit.print-test
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [clojure.test.check :as check]
            [clojure.test.check.properties :as properties]
            [radicchio.extract :as extract]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.print :as print]
            [radicchio.wit.type-text :as type-text]
            [radicchio.wit.resolve :as resolve]
            [radicchio.wit.sample :as sample]
            [radicchio.wit.shape :as shape])
  (:import (java.io File)
           (java.nio.file Files)
           (radicchio.binary Binary)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn- read-again [text]
  (resolve/resolve [[(parse/parse text "printed.wit")]] {:features :all}))

(defn- holds? [property]
  (let [{:keys [pass? shrunk seed] :as result} (check/quick-check 100 property)]
    (is pass? (str "seed " seed "\n" (some-> (:smallest shrunk) first pr-str) "\n" (:result result)))))

(deftest printed-data-parses-to-the-same-data
  (holds? (properties/for-all [data sample/data-gen]
            (= data (read-again (print/print-wit data))))))

(deftest printing-is-canonical
  (holds? (properties/for-all [data sample/data-gen]
            (let [text (print/print-wit data)]
              (= text (print/print-wit (read-again text)))))))

(deftest generated-data-has-the-shape-of-wit-data
  (holds? (properties/for-all [data sample/data-gen]
            (= [] (shape/problems data)))))

(deftest the-wit-of-components-parses-to-the-same-data-and-has-its-shape
  (let [components (remove #{(io/file "test" "golden" "core" "core.wasm")}
                           (filter #(str/ends-with? (str %) ".wasm") (file-seq (io/file "test" "golden"))))]
    (is (seq components))
    (doseq [^File component components]
      (testing (str component)
        (let [data (extract/wit (Validate/check (Binary/decode (Files/readAllBytes (.toPath component)))))]
          (is (= [] (shape/problems data)))
          (is (= data (read-again (print/print-wit data)))))))))

(def ^:private everything
  (str/join
   "\n"
   ["/// The package."
    "package local:demo@1.2.0;"
    ""
    "/// Types."
    "///"
    "/// More of them."
    "interface types {"
    "  /// A picture."
    "  @external-id(\"a \\\"b\\\"\")"
    "  record image {"
    "    /// In pixels."
    "    width: u32,"
    "    %record: list<u8, 4>,"
    "  }"
    ""
    "  variant shape {"
    "    circle(f32),"
    "    nothing,"
    "  }"
    ""
    "  flags access {"
    "    read,"
    "    write,"
    "  }"
    ""
    "  type a = u32;"
    "  type b = result<_, string>;"
    ""
    "  resource canvas {"
    "    constructor(width: u32) -> result<canvas>;"
    "    draw: async func(shape: shape) -> future;"
    "    parse: static func(text: string) -> canvas;"
    "  }"
    ""
    "  type c = canvas;"
    "  type d = own<canvas>;"
    ""
    "  long: func("
    "    the-first-parameter: map<string, u32>,"
    "    the-second-parameter: borrow<canvas>,"
    "    the-third-parameter: stream<tuple<u8, u8>>,"
    "  ) -> option<error-context>;"
    "}"
    ""
    "interface %interface {"
    "  use types.{image as picture, shape};"
    "  use other:dep/kept@0.1.0-rc.1.{thing};"
    ""
    "  f: func(p: picture) -> thing;"
    "}"
    ""
    "world app {"
    "  use types.{a};"
    ""
    "  type size = a;"
    ""
    "  import types;"
    "  import other:dep/kept@0.1.0-rc.1;"
    "  import %interface;"
    "  import cache: types;"
    ""
    "  import host: interface {"
    "    log: func(message: string);"
    "  }"
    ""
    "  /// Now."
    "  import now: async func() -> size;"
    ""
    "  export run: func();"
    "}"
    ""
    "package other:dep@0.1.0-rc.1 {"
    "  interface kept {"
    "    enum thing {"
    "      one,"
    "      two,"
    "    }"
    "  }"
    "}"
    ""]))

(deftest text-is-printed-as-a-person-would-write-it
  (is (= everything (print/print-wit (read-again everything)))))

(deftest one-element-is-printed-in-its-package
  (is (= "import types;\n" (print/print-element "local:demo@1.2.0" [:import "local:demo/types@1.2.0"])))
  (is (= "import local:demo/types@1.2.0;\n" (print/print-element "a:b" [:import "local:demo/types@1.2.0"])))
  (is (= "list<tuple<u8, result<_, string>>>" (type-text/type-text [:list [:tuple :u8 [:result nil :string]]]))))

(deftest a-carriage-return-in-documentation-does-not-end-a-line
  (let [data '[:wit [:package "local:a" [:interface "local:a/i" {:docs "one\r(two)\nthree"} [:type t :u8]]]]]
    (is (= "package local:a;\n\n/// one\r(two)\n/// three\ninterface i {\n  type t = u8;\n}\n" (print/print-wit data)))
    (is (= data (read-again (print/print-wit data))))))
