(ns ^:no-doc radicchio.wit.changes.versions
  "Semantic versions of two WIT data: which of their packages are versions of one package, and which step one version is from
  another. Steps are :major, :minor, :patch."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]
            [radicchio.wit.names :as names]))

(set! *warn-on-reflection* true)

(defn base
  "Returns an id without its version."
  [id]
  (first (str/split id #"@" 2)))

(defn- track
  "Returns what all compatible versions have in common: the major version; below 1.0 also the minor one; below 0.1, or with a
  pre-release, the whole version. Returns nil without a version."
  [id]
  (when-let [version (:version (wit/parse-id id))]
    (let [{[major minor] :numbers, :keys [pre]} (names/parse-version version)]
      (cond (or (seq pre) (= [0 0] [major minor])) version
            (= 0 major) [0 minor]
            :else [major]))))

(defn- counterpart
  "Returns the package id of the new data that is a version of an old one: the same id, else the compatible one, else, for the
  main package, the only one of this name."
  [old-id old-ids new-ids main?]
  (let [named #(filter (fn [id] (= (base old-id) (base id))) %)
        candidates (remove (set old-ids) (named new-ids))
        compatible (filter #(= (track old-id) (track %)) candidates)]
    (cond (some #{old-id} new-ids) old-id
          (= 1 (count compatible)) (first compatible)
          (and main? (= 1 (count candidates))) (first candidates))))

(defn- renamed
  "Replaces ids of interfaces, worlds and packages in an element of WIT data. Attributes are kept."
  [ids element]
  (cond (vector? element) (mapv #(renamed ids %) element)
        (string? element) (get ids element element)
        :else element))

(defn aligned
  "Returns old WIT data with the ids of the new data, for the packages that are versions of one package."
  [old new]
  (let [old-ids (map wit/item-name (wit/packages old))
        new-ids (map wit/item-name (wit/packages new))
        packages (into {} (for [[i id] (map-indexed vector old-ids)
                                :let [found (counterpart id old-ids new-ids (zero? (long i)))]
                                :when (and found (not= found id))]
                            [id found]))
        scopes (for [package (wit/packages old)
                     :let [found (packages (wit/item-name package))]
                     :when found
                     scope (concat (wit/interfaces package) (wit/worlds package))]
                 [(wit/item-name scope) (wit/make-id found (:name (wit/parse-id (wit/item-name scope))))])]
    (renamed (into packages scopes) old)))

;; Steps

(def ^:private ranks {:major 3, :minor 2, :patch 1, nil 0})

(defn largest
  "Returns the largest of steps, or nil."
  [steps]
  (last (sort-by ranks (cons nil steps))))

(defn- lowered
  "Returns the position of a version that a step increases: below 1.0 the minor version takes the place of the major one, and
  below 0.1 the patch does."
  [[major minor] step]
  (cond (nil? step) nil
        (pos? (bigint major)) step
        (pos? (bigint minor)) (if (= :major step) :minor :patch)
        :else :patch))

(defn next-version
  "Returns the version after a step from `version`."
  [version step]
  (let [{[major minor patch :as numbers] :numbers} (names/parse-version version)]
    (case (lowered numbers step)
      :major (str (inc (bigint major)) ".0.0")
      :minor (str major "." (inc (bigint minor)) ".0")
      :patch (str major "." minor "." (inc (bigint patch)))
      nil version)))

(defn far-enough?
  "Tests whether `new` is at least the version after a step from `old`, by its numbers."
  [old new step]
  (let [numbers #(:numbers (names/parse-version %))]
    (<= 0 (compare (numbers new) (numbers (next-version old step))))))
