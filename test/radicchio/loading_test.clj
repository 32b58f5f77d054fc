(ns radicchio.loading-test
  "The library loads and works with any context class loader of a thread."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.gen.golden-test :as golden]
            [radicchio.loading :as loading])
  (:import (java.io File)
           (java.lang.reflect Method)
           (java.net URL URLClassLoader)
           (java.util.concurrent Callable ForkJoinPool)
           (org.objectweb.asm ClassReader)
           (org.objectweb.asm.tree AbstractInsnNode ClassNode LdcInsnNode MethodInsnNode MethodNode)))

(set! *warn-on-reflection* true)

;; A separate Clojure, in a loader that shares only the JDK with this one: an uberjar with a child-first loader

(defn- url ^URL [path] (.toURL (.toURI (io/file path))))

(defn- isolated
  "Makes a loader with this class path and some folders before it."
  ^URLClassLoader [& folders]
  (URLClassLoader. (into-array URL (map url (concat folders (str/split (System/getProperty "java.class.path")
                                                                       (re-pattern File/pathSeparator)))))
                   (ClassLoader/getPlatformClassLoader)))

(defn- with-context [^ClassLoader loader f]
  (let [thread (Thread/currentThread), before (.getContextClassLoader thread)]
    (.setContextClassLoader thread loader)
    (try (f) (finally (.setContextClassLoader thread before)))))

(defn- invoke
  "Calls a function of an isolated Clojure with strings. Returns its exception as text."
  [^ClassLoader loader ns name & args]
  (let [api (Class/forName "clojure.java.api.Clojure" true loader)
        ifn (Class/forName "clojure.lang.IFn" true loader)
        function (.invoke (.getMethod api "var" (into-array Class [Object Object])) nil (object-array [ns name]))
        ^Method method (.getMethod ifn "invoke" (into-array Class (repeat (count args) Object)))]
    (try (.invoke method function (object-array args))
         (catch java.lang.reflect.InvocationTargetException e (str "threw " (.getCause e))))))

(defn- prepare
  "Runs Clojure text in an isolated Clojure, as an application starts: with its own loader as the context class loader."
  [loader text]
  (with-context loader
    #(let [answer (invoke loader "clojure.core" "load-string" text)]
       (when (and (string? answer) (str/starts-with? answer "threw"))
         (throw (ex-info answer {}))))))

(defn- on-thread [^ClassLoader loader f]
  (let [result (promise)]
    (doto (Thread. (fn [] (deliver result (try (f) (catch Throwable t (str "threw " t))))))
      (.setContextClassLoader loader)
      .start)
    (deref result 120000 "took two minutes")))

(def ^:private strangers
  [["none" nil]
   ["the platform's" (ClassLoader/getPlatformClassLoader)]
   ["an empty one" (URLClassLoader. (make-array URL 0) nil)]
   ["another Clojure's" (.getClassLoader clojure.lang.RT)]])

(def ^:private counter-folders ["wit-examples/counter/src" "wit-examples/counter/resources"])

(def ^:private counting
  "(require '[acme.counter :as c])
   (intern 'user 'counted (fn [] (with-open [a (c/->counter 3)] (str (c/counter-value a)))))")

(deftest a-component-is-loaded-on-threads-with-any-context-class-loader
  (doseq [order [strangers (reverse strangers)]]
    (with-open [^URLClassLoader loader (apply isolated counter-folders)]
      (prepare loader counting)
      (doseq [[what stranger] order]
        (is (= "3" (on-thread stranger #(invoke loader "user" "counted"))) what))
      (is (= "3" (.get (.submit (ForkJoinPool/commonPool) ^Callable #(invoke loader "user" "counted")))))
      (is (= "3" (with-context loader #(invoke loader "user" "counted")))))))

(deftest commands-load-their-code-on-threads-with-any-context-class-loader
  (let [folder (golden/temporary-folder "loading")]
    (with-open [loader (isolated)]
      (prepare loader
               "(require 'radicchio.cli.words)
                (intern 'user 'run (fn [words] (pr-str (radicchio.cli.words/run (read-string words) {}))))")
      (doseq [[what stranger] strangers
              words [["inspect" "test/golden/primitive/primitive.wasm"]
                     ["gen" "--from" "test/golden/plain/plain.wasm" "--ns" "a.plain" "--wit" "test/golden/plain/plain.wit"
                      "--world" "app" "--load" "file" "--out" (str (io/file folder what))]
                     ["compile" "test/golden/primitive/primitive.wasm" "--to" (str (io/file folder "classes"))]
                     ["run" "no-such-file.wasm"]
                     ["call" "test/guests/values/values.wasm" "echo-shape" "[:circle 1.5]"]
                     ["version"]]
              :let [answer (edn/read-string (on-thread stranger #(invoke loader "user" "run" (pr-str words))))]]
        (is (if (= "run" (first words))
              (str/includes? (:failure answer) "no-such-file.wasm: no such file")
              (and (string? (:text answer)) (not (:failure answer))))
            (pr-str what words answer))))))

(deftest a-missing-component-can-be-found-later
  (with-open [loader (isolated "wit-examples/counter/src")
              right (isolated "wit-examples/counter/resources")]
    (prepare loader counting)
    (is (str/includes? (str (on-thread nil #(invoke loader "user" "counted"))) "from the class path"))
    (is (= "3" (on-thread right #(invoke loader "user" "counted"))))))

;; Compiled ahead of time

(defn- source-namespaces []
  (for [^File f (file-seq (io/file "src/clj/radicchio")) :when (str/ends-with? (.getName f) ".clj")]
    (-> (str f) (subs (count "src/clj/")) (str/replace ".clj" "") (str/replace File/separator ".") (str/replace "_" "-"))))

(defn- class-constants
  "Returns the classes outside the JDK that a class looks up by name when it is initialised or run."
  [^File file]
  (with-open [in (io/input-stream file)]
    (let [node (ClassNode.)]
      (.accept (ClassReader. in) node 0)
      (set (for [^MethodNode method (.methods node)
                 ^AbstractInsnNode call (.toArray (.instructions method))
                 :when (and (instance? MethodInsnNode call) (= "classForName" (.name ^MethodInsnNode call)))
                 :let [constant (.getPrevious call)]
                 :when (instance? LdcInsnNode constant)
                 :let [name (str (.cst ^LdcInsnNode constant))]
                 :when (not (str/starts-with? name "java."))]
             name)))))

(defn- inner-function? [^File file]
  (re-find #"\$.+\$" (.getName file)))

(deftest code-compiled-ahead-of-time-looks-up-no-class-at-run-time
  (let [classes (golden/temporary-folder "classes")]
    (with-open [loader (isolated "wit-examples/counter/src" classes)]
      (prepare loader
               (str "(binding [*compile-path* " (pr-str (str classes)) "]"
                    " (run! compile '[" (str/join " " (source-namespaces)) " acme.counter]))")))
    (is (.isFile (io/file classes "acme/counter__init.class")))
    (is (= {} (into {} (for [^File f (file-seq (io/file classes "radicchio"))
                             :when (and (inner-function? f) (str/ends-with? (.getName f) ".class"))
                             :let [constants (class-constants f)]
                             :when (seq constants)]
                         [(.getName f) constants]))))
    (with-open [loader (isolated classes "wit-examples/counter/resources")]
      (prepare loader counting)
      (is (= "3" (on-thread nil #(invoke loader "user" "counted")))))))

(deftest a-failed-initialisation-is-tried-again
  (let [calls (atom 0)
        made (loading/once #(if (= 1 (swap! calls inc)) (throw (ex-info "not yet" {})) (Object.)))]
    (is (thrown? clojure.lang.ExceptionInfo (made)))
    (is (identical? (made) (made)))
    (is (= 2 @calls))))
