(ns radicchio.architecture
  "The rules of the house, as functions of sources: a map from paths, relative to the checkout and with slashes, to texts. Each
  rule returns the places that break it, as sentences or data, sorted; none if the rule holds.

  Imports are read as text. The imports of a Java file are those of our types that it names, by import, by full name or,
  within its package, by simple name. The imports of a Clojure file are the namespaces that its text names."
  (:require [clojure.java.io :as io]
            [clojure.set :as set]
            [clojure.string :as str])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

;; --- Sources --------------------------------------------------------------------------------------------------------

(defn sources
  "Returns the Java and Clojure sources below a folder."
  [folder]
  (into (sorted-map)
        (for [^File file (file-seq (io/file folder))
              :when (re-find #"\.(java|clj|ebnf)$" (.getName file))]
          [(str/replace (.getPath file) File/separator "/") (slurp file)])))

(defn- java? [path] (str/ends-with? path ".java"))
(defn- clojure? [path] (str/ends-with? path ".clj"))
(defn- package-info? [path] (str/ends-with? path "/package-info.java"))

(defn- bare
  "Removes comments, strings and characters from Java code."
  [code]
  (str/replace code #"(?s)/\*.*?\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'" " "))

(defn- type-name
  "Converts src/java/radicchio/abi/Load.java to radicchio.abi.Load."
  [path]
  (-> path (str/replace #"^src/java/" "") (str/replace #"\.java$" "") (str/replace "/" ".")))

(defn- package-of [type] (subs type 0 (str/last-index-of type ".")))
(defn- simple-name [type] (subs type (inc (long (str/last-index-of type ".")))))

(defn- java-sources
  "Returns {type code}, without comments, of all Java files except package-info."
  [sources]
  (into (sorted-map)
        (for [[path text] sources :when (and (java? path) (not (package-info? path)))]
          [(type-name path) (bare text)])))

(defn- uses
  "Returns {type #{types of ours that it names}}."
  [sources]
  (let [code       (java-sources sources)
        in-package (group-by package-of (keys code))]
    (into (sorted-map)
          (for [[type text] code]
            (let [words  (set (re-seq #"\b[A-Z]\w*" text))
                  full   (set (re-seq #"\bradicchio(?:\.[a-z]\w*)*\.[A-Z]\w*" text))
                  stars  (mapcat (comp in-package second) (re-seq #"import (radicchio[\w.]*)\.\*;" text))
                  near   (filter (comp words simple-name) (in-package (package-of type)))
                  around (filter (comp words simple-name) stars)]
              [type (disj (set/intersection (set (concat full near around)) (set (keys code))) type)])))))

;; --- Circles --------------------------------------------------------------------------------------------------------

(defn- reachable [graph from]
  (loop [seen #{} [node & more] (graph from)]
    (cond (nil? node) seen
          (seen node) (recur seen more)
          :else       (recur (conj seen node) (concat (graph node) more)))))

(defn- circles
  "Returns the groups of nodes that reach each other, each of two or more, as sorted sets."
  [graph]
  (let [reach (into {} (for [node (keys graph)] [node (reachable graph node)]))]
    (->> (keys graph)
         (filter #(contains? (reach %) %))
         (map (fn [node] (into (sorted-set node) (filter #(contains? (reach %) node)) (reach node))))
         distinct
         (sort-by first))))

(defn package-circles
  "Returns the packages that use each other."
  [sources]
  (let [uses (uses sources)]
    (circles
     (reduce-kv (fn [graph type used]
                  (update graph (package-of type) (fnil into #{})
                          (remove #{(package-of type)} (map package-of used))))
                {} uses))))

(defn- cases
  "Returns {type #{simple names of the types that its permits clauses list}}."
  [sources]
  (into {} (for [[type code] (java-sources sources)]
             [type (set (mapcat #(re-seq #"\b[A-Z]\w*" (second %)) (re-seq #"\bsealed\b[^{;]*\bpermits\b([^{]*)" code)))])))

(defn file-circles
  "Returns {package size}: the number of files in the largest circle of a package's files, if there is one. A sealed type and
  the cases that it permits are one definition: Java makes it name them, so this is not counted as a use."
  [sources]
  (let [uses  (uses sources)
        cases (cases sources)]
    (into (sorted-map)
          (for [[package types] (group-by package-of (keys uses))
                :let [within (into {} (for [type types]
                                        [type (remove (comp (cases type) simple-name) (filter (set types) (uses type)))]))
                      sizes  (map count (circles within))]
                :when (seq sizes)]
            [package (apply max sizes)]))))

;; --- Allowed uses -----------------------------------------------------------------------------------------------------

(defn- naming
  "Returns the paths whose text matches, except those that may match."
  [sources pattern kind? may?]
  (for [[path text] sources
        :when (and (kind? path) (not (re-find may? path)) (re-find pattern (if (java? path) (bare text) text)))]
    path))

(defn engine-outside
  "Returns the files outside the engine's room that name Chicory."
  [sources]
  (naming sources #"com\.dylibso\.chicory" java? #"^src/java/radicchio/engine/chicory/"))

(defn jetty-outside
  "Java files outside the room of HTTP's library that name Jetty."
  [sources]
  (naming sources #"org\.eclipse\.jetty" java? #"^src/java/radicchio/wasi/http/jetty/"))

(defn clojure-outside
  "Returns the Java files that use Clojure outside values and errors."
  [sources]
  (naming sources #"\bclojure\.lang\." java? #"^src/java/radicchio/(values|error)/"))

(defn instaparse-outside
  "Returns the Clojure files that name Instaparse and do not read the grammar."
  [sources]
  (naming sources #"\binstaparse\." clojure? #"^src/clj/radicchio/wit/grammar\.clj$"))

(def ^:private core-types
  "The types of a core module's contents, which every room may use."
  #{"radicchio.engine.CoreType" "radicchio.engine.ExternType"})

(def ^:private rooms-above
  "The rooms at the top, which those below must not use."
  ["radicchio.runtime" "radicchio.core" "radicchio.wasi" "radicchio.values" "radicchio.bind" "radicchio.api"])

(def ^:private forbidden
  "Rooms, and what their types must not use, except for the core types."
  {"radicchio.error"     (into ["radicchio.component" "radicchio.binary" "radicchio.validate" "radicchio.abi" "radicchio.engine"]
                               rooms-above)
   "radicchio.component" (into ["radicchio.binary" "radicchio.validate" "radicchio.abi" "radicchio.engine"] rooms-above)
   "radicchio.binary"    (into ["radicchio.validate" "radicchio.abi" "radicchio.engine"] rooms-above)
   "radicchio.validate"  (into ["radicchio.engine"] rooms-above)
   "radicchio.abi"       (into ["radicchio.binary" "radicchio.validate"] rooms-above)
   "radicchio.engine"    (into ["radicchio.component" "radicchio.binary" "radicchio.validate" "radicchio.abi"] rooms-above)
   "radicchio.runtime"   ["radicchio.core" "radicchio.bind" "radicchio.values" "radicchio.wasi" "radicchio.api"
                          "radicchio.engine.chicory"]
   "radicchio.core"      ["radicchio.component" "radicchio.bind" "radicchio.values" "radicchio.wasi" "radicchio.api"
                          "radicchio.engine.chicory"]
   "radicchio.wasi"      ["radicchio.core" "radicchio.bind" "radicchio.values" "radicchio.api" "radicchio.engine.chicory"]
   "radicchio.values"    ["radicchio.bind" "radicchio.wasi" "radicchio.engine.chicory"]
   "radicchio.bind"      ["radicchio.core" "radicchio.values" "radicchio.wasi" "radicchio.api" "radicchio.engine"]
   "radicchio.api"       ["radicchio.core" "radicchio.bind" "radicchio.values.clojure" "radicchio.values.core"
                          "radicchio.engine.chicory"]
   "radicchio.api.values" ["radicchio.component" "radicchio.binary" "radicchio.validate" "radicchio.abi" "radicchio.engine"
                           "radicchio.runtime" "radicchio.core" "radicchio.wasi" "radicchio.values" "radicchio.bind"]})

(defn- in-room? [room package]
  (or (= room package) (str/starts-with? package (str room "."))))

(defn forbidden-uses
  "Returns the types of a room that break its rule, as \"a.B uses c.D\"."
  [sources]
  (for [[type used] (uses sources)
        [room never] forbidden
        :when (in-room? room (package-of type))
        target (sort (remove core-types used))
        :when (some #(in-room? % (package-of target)) never)]
    (str type " uses " target)))

;; --- Names, sizes, habits -----------------------------------------------------------------------------------------------

(defn names-used-twice
  "Returns the simple names of more than one Java type, except in `radicchio.api`."
  [sources]
  (->> (keys (java-sources sources))
       (remove #(in-room? "radicchio.api" (package-of %)))
       (map simple-name)
       frequencies
       (filter #(< 1 (long (val %))))
       (map key)
       sort))

(defn long-files
  "Returns the files of more than 500 lines."
  [sources]
  (for [[path text] sources :when (< 500 (count (str/split-lines text)))] path))

(defn catch-all-files
  "Returns the files whose names do not describe their contents."
  [sources]
  (filter #(re-find #"(?i)(util|common|helper|misc)[^/]*$" %) (keys sources)))

(defn packages-without-manual
  "Returns the packages without package-info.java."
  [sources]
  (sort (set/difference
         (set (map package-of (keys (java-sources sources))))
         (set (map (comp package-of type-name) (filter package-info? (keys sources)))))))

(defn silent-about-reflection
  "Returns the Clojure files that do not set *warn-on-reflection*."
  [sources]
  (for [[path text] sources
        :when (and (clojure? path) (not (str/includes? text "(set! *warn-on-reflection* true)")))]
    path))
