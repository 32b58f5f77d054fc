(ns radicchio.aot-test
  "Compiling components ahead of time, and clearing the cache, through the commands."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.engine.large-function :as large]
            [radicchio.cli.words :as words]
            [radicchio.gen.golden-test :as golden]
            [radicchio.cli.commands :as commands]
            [radicchio.wasm :as wasm])
  (:import (java.io File)
           (java.net URL URLClassLoader)
           (radicchio.engine CoreModule CoreModule$Origin)))

(set! *warn-on-reflection* true)

(defn- project
  "Makes a folder with a component, a core module with a function that is too large, and a wit.edn that marks the component."
  ^File []
  (let [folder (golden/temporary-folder "aot")]
    (io/copy (io/file "test/golden/primitive/primitive.wasm") (io/file folder "primitive.wasm"))
    (io/copy (large/counting) (io/file folder "counting.wasm"))
    (spit (io/file folder "wit.edn")
          (pr-str '{:resources ["."] :components {a.marked {:from "primitive.wasm" :aot true}, a.other {:from "primitive.wasm"}}}))
    folder))

(defn- run
  "Returns the answer to the words, without the folder and sizes."
  [folder & words]
  (update-vals (words/run words {:root (str folder)})
               #(-> (str/replace % (str folder "/") "")
                    (str/replace #"[\d,]+ (bytes|KB|MB)" "N $1"))))

(defn- on-class-path [^File folder f]
  (let [thread (Thread/currentThread), before (.getContextClassLoader thread)]
    (with-open [loader (URLClassLoader. (into-array URL [(.toURL (.toURI folder))]) before)]
      (.setContextClassLoader thread loader)
      (try (f) (finally (.setContextClassLoader thread before))))))

(deftest compile-writes-the-classes-of-marked-components
  (let [folder (project)]
    (is (= {:text (str "primitive.wasm, core module 1 of 2, N bytes, 18 functions: classes of N bytes written to target/classes\n"
                       "primitive.wasm, core module 2 of 2, N bytes, 0 functions: classes of N bytes written to target/classes")}
           (run folder "compile")))
    (is (str/ends-with? (:text (run folder "compile")) "classes of N bytes are already in target/classes"))
    (is (seq (filter #(str/ends-with? (str %) ".class") (file-seq (io/file folder "target/classes")))))
    (is (str/includes? (:text (run folder "compile" "--to" "classes")) "written to classes"))))

(deftest a-compiled-module-runs-from-its-classes
  (let [folder (project)]
    (is (= {:text (str "counting.wasm, N KB, 2 functions: classes of N bytes written to out\n"
                       "  1 function is too large for the JVM, and is interpreted")}
           (run folder "compile" "counting.wasm" "--to" "out")))
    (on-class-path (io/file folder "out")
      (fn []
        (let [^CoreModule module (wasm/compile (io/file folder "counting.wasm"))]
          (is (= CoreModule$Origin/CLASS_PATH (.origin module)))
          (with-open [instance (wasm/instantiate module)]
            (is (= 20006 (wasm/call instance "through" 5)))))))))

(deftest input-that-cannot-be-compiled-is-refused
  (let [folder (project)]
    (is (= {:text "" :failure "options: no such file: nothing.wasm"} (run folder "compile" "nothing.wasm")))
    (is (= {:text "" :failure "options: wit.edn is neither a component nor a core module: it is text"}
           (update (run folder "compile" "wit.edn") :failure str/replace #"it is .*" "it is text")))
    (spit (io/file folder "wit.edn") (pr-str '{:components {a.b {:from "primitive.wasm"}}}))
    (is (= {:text ""
            :failure "wit.edn: no component has :aot true, which marks it for compilation; mark one, or pass :from"}
           (run folder "compile")))))

(deftest an-invalid-folder-name-is-refused
  (is (= {:text "" :failure "options: :to must be a path, a string, got \"a\\u0000b\""}
         (words/run ["compile" "test/golden/plain/plain.wasm" "--to" "a\u0000b"] {}))))

(deftest options-that-are-not-a-map-are-refused
  (doseq [command [:gen :check :inspect :compile]
          options [5 "x" [] [1]]]
    (is (= {:text "" :failure (str "options must be a map, got " (pr-str options))}
           (commands/answer command options)))))

(deftest the-output-of-gen-does-not-depend-on-aot
  (let [folder (project)
        text   (fn [] (run folder "gen") (str/replace (slurp (io/file folder "src/a/marked.clj")) "marked" "other"))]
    (is (= (text) (slurp (io/file folder "src/a/other.clj"))))
    (is (nil? (seq (.listFiles (io/file folder "target")))) "gen compiles nothing")))

(deftest inspect-counts-interpreted-functions
  (let [folder (project)]
    (is (str/includes? (:text (run folder "inspect" "counting.wasm"))
                       "1 function is too large for the JVM, and is interpreted"))
    (is (not (str/includes? (:text (run folder "inspect" "primitive.wasm")) "interpreted")))))

(deftest the-cache-is-cleared-by-a-command
  (let [cache  (io/file (golden/temporary-folder "aot-cache") "cache")
        before (System/getProperty "radicchio.cache")]
    (System/setProperty "radicchio.cache" (str cache))
    (try
      (doseq [options [{} {} {:cache false}]]
        (wasm/compile (large/counting 7) options))
      (is (= 1 (count (.listFiles cache))))
      (is (= {:text (str cache ": 1 compiled module, N KB, deleted")} (run "x" "cache" "clear")))
      (is (empty? (.listFiles cache)))
      (wasm/compile (large/counting 7) {:cache false})
      (is (empty? (.listFiles cache)))
      (is (= {:text "" :failure "wit cache: expected clear, got delete" :exit "2"} (run "x" "cache" "delete")))
      (System/setProperty "radicchio.cache" "false")
      (is (= {:text "the cache is turned off"} (run "x" "cache" "clear")))
      (finally
        (if before (System/setProperty "radicchio.cache" before) (System/clearProperty "radicchio.cache"))))))
