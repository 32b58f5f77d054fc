(ns radicchio.gen.golden-test
  "Generated namespaces as they should be read: test/golden has a folder for each case, with WIT, the component made
  of it, wit.edn, and what is generated from these in expected/. RADICCHIO_BLESS=1 rewrites what is expected."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing use-fixtures]]
            [radicchio.gen :as gen])
  (:import (clojure.lang Compiler DynamicClassLoader)
           (java.io File StringWriter)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(defn- golden-folders []
  (sort (filter #(.isDirectory ^File %) (.listFiles (io/file "test/golden")))))

(defn- config [folder]
  {:config (str folder "/wit.edn")})

(defn- bless [tests]
  (when (= "1" (System/getenv "RADICCHIO_BLESS"))
    (run! (comp gen/generate! config) (golden-folders)))
  (tests))

(use-fixtures :once bless)

(deftest generated-namespaces-are-as-expected
  (is (<= 14 (count (golden-folders))))
  (doseq [folder (golden-folders)]
    (testing (str folder)
      (doseq [{:keys [file status diff]} (:files (gen/check (config folder)))]
        (is (= :same status) (str file "\n" diff))))))

(defn- clojure-files [folder]
  (sort (filter #(str/ends-with? (str %) ".clj") (file-seq (io/file folder "expected")))))

(deftest generated-text-has-no-trailing-blanks-and-ends-in-one-line-end
  (doseq [folder (golden-folders), file (clojure-files folder)
          :let [text (slurp file)]]
    (testing (str file)
      (is (not (re-find #"(?m)[ \t]+$" text)))
      (is (not (str/includes? text "\r")))
      (is (not (re-find #"\n\n\n" text)))
      (is (re-find #"[^\n]\n\z" text)))))

;; Loading and compiling

(defn temporary-folder ^File [name]
  (.toFile (Files/createTempDirectory name (make-array FileAttribute 0))))

(defn- namespace-of [folder ^File file]
  (let [path (str (.relativize (.toPath (io/file folder "expected")) (.toPath file)))]
    (symbol (-> path (str/replace #"\.clj$" "") (str/replace "/" ".") (str/replace "_" "-")))))

(defn warnings-of
  "What `f` prints to *err*, reflection warnings on."
  [f]
  (let [err (StringWriter.)]
    (binding [*err* err *warn-on-reflection* true] (f))
    (str err)))

(defn compile-into
  "AOT-compiles and loads the namespaces, found below `sources`, into the folder `classes`."
  [sources ^File classes namespaces]
  (let [loader (DynamicClassLoader. (.getContextClassLoader (Thread/currentThread)))]
    (doseq [^File folder (conj (vec sources) classes)]
      (.addURL loader (.toURL (.toURI folder))))
    (with-bindings {Compiler/LOADER loader}
      (binding [*compile-path* (str classes)]
        (run! compile namespaces)))))

(deftest generated-namespaces-compile-and-load-without-warnings
  (doseq [folder (golden-folders)]
    (testing (str folder)
      (let [classes (temporary-folder "golden-classes")
            namespaces (map #(namespace-of folder %) (clojure-files folder))]
        (is (= "" (warnings-of #(compile-into [(io/file folder "expected")] classes namespaces))))
        (doseq [namespace namespaces]
          (is (.isFile (io/file classes (str (-> (str namespace) munge (str/replace "." "/")) "__init.class")))))))))

(def ^:private callers
  "Code that calls what was generated, by golden folder; it must need no hint of its own."
  '{types [(fn [] (.length (golden.types/strings "x")))
           (fn [] (alength (golden.types/buffers (byte-array 1))))
           (fn [instance] (.length (golden.types/results-text instance)))]
    resources [(fn [] (with-open [canvas (golden.resources/->canvas 1 2)]
                        (alength (golden.resources/canvas-pixels canvas))))
               (fn [] (with-open [instance (golden.resources/instantiate)
                                  canvas (golden.resources/canvas-parse instance "x")]
                        (golden.resources/canvas-draw canvas [:circle 1.0])))]
    primitive [(fn [] (let [sum (golden.primitive/add 1 2)] (unchecked-inc sum)))
               (fn [] (Math/sqrt (golden.primitive/mean 1.0 2.0 3.0)))]
    names [(fn [] (.length (golden.names/list "x")))]})

(deftest callers-need-no-hints
  (doseq [[folder forms] callers]
    (compile-into [(io/file "test/golden" (name folder) "expected")] (temporary-folder "golden-classes")
                  [(symbol (str "golden." folder))])
    (doseq [form forms]
      (testing (pr-str form)
        (is (= "" (warnings-of #(is (fn? (eval form))))))))))

;; Used

(defn- instantiate
  "An instance of the component of a namespace, which compares the two; no function is called."
  [folder namespace]
  (let [thread (Thread/currentThread)
        before (.getContextClassLoader thread)]
    (.setContextClassLoader thread (doto (DynamicClassLoader. before) (.addURL (.toURL (.toURI (io/file folder))))))
    (try
      ((ns-resolve namespace 'instantiate) {:missing :trap})
      (finally (.setContextClassLoader thread before)))))

(def ^:private not-on-the-class-path '#{golden.results})

(deftest generated-namespaces-agree-with-their-components
  (doseq [folder (golden-folders)
          :let [namespaces (map #(namespace-of folder %) (clojure-files folder))]]
    (compile-into [(io/file folder "expected")] (temporary-folder "golden-classes") namespaces)
    (doseq [namespace namespaces
            :when (and (ns-resolve namespace 'instantiate) (not (not-on-the-class-path namespace)))]
      (testing (str namespace)
        (with-open [^java.lang.AutoCloseable instance (instantiate folder namespace)]
          (is (some? instance)))))))

;; The same again

(deftest deleting-and-generating-restores-every-byte
  (let [folder (temporary-folder "golden-copy")
        contents (fn [root] (into {} (map (juxt #(str (.relativize (.toPath (io/file root)) (.toPath ^File %))) slurp))
                                  (clojure-files root)))]
    (doseq [name ["wit.edn" "resources.wit" "resources.wasm"]]
      (io/copy (io/file "test/golden/resources" name) (io/file folder name)))
    (is (= [:created] (map :status (:files (gen/generate! (config folder))))))
    (is (= (contents "test/golden/resources") (contents folder)))
    (is (= [:unchanged] (map :status (:files (gen/generate! (config folder))))))))
