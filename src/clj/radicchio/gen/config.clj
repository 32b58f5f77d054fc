(ns ^:no-doc radicchio.gen.config
  "Reads and checks what to generate: `wit.edn`, the options of a command, or a map from code.

  A wit.edn is a map. Every path in it is relative to its folder.

    :out         the folder for generated namespaces, which are checked-in source; by default \"src\"
    :resources   folders on the class path that contain components; by default [\"resources\"]
    :java-out    the folder for generated Java; by default \"src/main/java\"
    :templates   a folder of templates, each of which replaces Radicchio's template of the same name
    :components  {acme.img {:from \"resources/acme/resize.wasm\"}}, a namespace and its component each
    :classes     the folder for compiled classes, on the class path; by default \"target/classes\"
    :include     other wit.edn files whose components are generated too; their paths are relative to them

  The keys of a component:

    :from        the component
    :wit         its WIT, for documentation, which components do not contain: a .wit file, or a folder of such files
                 with its deps; without :from, types and imports of the world are generated
    :world       the name of the world, required if the WIT has several
    :rename      {\"local:img/resize@1.0.0#get\" get-image}, other names for functions, by export id
    :split       true, a namespace for every exported interface; or {\"local:img/resize@1.0.0\" acme.img.v1}
    :results     :value, functions return [:ok v] or [:err e] and do not throw for an err
    :primitive   true, long and double hints on the functions that Clojure can hint
    :imports     {\"local:img/host@1.0.0\" acme.host}, the namespace of an imported interface
    :instance    options of the instance that the namespace makes for itself: :wasi, :limits, :renew, :cache
    :aot         true, `compile` writes its classes into the folder :classes; the output of `gen` is the same
    :load        :file, the component is read from its path and need not be below :resources
    :java        true, a Java class is generated, in :java-out; the name is that of the class, com.acme.Images, and of the
                 other keys only :from, :wit and :world can be given"
  (:require [clojure.edn :as edn]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.emit :as emit]
            [radicchio.gen.files :as files]
            [radicchio.gen.problem :as problem]
            [radicchio.wasm.options :as options])
  (:import (java.io File PushbackReader StringReader)
           (java.nio.charset StandardCharsets)
           (java.nio.file InvalidPathException Path)))

(set! *warn-on-reflection* true)

;; Predicates for values

(defn- text? [x] (and (string? x) (not (str/blank? x))))

(defn path?
  "Tests whether `x` is a string that names a file."
  [x]
  (and (text? x)
       (try (boolean (.toPath (File. ^String x)))
            (catch InvalidPathException _ false))))

(defn- namespace-name? [x]
  (and (simple-symbol? x)
       (not (#{"nil" "true" "false"} (name x)))
       (boolean (re-matches #"[A-Za-z][\w*+!?<>=-]*(\.[A-Za-z][\w*+!?<>=-]*)*" (name x)))))

(defn- function-name? [x]
  (and (simple-symbol? x)
       (boolean (re-matches #"[A-Za-z*+!?<>=_-][\w*+!?<>='-]*" (name x)))))

(defn- map-of? [key? value?]
  (fn [x] (and (map? x) (every? key? (keys x)) (every? value? (vals x)))))

(def ^:private instance-keys [:wasi :limits :renew :cache])

(defn- instance-options? [x]
  (and (map? x)
       (every? (set instance-keys) (keys x))
       (every? (some-fn nil? map?) [(:wasi x) (:limits x)])
       (emit/evaluable? x)
       (every? (some-fn nil? boolean?) [(:renew x) (:cache x)])))

(def ^:private a-path [path? "a path, a string"])

(def ^:private component-keys
  "Key → predicate, and the expected value in words."
  (array-map
   :from a-path
   :wit a-path
   :world [text? "the name of a world, a string"]
   :rename [(map-of? text? function-name?) "a map from export ids, strings, to names, symbols"]
   :split [(some-fn true? (map-of? text? namespace-name?))
           "true, or a map from ids of interfaces, strings, to namespaces, symbols"]
   :results [#(identical? :value %) ":value; omit it for functions that throw"]
   :primitive [boolean? "true or false"]
   :imports [(map-of? text? namespace-name?) "a map from ids of interfaces, strings, to namespaces, symbols"]
   :aot [true? "true; omit it to compile the component when it is used"]
   :instance [instance-options? "a map of :wasi and :limits, maps of data, and :renew and :cache, true or false"]
   :load [#(identical? :file %) ":file; omit it for a component on the class path"]
   :java [true? "true; omit it for a namespace"]))

(def ^:private file-keys
  (array-map
   :out a-path
   :resources [#(and (vector? %) (every? path? %)) "a vector of paths, strings"]
   :templates a-path
   :classes a-path
   :java-out a-path
   :components [map? "a map from namespaces, symbols, to maps"]
   :include [#(and (vector? %) (every? path? %)) "a vector of paths of wit.edn files, strings"]))

(def ^:private command-keys
  "The options of a command for one component, or for a wit.edn."
  (merge (array-map :config a-path
                    :ns [namespace-name? "a namespace, a symbol such as acme.img"]
                    :root a-path)
         (dissoc file-keys :components :include)
         component-keys))

(defn- shown [value]
  (let [text (foreign/printed value)]
    (if (str/blank? text) "empty" text)))

(defn- check-keys!
  "Throws for the first unknown key, and for the first value that is not valid for its key."
  [where known given]
  (when-not (map? given)
    (problem/refuse! (str where " must be a map, got " (foreign/printed given))))
  (doseq [[k v] given
          :let [[valid? expected] (when (keyword? k) (known k))]]
    (cond (nil? valid?)
          (problem/refuse! (str where ": unknown key " (foreign/printed k)
                                (problem/did-you-mean k (keys known))
                                (when-not (problem/nearest k (keys known))
                                  (str "; the keys are " (str/join " " (sort (keys known))))))
                           {:key k})
          (not (valid? v))
          (problem/refuse! (str where ": " k " must be " expected ", got " (shown v)) {:key k :value v}))))

;; Paths

(defn resolve-path
  "Returns the file for a path of the configuration, which is relative to the configuration's folder."
  ^java.nio.file.Path [{:keys [^Path root]} ^String path]
  (.normalize (.resolve root path)))

(defn- folder ^Path [^String path]
  (.toPath (File. path)))

;; From map to configuration

(defn- component [where namespace given]
  (when-not (namespace-name? namespace)
    (problem/refuse! (str where ": " (foreign/printed namespace)
                          " is not a namespace; write a symbol such as acme.img")))
  (let [where (str where ": " namespace)]
    (check-keys! where component-keys given)
    (when-not (or (:from given) (:wit given))
      (problem/refuse! (str where " has neither :from, a component, nor :wit, a WIT text; add one")))
    (when-let [k (and (not (:from given))
                      (first (filter #(contains? given %) [:split :results :primitive :aot :instance :load :java])))]
      (problem/refuse! (str where ": " k " configures the calls of a component, but :from is missing; add :from or remove "
                            k)))
    (when-let [k (and (:java given) (first (sort (keys (dissoc given :java :from :wit :world)))))]
      (problem/refuse! (str where ": " k " has no effect on Java; remove it, or :java")))
    (problem/within (str where ": :instance") #(do (options/check-limits (:limits (:instance given)))
                                                   (options/check-grants (:wasi (:instance given)))))
    (assoc given :ns namespace :where where)))

(defn- configuration
  "Returns a checked configuration. Its errors begin with `where`."
  [where ^Path root given]
  (check-keys! (foreign/path where) file-keys given)
  {:where (foreign/path where)
   :root root
   :out (:out given "src")
   :resources (:resources given ["resources"])
   :templates (:templates given)
   :java-out (:java-out given "src/main/java")
   :classes (:classes given "target/classes")
   :components (mapv (fn [[namespace options]] (component (foreign/path where) namespace options))
                     (sort-by (comp str key) (:components given {})))})

;; From file

(def ^:private example "{:components {acme.img {:from \"resources/acme/resize.wasm\"}}}")

(defn- read-one
  "Returns the only form in a text of EDN, or nil if there is none."
  [^String text]
  (let [in (PushbackReader. (StringReader. text))
        form (edn/read {:eof nil} in)]
    (when-not (= ::end (edn/read {:eof ::end} in))
      (throw (IllegalArgumentException. "expected one form, got more")))
    form))

(defn- read-file [^String path]
  (let [file (File. path)]
    (when (.isDirectory file)
      (problem/refuse! (str (foreign/path path) " is a folder; expected a file such as " example) {:file path}))
    (when-not (.exists file)
      (problem/refuse! (str (foreign/path path) " does not exist; write one, such as " example
                            ", or pass :from and :ns")
                       {:file path}))
    (let [text (String. (files/read-bytes (.toPath file) path) StandardCharsets/UTF_8)]
      (try
        (read-one text)
        (catch RuntimeException e
          (problem/refuse! (str (foreign/path path) " cannot be read as EDN: " (foreign/message e)) {:file path}))
        (catch StackOverflowError _
          (problem/refuse! (str (foreign/path path)
                                " cannot be read as EDN: its forms are nested too deeply") {:file path}))))))

(defn- below
  "Returns a path in the folder of that name, as errors show it."
  [^String folder ^String path]
  (str/replace (str (.normalize (.resolve (.toPath (File. folder)) path))) File/separator "/"))

(defn- beside
  "Returns a path that the file `path` contains, relative to the folder of the caller."
  [path included]
  (below (or (.getParent (File. ^String path)) "") included))

(defn- from-file [seen path]
  (when (some #{path} seen)
    (problem/refuse! (str (foreign/path path) " includes itself, through " (foreign/listed foreign/path seen)
                          "; remove one :include")))
  (let [given (read-file path)
        own (configuration path (folder (or (.getParent (File. ^String path)) "")) given)]
    (when-not (or (:components given) (:include given))
      (problem/refuse! (str (foreign/path path) " has no :components; expected a file such as " example)))
    (into [own]
          (mapcat #(from-file (conj seen path) (beside path %)))
          (:include given))))

;; From options

(defn- from-command [options]
  (check-keys! "options" command-keys options)
  (when (:config options)
    (problem/refuse! "options: :config names a wit.edn, but :from or :wit names one component; pass only one of them"))
  (when-not (:ns options)
    (problem/refuse! "options: :ns is missing; pass the namespace to write, such as acme.img"))
  (let [component-options (select-keys options (keys component-keys))]
    [(assoc (configuration "options" (folder (:root options ""))
                           (assoc (select-keys options [:out :resources :templates :java-out])
                                  :components {(:ns options) component-options}))
            :partial true)]))

(defn- from-code [options]
  [(configuration "options" (folder (:root options "")) (dissoc options :root))])

(defn read-config
  "Returns the configurations that `options` select, in order, as maps
    :where       the start of their errors
    :root        the folder that their paths are relative to
    :out :java-out :resources :templates   as in wit.edn
    :components  maps as in wit.edn, with :ns and :where
    :partial     true if the options name one component, so that :out may contain others.

  Options are one of these: those of a wit.edn, with :root, its folder, by default the current one; :from or :wit with
  :ns and any other key of a component; {:config path}, a wit.edn. The default is {:config \"wit.edn\"}.
  Throws RadicchioException, kind :config."
  [options]
  (cond (:components options) (from-code options)
        (or (:from options) (:wit options)) (from-command options)
        :else (do (check-keys! "options" command-keys options)
                  (when-let [k (first (keys (dissoc options :config :root)))]
                    (problem/refuse! (str "options: " k " has no effect alone; pass :from, a component, or :wit, and :ns")))
                  (from-file [] (below (:root options "") (:config options "wit.edn"))))))

(defn read-file-option
  "Checks options that name one file, {:from path}, and adds :where and :root as `read-config` does."
  [options]
  (check-keys! "options" (select-keys command-keys [:from :root]) options)
  (when-not (:from options)
    (problem/refuse! "options: :from is missing; pass the path of a component"))
  (assoc options :where "options" :root (folder (:root options ""))))
