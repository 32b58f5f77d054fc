(ns ^:no-doc radicchio.cli.data
  "Prints the results of commands as EDN or JSON. Keywords and symbols are strings in JSON, sets are arrays."
  (:require [clojure.data.json :as json]
            [clojure.pprint :as pprint]
            [clojure.string :as str]))

(set! *warn-on-reflection* true)

(defn- without-text
  "Removes the WIT text of an inspection: its data has the same contents."
  [result]
  (cond-> result (and (map? result) (:wit result)) (dissoc :text)))

(defn edn
  "Returns a result as EDN, with line breaks."
  [result]
  (binding [pprint/*print-right-margin* 100]
    (str/trimr (with-out-str (pprint/pprint (without-text result))))))

(defn- with-text
  "Replaces the WIT data of an inspection by its text: as JSON, the names and kinds of the data look alike."
  [result]
  (cond-> result (and (map? result) (:wit result)) (-> (assoc :wit (:text result)) (dissoc :text))))

(defn json
  "Returns a result as JSON, with line breaks."
  [result]
  (str/trimr (with-out-str (json/pprint (with-text result) :escape-slash false :escape-unicode false))))
