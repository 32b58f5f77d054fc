(ns ^:no-doc radicchio.wit.format.trivia
  "Reads a WIT text as tokens with the comments and line breaks before each: what `radicchio.wit.format` lays out.

  A token is a map:
    :text      its text
    :breaks    the line breaks directly before it
    :comments  the comments before it, in order: {:text …, :breaks the line breaks directly before it}
    :path?     whether it is inside the path of an interface or the name of a package.
  The last token is the end of the text; its :text is empty."
  (:require [clojure.string :as str]
            [radicchio.wit.documentation :as documentation]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.tokens :as tokens]))

(set! *warn-on-reflection* true)

(defn line-comment?
  "Tests whether a comment ends with its line."
  [{:keys [text]}]
  (str/starts-with? text "//"))

(defn- documentation? [{:keys [text]}]
  (boolean (or (documentation/line-docs text) (documentation/block-docs text))))

(defn- breaks
  "Returns the number of line breaks from one place of a text to another."
  [^String text from to]
  (count (re-seq #"\n" (subs text from to))))

(defn- comments-before [{:keys [^String text] :as source} from]
  (loop [[[start end] & more] (tokens/comments source from), from from, found []]
    (if start
      (recur more end (conj found {:text (subs text start end) :breaks (breaks text from start)}))
      [found from])))

(defn- path-tokens
  "Returns the indexes of the tokens inside paths and names of packages."
  [nodes]
  (into #{}
        (mapcat (fn [node]
                  (when (#{:package-name :use-path :extern-path} (nth node 0))
                    (range (:start (meta node)) (:end (meta node))))))
        (filter vector? (tree-seq vector? rest (into [:file] nodes)))))

(defn- hoisted
  "Moves the comments before a comma, semicolon or opening brace after it, unless they are documentation, whose place is its
  meaning."
  [tokens]
  (loop [[{:keys [text comments] :as token} {after :comments :as next} & more] tokens, done []]
    (cond (nil? next) (cond-> done token (conj token))
          (and (#{"," ";" "{"} text) (seq comments) (not-any? documentation? comments))
          (recur (cons (assoc next :comments (into comments after)) more)
                 (conj done (assoc token :comments [] :breaks 0)))
          :else (recur (cons next more) (conj done token)))))

(defn tokens
  "Returns the tokens of a WIT text. Messages call the text `file`. Throws RadicchioException, kind :parse."
  [text file]
  (let [{:keys [source nodes ^String text]
         {:keys [^ints starts ^ints ends count]} :tokens} (parse/nodes text file)
        path? (path-tokens nodes)]
    (hoisted
     (for [i (range (inc (long count)))
           :let [i (long i)
                 [comments from] (comments-before source (if (zero? i) 0 (aget ends (dec i))))]]
       {:text (subs text (aget starts i) (aget ends i))
        :comments comments
        :breaks (breaks text from (aget starts i))
        :path? (contains? path? i)}))))
