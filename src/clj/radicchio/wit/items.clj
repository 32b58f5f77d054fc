(ns ^:no-doc radicchio.wit.items
  "The items of one interface or world, as WIT data, from the types that validation finds. A type is called by the
  name that its scope exports it under; one that another interface named first becomes a :use."
  (:import (java.util IdentityHashMap Optional)
           (radicchio.component ExternName ExternName$Constructor ExternName$Method ExternName$Static
                                ValType$Prim)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.validate Entity Entity$FuncEntity Entity$Named Entity$TypeEntity
                               Shape Shape$BorrowShape Shape$Case Shape$EnumShape Shape$Field
                               Shape$FixedListShape Shape$FlagsShape Shape$FuncShape Shape$FutureShape
                               Shape$ListShape Shape$MapShape Shape$Nominal Shape$OptionShape Shape$OwnShape
                               Shape$PrimShape Shape$RecordShape Shape$ResourceShape Shape$ResultShape
                               Shape$StreamShape Shape$TupleShape Shape$VariantShape TypeNode)))

(set! *warn-on-reflection* true)

(defn fail
  "Throws: what is valid in a component, but cannot be said in WIT."
  [& words]
  (throw (RadicchioException/of ErrorKind/INVALID (apply str words))))

(defn- value [^Optional optional]
  (.orElse optional nil))

;; Names of nodes. An owner is {:scope … :name symbol}; the scope of an interface is its id, a string.

(defn owners
  "An empty memory of which scope named which node first."
  ^java.util.IdentityHashMap []
  (IdentityHashMap.))

(defn scope
  "A scope to name types in. `id` is an interface's id, or something else that is equal to itself alone where
  nothing can be used from elsewhere: a world, or an interface written in place."
  [owners id]
  {:owners owners :id id :local (IdentityHashMap.) :uses (volatile! []) :names (volatile! #{})})

(defn- chain
  "A node and what it is another name of, nearest first."
  [node]
  (take-while some? (iterate (fn [^TypeNode n] (value (.aliasOf n))) node)))

(defn- resource? [^TypeNode node]
  (instance? Shape$ResourceShape (.shape node)))

(defn- register
  "Lets a scope call a node by a name; a resource's other names lead to it too."
  [{:keys [^IdentityHashMap owners ^IdentityHashMap local id names]} node name]
  (vswap! names conj name)
  (doseq [n (cons node (filter resource? (rest (chain node))))]
    (.putIfAbsent local n name)
    (.putIfAbsent owners n {:scope id :name name})))

(defn- owner
  "Who named a node, or one that it is another name of, first: this scope or an interface."
  [{:keys [^IdentityHashMap owners id]} nodes]
  (some (fn [node]
          (let [found (.get owners node)]
            (when (and found (or (= id (:scope found)) (string? (:scope found))))
              found)))
        nodes))

(defn- free-name [names name]
  (first (remove names (cons name (map #(symbol (str name "-from-" %)) (iterate inc 2))))))

(defn- use-implicitly
  "The name of a type of another interface that this scope mentions without having named it."
  [{:keys [uses names] :as scope} node {id :scope there :name}]
  (let [name (free-name @names there)]
    (vswap! uses conj [:use name id there])
    (register scope node name)
    name))

(defn- named
  "The symbol that a scope calls a node by; nil where it has no name."
  [{:keys [^IdentityHashMap local] :as scope} node]
  (or (some #(.get local %) (chain node))
      (when-let [found (owner scope (chain node))]
        (use-implicitly scope node found))))

;; Types

(def ^:private primitives
  (into {} (for [^ValType$Prim type (ValType$Prim/values)] [type (keyword (.text type))])))

(declare type-of)

(defn- resource-name [scope ^TypeNode node]
  (or (named scope node) (fail "a function mentions a resource that nothing exports or imports by a name")))

(defn- optional-type [scope ^Optional node]
  (when-let [n (value node)] (type-of scope n)))

(defn- result-type [scope ^Shape$ResultShape shape]
  (let [ok (optional-type scope (.ok shape))
        err (optional-type scope (.err shape))]
    (cond err [:result ok err]
          ok [:result ok]
          :else [:result])))

(defn- structure
  "A type written out, where no name is called for."
  [scope shape]
  (condp instance? shape
    Shape$PrimShape (primitives (.type ^Shape$PrimShape shape))
    Shape$ListShape [:list (type-of scope (.element ^Shape$ListShape shape))]
    Shape$FixedListShape [:list (type-of scope (.element ^Shape$FixedListShape shape))
                          (Integer/toUnsignedLong (.length ^Shape$FixedListShape shape))]
    Shape$TupleShape (into [:tuple] (map #(type-of scope %)) (.elements ^Shape$TupleShape shape))
    Shape$OptionShape [:option (type-of scope (.element ^Shape$OptionShape shape))]
    Shape$ResultShape (result-type scope shape)
    Shape$MapShape [:map (type-of scope (.key ^Shape$MapShape shape)) (type-of scope (.value ^Shape$MapShape shape))]
    Shape$StreamShape (into [:stream] (some-> (optional-type scope (.element ^Shape$StreamShape shape)) vector))
    Shape$FutureShape (into [:future] (some-> (optional-type scope (.element ^Shape$FutureShape shape)) vector))
    Shape$OwnShape [:own (resource-name scope (.resource ^Shape$OwnShape shape))]
    Shape$BorrowShape [:borrow (resource-name scope (.resource ^Shape$BorrowShape shape))]
    (fail (.noun ^Shape shape) " without a name")))

(declare definition)

(defn- define-implicitly
  "The name of a type that needs one, and has it only in an interface that nothing can be used from: the scope
  defines it once more. nil where it has no name anywhere."
  [{:keys [^IdentityHashMap owners uses names] :as scope} ^TypeNode node]
  (when-let [found (and (instance? Shape$Nominal (.shape node)) (some #(.get owners %) (chain node)))]
    (let [name (free-name @names (:name found))]
      (register scope node name)
      (vswap! uses conj (definition scope name (.shape node)))
      name)))

(defn type-of
  "A node as the type of a value: its name in the scope, or what it is."
  [scope ^TypeNode node]
  (or (named scope node)
      (define-implicitly scope node)
      (structure scope (.shape node))))

(defn- definition
  "The item that defines a name."
  [scope name shape]
  (condp instance? shape
    Shape$RecordShape (into [:record name]
                            (map (fn [^Shape$Field f] [(keyword (.label f)) (type-of scope (.type f))]))
                            (.fields ^Shape$RecordShape shape))
    Shape$VariantShape (into [:variant name]
                             (map (fn [^Shape$Case c]
                                    (into [(keyword (.label c))] (some-> (optional-type scope (.type c)) vector))))
                             (.cases ^Shape$VariantShape shape))
    Shape$EnumShape (into [:enum name] (map keyword) (.cases ^Shape$EnumShape shape))
    Shape$FlagsShape (into [:flags name] (map keyword) (.labels ^Shape$FlagsShape shape))
    Shape$ResourceShape [:resource name]
    [:type name (structure scope shape)]))

(defn type-item
  "The item by which a scope names a type, which the scope remembers."
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

(defn- signature [scope ^Shape$FuncShape func params]
  (let [result (optional-type scope (.result func))]
    (cond-> [(mapv (fn [^Shape$Field p] [(symbol (.label p)) (type-of scope (.type p))]) params)]
      result (conj result))))

(defn- with-async [^Shape$FuncShape func head]
  (cond-> head (.async func) (conj {:async true})))

(defn func-type
  "A function without a name: [:func attributes? params result?]."
  [scope ^Entity$FuncEntity entity]
  (let [func (.shape entity)]
    (into (with-async func [:func]) (signature scope func (.params func)))))

(defn- constructor [scope ^Shape$FuncShape func]
  (let [[params result] (signature scope func (.params func))]
    (cond-> [:constructor params] (not= :own (first result)) (conj result))))

(defn- func-item
  "[resource item]: the item of a function, and the resource that it belongs to, nil where it stands by itself."
  [scope ^ExternName name ^Entity$FuncEntity entity]
  (let [func (.shape entity)
        form (.form name)]
    (condp instance? form
      ExternName$Constructor [(symbol (.resource ^ExternName$Constructor form)) (constructor scope func)]
      ExternName$Method [(symbol (.resource ^ExternName$Method form))
                         (into (with-async func [:method (symbol (.label ^ExternName$Method form))])
                               (signature scope func (rest (.params func))))]
      ExternName$Static [(symbol (.resource ^ExternName$Static form))
                         (into (with-async func [:static (symbol (.label ^ExternName$Static form))])
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
  "The items of a scope, from its types and functions in order; functions of resources lie within them."
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
                          (fail "the " (.sort entity) " \"" name "\" in an interface cannot be said in WIT"))))
                    {:items [] :resources {}}
                    named)]
    (into @(:uses scope) (:items all))))
