(ns radicchio.wit.changes
  "Compares two versions of a WIT package or of a component: the changes, whether they break callers or implementers, and the
  step of the semantic version that they require. Takes and returns WIT data (`radicchio.wit`); pure, any thread may call."
  (:require [radicchio.wit :as wit]
            [radicchio.wit.changes.items :as items]
            [radicchio.wit.changes.versions :as versions]))

(set! *warn-on-reflection* true)

(def ^:private both #{:callers :implementers})

(defn- component? [data]
  (= "root:component" (wit/item-name (wit/main-package data))))

(defn- named [elements]
  (into (array-map) (map (juxt wit/item-name identity)) elements))

(defn- all-names [old new]
  (distinct (concat (keys new) (keys old))))

;; Interfaces and worlds

(defn- interface-changes [old-data new-data old new]
  (items/changes {:data old-data :scope old} {:data new-data :scope new}))

(defn- extern-kind
  "Returns what an import or export is: :func, or :interface with or without an id."
  [data item]
  (wit/kind (wit/extern data item)))

(defn- inline
  "Returns the function or the inline interface of an import or export, or nil for an interface with an id."
  [item]
  (let [what (first (wit/contents item))]
    (when (vector? what) what)))

(defn- to-implement?
  "Tests whether an import or export has functions or resources."
  [data item]
  (let [extern (wit/extern data item)]
    (boolean (or (= :func (wit/kind extern)) (seq (wit/functions extern)) (seq (wit/items :resource extern))))))

(defn- as-scope
  "Returns an interface that contains only the function of an import or export, for its comparison."
  [name func]
  [:interface (into [:func (symbol name)] (rest func))])

(defn- inline-changes
  "Returns the changes inside of a function or inline interface of both sides. A function's types are those of the world."
  [old-data new-data old-world new-world name old new]
  (if (= :func (wit/kind new))
    (let [scoped (fn [world func] (into [:interface] (concat (wit/types world) (wit/contents (as-scope name func)))))]
      (filter #(= :func (:kind %))
              (items/changes {:data old-data :scope (scoped old-world old)} {:data new-data :scope (scoped new-world new)})))
    (interface-changes old-data new-data old new)))

(defn- extern-change
  "Returns the changes of one import or export of both worlds. An import's callers are components of the world, and its
  implementers are their hosts; of an export, the reverse."
  [old-data new-data old-world new-world [direction name] old new]
  (let [base {:kind direction, :name name}]
    (cond (nil? old) [(assoc base :change :added, :breaks (if (to-implement? new-data new) #{:implementers} #{}))]
          (nil? new) [(assoc base :change :removed, :breaks #{:callers})]
          (not= (extern-kind old-data old) (extern-kind new-data new))
          [(assoc base :change :changed, :breaks both)]
          (and (inline old) (inline new))
          (map #(assoc % :of [direction name])
               (inline-changes old-data new-data old-world new-world name (inline old) (inline new)))
          :else nil)))

(defn- externs [world]
  (into (array-map)
        (map (juxt (juxt wit/kind wit/item-name) identity))
        (concat (wit/imports world) (wit/exports world))))

(defn- world-changes [old-data new-data old new]
  (let [old-externs (externs old), new-externs (externs new)]
    (concat (items/changes {:data old-data :scope old} {:data new-data :scope new})
            (mapcat #(extern-change old-data new-data old new % (old-externs %) (new-externs %))
                    (all-names old-externs new-externs)))))

(defn- scope-changes
  "Returns the changes of all interfaces or worlds, each with :in, its kind and id."
  [kind old-data new-data compare]
  (let [part (case kind :interface wit/interfaces :world wit/worlds)
        old (named (part old-data)), new (named (part new-data))]
    (for [id (all-names old new)
          :let [a (get old id), b (get new id)]
          change (cond (nil? a) [{:kind kind, :name id, :change :added, :breaks #{}}]
                       (nil? b) [{:kind kind, :name id, :change :removed, :breaks both}]
                       :else (compare old-data new-data a b))]
      (assoc change :in [kind id]))))

;; A component: who uses it calls its exports, and implements its imports

(defn- roles
  "Returns the roles of a component's user for an interface: a caller if it is exported, an implementer if it is imported."
  [worlds id]
  (into #{} (mapcat #(concat (when (some #{id} (map wit/item-name (wit/exports %))) [:callers])
                             (when (some #{id} (map wit/item-name (wit/imports %))) [:implementers])))
        worlds))

(defn- for-users
  "Returns the changes of a component's world, with the roles of its users whose code each breaks. Interfaces that it neither
  imports nor exports are left out."
  [old-world new-world changes]
  (for [{[kind id] :in, [direction] :of, :keys [breaks] :as change} changes
        :let [roles (cond (= :interface kind) (roles [old-world new-world] id)
                          (= :import (or direction (:kind change))) #{:implementers}
                          (= :export (or direction (:kind change))) #{:callers}
                          :else both)]
        :when (and (seq roles) (not (and (= :interface (:kind change)) (= :interface kind))))]
    (assoc change :breaks (set (filter roles breaks)))))

;; The whole

(defn- step [component? {:keys [change breaks]}]
  (cond (:callers breaks) :major
        (and component? (seq breaks)) :major
        (seq breaks) :minor
        (= :added change) :minor
        :else :patch))

(defn- verdict [component? old new changes]
  (let [version #(:version (wit/parse-id (wit/item-name (wit/main-package %))))
        step (versions/largest (map #(step component? %) changes))
        from (version old), to (version new)
        breaks (into #{} (mapcat :breaks) changes)]
    (cond-> {:changes (vec changes), :breaks breaks, :step step}
      from (assoc :from from)
      to (assoc :to to)
      (and from step) (assoc :asks (versions/next-version from step))
      true (assoc :fits? (if (and from to)
                           (versions/far-enough? from to step)
                           (empty? breaks))))))

(defn changes
  "Compares two versions of a package, or two components, by their WIT data. Packages that both contain are compared, whichever
  compatible version they have. Returns a map of
    :changes  in order, maps in the format of `radicchio.wit.changes.items`, each with :in, [:interface id] or [:world id]; an
              import, export, interface or world that was added or removed has that :kind; a change inside of an import or
              export of a world has :of, [:import name] or [:export name]
    :breaks   the roles whose code they break together: a subset of #{:callers :implementers}. Of a component, callers are
              those that call its exports, and implementers those that implement its imports
    :step     the step that they require, :major, :minor or :patch; nil if nothing changed
    :from :to the versions of the packages; absent without one
    :asks     the least version after :from with this step; absent without one
    :fits?    whether :to is at least :asks; without versions, whether nothing breaks.
  A package's function breaks callers if it is removed or changed, and implementers if it is added or changed."
  [old new]
  (let [component? (and (component? old) (component? new))
        aligned (versions/aligned old new)
        found (concat (scope-changes :interface aligned new interface-changes)
                      (scope-changes :world aligned new world-changes))]
    (verdict component? old new
             (if component?
               (for-users (wit/world aligned) (wit/world new) found)
               found))))
