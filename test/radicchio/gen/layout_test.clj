(ns radicchio.gen.layout-test
  (:require [clojure.edn :as edn]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as g]
            [clojure.test.check.properties :as p]
            [radicchio.gen.docs :as docs]
            [radicchio.gen.emit :as emit]
            [radicchio.gen.layout :as layout]))

(set! *warn-on-reflection* true)

(deftest short-forms-stay-on-one-line
  (are [form text] (= text (layout/form form))
    [:func '[[a :u32]] :string] "[:func [[a :u32]] :string]"
    (array-map :format 1 :from "x.wasm" :instance {:wasi {:env {"A" "b"}}})
    "{:format 1 :from \"x.wasm\" :instance {:wasi {:env {\"A\" \"b\"}}}}"
    #{:b :a} "#{:a :b}"
    [] "[]"))

(deftest long-forms-are-broken-between-elements
  (is (= (str/join "\n" ["[:func"
                         " [[parameter-number-0 :u32] [parameter-number-1 :u32] [parameter-number-2 :u32]"
                         "  [parameter-number-3 :u32] [parameter-number-4 :u32]]"
                         " :string]"])
         (layout/form [:func (mapv (fn [i] [(symbol (str "parameter-number-" i)) :u32]) (range 5)) :string])))
  (is (= (str/join "\n" [(str "(bind/call thing* " (str/join " " (map #(str "argument-number-" %) (range 4))))
                         "           argument-number-4)"])
         (layout/call (list* 'bind/call 'thing* (map #(symbol (str "argument-number-" %)) (range 5)))))))

(deftest brackets-that-close-many-vectors-fit-too
  (let [form '[[[[[[[another-rather-long-name-of-a-type "local:img/x@1.0.0" :u32 "local:img/x@1.0.0" nil 4 :u32]]]]]]]]
    (is (= (str/join "\n" ["[[[[[[[another-rather-long-name-of-a-type \"local:img/x@1.0.0\" :u32 \"local:img/x@1.0.0\" nil"
                           "       4 :u32]]]]]]]"])
           (layout/form form)))))

(def ^:private forms
  (g/recursive-gen (fn [inner] (g/vector inner 0 8))
                   (g/elements [:u32 :string 'a-name 'another-rather-long-name-of-a-type 4 "local:img/x@1.0.0" nil])))

(defspec laid-out-forms-are-the-same-when-read-and-fit-the-line 200
  (p/for-all [form (g/vector forms 0 20)]
    (let [text (layout/form form)]
      (and (= form (edn/read-string text))
           (every? #(<= (count %) 100) (str/split-lines text))
           (not (re-find #"(?m) $" text))))))

(defspec string-literals-are-the-same-when-read 300
  (p/for-all [text g/string]
    (= text (edn/read-string (emit/docstring text)))))

(defspec wrapping-documentation-changes-only-blanks 200
  (p/for-all [words (g/vector (g/not-empty g/string-alphanumeric) 1 60)]
    (let [text (docs/text (str/join " " words))]
      (= (str/join " " words) (str/join " " (str/split-lines text))))))

(deftest documentation-is-above-its-element
  (is (= (str/join "\n" ["[;; A picture."
                         " [:record image"
                         "  ;; In pixels."
                         "  [:width :u32]"
                         "  [:height :u32]]"
                         " [:enum color :red :green]]"])
         (layout/definitions '[[:record image {:docs "A picture."} [:width {:docs "In pixels."} :u32] [:height :u32]]
                               [:enum color :red :green]]))))
