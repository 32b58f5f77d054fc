(ns radicchio.wit.general-parser
  "Instaparse's own way to run WIT's grammar, which finds every way in which a text can be read. The parser of the
  library takes the first; this one says whether there are others, and whether it finds the same."
  (:require [instaparse.core :as insta]
            [radicchio.wit.grammar :as grammar]
            [radicchio.wit.tokens :as tokens])
  (:import (java.util.regex Pattern)))

(set! *warn-on-reflection* true)

(defn- token-pattern
  "A terminal as a token: white space before it, and its end where a word ends."
  [{:keys [tag string regexp]}]
  (re-pattern (str "[ \\t\\r\\n]*+(?:"
                   (case tag :string (Pattern/quote string) :regexp (str regexp))
                   ")(?:(?<![-_0-9A-Za-z])|(?![-_0-9A-Za-z]))")))

(defn- with-tokens
  "A rule of the grammar whose every terminal is a token."
  [rule]
  (cond (#{:string :regexp} (:tag rule)) (-> (dissoc rule :string)
                                             (assoc :tag :regexp :regexp (token-pattern rule)))
        (:parser rule) (update rule :parser with-tokens)
        (:parsers rule) (update rule :parsers #(doall (map with-tokens %)))
        :else rule))

(def ^:private parser
  (delay (insta/parser (update-vals (grammar/rules) with-tokens) :start :part)))

(defn- trimmed
  "A node without the white space before its tokens."
  [node]
  (cond (string? node) (.trim ^String node)
        (vector? node) (mapv trimmed node)
        :else node))

(defn- without-comments
  "A part of a text with blanks in place of its comments."
  [^String text {:keys [^ints starts ^ints ends]} [from to]]
  (let [out (StringBuilder.)]
    (dotimes [k (- (long to) (long from))]
      (let [i (+ (long from) k)]
        (.append out (subs text (aget starts i) (aget ends i)))
        (when (and (< (inc i) (long to)) (< (aget ends i) (aget starts (inc i))))
          (.append out " "))))
    (str out)))

(defn readings
  "For every part of a text, {:text part :ours node or nil :theirs nodes}: what the library's parser reads and what
  Instaparse's does, in all ways that there are."
  [text]
  (let [tokens (tokens/tokens {:file "" :text text} (grammar/version))]
    (for [[from to :as part] (tokens/parts text tokens)
          :let [written (without-comments text tokens part)]]
      {:text written
       :ours (:node (grammar/run :part text tokens from to))
       :theirs (map #(trimmed (first %)) (insta/parses @parser written))})))

(defn disagreements
  "The readings of a text which are not one and the same; empty, or the grammar or its parser is wrong."
  [text]
  (remove (fn [{:keys [ours theirs]}] (= theirs (if ours [ours] []))) (readings text)))
