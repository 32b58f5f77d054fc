(ns ^:no-doc radicchio.wit.worlds
  "Resolution, last pass: converts worlds to WIT data. Joins the items of a world with those of the worlds it includes, then
  adds the implied imports.

  A flat world is {:types [item …] :imports [entry …] :exports [entry …]}. An entry is {:key …, :data element}; its key is
  {:id interface} or {:name plain name}."
  (:require [radicchio.wit :as wit]
            [radicchio.wit.cycles :as cycles]
            [radicchio.wit.interfaces :as interfaces]
            [radicchio.wit.names :as names]
            [radicchio.wit.packages :as packages]
            [radicchio.wit.problem :as problem]
            [radicchio.wit.scopes :as scopes]))

(set! *warn-on-reflection* true)

;; A world's own items

(defn- extern-data [env scope {:keys [kind name target attributes func] :as item}]
  (cond func (let [in (cons (str (clojure.core/name kind) " " name) (:in scope))
                   node (assoc func :name name :name-at (:name-at item) :attributes attributes)]
               [kind name (interfaces/element :func nil (interfaces/function-attributes node)
                                              (interfaces/signature env scope in node))])
        (:scope item) [kind name (interfaces/element :interface nil attributes
                                                     (interfaces/items-data env (:scope item)))]
        (and name target) (interfaces/element kind name attributes [target])
        target (interfaces/element kind target attributes nil)))

(defn- extern-entry [env scope item]
  (when-let [data (extern-data env scope item)]
    {:key (if (:name item) {:name (:name item)} {:id (:target item)})
     :data data
     :at (or (:name-at item) (:name-at (:path item)))}))

(defn- check-names
  "Checks that no plain name is imported or exported twice. Types count as imports."
  [env scope]
  (let [items (:items scope)
        entries (fn [kind] (for [{:keys [name name-at] :as item} items :when (and name (= kind (:kind item)))]
                             {:name name :at name-at :kind (clojure.core/name kind) :in (:in scope)}))
        types (mapcat (fn [{:keys [kind name] :as item}]
                        (cond (= :use kind) (map :as (:names item))
                              (scopes/type-kinds kind) [name]))
                      items)]
    (packages/check-unique env (concat (for [name (vals (into {} (map (juxt names/canonical identity)) types))]
                                          {:name name :in (:in scope)}) (entries :import)))
    (packages/check-unique env (entries :export))))

(defn- check-ids
  "Checks that no interface is imported or exported twice under its id."
  [env scope kind entries]
  (reduce (fn [seen {:keys [key at]}]
            (when (and (:id key) (seen key))
              (packages/note! env {:problem :twice-extern :name (:id key) :kind kind :at at :in (:in scope)}))
            (conj seen key))
          #{}
          entries))

(defn own
  "Returns the world of a scope without its includes, and checks its rules."
  [env scope]
  (let [of-kind (fn [kind] (filter #(= kind (:kind %)) (:items scope)))
        types (vec (mapcat #(interfaces/item-data env scope %)
                           (filter #(or (= :use (:kind %)) (scopes/type-kinds (:kind %))) (:items scope))))
        entries (fn [kind] (vec (keep #(extern-entry env scope %) (of-kind kind))))
        imports (entries :import)
        exports (entries :export)]
    (check-names env scope)
    (check-ids env scope "import" imports)
    (check-ids env scope "export" exports)
    {:types types :imports imports :exports exports}))

;; Inclusion

(defn- rename-types
  "Renames types wherever an element refers to them."
  [renames data]
  (cond (symbol? data) (get renames data data)
        (vector? data) (mapv #(rename-types renames %) data)
        :else data))

(defn- rename-signature
  "Renames the types of a function. Its parameters keep their names."
  [renames [params result :as signature]]
  (cond-> [(mapv (fn [[name type]] [name (rename-types renames type)]) params)]
    (< 1 (count signature)) (conj (rename-types renames result))))

(defn- rename-function [renames func]
  (interfaces/element (wit/kind func) (wit/item-name func) (wit/attributes func)
                      (rename-signature renames (wit/contents func))))

(defn- rename-item [renames item]
  (let [name (wit/item-name item)
        contents (wit/contents item)]
    (interfaces/element (wit/kind item) (get renames name name) (wit/attributes item)
                        (case (wit/kind item)
                          (:use :enum :flags) contents
                          :resource (map #(rename-function renames %) contents)
                          :type (map #(rename-types renames %) contents)
                          (map (fn [[name & more]]
                                 (into [name] (map #(if (map? %) % (rename-types renames %))) more))
                               contents)))))

(defn- rename-entry [renames type-renames {:keys [key data] :as entry}]
  (let [name (:name key)
        to (get renames name name)
        [what] (wit/contents data)]
    (cond (nil? name) entry
          (and (vector? what) (= :func (wit/kind what)))
          (assoc entry :key {:name to} :data [(wit/kind data) to (rename-function type-renames what)])
          :else
          (assoc entry :key {:name to} :data (assoc data 1 to)))))

(defn- renamed [world renames]
  (let [type-renames (into {} (for [[from to] renames] [(symbol from) (symbol to)]))
        externs (partial mapv #(rename-entry renames type-renames %))]
    (-> world
        (update :types (partial mapv #(rename-item type-renames %)))
        (update :imports externs)
        (update :exports externs))))

(defn- plain-names [{:keys [types imports exports]}]
  (into (set (map (comp str wit/item-name) types)) (keep (comp :name :key)) (concat imports exports)))

(defn- check-renames [env scope {:keys [target renames]} included]
  (let [known (plain-names included)]
    (doseq [{:keys [from]} renames :when (not (known (:name from)))]
      (packages/note! env {:problem :unused-rename :name (:name from) :world target :at (:at from)
                           :in (:in scope)}))
    (packages/check-unique env (for [{:keys [from]} renames]
                                 {:name (:name from) :at (:at from) :kind "name" :in (:in scope)}))))

(defn- add-new
  "Adds the entries of `more` that are missing. `clash` is called for a duplicate plain name."
  [entries taken more clash]
  (let [known (into #{} (keep (comp :id :key)) entries)]
    (into entries
          (remove (fn [{:keys [key]}]
                    (cond (:id key) (known (:id key))
                          (taken (names/canonical (:name key))) (do (clash (:name key)) true))))
          more)))

(defn- canonical-names [entries]
  (set (map names/canonical (keep (comp :name :key) entries))))

(defn- type-names [types]
  (set (map (comp names/canonical str wit/item-name) types)))

(defn- without-versions
  "Removes the gates with versions from WIT data."
  [data]
  (cond (vector? data) (into [] (comp (map without-versions) (remove #(= {} %))) data)
        (map? data) (dissoc data :since :deprecated)
        :else data))

(defn- as-included
  "Returns a world in the form in which another world includes it: renamed, and for another package without gates with
  versions, because those are versions of the package of the included world."
  [env scope world {:keys [target renames]}]
  (let [world (renamed world (into {} (map (juxt (comp :name :from) (comp :name :to))) renames))]
    (if (= (:package scope) (get-in env [:scopes target :package]))
      world
      (-> world
          (update :types without-versions)
          (update :imports (partial mapv #(update % :data without-versions)))
          (update :exports (partial mapv #(update % :data without-versions)))))))

(defn- union
  "Joins a world with the items of an included one. Interfaces with the same id are the same, and so is a type that both use
  from the same interface. Other names must differ."
  [env scope world included {:keys [path target]}]
  (let [clash (fn [kind] (fn [name] (packages/note! env {:problem :clash :kind kind :name name :world target
                                                        :at (:at path) :in (:in scope)})))
        used (fn [item] (when (= :use (wit/kind item)) [(wit/item-name item) (wit/contents item)]))
        same? (comp (into #{} (keep used) (:types world)) used)
        new-types (remove same? (:types included))
        imported (into (canonical-names (:imports world)) (type-names (:types world)))]
    (doseq [type new-types :when (imported (names/canonical (str (wit/item-name type))))]
      ((clash "type") (wit/item-name type)))
    {:types (into (:types world) new-types)
     :imports (add-new (:imports world) imported (:imports included) (clash "import"))
     :exports (add-new (:exports world) (canonical-names (:exports world)) (:exports included) (clash "export"))}))

(def ^:private max-entries
  "The most types, imports and exports of all worlds together, including those that they include and imply. A short text of
  worlds that include each other can expand to many more."
  500000)

(defn- charge
  "Counts entries of a world. Throws if there are too many."
  [env scope ^long n]
  (when (< (long max-entries) (long (vswap! (:entries env) #(+ (long %) n))))
    (problem/throw-resolve [{:problem :too-many-entries :limit max-entries
                             :at (:name-at (:node scope)) :in (:in scope)}])))

(defn- size [{:keys [types imports exports]}]
  (+ (count types) (count imports) (count exports)))

(defn- includes [scope]
  (filter #(and (= :include (:kind %)) (:target %)) (:items scope)))

(defn- flat
  "Returns the world of a scope with its includes. `done` has the flat worlds of those."
  [env done scope]
  (reduce (fn [world {:keys [target] :as include}]
            (let [included (done target)]
              (charge env scope (+ (size world) (size included)))
              (check-renames env scope include included)
              (union env scope world (as-included env scope included include) include)))
          (own env scope)
          (includes scope)))

(defn- flat-worlds
  "Returns {id flat world} for the ids and for the worlds that they include."
  [env ids]
  (let [scope #(get-in env [:scopes %])]
    (reduce (fn [done id] (assoc done id (flat env done (scope id))))
            {}
            (cycles/in-order ids #(map :target (includes (scope %))) #{}))))

;; Completion. `uses` returns the ids of the interfaces that an interface uses.

(defn- needs
  "Returns the interfaces whose types an import or export names."
  [uses {:keys [key data]}]
  (let [what (first (wit/contents data))]
    (cond (:id key) (uses (:id key))
          (string? what) (uses what)
          (= :interface (wit/kind what)) (wit/used what))))

(defn- import-interfaces
  "Appends imports of the interfaces to those of `imports`, {:seen ids, :entries […]}, each after those that it uses."
  [uses given imports ids]
  (let [order (cycles/in-order ids uses (:seen imports))]
    {:seen (into (:seen imports) order)
     :entries (into (:entries imports) (map #(or (given %) {:key {:id %} :data [:import %]})) order)}))

(defn- function? [{:keys [data]}]
  (let [what (first (wit/contents data))]
    (and (vector? what) (= :func (wit/kind what)))))

(defn- given [entries]
  (into {} (keep (fn [{:keys [key] :as entry}] (when (:id key) [(:id key) entry]))) entries))

(defn- complete-imports
  "Returns the imports of a world with the implied ones, in the format of `import-interfaces`."
  [uses {:keys [types imports]}]
  (let [given (given imports)
        needed (partial import-interfaces uses given)
        with-needs (fn [imports entry]
                     (if-let [id (:id (:key entry))]
                       (needed imports [id])
                       (update (needed imports (needs uses entry)) :entries conj entry)))
        used (for [type types :when (= :use (wit/kind type))] (first (wit/contents type)))]
    (needed (reduce with-needs {:seen #{} :entries []} (remove function? imports)) used)))

(defn- ordered-exports
  "Sorts the exported interfaces, each after the exported ones that it uses."
  [uses exports]
  (let [given (given exports)
        by-key (into {} (map (juxt :key identity)) exports)]
    (map by-key (cycles/in-order (map :key exports)
                                 #(map :key (keep given (needs uses (by-key %))))
                                 #{}))))

(defn- exported-below
  "Returns {id first exported interface that this one is, or uses directly or not}, for the ids and all that they use."
  [uses exported ids]
  (reduce (fn [below id] (assoc below id (if (exported id) id (some below (uses id)))))
          {}
          (cycles/in-order ids uses #{})))

(defn- check-overlap
  "Checks exported interfaces that other exports use. An interface that an export needs, and that is not exported, is imported
  with everything that it uses; none of these can be exported."
  [env scope uses exported exports]
  (let [inner (fn [entry] (remove exported (needs uses entry)))
        below (exported-below uses exported (mapcat inner exports))]
    (doseq [{:keys [key] :as entry} exports
            :let [other (some below (inner entry))]
            :when other]
      (packages/note! env {:problem :overlap :interface (or (:id key) (:name key)) :other other
                           :at (:name-at (:node scope)) :in (:in scope)}))))

(defn- import-for-exports
  "Adds the imports that exports need and that are not exported, in the format of `complete-imports`."
  [env scope uses given-imports imports exports]
  (let [exported (given exports)]
    (check-overlap env scope uses exported exports)
    (import-interfaces uses given-imports imports (mapcat #(remove exported (needs uses %)) exports))))

(defn- completed [env scope uses {:keys [types imports exports] :as world}]
  (let [exported (ordered-exports uses (remove function? exports))
        implied (complete-imports uses world)
        imported (:entries (import-for-exports env scope uses (given imports) implied exported))]
    (charge env scope (+ (count types) (count imported) (count exported)))
    (interfaces/element :world (:id scope) (:attributes (:node scope))
                        (concat types
                                (map :data (concat imported (filter function? imports)))
                                (map :data (concat exported (filter function? exports)))))))

(defn worlds-data
  "Returns {id element} of all worlds. `interfaces` is {id element} of all interfaces."
  [env interfaces]
  (let [env (assoc env :entries (volatile! 0))
        ids (filter #(= :world (get-in env [:scopes % :kind])) (:scope-order env))
        worlds (flat-worlds env ids)
        uses (memoize #(wit/used (get interfaces %)))]
    (into {} (for [id ids] [id (completed env (get-in env [:scopes id]) uses (worlds id))]))))
