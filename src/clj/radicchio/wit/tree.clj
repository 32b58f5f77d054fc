(ns ^:no-doc radicchio.wit.tree
  "Builds the syntax tree from the nodes of the grammar: reads names, keeps places, attaches documentation and annotations, and
  checks every rule that needs no other name."
  (:require [clojure.string :as str]
            [radicchio.wit.names :as names]
            [radicchio.wit.problem :as problem]))

(set! *warn-on-reflection* true)

;; A context is the `input` of `tree`, with :problems, a volatile.

(defn- note! [context problem]
  (vswap! (:problems context) conj problem)
  nil)

(defn- start-of ^long [context node]
  (aget ^ints (:starts (:tokens context)) (:start (meta node))))

(defn- end-of ^long [context node]
  (aget ^ints (:ends (:tokens context)) (dec (long (:end (meta node))))))

(defn- place-of [context node]
  (problem/place (:source context) (start-of context node) (end-of context node)))

(defn- rule [node] (when (vector? node) (nth node 0)))

(defn- children
  "Returns the nodes below a node. If rules are given, returns only nodes of those rules."
  ([node] (rest node))
  ([node & rules] (filter (comp (set rules) rule) (rest node))))

(defn- child [node & rules] (first (apply children node rules)))

(defn- token [node] (nth node 1))

(defn- docs-of
  "Returns {:docs text} of the documentation before a node, or {}."
  [context node]
  (select-keys (get (:docs (:tokens context)) (:start (meta node))) [:docs]))

;; Names

(defn- identifier
  "Returns {:name …, :at …} of an id, checked with `allowed?`."
  ([context node] (identifier context node names/kebab-case? :kebab-case))
  ([context node allowed? complaint]
   (let [written (token node)
         name (if (str/starts-with? written "%") (subs written 1) written)
         at (place-of context node)]
     (when-not (allowed? name)
       (note! context {:problem complaint :name name :at at}))
     {:name name :at at})))

(defn- named
  "Returns {:name …, :name-at …} of a node's first id."
  [context node]
  (let [{:keys [name at]} (identifier context (child node :id))]
    {:name name :name-at at}))

(defn- version [context node]
  (let [text (token node)]
    (when-not (names/parse-version text)
      (note! context {:problem :version :version text :at (place-of context node)}))
    text))

(defn- package-part [context node]
  (:name (identifier context node names/package-part? :package-case)))

(defn- joined-name
  "Returns the ids of a package's name, joined with their : and /."
  [context nodes]
  (apply str (map #(case (rule %) :id (package-part context %) :joined ":" %) nodes)))

(defn- package-name [context node]
  (let [parts (remove #(or (= :version (rule %)) (= "@" %)) (children node))
        base (joined-name context parts)
        version-node (child node :version)]
    {:name (if version-node (str base "@" (version context version-node)) base)
     :at (place-of context node)}))

(defn- path
  "Returns {:package id or nil, :name …, :at …, :name-at …, :package-at …} of a use-path or extern-path."
  [context node]
  (let [ids (children node :id)
        {:keys [name at]} (identifier context (last ids))]
    (if (= 1 (count ids))
      {:name name :name-at at :at at}
      (let [package-nodes (take-while #(not (identical? (last ids) %)) (children node))
            version-node (child node :version)
            base (joined-name context (butlast package-nodes))]
        {:package (if version-node (str base "@" (version context version-node)) base)
         :name name
         :name-at at
         :package-at (problem/place (:source context) (start-of context (first ids))
                                    (end-of context (last (filter #(= :id (rule %)) package-nodes))))
         :at (place-of context node)}))))

;; Annotations and documentation

(def ^:private external-id-kinds #{:import :export :func :type :record :variant :enum :flags :resource
                                   :constructor :method :static})

(defn- text
  "Returns the string of a literal."
  [context node]
  (or (names/parse-string (token node))
      (note! context {:problem :string :text (token node) :at (place-of context node)})))

(defn- annotation [context node]
  (let [[key argument] (second node)]
    {:key key
     :at (place-of context node)
     :value (case (rule argument)
              :version (version context argument)
              :id (:name (identifier context argument))
              :text (text context argument))}))

(defn- check-annotations [context kind annotations]
  (doseq [[key [_ again]] (group-by :key annotations) :when again]
    (note! context {:problem :annotation-twice :annotation (name key) :at (:at again)}))
  (let [by-key (into {} (map (juxt :key identity)) annotations)]
    (when (and (:since by-key) (:unstable by-key))
      (note! context {:problem :both-gates :at (:at (:unstable by-key))}))
    (when (and (:deprecated by-key) (not (:since by-key)) (not (:unstable by-key)))
      (note! context {:problem :lone-deprecated :at (:at (:deprecated by-key))}))
    (when-let [{:keys [at]} (and (not (external-id-kinds kind)) (:external-id by-key))]
      (note! context {:problem :annotation :annotation "external-id" :kind (name kind) :at at}))))

(defn- attributes [context kind node]
  (let [annotations (map #(annotation context %) (children node :annotation))]
    (check-annotations context kind annotations)
    (into (docs-of context node) (map (juxt :key :value)) annotations)))

(defn- base
  "Returns the common keys of every item."
  [context kind node]
  {:kind kind :at (place-of context node) :attributes (attributes context kind node)})

;; Types

(declare type-node)

(defn- list-type [context node]
  (let [[element length] (children node)
        n (when length (bigint (token length)))]
    (when (and n (not (<= 1 n 4294967295)))
      (note! context {:problem :length :length (token length) :at (place-of context length)}))
    (cond-> {:args [(type-node context element)]}
      n (assoc :length (long (min n 4294967295))))))

(defn- result-type [context node]
  (let [args (mapv #(when-not (= :nothing (rule %)) (type-node context %)) (children node))]
    {:args args}))

(defn- tuple-type [context node]
  (let [types (children node)]
    (when (empty? types)
      (note! context {:problem :empty :kind "tuple" :part "type" :at (place-of context node)}))
    {:args (mapv #(type-node context %) types)}))

(defn- type-node
  "Returns {:tag … :at …} with :args, :name or :length, depending on the type."
  [context node]
  (let [tag (rule node)]
    (merge
     {:tag tag :at (place-of context node)}
     (case tag
       :primitive {:tag (keyword (token node))}
       :name (select-keys (identifier context (child node :id)) [:name])
       (:own :borrow) (let [{:keys [name at]} (identifier context (child node :id))] {:name name :at at})
       :list (list-type context node)
       :result-type (assoc (result-type context node) :tag :result)
       :tuple (tuple-type context node)
       {:args (mapv #(type-node context %) (children node))}))))

(defn- function [context node]
  (let [func (or (child node :func-type) node)
        result (child func :result)]
    {:async (boolean (some #{"async"} (children func)))
     :params (mapv (fn [param]
                     (assoc (named context param) :type (type-node context (last param))))
                   (children (child func :params) :param))
     :result (when result (type-node context (second result)))}))

;; Items

(defn- field [context node]
  (let [type (when-not (#{:id} (rule (last node))) (last node))]
    (cond-> (assoc (named context node) :attributes (docs-of context node))
      type (assoc :type (type-node context type)))))

(defn- part-name
  "Returns the name of the parts of a record, variant, enum or flags."
  [kind]
  (case kind :record "field" :flags "flag" "case"))

(def ^:private max-flags "The most flags of a type: the Component Model's limit." 32)

(defn- check-count
  "Notes an empty record, variant, enum or flags, and flags with too many labels."
  [context kind node fields]
  (let [at (place-of context (child node :id))]
    (cond (empty? fields)
          (note! context {:problem :empty :kind (name kind) :part (part-name kind) :at at})
          (and (= :flags kind) (< (long max-flags) (count fields)))
          (note! context {:problem :too-many-flags :limit max-flags :count (count fields) :at at}))))

(defn- cases [context kind node]
  (let [fields (mapv #(field context %) (children node :field :case :label))]
    (check-count context kind node fields)
    {:fields fields}))

(declare item)

(defn- items [context node]
  (into [] (keep #(when-not (#{:annotation :id :package-decl :package-name} (rule %)) (item context %)))
        (filter vector? (children node))))

(defn- extern
  "Returns the contents of an import or export: a function, an inline interface, or the path of an interface."
  [context node]
  (let [{:keys [name at]} (when-let [id (child node :id)] (identifier context id))]
    (cond-> {}
      name (assoc :name name :name-at at)
      (child node :func-type) (assoc :func (function context node))
      (child node :inline) (assoc :inline (items context (child node :inline)))
      (child node :use-path :extern-path) (assoc :path (path context (child node :use-path :extern-path))))))

(defn- use-name [context node]
  (let [[name as] (map #(identifier context %) (children node :id))]
    {:name (:name name) :name-at (:at name) :as (:name (or as name)) :as-at (:at (or as name))}))

(defn- package-declaration
  "Returns {:name … :at …}, with :docs and :docs-at if it is documented."
  [context decl]
  (let [start (:start (get (:docs (:tokens context)) (:start (meta decl))))]
    (cond-> (merge (package-name context (child decl :package-name)) (docs-of context decl))
      start (assoc :docs-at (problem/place (:source context) start (+ 3 (long start)))))))

(defn- package [context node]
  (let [decl (child node :package-decl)]
    (doseq [inner (children node :package)]
      (note! context {:problem :nested-package
                      :at (place-of context (child (child inner :package-decl) :package-name))}))
    {:kind :package
     :package (package-declaration context decl)
     :at (place-of context node)
     :items (into [] (map #(item context %)) (remove #(= :package (rule %)) (rest (children node))))}))

(defn- item [context node]
  (let [tag (rule node)
        kind (if (= :alias tag) :type tag)]
    (case tag
      :package (package context node)
      :use-top (let [as (second (children node))]
                 {:kind :use-top
                  :at (place-of context node)
                  :path (path context (child node :use-path))
                  :as (when as (identifier context as))})
      (merge
       (base context kind node)
       (case tag
         (:interface :world) (assoc (named context node) :items (items context node))
         (:import :export) (extern context node)
         :include {:path (path context (child node :use-path))
                   :renames (mapv (fn [rename]
                                    (let [[from to] (map #(identifier context %) (children rename))]
                                      {:from from :to to}))
                                  (children node :rename))}
         :use {:path (path context (child node :use-path))
               :names (mapv #(use-name context %) (children node :use-name))}
         (:func :method :static) (merge (named context node) (function context node))
         :constructor (merge (function context node)
                             {:name-at (let [at (place-of context node)] (assoc at :end (+ 11 (long (:start at)))))})
         :alias (assoc (named context node) :type (type-node context (last node)))
         (:record :variant :enum :flags) (merge (named context node) (cases context kind node))
         :resource (assoc (named context node) :functions (items context node)))))))

;; The whole

(defn tree
  "Returns the tree of a file, from the grammar's nodes for its parts. `input` is a map of
    :source   {:file … :text …}
    :tokens   the tokens, in the format of `radicchio.wit.tokens/tokens`.
  Throws RadicchioException, kind :parse, with all problems."
  [nodes input]
  (let [context (assoc input :problems (volatile! []))
        declaration? #(= :package-decl (rule %))
        [main items] (if (some-> (first nodes) declaration?) [(first nodes) (rest nodes)] [nil nodes])]
    (doseq [node items :when (declaration? node)]
      (note! context {:problem :late-package :at (place-of context node)}))
    (let [result {:kind :file
                  :source (:source input)
                  :package (when main (package-declaration context main))
                  :items (mapv #(item context %) (remove declaration? items))}]
      (when-let [problems (seq @(:problems context))]
        (problem/throw-parse problems))
      result)))
