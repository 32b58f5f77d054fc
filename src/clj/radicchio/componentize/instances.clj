(ns ^:no-doc radicchio.componentize.instances
  "Builds the imports and exports of a component: instances of interfaces, with their types, and functions and types of the
  world itself.

  The functions of an exported interface must use the types that the instance exports. Therefore each such interface gets
  a small nested component, which imports its functions and types, and exports them under their names."
  (:require [radicchio.componentize.definitions :as d]
            [radicchio.wit :as wit])
  (:import (radicchio.component Component$ComponentDef Definition$Arg Definition$Instantiate Definition$SortIndex Sort)))

(set! *warn-on-reflection* true)

;; Selecting interfaces

(defn- interfaces
  "Returns [label id scope] for each interface among the imports or exports of a world. An inline interface has no id."
  [data items]
  (for [item items
        :let [extern (wit/extern data item)]
        :when (= :interface (wit/kind extern))]
    [(wit/item-name item) (wit/item-name extern) extern]))

(defn- needed
  "Returns the labels and ids of the imported interfaces that the module needs."
  [{:keys [data world wanted]}]
  (let [live (into #{} (comp (remove :exported?) (keep :label)) wanted)
        imported (filter #(live (first %)) (interfaces data (wit/imports world)))
        exported (interfaces data (wit/exports world))
        own? (into #{} (keep second) exported)
        scopes (concat (cons world (map last imported))
                       (for [[_ _ scope] exported, id (wit/used scope) :when (not (own? id))]
                         (wit/interface data id)))]
    (-> live
        (into (mapcat #(wit/used-in-turn data %)) scopes)
        (into (comp (mapcat #(wit/used (last %))) (remove own?)) exported))))

(defn- in-order
  "Sorts exported interfaces, so that each comes after those that it uses."
  [data exported]
  (let [by-id (into {} (map (juxt second identity)) exported)
        visit (fn visit [seen [_ _ scope :as interface]]
                (if (some #{interface} seen)
                  seen
                  (conj (reduce visit seen (keep by-id (wit/used scope))) interface)))]
    (reduce visit [] exported)))

;; Imports

(defn- name-of [label id]
  (d/extern-name label (when (and id (not= id label)) id)))

(defn- world-types!
  "Imports the types of the world itself. Returns their indices by name."
  [{:keys [to world]} used]
  (let [import-type! (fn [name desc] (d/import! to (d/extern-name (str name)) desc))]
    (d/types! to world {:used used
                        :named (fn [name index _] (import-type! name (d/type-desc index)))
                        :resource #(import-type! % d/resource-desc)})))

(defn- in-order-of
  "Sorts functions in the order of their scope."
  [scope functions]
  (filter (set functions) (wit/functions scope)))

(defn imports!
  "Imports what the module imports. Adds :imported: instances by label and by id, :types of the world, and :functions of the
  world, by name."
  [{:keys [to data world wanted] :as module}]
  (let [needed (needed module)
        functions (group-by :label (filter :function wanted))
        imported (volatile! {})
        used (fn [id there] (d/exported! to Sort/TYPE (@imported id) (str there)))]
    (doseq [[label id scope] (interfaces data (wit/imports world))
            :when (or (needed label) (needed id))
            :let [wanted (in-order-of scope (map :function (functions label)))
                  index (d/import-instance! to (name-of label id) scope wanted used)]]
      (vswap! imported assoc label index)
      (when id (vswap! imported #(merge {id index} %))))
    (let [types (world-types! module used)]
      (assoc module
             :imported @imported
             :types types
             :functions (into {} (for [{:keys [name] :as function} (in-order-of world (map :function (functions nil)))]
                                   [name
                                    (d/import! to (d/extern-name name)
                                               (d/func-desc (d/function-type! to types function)))]))))))

(defn imported-function!
  "Returns the index of an imported function."
  [{:keys [to imported functions]} label {:keys [name]}]
  (if label (d/exported! to Sort/FUNC (imported label) name) (functions name)))

(defn imported-type!
  "Returns the index of a type of an imported interface, or of the world."
  [{:keys [to imported types]} label name]
  (if label (d/exported! to Sort/TYPE (imported label) (str name)) (types name)))

;; Exports

(defn- type-import [name] (str "import-type-" name))
(defn- function-import [i] (str "import-func-" i))

(defn- interface-component!
  "Returns the index of a component that exports an interface. It imports the interface's functions and types, and
  instances of the interfaces `ids`, which the interface uses."
  [{:keys [data] :as module} scope functions ids]
  (let [to (d/list-of (:to module))
        instances (volatile! {})
        used (fn [id there] (d/exported! to Sort/TYPE (@instances id) (str there)))
        import-type! (fn [name desc] (d/import! to (d/extern-name (type-import name)) desc))]
    (doseq [id ids]
      (vswap! instances assoc id (d/import-instance! to (d/extern-name id) (wit/interface data id) [] used)))
    (let [given (d/types! to scope {:used used
                                    :named (fn [name index used?]
                                             (if used? index (import-type! name (d/type-desc index))))
                                    :resource #(import-type! % d/resource-desc)})
          bodies (vec (map-indexed #(d/import! to (d/extern-name (function-import %1))
                                               (d/func-desc (d/function-type! to given %2)))
                                   functions))
          export-type! (fn [name index] (d/export! to (d/extern-name (str name)) Sort/TYPE index nil))
          types (d/types! to scope {:used used
                                    :named (fn [name index _] (export-type! name index))
                                    :resource #(export-type! % (given %))})]
      (doseq [[function body] (map vector functions bodies)]
        (d/export! to (d/extern-name (:name function)) Sort/FUNC body
                   (d/func-desc (d/function-type! to types function)))))
    (d/add! (:to module) (Component$ComponentDef. (d/place (:to module)) (d/component to (byte-array 0))))))

(defn- instantiate! [to component args]
  (d/add! to (Definition$Instantiate. (d/place to) (int component)
                                      (mapv (fn [[name ^Sort sort index]]
                                              (Definition$Arg. name (Definition$SortIndex. sort (int index))))
                                            args))))

(defn- interface!
  "Exports an interface. Returns the index of the export. `instances` are the instances that its types may come from."
  [{:keys [to data own exported] :as module} lift! instances [label id scope]]
  (let [types (d/types! to scope {:used (fn [id there] (d/exported! to Sort/TYPE (instances id) (str there)))
                                  :named (fn [_ index _] index)
                                  :resource #(own [label %])})
        these (filter #(= label (:label %)) exported)
        lifted (mapv #(lift! types %) these)
        ids (wit/used-in-turn data scope)
        component (interface-component! module scope (map :function these) ids)
        passed (for [item (wit/types scope) :when (not= :use (wit/kind item)) :let [name (wit/item-name item)]]
                 [(type-import name) Sort/TYPE (types name)])
        instance (instantiate! to component
                               (concat (map #(vector % Sort/INSTANCE (instances %)) ids)
                                       passed
                                       (map-indexed #(vector (function-import %1) Sort/FUNC %2) lifted)))]
    (d/export! to (name-of label id) Sort/INSTANCE instance nil)))

(defn exports!
  "Exports everything that the world exports. `lift!` takes the indices of types in scope by name and one of the module's
  :exported, and returns the index of a function."
  [{:keys [to data world imported types exported] :as module} lift!]
  (reduce (fn [instances [_ id :as interface]]
            (let [index (interface! module lift! instances interface)]
              (cond-> instances id (assoc id index))))
          imported
          (in-order data (interfaces data (wit/exports world))))
  (doseq [{:keys [function] :as what} (remove :label exported)]
    (d/export! to (d/extern-name (:name function)) Sort/FUNC (lift! types what) nil)))
