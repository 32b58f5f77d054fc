(ns ^:no-doc radicchio.extract.package-docs
  "Reads documentation and stability that toolchains add to WIT in binary form, in the custom section `package-docs`: a byte
  for the version, then JSON with the package's structure by names."
  (:require [clojure.walk :as walk]
            [radicchio.foreign-text :as foreign]
            [radicchio.wit :as wit]
            [radicchio.wit.documentation :as documentation]
            [radicchio.wit.names :as names])
  (:import (java.nio.charset StandardCharsets)
           (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

;; JSON, limited to what the section uses: objects, strings, null

(defn- refuse [message]
  (throw (RadicchioException/of ErrorKind/MALFORMED (str "custom section package-docs: " message))))

(defn- malformed [at expected]
  (refuse (str "expected " expected " at character " at)))

(defn- skip-blanks ^long [^String text ^long at]
  (if (and (< at (.length text)) (contains? #{\space \tab \newline \return} (.charAt text at)))
    (recur text (inc at))
    at))

(defn- char-at [^String text ^long at]
  (when (< at (.length text)) (.charAt text at)))

(defn- escape
  "Returns [text end] of the escape whose letter is at `at`."
  [^String text ^long at]
  (let [c (char-at text at)]
    (if (= \u c)
      (let [end (+ at 5)
            digits (when (<= end (.length text)) (re-matches #"[0-9a-fA-F]{4}" (subs text (inc at) end)))]
        (if digits
          [(str (char (Integer/parseInt digits 16))) end]
          (malformed at "four hexadecimal digits")))
      (if-let [e ({\" "\"" \\ "\\" \/ "/" \b "\b" \f "\f" \n "\n" \r "\r" \t "\t"} c)]
        [e (inc at)]
        (malformed at "an escape")))))

(defn- read-text
  "Returns [string end], from after the opening quote."
  [^String text at]
  (let [out (StringBuilder.)]
    (loop [at (long at)]
      (let [c (char-at text at)]
        (cond (nil? c) (malformed at "the end of a string")
              (= \" c) [(str out) (inc at)]
              (= \\ c) (let [[^String s end] (escape text (inc at))]
                         (.append out s)
                         (recur (long end)))
              (< (int c) 0x20) (malformed at "an escape instead of a control character")
              :else (do (.append out (char c)) (recur (inc at))))))))

(def ^:private max-depth 16)

(declare read-value)

(defn- read-object
  "Returns [map end], from after the opening brace."
  [text at depth]
  (when (> depth max-depth) (malformed at (str "at most " max-depth " nested objects")))
  (loop [object {} at (skip-blanks text at) first? true]
    (let [c (char-at text at)]
      (cond (and first? (= \} c)) [object (inc at)]
            (not= \" c) (malformed at "a key")
            :else
            (let [[key end] (read-text text (inc at))
                  colon (skip-blanks text end)
                  _ (when-not (= \: (char-at text colon)) (malformed colon "a colon"))
                  [value end] (read-value text (inc colon) (inc depth))
                  at (skip-blanks text end)
                  object (assoc object key value)]
              (case (char-at text at)
                \, (recur object (skip-blanks text (inc at)) false)
                \} [object (inc at)]
                (malformed at "a comma or a brace")))))))

(defn- read-value [^String text at depth]
  (let [at (skip-blanks text at)]
    (case (char-at text at)
      \{ (read-object text (inc at) depth)
      \" (read-text text (inc at))
      \n (if (.startsWith text "null" (int at)) [nil (+ at 4)] (malformed at "null"))
      (malformed at "an object, a string or null"))))

(defn- read-json [text]
  (let [[value end] (read-value text 0 0)
        end (skip-blanks text end)]
    (if (and (map? value) (nil? (char-at text end)))
      value
      (malformed end "the end of the text after one object"))))

;; Attributes

(defn- text-of
  "Returns the string under a key of an object, or nil. Throws if it is not `valid?`."
  [object key valid? expected]
  (let [value (get object key)]
    (cond (nil? value) nil
          (and (string? value) (valid? value)) value
          :else (refuse (str "expected " expected " under \"" key "\", got " (foreign/printed value))))))

(defn- version [object key]
  (text-of object key names/parse-version "a semantic version"))

(defn- stability [entry]
  (let [stability (get entry "stability")
        stable (get stability "stable")
        unstable (get stability "unstable")]
    (cond stable {:since (version stable "since") :deprecated (version stable "deprecated")}
          unstable {:unstable (text-of unstable "feature" names/kebab-case? "a feature's name")
                    :deprecated (version unstable "deprecated")})))

(defn- attributes
  "Returns the attributes of an entry, which is an object or only the documentation."
  [entry]
  (let [entry (if (map? entry) entry {"docs" entry})
        docs (text-of entry "docs" string? "a string")]
    (into {} (filter val) (assoc (stability entry) :docs (some-> docs documentation/normal)))))

(defn- annotate
  "Adds attributes to an element. The keyword of a case without a payload becomes a vector."
  [element attributes]
  (cond (empty? attributes) element
        (keyword? element) [element attributes]
        :else
        (let [before (wit/attributes element)
              head (if (or (wit/item-name element) (keyword? (first element))) 1 0)
              head (if (and (= 1 head) (wit/item-name element)) 2 1)
              after (subvec element (if (seq before) (inc head) head))]
          (into (conj (subvec element 0 head) (merge before attributes)) after))))

(defn- annotate-case [element entry]
  (let [docs (select-keys (attributes entry) [:docs])]
    (cond (empty? docs) element
          (keyword? element) [element docs]
          :else (into [(first element) docs] (rest element)))))

;; The section's structure, which mirrors the package's

(defn- with-contents
  "Applies `f` to each of an element's contents."
  [element f]
  (let [contents (wit/contents element)]
    (into (subvec element 0 (- (count element) (count contents))) (map f) contents)))

(defn- function-name [resource [kind label]]
  (case kind
    :constructor (str "[constructor]" resource)
    :method (str "[method]" resource "." label)
    :static (str "[static]" resource "." label)
    (str label)))

(defn- document-item [{:strs [types funcs]} [kind name :as item]]
  (let [entry (get types (str name))
        cases (get entry "items")]
    (case kind
      :func (annotate item (attributes (get funcs (function-name nil item))))
      :resource (annotate (with-contents item #(annotate % (attributes (get funcs (function-name name %)))))
                          (attributes entry))
      (:record :variant :flags :enum)
      (annotate (with-contents item #(annotate-case % (get cases (clojure.core/name (wit/case-name %)))))
                (attributes entry))
      (annotate item (attributes entry)))))

(defn- document-interface [entry element]
  (annotate (with-contents element #(document-item entry %)) (attributes entry)))

(defn- document-extern
  "Documents an import or export of a world."
  [entry [kind name :as item]]
  (let [export? (= :export kind)
        of (fn [shared exports] (or (when export? (get-in entry [exports name])) (get-in entry [shared name])))
        what (peek item)]
    (case (when (vector? what) (wit/kind what))
      :func (conj (pop item) (annotate what (attributes (of "funcs" "func_exports"))))
      :interface (conj (pop item) (document-interface (of "interfaces" "interface_exports") what))
      (let [of (fn [what] (get-in entry [(str "interface_" (if export? "export_" "import_") what) name]))]
        (annotate item (attributes {"stability" (of "stability") "docs" (of "docs")}))))))

(defn- document-world [entry world]
  (annotate (with-contents world #(if (#{:import :export} (wit/kind %)) (document-extern entry %) (document-item entry %)))
            (attributes entry)))

(defn- document-package [package {:strs [docs worlds interfaces]}]
  (annotate (with-contents package
              (fn [element]
                (let [name (:name (wit/parse-id (wit/item-name element)))]
                  (if (= :world (wit/kind element))
                    (document-world (get worlds name) element)
                    (document-interface (get interfaces name) element)))))
            (attributes {"docs" docs})))

;; Versions

(defn- writable?
  "Tests whether a gate of the package can name this version. A package without a version has no gates with one, and no gate
  names a later version."
  [package-version version]
  (boolean (and package-version (<= (long (names/compare-versions version package-version)) 0))))

(defn- with-writable-gates
  "Removes the gates of a package that WIT text cannot express."
  [package]
  (let [current (:version (wit/parse-id (wit/item-name package)))
        gates (fn [attributes]
                (let [kept (into {} (remove (fn [[k v]] (and (#{:since :deprecated} k) (not (writable? current v)))))
                                 attributes)]
                  (cond-> kept (not (or (:since kept) (:unstable kept))) (dissoc :deprecated))))]
    (walk/postwalk #(cond (and (map? %) (not (map-entry? %))) (gates %)
                          (vector? %) (if (map-entry? %) % (into [] (remove (fn [x] (and (map? x) (empty? x)))) %))
                          :else %)
                   package)))

(defn document
  "Adds the documentation and stability of the section to the main package of WIT data. Takes the section's bytes. A section
  of an unknown version is ignored.

  Throws RadicchioException, :malformed, if the section is not JSON of the expected structure."
  [data ^bytes section]
  (if (and (pos? (alength section)) (<= 0 (aget section 0) 1))
    (update data 1 (comp with-writable-gates document-package)
            (read-json (String. section 1 (dec (alength section)) StandardCharsets/UTF_8)))
    data))
