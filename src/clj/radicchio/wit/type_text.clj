(ns radicchio.wit.type-text
  "Prints types of WIT data in WIT's notation."
  (:require [clojure.string :as str]
            [radicchio.wit.names :as names]))

(set! *warn-on-reflection* true)

(defn type-text
  "Returns a type in WIT's notation."
  [type]
  (cond (keyword? type) (name type)
        (symbol? type) (names/escaped type)
        :else
        (let [[tag & args] type
              written (map #(cond (nil? %) "_" (int? %) (str %) :else (type-text %)) args)]
          (case tag
            :own (names/escaped (first args))
            :borrow (str "borrow<" (names/escaped (first args)) ">")
            (if (seq args)
              (str (name tag) "<" (str/join ", " written) ">")
              (name tag))))))

(defn signature
  "Returns the parameters and the result of a function in the format of `radicchio.wit/functions`: \"func(text: string) -> u32\"."
  [{:keys [params result]}]
  (str "func(" (str/join ", " (for [[label type] params] (str (names/escaped label) ": " (type-text type)))) ")"
       (when result (str " -> " (type-text result)))))
