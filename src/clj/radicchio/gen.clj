(ns radicchio.gen
  "From WebAssembly components to Clojure namespaces that are checked in: generating them, checking that they are
  what would be generated, and showing what a component is.

    (generate! {})                                             all of ./wit.edn
    (generate! {:from \"resources/acme/resize.wasm\" :ns 'acme.img})
    (check {:config \"sub/wit.edn\"})
    (inspect {:from \"resize.wasm\"})

  Options are those of `wit.edn`, read from there or given here; `radicchio.gen.config` lists them. Everything is
  read, decided and rendered before the first file is written, and nothing is loaded, compiled or run.

  All throw RadicchioException: kind :config for what the configuration gets wrong, :parse and :resolve for WIT,
  :malformed and :invalid for bytes. Any thread may call; two that generate the same files at once both succeed."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.config :as config]
            [radicchio.gen.files :as files]
            [radicchio.gen.inspect :as inspection]
            [radicchio.gen.model :as model]
            [radicchio.gen.problem :as problem]
            [radicchio.gen.render :as render]
            [radicchio.gen.source :as source]
            [radicchio.gen.verify :as verify])
  (:import (java.nio.file Path)))

(set! *warn-on-reflection* true)

;; From configuration to texts

(defn- show
  "A path as reports name it."
  [^Path path]
  (str/replace (str path) java.io.File/separator "/"))

(defn- namespaces
  "The models of a component's namespaces."
  [config component]
  (try
    (let [source (source/read-source config component)
          models (vec (model/namespaces source))]
      (verify/check! source models)
      models)
    (catch StackOverflowError _
      ; Only a chain of many hundreds of types, each of the next, gets here: no component may have one.
      (problem/refuse! (str (:where component) ": types build on each other in a chain too long to follow")))))

(defn- outputs
  "What a configuration generates: maps of :ns, :path, :file, the path as reports name it, and :text."
  [{:keys [components out templates] :as config}]
  (let [templates (render/read-templates (when templates (.toFile (config/resolve-path config templates))))
        models (model/merge-shared (mapcat #(namespaces config %) components))]
    (for [{:keys [ns where] :as model} models
          :let [path (config/resolve-path config (str out "/" (files/namespace-path ns)))]]
      {:ns ns :path path :file (show path) :where where :text (render/source templates model)})))

(defn- plan
  "What all configurations generate, and the generated files that lie there beside."
  [options]
  (let [configs (config/read-config options)
        outputs (vec (mapcat outputs configs))
        expected (into #{} (map :path) outputs)
        folders (distinct (map #(config/resolve-path % (:out %)) (remove :partial configs)))]
    (problem/refuse-any!
     (for [[file claims] (sort-by key (group-by :file outputs)) :when (next claims)]
       (str (foreign/path file) " would be written for both " (:where (first claims)) " and " (:where (second claims))
            "; give one of them another namespace")))
    {:outputs (map #(merge % (files/state (:path %) (:file %) (:text %))) outputs)
     :orphans (mapv show (distinct (mapcat #(files/orphans % expected) folders)))}))

;; The public functions

(defn generate!
  "Writes the namespaces that the options ask for; files that are as they should be are not touched. Returns
    :files    maps of :ns, :file and :status, one of :created, :rewritten, :unchanged
    :orphans  paths of generated files that nothing generates any more; they are left where they are.
  A file that was not generated is never overwritten: that is refused, kind :config, before anything is written."
  [options]
  (let [{:keys [outputs orphans]} (plan options)]
    (problem/refuse-any!
     (for [{:keys [file ns where]} (filter #(= :foreign (:status %)) outputs)]
       (str where ": " (foreign/path file) " exists and was not generated; move it away, or give " ns " another name")))
    (doseq [{:keys [path text status]} outputs :when (not= :same status)]
      (files/write! path text))
    {:files (mapv (fn [{:keys [ns file status]}]
                    {:ns ns :file file
                     :status (case status :same :unchanged :missing :created :differs :rewritten)})
                  outputs)
     :orphans orphans}))

(defn check
  "Compares the files there are to those that `generate!` would leave. Writes nothing. Returns
    :clean?  is nothing to be said?
    :files   maps of :ns, :file and :status: :same; :differs, edited or stale, with :diff; :missing; :foreign, a
             file that was not generated; and :orphaned, a generated file that nothing generates any more."
  [options]
  (let [{:keys [outputs orphans]} (plan options)
        files (into (mapv #(select-keys % [:ns :file :status :diff]) outputs)
                    (map (fn [file] {:file file :status :orphaned}))
                    orphans)]
    {:clean? (every? #(= :same (:status %)) files)
     :files files}))

(defn inspect
  "What the component or core module of {:from path} is. Returns a map of
    :file :kind :bytes   its path, :component or :module, its size
    :imports             maps of :id and :status: :needed; :wasi, linked always and denied unless given; :types,
                         an interface without functions; of a core module without WIT :type too
    :exports             maps of :id, of a core module without WIT :type too
    :interpreted         how many functions are too large for the JVM, and run interpreted; absent where it cannot run
    :modules             of a component, the sizes of its core modules
    :wit :text           its WIT, as data and as text, of a component and of a core module that has its WIT in it."
  [options]
  (inspection/inspect options))
