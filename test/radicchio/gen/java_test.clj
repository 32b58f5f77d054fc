(ns radicchio.gen.java-test
  "Generated Java: that of test/golden/java compiles without a warning, and a program uses it. Its text is compared by
  `radicchio.gen.golden-test`."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.gen :as gen]
            [radicchio.gen.golden-test :as golden]
            [radicchio.gen.java :as java]
            [radicchio.gen.java-names :as names]
            [radicchio.runtime.guests :refer [failure]])
  (:import (java.io ByteArrayOutputStream File PrintStream StringWriter)
           (java.net URL URLClassLoader)
           (javax.tools ToolProvider)))

(set! *warn-on-reflection* true)

(defn- delete! [folder]
  (run! io/delete-file (reverse (file-seq (io/file folder)))))

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

(defn- java-files [folder]
  (filter #(str/ends-with? (str %) ".java") (file-seq (io/file folder))))

(defn- printed
  "Returns what the main function of a class prints."
  [^Class program]
  (let [out (ByteArrayOutputStream.)
        before System/out]
    (try
      (System/setOut (PrintStream. out true "UTF-8"))
      (.invoke (.getMethod program "main" (into-array Class [(class (make-array String 0))])) nil
               (object-array [(make-array String 0)]))
      (finally (System/setOut before)))
    (str out)))

(def ^:private output
  ["true"
   "Point[x=1.5, y=2.5]"
   "Person[name=Ada, age=Optional[36], homes=[Point[x=0.0, y=0.0]]]"
   "[Nothing[], Circle[value=2.0], Label[value=x]]"
   "GREEN"
   "[READ, RUN]"
   "Of3[first=1, second=x, third=2.5]"
   "{a=1}"
   "Optional[Optional.empty]"
   "Optional[Err[error=no]]"
   "Err[error=RED]"
   "Ok[value=null]"
   "[Optional[Of2[first=a, second=[[Serial[value=7]]]]]]"
   "2"
   "tea 21"
   "[dropped] 1"
   "log: a pail of 42"
   "closed tea"
   "a pail of 42"
   "0"
   "3"
   "7"])

(deftest generated-java-compiles-without-a-warning-and-works
  (let [folder (golden/temporary-folder "java")]
    (try
      (is (= "" (compile! folder (java-files "test/golden/java"))))
      (with-open [loader (URLClassLoader. (into-array URL [(.toURL (.toURI ^File folder))])
                                          (.getContextClassLoader (Thread/currentThread)))]
        (is (= output (str/split-lines (printed (.loadClass loader "Program"))))))
      (finally (delete! folder)))))

(deftest names-follow-the-conventions-of-java
  (are [made expected] (= expected made)
    (names/pascal "resize-image") "ResizeImage"
    (names/camel "resize-image") "resizeImage"
    (names/camel "HTTP-get") "httpGet"
    (names/constant "too-large") "TOO_LARGE"
    (names/variable "class") "class_"
    (names/variable "instance") "instance_"
    (names/member "wait") "wait_"
    (names/class-name "string" []) "StringValue"
    (names/class-name "store" ["Store"]) "StoreValue"))

(deftest interfaces-of-one-name-get-longer-names
  (let [interface (fn [id direction] {:label id :id id :direction direction})
        all [(interface "a:b/types@1.0.0" :import) (interface "a:c/types@1.0.0" :import) (interface "a:c/types@2.0.0" :import)
             (interface "a:c/types@2.0.0" :export)]]
    (is (= ["Types" "CTypes" "CTypesV2_0_0" "ExportedTypes"] (map (names/holders all #{}) all)))))

(deftest documentation-cannot-end-its-comment
  (let [wit [:wit [:package "a:b" [:interface "a:b/i" {:docs "*/ class X {} \\u002a/ <b> & {@link X}\n@author me"} [:func 'f []]]
                   [:world "a:b/w" [:export "a:b/i"]]]]
        text (java/source {:options {:ns 'a.W :where "w"} :data wit :world (last (second wit)) :files ["x.wasm"]})]
    (is (str/includes? text "*&#47; class X {} &#92;u002a/ &lt;b&gt; &amp; {&#64;link X}"))
    (is (str/includes? text "   * &#64;author me"))))

(deftest gen-and-check-cover-java
  (let [folder (golden/temporary-folder "java")
        options {:config (str folder "/wit.edn")}
        file (io/file folder "src/main/java/acme/Number.java")]
    (try
      (io/copy (io/file "test/guests/compose/number.wasm") (io/file folder "number.wasm"))
      (spit (io/file folder "wit.edn") "{:components {acme.Number {:from \"number.wasm\" :java true}}}")
      (is (= [:missing] (map :status (:files (gen/check options)))))
      (is (= [:created] (map :status (:files (gen/generate! options)))))
      (is (:clean? (gen/check options)))
      (spit file (str/replace (slurp file) "next" "following"))
      (is (= [:differs] (map :status (:files (gen/check options)))))
      (spit (io/file folder "wit.edn") "{:components {}}")
      (is (= [{:file (str file) :status :orphaned}] (:files (gen/check options))))
      (testing "mistakes"
        (are [config message] (= {:error :config :message message}
                                 (do (spit (io/file folder "wit.edn") (pr-str {:components config}))
                                     (select-keys (update (failure #(gen/check options)) :message str/replace (str folder "/") "")
                                                  [:error :message])))
          {'acme.number {:from "number.wasm" :java true}}
          "wit.edn: acme.number: acme.number is not the name of a Java class; write one such as com.acme.Images"
          {'acme.Number {:from "number.wasm" :java true :split true}}
          "wit.edn: acme.Number: :split has no effect on Java; remove it, or :java"
          {'acme.Number {:wit "x.wit" :java true}}
          (str "wit.edn: acme.Number: :java configures the calls of a component, but :from is missing; add :from or remove :java")))
      (finally (delete! folder)))))

;; The example, as a user builds it

(deftest ^:slow maven-builds-the-example-from-the-installed-jar
  (let [version "0.1.0-java"
        folder (golden/temporary-folder "maven")
        run (fn [dir & command] (apply shell/sh (concat command [:dir dir])))
        installed (io/file (System/getProperty "user.home") ".m2/repository/io/github/radicchio/radicchio" version)]
    (try
      (let [{:keys [exit out err]} (run "." "bin/clojure" "-T:build" "install" ":version" (pr-str version))]
        (is (= 0 exit) (str out err)))
      (doseq [^File file (file-seq (io/file "wit-examples/java")) :when (.isFile file)
              :let [to (io/file folder (str (.relativize (.toPath (io/file "wit-examples/java")) (.toPath file))))]]
        (io/make-parents to)
        (io/copy file to))
      (let [{:keys [exit out err]} (run folder "mvn" "-q" "-B" "-Dstyle.color=never" (str "-Dradicchio.version=" version)
                                        (str "-Dcomponents=" (.getAbsolutePath (io/file "wit-examples/resize/resources"))) "package")]
        (is (= 0 exit) (str out err)))
      (let [{:keys [exit out err]} (run folder "java" "-Xlog:class+load:file=classes.log" "-cp" "target/classes:target/dependency/*"
                                        "acme.Main")]
        (is (= [0 "2 x 3, 24 bytes\nErr[error=EMPTY_TARGET]\n" ""] [exit out err])))
      (testing "Clojure's runtime was not started"
        (is (not (re-find #"\] clojure\.(lang\.RT|core)" (slurp (io/file folder "classes.log"))))))
      (finally
        (delete! folder)
        (when (.exists installed) (delete! installed))
        (io/delete-file (io/file (str "target/radicchio-" version ".jar")) true)))))
