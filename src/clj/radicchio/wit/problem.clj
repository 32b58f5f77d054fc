(ns ^:no-doc radicchio.wit.problem
  "Problems of a WIT text as data, and the only place that makes messages of them.

  A problem is a map: :problem is its name, :at is its place, :in is the chain of items around it, innermost first. The other
  keys depend on the problem. A source is {:file … :text …}."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign])
  (:import (radicchio.error ErrorKind ForeignText RadicchioException)))

(set! *warn-on-reflection* true)

;; Places

(defn place
  "Returns the place of the characters from `start` to `end` of a source: {:source … :start … :end …}."
  [source start end]
  {:source source :start start :end end})

(defn- locate
  "Returns the place's line and column, counted from 1, in characters, and the text of the line."
  [{:keys [source start]}]
  (let [^String text (:text source)
        start (min (long start) (.length text))
        line-start (inc (.lastIndexOf text (int \newline) (int (dec start))))
        line-end (let [end (.indexOf text (int \newline) (int start))] (if (neg? end) (.length text) end))
        lines (loop [n 1, i (.indexOf text (int \newline))]
                (if (or (neg? i) (>= i start)) n (recur (inc n) (.indexOf text (int \newline) (int (inc i))))))]
    {:file (:file source)
     :line lines
     :column (inc (.codePointCount text line-start start))
     :offset (- start line-start)
     :text (str/trimr (subs text line-start line-end))}))

(def ^:private widest "The most characters of a long line in a message." 100)

(defn- shown
  "Returns text of a line for a message, character for character. Characters that a terminal interprets become U+FFFD."
  [text]
  (let [out (StringBuilder.)]
    (doseq [c (iterator-seq (.iterator (.codePoints ^String text)))]
      (.appendCodePoint out (int (if (ForeignText/hasShape c) c 0xFFFD))))
    (str out)))

(defn- excerpt
  "Returns the line with a caret under the place. Of a long line, only a window is shown."
  [{:keys [start end]} {:keys [line text] offset-in-line :offset}]
  (let [offset (long offset-in-line)
        from (if (> offset (- (long widest) 20)) (- offset 40) 0)
        window (subs text (min from (count text)) (min (count text) (+ from (long widest))))
        width (max 1 (min (- (long end) (long start)) (- (count window) (- offset from))))
        ^String before (subs window 0 (min (count window) (- offset from)))
        gutter (str (apply str (repeat (count (str line)) \space)) " | ")]
    (str line " | " (shown (str/replace window "\t" " ")) "\n"
         gutter (apply str (repeat (+ (.codePointCount before 0 (count before)) (- offset from (count before))) \space))
         (apply str (repeat width \^)))))

;; Phrases

(defn- listed [words]
  (let [words (vec words)]
    (case (count words)
      0 "nothing"
      1 (first words)
      (str (str/join ", " (pop words)) " or " (peek words)))))

(defn- a [noun]
  (str (if (re-find #"^[aeiou]" noun) "an " "a ") noun))

(defn- there-is [candidates]
  (if (seq candidates) (str "; expected one of " (foreign/listed identity candidates)) ""))

(defmulti phrase
  "Returns the sentence for a problem."
  :problem)

(defmethod phrase :syntax [{:keys [expected found]}]
  (str "expected " (listed expected) ", found " found))
(defmethod phrase :character [{:keys [character]}]
  (str "the character " character " is not allowed in WIT"))
(defmethod phrase :encoding [_] "the file is not UTF-8")
(defmethod phrase :unreadable [{:keys [path reason]}] (str "cannot read " path ": " reason))
(defmethod phrase :carriage-return [_] "a carriage return without a line feed after it is not white space in WIT")
(defmethod phrase :comment [_] "this comment is not closed")
(defmethod phrase :too-many-entries [{:keys [limit]}]
  (str "the worlds up to this one have more than " limit " types, imports and exports, with what they include"))
(defmethod phrase :depth [{:keys [limit]}] (str "nested deeper than " limit " levels"))
(defmethod phrase :kebab-case [{:keys [name]}]
  (str "`" name "` is not kebab-case: words of lower-case or of upper-case letters, and digits, joined by -"))
(defmethod phrase :package-case [{:keys [name]}]
  (str "`" name "` is not valid in a package's name: expected lower-case letters and digits, joined by -"))
(defmethod phrase :version [{:keys [version]}] (str "`" version "` is not a semantic version"))
(defmethod phrase :string [{:keys [text]}] (str "the string " text " has an escape or a control code that WIT does not allow"))
(defmethod phrase :length [{:keys [length]}]
  (str "expected a fixed length from 1 to 4294967295, found " length))
(defmethod phrase :empty [{:keys [kind part]}]
  (str (if (= "flags" kind) "flags need" (str (a kind) " needs")) " at least one " part))
(defmethod phrase :too-many-flags [{:keys [limit count]}]
  (str "expected at most " limit " flags, found " count "; divide them into several types"))
(defmethod phrase :late-package [_]
  "`package …;` must be the first item of a file; write other packages as `package … { }`")
(defmethod phrase :nested-package [_] "nested package: packages are allowed only at the top level of a file")
(defmethod phrase :annotation [{:keys [annotation kind]}] (str "@" annotation " is not allowed on " (a kind)))
(defmethod phrase :annotation-twice [{:keys [annotation]}] (str "duplicate @" annotation))
(defmethod phrase :both-gates [_] "conflicting gates: expected either @since or @unstable, not both")
(defmethod phrase :lone-deprecated [_] "@deprecated also needs @since or @unstable")
(defmethod phrase :unreleased [{:keys [version package]}]
  (str "version " version " of a gate is later than the version of its package, " package))
(defmethod phrase :gate-without-version [{:keys [package]}]
  (str "a gate with a version needs a version in the package's name, `" package "`"))

(defmethod phrase :no-package [_] "missing package declaration: add one to a file of this package, such as `package local:demo;`")
(defmethod phrase :no-file [{:keys [path]}] (str "no .wit file in " path))
(defmethod phrase :package-name [{:keys [name other]}]
  (str "package " name " differs from the other files of the folder, which declare package " other))
(defmethod phrase :package-docs [_] "duplicate documentation of this package: only one file may document it")
(defmethod phrase :package-twice [{:keys [name]}] (str "duplicate package " name))
(defmethod phrase :unknown-package [{:keys [name candidates]}]
  (str "unresolved package " name (there-is candidates)))
(defmethod phrase :unknown-interface [{:keys [name package kind]}]
  (str "unresolved " kind " `" name "`" (when package (str " in package " package))))
(defmethod phrase :not-an-interface [{:keys [name found kind]}]
  (str "`" name "` is " (a found) ", not " (a kind)))
(defmethod phrase :duplicate [{:keys [name kind]}]
  (str "duplicate " (or kind "name") " `" name "`"))
(defmethod phrase :alike [{:keys [name other]}]
  (str "`" name "` is too similar to `" other
       "`: names of one scope must differ in more than case, and a method's name from its resource's"))
(defmethod phrase :unknown-type [{:keys [name candidates hint]}]
  (str "unresolved type `" name "`" (cond hint (str "; " hint)
                                          (seq candidates) (there-is candidates)
                                          :else "")))
(defmethod phrase :not-a-type [{:keys [name]}] (str "`" name "` is a function, not a type"))
(defmethod phrase :unknown-use [{:keys [name interface]}] (str "interface " interface " has no type `" name "`"))
(defmethod phrase :not-a-resource [{:keys [name]}] (str "expected a resource for a handle, found `" name "`"))
(defmethod phrase :inactive [{:keys [name feature]}]
  (str "`" name "` belongs to the feature " feature ", which is not enabled"))
(defn- around
  "Returns the names of a cycle, without the middle if it is long."
  [names]
  (if (< 20 (count names))
    (concat (take 10 names) ["…"] (take-last 9 names))
    names))

(defmethod phrase :cycle [{:keys [kind names]}]
  (str kind " `" (first names) "` depends on itself"
       (when (next names) (str ": " (str/join " → " (concat (around names) [(first names)]))))))
(defmethod phrase :borrow-result [{:keys [name]}]
  (str "the result of `" name "` contains a borrow, which a function cannot return"))
(defmethod phrase :borrow-inside [{:keys [kind]}] (str (a kind) " cannot contain a borrow"))
(defmethod phrase :stream-of-char [_]
  "a stream of char is not valid in a component yet; use stream<u8>, and document the encoding of characters")
(defmethod phrase :map-key [_]
  "expected bool, char, string or an integer as the key type of a map")
(defmethod phrase :constructor-result [{:keys [resource]}]
  (str "expected a fallible constructor to return result<" resource "> or result<" resource ", …>"))
(defmethod phrase :twice-extern [{:keys [name kind]}] (str "duplicate " kind " `" name "`"))
(defmethod phrase :clash [{:keys [name kind world]}]
  (str "duplicate " kind " `" name "` from world " world "; rename it: include … with { " name " as … }"))
(defmethod phrase :unused-rename [{:keys [name world]}]
  (str "world " world " does not import or export the plain name `" name "`; interfaces keep their ids"))
(defmethod phrase :overlap [{:keys [interface other]}]
  (str "interface " interface " is exported and uses " other
       ", which is both exported and needed as an import by another export"))

;; Messages

(defn- part
  "Returns a part of a problem in the format of messages."
  [value]
  (cond (string? value) (foreign/escaped value)
        (sequential? value) (mapv part value)
        :else value))

(defn- describe [problem]
  (if-let [at (:at problem)]
    (let [{:keys [file line column] :as where} (locate at)]
      {:problem (:problem problem)
       :file file :line line :column column
       :message (str (foreign/path file) ":" line ":" column ": " (phrase (update-vals problem part)) "\n"
                     (excerpt at where)
                     (when-let [in (seq (:in problem))]
                       (str "\nin " (foreign/listed ", in " foreign/escaped in))))})
    {:problem (:problem problem) :message (phrase (update-vals problem part))}))

(defn- throw-described
  "Throws the exception for problems with messages. `more` is the number of other problems."
  [kind described ^long more]
  (throw (RadicchioException/of kind
                                (cond-> (str/join "\n\n" (map :message described))
                                  (pos? more) (str "\n\nand " more " more"))
                                (-> (select-keys (first described) [:file :line :column])
                                    (assoc :problems (vec described)))
                                nil)))

(def ^:private max-problems "The most problems of a text in a message." 50)

(defn- throw-all [kind problems]
  (let [ordered (sort-by (juxt (comp :file :source :at) (comp :start :at)) problems)
        more (- (count problems) (long max-problems))]
    (throw-described kind (->> ordered (take max-problems) (map describe) distinct) (max 0 more))))

(defn throw-parse
  "Throws the exception, kind :parse, for one problem, or for those of a sequence."
  [problems]
  (throw-all ErrorKind/PARSE (if (map? problems) [problems] problems)))

(defn throw-resolve
  "Throws the exception, kind :resolve, for a sequence of problems. Its data has the place of the first, :file, :line and
  :column, and :problems, a vector of {:problem :file :line :column :message}, of the first 50."
  [problems]
  (throw-all ErrorKind/RESOLVE problems))

(defn collecting
  "Returns the results of functions of no arguments. `groups` is a sequence of sequences of them. If some throw, kind :parse,
  throws the problems of all of them together."
  [groups]
  (let [results (mapv (partial mapv #(try (%) (catch RadicchioException e e))) groups)
        problems (mapcat (comp :problems ex-data) (filter #(instance? RadicchioException %) (apply concat results)))]
    (if (seq problems)
      (throw-described ErrorKind/PARSE problems 0)
      results)))
