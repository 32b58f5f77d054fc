(ns ^:no-doc radicchio.gen.docs
  "Docstrings: what WIT says of a function, then a line for each parameter and for what it returns, then one for
  each type that those lines name and do not spell out.

  Types are in terms of the definitions of `radicchio.gen.types/closure`."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(def ^:private width 100)

;; Text

(defn- wrap-words
  "Breaks a line at spaces into lines of at most `width`, where words allow; those after the first begin with
  `indent`."
  [line width indent]
  (let [[lines line]
        (reduce (fn [[lines line] word]
                  (if (and (seq (str/trim line)) (< (long width) (+ (count line) 1 (count word))))
                    [(conj lines line) (str indent word)]
                    [lines (if (= line indent) (str line word) (str line " " word))]))
                [[] (re-find #"^\s*\S+" line)]
                (rest (str/split (str/trim line) #" ")))]
    (conj lines line)))

(defn- verbatim?
  "Is this a line whose breaks mean something: of a table, or indented as code?"
  [line]
  (boolean (re-find #"^(\||    |\t)" line)))

(defn- continuation
  "What further lines of a line that was broken begin with: its indentation, below an item's text in a list."
  [line]
  (str/replace (re-find #"^\s*(?:(?:[-*+]|\d+[.)])\s+)?" line) #"\S" " "))

(def ^:private longest "The most characters of WIT documentation that are shown of one thing." 16000)

(defn- shortened [docs]
  (if (< (long longest) (count docs)) (str (subs docs 0 longest) "…") docs))

(defn- written-lines
  "The lines of a text. Only a line feed ends one, alone or after a carriage return; every other control character and
  separator is a space."
  [text]
  (str/split (str/replace text #"\r(?!\n)|[\p{Cntrl}\x{80}-\x{9f}\u2028\u2029&&[^\r\n\t]]" " ") #"\r?\n"))

(defn text-lines
  "The lines of WIT documentation as it was written, but for blanks at the ends and for lines too long to be
  read, which are broken; code between fences and tables are left alone."
  [docs]
  (let [lines (map str/trimr (written-lines (shortened docs)))]
    (first
     (reduce (fn [[out fenced?] line]
               (let [fence? (str/starts-with? (str/triml line) "```")]
                 [(if (or fenced? fence? (verbatim? line) (<= (count line) (long width)))
                    (conj out line)
                    (into out (wrap-words line width (continuation line))))
                  (not= fenced? fence?)]))
             [[] false]
             (drop-while str/blank? lines)))))

(defn text
  "WIT documentation as one string, nil where there is none."
  [docs]
  (when-not (str/blank? docs)
    (str/trimr (str/join "\n" (text-lines docs)))))

(defn described
  "Documentation and a sentence after it, on the same line where both are short."
  [docs sentence]
  (let [docs (text docs)]
    (cond (nil? docs) sentence
          (and (not (str/includes? docs "\n")) (< (+ (count docs) (count sentence)) 96)) (str docs " " sentence)
          :else (str docs "\n\n" sentence))))

;; Types in words

(defn type-text
  "A type as WIT writes it; a handle by the resource's name alone, and borrow<canvas> for a borrowed one."
  [type]
  (if-not (vector? type)
    (if (keyword? type) (name type) (str type))
    (let [[kind a b] type
          arguments (fn [types] (str (name kind) "<" (str/join ", " (map #(if % (type-text %) "_") types)) ">"))]
      (case kind
        :own (str a)
        :list (if b (str "list<" (type-text a) ", " b ">") (arguments [a]))
        :result (if (next type) (arguments (rest type)) "result")
        (if (next type) (arguments (rest type)) (name kind))))))

(defn- case-text [field]
  (if-let [type (wit/case-type field)]
    (str "[" (wit/case-name field) " " (type-text type) "]")
    (str "[" (wit/case-name field) "]")))

(defn- field-text [field]
  (str (wit/case-name field) " " (type-text (wit/case-type field))))

(def ^:private most-shown
  "Fields and cases beyond so many, and types, are counted and not shown."
  60)

(defn- listed
  "The texts that `f` makes, with `separator` between them."
  [f separator contents]
  (let [[shown more] (split-at most-shown contents)]
    (str/join separator (cond-> (mapv f shown) (seq more) (conj (str "… " (count more) " more"))))))

(defn- structure
  "What a value of a definition looks like in Clojure; nil of a resource."
  [definition]
  (let [contents (wit/contents definition)]
    (case (wit/kind definition)
      :record (str "{" (listed field-text " " contents) "}")
      :variant (listed case-text " | " contents)
      :enum (listed (comp str wit/case-name) " | " contents)
      :flags (str "#{" (listed (comp str wit/case-name) " " contents) "}")
      :type (type-text (first contents))
      :resource nil)))

(defn- named-structure
  "A definition's name with its structure after it."
  [definition]
  (let [name (wit/item-name definition)
        structure (structure definition)]
    (case (wit/kind definition)
      (:record :flags) (str name " " structure)
      (:variant :enum :type) (str name " (" structure ")"))))

(defn- definition-symbols [definition]
  (case (wit/kind definition)
    (:record :variant) (mapcat #(tree-seq vector? rest (wit/case-type %)) (wit/contents definition))
    :type (tree-seq vector? rest (first (wit/contents definition)))
    nil))

;; Rows: a label and what stands behind it

(defn- mention
  "Adds a row to the state. A type's first mention, where it stands alone, spells it out."
  [{:keys [definitions shown] :as state} label before type after]
  (let [definition (when (symbol? type) (definitions type))
        spell-out? (and definition (structure definition) (not (shown type)))
        described (cond (and spell-out? (= label (str type))) (structure definition)
                        spell-out? (named-structure definition)
                        :else (type-text type))]
    (-> state
        (update :rows conj [label (str before described after)])
        (update :named into (filter symbol?) (tree-seq vector? rest type))
        (cond-> spell-out? (-> (update :shown conj type)
                               (update :named into (filter symbol?) (definition-symbols definition)))))))

(defn- extend-last-row
  "As `mention`, but what is said goes to the end of the row before."
  [state before type]
  (let [[label text] (peek (:rows state))
        more (mention (update state :rows pop) nil before type nil)
        [_ addition] (peek (:rows more))]
    (assoc more :rows (conj (pop (:rows more)) [label (str text addition)]))))

(defn- own? [type] (and (vector? type) (= :own (first type))))

(defn- parameter [received state [label type]]
  (mention state label nil
           (if (and (vector? type) (= :borrow (first type))) (second type) type)
           (when (own? type) received)))

(defn- returned [state sent type]
  (if type
    (mention state "returns" nil type (when (own? type) sent))
    (update state :rows conj ["returns" "nil"])))

(defn- returned-result
  "What a function returns and throws whose result is a `result`."
  [state {:keys [sent throws throws-nothing]} [_ ok err]]
  (let [state (returned state sent ok)]
    (if err
      (extend-last-row state throws err)
      (update state :rows #(conj (pop %) (update (peek %) 1 str throws-nothing))))))

(defn- returned-tagged
  "The same where results are values."
  [state [_ ok err]]
  (let [tagged (fn [tag type] (if type (str "[" tag " " (type-text type) "]") (str "[" tag "]")))]
    (-> state
        (update :rows conj ["returns" (str (tagged :ok ok) " | " (tagged :err err))])
        (update :named into (filter symbol?) (mapcat #(tree-seq vector? rest %) [ok err])))))

(defn- remaining
  "Rows for all types that were named and not spelled out, and for those that they name in turn."
  [{:keys [definitions shown named]}]
  (loop [rows [] shown shown named (vec named)]
    (if-let [name (first named)]
      (let [definition (definitions name)]
        (if (or (shown name) (nil? definition))
          (recur rows shown (subvec named 1))
          (recur (if-let [s (structure definition)] (conj rows [(str name) s]) rows)
                 (conj shown name)
                 (into (subvec named 1) (filter symbol?) (definition-symbols definition)))))
      rows)))

(defn- row-lines [label-width rows]
  (mapcat (fn [[label text]]
            (let [indent (apply str (repeat (inc (long label-width)) " "))
                  padded (str label (subs indent (count label)))]
              (wrap-words (str padded text) width indent)))
          rows))

(defn- most-rows
  "The rows of types, without those that are too many to be read."
  [rows]
  (let [[shown more] (split-at most-shown rows)]
    (cond-> (vec shown) (seq more) (conj ["…" (str (count more) " more types")]))))

(defn- blocks [rows further]
  (let [further (most-rows further)
        label-width (apply max 0 (map (comp count first) (concat rows further)))]
    (map #(str/join "\n" (row-lines label-width %)) (remove empty? [rows further]))))

;; Docstrings

(defn definitions-text
  "A line for each definition: its name, and what a value of it looks like."
  [definitions]
  (let [rows (for [definition definitions] [(str (wit/item-name definition)) (or (structure definition) "a resource")])]
    (str/join "\n" (blocks [] rows))))

(def ^:private guests-words
  "How it is said of a function that is called: handles go to the guest and come from it."
  {:received ", given away" :sent ", to be closed"
   :throws "; throws on " :throws-nothing "; throws on err"})

(def ^:private hosts-words
  "And of one that the guest calls."
  {:received ", to be closed" :sent ", given away"
   :throws "; throws radicchio.wasm/err of " :throws-nothing "; throws radicchio.wasm/err"})

(defn docstring
  "The docstring of a function: its :docs, nil where it has none, its :params, pairs of the label that is shown and the
  type, its :result, and :definitions, a map from symbol to definition. :results is :value where results are
  values, and :host true of a function that the host provides: it is not said then that it returns nil."
  [{:keys [docs params result definitions results host]}]
  (let [{:keys [received sent] :as words} (if host hosts-words guests-words)
        state (reduce (partial parameter received)
                      {:definitions definitions :shown #{} :named [] :rows []}
                      params)
        result? (and (vector? result) (= :result (first result)))
        state (cond (and result? (= :value results)) (returned-tagged state result)
                    result? (returned-result state words result)
                    (or result (not host)) (returned state sent result)
                    :else state)]
    (str/join "\n\n" (remove nil? (cons (text docs) (blocks (:rows state) (remaining state)))))))
