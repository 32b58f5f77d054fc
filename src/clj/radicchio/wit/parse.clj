(ns radicchio.wit.parse
  "WIT text → syntax tree. The grammar is resources/radicchio/wit.ebnf.

  A tree is what was written, with places; names are not looked up. A node is a map:
    :kind    the grammar's rule: :record, :func, :import, :list …
    :name    its own name, without %; :name-at the place of it
    :at      its place (radicchio.wit.problem)
    :attributes  {:docs … :since … :unstable … :deprecated … :external-id …}
    and what its kind has: :items, :fields, :params, :type, :path …"
  (:require [clojure.string :as str]
            [radicchio.wit.grammar :as grammar]
            [radicchio.wit.problem :as problem]
            [radicchio.wit.tokens :as tokens]
            [radicchio.wit.tree :as tree]))

(set! *warn-on-reflection* true)

;; What was expected, and what was found

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
  "How a message names a terminal of the grammar that was expected."
  [terminal]
  (cond (= :end terminal) "the end of the file"
        (type-words terminal) "a type"
        (string? terminal) (str "'" terminal "'")
        :else (pattern-words (grammar/token-rule terminal))))

(defn- expectations
  "What could have stood where parsing stopped, in words, what says most first."
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
  "The problem of a part, from what `grammar/run` gives."
  [{:keys [source text tokens]} {:keys [at expected]}]
  (let [{:keys [start end] :as place} (place-of-token source text (aget ^ints (:starts tokens) at))]
    (if expected
      {:problem :syntax
       :expected (expectations expected)
       :found (found (subs text start end))
       :at place}
      {:problem :depth :limit grammar/max-nesting :at place})))

;; The door

(def ^:private max-problems
  "How many parts of a file may be wrong before the rest is not read: a file that is not WIT needs no list."
  10)

(defn- parse-parts [{:keys [text tokens] :as input} parts]
  (loop [[[from to] & more :as todo] parts, nodes [], problems []]
    (if (or (empty? todo) (= max-problems (count problems)))
      (if (seq problems) (problem/throw-parse problems) nodes)
      (let [{:keys [node] :as result} (grammar/run :part text tokens from to)]
        (if node
          (recur more (conj nodes node) problems)
          (recur more nodes (conj problems (syntax-problem input result))))))))

(defn parse
  "Parses the text of one WIT file; `file` is its name for messages. Returns the file's tree:
    {:kind :file, :source {:file … :text …}, :package nil or {:name id :at …  :docs …}, :items [node …]}
  Throws RadicchioException, kind :parse, with :file, :line, :column and :problems in its data."
  [text file]
  (let [source {:file (str file) :text (str/replace text #"^\uFEFF" " ")}
        tokens (tokens/tokens source (grammar/version))
        input {:source source :text (:text source) :tokens tokens}]
    (tree/tree (parse-parts input (tokens/parts (:text source) tokens)) input)))
