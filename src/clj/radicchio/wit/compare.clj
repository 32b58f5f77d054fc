(ns radicchio.wit.compare
  "Compares two WIT data by structure: code that was written for one component fits another if there is no difference.
  Aliases and uses are resolved. Documentation, gates, names of types and the order of items are ignored.

  A difference is {:path [name …] :left … :right …}. The path leads from the world to the difference, through names of
  imports, exports, functions, parameters, fields. :left or :right is :absent if that side has nothing there."
  (:require [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- difference [path left right]
  [{:path path :left left :right right}])

;; A side is {:data … :scope … :path …}: the scope of its names, and the import or export that is compared.

(defn- shown
  "Returns a type in the format of a difference: an item by its kind and name."
  [type]
  (if (and (vector? type) (wit/type-kinds (first type)) (symbol? (second type)))
    [(first type) (second type)]
    type))

(defn- resolved [{:keys [data scope] :as side} type]
  (let [{:keys [scope type]} (wit/look-through data scope type)]
    {:side (assoc side :scope scope) :type type}))

(defn- scope-key
  "Returns the identity of a side's scope: its id, or the path to an inline interface."
  [{:keys [scope path]}]
  (or (wit/item-name scope) path))

(declare compare-types)

(defn- compare-named
  "Compares two sequences of [name thing]. Names and their order are part of a type."
  [compare-things path left right]
  (let [names-left (map first left)
        names-right (map first right)]
    (if (= names-left names-right)
      (mapcat (fn [[name a] [_ b]] (compare-things (conj path name) a b)) left right)
      (difference path (vec names-left) (vec names-right)))))

(defn- compare-optional [context path left right]
  (cond (and (nil? left) (nil? right)) []
        (nil? left) (difference path :absent right)
        (nil? right) (difference path left :absent)
        :else (compare-types context path left right)))

(defn- fields [item]
  (map (juxt wit/case-name wit/case-type) (wit/contents item)))

(defn- resource-id
  "Returns the identity of a resource: the interface or world that defines it, and its name there."
  [side name]
  (let [{:keys [scope type]} (wit/look-through (:data side) (:scope side) name)]
    [(wit/item-name scope) (if (vector? type) (wit/item-name type) type)]))

(defn- compare-compound [{:keys [left right] :as context} path a b]
  (let [[tag & as] a
        [_ & bs] b]
    (case tag
      (:own :borrow) (let [ida (resource-id left (first as))
                           idb (resource-id right (first bs))]
                       (if (= ida idb) [] (difference path [tag ida] [tag idb])))
      (:record :variant) (compare-named #(compare-optional context %1 %2 %3) path (fields a) (fields b))
      (:enum :flags) (if (= (map first (fields a)) (map first (fields b)))
                       []
                       (difference path (mapv first (fields a)) (mapv first (fields b))))
      (if (and (= (count as) (count bs)) (= (filter int? as) (filter int? bs)))
        (mapcat (fn [i x y] (compare-optional context (conj path tag i) x y))
                (range) (remove int? as) (remove int? bs))
        (difference path a b)))))

(defn- compare-types
  "Compares two types. Returns differences, and functions that return more of them, for `unfolded`. No pair is compared twice,
  so that types with shared parts take time in proportion to the written text."
  [{:keys [left right seen] :as context} path a b]
  (let [{side-a :side a :type} (resolved left a)
        {side-b :side b :type} (resolved right b)
        key [(scope-key side-a) a (scope-key side-b) b]]
    (cond (and (vector? a) (vector? b) (= (first a) (first b)))
          [(fn []
             (when-not (contains? @seen key)
               (vswap! seen conj key)
               (compare-compound (assoc context :left side-a :right side-b) path a b)))]
          (= a b) []
          :else (difference path (shown a) (shown b)))))

(defn- unfolded
  "Returns the differences of a sequence of differences and of functions that return such sequences, in order. It has its
  own stack, so that deep types take heap, not the thread's stack."
  [things]
  (loop [todo (list (seq things)), found []]
    (if-let [[level & levels] (seq todo)]
      (if-let [[thing & more] level]
        (if (fn? thing)
          (recur (conj levels more (seq (thing))) found)
          (recur (conj levels more) (conj found thing)))
        (recur levels found))
      found)))

;; Functions

(defn- compare-functions [context path a b]
  (concat (when (not= (:async (:attributes a)) (:async (:attributes b)))
            (difference (conj path :async) (boolean (:async (:attributes a))) (boolean (:async (:attributes b)))))
          (compare-named #(compare-types context %1 %2 %3) path (:params a) (:params b))
          (compare-optional context (conj path :result) (:result a) (:result b))))

(defn- compare-maps
  "Compares two maps by name."
  [compare-things path left right]
  (mapcat (fn [name]
            (let [a (get left name)
                  b (get right name)
                  path (conj path name)]
              (cond (nil? a) (difference path :absent :present)
                    (nil? b) (difference path :present :absent)
                    :else (compare-things path a b))))
          (distinct (concat (keys left) (keys right)))))

(defn- by-name [scope]
  (into (array-map) (map (juxt :name identity)) (wit/functions scope)))

(defn- resources [scope]
  (into (array-map) (map (juxt (comp str wit/item-name) identity)) (wit/items :resource scope)))

(defn- compare-interfaces [context path a b]
  (let [context (-> context
                    (update :left assoc :scope a :path path)
                    (update :right assoc :scope b :path path))]
    (concat (compare-maps (fn [_ _ _] []) path (resources a) (resources b))
            (compare-maps (partial compare-functions context) path (by-name a) (by-name b)))))

;; Parts of two versions

(defn- context-of [data-a scope-a data-b scope-b]
  {:left {:data data-a :scope scope-a} :right {:data data-b :scope scope-b} :seen (volatile! #{})})

(defn same-type?
  "Tests whether two types are equal, each in its scope, an interface or world, and its WIT data."
  [data-a scope-a type-a data-b scope-b type-b]
  (empty? (unfolded (compare-types (context-of data-a scope-a data-b scope-b) [] type-a type-b))))

(defn same-function?
  "Tests whether the types of two functions, in the format of `radicchio.wit/functions`, are equal, each in its scope and its
  WIT data."
  [data-a scope-a function-a data-b scope-b function-b]
  (empty? (unfolded (compare-functions (context-of data-a scope-a data-b scope-b) [] function-a function-b))))

;; Worlds

(defn- compare-externs [context path a b]
  (let [[kind-a kind-b] (map wit/kind [a b])
        signature (fn [func]
                    (let [[params result] (wit/contents func)]
                      {:params params :result result :attributes (wit/attributes func)}))]
    (cond (not= kind-a kind-b) (difference path kind-a kind-b)
          (= :func kind-a) (compare-functions context path (signature a) (signature b))
          :else (compare-interfaces context path a b))))

(defn- externs [data items]
  (into (array-map) (map (juxt wit/item-name #(wit/extern data %))) items))

(defn compare-worlds
  "Returns the differences between two worlds, each with its WIT data."
  [data-a world-a data-b world-b]
  (let [context (context-of data-a world-a data-b world-b)]
    (unfolded
     (mapcat (fn [[kind part]]
               (compare-maps (partial compare-externs context) [kind]
                             (externs data-a (part world-a)) (externs data-b (part world-b))))
             [[:import wit/imports] [:export wit/exports]]))))
