(ns radicchio.gen.emit-test
  "Text of a component, a WIT file or a wit.edn cannot become anything in generated source except the intended form."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as g]
            [clojure.test.check.properties :as p]
            [clojure.walk :as walk]
            [radicchio.gen.config :as config]
            [radicchio.gen.emit :as emit]
            [radicchio.gen.golden-test :as golden]
            [radicchio.gen.layout :as layout]
            [radicchio.gen.model :as model]
            [radicchio.gen.render :as render]
            [radicchio.gen.source :as source]
            [radicchio.hostile :as hostile]
            [radicchio.wit :as wit])
  (:import (java.io PushbackReader StringReader)
           (java.nio.charset StandardCharsets)
           (radicchio.error ForeignText RadicchioException)))

(set! *warn-on-reflection* true)

(defn- read-forms
  "Returns all forms of a text, after writing and reading a file."
  [^String text]
  (let [text (String. (.getBytes text StandardCharsets/UTF_8) StandardCharsets/UTF_8)]
    (with-open [in (PushbackReader. (StringReader. text))]
      (binding [*read-eval* false]
        (vec (take-while #(not= ::end %) (repeatedly #(read {:eof ::end} in))))))))

(defn- plain? [^String text]
  (every? #(or (contains? #{9 10} %) (ForeignText/hasShape (int %))) (iterator-seq (.iterator (.codePoints text)))))

(defspec strings-read-as-themselves 500
  (p/for-all [text hostile/text]
    (let [line (emit/string-text text), lines (emit/docstring text)]
      (and (= [text] (read-forms line) (read-forms lines))
           (plain? line) (plain? lines)
           (not (re-find #"[\n\t]" line))))))

(defspec comments-read-as-no-form 500
  (p/for-all [text hostile/text]
    (let [line (emit/comment-line text)]
      (and (= [:after] (read-forms (str line "\n:after")))
           (= [] (read-forms line))
           (plain? line)
           (not (str/includes? line "\n"))))))

(defn- refused? [f x]
  (try (f x) false
       (catch RadicchioException e (= :config (:radicchio/error (ex-data e))))))

(defspec names-read-as-themselves-or-are-refused 500
  (p/for-all [text (g/one-of [hostile/text g/string-ascii g/string-alphanumeric])
              space (g/one-of [(g/return nil) hostile/text g/string-alphanumeric])]
    (every? (fn [[f name]] (or (refused? f name) (and (= [name] (read-forms (f name))) (plain? (f name)))))
            [[emit/symbol-text (symbol space text)] [emit/keyword-text (keyword space text)]
             [emit/form (symbol text)] [emit/form (keyword text)]])))

(deftest names-that-read-as-other-forms-are-refused
  (are [name] (refused? emit/form name)
    (symbol "nil") (symbol "true") (symbol "false") (symbol "1") (symbol "1a") (symbol "a b") (symbol "") (symbol "#=x") (symbol "'x") (symbol "::x") (symbol "a;")
    (keyword "") (keyword "a b") (keyword "a)") (keyword ":a") (symbol "\\a") (symbol "-1") (symbol "x\n"))
  (are [name text] (= text (emit/form name))
    'a-b "a-b", 'nil/x "nil/x", :nil ":nil", :true ":true", :a-1 ":a-1", 'A-B1 "A-B1", :URL ":URL", '-> "->", 'a*' "a*'", '& "&"))

(deftest constants-that-no-class-can-hold-are-refused
  (is (refused? emit/form (apply str (repeat 21001 "→"))))
  (is (refused? emit/form (symbol (apply str (repeat 21001 "x")))))
  (is (= 21000 (count (first (read-forms (emit/docstring (apply str (repeat 30000 "x"))))))) "a docstring is cut"))

(defrecord Data [x])

(deftest values-other-than-data-are-refused
  (are [x] (refused? emit/form x)
    inc (Object.) #"a" (->Data 1) [(->Data 1)] {:a inc} (byte-array 1) (java.util.Date.))
  (are [x] (not (emit/evaluable? x))
    'a '(f) [['a]] {:a '(System/exit 1)} {'a 1} inc (->Data 1) #"a" [(keyword "a b")] (map inc [1]))
  (are [x] (emit/evaluable? x)
    nil {:a [1 "x" #{:b 2.5 \a}] "k" {}} true))

(def ^:private data
  (g/recursive-gen (fn [inner] (g/one-of [(g/vector inner 0 4) (g/map (g/elements [:a 'b 1 "c"]) inner {:max-elements 3})
                                          (g/set inner {:max-elements 3}) (g/fmap #(apply list %) (g/vector inner 0 3))]))
                   (g/one-of [hostile/text (g/elements [nil true false :k 'sym 'a/b 1 2.5 3N 4M 1/2]) g/char])))

(defspec data-reads-as-itself 300
  (p/for-all [form data]
    (= [form] (read-forms (emit/form form)) (if (list? form) [form] (read-forms (layout/form form))))))

;; Whole files

(defn- sources [folder]
  (for [config (config/read-config {:config (str "test/golden/" folder "/wit.edn")})
        component (:components config)]
    (source/read-source config component)))

(defn- with-texts
  "Makes a source whose documentation, and whose files' names, are this text."
  [source text]
  (let [data (walk/postwalk #(if (and (map? %) (:docs %)) (assoc % :docs text) %) (:data source))]
    (assoc source
           :data data
           :world (wit/world data (wit/item-name (:world source)))
           :class-path-name (str "x" text)
           :files [(str "y" text)])))

(def ^:private templates (delay (render/read-templates nil)))

(defn- texts [source]
  (map #(render/source @templates %) (model/namespaces source)))

(defn- shape
  "Returns forms without the contents of their strings."
  [text]
  (walk/postwalk #(if (string? %) "" %) (read-forms text)))

(def ^:private documented
  (delay (let [sources (vec (mapcat sources ["docs" "resources" "imports" "types" "core"]))]
           (conj sources (update (first sources) :options dissoc :from)))))

(deftest documentation-is-in-the-sources-of-the-next-test
  (doseq [source @documented
          text (texts (with-texts source "Documented!"))]
    (is (str/includes? text "Documented!"))))

(defspec whole-files-have-only-the-intended-forms 60
  (p/for-all [text (g/such-that #(not (str/blank? (str/replace % #"\p{Cntrl}|\x{85}|\u2028|\u2029" " "))) hostile/text 100)
              source (g/elements @documented)]
    (let [plain   (texts (with-texts source "plain"))
          others  (texts (with-texts source text))]
      (and (every? plain? others)
           (= (map shape plain) (map shape others))))))

;; Templates of users

(defn- own-template
  "Returns the templates with one of a user's, made from ours by `change`."
  [name change]
  (let [folder (golden/temporary-folder "templates")
        file (str name ".clj.mustache")]
    (spit (io/file folder file) (change (slurp (io/resource (str "templates/radicchio/" file)))))
    (render/read-templates folder)))

(defn- own-texts [templates source]
  (map #(render/source templates %) (model/namespaces source)))

(defspec a-hole-in-a-comment-stays-a-comment 30
  (let [noted   (own-template "function" #(str/replace % "\n  «docs»" "\n  ;; see: «docs»\n  «docs» ; and «docs»"))
        sources (delay (remove #(nil? (:from (:options %))) @documented))]
    (p/for-all [text hostile/text
                source (g/elements @sources)]
      (let [source (with-texts source text)]
        (= (map shape (texts source)) (map shape (own-texts noted source)))))))

(deftest a-form-in-a-string-is-refused
  (let [source (first @documented)
        quoting #(own-template "function" (fn [text] (str/replace text "  «docs»" %)))]
    (is (refused? #(doall (own-texts (quoting "  \"«docs»\"") %)) source))
    (is (refused? #(doall (own-texts (quoting "  \"a \\\" ; «docs»\"") %)) source))
    (is (seq (own-texts (quoting "  \"«name»\" «docs»") source)))
    (is (seq (own-texts (quoting "  \\\" «docs»") source)) "after a character")))
