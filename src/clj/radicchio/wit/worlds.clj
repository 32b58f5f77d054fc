(ns ^:no-doc radicchio.wit.worlds
  "Resolution, last pass: worlds → WIT data. A world's own items and those of the worlds it includes are put
  together; then it is completed with the imports that they imply.

  A flat world is {:types [item …] :imports [entry …] :exports [entry …]}; an entry is {:key …, :data element},
  whose key is {:id interface} or {:name plain name}."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]
            [radicchio.wit.interfaces :as interfaces]
            [radicchio.wit.names :as names]
            [radicchio.wit.packages :as packages]
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

(defn- check-externs
  "No name is imported twice, or exported twice; types count as imports."
  [env scope types imports exports]
  (doseq [[entries kind] [[imports "import"] [exports "export"]]]
    (packages/check-unique
     env
     (concat (when (= "import" kind)
               (for [type types] {:name (str (wit/item-name type)) :in (:in scope)}))
             (for [{:keys [key at]} entries :when (:name key)]
               {:name (:name key) :at at :kind kind :in (:in scope)})))
    (reduce (fn [seen {:keys [key at]}]
              (when (and (:id key) (seen key))
                (packages/note! env {:problem :twice-extern :name (:id key) :kind kind :at at :in (:in scope)}))
              (conj seen key))
            #{}
            entries)))

(defn- own [env scope]
  (let [of-kind (fn [kind] (filter #(= kind (:kind %)) (:items scope)))
        types (vec (mapcat #(interfaces/item-data env scope %)
                           (filter #(or (= :use (:kind %)) (scopes/type-kinds (:kind %))) (:items scope))))
        entries (fn [kind] (vec (keep #(extern-entry env scope %) (of-kind kind))))
        imports (entries :import)
        exports (entries :export)]
    (check-externs env scope types imports exports)
    {:types types :imports imports :exports exports}))

;; Inclusion

(defn- rename-types
  "An element with the names of types replaced, wherever it refers to them."
  [renames data]
  (cond (symbol? data) (get renames data data)
        (vector? data) (mapv #(rename-types renames %) data)
        :else data))

(defn- rename-signature
  "A function's parameters keep their names, its types are renamed."
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
  "The entries, and those of `more` that are not there; `clash` is called for a plain name that is."
  [entries taken more clash]
  (reduce (fn [entries {:keys [key] :as entry}]
            (cond (and (:id key) (some #(= key (:key %)) entries)) entries
                  (and (:name key) (taken (names/canonical (:name key)))) (do (clash (:name key)) entries)
                  :else (conj entries entry)))
          entries
          more))

(defn- canonical-names [entries]
  (set (map names/canonical (keep (comp :name :key) entries))))

(defn- type-names [types]
  (set (map (comp names/canonical str wit/item-name) types)))

(defn- without-versions
  "WIT data without gates that speak of a version."
  [data]
  (cond (vector? data) (into [] (comp (map without-versions) (remove #(= {} %))) data)
        (map? data) (dissoc data :since :deprecated)
        :else data))

(defn- as-included
  "A world as another sees it that includes it: renamed, and, in another package, without the gates that
  speak of a version, since it is one of the package that the world comes from."
  [env scope world {:keys [target renames]}]
  (let [world (renamed world (into {} (map (juxt (comp :name :from) (comp :name :to))) renames))]
    (if (= (:package scope) (get-in env [:scopes target :package]))
      world
      (-> world
          (update :types without-versions)
          (update :imports (partial mapv #(update % :data without-versions)))
          (update :exports (partial mapv #(update % :data without-versions)))))))

(defn- union
  "A world with the items of an included one. Interfaces are the same under the same id, so is a type that both
  use from the same interface; other names must differ."
  [env scope world included {:keys [path target]}]
  (let [clash (fn [kind] (fn [name] (packages/note! env {:problem :clash :kind kind :name name :world target
                                                        :at (:at path) :in (:in scope)})))
        same? (fn [item] (and (= :use (wit/kind item))
                              (some #(and (= (wit/item-name %) (wit/item-name item))
                                          (= (wit/contents %) (wit/contents item)))
                                    (:types world))))
        new-types (remove same? (:types included))
        imported (into (canonical-names (:imports world)) (type-names (:types world)))]
    (doseq [type new-types :when (imported (names/canonical (str (wit/item-name type))))]
      ((clash "type") (wit/item-name type)))
    {:types (into (:types world) new-types)
     :imports (add-new (:imports world) imported (:imports included) (clash "import"))
     :exports (add-new (:exports world) (canonical-names (:exports world)) (:exports included) (clash "export"))}))

(defn- flat
  "The flat world of an id, with what it includes; `done` has those that were made already."
  [env done id]
  (if (done id)
    done
    (let [scope (get-in env [:scopes id])
          includes (filter #(and (= :include (:kind %)) (:target %)) (:items scope))
          done (reduce #(flat env %1 (:target %2)) done includes)]
      (assoc done id
             (reduce (fn [world {:keys [target] :as include}]
                       (let [included (done target)]
                         (check-renames env scope include included)
                         (union env scope world (as-included env scope included include) include)))
                     (own env scope)
                     includes)))))

;; Completion

(defn- interface-uses [interfaces id]
  (wit/used (get interfaces id)))

(defn- needs
  "The interfaces whose types an import or export names."
  [interfaces {:keys [key data]}]
  (let [what (first (wit/contents data))]
    (cond (:id key) (interface-uses interfaces (:id key))
          (string? what) (interface-uses interfaces what)
          (= :interface (wit/kind what)) (wit/used what))))

(defn- import-interface
  "Appends the import of an interface to the imports, after those of what it uses."
  [interfaces given imports id]
  (if (some #(= {:id id} (:key %)) imports)
    imports
    (conj (reduce #(import-interface interfaces given %1 %2) imports (interface-uses interfaces id))
          (or (given id) {:key {:id id} :data [:import id]}))))

(defn- function? [{:keys [data]}]
  (let [what (first (wit/contents data))]
    (and (vector? what) (= :func (wit/kind what)))))

(defn- given [entries]
  (into {} (keep (fn [{:keys [key] :as entry}] (when (:id key) [(:id key) entry]))) entries))

(defn- complete-imports [interfaces {:keys [types imports]}]
  (let [given (given imports)
        needed (fn [imports id] (import-interface interfaces given imports id))
        with-needs (fn [imports entry]
                     (if-let [id (:id (:key entry))]
                       (needed imports id)
                       (conj (reduce needed imports (needs interfaces entry)) entry)))
        used (for [type types :when (= :use (wit/kind type))] (first (wit/contents type)))]
    (reduce needed (reduce with-needs [] (remove function? imports)) used)))

(defn- ordered-exports
  "The exported interfaces, each after the exported ones that it uses."
  [interfaces exports]
  (let [given (given exports)
        add (fn add [done {:keys [key] :as entry}]
              (if (some #(= key (:key %)) done)
                done
                (conj (reduce add done (keep given (needs interfaces entry))) entry)))]
    (reduce add [] exports)))

(defn- closure
  "The interfaces of the given ids and all that they use."
  [interfaces ids]
  (loop [seen [], todo (seq ids)]
    (if-let [[id & more] todo]
      (if (some #{id} seen)
        (recur seen more)
        (recur (conj seen id) (seq (concat (interface-uses interfaces id) more))))
      seen)))

(defn- check-overlap
  "An exported interface is what other exports mean by it. What an export needs and is not exported is imported,
  and so is all that it uses, none of which can be exported then."
  [env scope interfaces exported {:keys [key] :as entry}]
  (when-let [other (->> (needs interfaces entry) (remove exported) (closure interfaces) (some (comp :key exported)))]
    (packages/note! env {:problem :overlap :interface (or (:id key) (:name key)) :other (:id other)
                         :at (:name-at (:node scope)) :in (:in scope)})))

(defn- import-for-exports
  "The imports with what the exports need and is not exported."
  [env scope interfaces imports exports]
  (let [exported (given exports)
        imported (given imports)]
    (doseq [entry exports] (check-overlap env scope interfaces exported entry))
    (reduce #(import-interface interfaces imported %1 %2)
            imports
            (mapcat #(remove exported (needs interfaces %)) exports))))

(defn- completed [env scope interfaces {:keys [types imports exports] :as world}]
  (let [exported (ordered-exports interfaces (remove function? exports))
        imported (import-for-exports env scope interfaces (complete-imports interfaces world) exported)]
    (interfaces/element :world (:id scope) (:attributes (:node scope))
                        (concat types
                                (map :data (concat imported (filter function? imports)))
                                (map :data (concat exported (filter function? exports)))))))

(defn worlds-data
  "{id element} of all worlds. `interfaces` is {id element} of all interfaces."
  [env interfaces]
  (let [ids (filter #(= :world (get-in env [:scopes % :kind])) (:scope-order env))
        worlds (reduce #(flat env %1 %2) {} ids)]
    (into {} (for [id ids] [id (completed env (get-in env [:scopes id]) interfaces (worlds id))]))))
