(ns radicchio.wit.parse
  "Parses WIT text to a syntax tree. The grammar is resources/radicchio/wit.ebnf.

  A tree contains the written text, with places. Names are not resolved. A node is a map:
    :kind    the grammar's rule: :record, :func, :import, :list …
    :name    its name, without %; :name-at the place of the name
    :at      its place (radicchio.wit.problem)
    :attributes  {:docs … :since … :unstable … :deprecated … :external-id …}
    and the keys of its kind: :items, :fields, :params, :type, :path …"
  (:require [clojure.string :as str]
            [radicchio.wit.grammar :as grammar]
            [radicchio.wit.problem :as problem]
            [radicchio.wit.tokens :as tokens]
            [radicchio.wit.tree :as tree]))

(set! *warn-on-reflection* true)

;; Expected and found tokens

(def ^:private type-words
  #{"list" "option" "result" "tuple" "map" "own" "borrow" "stream" "future"})

(def ^:private definition-words
  #{"type" "record" "variant" "enum" "flags" "resource"})

(def ^:private pattern-words
  {:id "an identifier"
   :version "a version such as 1.2.0"
   :length "a length"
   :text "a string"
   :primitive "a type"
   :joined "':'"
   :apart "':'"})

(defn- words
  "Returns the text of an expected terminal of the grammar in messages."
  [terminal]
  (cond (= :end terminal) "the end of the file"
        (type-words terminal) "a type"
        (string? terminal) (str "'" terminal "'")
        :else (pattern-words (grammar/token-rule terminal))))

(defn- expectations
  "Returns the terminals that could follow at the place of the error, as text, the most general first."
  [terminals]
  (let [definition? (every? terminals definition-words)
        terminals (if definition? (reduce disj terminals definition-words) terminals)
        expected (cond-> (into #{} (map words) terminals) definition? (conj "a definition"))
        expected (if (expected "a type") (disj expected "an identifier") expected)
        expected (if (next expected) (disj expected "'@'") expected)]
    (sort-by (juxt #(str/starts-with? % "'") identity) expected)))

(defn- found [token]
  (cond (= "" token) "the end of the file"
        (re-find #"^[A-Za-z%]" token) (str "`" token "`")
        :else (str "'" token "'")))

(defn- place-of-token [source ^String text ^long start]
  (let [matcher (doto (re-matcher #"%?[-_0-9A-Za-z]+|->|(?s:.)" text) (.region start (.length text)))]
    (problem/place source start (if (.lookingAt matcher) (.end matcher) start))))

(defn- syntax-problem
  "Returns the problem of a part, from a result of `grammar/run`."
  [{:keys [source text tokens]} {:keys [at expected]}]
  (let [{:keys [start end] :as place} (place-of-token source text (aget ^ints (:starts tokens) at))]
    (if expected
      {:problem :syntax
       :expected (expectations expected)
       :found (found (subs text start end))
       :at place}
      {:problem :depth :limit grammar/max-nesting :at place})))

;; The entrance

(def ^:private max-problems
  "The most parts of a file with errors. Then the rest is not parsed: a file that is not WIT needs no list of errors."
  10)

(defn- parse-parts [{:keys [text tokens] :as input} parts]
  (loop [[[from to] & more :as todo] parts, nodes [], problems []]
    (if (or (empty? todo) (= max-problems (count problems)))
      (if (seq problems) (problem/throw-parse problems) nodes)
      (let [{:keys [node] :as result} (grammar/run :part text tokens from to)]
        (if node
          (recur more (conj nodes node) problems)
          (recur more nodes (conj problems (syntax-problem input result))))))))

(defn nodes
  "Applies the grammar to the text of one WIT file. Messages call it `file`. Returns
    :source   {:file … :text …}; a byte order mark is a space in it
    :text     the text of :source
    :tokens   its tokens, in the format of `radicchio.wit.tokens/tokens`
    :nodes    the grammar's nodes of its parts, in the format of `radicchio.wit.grammar`.
  Throws RadicchioException, kind :parse, with :file, :line, :column and :problems in its data."
  [text file]
  (let [source {:file (str file) :text (str/replace text #"^\uFEFF" " ")}
        tokens (tokens/tokens source (grammar/version))
        input {:source source :text (:text source) :tokens tokens}]
    (assoc input :nodes (parse-parts input (tokens/parts (:text source) tokens)))))

(defn parse
  "Parses the text of one WIT file. Messages call it `file`. Returns the file's tree:
    {:kind :file, :source {:file … :text …}, :package nil or {:name id :at …  :docs …}, :items [node …]}
  Throws RadicchioException, kind :parse, with :file, :line, :column and :problems in its data."
  [text file]
  (let [input (nodes text file)]
    (tree/tree (:nodes input) (dissoc input :nodes))))
