(ns ^:no-doc radicchio.gen.config
  "What to generate: `wit.edn`, the options of a command, or a map given from code, checked.

  A wit.edn is a map; every path in it is relative to the folder in which it lies.

    :out         the folder of generated namespaces, ordinary checked-in source; \"src\" when not given
    :resources   folders on the class path in which components lie; [\"resources\"] when not given
    :templates   a folder of templates used in place of those of Radicchio, of which it may have any
    :components  {acme.img {:from \"resources/acme/resize.wasm\"}}, a namespace and its component each
    :classes     the folder of compiled classes, on the class path; \"target/classes\" when not given
    :include     other wit.edn files whose components are generated too, each relative to itself

  Of a component:

    :from        the component
    :wit         its WIT, for documentation, which components do not have: a .wit file, or a folder of them with its
                 deps; without :from it gives the world's types and imports
    :world       the world's name, needed where the WIT has several
    :rename      {\"local:img/resize@1.0.0#get\" get-image}, other names for functions, by export id
    :split       true, a namespace for every exported interface; or {\"local:img/resize@1.0.0\" acme.img.v1}
    :results     :value, functions return [:ok v] or [:err e] and never throw for an err
    :primitive   true, long and double hints where Clojure's functions can carry them
    :imports     {\"local:img/host@1.0.0\" acme.host}, the namespace that an imported interface gets
    :instance    options of the instance that the namespace makes for itself: :wasi, :limits, :renew, :cache
    :aot         true, `compile` writes its classes into the folder :classes; what `gen` writes stays the same
    :load        :file, the component is read from its path and need not lie below :resources"
  (:require [clojure.edn :as edn]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.emit :as emit]
            [radicchio.gen.files :as files]
            [radicchio.gen.problem :as problem])
  (:import (java.io File PushbackReader StringReader)
           (java.nio.charset StandardCharsets)
           (java.nio.file InvalidPathException Path)))

(set! *warn-on-reflection* true)

;; What the keys hold

(defn- text? [x] (and (string? x) (not (str/blank? x))))

(defn path?
  "Is it a string that names a file?"
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
  "Key → predicate and what it expects, in words."
  (array-map
   :from a-path
   :wit a-path
   :world [text? "the name of a world, a string"]
   :rename [(map-of? text? function-name?) "a map from export ids, strings, to names, symbols"]
   :split [(some-fn true? (map-of? text? namespace-name?))
           "true, or a map from ids of interfaces, strings, to namespaces, symbols"]
   :results [#(identical? :value %) ":value; leave it out for functions that throw"]
   :primitive [boolean? "true or false"]
   :imports [(map-of? text? namespace-name?) "a map from ids of interfaces, strings, to namespaces, symbols"]
   :aot [true? "true; leave it out for a component that is compiled when it is used"]
   :instance [instance-options? "a map of :wasi and :limits, maps of data, and :renew and :cache, true or false"]
   :load [#(identical? :file %) ":file; leave it out for a component on the class path"]))

(def ^:private file-keys
  (array-map
   :out a-path
   :resources [#(and (vector? %) (every? path? %)) "a vector of paths, strings"]
   :templates a-path
   :classes a-path
   :components [map? "a map from namespaces, symbols, to maps"]
   :include [#(and (vector? %) (every? path? %)) "a vector of paths of wit.edn files, strings"]))

(def ^:private command-keys
  "The options of a command that names one component, or a wit.edn."
  (merge (array-map :config a-path
                    :ns [namespace-name? "a namespace, a symbol such as acme.img"]
                    :root a-path)
         (dissoc file-keys :components :include)
         component-keys))

(defn- shown [value]
  (let [text (foreign/printed value)]
    (if (str/blank? text) "empty" text)))

(defn- check-keys!
  "Refuses the first key that is not known and the first value that is not what its key holds."
  [where known given]
  (when-not (map? given)
    (problem/refuse! (str where " must be a map; it is " (foreign/printed given))))
  (doseq [[k v] given
          :let [[valid? expected] (when (keyword? k) (known k))]]
    (cond (nil? valid?)
          (problem/refuse! (str where ": there is no key " (foreign/printed k)
                                (problem/did-you-mean k (keys known))
                                (when-not (problem/nearest k (keys known))
                                  (str "; the keys are " (str/join " " (sort (keys known))))))
                           {:key k})
          (not (valid? v))
          (problem/refuse! (str where ": " k " must be " expected "; it is " (shown v)) {:key k :value v}))))

;; Paths

(defn resolve-path
  "The file of a path of the configuration, which is relative to the configuration's folder."
  ^java.nio.file.Path [{:keys [^Path root]} ^String path]
  (.normalize (.resolve root path)))

(defn- folder ^Path [^String path]
  (.toPath (File. path)))

;; From map to configuration

(defn- component [where namespace given]
  (when-not (namespace-name? namespace)
    (problem/refuse! (str where ": " (foreign/printed namespace)
                          " cannot name a namespace; write a symbol such as acme.img")))
  (let [where (str where ": " namespace)]
    (check-keys! where component-keys given)
    (when-not (or (:from given) (:wit given))
      (problem/refuse! (str where " has neither :from, a component, nor :wit, a WIT text; give one")))
    (when-let [k (and (not (:from given))
                      (first (filter #(contains? given %) [:split :results :primitive :aot :instance :load])))]
      (problem/refuse! (str where ": " k " says how a component is called, and there is none; add :from or take "
                            k " away")))
    (assoc given :ns namespace :where where)))

(defn- configuration
  "A checked configuration; `where` is what its errors begin with."
  [where ^Path root given]
  (check-keys! (foreign/path where) file-keys given)
  {:where (foreign/path where)
   :root root
   :out (:out given "src")
   :resources (:resources given ["resources"])
   :templates (:templates given)
   :classes (:classes given "target/classes")
   :components (mapv (fn [[namespace options]] (component (foreign/path where) namespace options))
                     (sort-by (comp str key) (:components given {})))})

;; From file

(def ^:private example "{:components {acme.img {:from \"resources/acme/resize.wasm\"}}}")

(defn- read-one
  "The one form in a text of EDN; nil where there is none."
  [^String text]
  (let [in (PushbackReader. (StringReader. text))
        form (edn/read {:eof nil} in)]
    (when-not (= ::end (edn/read {:eof ::end} in))
      (throw (IllegalArgumentException. "something stands behind its first form")))
    form))

(defn- read-file [^String path]
  (let [file (File. path)]
    (when (.isDirectory file)
      (problem/refuse! (str (foreign/path path) " is a folder, and a file such as " example
                            " was expected") {:file path}))
    (when-not (.exists file)
      (problem/refuse! (str "there is no " (foreign/path path) "; write one, such as " example
                            ", or give :from and :ns")
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
  "A path in the folder of that name, as errors show it."
  [^String folder ^String path]
  (str/replace (str (.normalize (.resolve (.toPath (File. folder)) path))) File/separator "/"))

(defn- beside
  "A path given in the file `path`, from where that one is seen."
  [path included]
  (below (or (.getParent (File. ^String path)) "") included))

(defn- from-file [seen path]
  (when (some #{path} seen)
    (problem/refuse! (str (foreign/path path) " includes itself, by way of " (foreign/listed foreign/path seen)
                          "; take one :include away")))
  (let [given (read-file path)
        own (configuration path (folder (or (.getParent (File. ^String path)) "")) given)]
    (when-not (or (:components given) (:include given))
      (problem/refuse! (str (foreign/path path) " has no :components; it should look like " example)))
    (into [own]
          (mapcat #(from-file (conj seen path) (beside path %)))
          (:include given))))

;; From options

(defn- from-command [options]
  (check-keys! "options" command-keys options)
  (when (:config options)
    (problem/refuse! "options: :config names a wit.edn and :from or :wit one component; give one of them"))
  (when-not (:ns options)
    (problem/refuse! "options: :ns is missing, the namespace to write, such as acme.img"))
  (let [component-options (select-keys options (keys component-keys))]
    [(assoc (configuration "options" (folder (:root options ""))
                           (assoc (select-keys options [:out :resources :templates])
                                  :components {(:ns options) component-options}))
            :partial true)]))

(defn- from-code [options]
  [(configuration "options" (folder (:root options "")) (dissoc options :root))])

(defn read-config
  "The configurations that `options` ask for, in order, as maps
    :where       how errors call it
    :root        the folder that its paths are relative to
    :out :resources :templates   as in wit.edn
    :components  maps as in wit.edn with :ns and :where
    :partial     true where options named one component, so that others may lie in :out.

  Options are those of a wit.edn itself, beside :root, its folder, the current one when not given; or :from or :wit and
  :ns, with any other key of a component; or {:config path}, a wit.edn, which is also what no options mean.
  Throws RadicchioException, kind :config."
  [options]
  (cond (:components options) (from-code options)
        (or (:from options) (:wit options)) (from-command options)
        :else (do (check-keys! "options" command-keys options)
                  (when-let [k (first (keys (dissoc options :config :root)))]
                    (problem/refuse! (str "options: " k " is of no use alone; give :from, a component, or :wit, and :ns")))
                  (from-file [] (below (:root options "") (:config options "wit.edn"))))))

(defn read-file-option
  "Of options that name one file, {:from path}: the same with :where and :root, as `read-config` gives them."
  [options]
  (check-keys! "options" (select-keys command-keys [:from :root]) options)
  (when-not (:from options)
    (problem/refuse! "options: :from is missing, the path of a component"))
  (assoc options :where "options" :root (folder (:root options ""))))
