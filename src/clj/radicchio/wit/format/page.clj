(ns ^:no-doc radicchio.wit.format.page
  "Writes tokens and their comments to lines: the layout of `radicchio.wit.format`, without knowledge of WIT's grammar.

  A page is a map:
    :lines   the finished lines
    :line    the current line, empty if nothing was written to it
    :indent  the indentation of items, a number of spaces
    :start?  whether no item was written yet in this block
    :gap?    whether the next item needs an empty line before it
    :after   the kind of the last comment if it was written last: :line, :own for a block on its own line, :block"
  (:require [clojure.string :as str]
            [radicchio.wit.documentation :as documentation]
            [radicchio.wit.format.trivia :as trivia]))

(set! *warn-on-reflection* true)

(def width "The longest line, without its indentation, before a list in parentheses or braces gets a line for each element." 100)

(def empty-page {:lines [], :line "", :indent 0, :start? true, :gap? false, :after nil})

(defn- spaces [n]
  (apply str (repeat n \space)))

(defn- end-line [{:keys [line] :as page}]
  (cond-> (assoc page :line "" :after nil)
    (not= "" line) (update :lines conj line)))

(defn- write
  "Writes text, with the given indentation if it begins a line, else with `separator` before it."
  [{:keys [line] :as page} indent separator text]
  (assoc page :line (if (= "" line) (str (spaces indent) text) (str line separator text))))

(defn- empty-line
  "Writes an empty line before an item if a person put one there or the item needs one, but not at the start of a block."
  [{:keys [start? gap?] :as page} breaks]
  (cond-> (assoc page :start? false :gap? false)
    (and (not start?) (or gap? (< 1 (long breaks)))) (update :lines conj "")))

(defn- comment-text
  "Returns the text of a comment. The lines of a block that begin with asterisks are indented again; others are not."
  [{:keys [text]} indent]
  (let [[beginning & others] (map str/trimr (documentation/lines text))
        starred? (every? #(or (str/blank? %) (str/starts-with? (str/triml %) "*")) others)]
    (str/join "\n" (cons beginning
                         (for [line others]
                           (if (and starred? (not (str/blank? line)))
                             (str (spaces (inc (long indent))) (str/triml line))
                             line))))))

(defn- must-break? [{:keys [after]} breaks]
  (or (= :line after) (and (= :own after) (pos? (long breaks)))))

(defn- comment-on
  "Writes one comment. `inside?` is whether it is inside of an item."
  [{:keys [line indent] :as page} {:keys [breaks] :as comment} inside?]
  (let [line? (trivia/line-comment? comment)
        indent (cond-> (long indent) inside? (+ 2))]
    (if (and (not= "" line) (zero? (long breaks)) (not (must-break? page breaks)))
      (-> (write page indent " " (comment-text comment indent))
          (assoc :after (cond line? :line (= :own (:after page)) :own :else :block)))
      (-> (end-line page)
          (cond-> (not inside?) (empty-line breaks))
          (write indent "" (comment-text comment indent))
          (assoc :after (if line? :line :own))))))

(defn- blank-line? [{:keys [comments breaks]}]
  (or (< 1 (long breaks)) (some #(< 1 (long (:breaks %))) comments)))

(defn- comments-on [page comments inside?]
  (reduce #(comment-on %1 %2 inside?) page comments))

(defn inside
  "Writes a token inside of an item. `separator` is the text before it on its line, \"\" or \" \"."
  [page {:keys [text comments breaks]} separator]
  (let [{:keys [after indent] :as page} (comments-on page comments true)
        page (cond-> page (must-break? page breaks) end-line)]
    (-> (write page (+ 2 (long indent)) (if after " " separator) text)
        (assoc :after nil))))

(defn beginning
  "Writes the first token of an item on a new line. With `gap?` an empty line separates it from the item before."
  [page {:keys [text comments breaks] :as token} gap?]
  (let [page (comments-on (assoc page :gap? (and gap? (not (blank-line? token)))) comments false)
        same-line? (and (= :own (:after page)) (not (must-break? page breaks)))]
    (if same-line?
      (assoc (write page 0 " " text) :after nil)
      (let [page (empty-line (end-line page) breaks)]
        (write page (:indent page) "" text)))))

(defn opened
  "Begins a block: its items have a larger indentation."
  [page]
  (-> page (update :indent + 2) (assoc :start? true)))

(defn closed
  "Ends a block: writes the comments before its last token, and the token on a new line."
  [page {:keys [text comments]}]
  (let [page (-> (comments-on page comments false) end-line (update :indent - 2))]
    (-> (write page (:indent page) "" text)
        (assoc :start? false :gap? false))))

(defn column
  "Returns the length of the current line without its indentation."
  [{:keys [^String line indent]}]
  (- (.length line) (inc (.lastIndexOf line "\n")) (long indent)))

(defn finished
  "Writes the comments before the end of the text. Returns the text."
  [page {:keys [comments]}]
  (let [{:keys [lines]} (end-line (comments-on page comments false))]
    (if (seq lines) (str (str/join "\n" lines) "\n") "")))
