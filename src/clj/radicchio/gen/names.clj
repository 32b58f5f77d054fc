(ns ^:no-doc radicchio.gen.names
  "Maps WIT's names to Clojure's. A name is used unchanged or refused. Only parameters and private vars, which callers do
  not see, are renamed."
  (:require [clojure.edn :as edn]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem]
            [radicchio.loading :as loading]
            [radicchio.wit :as wit])
  (:import (clojure.lang RT)))

(set! *warn-on-reflection* true)

;; Names that are not possible

(def unreadable
  "Symbols that the reader reads as values."
  (into #{} (map symbol) ["nil" "true" "false"]))

(def ^:private special
  "Names that the compiler and the reader reserve everywhere. A var of such a name cannot be called, or is another var."
  (into '#{. & catch def do finally if monitor-enter monitor-exit new quote recur set! throw try var
           let* fn* loop* letfn* case* reify* deftype* import* ns in-ns}
        unreadable))

(def ^:private written
  "Macros of clojure.core that every generated namespace uses. No var of the namespace can have their names."
  '#{defn defprotocol fn})

(def added-functions
  "The functions that every namespace of a component defines in addition to its exports."
  '[component instantiate use-instance!])

(def ^:private object-methods
  "Methods of java.lang.Object, by number of parameters. A protocol's method cannot have the same name and number."
  '{clone 0, equals 1, finalize 0, notify 0, wait 0})

(def ^:private core-names
  (loading/once #(set (edn/read-string (slurp (loading/resource "radicchio/clojure-core.edn"))))))

(defn excluded
  "Returns those of the names that clojure.core has too, sorted."
  [names]
  (vec (sort (filter (core-names) names))))

;; Names of functions

(defn function-name
  "Returns the Clojure name of a function of `wit/functions`: scale, ->canvas, canvas-draw."
  [{:keys [kind label resource]}]
  (case kind
    :func (symbol label)
    :constructor (symbol (str "->" resource))
    (:method :static) (symbol (str resource "-" label))))

(defn- starred [name]
  (symbol (str name "*")))

(defn private-name
  "Returns the var for the export of the function `name`."
  [name]
  (first (remove special (rest (iterate starred name)))))

(defn- rename-offer [id]
  (str ":rename {" (foreign/printed id) " new-name}"))

(defn- reserved-problem [namespace {:keys [name id]}]
  (cond (special name)
        (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name)
             "`, which Clojure reserves; choose another name with "
             (rename-offer id))
        (written name)
        (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name)
             "`, which generated code uses; choose another name with "
             (rename-offer id))
        (some #{name} added-functions)
        (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name)
             "`, which every generated namespace defines; choose another name with "
             (rename-offer id))))

(defn- clash-problem [namespace split? [name claims]]
  (let [ids (map :id claims)]
    (when (next ids)
      (str namespace ": `" (foreign/escaped name) "` would be both " (foreign/escaped (first ids)) " and "
           (foreign/escaped (second ids))
           "; choose another name for one with " (rename-offer (second ids))
           (when split? ", or a namespace for every interface with :split true")))))

(defn name-problems
  "Returns messages about `claims`, maps of a :name and the :id that needs it, in one namespace of exports."
  [namespace claims {:keys [split?]}]
  (concat (keep #(reserved-problem namespace %) claims)
          (keep #(clash-problem namespace split? %)
                (sort-by (comp str key) (group-by :name claims)))))

(defn protocol-name
  "Returns the protocol of an imported resource: canvas → Canvas, paint-box → PaintBox."
  [resource]
  (symbol (apply str (map str/capitalize (str/split (str resource) #"-")))))

(defn- class-of-java
  "Tests whether every namespace imports a class of that name, so that no protocol can have it."
  [name]
  (contains? RT/DEFAULT_IMPORTS name))

(defn- method-problem [namespace {:keys [name id arity]}]
  (when-let [reason (cond (special name) "which Clojure reserves"
                          (written name) "which generated code uses"
                          (= 'functions name) "which every namespace of imports defines"
                          (class-of-java name) "which is a Java class in every namespace"
                          (and arity (= arity (object-methods name))) "a method that every Java object has")]
    (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name) "`, " reason
         "; choose another name with " (rename-offer id))))

(defn protocol-problems
  "Does the same as `name-problems` for a namespace of imports: for claims of protocols, and of their methods, which also
  have :arity, the number of parameters without `this`."
  [namespace claims]
  (concat (keep #(method-problem namespace %) claims)
          (keep #(clash-problem namespace false %)
                (sort-by (comp str key) (group-by :name claims)))))

(defn rename-problems
  "Returns messages for ids in :rename that do not exist."
  [where rename ids]
  (for [id (sort (keys rename))
        :when (not (some #{id} ids))]
    (str where ": :rename names " (foreign/printed id) ", which is not a function of the component"
         (problem/did-you-mean id ids))))

;; Names of parameters

(def ^:const most-parameters
  "The most parameters of a Clojure function."
  20)

(defn parameter-names
  "Returns symbols for the parameters of these names. A name that Clojure or `taken` has gets a trailing *."
  [names taken]
  (mapv (fn [name]
          (first (remove #(or (special %) (taken %))
                         (iterate starred (symbol name)))))
        names))

;; Names of private vars and of namespaces

(defn segment
  "Returns the last segment of an interface's namespace, from the interface's id."
  [id]
  (str/replace (:name (wit/parse-id id)) "." "-"))

(defn- longer-names
  "Returns an interface's or world's name, then longer names with more of its package before it."
  [id]
  (let [{:keys [package name version]} (wit/parse-id id)
        words (when package (str/split (first (str/split package #"@")) #"[:/]"))
        prefixed (for [n (range 1 (inc (count words)))]
                   (str/join "-" (concat (take-last n words) [name])))]
    (concat [name]
            prefixed
            (when version
              [(str (or (last prefixed) name) "-" (str/replace version #"[^0-9A-Za-z]" "-"))]))))

(defn types-names
  "Returns the private vars for the types of scopes with these ids, in order. The names are the shortest that differ from
  each other and from `taken`."
  [ids taken]
  (first
   (reduce (fn [[names taken] id]
             (let [longer (map #(symbol (str % "-types")) (longer-names id))
                   numbered (map #(symbol (str (last longer) "-" %)) (iterate inc 2))
                   found (first (remove taken (concat longer numbered)))]
               [(conj names found) (conj taken found)]))
           [[] (set taken)]
           ids)))
