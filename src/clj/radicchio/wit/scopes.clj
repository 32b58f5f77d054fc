(ns ^:no-doc radicchio.wit.scopes
  "Resolution, second pass: resolves every path, gives every scope the table of its names, and checks that nothing depends on
  itself. After this pass, resolving a name reports nothing and always ends.

  A scope gets :names {name entry}; an entry is {:kind :use :target id :there name}, {:kind :record … :item node},
  {:kind :func} or {:kind :unknown}, if its path did not resolve."
  (:require [radicchio.wit.cycles :as cycles]
            [radicchio.wit.packages :as packages]))

(set! *warn-on-reflection* true)

(def type-kinds
  "The kinds of items that define a type."
  #{:type :record :variant :enum :flags :resource})

;; Targets of paths

(declare with-targets)

(defn- inline-scope [env scope item]
  (let [in (cons (str (name (:kind item)) " " (:name item)) (:in scope))]
    (with-targets env (packages/scope env :interface nil (:package scope) (:file scope)
                                      {:items (:inline item)} in))))

(defn- with-target [env scope item]
  (case (:kind item)
    :use (assoc item :target (packages/lookup env scope :interface (:path item)))
    :include (assoc item :target (packages/lookup env scope :world (:path item)))
    (:import :export) (cond (:path item)
                            (assoc item :target (packages/lookup env scope :interface (:path item)))
                            (:inline item)
                            (assoc item :scope (inline-scope env scope item))
                            :else item)
    item))

(defn- with-targets [env scope]
  (update scope :items (partial mapv #(with-target env scope %))))

;; Cycles

(defn- targets
  "Returns the items with targets of a scope and of its inline interfaces."
  [scope]
  (mapcat (fn [item] (if (:scope item) (targets (:scope item)) (when (:target item) [item]))) (:items scope)))

(defn- names-of-cycle [cycle]
  (let [around (map :to cycle)]
    (cons (last around) (butlast around))))

(defn- note-cycle [env kind cycle at in]
  (let [names (names-of-cycle cycle)]
    (packages/note! env {:problem :cycle :kind kind :names (concat (rest names) (take 1 names)) :at at :in in})))

(defn- check-scope-cycles [env kind item-kind]
  (let [edges (fn [id]
                (for [item (get-in env [:scopes id :items]) :when (and (= item-kind (:kind item)) (:target item))]
                  {:to (:target item) :item item}))
        nodes (filter #(= kind (get-in env [:scopes % :kind])) (:scope-order env))]
    (doseq [cycle (cycles/cycles nodes edges)
            :let [{:keys [to item]} (first cycle)]]
      (note-cycle env (name kind) cycle
                  (or (:package-at (:path item)) (get-in env [:scopes to :node :name-at]))
                  nil))))

(defn- check-package-cycles [env]
  (let [by-package (group-by :package (vals (:scopes env)))
        edges (fn [id]
                (for [scope (sort-by (comp :start :at :node) (by-package id))
                      item (targets scope)
                      :let [to (get-in env [:scopes (:target item) :package])]
                      :when (not= to id)]
                  {:to to :item item}))]
    (doseq [cycle (cycles/cycles (:order env) edges)
            :let [{:keys [path]} (:item (first cycle))]]
      (note-cycle env "package" cycle (or (:package-at path) (:at path)) nil))))

;; Names

(defn- use-entries [{:keys [target names]}]
  (for [{:keys [name as as-at]} names]
    {:name as :at as-at :kind "name" :entry (if target {:kind :use :target target :there name} {:kind :unknown})}))

(defn- entries
  "Returns the names that the items of a scope define, each {:name … :at … :entry …}."
  [scope]
  (mapcat (fn [{:keys [kind name name-at] :as item}]
            (cond (= :use kind) (use-entries item)
                  (type-kinds kind) [{:name name :at name-at :kind "name" :entry {:kind kind :item item}}]
                  (= :func kind) [{:name name :at name-at :kind "name" :entry {:kind :func}}]))
          (:items scope)))

(defn- method-entries
  "Returns a resource's functions as entries of the scope's names."
  [scope]
  (for [{:keys [kind functions] :as resource} (:items scope)
        :when (= :resource kind)
        {:keys [kind name name-at]} functions
        :let [in (cons (str "resource " (:name resource)) (:in scope))]]
    (if (= :constructor kind)
      {:name "constructor" :kind "function" :at name-at :in in :canonical [:constructor (:name resource)]}
      {:name name :kind "function" :at name-at :in in
       :canonical (if (= name (:name resource)) name [(:name resource) name])})))

(defn- with-names [env scope]
  (let [found (map #(assoc % :in (:in scope)) (entries scope))]
    (packages/check-unique env (concat found (method-entries scope)))
    (assoc scope
           :names (into {} (map (juxt :name :entry)) (reverse found))
           :items (mapv #(if (:scope %) (update % :scope (partial with-names env)) %) (:items scope)))))

(defn- check-use [env scope {:keys [target names]}]
  (when target
    (let [there (get-in env [:scopes target])
          note! #(packages/note! env (merge % (packages/elsewhere scope there)))]
      (doseq [{:keys [name name-at]} names
              :let [entry (get-in there [:names name])
                    feature (get-in there [:inactive name])]]
        (cond (and (nil? entry) feature)
              (packages/note! env {:problem :inactive :name name :feature feature :at name-at :in (:in scope)})
              (nil? entry)
              (note! {:problem :unknown-use :name name :interface target :at name-at :in (:in scope)})
              (= :func (:kind entry))
              (note! {:problem :not-a-type :name name :at name-at :in (:in scope)}))))))

(defn- check-uses [env scope]
  (doseq [item (:items scope)]
    (cond (= :use (:kind item)) (check-use env scope item)
          (:scope item) (check-uses env (:scope item)))))

;; Cycles of types

(defn- named-types
  "Returns the nodes of a type that are names."
  [{:keys [tag args] :as node}]
  (if (#{:name :own :borrow} tag) [node] (mapcat named-types (remove nil? args))))

(defn- check-type-cycles [env scope]
  (let [edges (fn [name]
                (let [{:keys [kind item]} (get-in scope [:names name])]
                  (for [node (mapcat named-types (case kind
                                                   :type [(:type item)]
                                                   (:record :variant) (keep :type (:fields item))
                                                   nil))]
                    {:to (:name node) :at (:at node)})))]
    (doseq [cycle (cycles/cycles (map :name (filter (comp type-kinds :kind) (:items scope))) edges)]
      (note-cycle env "type" cycle (:at (first cycle)) (:in scope)))
    (doseq [inner (keep :scope (:items scope))]
      (check-type-cycles env inner))))

;; The pass

(defn- update-scopes [env f]
  (update env :scopes #(into {} (map (fn [[id scope]] [id (f env scope)])) %)))

(defn- in-order [env]
  (map #(get-in env [:scopes %]) (:scope-order env)))

(defn link
  "Adds targets and names to the environment. `stop` is called with the environment when further passes cannot continue; it
  must throw if there is a problem."
  [env stop]
  (let [env (update-scopes env with-targets)]
    (check-scope-cycles env :interface :use)
    (check-scope-cycles env :world :include)
    (check-package-cycles env)
    (when (some (comp #{:cycle} :problem) @(:problems env)) (stop env))
    (let [env (update-scopes env with-names)]
      (doseq [scope (in-order env)]
        (check-uses env scope)
        (check-type-cycles env scope))
      (when (some (comp #{:cycle} :problem) @(:problems env)) (stop env))
      env)))

;; Resolving names. Results are cached in the environment's :memo, and a loop follows a chain of names, so that a text of long
;; chains takes time in proportion to its length and no additional stack.

(defn- remembered
  "Returns the end of a chain. `step` takes a link and returns {:found result} or {:next link}. The result is cached for every
  link, under its `key`."
  [env key link step]
  (let [memo (:memo env)]
    (loop [link link, passed []]
      (let [{:keys [found next]} (or (get @memo (key link)) (step link))
            passed (conj passed (key link))]
        (if next
          (recur next passed)
          (do (vswap! memo (fn [known] (reduce #(assoc %1 %2 {:found found}) known passed)))
              found))))))

(defn origin
  "Returns {:scope … :entry …} for a name, after every use, or nil if it does not resolve."
  [env scope name]
  (when-let [entry (get-in scope [:names name])]
    (if (= :use (:kind entry))
      (remembered env (fn [[id name]] [:origin id name]) [(:target entry) (:there entry)]
                  (fn [[id name]]
                    (let [scope (get-in env [:scopes id])
                          entry (get-in scope [:names name])]
                      (cond (nil? entry) {:found nil}
                            (= :use (:kind entry)) {:next [(:target entry) (:there entry)]}
                            :else {:found {:scope scope :entry entry}}))))
      {:scope scope :entry entry})))

(defn- alias-of-name
  "Returns the node of the name that a definition is an alias of, or nil for any other definition."
  [{:keys [entry]}]
  (let [node (when (= :type (:kind entry)) (:type (:item entry)))]
    (when (= :name (:tag node)) node)))

(defn meaning
  "Returns {:scope … :entry …} for a name, after every use and every alias of a name, or nil if it does not resolve."
  [env scope name]
  (let [found (origin env scope name)]
    (if (alias-of-name found)
      (remembered env (fn [definition] [:meaning (:at (:item (:entry definition)))]) found
                  (fn [definition]
                    (let [aliased (origin env (:scope definition) (:name (alias-of-name definition)))]
                      (if (alias-of-name aliased)
                        {:next aliased}
                        {:found aliased}))))
      found)))

(defn resource?
  "Tests whether the name is a resource, directly or through aliases."
  [env scope name]
  (= :resource (:kind (:entry (meaning env scope name)))))

(defn- types-of [{:keys [entry]}]
  (when-not (= :resource (:kind entry))
    (let [item (:item entry)]
      (keep :type (cons item (:fields item))))))

(defn- named-definitions
  "Returns the definitions of the names in a definition's types."
  [env {:keys [scope] :as definition}]
  (for [{:keys [tag name]} (mapcat named-types (types-of definition))
        :when (= :name tag)
        :let [found (origin env scope name)]
        :when (seq (types-of found))]
    found))

(defn- borrow-within?
  "Tests whether a type's node contains a borrow. `definition?` tests names."
  [definition? {:keys [tag args] :as node}]
  (case tag
    :borrow true
    :own false
    :name (definition? node)
    (boolean (some #(borrow-within? definition? %) (remove nil? args)))))

(declare borrows?)

(defn- definition-borrows?
  "Tests whether a definition contains a borrow. The definitions of its parts are tested first."
  [env definition]
  (let [memo (:memo env)
        known #(get @memo [:borrows (:at (:item (:entry %)))])]
    (loop [todo [definition]]
      (when-let [{:keys [scope] :as top} (peek todo)]
        (if-let [open (and (nil? (known top)) (seq (remove (comp some? known) (named-definitions env top))))]
          (recur (into todo open))
          (do (when (nil? (known top))
                (vswap! memo assoc [:borrows (:at (:item (:entry top)))]
                        (boolean (some #(borrows? env scope %) (types-of top)))))
              (recur (pop todo))))))
    (known definition)))

(defn borrows?
  "Tests whether a type's node contains a borrow, directly or through names."
  [env scope node]
  (borrow-within? (fn [{:keys [name]}]
                    (let [found (origin env scope name)]
                      (boolean (and (seq (types-of found)) (definition-borrows? env found)))))
                  node))
