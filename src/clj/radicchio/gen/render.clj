(ns ^:no-doc radicchio.gen.render
  "Renders models as source text, through templates: resources/templates/radicchio, or a user's own.

  A template looks like the file that it makes. Its holes, «docs», are forms that are already laid out;
  `radicchio.gen.holes` inserts them. A template has sections only for values that may be absent or repeated. It must use
  every value that it gets."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.docs :as docs]
            [radicchio.gen.emit :as emit]
            [radicchio.gen.files :as files]
            [radicchio.gen.holes :as holes]
            [radicchio.gen.layout :as layout]
            [radicchio.gen.problem :as problem]
            [radicchio.loading :as loading]
            [radicchio.wit :as wit])
  (:import (com.samskivert.mustache Mustache Mustache$Compiler Mustache$CustomContext Mustache$Formatter
                                    Mustache$TemplateLoader MustacheException Template)
           (java.io File StringReader)
           (java.nio.charset StandardCharsets)))

(set! *warn-on-reflection* true)

;; Templates

(def ^:private template-names ["exports" "interface" "function" "imports" "types"])

(defn- template-file [name] (str name ".clj.mustache"))

(defn- foreign-template
  "Returns the first file of a user's folder that is not one of the templates, hidden files excepted, or nil."
  [^File folder]
  (first (sort (remove #(or (contains? (set (map template-file template-names)) %) (str/starts-with? % "."))
                       (.list folder)))))

;; Contexts: the values for templates, and the record of which values were used

(defn- context
  "Returns a map as a template's context. `used` collects the keys that are looked up, below `path`."
  [used path values]
  (let [convert (fn convert [k value]
                  (cond (map? value) (context used (conj path k) value)
                        (sequential? value) (mapv #(convert k %) value)
                        (nil? value) false
                        :else value))
        converted (into {} (map (fn [[k v]] [(name k) (convert k v)])) values)]
    (swap! used update :given into (map #(conj path %)) (keys values))
    (reify Mustache$CustomContext
      (get [_ key]
        (when (contains? converted key)
          (swap! used update :used conj (conj path (keyword key)))
          (get converted key))))))

(defn- compiler
  "Returns a compiler. `texts` are the templates that others include."
  ^Mustache$Compiler [texts]
  (-> (Mustache/compiler)
      (.escapeHTML false)
      (.strictSections true)
      (.withDelims "« »")
      (.withFormatter (reify Mustache$Formatter (format [_ value] (holes/mark value))))
      (.withLoader (reify Mustache$TemplateLoader
                     (getTemplate [_ name]
                       (StringReader.
                        (or (texts name)
                            (problem/refuse! (str "a template includes «>" (foreign/escaped name)
                                                  "», which does not exist")))))))))

(defn- unfillable [name cause]
  (problem/refuse! (str "the template " (template-file name) " cannot be filled: " (foreign/message cause))))

(defn- compiled ^Template [texts name]
  (try
    (.compile (compiler texts) ^String (texts name))
    (catch MustacheException e (unfillable name e))))

(defn- template-text [^File folder name]
  (let [own (when folder (io/file folder (template-file name)))]
    (if (and own (.isFile ^File own))
      (String. (files/read-bytes (.toPath ^File own) own) StandardCharsets/UTF_8)
      (slurp (loading/resource (str "templates/radicchio/" (template-file name))) :encoding "UTF-8"))))

(defn read-templates
  "Returns the templates by name. Those of the user's folder, a File or nil, replace ours."
  [^File folder]
  (when folder
    (when-not (.isDirectory folder)
      (problem/refuse! (str ":templates names " (foreign/path folder) ", which is not a folder")))
    (when-let [file (foreign-template folder)]
      (problem/refuse! (str ":templates has " (foreign/path file) ", which is not a template; expected one of "
                            (str/join ", " (map template-file template-names))))))
  (let [texts (into {} (map (juxt identity #(template-text folder %))) template-names)]
    (into {} (map (juxt identity #(compiled texts %))) template-names)))

(defn- fill
  "Returns the template's text, filled with the values."
  [templates name values]
  (let [used (atom {:given #{} :used #{}})
        root (context used [] values)
        text (try
               (.execute ^Template (templates name) root)
               (catch MustacheException e (unfillable name e)))
        {:keys [given used]} @used]
    (when-let [path (first (sort-by (juxt count pr-str) (remove used given)))]
      (problem/refuse! (str "the template " (template-file name) " does not use «" (str/join "/" (map clojure.core/name path))
                            "»; use it, or remove the template from :templates")))
    (holes/hang (template-file name) text)))

;; Models as values for templates: each is the text of a form

(defn- enumerated
  "a, b and c"
  [words]
  (if (next words)
    (str (str/join ", " (butlast words)) " and " (last words))
    (first words)))

(defn- generated-by [{:keys [docs files]}]
  (emit/docstring (str docs "\n\nGenerated by Radicchio from " (enumerated (map emit/inline files))
                      "; `clj -T:wit gen` remakes it.")))

(defn- exclude [names]
  (when (seq names) (layout/symbols (map emit/symbol-text names))))

(defn- core
  "Returns how to call a function of clojure.core in a namespace that defines `excluded` itself."
  [excluded name]
  (if (some #{name} excluded) (symbol "clojure.core" (str name)) name))

(defn- arity [{:keys [tag params call]}]
  {:tag (some-> tag emit/symbol-text)
   :params (layout/symbols params)
   :call (layout/call call)})

(defn- function [{:keys [name private id types type options docs metadata arities]}]
  {:name (emit/symbol-text name)
   :private (emit/symbol-text private)
   :id (layout/form id)
   :types (if types (emit/symbol-text types) "[]")
   :type (layout/form type)
   :options (when options (layout/form options))
   :docs (emit/docstring docs)
   :metadata (layout/form metadata)
   :arities (map arity arities)})

(defn- comment-lines [text]
  (map emit/comment-line (docs/text-lines text)))

;; A JVM method holds at most 64 KB. The methods that load a compiled namespace contain everything that its definitions do
;; and quote. What is too much for one method goes into functions that are called at once and have separate methods.

(def ^:private most-functions "This many definitions of functions are known to fit." 400)
(def ^:private functions-a-group 25)
(def ^:private most-words "Types of this many names and keywords are known to fit." 1200)

(defn- words [form]
  (if (vector? form) (reduce + (map words form)) 1))

(defn- runs
  "Divides elements into runs that fit."
  [elements]
  (first
   (reduce (fn [[runs size] element]
             (let [more (+ (long size) (long (words element)))]
               (if (or (empty? runs) (< (long most-words) more))
                 [(conj runs [element]) (words element)]
                 [(conj (pop runs) (conj (peek runs) element)) more])))
           [[] 0]
           elements)))

(defn- pieces
  "Returns the texts of a definition that is too large: the definition with its first fields or cases, then further fields
  or cases alone."
  [definition]
  (let [contents (wit/contents definition)
        head (subvec definition 0 (- (count definition) (count contents)))
        [start & further] (runs contents)]
    (cons (layout/definition (into head start))
          (map #(layout/contents (wit/kind definition) %) further))))

(defn- too-large? [form]
  (< (long most-words) (long (words form))))

(defn- divided
  "Divides definitions: {:parts, each a :part-name and its :definitions, and :value, which joins them}."
  [excluded name definitions]
  (let [texts (mapcat (fn [group]
                        (if (too-large? (first group))
                          (map pieces group)
                          (map (comp list layout/definitions) (runs group))))
                      (partition-by too-large? definitions))
        part-name #(str name "-" (inc (long %)))
        starts (reductions + 0 (map count texts))
        names (map (fn [pieces start] (map part-name (range start (+ (long start) (count pieces))))) texts starts)]
    {:parts (map (fn [part-name text] {:part-name part-name :definitions text}) (flatten names) (flatten texts))
     :value (layout/joined (str (core excluded 'reduce) " " (core excluded 'into))
                           (map (fn [[name :as pieces]] (if (next pieces) pieces name)) names))}))

(defn- types
  "Returns the var of definitions: in one piece if that is known to fit, otherwise joined from parts."
  [excluded name definitions]
  (assoc (if (too-large? definitions)
           (divided excluded name definitions)
           {:parts [] :value (layout/quoted (layout/definitions definitions))})
         :name (emit/symbol-text name)))

(defn- interface [templates excluded grouped? interface]
  (let [functions (map function (:functions interface))]
    {:title (emit/inline (:title interface))
     :comment (some-> (:docs interface) comment-lines)
     :types (when-let [{:keys [name definitions]} (:types interface)] (types excluded name definitions))
     :functions (when-not grouped? functions)
     :groups (when grouped?
               (for [group (partition-all functions-a-group functions)]
                 {:definitions (str/join "\n\n" (map #(str/trim (fill templates "function" %)) group))}))}))

(defn- instantiate-docs [imports]
  (emit/docstring
   (str "Makes a new instance with separate state. The caller must close it, for example with `with-open`.\n"
        "Options: :imports, :wasi, :limits, :missing, :backend."
        (when (seq imports)
          (str "\n" (docs/text (str (if (next imports) "Pass the merged results" "Pass the result") " of `functions` of "
                                     (enumerated imports) " as :imports.")))))))

(defn- exports [templates {:keys [ns component component-of core-world imports interfaces] :as model}]
  {:ns (emit/symbol-text ns)
   :docs (generated-by model)
   :exclude (exclude (:exclude model))
   :requires (str/join "\n" (cond->> ["[radicchio.bind :as bind]"]
                              component-of (cons (str "[" (emit/symbol-text component-of) " :refer [component]]"))))
   :component (when component
                {:options (layout/form component)
                 :core-world (when core-world
                               {:name (emit/symbol-text (:name core-world)) :data (layout/wit-data (:data core-world))})
                 :instantiate-docs (instantiate-docs imports)})
   :interfaces (let [grouped? (< (long most-functions) (long (reduce + (map (comp count :functions) interfaces))))]
                 (map #(interface templates (:exclude model) grouped? %) interfaces))})

(defn- method [{:keys [name params docs]}]
  {:name (emit/symbol-text name) :params (layout/symbols (map emit/symbol-text params)) :docs (emit/docstring docs)})

(defn- protocols [{:keys [functions resources id]}]
  (concat
   (for [{:keys [name resource docs methods]} resources]
     {:name (emit/symbol-text name)
      :docs (emit/docstring (str (when docs (str (docs/text docs) "\n\n"))
                                "A host's " resource " of " id ". Pass it to the guest as (radicchio.wasm/resource object)."))
      :methods (map method methods)})
   (when (seq functions)
     [{:name "Functions"
       :docs (emit/docstring (str "The functions of " id " that the host provides. Pass the result of `functions` to"
                                 " `instantiate`."))
       :methods (map method functions)}])))

(defn- answer
  "Returns the function for an import, in terms of the object `impl`. `partial` is the name of clojure.core's function. Calls go
  through Vars, so that `with-redefs` and a new definition take effect."
  [{:keys [name many params]} partial on-handle?]
  (cond (and many on-handle?) (list 'fn '[this & params] (list name 'this 'params))
        many (list 'fn '[& params] (list name 'impl 'params))
        on-handle? (list 'var name)
        :else (list partial (list 'var name) 'impl)))

(defn- imports [{:keys [ns functions resources label] :as model}]
  (let [partial (core (:exclude model) 'partial)
        entries (into (mapv (juxt :wit-name #(answer % partial false)) functions)
                      (for [resource resources, method (:methods resource)]
                        [(:wit-name method) (answer method partial true)]))]
    {:ns (emit/symbol-text ns)
     :docs (generated-by model)
     :exclude (exclude (:exclude model))
     :protocols (protocols model)
     :impl (if (seq functions) "impl" "_impl")
     :imports (layout/nested-map (if label [[label entries]] entries))}))

(defn- types-namespace [{:keys [ns interfaces] :as model}]
  {:ns (emit/symbol-text ns)
   :docs (generated-by model)
   :interfaces (for [{:keys [title docs name definitions]} interfaces]
                 (assoc (types nil name definitions)
                        :title (emit/inline title)
                        :comment (some-> docs comment-lines)
                        :docs (emit/docstring (str "The types of " title ":\n\n"
                                                   (docs/definitions-text definitions)))))})

;; The entrance

(defn source
  "Returns the text of the namespace that a model describes. Throws :config if a template uses a value that does not
  exist, or does not use one that does."
  [templates model]
  (binding [*print-length* nil *print-level* nil *print-meta* false *print-namespace-maps* false
            *print-readably* true *print-dup* false]
    (case (:kind model)
      :exports (fill templates "exports" (exports templates model))
      :imports (fill templates "imports" (imports model))
      :types (fill templates "types" (types-namespace model)))))
