(ns radicchio.extract-test
  "WIT from components, WIT packages and core modules: test/extract has inputs, and the expected output beside them."
  (:require [clojure.data.json :as json]
            [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as g]
            [clojure.test.check.properties :as p]
            [clojure.walk :as walk]
            [radicchio.extract :as extract]
            [radicchio.extract.package-docs :as package-docs]
            [radicchio.hostile :as hostile]
            [radicchio.wit :as wit]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.print :as print]
            [radicchio.wit.resolve :as resolve])
  (:import (java.nio.file Files)
           (radicchio.binary Binary Binary$Form)
           (radicchio.error RadicchioException)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn- read-bytes ^bytes [file]
  (Files/readAllBytes (.toPath (io/file file))))

(defn- extracted [file]
  (let [wasm (read-bytes file)]
    (if (= Binary$Form/CORE_MODULE (Binary/sniff wasm))
      (extract/core-module-wit wasm)
      (extract/wit (Validate/check (Binary/decode wasm))))))

(defn- expect
  "Compares a text with the file of expected output. RADICCHIO_BLESS=1 writes the file."
  [file text]
  (when (System/getenv "RADICCHIO_BLESS") (spit file text))
  (is (= (slurp file) text)))

(deftest the-wit-of-a-component-a-package-and-a-module-is-as-expected
  (doseq [name ["shop-component" "shop-package" "shop-module"]]
    (testing name
      (expect (str "test/extract/" name ".expected.wit")
              (print/print-wit (extracted (str "test/extract/" name ".wasm")))))))

(deftest extracted-wit-can-be-parsed
  (doseq [name ["shop-component" "shop-package" "shop-module"]]
    (testing name
      (let [data (extracted (str "test/extract/" name ".wasm"))]
        (is (= data (resolve/load-wit (str "test/extract/" name ".expected.wit") {:features :all})))))))

;; Comparison with the WIT that a component was built from

(defn- without-attributes [data]
  (walk/postwalk (fn [x]
                   (if (and (vector? x) (not (map-entry? x)))
                     (let [plain (vec (remove map? x))]
                       (if (and (= 1 (count plain)) (not= x plain) (not (wit/type-kinds (first plain)))) (first plain) plain))
                     x))
                 data))

(defn- interface-set
  "Returns the interfaces of WIT data by id, each the set of its items without documentation."
  [data]
  (into {} (for [interface (wit/interfaces data)]
             [(wit/item-name interface) (set (without-attributes (vec (wit/contents interface))))])))

(defn- built-from
  "Returns [component WIT] for the guests and examples with WIT beside them."
  []
  (for [[wasm source] [["wit-examples/resize/resources/acme/resize.wasm" "wit-examples/resize/wit"]
                       ["wit-examples/counter/resources/acme/counter.wasm" "wit-examples/counter/wit"]
                       ["wit-examples/hello/resources/acme/hello.wasm" "wit-examples/hello/wit"]
                       ["test/guests/values/values.wasm" "test/guests/values/values.wit"]
                       ["test/guests/resources/resources.wasm" "test/guests/resources/resources.wit"]
                       ["test/guests/calls/calls.wasm" "test/guests/calls/calls.wit"]
                       ["test/guests/mischief/mischief.wasm" "test/guests/mischief/mischief.wit"]]]
    [wasm source]))

(deftest a-component-has-the-interfaces-of-the-wit-that-it-was-built-from
  (doseq [[wasm source] (built-from)]
    (testing wasm
      (let [ours (interface-set (extracted wasm))
            theirs (interface-set (resolve/load-wit source {:features :all}))]
        (is (seq ours))
        (doseq [[id items] ours]
          (is (= (theirs id) items)))))))

(deftest a-package-in-binary-form-is-the-package-in-text-form
  (let [sorted (fn [data] (sort-by str (wit/contents (wit/main-package data))))
        binary (extracted "test/extract/shop-package.wasm")
        text (resolve/load-wit "test/extract/shop.wit" {:features :all})]
    (is (= (wit/item-name (wit/main-package text)) (wit/item-name (wit/main-package binary))))
    (is (= (wit/attributes (wit/main-package text)) (wit/attributes (wit/main-package binary))))
    (is (= (interface-set text) (interface-set binary)))
    (is (= (map wit/item-name (filter #(= :world (wit/kind %)) (sorted text)))
           (map wit/item-name (filter #(= :world (wit/kind %)) (sorted binary)))))))

(deftest names-and-attributes-of-imports-are-kept
  (is (= '[:wit
           [:package "root:component"
            [:world "root:component/root"
             [:record point [:x :u32]]
             [:resource handle {:external-id "h"}]
             [:import "first" {:external-id "main"} "a:b/c@1.0.0"]
             [:import "second" "a:b/c@1.0.0"]
             [:import "bare" [:interface {:external-id "b"} [:func f []]]]
             [:import "log" [:func {:external-id "l"} []]]
             [:export "points" [:interface [:record point [:x :u32]]]]
             [:export "at" [:func [[p point]]]]]]
           [:package "a:b@1.0.0" [:interface "a:b/c@1.0.0" [:func get []]]]]
         (extracted "test/wat/names-of-their-own.wasm"))))

(deftest types-that-wit-cannot-express-are-refused-by-name
  (is (= "the import \"module\" is a core module, which WIT cannot express"
         (try (extracted "test/wat/every-definition.wasm") (catch RadicchioException e (ex-message e))))))

;; Summary

(deftest a-summary-lists-the-parts-of-a-component
  (let [summary (extract/summary (Validate/check (Binary/decode (read-bytes "wit-examples/hello/resources/acme/hello.wasm"))))]
    (is (= (.length (io/file "wit-examples/hello/resources/acme/hello.wasm")) (:bytes summary)))
    (is (every? pos? (map :bytes (:core-modules summary))))
    (is (= ["component-name" "producers"] (map :name (:custom-sections summary))))
    (is (= [{:name "local:hello/host@1.0.0" :sort :instance :interface "local:hello/host@1.0.0" :functions ["log"]}]
           (:imports summary)))
    (is (= [{:name "greet" :sort :func}] (:exports summary)))))

;; Documentation

(defn- section ^bytes [version text]
  (byte-array (cons version (.getBytes ^String text "UTF-8"))))

(def ^:private undocumented
  '[:wit [:package "a:b@1.0.0" [:interface "a:b/i@1.0.0" [:enum e :x :y] [:func f []]]]])

(deftest documentation-is-attached-as-in-the-section
  (is (= '[:wit [:package "a:b@1.0.0" {:docs "p"}
                [:interface "a:b/i@1.0.0" {:since "1.0.0"}
                 [:enum e {:docs "e"} :x [:y {:docs "\"y\" \u00e9"}]]
                 [:func f {:docs "f"} []]]]]
         (package-docs/document
          undocumented
          (section 1 (str "{\"docs\":\"p\",\"interfaces\":{\"i\":{\"stability\":{\"stable\":{\"since\":\"1.0.0\"}},"
                          "\"types\":{\"e\":{\"docs\":\"e\",\"items\":{\"y\":\"\\\"y\\\" \\u00e9\"}}},"
                          "\"funcs\":{\"f\":\"f\"}}}}"))))))

(deftest documentation-of-an-unknown-version-is-ignored
  (is (= undocumented (package-docs/document undocumented (section 9 "whatever")))))

(deftest documentation-that-is-not-json-is-refused-with-its-place
  (doseq [[text message]
          [["{" "expected a key at character 1"]
           ["{\"docs\" 1}" "expected a colon at character 8"]
           ["{\"docs\":1}" "expected an object, a string or null at character 8"]
           ["{\"docs\":\"a" "expected the end of a string at character 10"]
           ["{\"docs\":\"\\q\"}" "expected an escape at character 10"]
           ["{\"docs\":\"a\rb\"}" "expected an escape instead of a control character at character 10"]
           ["{\u2028}" "expected a key at character 1"]
           ["{} {}" "expected the end of the text after one object at character 3"]
           [(apply str (repeat 100 "{\"a\":")) "expected at most 16 nested objects at character 86"]]]
    (let [e (try (package-docs/document undocumented (section 0 text)) (catch RadicchioException e e))]
      (is (= (str "custom section package-docs: " message) (ex-message e)))
      (is (= :malformed (:radicchio/error (ex-data e)))))))

(deftest documentation-of-another-structure-is-refused
  (doseq [[text message]
          [["{\"docs\":{}}" "expected a string under \"docs\", got {}"]
           ["{\"interfaces\":{\"i\":{\"docs\":{\"a\":null}}}}" "expected a string under \"docs\", got {\"a\" nil}"]
           ["{\"interfaces\":{\"i\":{\"stability\":{\"stable\":{\"since\":\"1.0.0\\r)\"}}}}}"
            "expected a semantic version under \"since\", got \"1.0.0\\r)\""]
           ["{\"interfaces\":{\"i\":{\"stability\":{\"unstable\":{\"feature\":\"a)\"}}}}}"
            "expected a feature's name under \"feature\", got \"a)\""]]]
    (let [e (try (package-docs/document undocumented (section 1 text)) (catch RadicchioException e e))]
      (is (= [:malformed (str "custom section package-docs: " message)] [(:radicchio/error (ex-data e)) (ex-message e)])))))

(deftest documentation-of-unknown-items-changes-nothing
  (doseq [text ["{\"interfaces\":{\"i\":{\"stability\":\"x\"}}}" "{\"interfaces\":\"x\"}" "{\"interfaces\":{\"i\":{\"types\":\"x\"}}}"
                "{\"interfaces\":{\"i\":{\"stability\":{\"stable\":\"x\"}}}}" "{\"docs\":\" \\r\\n \"}" "{\"docs\":null}"]]
    (is (= undocumented (package-docs/document undocumented (section 1 text))) text)))

(deftest gates-that-wit-text-cannot-express-are-omitted
  (is (= '[:wit [:package "a:b@1.0.0" [:interface "a:b/i@1.0.0" {:docs "d"} [:enum e :x :y] [:func f []]]]]
         (package-docs/document
          undocumented
          (section 1 (str "{\"interfaces\":{\"i\":{\"docs\":\"d\",\"stability\":{\"stable\":{\"since\":\"2.0.0\","
                          "\"deprecated\":\"1.0.0\"}}}}}"))))))

(defn- read-again [text]
  (resolve/resolve [[(parse/parse text "printed.wit")]] {:features :all}))

(defspec documentation-in-a-component-survives-printing-and-parsing 200
  (p/for-all [docs (g/vector hostile/text 4)
              feature (g/elements [nil "x"])]
    (let [[package interface case func] docs
          data (package-docs/document
                undocumented
                (section 1 (json/write-str
                            {:docs package
                             :interfaces {:i {:docs interface
                                              :stability (when feature {:unstable {:feature feature :deprecated "0.1.0"}})
                                              :types {:e {:docs package :items {:x case}}}
                                              :funcs {:f {:docs func}}}}})))]
      (= data (read-again (print/print-wit data))))))
