(ns radicchio.engine.provider-test
  "The engine is found as a service, through the library's own loader."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]])
  (:import (java.io File)
           (java.lang.reflect InvocationTargetException Method)
           (java.net URL URLClassLoader)))

(set! *warn-on-reflection* true)

(defn- entries-of-the-class-path
  "Of the class path, those entries of which `wanted?` is true."
  [wanted?]
  (into [] (comp (filter wanted?) (map (fn [entry] (.toURL (.toURI (io/file entry))))))
        (str/split (System/getProperty "java.class.path") (re-pattern File/pathSeparator))))

(defn- services? [entry] (.exists (io/file entry "META-INF/services/radicchio.engine.EngineProvider")))

(defn- loader ^ClassLoader [urls]
  (URLClassLoader. (into-array URL urls) (ClassLoader/getPlatformClassLoader)))

(defn- oversized-functions
  "What the library of that loader answers of an empty module."
  [^ClassLoader loader]
  (let [engine (Class/forName "radicchio.engine.Engine" true loader)
        ^Method method (.getMethod engine "oversizedFunctions" (into-array Class [(class (byte-array 0))]))]
    (try
      (.invoke method nil (object-array [(byte-array [0 0x61 0x73 0x6d 1 0 0 0])]))
      (catch InvocationTargetException e
        (str (.getCause e))))))

(defn- folder-with-services [^String text]
  (let [folder (io/file "target" "engine-services" (str (hash text)))
        file   (io/file folder "META-INF/services/radicchio.engine.EngineProvider")]
    (io/make-parents file)
    (spit file text)
    (.toURL (.toURI folder))))

(deftest the-engine-is-found-through-the-library-s-own-loader
  (is (= 0 (oversized-functions (loader (entries-of-the-class-path any?))))))

(deftest an-engine-that-is-missing-is-named
  (let [without (entries-of-the-class-path (complement services?))]
    (is (= (str "radicchio.error.RadicchioException: missing engine for core modules: expected"
                " META-INF/services/radicchio.engine.EngineProvider on the class path, and the engine that it names;"
                " use Radicchio's own jar, or merge the files of META-INF/services if you merge several jars")
           (oversized-functions (loader without))))
    (is (str/ends-with?
         (oversized-functions (loader (conj without (folder-with-services "no.such.Engine"))))
         (str ": java.util.ServiceConfigurationError: radicchio.engine.EngineProvider:"
              " Provider no.such.Engine not found")))))
