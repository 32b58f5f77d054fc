(ns ^:no-doc radicchio.wit.packages
  "Resolution, first pass: groups the trees of files to packages, removes the items of features that are not enabled, and
  gives every interface and world the table of its names.

  An environment is a map:
    :packages    {id {:id … :docs … :at … :names {name node}}}
    :order       the packages' ids, the main one's first
    :scopes      {id scope}, of interfaces and worlds, and their ids in :scope-order
    :features    the enabled features, a set of strings, or :all
    :inactive?   a volatile: whether anything was removed
    :memo        a volatile with resolved names
    :problems    a volatile with the problems so far
  A scope is {:kind :interface or :world, :id … :package id, :node tree, :file names of the file, :items the items that are
  left, :inactive {name feature}}."
  (:require [radicchio.wit :as wit]
            [radicchio.wit.names :as names]
            [radicchio.wit.problem :as problem]))

(set! *warn-on-reflection* true)

(defn note!
  "Adds a problem to the environment."
  [env problem]
  (vswap! (:problems env) conj problem)
  nil)

;; Unique names

(defn check-unique
  "Notes every entry, {:name … :at … :kind … :in …}, whose name is a duplicate. Entries are compared by :canonical if present,
  else by the name in canonical form. A string as :canonical is the name of another item that this one must differ from."
  [env entries]
  (reduce (fn [seen {:keys [name at kind in canonical]}]
            (let [key (or canonical (names/canonical name))
                  other (seen key)]
              (cond (nil? other) (assoc seen key name)
                    (and (= other name) (not (string? canonical)))
                    (do (note! env {:problem :duplicate :name name :kind kind :at at :in in}) seen)
                    :else
                    (do (note! env {:problem :alike :name name :other other :at at :in in}) seen))))
          {}
          entries))

;; Gates

(defn- inactive-feature [env item]
  (let [feature (:unstable (:attributes item))]
    (when (and feature (not= :all (:features env)) (not (contains? (:features env) feature)))
      (vreset! (:inactive? env) true)
      feature)))

(defn- check-since
  "Checks a @since, which must not be later than the package's version. @deprecated may be later."
  [env package-id in {:keys [attributes] :as item}]
  (doseq [gate [:since :deprecated]
          :let [version (gate attributes)
                current (:version (wit/parse-id package-id))
                at (or (:name-at item) (:name-at (:path item)))]
          :when version]
    (cond (nil? current)
          (note! env {:problem :gate-without-version :package package-id :at at :in in})
          (and (= :since gate) (pos? (long (names/compare-versions version current))))
          (note! env {:problem :unreleased :version version :package package-id :at at :in in}))))

(defn- item-names [item]
  (case (:kind item)
    :use (map :as (:names item))
    (:import :export :include) nil
    [(:name item)]))

(defn- check-gated-resource
  "Checks that the functions of a removed resource are removed too."
  [env in feature resource]
  (doseq [func (:functions resource)
          :when (not (inactive-feature env func))]
    (note! env {:problem :inactive :name (:name resource) :feature feature :at (:name-at func) :in in})))

(defn- split-items
  "Returns {:items the active ones :inactive {name feature}}."
  [env package-id in items]
  (reduce (fn [result item]
            (if-let [feature (inactive-feature env item)]
              (do (when (= :resource (:kind item)) (check-gated-resource env in feature item))
                  (update result :inactive into (map #(vector % feature) (item-names item))))
              (do (check-since env package-id in item)
                  (doseq [func (:functions item)] (check-since env package-id in func))
                  (update result :items conj
                          (cond-> item
                            (:functions item) (update :functions (partial filterv #(not (inactive-feature env %)))))))))
          {:items [] :inactive {}}
          items))

;; Scopes

(defn scope
  "Returns the scope of an interface or world. For an inline interface `id` is nil."
  [env kind id package-id file node in]
  (merge {:kind kind :id id :package package-id :file file :node node :in in}
         (split-items env package-id in (:items node))))

(defn- definitions [items]
  (filter #(#{:interface :world} (:kind %)) items))

(defn- top-entries
  "Returns the names at the top level of a file, in an order in which a clash is reported at the later one."
  [items]
  (concat (for [{:keys [path as]} (filter #(= :use-top (:kind %)) items)]
            {:name (or (:name as) (:name path)) :at (or (:at as) (:name-at path)) :kind "name"})
          (for [item (definitions items)]
            {:name (:name item) :at (:name-at item) :kind "name"})))

(defn- file-names
  "Returns {name path} for the uses at a file's top level."
  [items]
  (into {} (for [{:keys [kind path as]} items :when (= :use-top kind)]
             [(or (:name as) (:name path)) path])))

(defn- add-definition [env package file {:keys [kind name name-at] :as item}]
  (let [package-id (:id package)
        id (wit/make-id package-id name)]
    (if (get-in env [:packages package-id :names name])
      env
      (if-let [feature (inactive-feature env item)]
        (assoc-in env [:packages package-id :names name] {:kind kind :inactive feature})
        (do (check-since env package-id nil item)
            (-> env
                (assoc-in [:packages package-id :names name] {:kind kind :id id :name-at name-at})
                (assoc-in [:scopes id] (scope env kind id package-id file item [(str (clojure.core/name kind) " " id)]))
                (update :scope-order conj id)))))))

(defn- add-file [env package items]
  (check-unique env (top-entries items))
  (let [file (file-names items)]
    (reduce #(add-definition %1 package file %2) env (definitions items))))

;; Packages

(defn- check-definitions
  "Checks that no two files of a package define the same interface or world."
  [env files]
  (check-unique env (for [item (mapcat definitions files)]
                      {:name (:name item) :at (:name-at item) :kind "name"})))

(defn- add-package
  "Adds a package. `files` are the items of each of its files."
  [env {:keys [name docs at]} files]
  (if (get-in env [:packages name])
    (do (note! env {:problem :package-twice :name name :at at}) env)
    (let [package {:id name :docs docs :at at :names {}}]
      (check-definitions env files)
      (reduce #(add-file %1 package %2)
              (-> env (assoc-in [:packages name] package) (update :order conj name))
              files))))

(defn- declaration
  "Returns the only declaration in a folder's files, or nil."
  [env files]
  (let [declarations (keep :package files)
        wanted (first declarations)]
    (doseq [{:keys [name at]} (rest declarations) :when (not= name (:name wanted))]
      (note! env {:problem :package-name :name name :other (:name wanted) :at at}))
    (doseq [{:keys [docs-at]} (rest (filter :docs declarations))]
      (note! env {:problem :package-docs :at docs-at}))
    (when wanted
      (assoc wanted :docs (some :docs declarations)))))

(defn- add-group [env files]
  (let [declared (declaration env files)
        nested (mapcat #(filter (comp #{:package} :kind) (:items %)) files)
        own (map #(remove (comp #{:package} :kind) (:items %)) files)
        main? (empty? (:order env))]
    (when (and (nil? declared) (or main? (some seq own) (empty? nested)))
      (note! env {:problem :no-package :at (some-> (:source (first files)) (problem/place 0 0))}))
    (as-> env env
      (if declared (add-package env declared own) env)
      (reduce (fn [env {:keys [package items]}] (add-package env package [items])) env nested))))

(defn environment
  "Returns the environment of groups of files. A group has the files of one folder. The main one is first."
  [groups features]
  (reduce add-group
          {:packages {} :order [] :scopes {} :scope-order [] :features features
           :inactive? (volatile! false) :memo (volatile! {}) :problems (volatile! [])}
          groups))

;; Resolving paths

(defn elsewhere
  "Returns {:package id} of the scope `there`, for a problem of a scope of another package; {} for the same package."
  [scope there]
  (if (= (:package scope) (:package there)) {} (select-keys there [:package])))

(defn- package-entry [env package-id path]
  (let [entry (get-in env [:packages package-id :names (:name path)])]
    (cond (nil? entry) {:problem :unknown-interface :name (:name path)}
          (:inactive entry) {:problem :inactive :name (:name path) :feature (:inactive entry)}
          :else entry)))

(defn- locate
  "Returns the entry of a path in a file of a package, or a problem. If a use at the file's top level does not resolve, the
  problem is noted at that use, and is marked :noted here."
  [env {:keys [package file] :as scope} path seen]
  (cond (and (:package path) (not (get-in env [:packages (:package path)])))
        {:problem :unknown-package :name (:package path) :at (:package-at path) :candidates (lazy-seq (sort (:order env)))}
        (:package path)
        (let [entry (package-entry env (:package path) path)]
          (cond-> entry (:problem entry) (assoc :package (:package path))))
        (and (file (:name path)) (not (seen (:name path))))
        (let [entry (locate env scope (file (:name path)) (conj seen (:name path)))]
          (cond-> entry (:problem entry) (assoc :noted true)))
        :else (package-entry env package path)))

(defn lookup
  "Returns the id of the interface or world (`kind`; :definition means either) of a path in a scope. If it does not resolve,
  notes a problem and returns nil."
  [env scope kind path]
  (let [entry (locate env scope path #{})
        wanted (if (= :definition kind) "interface or world" (name kind))
        found (some-> (:kind entry) name)]
    (cond (:noted entry) nil
          (:problem entry) (note! env (merge {:at (:name-at path) :in (:in scope) :kind wanted} entry))
          (not (#{:definition (:kind entry)} kind))
          (note! env {:problem :not-an-interface :name (:name path) :package (:package path) :found found
                      :kind wanted :at (:name-at path) :in (:in scope)})
          :else (:id entry))))

(defn check-top-uses
  "Notes unresolved uses at the top level of files. They name interfaces, and worlds of the same package too."
  [env groups]
  (doseq [files groups
          file files
          {:keys [package items]} (cons file (filter (comp #{:package} :kind) (:items file)))
          :let [package-id (or (:name package) (some (comp :name :package) files))
                names (file-names items)]
          {:keys [kind path]} items
          :when (and (= :use-top kind) package-id)]
    (lookup env
            {:package package-id :file (dissoc names (:name path)) :in nil}
            (if (:package path) :interface :definition)
            path)))
