(ns radicchio.aot
  "Components and core modules compiled ahead of time, and the cache of those that were compiled in time.

    (compile! {:from \"resources/acme/resize.wasm\"})     its classes into target/classes, for a jar
    (compile! {})                                         all that ./wit.edn marks with :aot true
    (clear-cache!)

  Classes are found at run time by the digest of the module that they were compiled from: whatever loads the same bytes
  uses them, and compiles nothing. Where the bytes have changed, or Radicchio has, they are left alone. Any thread may
  call."
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
  "The bytes of the core modules in a component and in those that lie in it."
  [^Component component]
  (for [^Component c (.all component), definition (.definitions c)
        :when (instance? Definition$CoreModuleDef definition)]
    (.copy ^Bytes (.bytes ^Definition$CoreModuleDef definition))))

(defn- distinct-modules [modules]
  (reduce (fn [seen ^bytes m] (if (some #(Arrays/equals m ^bytes %) seen) seen (conj seen m))) [] modules))

(defn core-modules
  "The core modules, byte arrays, of a binary as `radicchio.gen.source/read-binary` gives it."
  [{:keys [^bytes bytes kind]}]
  (case kind
    :component (component-modules (Binary/decode bytes))
    :module [bytes]))

(defn oversized-functions
  "How many functions of a binary, as `core-modules` takes it, are too large for the JVM, and run interpreted where it is
  compiled. Throws :malformed or :invalid."
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
  "The components of configurations that are compiled ahead of time, each with its configuration."
  [configs]
  (for [config configs, component (:components config) :when (and (:aot component) (:from component))]
    [config component]))

(defn compile!
  "Writes the classes of core modules. Options:
    :from     a component or core module; where it is not given, those that wit.edn marks with :aot true
    :to       the folder of classes; :classes of wit.edn, or \"target/classes\", when not given
    :config   another wit.edn
    :root     the folder that paths are relative to, the current one when not given.
  Returns a map for each core module, in order: :file, its component or itself; :to, the folder; :module and :modules,
  which of how many in the file; :bytes, its size; :classes, what their names begin with; :class-bytes; :functions;
  :interpreted, how many of these are too large for the JVM and run interpreted; :status, :written or :unchanged.
  Throws RadicchioException: kind :config for what the configuration gets wrong or a folder that cannot be written,
  :malformed and :invalid for bytes."
  [{:keys [from to] :as options}]
  (when-not (or (nil? options) (map? options))
    (problem/refuse! (str "options must be a map; it is " (foreign/printed options))))
  (when-not (or (nil? to) (config/path? to))
    (problem/refuse! (str "options: :to must be a path, a string; it is " (foreign/printed to)) {:key :to :value to}))
  (let [to (when to {:classes to})]
    (if from
      (let [given (config/read-file-option (dissoc options :to))]
        (compile-file (merge {:classes "target/classes"} given to) given))
      (let [configs (map #(merge % to) (config/read-config (dissoc options :to)))
            found (marked configs)]
        (when (empty? found)
          (problem/refuse! (str (:where (first configs)) ": no component has :aot true, which marks those to compile;"
                                " give it to some, or give :from")))
        (into [] (mapcat (fn [[config component]] (compile-file config component))) found)))))

;; The cache

(defn clear-cache!
  "Deletes what compiled modules there are in this user's cache. Returns {:folder path, absent where the cache is turned
  off, :modules how many there were, :bytes their size}. Throws RadicchioException, kind :config, where it cannot."
  []
  (let [cleared (Engine/clearCache)]
    (cond-> {:modules (.modules cleared) :bytes (.bytes cleared)}
      (.isPresent ^Optional (.folder cleared)) (assoc :folder (str (.get ^Optional (.folder cleared)))))))
