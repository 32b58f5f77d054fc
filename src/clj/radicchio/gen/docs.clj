(ns ^:no-doc radicchio.gen.docs
  "Makes docstrings: the documentation in WIT, then a line for each parameter, for the result and the error, then a line
  for each type that those lines name without its structure.

  Types are in terms of the definitions of `radicchio.gen.types/closure`."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(def ^:private width 100)

;; Text

(defn- wrap-words
  "Breaks a line at spaces into lines of at most `width`, if the words are short enough. The lines after the first begin
  with `indent`."
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
  "Tests whether a line must not be broken, because it is part of a table or indented as code."
  [line]
  (boolean (re-find #"^(\||    |\t)" line)))

(defn- continuation
  "Returns the indent for the continuation of a broken line: below the text of a list item, or that of the line."
  [line]
  (str/replace (re-find #"^\s*(?:(?:[-*+]|\d+[.)])\s+)?" line) #"\S" " "))

(def ^:private longest "The most characters of WIT documentation that are shown for one item." 16000)

(defn- shortened [docs]
  (if (< (long longest) (count docs)) (str (subs docs 0 longest) "…") docs))

(defn- written-lines
  "Returns the lines of a text. A line ends only with a line feed, alone or after a carriage return. Every other control
  character and separator becomes a space."
  [text]
  (str/split (str/replace text #"\r(?!\n)|[\p{Cntrl}\x{80}-\x{9f}\u2028\u2029&&[^\r\n\t]]" " ") #"\r?\n"))

(defn text-lines
  "Returns the lines of WIT documentation. Trailing blanks are removed, and lines that are too long are broken. Fenced
  code and tables stay unchanged."
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
  "Returns WIT documentation as one string, or nil if there is none."
  [docs]
  (when-not (str/blank? docs)
    (str/trimr (str/join "\n" (text-lines docs)))))

(defn described
  "Returns documentation followed by a sentence, on the same line if both are short."
  [docs sentence]
  (let [docs (text docs)]
    (cond (nil? docs) sentence
          (and (not (str/includes? docs "\n")) (< (+ (count docs) (count sentence)) 96)) (str docs " " sentence)
          :else (str docs "\n\n" sentence))))

;; Types as text

(defn type-text
  "Returns a type as WIT writes it. An owned handle is the resource's name alone, a borrowed one borrow<canvas>."
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
  "The most fields, cases and types that are shown. The rest are counted."
  60)

(defn- listed
  "Returns the texts of `f`, joined by `separator`."
  [f separator contents]
  (let [[shown more] (split-at most-shown contents)]
    (str/join separator (cond-> (mapv f shown) (seq more) (conj (str "… " (count more) " more"))))))

(defn- structure
  "Returns the structure of a definition's values in Clojure, or nil for a resource."
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
  "Returns a definition's name followed by its structure."
  [definition]
  (let [name (wit/item-name definition)
        structure (structure definition)]
    (case (wit/kind definition)
      (:record :flags) (str name " " structure)
      (:variant :enum :type) (str name " (" structure ")"))))

(defn- definition-types
  "Returns the types in a definition."
  [definition]
  (case (wit/kind definition)
    (:record :variant) (keep wit/case-type (wit/contents definition))
    :type [(first (wit/contents definition))]
    nil))

(defn- definition-symbols [definition]
  (case (wit/kind definition)
    (:record :variant) (mapcat #(tree-seq vector? rest (wit/case-type %)) (wit/contents definition))
    :type (tree-seq vector? rest (first (wit/contents definition)))
    nil))

;; Rows: a label and its text

(defn- mention
  "Adds a row to the state. The first row that is only a type includes the structure of that type."
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
  "Does the same as `mention`, but adds the text to the last row."
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
  "Adds the result and the error of a function whose result is a `result`."
  [state {:keys [sent throws throws-nothing]} [_ ok err]]
  (let [state (returned state sent ok)]
    (if err
      (extend-last-row state throws err)
      (update state :rows #(conj (pop %) (update (peek %) 1 str throws-nothing))))))

(defn- returned-tagged
  "Adds the result of such a function if results are values."
  [state [_ ok err]]
  (let [tagged (fn [tag type] (if type (str "[" tag " " (type-text type) "]") (str "[" tag "]")))]
    (-> state
        (update :rows conj ["returns" (str (tagged :ok ok) " | " (tagged :err err))])
        (update :named into (filter symbol?) (mapcat #(tree-seq vector? rest %) [ok err])))))

(defn- remaining
  "Returns rows for all types that were named without their structure, and for the types that those name."
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

;; Streams, futures and error contexts

(defn- async-kind [type]
  (let [kind (if (vector? type) (first type) type)]
    (cond (= [:stream :u8] type) :bytes
          (#{:stream :future :error-context} kind) kind)))

(def ^:private async-words
  "What a kind is where it comes from a component, and what to pass to one."
  {:bytes         ["an InputStream, to be closed" "an InputStream, a byte[], a ByteBuffer, integers or a radicchio.wasm/stream"]
   :stream        ["reducible and Iterable, read once, to be closed"
                   "anything sequential or Iterable, an Iterator or a radicchio.wasm/stream"]
   :future        ["a CompletableFuture, for deref" "a CompletionStage, a promise, a delay or a future"]
   :error-context ["a Throwable" "a Throwable or a string"]})

(defn- parts
  "Returns a type, the types in it, and those in the definitions that it names, each once."
  [definitions type]
  (loop [found [] seen #{} [type & more] (when type [type])]
    (cond (nil? type) (if (seq more) (recur found seen more) found)
          (seen type) (recur found seen more)
          (symbol? type) (recur found (conj seen type)
                                (into (vec more) (some-> (definitions type) definition-types)))
          :else (recur (conj found type) (conj seen type) (into (vec more) (when (vector? type) (rest type)))))))

(defn- async-lines
  "Returns a sentence for each stream, future and error context in values that come from a component, and for each in values that
  are passed to one."
  [definitions from-component to-component]
  (let [async #(distinct (filter async-kind (mapcat (partial parts definitions) %)))]
    (concat (for [type (async from-component)]
              (str (type-text type) " is " (first (async-words (async-kind type))) "."))
            (for [type (async to-component)]
              (str "Pass " (second (async-words (async-kind type))) " as " (type-text type) ".")))))

(defn- row-lines [label-width rows]
  (mapcat (fn [[label text]]
            (let [indent (apply str (repeat (inc (long label-width)) " "))
                  padded (str label (subs indent (count label)))]
              (wrap-words (str padded text) width indent)))
          rows))

(defn- most-rows
  "Returns the rows of types, without those above the most that are shown."
  [rows]
  (let [[shown more] (split-at most-shown rows)]
    (cond-> (vec shown) (seq more) (conj ["…" (str (count more) " more types")]))))

(defn- blocks [rows further]
  (let [further (most-rows further)
        label-width (apply max 0 (map (comp count first) (concat rows further)))]
    (map #(str/join "\n" (row-lines label-width %)) (remove empty? [rows further]))))

;; Docstrings

(defn definitions-text
  "Returns a line for each definition: its name, and the structure of its values."
  [definitions]
  (let [rows (for [definition definitions] [(str (wit/item-name definition)) (or (structure definition) "a resource")])]
    (str/join "\n" (blocks [] rows))))

(def ^:private guests-words
  "The words for a function that the host calls: handles go to the guest and come from it."
  {:received ", given away" :sent ", to be closed"
   :throws "; throws on " :throws-nothing "; throws on err"})

(def ^:private hosts-words
  "The words for a function that the guest calls."
  {:received ", to be closed" :sent ", given away"
   :throws "; throws radicchio.wasm/err of " :throws-nothing "; throws radicchio.wasm/err"})

(defn docstring
  "Returns the docstring of a function. :docs is its documentation or nil, :params are pairs of the shown label and the
  type, :result is the result type, :definitions is a map from symbol to definition. :results is :value if results are
  values. :host is true for a function that the host provides; its docstring does not mention a nil result."
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
    (str/join "\n\n" (concat (when-let [docs (text docs)] [docs])
                             (blocks (:rows state) (remaining state))
                             (when-let [lines (seq (async-lines definitions
                                                                (if host (map second params) [result])
                                                                (if host [result] (map second params))))]
                               [(str/join "\n" (mapcat #(wrap-words % width "  ") lines))])))))
