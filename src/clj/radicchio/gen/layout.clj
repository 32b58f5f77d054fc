(ns ^:no-doc radicchio.gen.layout
  "Lays out Clojure data as lines of source text, as a careful person would. Short data stays on one line, long data is
  broken between elements, and documentation is above its element."
  (:require [clojure.string :as str]
            [radicchio.gen.docs :as docs]
            [radicchio.gen.emit :as emit]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(def ^:private width 96)

(defn- indent [lines]
  (map #(str " " %) lines))

(defn- after
  "Puts a text after `head`, and indents its further lines to the column in which it begins."
  [head text]
  (str head (str/replace text "\n" (apply str "\n" (repeat (count head) " ")))))

(defn- close
  "Adds a closing bracket to the last line."
  [lines bracket]
  (conj (pop lines) (str (peek lines) bracket)))

(defn- fill
  "Returns a vector's lines, from the lines of its elements: as many elements on a line as fit, including the bracket
  after the last. An element of several lines shares no line."
  [width elements]
  (let [elements (vec elements)
        elements (if (seq elements) (conj (pop elements) (close (peek elements) "]")) [["]"]])
        {:keys [done line]}
        (reduce (fn [{:keys [done line]} [text & more :as element]]
                  (cond (and more (= "[" line)) {:done (into [(str "[" text)] (indent more))}
                        more {:done (-> done (cond-> line (conj line)) (into (indent element)))}
                        (= "[" line) {:done done :line (str "[" text)}
                        (nil? line) {:done done :line (str " " text)}
                        (<= (+ (count line) 1 (count text)) (long width)) {:done done :line (str line " " text)}
                        :else {:done (conj done line) :line (str " " text)}))
                {:done [] :line "["}
                elements)]
    (cond-> done line (conj line))))

(declare lines)

(defn- vector-lines [form width]
  (let [text (emit/form form)]
    (if (<= (count text) (long width))
      [text]
      (fill width (conj (mapv #(lines % (dec (long width))) (pop form))
                        (lines (peek form) (- (long width) 2)))))))

(defn- map-lines
  "Returns an entry on each line. The further lines of a value are below its first."
  [form width]
  (let [text (emit/form form)]
    (if (<= (count text) (long width))
      [text]
      (let [entries (for [[k v] form
                          :let [key-text (str (emit/form k) " ")
                                [line & more] (lines v (- (long width) (count key-text) 2))]]
                      (cons (str key-text line) (map #(str (apply str (repeat (count key-text) " ")) %) more)))
            [line & more] (apply concat entries)]
        (close (into [(str "{" line)] (indent more)) "}")))))

(defn- lines [form width]
  (cond (vector? form) (vector-lines form width)
        (map? form) (map-lines form width)
        :else [(emit/form form)]))

(defn form
  "Returns the text of a form, on several lines if it is long."
  [form]
  (str/join "\n" (lines form width)))

(defn symbols
  "Returns the text of parameters, such as [^long width], from a vector of strings."
  [strings]
  (str/join "\n" (fill width (map vector strings))))

(defn quoted
  "Returns a text after a quote."
  [text]
  (after "'" text))

(defn joined
  "Returns the call of `function`, such as \"reduce into\", that concatenates the vectors in the vars `names`. Several
  names in place of one are the parts of a single element."
  [function names]
  (let [texts (map #(if (string? %) % (str (after "[" (joined function %)) "]")) names)]
    (str (after (str "(" function " ") (str/join "\n" (fill width (map str/split-lines texts)))) ")")))

(defn call
  "Returns a call from its function and arguments, all symbols. Further lines of arguments are below the first."
  [[function & arguments]]
  (let [head (str "(" (emit/symbol-text function) " ")
        margin (apply str (repeat (dec (count head)) " "))
        [line & more] (fill (- width (count margin)) (map (comp vector emit/symbol-text) arguments))
        lines (cons (str head (subs line 1)) (map #(str margin %) more))
        text (str/join "\n" lines)]
    (str (subs text 0 (dec (count text))) ")")))

(declare nested-map)

(defn- value-text [v]
  (cond (symbol? v) (emit/form v)
        (list? v) (emit/form v)
        :else (nested-map v)))

(defn- entry-lines
  "Returns a key with its value beside it, or below it if the value is long."
  [[k v]]
  (let [lines (str/split-lines (value-text v))
        key-text (emit/form k)
        together (str key-text " " (first lines))]
    (if (and (nil? (next lines)) (< (count together) (- width 8)))
      [together]
      (cons key-text lines))))

(defn nested-map
  "Returns pairs as a map, one entry a line. A value is a symbol, a call (a list), or a vector of such pairs."
  [pairs]
  (let [lines (mapcat entry-lines pairs)]
    (str "{" (str/join "\n" (cons (first lines) (indent (rest lines)))) "}")))

;; Definitions of types

(defn- bare
  "Removes the attributes of an element."
  [element]
  (if (vector? element) (into [] (remove map?) element) element))

(defn- comment-lines [element]
  (when-let [text (docs/text (wit/docs element))]
    (map emit/comment-line (str/split-lines text))))

(defn- bare-label
  "Turns an enum's case or a flag back into a keyword after its documentation was removed."
  [kind label]
  (let [bare (bare label)]
    (if (and (#{:enum :flags} kind) (vector? bare)) (first bare) bare)))

(defn- contents-lines
  "Returns a vector of `head` and a definition's contents."
  [kind head contents]
  (if (some comment-lines contents)
    (let [below (mapcat #(concat (comment-lines %) (lines (bare-label kind %) width)) contents)
          [line & more] (if (seq head) (cons (str/join " " (map emit/form head)) below) below)]
      (close (into [(str "[" line)] (indent more)) "]"))
    (vector-lines (into head (map #(bare-label kind %)) contents) width)))

(defn- definition-lines [definition]
  (let [kind (wit/kind definition)]
    (contents-lines kind [kind (wit/item-name definition)] (wit/contents definition))))

(defn definition
  "Returns the text of one definition, without its documentation."
  [definition]
  (str/join "\n" (definition-lines definition)))

(defn contents
  "Returns the text of a vector of fields or cases, for a definition of that kind."
  [kind contents]
  (str/join "\n" (contents-lines kind [] contents)))

(defn definitions
  "Returns the text of a vector of type definitions, each on separate lines."
  [definitions]
  (let [lines (mapcat #(concat (comment-lines %) (definition-lines %)) definitions)]
    (str/join "\n" (close (into [(str "[" (first lines))] (indent (rest lines))) "]"))))

;; WIT data

(defn- scope-lines
  "Returns the lines of WIT data, of a package, or of an interface or world, with each item on separate lines."
  [[kind name :as scope]]
  (let [[head contents] (if (= :wit kind) [":wit" (rest scope)] [(str kind " " (emit/form name)) (drop 2 scope)])
        content-lines #(if (#{:package :interface :world} (wit/kind %)) (scope-lines %) (lines % (- (long width) 4)))]
    (close (into [(str "[" head)] (mapcat (comp indent content-lines)) contents) "]")))

(defn wit-data
  "Returns the text of WIT data, with each item on separate lines."
  [data]
  (str/join "\n" (scope-lines data)))
