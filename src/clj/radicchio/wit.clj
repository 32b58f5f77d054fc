(ns radicchio.wit
  "WIT data: the contents of a WIT text or a component as ordered, plain Clojure data.

  The data is a vector. Its first package is the main one; the packages that it needs follow.

    [:wit
     [:package \"local:img@1.0.0\" {:docs \"…\"}
      [:interface \"local:img/resize@1.0.0\" {:docs \"…\"} item…]
      [:world \"local:img/app@1.0.0\" item…]]
     [:package \"wasi:io@0.2.9\" …]]

  An element is a vector: its kind, its name, a map of attributes (omitted if empty), its contents. Ids of packages,
  interfaces and worlds are complete, with the version if there is one. Names of types and parameters are symbols, names of
  fields and cases are keywords, names of imports and exports are strings. All are spelled as in WIT, without %.

  Items of an interface, in the order of the text:

    [:record image [:width :u32] [:pixels {:docs \"RGBA\"} [:list :u8]]]
    [:variant shape [:circle :f32] [:nothing]]
    [:enum error :empty [:too-large {:docs \"…\"}]]
    [:flags access :read :write]
    [:type size :u32]                                   an alias; of a resource if the symbol names one
    [:use size \"local:img/types@1.0.0\" extent]          local name, interface, name in that interface
    [:resource canvas
     [:constructor [[width :u32]]]                      a result only if it is fallible
     [:method draw [[shape shape]] [:result nil :string]]   self is not included
     [:static parse [[text :string]] [:own canvas]]]
    [:func scale {:async true} [[image image] [width :u32]] image]   no result: nothing after the parameters

  Items of a world: types as above, then imports, then exports.

    [:import \"local:img/types@1.0.0\"]                   an interface by its id
    [:import \"log\" [:func [[message :string]]]]         a function; its type has no name
    [:import \"host\" [:interface item…]]                 an inline interface
    [:import \"cache\" \"wasi:keyvalue/store@0.2.0\"]       an interface by its id, under another name
    [:export …]                                         the same four

  A world contains every import that it needs, including implied ones: interfaces first, each after those it uses.

  Types: :bool :u8 :u16 :u32 :u64 :s8 :s16 :s32 :s64 :f32 :f64 :char :string :error-context, a symbol for a
  type in scope, and [:own r] [:borrow r] [:list t] [:list t n] [:option t] [:tuple t…] [:map k v]
  [:result] [:result ok] [:result ok err] [:result nil err] [:stream] [:stream t] [:future] [:future t].
  A handle is always [:own r] or [:borrow r]. Only an alias has the symbol of a resource alone.

  Attributes: :docs, a string; :since and :deprecated, a version; :unstable, a feature; :async true;
  :external-id, a string. A function of a world and an inline interface have their attributes themselves; for an interface by
  id, the import or export has them.

  The functions here take and return such data. They are pure, any thread may call them, and they load no parser. For a name
  or id that does not resolve they throw RadicchioException, kind :config, with the candidates."
  (:require [clojure.string :as str]
            [radicchio.wit.cycles :as cycles]
            [radicchio.wit.remembered :as remembered])
  (:import (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

;; Elements

(def type-kinds
  "The kinds of items that define the name of a type."
  #{:record :variant :enum :flags :type :use :resource})

(def primitives
  "The types that are a keyword alone."
  #{:bool :u8 :u16 :u32 :u64 :s8 :s16 :s32 :s64 :f32 :f64 :char :string :error-context})

(defn kind
  "Returns an element's kind: :package, :record, :import …"
  [element]
  (nth element 0))

(defn- unnamed?
  "Tests whether this is the type of a function or interface, as in imports and exports."
  [element]
  (let [second (nth element 1 nil)]
    (case (kind element)
      :func (not (symbol? second))
      :interface (not (string? second))
      (:wit :constructor) true
      false)))

(defn item-name
  "Returns an element's name in the data: an id, a symbol, a keyword or a string. Returns nil for the type of a function or
  interface, and for a constructor."
  [element]
  (when-not (unnamed? element) (nth element 1)))

(defn attributes
  "Returns the attributes of an element, a field or a case as a map, or {}."
  [element]
  (if (vector? element)
    (let [a (nth element 1 nil)
          b (nth element 2 nil)]
      (cond (map? a) a
            (map? b) b
            :else {}))
    {}))

(defn docs
  "Returns the documentation of an element, a field or a case, or nil."
  [element]
  (:docs (attributes element)))

(defn contents
  "Returns the contents of an element after its name and attributes, a sequence."
  [element]
  (let [after (drop (if (unnamed? element) 1 2) element)]
    (if (map? (first after)) (rest after) after)))

(defn case-name
  "Returns the keyword of a field, case or flag, with or without attributes."
  [field]
  (if (keyword? field) field (nth field 0)))

(defn case-type
  "Returns the type of a record's field or a variant's case, or nil for a case without a payload."
  [field]
  (when (vector? field)
    (let [after (rest field)]
      (first (if (map? (first after)) (rest after) after)))))

;; Names

(defn parse-id
  "Parses an id: \"local:img/resize@1.0.0\" is {:package \"local:img@1.0.0\" :name \"resize\" :version \"1.0.0\"}. For a
  package's id, :name is nil. Without a version, :version is nil. A name without a package, such as \"run\", has neither
  package nor version."
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
  "Tests whether this is the id of an interface of WASI, which the runtime provides."
  [id]
  (str/starts-with? id "wasi:"))

(defn make-id
  "Returns the id of an interface or world, from its package's id and its name."
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
                                       (str "; expected one of " (str/join ", " candidates))
                                       "; there are none"))
                                {:wanted wanted :candidates (vec candidates)}
                                nil)))

(defn packages
  "Returns all packages, the main one first."
  [data]
  (rest data))

(defn main-package
  "Returns the main package of the WIT."
  [data]
  (nth data 1))

(defn package
  "Returns the package with the given id."
  [data id]
  (or (some #(when (= id (item-name %)) %) (packages data))
      (unknown (str "unresolved package " id) id (map item-name (packages data)))))

(defn- of-kind [kind' elements]
  (filter #(= kind' (kind %)) elements))

(defn interfaces
  "Returns the interfaces of a package, or of all packages of WIT data."
  [package-or-data]
  (if (= :wit (kind package-or-data))
    (mapcat interfaces (packages package-or-data))
    (of-kind :interface (contents package-or-data))))

(defn worlds
  "Returns the worlds of a package, or of all packages of WIT data."
  [package-or-data]
  (if (= :wit (kind package-or-data))
    (mapcat worlds (packages package-or-data))
    (of-kind :world (contents package-or-data))))

(defn- indexed
  "Returns {name element} of the elements that `elements` finds in a part of WIT data, the first of each name."
  [part what elements]
  (remembered/once part what #(into {} (map (juxt item-name identity)) (reverse (elements %)))))

(defn interface
  "Returns the interface with the given id."
  [data id]
  (or (get (indexed data :interfaces interfaces) id)
      (unknown (str "unresolved interface " id) id (map item-name (interfaces data)))))

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
      0 (unknown (str "unresolved world " wanted) wanted (map item-name candidates))
      (unknown (str "ambiguous world without a version: " wanted) wanted (map item-name matches)))))

(defn world
  "Returns a world of WIT data. `name` is the name of a world of the main package, or an id, whose version may be omitted if
  it is unambiguous. Without a name, or with nil, returns the only world of the main package."
  ([data] (world data nil))
  ([data name]
   (if name
     (named-world data (str name))
     (let [candidates (worlds (main-package data))]
       (if (= 1 (count candidates))
         (first candidates)
         (unknown (str "package " (item-name (main-package data))
                       (if (seq candidates) " has several worlds; select one by name" " has no world"))
                  nil
                  (map item-name candidates)))))))

;; Items

(defn items
  "Returns the items of an interface or world of the given kind."
  [kind scope]
  (of-kind kind (contents scope)))

(defn types
  "Returns the items of an interface or world that name types, including :use and :resource, in order."
  [scope]
  (filter #(type-kinds (kind %)) (contents scope)))

(defn imports "Returns the imports of a world, in order." [world] (items :import world))

(defn exports "Returns the exports of a world, in order." [world] (items :export world))

(defn extern
  "Returns the contents of an import or export: [:func …], an inline [:interface …], or the interface in `data` with the id
  of the import or export."
  [data import-or-export]
  (let [what (first (contents import-or-export))]
    (cond (vector? what) what
          (string? what) (interface data what)
          :else (interface data (item-name import-or-export)))))

(defn find-type
  "Returns the item of an interface or world that defines the symbol `name`, or nil."
  [scope name]
  (get (indexed scope :types types) name))

(defn- known-type [scope name]
  (or (find-type scope name)
      (unknown (str "unresolved type " name (when-let [id (item-name scope)] (str " in " id)))
               name (map item-name (types scope)))))

(defn- circular [[_ & names]]
  (unknown (str "type " (last names) " is an alias of itself") (last names) nil))

(defn definition
  "Resolves the symbol `name` in `scope`, an interface or world: {:scope … :item …}. Every :use is followed, so that the item
  is a record, variant, enum, flags, resource or alias, and :scope is the interface or world that defines it."
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
  "Returns the item of a name in its scope, after all aliases of that scope: never an alias of a name."
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
  "Returns the next step for an item that is not an alias of a name: {:next link} for a :use, or {:found result}."
  [scope item]
  (case (kind item)
    :use {:next (into [:structure] (contents item))}
    :type {:found {:scope scope :type (first (contents item))}}
    {:found {:scope scope :type item}}))

(defn look-through
  "Follows a type through names, uses and aliases to its structure: {:scope … :type …}. :type is a keyword, a vector such as
  [:list t], or an item such as [:record name …], whose types are resolved in :scope."
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
  "Returns the functions of a resource, each in the format of `functions`."
  [resource]
  (map #(resource-func (item-name resource) %) (contents resource)))

(defn functions
  "Returns the functions of an interface, including those of its resources, in order, each a map of
    :name        the canonical name, \"scale\" or \"[method]canvas.draw\"
    :kind        :func, :constructor, :method or :static
    :label       the symbol of its own name; absent for a constructor
    :resource    the resource's symbol, for the last three kinds
    :params      [[name type] …], including a method's self
    :result      its type; absent if there is none
    :attributes  its attributes.
  For a world, returns the functions of its own resources and its imported functions."
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
  "Returns the Clojure name of a function, from its id or canonical name: \"resize-image\", \"->canvas\", \"canvas-draw\"."
  [id]
  (let [[_ annotation name] (re-matches #"(?:.*#)?(?:\[([a-z]+)\])?(.*)" id)]
    (case annotation
      nil name
      "constructor" (str "->" name)
      (str/replace name "." "-"))))

(defn export-id
  "Returns the full id of a function of an interface: \"local:img/resize@1.0.0#[method]canvas.draw\". Without an interface,
  returns the function's name."
  [interface-id function-name]
  (if interface-id (str interface-id "#" function-name) function-name))

;; Dependencies

(defn used
  "Returns the ids of the interfaces whose types an interface or world names with :use, each once, in order."
  [scope]
  (distinct (map #(first (contents %)) (items :use scope))))

(defn- with-used
  "Returns the ids, and those of the interfaces that they use, directly or not, each once and after those that it uses."
  [data ids]
  (cycles/in-order ids #(used (interface data %)) #{}))

(defn used-in-turn
  "Returns the ids of the interfaces whose types an interface or world names with :use, directly or not, each once and after
  those that it uses."
  [data scope]
  (with-used data (used scope)))

(defn referenced
  "Returns the ids of all interfaces that a world imports, exports or uses, directly or not, each once and after those that
  it uses."
  [data world]
  (with-used data (concat (used world)
                          (mapcat (fn [item]
                                    (let [extern (extern data item)
                                          id (item-name extern)]
                                      (cond (= :func (kind extern)) nil
                                            id [id]
                                            :else (used extern))))
                                  (concat (imports world) (exports world))))))
