(ns radicchio.aot
  "Compiles components and core modules ahead of time, and clears the cache of compiled code.

    (compile! {:from \"resources/acme/resize.wasm\"})     writes its classes into target/classes, for a jar
    (compile! {})                                         compiles everything that ./wit.edn marks with :aot true
    (clear-cache!)

  At run time, classes are found by the digest of their module: every load of the same bytes uses them, and compiles
  nothing. If the bytes or Radicchio have changed, the classes are ignored. Any thread may call."
  (:refer-clojure :exclude [compile])
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.gen.config :as config]
            [radicchio.gen.problem :as problem]
            [radicchio.gen.source :as source])
  (:import (java.nio.file Path)
           (java.util Arrays Optional)
           (radicchio.binary Binary)
           (radicchio.component Bytes Component Definition$CoreModuleDef)
           (radicchio.engine CompiledAhead Engine)))

(set! *warn-on-reflection* true)

;; Core modules

(defn- component-modules
  "Returns the bytes of the core modules in a component and its nested components."
  [^Component component]
  (for [^Component c (.all component), definition (.definitions c)
        :when (instance? Definition$CoreModuleDef definition)]
    (.copy ^Bytes (.bytes ^Definition$CoreModuleDef definition))))

(defn- distinct-modules [modules]
  (reduce (fn [seen ^bytes m] (if (some #(Arrays/equals m ^bytes %) seen) seen (conj seen m))) [] modules))

(defn core-modules
  "Returns the core modules, byte arrays, of a binary in the format of `radicchio.gen.source/read-binary`."
  [{:keys [^bytes bytes kind]}]
  (case kind
    :component (component-modules (Binary/decode bytes))
    :module [bytes]))

(defn oversized-functions
  "Returns the number of functions of a binary, as for `core-modules`, that are too large for the JVM, and are interpreted
  even if it is compiled. Throws :malformed or :invalid."
  [binary]
  (reduce + (map (fn [^bytes module] (Engine/oversizedFunctions module)) (core-modules binary))))

;; Compiling

(defn- compile-file [config {:keys [from where]}]
  (let [^Path folder (config/resolve-path config (:classes config))
        modules (distinct-modules (core-modules (source/read-binary where (config/resolve-path config from) from)))]
    (vec (for [[n ^bytes module] (map-indexed vector modules)
               :let [^CompiledAhead made (Engine/compileInto module folder)]]
           {:file from :to (str folder) :module (inc n) :modules (count modules) :bytes (alength module)
            :classes (.name made) :class-bytes (.bytes made) :functions (.functions made)
            :interpreted (.interpretedFunctions made) :status (if (.written made) :written :unchanged)}))))

(defn- marked
  "Returns the components of configurations that are compiled ahead of time, each with its configuration."
  [configs]
  (for [config configs, component (:components config) :when (and (:aot component) (:from component))]
    [config component]))

(defn compile!
  "Writes the classes of core modules. Options:
    :from     a component or core module; by default those that wit.edn marks with :aot true
    :to       the folder for classes; by default :classes of wit.edn, or \"target/classes\"
    :config   another wit.edn
    :root     the folder that paths are relative to, by default the current one.
  Returns a map for each core module, in order: :file, its component or itself; :to, the folder; :module and :modules, its
  number and the count in the file; :bytes, its size; :classes, the prefix of the classes' names; :class-bytes;
  :functions; :interpreted, the number of functions that are too large for the JVM and are interpreted; :status, :written
  or :unchanged.
  Throws RadicchioException: kind :config for an invalid configuration or a folder that cannot be written, :malformed and
  :invalid for bytes."
  [{:keys [from to] :as options}]
  (when-not (or (nil? options) (map? options))
    (problem/refuse! (str "options must be a map, got " (foreign/printed options))))
  (when-not (or (nil? to) (config/path? to))
    (problem/refuse! (str "options: :to must be a path, a string, got " (foreign/printed to)) {:key :to :value to}))
  (let [to (when to {:classes to})]
    (if from
      (let [given (config/read-file-option (dissoc options :to))]
        (compile-file (merge {:classes "target/classes"} given to) given))
      (let [configs (map #(merge % to) (config/read-config (dissoc options :to)))
            found (marked configs)]
        (when (empty? found)
          (problem/refuse! (str (:where (first configs)) ": no component has :aot true, which marks it for compilation;"
                                " mark one, or pass :from")))
        (into [] (mapcat (fn [[config component]] (compile-file config component))) found)))))

;; The cache

(defn clear-cache!
  "Deletes the compiled modules in this user's cache. Returns {:folder path, absent if the cache is turned off, :modules
  their number, :bytes their size}. Throws RadicchioException, kind :config, if they cannot be deleted."
  []
  (let [cleared (Engine/clearCache)]
    (cond-> {:modules (.modules cleared) :bytes (.bytes cleared)}
      (.isPresent ^Optional (.folder cleared)) (assoc :folder (str (.get ^Optional (.folder cleared)))))))
