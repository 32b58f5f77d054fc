(ns ^:no-doc radicchio.gen.types
  "Collects the types that the functions of one interface or world need, as self-contained definitions. Types used from
  elsewhere are included. Every symbol refers to one of the definitions, and each definition comes after those it refers
  to."
  (:require [clojure.string :as str]
            [radicchio.gen.names :as names]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; The key of a definition is the id of the scope that defines it, and its name there. An inline interface has no id: it
;; is nil, which is unique because nothing outside can use its types.

(defn- definition-key [{:keys [scope item]}]
  [(wit/item-name scope) (wit/item-name item)])

(defn- alias-target
  "Returns the resource's symbol if an item is an alias of a resource, otherwise nil."
  [data {:keys [scope item]}]
  (let [target (when (= :type (wit/kind item)) (first (wit/contents item)))]
    (when (and (symbol? target)
               (= :resource (wit/kind (let [{:keys [type]} (wit/look-through data scope target)]
                                        (if (vector? type) type [type])))))
      target)))

(defn find-definition
  "Returns the definition of the symbol, like `wit/definition`, but follows aliases of resources too."
  [data scope symbol]
  (let [definition (wit/definition data scope symbol)]
    (if-let [target (alias-target data definition)]
      (recur data (:scope definition) target)
      definition)))

(defn map-symbols
  "Applies `f` to every symbol in a type."
  [f type]
  (cond (symbol? type) (f type)
        (vector? type) (into [(first type)] (map #(map-symbols f %)) (rest type))
        :else type))

(defn symbols
  "Returns the symbols in a type, in order."
  [type]
  (cond (symbol? type) [type]
        (vector? type) (mapcat symbols (rest type))
        :else nil))

(defn item-types
  "Returns the types inside a definition: of fields, of payloads, the target of an alias."
  [item]
  (case (wit/kind item)
    (:record :variant) (keep wit/case-type (wit/contents item))
    :type (wit/contents item)
    nil))

(defn function-types
  "Returns the types of a function's parameters and result."
  [{:keys [params result]}]
  (concat (map second params) (when result [result])))

;; Selection and order of definitions

(defn- visit
  "Adds the definition of `symbol` in `scope` to `found`, a map from key to definition in `order`, after all definitions
  that it refers to."
  [data found scope symbol]
  (let [definition (find-definition data scope symbol)
        k (definition-key definition)]
    (if (contains? (:by-key found) k)
      found
      (-> (reduce #(visit data %1 (:scope definition) %2)
                  (assoc-in found [:by-key k] definition)
                  (mapcat symbols (item-types (:item definition))))
          (update :order conj k)))))

(defn- reachable [data scope roots]
  (reduce #(visit data %1 scope %2) {:by-key {} :order []} roots))

(defn- needed
  "Returns the definitions that the functions need, in the order of `scope`."
  [data scope functions]
  (let [roots (distinct (mapcat symbols (mapcat function-types functions)))
        needed (:by-key (reachable data scope roots))
        all (reachable data scope (concat (map wit/item-name (wit/types scope)) roots))]
    (map #(vector % (needed %)) (filter #(contains? needed %) (:order all)))))

;; Names of definitions

(defn- local-name
  "Returns the name under which `scope` uses a definition of another scope."
  [data scope k]
  (some #(when (and (= :use (wit/kind %)) (= k (definition-key (find-definition data scope (wit/item-name %)))))
           (wit/item-name %))
        (wit/types scope)))

(defn- candidates
  "Returns names for a definition, best first: its own, then qualified by more and more of its scope's id, or by `label`
  for an inline interface."
  [data scope label [[id name :as k] {:keys [item]}]]
  (let [{:keys [package version] interface :name} (wit/parse-id (or id label))
        interface (str/replace (str interface) "." "-")
        versioned (str interface (when version (str "-" version)))]
    (remove nil?
            [(when-not (= :resource (wit/kind item)) (local-name data scope k))
             name
             (symbol interface (str name))
             (symbol versioned (str name))
             (symbol (str (str/replace (first (str/split (str package) #"@")) #"[:/]" ".") "." versioned)
                     (str name))])))

(defn- name-definitions
  "Returns a map from key to symbol. The scope's own definitions keep their names."
  [data scope label definitions]
  (let [own? (fn [[[id]]] (= id (wit/item-name scope)))]
    (first
     (reduce (fn [[names taken] [k :as entry]]
               (let [found (first (remove #(or (taken %) (names/unreadable %)) (candidates data scope label entry)))]
                 [(assoc names k found) (conj taken found)]))
             [{} #{}]
             (concat (filter own? definitions) (remove own? definitions))))))

;; Contents of definitions

(defn- documented [head element]
  (if-let [docs (wit/docs element)] (conj head {:docs docs}) head))

(defn- rewrite-case [rename field]
  (let [type (wit/case-type field)]
    (cond-> (documented [(wit/case-name field)] field)
      type (conj (rename type)))))

(defn- rewrite-label
  "Renames an enum's case or a flag: a keyword if it has no attributes."
  [label]
  (let [rewritten (documented [(wit/case-name label)] label)]
    (if (next rewritten) rewritten (first rewritten))))

(defn- resource-scope
  "Returns the id of the interface that defines a resource: `label` for an inline interface, nil for a world."
  [scope label]
  (when (= :interface (wit/kind scope))
    (or (wit/item-name scope) label)))

(defn- rewrite [name {:keys [scope item]} {:keys [rename label]}]
  (let [start (documented [(wit/kind item) name] item)]
    (case (wit/kind item)
      (:record :variant) (into start (map #(rewrite-case rename %)) (wit/contents item))
      (:enum :flags) (into start (map rewrite-label) (wit/contents item))
      :type (conj start (rename (first (wit/contents item))))
      :resource (if-let [id (resource-scope scope label)] (conj start id) start))))

(defn- renamer
  "Returns a function that expresses a type of `scope` with the names in `names`."
  [data scope names]
  (let [renamed (memoize #(names (definition-key (find-definition data scope %))))]
    (fn [type] (map-symbols renamed type))))

(defn closure
  "Returns, for functions in the format of `wit/functions`, of an interface or world:
    :definitions  vectors such as [:record image [:width :u32]], with documentation as attributes; a resource is
                  [:resource canvas \"local:img/x@1.0.0\"], with the id of the interface that defines it, or without an id
                  for a world's own resource
    :rename       a function that expresses a type of the scope in terms of these definitions.
  `label` is the name by which a world exports an inline interface."
  [data scope label functions]
  (let [definitions (needed data scope functions)
        symbols (name-definitions data scope label definitions)]
    {:definitions (mapv (fn [[k definition]]
                          (rewrite (symbols k) definition
                                   {:rename (renamer data (:scope definition) symbols) :label label}))
                        definitions)
     :rename (renamer data scope symbols)}))
