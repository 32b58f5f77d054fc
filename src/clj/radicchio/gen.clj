(ns radicchio.gen
  "Generates checked-in Clojure namespaces, or Java classes, for WebAssembly components, checks that they are up to date, and describes
  components.

    (generate! {})                                             all of ./wit.edn
    (generate! {:from \"resources/acme/resize.wasm\" :ns 'acme.img})
    (check {:config \"sub/wit.edn\"})
    (inspect {:from \"resize.wasm\"})

  Options are those of `wit.edn`, read from there or passed as an argument; `radicchio.gen.config` lists them. Everything
  is read, decided and rendered before the first file is written. Nothing is loaded, compiled or run.

  All functions throw RadicchioException: kind :config for an invalid configuration, :parse and :resolve for WIT,
  :malformed and :invalid for bytes. Any thread may call. Two threads that generate the same files at once both succeed."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.config :as config]
            [radicchio.gen.files :as files]
            [radicchio.gen.inspect :as inspection]
            [radicchio.gen.java :as java]
            [radicchio.gen.model :as model]
            [radicchio.gen.problem :as problem]
            [radicchio.gen.render :as render]
            [radicchio.gen.source :as source]
            [radicchio.gen.verify :as verify])
  (:import (java.nio.file Path)))

(set! *warn-on-reflection* true)

;; From configurations to texts

(defn- show
  "Returns a path as reports show it."
  [^Path path]
  (str/replace (str path) java.io.File/separator "/"))

(defn- java-class
  "Returns the model of a component's Java class."
  [{:keys [options] :as source}]
  (verify/check! source (when (:component-data source) (model/namespaces (assoc-in source [:options :split] true))))
  {:kind :java :ns (:ns options) :where (:where options) :text (java/source source)})

(defn- namespaces
  "Returns the models of a component's namespaces, or of its Java class."
  [config component]
  (try
    (let [source (source/read-source config component)]
      (if (:java component)
        [(java-class source)]
        (let [models (vec (model/namespaces source))]
          (verify/check! source models)
          models)))
    (catch StackOverflowError _
      ; Only a chain of many hundreds of types gets here. A component cannot have one.
      (problem/refuse! (str (:where component) ": types refer to each other in a chain that is too long")))))

(defn- outputs
  "Returns the outputs of a configuration: maps of :ns, :path, :file, the path in reports, and :text."
  [{:keys [components out java-out templates] :as config}]
  (let [templates (render/read-templates (when templates (.toFile (config/resolve-path config templates))))
        models (model/merge-shared (mapcat #(namespaces config %) components))]
    (for [{:keys [kind ns where] :as model} models
          :let [java? (= :java kind)
                path (config/resolve-path config (if java?
                                                   (str java-out "/" (files/class-path ns))
                                                   (str out "/" (files/namespace-path ns))))]]
      {:ns ns :path path :file (show path) :where where
       :text (if java? (:text model) (problem/within where #(render/source templates model)))})))

(defn- plan
  "Returns the outputs of all configurations, and the orphaned files beside them."
  [options]
  (let [configs (config/read-config options)
        outputs (vec (mapcat outputs configs))
        expected (into #{} (map :path) outputs)
        folders (distinct (mapcat (juxt #(config/resolve-path % (:out %)) #(config/resolve-path % (:java-out %)))
                                  (remove :partial configs)))]
    (problem/refuse-any!
     (for [[file claims] (sort-by key (group-by :file outputs)) :when (next claims)]
       (str (foreign/path file) " would be written for both " (:where (first claims)) " and " (:where (second claims))
            "; choose another namespace for one of them")))
    {:outputs (map #(merge % (files/state (:path %) (:file %) (:text %))) outputs)
     :orphans (mapv show (distinct (mapcat #(files/orphans % expected) folders)))}))

;; The public functions

(defn generate!
  "Writes the namespaces that the options select. Files that are up to date are not touched. Returns
    :files    maps of :ns, :file and :status, one of :created, :rewritten, :unchanged
    :orphans  paths of generated files that are not generated any more; they are left in place.
  A file that was not generated is never overwritten: `generate!` throws, kind :config, before it writes anything."
  [options]
  (let [{:keys [outputs orphans]} (plan options)]
    (problem/refuse-any!
     (for [{:keys [file ns where]} (filter #(= :foreign (:status %)) outputs)]
       (str where ": " (foreign/path file) " exists and was not generated; move it away, or rename " ns)))
    (doseq [{:keys [path text status]} outputs :when (not= :same status)]
      (files/write! path text))
    {:files (mapv (fn [{:keys [ns file status]}]
                    {:ns ns :file file
                     :status (case status :same :unchanged :missing :created :differs :rewritten)})
                  outputs)
     :orphans orphans}))

(defn check
  "Compares existing files with those that `generate!` would write. Writes nothing. Returns
    :clean?  whether all files are up to date
    :files   maps of :ns, :file and :status: :same; :differs, edited or stale, with :diff; :missing; :foreign, a
             file that was not generated; and :orphaned, a generated file that is not generated any more."
  [options]
  (let [{:keys [outputs orphans]} (plan options)
        files (into (mapv #(select-keys % [:ns :file :status :diff]) outputs)
                    (map (fn [file] {:file file :status :orphaned}))
                    orphans)]
    {:clean? (every? #(= :same (:status %)) files)
     :files files}))

(defn inspect
  "Describes the component or core module of {:from path}. Returns a map of
    :file :kind :bytes   its path, :component or :module, its size
    :imports             maps of :id and :status: :needed; :wasi, always linked, and denied unless supplied; :types,
                         an interface without functions; :options, those of :wasi that grant it, none if it is
                         always granted; for a core module without WIT also :type
    :options             the options of :wasi that grant what it imports
    :exports             maps of :id and :functions, [{:name :signature}], those of the interface or the function itself;
                         for a core module without WIT maps of :id and :type
    :interpreted         the number of functions that are too large for the JVM and are interpreted; absent if it
                         cannot run
    :modules             for a component, the sizes of its core modules
    :wit :text           its WIT, as data and as text, for a component and for a core module that contains its WIT"
  [options]
  (inspection/inspect options))
