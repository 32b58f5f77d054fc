(ns ^:no-doc radicchio.wit.changes.items
  "The changes of the types and functions of one interface, or of one world's own. A change is a map:
    :change  :added, :removed, :changed, or :documented if only its documentation or gates differ
    :kind    :func, :record, :variant, :enum, :flags, :type, :resource
    :name    its canonical name: \"scale\", \"[method]canvas.draw\", \"image\"
    :old :new  its text on both sides; absent for a side that does not have it
    :parts   for a record, variant, enum or flags: maps of :change and :text, one for each field or case that differs
    :breaks  a subset of #{:callers :implementers}.
  The code that calls a function breaks if the function or a type is removed or changed. The code that implements it breaks if
  it is added or changed. Types are equal or different: a component has no conversion from one to the other."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]
            [radicchio.wit.compare :as compare]
            [radicchio.wit.names :as names]
            [radicchio.wit.type-text :as type-text]))

(set! *warn-on-reflection* true)

;; A side is {:data … :scope …}: WIT data, and the interface or world.

(def ^:private both #{:callers :implementers})

(defn- pairs
  "Returns [name old new] for the names of two maps, in the order of the new one, the removed ones last."
  [old new]
  (for [name (distinct (concat (keys new) (keys old)))]
    [name (get old name) (get new name)]))

(defn- by-name [name things]
  (into (array-map) (map (juxt name identity)) things))

(defn- same-documents? [a b]
  (= (dissoc (wit/attributes a) :async) (dissoc (wit/attributes b) :async)))

;; Functions

(defn- function-text [{:keys [attributes] :as function}]
  (str (when (:async attributes) "async ") (type-text/signature (update function :params #(vec %)))))

(defn- function-change [old-side new-side [name old new]]
  (let [base {:kind :func, :name name}]
    (cond (nil? old) (assoc base :change :added, :new (function-text new), :breaks #{:implementers})
          (nil? new) (assoc base :change :removed, :old (function-text old), :breaks #{:callers})
          (and (not= (function-text old) (function-text new))
               (not (compare/same-function? (:data old-side) (:scope old-side) old (:data new-side) (:scope new-side) new)))
          (assoc base :change :changed, :old (function-text old), :new (function-text new), :breaks both)
          (not= (dissoc (:attributes old) :async) (dissoc (:attributes new) :async))
          (assoc base :change :documented, :breaks #{}))))

(defn- functions
  "Returns the functions of a scope, without those of resources that only this side has."
  [{:keys [scope]} other]
  (let [there? (into #{} (map wit/item-name) (wit/items :resource (:scope other)))]
    (by-name :name (filter #(or (nil? (:resource %)) (there? (:resource %)))
                           (remove #(and (= :world (wit/kind scope)) (= :func (:kind %))) (wit/functions scope))))))

;; Types

(defn- field-text [kind field]
  (let [type (wit/case-type field)]
    (str (names/escaped (wit/case-name field))
         (when type (if (= :record kind)
                      (str ": " (type-text/type-text type))
                      (str "(" (type-text/type-text type) ")"))))))

(defn- same-fields? [old-side new-side old new]
  (let [a (wit/case-type old), b (wit/case-type new)]
    (or (and (nil? a) (nil? b))
        (and a b (compare/same-type? (:data old-side) (:scope old-side) a (:data new-side) (:scope new-side) b)))))

(defn- parts
  "Returns the fields or cases that differ. If there are none, the order of the fields differs."
  [old-side new-side kind old new]
  (let [found (for [[_ a b] (pairs (by-name wit/case-name (wit/contents old)) (by-name wit/case-name (wit/contents new)))
                    part (cond (nil? a) [[:added b]]
                               (nil? b) [[:removed a]]
                               (or (= (field-text kind a) (field-text kind b)) (same-fields? old-side new-side a b)) nil
                               :else [[:removed a] [:added b]])]
                {:change (first part) :text (field-text kind (second part))})]
    (vec found)))

(defn- names-of [item]
  (mapv wit/case-name (wit/contents item)))

(defn- type-words [item]
  (case (wit/kind item)
    :type (type-text/type-text (first (wit/contents item)))
    :use (let [[id there] (wit/contents item)] (str "use " id ".{" there "}"))
    (name (wit/kind item))))

(def ^:private fielded #{:record :variant :enum :flags})

(defn- written
  "Returns an item of a type without documentation: two that are equal differ at most in types that they name."
  [item]
  [(wit/kind item)
   (if (fielded (wit/kind item)) (mapv #(field-text (wit/kind item) %) (wit/contents item)) (vec (wit/contents item)))])

(defn- changed-type [old-side new-side old new base]
  (let [kind (wit/kind new)
        parts (when (and (= kind (wit/kind old)) (fielded kind)) (parts old-side new-side kind old new))]
    (cond-> (assoc base :change :changed, :breaks both)
      (seq parts) (assoc :parts parts)
      (empty? parts) (assoc :old (if parts (str/join ", " (map name (names-of old))) (type-words old))
                            :new (if parts (str/join ", " (map name (names-of new))) (type-words new))))))

(defn- same-item?
  "Tests whether two items of types, neither a resource, are the same type or differ only in types that they name."
  [old-side new-side name old new]
  (or (= (written old) (written new))
      (compare/same-type? (:data old-side) (:scope old-side) name (:data new-side) (:scope new-side) name)))

(defn- resource-item? [item]
  (= :resource (wit/kind item)))

(defn- documents-differ? [old new]
  (not (and (same-documents? old new)
            (or (not (fielded (wit/kind new)))
                (every? true? (map same-documents? (wit/contents old) (wit/contents new)))))))

(defn- type-change [old-side new-side [name old new]]
  (let [base {:kind (wit/kind (or new old)), :name (str name)}]
    (cond (nil? old) (assoc base :change :added, :breaks (if (resource-item? new) #{:implementers} #{}))
          (nil? new) (assoc base :change :removed, :breaks #{:callers})
          (not= (resource-item? old) (resource-item? new))
          (assoc base :change :changed, :old (type-words old), :new (type-words new), :breaks both)
          (or (resource-item? new) (same-item? old-side new-side name old new))
          (when (documents-differ? old new) (assoc base :change :documented, :breaks #{}))
          :else (changed-type old-side new-side old new base))))

(defn- types [{:keys [scope]}]
  (by-name wit/item-name (wit/types scope)))

(defn changes
  "Returns the changes from one side, {:data … :scope …}, to another, in the order of the new one: types, then functions."
  [old-side new-side]
  (concat (keep #(type-change old-side new-side %) (pairs (types old-side) (types new-side)))
          (keep #(function-change old-side new-side %)
                (pairs (functions old-side new-side) (functions new-side old-side)))))
