(ns ^:no-doc radicchio.gen.types
  "The types that the functions of one interface or world need, as definitions that stand for themselves: what
  was used from elsewhere is defined beside the rest, every symbol refers to one of them, each comes after those
  it refers to."
  (:require [clojure.string :as str]
            [radicchio.gen.names :as names]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; A definition is known by its key: the id of the scope that defines it, and its name there. An interface
;; written in place has no id; nothing outside can use its types, so that nil tells it apart.

(defn- definition-key [{:keys [scope item]}]
  [(wit/item-name scope) (wit/item-name item)])

(defn- alias-target
  "The resource's symbol where an item is an alias whose meaning is a resource, otherwise nil."
  [data {:keys [scope item]}]
  (let [target (when (= :type (wit/kind item)) (first (wit/contents item)))]
    (when (and (symbol? target)
               (= :resource (wit/kind (let [{:keys [type]} (wit/look-through data scope target)]
                                        (if (vector? type) type [type])))))
      target)))

(defn find-definition
  "What the symbol stands for, as `wit/definition`, aliases of resources followed too."
  [data scope symbol]
  (let [definition (wit/definition data scope symbol)]
    (if-let [target (alias-target data definition)]
      (recur data (:scope definition) target)
      definition)))

(defn map-symbols
  "A type with `f` applied to every symbol in it."
  [f type]
  (cond (symbol? type) (f type)
        (vector? type) (into [(first type)] (map #(map-symbols f %)) (rest type))
        :else type))

(defn symbols
  "The symbols in a type, in order."
  [type]
  (cond (symbol? type) [type]
        (vector? type) (mapcat symbols (rest type))
        :else nil))

(defn item-types
  "The types that stand in a definition: of fields, payloads, an alias's target."
  [item]
  (case (wit/kind item)
    (:record :variant) (keep wit/case-type (wit/contents item))
    :type (wit/contents item)
    nil))

(defn function-types
  "The types of a function's parameters and result."
  [{:keys [params result]}]
  (concat (map second params) (when result [result])))

;; Which definitions, in which order

(defn- visit
  "Adds the definition of `symbol` in `scope` to `found`, a map from key to definition in `order`, after all
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
  "The definitions that the functions need, in the order in which `scope` has them."
  [data scope functions]
  (let [roots (distinct (mapcat symbols (mapcat function-types functions)))
        needed (:by-key (reachable data scope roots))
        all (reachable data scope (concat (map wit/item-name (wit/types scope)) roots))]
    (map #(vector % (needed %)) (filter #(contains? needed %) (:order all)))))

;; What they are called

(defn- local-name
  "The name under which `scope` itself knows a definition of another one."
  [data scope k]
  (some #(when (and (= :use (wit/kind %)) (= k (definition-key (find-definition data scope (wit/item-name %)))))
           (wit/item-name %))
        (wit/types scope)))

(defn- candidates
  "Names for a definition, best first: its own, then qualified by more and more of its scope's id, or by `label`, which
  an interface written in place has instead."
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
  "A map from key to symbol. The scope's own definitions keep their names."
  [data scope label definitions]
  (let [own? (fn [[[id]]] (= id (wit/item-name scope)))]
    (first
     (reduce (fn [[names taken] [k :as entry]]
               (let [found (first (remove #(or (taken %) (names/unreadable %)) (candidates data scope label entry)))]
                 [(assoc names k found) (conj taken found)]))
             [{} #{}]
             (concat (filter own? definitions) (remove own? definitions))))))

;; The definitions themselves

(defn- documented [head element]
  (if-let [docs (wit/docs element)] (conj head {:docs docs}) head))

(defn- rewrite-case [rename field]
  (let [type (wit/case-type field)]
    (cond-> (documented [(wit/case-name field)] field)
      type (conj (rename type)))))

(defn- rewrite-label
  "Of an enum's case or a flag: a keyword where there is no more to say."
  [label]
  (let [rewritten (documented [(wit/case-name label)] label)]
    (if (next rewritten) rewritten (first rewritten))))

(defn- resource-scope
  "The id of the interface that defines a resource; `label` where that was written in place; nil of a world."
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
  "Takes a type of `scope` to the same with the names of `names`."
  [data scope names]
  (let [renamed (memoize #(names (definition-key (find-definition data scope %))))]
    (fn [type] (map-symbols renamed type))))

(defn closure
  "For functions, as `wit/functions` gives them, of an interface or world:
    :definitions  vectors such as [:record image [:width :u32]], with documentation as attributes; a resource is
                  [:resource canvas \"local:img/x@1.0.0\"], with the id of the interface that defines it, none for
                  a world's own
    :rename       a function that takes a type of the scope to the same in terms of these definitions.
  `label` is the name by which a world exports an interface that was written in place."
  [data scope label functions]
  (let [definitions (needed data scope functions)
        symbols (name-definitions data scope label definitions)]
    {:definitions (mapv (fn [[k definition]]
                          (rewrite (symbols k) definition
                                   {:rename (renamer data (:scope definition) symbols) :label label}))
                        definitions)
     :rename (renamer data scope symbols)}))
