(ns ^:no-doc radicchio.gen.names
  "WIT's names as Clojure's. A name is taken as it is or refused: nothing is renamed behind anyone's back, but
  for parameters and private vars, which no caller sees."
  (:require [clojure.edn :as edn]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.problem :as problem]
            [radicchio.loading :as loading]
            [radicchio.wit :as wit])
  (:import (clojure.lang RT)))

(set! *warn-on-reflection* true)

;; Names that cannot be had

(def unreadable
  "Symbols that the reader takes for values."
  (into #{} (map symbol) ["nil" "true" "false"]))

(def ^:private special
  "What the compiler and the reader keep for themselves, wherever it stands: a var of such a name cannot be
  called, or is another one."
  (into '#{. & catch def do finally if monitor-enter monitor-exit new quote recur set! throw try var
           let* fn* loop* letfn* case* reify* deftype* import* ns in-ns}
        unreadable))

(def ^:private written
  "Macros of clojure.core that the text of every generated namespace uses, so that no var of it can have their names."
  '#{defn defprotocol fn})

(def added-functions
  "What every namespace of a component defines beside its exports."
  '[component instantiate use-instance!])

(def ^:private object-methods
  "Methods of java.lang.Object that a protocol's method of that name and that many parameters would be."
  '{clone 0, equals 1, finalize 0, notify 0, wait 0})

(def ^:private core-names
  (loading/once #(set (edn/read-string (slurp (loading/resource "radicchio/clojure-core.edn"))))))

(defn excluded
  "Those of the names that clojure.core has too, sorted."
  [names]
  (vec (sort (filter (core-names) names))))

;; Names of functions

(defn function-name
  "The name that a function of `wit/functions` has in Clojure: scale, ->canvas, canvas-draw."
  [{:keys [kind label resource]}]
  (case kind
    :func (symbol label)
    :constructor (symbol (str "->" resource))
    (:method :static) (symbol (str resource "-" label))))

(defn- starred [name]
  (symbol (str name "*")))

(defn private-name
  "The var that holds the export of the function that is called `name`."
  [name]
  (first (remove special (rest (iterate starred name)))))

(defn- rename-offer [id]
  (str ":rename {" (foreign/printed id) " new-name}"))

(defn- reserved-problem [namespace {:keys [name id]}]
  (cond (special name)
        (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name)
             "`, which Clojure keeps for itself; give it another name by "
             (rename-offer id))
        (written name)
        (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name)
             "`, which generated text itself uses; give it another name by "
             (rename-offer id))
        (some #{name} added-functions)
        (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name)
             "`, which every generated namespace defines; give it another name by "
             (rename-offer id))))

(defn- clash-problem [namespace split? [name claims]]
  (let [ids (map :id claims)]
    (when (next ids)
      (str namespace ": `" (foreign/escaped name) "` would be both " (foreign/escaped (first ids)) " and "
           (foreign/escaped (second ids))
           "; give one another name by " (rename-offer (second ids))
           (when split? ", or every interface a namespace by :split true")))))

(defn name-problems
  "What is wrong with `claims`, maps of a :name and the :id that wants it, in one namespace of exports: messages."
  [namespace claims {:keys [split?]}]
  (concat (keep #(reserved-problem namespace %) claims)
          (keep #(clash-problem namespace split? %)
                (sort-by (comp str key) (group-by :name claims)))))

(defn protocol-name
  "The protocol of an imported resource: canvas → Canvas, paint-box → PaintBox."
  [resource]
  (symbol (apply str (map str/capitalize (str/split (str resource) #"-")))))

(defn- class-of-java
  "Is a class of that name imported everywhere, so that no protocol can have it?"
  [name]
  (contains? RT/DEFAULT_IMPORTS name))

(defn- method-problem [namespace {:keys [name id arity]}]
  (when-let [reason (cond (special name) "which Clojure keeps for itself"
                          (written name) "which generated text itself uses"
                          (= 'functions name) "which every namespace of imports defines"
                          (class-of-java name) "which is a class of Java everywhere"
                          (and arity (= arity (object-methods name))) "a method that every Java object has")]
    (str namespace ": " (foreign/escaped id) " would be `" (foreign/escaped name) "`, " reason
         "; give it another name by " (rename-offer id))))

(defn protocol-problems
  "As `name-problems`, in a namespace of imports: claims of protocols, and of their methods, which have :arity too,
  their parameters without `this`."
  [namespace claims]
  (concat (keep #(method-problem namespace %) claims)
          (keep #(clash-problem namespace false %)
                (sort-by (comp str key) (group-by :name claims)))))

(defn rename-problems
  "Messages for the ids that :rename names and that nothing has."
  [where rename ids]
  (for [id (sort (keys rename))
        :when (not (some #{id} ids))]
    (str where ": :rename names " (foreign/printed id) ", and there is no such function"
         (problem/did-you-mean id ids))))

;; Names of parameters

(def ^:const most-parameters
  "A function of Clojure has no more."
  20)

(defn parameter-names
  "Symbols for the parameters of these names, each with a trailing * where Clojure or `taken` have the name."
  [names taken]
  (mapv (fn [name]
          (first (remove #(or (special %) (taken %))
                         (iterate starred (symbol name)))))
        names))

;; Names of private vars and of namespaces

(defn segment
  "The last segment that an interface's namespace gets from its id."
  [id]
  (str/replace (:name (wit/parse-id id)) "." "-"))

(defn- longer-names
  "An interface's or world's name, then the same with more and more of its package before it."
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
  "The private vars for the types of scopes of these ids, in order: as short as they can be told apart from each
  other and from `taken`."
  [ids taken]
  (first
   (reduce (fn [[names taken] id]
             (let [longer (map #(symbol (str % "-types")) (longer-names id))
                   numbered (map #(symbol (str (last longer) "-" %)) (iterate inc 2))
                   found (first (remove taken (concat longer numbered)))]
               [(conj names found) (conj taken found)]))
           [[] (set taken)]
           ids)))
