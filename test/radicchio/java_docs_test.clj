(ns radicchio.java-docs-test
  "docs/java.md: each block of Java compiles without a warning, and the first program prints what the page says."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is]])
  (:import (java.io ByteArrayOutputStream File PrintStream StringWriter)
           (java.net URL URLClassLoader)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (javax.tools ToolProvider)))

(set! *warn-on-reflection* true)

(defn- blocks []
  (map second (re-seq #"(?s)```java\n(.*?)```" (slurp "docs/java.md"))))

(defn- class-of [block]
  (second (re-find #"(?m)^(?:public )?(?:final )?class (\w+)" block)))

(defn- compile!
  "Compiles files into a folder. Returns the compiler's messages, or an empty string."
  [^File folder files]
  (let [compiler (ToolProvider/getSystemJavaCompiler)
        out (StringWriter.)]
    (with-open [manager (.getStandardFileManager compiler nil nil nil)]
      (.call (.getTask compiler out manager nil
                       ["--release" "17" "-Xlint:all,-classfile" "-Werror" "-proc:none" "-d" (str folder)
                        "-cp" (System/getProperty "java.class.path")]
                       nil (.getJavaFileObjectsFromFiles manager files))))
    (str out)))

(defn- printed
  "Returns what a main function prints."
  [^Class program & arguments]
  (let [out (ByteArrayOutputStream.)
        before System/out]
    (try
      (System/setOut (PrintStream. out true))
      (.invoke (.getMethod program "main" (into-array Class [(class (make-array String 0))])) nil
               (object-array [(into-array String arguments)]))
      (finally (System/setOut before)))
    (str out)))

(deftest the-page-has-the-program-of-the-example
  (is (some #{(slurp "wit-examples/java/src/main/java/acme/Main.java")} (blocks))))

(deftest the-programs-of-the-page-compile-and-run
  (let [folder (.toFile (Files/createTempDirectory "radicchio-java" (make-array FileAttribute 0)))
        files (for [block (blocks) :when (not (re-find #"(?m)^package " block))]
                (doto (io/file folder (str (class-of block) ".java")) (spit block)))]
    (try
      (is (= 3 (count files)))
      (is (= "" (compile! folder files)))
      (with-open [loader (URLClassLoader. (into-array URL [(.toURL (.toURI folder))]) (.getContextClassLoader (Thread/currentThread)))]
        (is (= "2 x 1\n" (printed (.loadClass loader "Resize") "wit-examples/resize/resources/acme/resize.wasm"))))
      (finally (run! io/delete-file (reverse (file-seq folder)))))))
