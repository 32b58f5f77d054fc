(ns radicchio.lint
  "Finds unused definitions in a Clojure source. A source is a text; it is read as tokens, without strings and comments."
  (:require [clojure.string :as str])
  (:import (java.io PushbackReader StringReader)))

(set! *warn-on-reflection* true)

(defn- tokens
  "Returns the symbols, keywords and numbers of a text, without quotes and tags before them."
  [text]
  (-> text
      (str/replace #"\\(?:newline|space|tab|return|backspace|formfeed|u[0-9a-fA-F]{4}|.)|\"(?:[^\"\\]++|(?s:\\.))*+\"|;[^\n]*" " ")
      (->> (re-seq #"[^\s()\[\]{}\"@^'`~,#]+"))))

(defn- ns-form
  "Returns [form rest]: the namespace's form, and the text after it."
  [text]
  (with-open [reader (PushbackReader. (StringReader. text))]
    (binding [*read-eval* false]
      [(read {:eof nil} reader) (slurp reader)])))

(defn- clauses [form head]
  (mapcat rest (filter #(and (seq? %) (= head (first %))) form)))

(defn- required
  "Returns [symbol what] for each alias and name of the requires; `what` tests whether a token uses it."
  [form]
  (for [spec (clauses form :require)
        :when (vector? spec)
        [option value] (partition 2 (rest spec))
        used (case option
               :as    [[(str value) #(re-find (re-pattern (str "^:{0,2}\\Q" value "\\E/")) %)]]
               :refer (if (sequential? value)
                        (for [name value] [(str name) #(= (str name) %)])
                        [[(str ":refer " value " of " (first spec)) (constantly false)]])
               [])]
    used))

(defn- imported [form]
  (for [spec (clauses form :import)
        class (if (sequential? spec) (rest spec) [(symbol (peek (str/split (str spec) #"\.")))])]
    [(str class) #(or (= (str class) %) (= (str class ".") %) (str/starts-with? % (str class "/")))]))

(defn unused-of-ns
  "Returns the unused aliases, names and classes of the namespace."
  [text]
  (let [[form code] (ns-form text)
        words       (tokens code)]
    (sort (for [[name used?] (concat (required form) (imported form))
                :when (not-any? used? words)]
            name))))

(defn unused-private
  "Returns the unused private definitions of the file."
  [text]
  (let [words (frequencies (tokens text))
        names (map peek (re-seq #"(?m)^\((?:defn-|def(?:n|macro|multi)? \^:private)\s+(?:\^\S+\s+)*([^\s()\[\]\"]+)" text))]
    (sort (filter #(< (long (words % 0)) 2) names))))
