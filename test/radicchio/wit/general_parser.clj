(ns radicchio.wit.general-parser
  "Instaparse's own parser for WIT's grammar, which finds every parse of a text. The library's parser takes the first. This one
  shows whether there are others, and whether it finds the same."
  (:require [instaparse.core :as insta]
            [radicchio.wit.grammar :as grammar]
            [radicchio.wit.tokens :as tokens])
  (:import (java.util.regex Pattern)))

(set! *warn-on-reflection* true)

(defn- token-pattern
  "Makes a token of a terminal: white space before it, and its end at the end of a word."
  [{:keys [tag string regexp]}]
  (re-pattern (str "[ \\t\\r\\n]*+(?:"
                   (case tag :string (Pattern/quote string) :regexp (str regexp))
                   ")(?:(?<![-_0-9A-Za-z])|(?![-_0-9A-Za-z]))")))

(defn- with-tokens
  "Makes a rule of the grammar whose every terminal is a token."
  [rule]
  (cond (#{:string :regexp} (:tag rule)) (-> (dissoc rule :string)
                                             (assoc :tag :regexp :regexp (token-pattern rule)))
        (:parser rule) (update rule :parser with-tokens)
        (:parsers rule) (update rule :parsers #(doall (map with-tokens %)))
        :else rule))

(def ^:private parser
  (delay (insta/parser (update-vals (grammar/rules) with-tokens) :start :part)))

(defn- trimmed
  "Removes the white space before a node's tokens."
  [node]
  (cond (string? node) (.trim ^String node)
        (vector? node) (mapv trimmed node)
        :else node))

(defn- without-comments
  "Replaces the comments of a part of a text by blanks."
  [^String text {:keys [^ints starts ^ints ends]} [from to]]
  (let [out (StringBuilder.)]
    (dotimes [k (- (long to) (long from))]
      (let [i (+ (long from) k)]
        (.append out (subs text (aget starts i) (aget ends i)))
        (when (and (< (inc i) (long to)) (< (aget ends i) (aget starts (inc i))))
          (.append out " "))))
    (str out)))

(defn readings
  "Returns {:text part :ours node or nil :theirs nodes} for every part of a text: the parse of the library's parser, and all
  parses of Instaparse's."
  [text]
  (let [tokens (tokens/tokens {:file "" :text text} (grammar/version))]
    (for [[from to :as part] (tokens/parts text tokens)
          :let [written (without-comments text tokens part)]]
      {:text written
       :ours (:node (grammar/run :part text tokens from to))
       :theirs (map #(trimmed (first %)) (insta/parses @parser written))})))

(defn disagreements
  "Returns the parts of a text without exactly one, equal parse. If there are any, the grammar or its parser is wrong."
  [text]
  (remove (fn [{:keys [ours theirs]}] (= theirs (if ours [ours] []))) (readings text)))
