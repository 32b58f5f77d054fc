(ns ^:no-doc radicchio.extract.items
  "Converts the items of one interface or world to WIT data, from the types that validation returns. A type has the name
  under which its scope exports it. A type that another interface named first becomes a :use."
  (:import (java.util IdentityHashMap Optional)
           (radicchio.component ExternName NameForm$Constructor NameForm$Method NameForm$Static
                                ValType$Prim)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.validate.type Entity Entity$FuncEntity Entity$Named Entity$TypeEntity FuncShape Shape
                                    Shape$ResourceShape TypeNode ValueShape$BorrowShape ValueShape$Case
                                    ValueShape$EnumShape ValueShape$Field ValueShape$FixedListShape
                                    ValueShape$FlagsShape ValueShape$FutureShape ValueShape$ListShape
                                    ValueShape$MapShape ValueShape$Nominal ValueShape$OptionShape
                                    ValueShape$OwnShape ValueShape$PrimShape ValueShape$RecordShape
                                    ValueShape$ResultShape ValueShape$StreamShape ValueShape$TupleShape
                                    ValueShape$VariantShape)))

(set! *warn-on-reflection* true)

(defn fail
  "Throws an error: the component is valid, but WIT cannot express it."
  [& words]
  (throw (RadicchioException/of ErrorKind/INVALID (apply str words))))

(defn- value [^Optional optional]
  (.orElse optional nil))

;; Names of nodes. An owner is {:scope … :name symbol}. The scope of an interface is its id, a string.

(defn owners
  "Returns a new record of which scope named which node first."
  ^java.util.IdentityHashMap []
  (IdentityHashMap.))

(defn scope
  "Returns a scope for names of types. `id` is an interface's id. For a world or an inline interface, whose types cannot be
  used elsewhere, it is any object that is equal only to itself."
  [owners id]
  {:owners owners :id id :local (IdentityHashMap.) :uses (volatile! []) :names (volatile! #{})})

(defn- chain
  "Returns a node and the nodes that it is another name of, nearest first."
  [node]
  (take-while some? (iterate (fn [^TypeNode n] (value (.aliasOf n))) node)))

(defn- resource? [^TypeNode node]
  (instance? Shape$ResourceShape (.shape node)))

(defn- register
  "Gives a node a name in a scope. All names of a resource lead to it."
  [{:keys [^IdentityHashMap owners ^IdentityHashMap local id names]} node name]
  (vswap! names conj name)
  (doseq [n (cons node (filter resource? (rest (chain node))))]
    (.putIfAbsent local n name)
    (.putIfAbsent owners n {:scope id :name name})))

(defn- owner
  "Returns the first owner of a node, or of one that it is another name of: this scope or an interface."
  [{:keys [^IdentityHashMap owners id]} nodes]
  (some (fn [node]
          (let [found (.get owners node)]
            (when (and found (or (= id (:scope found)) (string? (:scope found))))
              found)))
        nodes))

(defn- free-name [names name]
  (first (remove names (cons name (map #(symbol (str name "-from-" %)) (iterate inc 2))))))

(defn- use-implicitly
  "Returns a name for a type of another interface that this scope uses without naming it."
  [{:keys [uses names] :as scope} node {id :scope there :name}]
  (let [name (free-name @names there)]
    (vswap! uses conj [:use name id there])
    (register scope node name)
    name))

(defn- named
  "Returns a scope's symbol for a node, or nil."
  [{:keys [^IdentityHashMap local] :as scope} node]
  (or (some #(.get local %) (chain node))
      (when-let [found (owner scope (chain node))]
        (use-implicitly scope node found))))

;; Types

(def ^:private primitives
  (into {} (for [^ValType$Prim type (ValType$Prim/values)] [type (keyword (.text type))])))

(declare type-of)

(defn- resource-name [scope ^TypeNode node]
  (or (named scope node) (fail "a function mentions a resource that is neither exported nor imported under a name")))

(defn- optional-type [scope ^Optional node]
  (when-let [n (value node)] (type-of scope n)))

(defn- result-type [scope ^ValueShape$ResultShape shape]
  (let [ok (optional-type scope (.ok shape))
        err (optional-type scope (.err shape))]
    (cond err [:result ok err]
          ok [:result ok]
          :else [:result])))

(defn- structure
  "Returns the structure of a type, for places without a name."
  [scope shape]
  (condp instance? shape
    ValueShape$PrimShape (primitives (.type ^ValueShape$PrimShape shape))
    ValueShape$ListShape [:list (type-of scope (.element ^ValueShape$ListShape shape))]
    ValueShape$FixedListShape [:list (type-of scope (.element ^ValueShape$FixedListShape shape))
                               (Integer/toUnsignedLong (.length ^ValueShape$FixedListShape shape))]
    ValueShape$TupleShape (into [:tuple] (map #(type-of scope %)) (.elements ^ValueShape$TupleShape shape))
    ValueShape$OptionShape [:option (type-of scope (.element ^ValueShape$OptionShape shape))]
    ValueShape$ResultShape (result-type scope shape)
    ValueShape$MapShape [:map (type-of scope (.key ^ValueShape$MapShape shape)) (type-of scope (.value ^ValueShape$MapShape shape))]
    ValueShape$StreamShape (into [:stream] (some-> (optional-type scope (.element ^ValueShape$StreamShape shape)) vector))
    ValueShape$FutureShape (into [:future] (some-> (optional-type scope (.element ^ValueShape$FutureShape shape)) vector))
    ValueShape$OwnShape [:own (resource-name scope (.resource ^ValueShape$OwnShape shape))]
    ValueShape$BorrowShape [:borrow (resource-name scope (.resource ^ValueShape$BorrowShape shape))]
    (fail (.noun ^Shape shape) " without a name")))

(declare definition)

(defn- define-implicitly
  "Defines a type in the scope again, if it needs a name and has one only in an interface whose types cannot be used. Returns
  nil if it has no name at all."
  [{:keys [^IdentityHashMap owners uses names] :as scope} ^TypeNode node]
  (when-let [found (and (instance? ValueShape$Nominal (.shape node)) (some #(.get owners %) (chain node)))]
    (let [name (free-name @names (:name found))]
      (register scope node name)
      (vswap! uses conj (definition scope name (.shape node)))
      name)))

(defn type-of
  "Returns a node as the type of a value: its name in the scope, or its structure."
  [scope ^TypeNode node]
  (or (named scope node)
      (define-implicitly scope node)
      (structure scope (.shape node))))

(defn- definition
  "Returns the item that defines a name."
  [scope name shape]
  (condp instance? shape
    ValueShape$RecordShape (into [:record name]
                            (map (fn [^ValueShape$Field f] [(keyword (.label f)) (type-of scope (.type f))]))
                            (.fields ^ValueShape$RecordShape shape))
    ValueShape$VariantShape (into [:variant name]
                             (map (fn [^ValueShape$Case c]
                                    (into [(keyword (.label c))] (some-> (optional-type scope (.type c)) vector))))
                             (.cases ^ValueShape$VariantShape shape))
    ValueShape$EnumShape (into [:enum name] (map keyword) (.cases ^ValueShape$EnumShape shape))
    ValueShape$FlagsShape (into [:flags name] (map keyword) (.labels ^ValueShape$FlagsShape shape))
    Shape$ResourceShape [:resource name]
    [:type name (structure scope shape)]))

(defn type-item
  "Returns the item that names a type in a scope, and records it in the scope."
  [scope ^String text ^TypeNode node]
  (let [name (symbol text)
        {there :name from :scope} (owner scope (rest (chain node)))
        item (cond (or (nil? there) (and (= from (:id scope)) (= there name)))
                   (definition scope name (.shape node))
                   (= from (:id scope)) [:type name there]
                   :else [:use name from there])]
    (register scope node name)
    item))

;; Functions

(defn- signature [scope ^FuncShape func params]
  (let [result (optional-type scope (.result func))]
    (cond-> [(mapv (fn [^ValueShape$Field p] [(symbol (.label p)) (type-of scope (.type p))]) params)]
      result (conj result))))

(defn- with-async [^FuncShape func head]
  (cond-> head (.async func) (conj {:async true})))

(defn func-type
  "Returns a function without a name: [:func attributes? params result?]."
  [scope ^Entity$FuncEntity entity]
  (let [func (.shape entity)]
    (into (with-async func [:func]) (signature scope func (.params func)))))

(defn- constructor [scope ^FuncShape func]
  (let [[params result] (signature scope func (.params func))]
    (cond-> [:constructor params] (not= :own (first result)) (conj result))))

(defn- func-item
  "Returns [resource item]: the item of a function, and its resource, or nil for a free function."
  [scope ^ExternName name ^Entity$FuncEntity entity]
  (let [func (.shape entity)
        form (.form name)]
    (condp instance? form
      NameForm$Constructor [(symbol (.resource ^NameForm$Constructor form)) (constructor scope func)]
      NameForm$Method [(symbol (.resource ^NameForm$Method form))
                         (into (with-async func [:method (symbol (.label ^NameForm$Method form))])
                               (signature scope func (rest (.params func))))]
      NameForm$Static [(symbol (.resource ^NameForm$Static form))
                         (into (with-async func [:static (symbol (.label ^NameForm$Static form))])
                               (signature scope func (.params func)))]
      [nil (into (with-async func [:func (symbol (.text name))]) (signature scope func (.params func)))])))

(defn- into-resource [{:keys [items resources] :as found} resource item]
  (if-let [at (resources resource)]
    (assoc found :items (update items at conj item))
    (fail "functions of the resource " resource ", which the interface does not define itself")))

(defn- with-type [{:keys [items resources]} [kind name :as item]]
  {:items (conj items item)
   :resources (if (and (= :resource kind) (not (resources name))) (assoc resources name (count items)) resources)})

(defn items
  "Returns the items of a scope, from its types and functions in order. Functions of resources are inside the resources."
  [scope named]
  (let [all (reduce (fn [found ^Entity$Named n]
                      (let [^ExternName name (.name n)
                            ^Entity entity (.entity n)]
                        (cond
                          (instance? Entity$TypeEntity entity)
                          (with-type found (type-item scope (.text name) (.type ^Entity$TypeEntity entity)))
                          (instance? Entity$FuncEntity entity)
                          (let [[resource item] (func-item scope name entity)]
                            (if resource (into-resource found resource item) (update found :items conj item)))
                          :else
                          (fail "the " (.sort entity) " \"" name "\" is in an interface, which WIT cannot express"))))
                    {:items [] :resources {}}
                    named)]
    (into @(:uses scope) (:items all))))
