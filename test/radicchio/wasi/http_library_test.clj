(ns radicchio.wasi.http-library-test
  "The library of HTTP as a program finds it: absent, and without a provider of SLF4J."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is]])
  (:import (java.io ByteArrayOutputStream File PrintStream)
           (java.lang.reflect InvocationTargetException)
           (java.net URL URLClassLoader)))

(set! *warn-on-reflection* true)

(defn- loader
  "A class loader of its own for the class path, without the files that `left-out?` is true of."
  ^URLClassLoader [left-out?]
  (let [files (remove left-out? (str/split (System/getProperty "java.class.path") (re-pattern (str "\\" File/pathSeparator))))]
    (URLClassLoader. ^"[Ljava.net.URL;" (into-array URL (map #(.toURL (.toURI (File. ^String %))) files))
                     (ClassLoader/getPlatformClassLoader))))

(defn- find-library [^ClassLoader from]
  (let [library (Class/forName "radicchio.wasi.http.library.HttpLibrary" true from)]
    (try
      (.invoke (.getMethod library "find" (make-array Class 0)) nil (object-array 0))
      (catch InvocationTargetException e (throw (.getCause e))))))

(deftest without-jetty-the-message-names-the-dependency
  (with-open [without (loader #(str/includes? % "jetty"))]
    (is (thrown-with-msg? Exception #"HTTP needs Jetty 12\.1 on the class path: org\.eclipse\.jetty/jetty-server and org\.eclipse\.jetty/jetty-client"
                          (find-library without)))))

(deftest without-an-slf4j-provider-no-warning-is-printed
  (let [err (System/err), printed (ByteArrayOutputStream.), property "slf4j.internal.verbosity", before (System/getProperty property)]
    (System/clearProperty property)
    (System/setErr (PrintStream. printed))
    (try
      (with-open [with (loader (constantly false))]
        (find-library with)
        (.getMethod (Class/forName "org.slf4j.LoggerFactory" true with) "getILoggerFactory" (make-array Class 0)))
      (finally
        (System/setErr err)
        (when before (System/setProperty property before))))
    (is (= "" (str printed)))
    (is (= before (System/getProperty property)))))
