(ns radicchio.wit
  "WIT data: what a WIT text or a component says, as ordered, plain Clojure data.

  The whole is a vector; its first package is the main one, what it needs follows.

    [:wit
     [:package \"local:img@1.0.0\" {:docs \"…\"}
      [:interface \"local:img/resize@1.0.0\" {:docs \"…\"} item…]
      [:world \"local:img/app@1.0.0\" item…]]
     [:package \"wasi:io@0.2.9\" …]]

  An element is a vector: its kind, its name, a map of attributes (left out when empty), its contents.
  Ids of packages, interfaces and worlds are whole, with the version where there is one. Names of types and
  parameters are symbols, names of fields and cases are keywords, names of imports and exports are strings,
  all spelled as in WIT, without %.

  Items of an interface, in the order in which they were written:

    [:record image [:width :u32] [:pixels {:docs \"RGBA\"} [:list :u8]]]
    [:variant shape [:circle :f32] [:nothing]]
    [:enum error :empty [:too-large {:docs \"…\"}]]
    [:flags access :read :write]
    [:type size :u32]                                   an alias; of a resource where the symbol names one
    [:use size \"local:img/types@1.0.0\" extent]          local name, interface, the name there
    [:resource canvas
     [:constructor [[width :u32]]]                      a result only where it is fallible
     [:method draw [[shape shape]] [:result nil :string]]   self is not written
     [:static parse [[text :string]] [:own canvas]]]
    [:func scale {:async true} [[image image] [width :u32]] image]   no result: nothing after the parameters

  Items of a world: types as above, then imports, then exports.

    [:import \"local:img/types@1.0.0\"]                   an interface by its id
    [:import \"log\" [:func [[message :string]]]]         a function, whose type has no name
    [:import \"host\" [:interface item…]]                 an interface written in place
    [:import \"cache\" \"wasi:keyvalue/store@0.2.0\"]       an interface by its id, under a name of its own
    [:export …]                                         the same four

  A world lists every import that it needs, those it implies too: interfaces first, each after what it uses.

  Types: :bool :u8 :u16 :u32 :u64 :s8 :s16 :s32 :s64 :f32 :f64 :char :string :error-context, a symbol for a
  type in scope, and [:own r] [:borrow r] [:list t] [:list t n] [:option t] [:tuple t…] [:map k v]
  [:result] [:result ok] [:result ok err] [:result nil err] [:stream] [:stream t] [:future] [:future t].
  A handle is always [:own r] or [:borrow r]; a resource's bare symbol stands in an alias only.

  Attributes: :docs, a string; :since and :deprecated, a version; :unstable, a feature; :async true;
  :external-id, a string. Those of a world's function or interface written in place stand on it, those of an
  interface by id on the import or export.

  Functions here take such data and give such data. They are pure, any thread may call them, and they load
  no parser. Where a name or id finds nothing they throw RadicchioException, kind :config, naming what there
  is."
  (:require [clojure.string :as str]
            [radicchio.wit.cycles :as cycles]
            [radicchio.wit.remembered :as remembered])
  (:import (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

;; Elements

(def type-kinds
  "The kinds of the items that define a type's name."
  #{:record :variant :enum :flags :type :use :resource})

(def primitives
  "The types that a keyword alone stands for."
  #{:bool :u8 :u16 :u32 :u64 :s8 :s16 :s32 :s64 :f32 :f64 :char :string :error-context})

(defn kind
  "An element's kind: :package, :record, :import …"
  [element]
  (nth element 0))

(defn- unnamed?
  "Is this a function's or an interface's type, as imports and exports have it?"
  [element]
  (let [second (nth element 1 nil)]
    (case (kind element)
      :func (not (symbol? second))
      :interface (not (string? second))
      (:wit :constructor) true
      false)))

(defn item-name
  "An element's name as it stands in the data: an id, a symbol, a keyword or a string; nil for a type of a
  function or interface, and for a constructor."
  [element]
  (when-not (unnamed? element) (nth element 1)))

(defn attributes
  "The map of attributes of an element, a field or a case; {} where there is none."
  [element]
  (if (vector? element)
    (let [a (nth element 1 nil)
          b (nth element 2 nil)]
      (cond (map? a) a
            (map? b) b
            :else {}))
    {}))

(defn docs
  "The documentation of an element, a field or a case; nil where there is none."
  [element]
  (:docs (attributes element)))

(defn contents
  "What stands in an element after its name and attributes, a sequence."
  [element]
  (let [after (drop (if (unnamed? element) 1 2) element)]
    (if (map? (first after)) (rest after) after)))

(defn case-name
  "The keyword of a field, case or flag, with or without attributes."
  [field]
  (if (keyword? field) field (nth field 0)))

(defn case-type
  "The type of a record's field or a variant's case; nil for a case without a payload."
  [field]
  (when (vector? field)
    (let [after (rest field)]
      (first (if (map? (first after)) (rest after) after)))))

;; Names

(defn parse-id
  "Takes an id apart: \"local:img/resize@1.0.0\" is {:package \"local:img@1.0.0\" :name \"resize\" :version
  \"1.0.0\"}. Of a package's id, :name is nil; :version is nil where there is none. A name without a package,
  such as \"run\", has neither."
  [id]
  (let [at (str/index-of id "@")
        path (if at (subs id 0 at) id)
        version (when at (subs id (inc (long at))))
        slash (str/last-index-of path "/")
        owner (if slash (subs path 0 slash) (when (str/includes? path ":") path))]
    {:package (when owner (if version (str owner "@" version) owner))
     :name (cond slash (subs path (inc (long slash)))
                 owner nil
                 :else path)
     :version version}))

(defn wasi?
  "Is this the id of an interface of WASI, which the runtime provides?"
  [id]
  (str/starts-with? id "wasi:"))

(defn make-id
  "The id of an interface or world, from its package's id and its own name."
  [package-id name]
  (let [at (str/index-of package-id "@")]
    (if at
      (str (subs package-id 0 at) "/" name (subs package-id at))
      (str package-id "/" name))))

;; Packages, interfaces, worlds

(defn- unknown [message wanted candidates]
  (throw (RadicchioException/of ErrorKind/CONFIG
                                (str message
                                     (if (seq candidates)
                                       (str "; there is " (str/join ", " candidates))
                                       "; there is none"))
                                {:wanted wanted :candidates (vec candidates)}
                                nil)))

(defn packages
  "All packages, the main one first."
  [data]
  (rest data))

(defn main-package
  "The package that the WIT is about."
  [data]
  (nth data 1))

(defn package
  "The package of the given id."
  [data id]
  (or (some #(when (= id (item-name %)) %) (packages data))
      (unknown (str "no package " id) id (map item-name (packages data)))))

(defn- of-kind [kind' elements]
  (filter #(= kind' (kind %)) elements))

(defn interfaces
  "The interfaces of a package, or of all packages of WIT data."
  [package-or-data]
  (if (= :wit (kind package-or-data))
    (mapcat interfaces (packages package-or-data))
    (of-kind :interface (contents package-or-data))))

(defn worlds
  "The worlds of a package, or of all packages of WIT data."
  [package-or-data]
  (if (= :wit (kind package-or-data))
    (mapcat worlds (packages package-or-data))
    (of-kind :world (contents package-or-data))))

(defn- indexed
  "{name element} of the elements that `elements` finds in a part of WIT data, the first of each name."
  [part what elements]
  (remembered/once part what #(into {} (map (juxt item-name identity)) (reverse (elements %)))))

(defn interface
  "The interface of the given id."
  [data id]
  (or (get (indexed data :interfaces interfaces) id)
      (unknown (str "no interface " id) id (map item-name (interfaces data)))))

(defn- named-world [data wanted]
  (let [{:keys [package version]} (parse-id wanted)
        candidates (if package (worlds data) (worlds (main-package data)))
        matches (filter (fn [world]
                          (let [id (item-name world)
                                parts (parse-id id)]
                            (cond (nil? package) (= wanted (:name parts))
                                  version (= wanted id)
                                  :else (= wanted (first (str/split id #"@"))))))
                        candidates)]
    (case (count matches)
      1 (first matches)
      0 (unknown (str "no world " wanted) wanted (map item-name candidates))
      (unknown (str "several versions of world " wanted) wanted (map item-name matches)))))

(defn world
  "A world of WIT data. `name` is the name of a world of the main package, or an id, whose version may be
  left out where that is unambiguous; nil, or no name, is for the only world of the main package."
  ([data] (world data nil))
  ([data name]
   (if name
     (named-world data (str name))
     (let [candidates (worlds (main-package data))]
       (if (= 1 (count candidates))
         (first candidates)
         (unknown (str "package " (item-name (main-package data))
                       (if (seq candidates) " has several worlds, and none was named" " has no world"))
                  nil
                  (map item-name candidates)))))))

;; Items

(defn items
  "The items of an interface or world of the given kind."
  [kind scope]
  (of-kind kind (contents scope)))

(defn types
  "The items of an interface or world that name types, :use and :resource among them, in order."
  [scope]
  (filter #(type-kinds (kind %)) (contents scope)))

(defn imports "The imports of a world, in order." [world] (items :import world))

(defn exports "The exports of a world, in order." [world] (items :export world))

(defn extern
  "What an import or export stands for: [:func …], an [:interface …] written in place, or the interface whose
  id it gives, looked up in `data`."
  [data import-or-export]
  (let [what (first (contents import-or-export))]
    (cond (vector? what) what
          (string? what) (interface data what)
          :else (interface data (item-name import-or-export)))))

(defn find-type
  "The item of an interface or world that defines the symbol `name`, nil where there is none."
  [scope name]
  (get (indexed scope :types types) name))

(defn- known-type [scope name]
  (or (find-type scope name)
      (unknown (str "no type " name (when-let [id (item-name scope)] (str " in " id)))
               name (map item-name (types scope)))))

(defn- circular [[_ & names]]
  (unknown (str "type " (last names) " stands for itself") (last names) nil))

(defn definition
  "What the symbol `name` stands for in `scope`, an interface or world: {:scope … :item …}, after every :use
  was followed, so that the item is a record, variant, enum, flags, resource or alias, and :scope the interface
  or world that defines it."
  [data scope name]
  (let [item (known-type scope name)]
    (if (= :use (kind item))
      (remembered/end-of-chain data (into [:definition] (contents item))
                               (fn [[_ id there]]
                                 (let [scope (interface data id)
                                       item (known-type scope there)]
                                   (if (= :use (kind item))
                                     {:next (into [:definition] (contents item))}
                                     {:found {:scope scope :item item}})))
                               circular)
      {:scope scope :item item})))

(defn- aliased
  "The item that a name stands for in its scope, after the aliases of that scope: no alias of a name."
  [scope name]
  (remembered/end-of-chain scope [:aliased name]
                           (fn [[_ name]]
                             (let [item (known-type scope name)
                                   [type] (contents item)]
                               (if (and (= :type (kind item)) (symbol? type))
                                 {:next [:aliased type]}
                                 {:found item})))
                           circular))

(defn- structure
  "What an item that is no alias of a name leads to: {:next link} for a :use, or {:found what `look-through` gives}."
  [scope item]
  (case (kind item)
    :use {:next (into [:structure] (contents item))}
    :type {:found {:scope scope :type (first (contents item))}}
    {:found {:scope scope :type item}}))

(defn look-through
  "Follows a type through names, uses and aliases to its structure: {:scope … :type …}, where :type is a
  keyword, a vector such as [:list t], or an item such as [:record name …] whose own types are to be looked up
  in :scope."
  [data scope type]
  (if (symbol? type)
    (let [{:keys [next found]} (structure scope (aliased scope type))]
      (if next
        (remembered/end-of-chain data next
                                 (fn [[_ id there]]
                                   (let [scope (interface data id)]
                                     (structure scope (aliased scope there))))
                                 circular)
        found))
    {:scope scope :type type}))

;; Functions

(defn- func-parts [item]
  (let [[params result] (contents item)]
    (cond-> {:params params :attributes (attributes item)}
      result (assoc :result result))))

(defn- resource-func [resource item]
  (let [label (item-name item)
        parts (assoc (func-parts item) :kind (kind item) :resource resource)]
    (case (kind item)
      :constructor (merge {:result [:own resource]} parts {:name (str "[constructor]" resource)})
      :method (-> (assoc parts :name (str "[method]" resource "." label) :label label)
                  (update :params #(into [['self [:borrow resource]]] %)))
      :static (assoc parts :name (str "[static]" resource "." label) :label label))))

(defn resource-functions
  "The functions of a resource, each as `functions` says."
  [resource]
  (map #(resource-func (item-name resource) %) (contents resource)))

(defn functions
  "The functions of an interface, those of its resources among them, in order, each a map of
    :name        the canonical name, \"scale\" or \"[method]canvas.draw\"
    :kind        :func, :constructor, :method or :static
    :label       the symbol of its own name; none for a constructor
    :resource    the resource's symbol, of the last three kinds
    :params      [[name type] …], a method's self among them
    :result      its type; absent where there is none
    :attributes  its attributes.
  Of a world, the functions of its own resources and its imported functions."
  [scope]
  (mapcat (fn [item]
            (case (kind item)
              :func [(assoc (func-parts item) :kind :func :name (str (item-name item)) :label (item-name item))]
              :resource (resource-functions item)
              :import (let [what (first (contents item))]
                        (when (and (vector? what) (= :func (kind what)))
                          [(assoc (func-parts what) :kind :func :name (item-name item)
                                  :label (symbol (item-name item)))]))
              nil))
          (contents scope)))

(defn label
  "What Clojure calls a function, by its id or canonical name: \"resize-image\", \"->canvas\", \"canvas-draw\"."
  [id]
  (let [[_ annotation name] (re-matches #"(?:.*#)?(?:\[([a-z]+)\])?(.*)" id)]
    (case annotation
      nil name
      "constructor" (str "->" name)
      (str/replace name "." "-"))))

(defn export-id
  "The full id of a function of an interface: \"local:img/resize@1.0.0#[method]canvas.draw\"; without an
  interface, the function's name."
  [interface-id function-name]
  (if interface-id (str interface-id "#" function-name) function-name))

;; Dependencies

(defn used
  "The ids of the interfaces whose types an interface or world names by :use, each once, in order."
  [scope]
  (distinct (map #(first (contents %)) (items :use scope))))

(defn- with-used
  "The ids, and those of the interfaces that they use in turn, each once and after those that it uses itself."
  [data ids]
  (cycles/in-order ids #(used (interface data %)) #{}))

(defn used-in-turn
  "The ids of the interfaces whose types an interface or world names by :use, and of those that these use, each once
  and after those that it uses itself."
  [data scope]
  (with-used data (used scope)))

(defn referenced
  "The ids of all interfaces that a world imports, exports or uses, directly or not, each once and after those
  that it uses."
  [data world]
  (with-used data (concat (used world)
                          (mapcat (fn [item]
                                    (let [extern (extern data item)
                                          id (item-name extern)]
                                      (cond (= :func (kind extern)) nil
                                            id [id]
                                            :else (used extern))))
                                  (concat (imports world) (exports world))))))
