(ns ^:no-doc radicchio.gen.holes
  "Fills the holes of a template. The further lines of a value are indented to the column of its first line, or are
  comments if it began in a comment. A value is a form or words without quotes; in a string, a form would end the string."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem]))

(set! *warn-on-reflection* true)

(def ^:private start "\u0002")
(def ^:private end "\u0003")

(defn mark
  "Returns a value's text, marked if `hang` must process it."
  [value]
  (let [text (str value)]
    (if (re-find #"[\n\"\\]" text) (str start text end) text)))

(defn- state-after
  "Returns the state after a character of Clojure text: in code, in a string, in a comment, or before an escaped character."
  [state c]
  (case state
    :code (case c \; :comment, \" :string, \\ :character, :code)
    :string (case c \" :code, \\ :escape, :string)
    :comment (case c (\newline \return) :code, :comment)
    :character :code
    :escape :string))

(defn- margin
  "Returns the start of a hole's further lines, from the text of its line before it."
  [before state]
  (if (= :comment state)
    (str/replace before #"[^;\s]" " ")
    (apply str (repeat (count before) " "))))

(defn- refuse-in-string! [template ^String text ^long from]
  (let [to (.indexOf text ^String end (int from))
        value (subs text (inc from) to)]
    (when (re-find #"[\"\\]" value)
      (problem/refuse! (str "the template " template " has a hole in a string, but its value is a form: "
                            (foreign/escaped value))))))

(defn hang
  "Replaces the marks by indentation. Throws, kind :config, for a form in a string. The message calls the template
  `template`."
  [template ^String text]
  (let [out (StringBuilder.)
        line #(.substring out (inc (.lastIndexOf out "\n")))]
    (loop [i 0, margins (), state :code]
      (if (= i (.length text))
        (str out)
        (let [c (.charAt text i)]
          (case c
            \u0002 (do (when (= :string state) (refuse-in-string! template text i))
                       (recur (inc i) (conj margins (margin (line) state)) state))
            \u0003 (recur (inc i) (rest margins) state)
            \newline (let [blank? (or (= (inc i) (.length text)) (= \newline (.charAt text (inc i))))
                           margin (if blank? "" (first margins))
                           state (state-after state c)]
                       (-> out (.append c) (.append (str margin)))
                       (recur (inc i) margins (if (and (= :code state) (str/includes? (str margin) ";")) :comment state)))
            (do (.append out c)
                (recur (inc i) margins (state-after state c)))))))))
