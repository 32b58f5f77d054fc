(ns radicchio.wit.parse
  "WIT text → syntax tree. The only user of Instaparse; the grammar is resources/radicchio/wit.ebnf.

  A tree is what was written, with places; names are not looked up. A node is a map:
    :kind    the grammar's rule: :record, :func, :import, :list …
    :name    its own name, without %; :name-at the place of it
    :at      its place (radicchio.wit.problem)
    :attributes  {:docs … :since … :unstable … :deprecated … :external-id …}
    and what its kind has: :items, :fields, :params, :type, :path …"
  (:require [clojure.string :as str]
            [instaparse.combinators :as combinators]
            [instaparse.core :as insta]
            [radicchio.loading :as loading]
            [radicchio.wit.lexical :as lexical]
            [radicchio.wit.problem :as problem]
            [radicchio.wit.tree :as tree])
  (:import (java.util.regex Pattern)))

(set! *warn-on-reflection* true)

;; The grammar's tokens

(def ^:private before "What may stand before any token." "[ \\t\\r\\n]*+")

(def ^:private after
  "A token that ends in a word's character ends the word."
  "(?:(?<![-_0-9A-Za-z])|(?![-_0-9A-Za-z]))")

(defn- token-pattern [terminal]
  (re-pattern (str before
                   "(?:"
                   (case (:tag terminal)
                     :string (Pattern/quote (:string terminal))
                     :regexp (str (:regexp terminal)))
                   ")"
                   after)))

(defn- with-tokens
  "A rule of the grammar whose every literal and regular expression is a token, with white space before it."
  [rule]
  (cond (#{:string :regexp} (:tag rule)) (-> (dissoc rule :string)
                                             (assoc :tag :regexp :regexp (token-pattern rule)))
        (:parser rule) (update rule :parser with-tokens)
        (:parsers rule) (update rule :parsers #(doall (map with-tokens %)))
        (:parser1 rule) (-> rule (update :parser1 with-tokens) (update :parser2 with-tokens))
        :else rule))

(def ^:private type-words
  #{"list" "option" "result" "tuple" "map" "own" "borrow" "stream" "future"})

(defn- words
  "How a message names a token that was expected: `rule` is the grammar's rule, `terminal` the token."
  [rule terminal]
  (case rule
    :id "an identifier"
    :version "a version such as 1.2.0"
    :length "a length"
    :text "a string"
    :primitive "a type"
    :joined "':'"
    :apart "':'"
    :path-end nil
    (cond (and (= :result-type rule) (= "result" (:string terminal))) "a type"
          (contains? #{:list :option :tuple :map :own :borrow :stream :future} rule)
          (if (type-words (:string terminal)) "a type" (str "'" (:string terminal) "'"))
          :else (str "'" (:string terminal) "'"))))

(defn- terminals [rule]
  (if (#{:string :regexp} (:tag rule))
    [rule]
    (mapcat terminals (concat (:parsers rule) (keep rule [:parser :parser1 :parser2])))))

(def ^:private grammar
  "{:parser … :words {pattern words}}, made when the first text is parsed."
  (loading/once
   #(let [rules (combinators/ebnf (slurp (loading/resource "radicchio/wit.ebnf")))]
     {:parser (insta/parser (update-vals rules with-tokens) :start :part)
      :words (into {} (for [[name rule] rules, terminal (terminals rule)]
                        [(str (token-pattern terminal)) (words name terminal)]))})))

;; What was expected, and what was found

(defn- skip-space ^long [^String text ^long i]
  (if (and (< i (.length text)) (Character/isWhitespace (.charAt text i)))
    (recur text (inc i))
    i))

(def ^:private definitions #{"'type'" "'record'" "'variant'" "'enum'" "'flags'" "'resource'"})

(defn- expectations
  "What could have stood where parsing stopped, in words, what says most first."
  [failure words]
  (let [expected (set (keep #(get words (str (:expecting %)) "the end of the file") (:reason failure)))
        expected (if (every? expected definitions)
                   (conj (reduce disj expected definitions) "a definition")
                   expected)
        expected (if (expected "a type") (disj expected "an identifier") expected)
        expected (if (next expected) (disj expected "'@'") expected)]
    (sort-by (juxt #(str/starts-with? % "'") identity) expected)))

(defn- found [token]
  (cond (= "" token) "the end of the file"
        (re-find #"^[A-Za-z%]" token) (str "`" token "`")
        :else (str "'" token "'")))

(defn- syntax-problem
  "The problem of the part that begins at `offset`."
  [source ^String text offset failure words]
  (let [start (skip-space text (+ (long offset) (long (:index failure))))
        matcher (doto (re-matcher #"%?[-_0-9A-Za-z]+|->|(?s:.)" text) (.region start (.length text)))
        end (if (.lookingAt matcher) (.end matcher) start)]
    {:problem :syntax
     :expected (expectations failure words)
     :found (found (subs text start end))
     :at (problem/place source start end)}))

;; The door

(def ^:private max-length "How long a text may be, in characters." 4000000)

(def ^:private max-part
  "How long one part of a file may be, comments and space not counted. The parser holds about 2 KB a character
  while it reads a part."
  200000)

(def ^:private max-problems
  "How many parts of a file may be wrong before the rest is left alone: who sends no WIT at all needs no list."
  10)

(defn- too-long? [^String text ^long start ^long end]
  (and (< (long max-part) (- end start))
       (< (long max-part) (loop [i start, n 0]
                            (cond (= i end) n
                                  (Character/isWhitespace (.charAt text i)) (recur (inc i) n)
                                  :else (recur (inc i) (inc n)))))))

(defn- parse-part
  "{:node … :offset …}, or {:problem …}."
  [{:keys [source]} ^String text [start end]]
  (if (too-long? text start end)
    (let [start (skip-space text start)]
      {:problem {:problem :part-size :limit max-part :at (problem/place source start (inc start))}})
    (let [{:keys [parser words]} (grammar)
          result (insta/parse parser (subs text start end))]
      (if (insta/failure? result)
        {:problem (syntax-problem source text start result words)}
        {:node (first result) :offset start}))))

(defn- parse-parts [input text parts]
  (loop [todo parts, done [], problems []]
    (if (or (empty? todo) (= max-problems (count problems)))
      (if (seq problems) (problem/throw-parse problems) done)
      (let [{:keys [problem] :as part} (parse-part input text (first todo))]
        (recur (rest todo) (conj done part) (if problem (conj problems problem) problems))))))

(defn parse
  "Parses the text of one WIT file; `file` is its name for messages. Returns the file's tree:
    {:kind :file, :source {:file … :text …}, :package nil or {:name id :at …  :docs …}, :items [node …]}
  Throws RadicchioException, kind :parse, with :file, :line, :column and :problems in its data."
  [text file]
  (let [source {:file (str file) :text (str/replace text #"^\uFEFF" " ")}]
    (when (> (count text) (long max-length))
      (problem/throw-parse {:problem :size :limit max-length :at (problem/place source 0 1)}))
    (let [{:keys [text docs parts]} (lexical/read-text source)
          input {:source source :text text :docs docs :span insta/span}]
      (tree/tree (parse-parts input text parts) input))))

(defn ambiguities
  "The parts of a text that can be read in several ways; empty, or the grammar is wrong."
  [text]
  (let [{:keys [text parts]} (lexical/read-text {:file "" :text text})]
    (remove #(= 1 (count (insta/parses (:parser (grammar)) %)))
            (map (fn [[start end]] (subs text start end)) parts))))
