(ns radicchio.wit.resolve
  "Resolves syntax trees to WIT data: resolves every name, checks every rule of WIT, and reports every error with its place.

    (load-wit \"wit\")            a folder: its *.wit files are the main package, deps/ has the packages that it needs
    (load-wit \"world.wit\")      a file, which contains the packages that it needs
    (resolve [[tree …] …])      trees of radicchio.wit.parse, a vector for each folder, the main one first

  Options:
    :features   the @unstable features to enable: a collection of strings, or :all; none by default
    :deps       for load-wit: other files and folders with packages that may be needed."
  (:refer-clojure :exclude [resolve])
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.wit.interfaces :as interfaces]
            [radicchio.wit.packages :as packages]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.problem :as problem]
            [radicchio.wit.scopes :as scopes]
            [radicchio.wit.worlds :as worlds])
  (:import (java.io File IOException)
           (java.nio ByteBuffer)
           (java.nio.charset CharacterCodingException StandardCharsets)
           (java.nio.file AccessDeniedException Files)))

(set! *warn-on-reflection* true)

;; From trees to data

(defn- stop [env]
  (when-let [problems (seq @(:problems env))]
    (problem/throw-resolve problems)))

(defn- package-data
  "Returns the element of a package. `own` has the ids of its interfaces and worlds."
  [env elements id own]
  (let [docs (get-in env [:packages id :docs])]
    (interfaces/element :package id (when docs {:docs docs}) (map elements own))))

(defn- resolve-env [env groups]
  (packages/check-top-uses env groups)
  (let [env (scopes/link env stop)
        interfaces (into {} (for [id (:scope-order env)
                                  :let [{:keys [kind node] :as scope} (get-in env [:scopes id])]
                                  :when (= :interface kind)]
                              [id (interfaces/element :interface id (:attributes node)
                                                      (interfaces/items-data env scope))]))
        worlds (worlds/worlds-data env interfaces)]
    (stop env)
    (let [elements (merge interfaces worlds)
          by-package (group-by #(get-in env [:scopes % :package]) (:scope-order env))]
      (into [:wit] (map #(package-data env elements % (by-package %))) (:order env)))))

(def ^:private wrong-anyway
  #{:unknown-package :unknown-interface :not-an-interface :unknown-type :unknown-use :not-a-type :not-a-resource
    :duplicate :alike :cycle :map-key})

(defn- wrong-anyway?
  "Tests whether a problem exists for any set of enabled features. An unresolved item of another package, :package, can
  depend on them."
  [{:keys [problem package]}]
  (and (wrong-anyway problem) (nil? package)))

(defn- check-inactive
  "Throws if an item of a feature that is not enabled has a problem. The item is not in the data, but its names must resolve,
  and must be unique."
  [groups]
  (let [stop (fn [env]
               (when-let [problems (seq (filter wrong-anyway? @(:problems env)))]
                 (problem/throw-resolve problems)))
        env (packages/environment groups :all)]
    (packages/check-top-uses env groups)
    (let [env (scopes/link env stop)]
      (doseq [{:keys [kind] :as scope} (vals (:scopes env))]
        (case kind
          :interface (interfaces/items-data env scope)
          :world (worlds/own env scope)))
      (stop env))))

(defn resolve
  "Returns the WIT data of syntax trees. `groups` has a vector for each folder, with the trees of its files, the main package's
  first. Throws RadicchioException, kind :resolve, with all problems."
  ([groups] (resolve groups {}))
  ([groups {:keys [features]}]
   (let [features (if (= :all features) :all (set (map name features)))
         env (packages/environment groups features)]
     (when @(:inactive? env) (check-inactive groups))
     (resolve-env env groups))))

;; Files

(defn read-text
  "Returns the text of a .wit file. Messages call it `shown`. Throws RadicchioException, kind :parse, if it cannot be read or is
  not UTF-8."
  ([^File file] (read-text file (str file)))
  ([^File file shown]
   (try
     (str (.decode (.newDecoder StandardCharsets/UTF_8) (ByteBuffer/wrap (Files/readAllBytes (.toPath file)))))
     (catch CharacterCodingException _
       (problem/throw-parse {:problem :encoding :at (problem/place {:file shown :text ""} 0 0)}))
     (catch IOException e
       (problem/throw-parse {:problem :unreadable :path shown
                             :reason (if (instance? AccessDeniedException e)
                                       "permission denied"
                                       (.getMessage e))}))
     (catch OutOfMemoryError _
       (problem/throw-parse {:problem :unreadable :path shown
                             :reason "it is larger than the JVM's heap or the largest array"})))))

(defn- wit-files [^File folder]
  (->> (.listFiles folder)
       (filter #(and (.isFile ^File %) (str/ends-with? (.getName ^File %) ".wit")))
       (sort-by #(.getName ^File %))))

(defn- groups-of
  "Returns the files of every folder, the main one's first."
  [^File path]
  (if (.isDirectory path)
    (into [(wit-files path)]
          (for [^File dep (sort-by #(.getName ^File %) (.listFiles (io/file path "deps")))
                :let [files (cond (.isDirectory dep) (wit-files dep)
                                  (str/ends-with? (.getName dep) ".wit") [dep])]
                :when (seq files)]
            files))
    [[path]]))

(defn load-wit
  "Returns the WIT data of a .wit file, or of a folder of them with its deps/. Throws RadicchioException, kind :parse or
  :resolve."
  ([path] (load-wit path {}))
  ([path options]
   (let [groups (into [] (mapcat (comp groups-of io/file)) (cons path (:deps options)))]
     (when (empty? (first groups))
       (problem/throw-resolve [{:problem :no-file :path (str path)}]))
     (resolve (problem/collecting
               (for [files groups]
                 (for [file files] #(parse/parse (read-text file) (str file)))))
              options))))
