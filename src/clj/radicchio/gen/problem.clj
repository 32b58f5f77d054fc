(ns ^:no-doc radicchio.gen.problem
  "Throws the generator's exceptions, kind :config. Their messages contain what to do."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign])
  (:import (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

(defn refuse!
  "Throws, kind :config, with the message and `data`."
  ([message] (refuse! message {}))
  ([message data]
   (throw (RadicchioException/of ErrorKind/CONFIG message data nil))))

(defn within
  "Returns what f returns. Adds `where` to the message of its exceptions of kind :config."
  [where f]
  (try
    (f)
    (catch RadicchioException e
      (if (= ErrorKind/CONFIG (.kind e))
        (throw (RadicchioException/of ErrorKind/CONFIG (str where ": " (ex-message e)) (dissoc (ex-data e) :radicchio/error) e))
        (throw e)))))

(defn refuse-any!
  "Throws if there are messages, one a line. Otherwise returns nil."
  [messages]
  (when (seq messages)
    (refuse! (str/join "\n" (distinct messages)))))

(defn- distance
  "Returns the number of insertions, deletions and replacements between two strings (Levenshtein)."
  [a b]
  (peek
   (reduce (fn [above [i x]]
             (reduce (fn [row [j y]]
                       (conj row (min (inc (long (peek row)))
                                      (inc (long (nth above (inc (long j)))))
                                      (+ (long (nth above j)) (if (= x y) 0 1)))))
                     [(inc (long i))]
                     (map-indexed vector b)))
           (vec (range (inc (count b))))
           (map-indexed vector a))))

(def ^:private most-compared "The longest name that is compared: the cost is the product of both lengths." 200)

(defn nearest
  "Returns the candidate with the spelling nearest to `wanted`, or nil if none is near."
  [wanted candidates]
  (let [wanted (str wanted)
        candidates (when (< (count wanted) (long most-compared)) (remove #(< (long most-compared) (count (str %))) candidates))
        [best how-far] (first (sort-by (juxt second (comp str first))
                                       (map (juxt identity #(distance wanted (str %))) candidates)))]
    (when (and best (<= (long how-far) (max 2 (quot (count wanted) 3))))
      best)))

(defn did-you-mean
  "Returns \"; did you mean :from?\", or an empty string."
  [wanted candidates]
  (if-let [best (nearest wanted candidates)]
    (str "; did you mean " (foreign/escaped best) "?")
    ""))
