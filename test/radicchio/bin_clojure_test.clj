(ns ^:slow radicchio.bin-clojure-test
  "bin/clojure as a process, in a new project in a temporary folder."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing use-fixtures]])
  (:import (java.io File)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(def ^:private script (.getPath (io/file (System/getProperty "user.dir") "bin" "clojure")))

(def ^:private deps
  (pr-str '{:paths   ["src"]
            :deps    {org.clojure/clojure {:mvn/version "1.11.4"}}
            :aliases {:extra {:extra-paths ["extra"]}
                      :main  {:main-opts ["-m" "acme.main" "from the alias"]}
                      :jvm   {:jvm-opts ["-Dacme.colour=dark red"]}
                      :args  {:exec-fn acme.tool/show, :exec-args {:a 1, :b {:c 2}}}
                      :tool  {:deps {}, :extra-paths ["src"], :ns-default acme.tool}
                      :alias {:extra-paths ["src"], :ns-aliases {t acme.tool}}}}))

(def ^:private sources
  {"deps.edn"           deps
   "src/acme/main.clj"  "(ns acme.main)
                         (defn -main [& args] (prn args))"
   "src/acme/tool.clj"  "(ns acme.tool)
                         (defn show [m] (prn (into (sorted-map) m)))
                         (defn refuse [_] (throw (ex-info \"No such component: x.wasm\" {:exec-msg true})))
                         (defn break [_] (throw (ex-info \"Broken\" {:code 7})))
                         (defn start [_] (future (Thread/sleep 100000)) (println :done))"
   "src/acme/needs.clj" "(ns acme.needs (:require acme.absent))"
   "extra/acme/more.clj" "(ns acme.more)
                          (defn -main [& args] (println \"more\"))"
   "script.clj"         "(prn *command-line-args* (System/getProperty \"acme.colour\"))"})

(def ^:private ^:dynamic *project* nil)

(defn- delete-tree! [^File file]
  (run! delete-tree! (.listFiles file))
  (io/delete-file file true))

(defn- with-project [test]
  (let [folder (.toFile (Files/createTempDirectory "radicchio-clojure" (make-array FileAttribute 0)))]
    (try
      (doseq [[path text] sources]
        (io/make-parents (io/file folder path))
        (spit (io/file folder path) text))
      (binding [*project* folder] (test))
      (finally (delete-tree! folder)))))

(use-fixtures :once with-project)

(defn- clojure
  "Runs bin/clojure. Returns its exit code and its output, without lines about fetching and computing a class path."
  [& args]
  (let [{:keys [exit out err]}
        (apply shell/sh (concat [script] args
                                [:dir *project*
                                 :env (assoc (into {} (System/getenv))
                                             "JAVA_OPTS" "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")]))]
    {:exit exit
     :out  (str/trim out)
     :err  (->> (str/split-lines err)
                (remove #(re-find #"^(Computing the class path of|Downloading: |Picked up )" %))
                (str/join "\n")
                str/trim)}))

(defn- prints [text] {:exit 0, :out text, :err ""})
(defn- refuses [text] {:exit 1, :out "", :err text})

(deftest a-script-and-a-main-namespace-run
  (is (= (prints "(\"x y\" \"*\") nil") (clojure "-M" "script.clj" "x y" "*")))
  (is (= (prints "nil") (clojure "-M" "-m" "acme.main")))
  (is (= (prints "6") (clojure "-M" "-e" "(+ 1 2 3)"))))

(deftest an-installed-cli-gets-the-arguments-unchanged
  (let [bin     (io/file *project* "path with spaces")
        stub    (io/file bin "clojure")
        path    (str bin File/pathSeparator (System/getenv "PATH"))
        as-user (fn [& args]
                  (str/split-lines
                   (:out (apply shell/sh (concat [script] args
                                                 [:dir *project*
                                                  :env (assoc (into {} (System/getenv)) "PATH" path)])))))
        install (fn [text]
                  (io/make-parents stub)
                  (spit stub text)
                  (.setExecutable stub true))]
    (install (str "#!/usr/bin/env bash\n"
                  "if [[ $1 == --version ]]; then echo 'Clojure CLI version 1.12.0.1530'; exit; fi\n"
                  "shift; printf '%s\\n' \"$@\"\n"))
    (is (= ["-T:wit" "gen" ":from" "\"a b.wasm\""] (as-user "-T:wit" "gen" ":from" "\"a b.wasm\"")))
    (testing "clojure.main under that name does not"
      (install "#!/usr/bin/env bash\n# clojure.main\necho wrong\n")
      (is (= ["3"] (as-user "-M" "-e" "(+ 1 2)"))))
    (delete-tree! bin)))

(deftest aliases-add-paths-main-options-and-jvm-options
  (is (= (prints "more") (clojure "-M:extra" "-m" "acme.more")))
  (is (= (prints "(\"from the alias\" \"and here\")") (clojure "-M:main" "and here")))
  (is (= (prints "nil \"dark red\"") (clojure "-M:jvm" "script.clj")))
  (is (= (prints "nil \"blue\"") (clojure "-J-Dacme.colour=blue" "-M" "script.clj"))))

(deftest a-function-runs-with-the-arguments-merged
  (is (= (prints "{:a 1, :b {:c 2}}") (clojure "-X:args")))
  (is (= (prints "{:a 1, :b {:c 3, :d \"x\"}, :e 5}")
         (clojure "-X:args" "[:b :c]" "3" "[:b :d]" "\"x\"" "{:e 5}")))
  (is (= (prints "{:z [1 2]}") (clojure "-X" "acme.tool/show" ":z" "[1 2]")))
  (testing "under an alias of a namespace"
    (is (= (prints "{:k v}") (clojure "-X:alias" "t/show" ":k" "v")))))

(deftest a-tool-runs-in-its-default-namespace-without-the-projects-own-paths
  (is (= (prints "{:from \"x.wasm\", :ns acme.x}")
         (clojure "-T:tool" "show" ":from" "\"x.wasm\"" ":ns" "acme.x")))
  (is (= #{"." "src"}
         (set (remove #(str/ends-with? % ".jar")
                      (str/split (:out (clojure "-Spath" "-T:tool")) #":"))))))

(deftest a-failure-of-a-function-ends-with-its-message-or-a-report
  (is (= (refuses "No such component: x.wasm") (clojure "-T:tool" "refuse")))
  (let [{:keys [exit err]} (clojure "-T:tool" "break")]
    (is (= 1 exit))
    (is (str/starts-with? err "Execution error (ExceptionInfo) at acme.tool/break"))))

(deftest a-wrong-command-line-reports-the-error
  (is (= (refuses "Unreadable arg: \"[1\"") (clojure "-T:tool" "show" ":a" "[1")))
  (is (= (refuses "Unqualified function can't be resolved: show") (clojure "-X" "show")))
  (is (= (refuses "Namespace acme.tool loaded but function not found: absent") (clojure "-T:tool" "absent")))
  (is (= (refuses "Namespace could not be loaded: acme.absent") (clojure "-X" "acme.absent/f")))
  (is (= (refuses "No function found on command line or in :exec-fn") (clojure "-X" ":a" "1")))
  (is (= (refuses "Key is missing value: :a") (clojure "-T:tool" "show" ":a")))
  (is (= (refuses "Invalid option: -Sno") (clojure "-Sno"))))

(deftest a-missing-required-namespace-is-named
  (let [{:keys [exit err]} (clojure "-X" "acme.needs/f")]
    (is (= 1 exit))
    (is (str/includes? err "acme/absent"))))

(deftest a-process-ends-with-its-function-even-if-a-thread-runs
  (is (= (prints ":done") (clojure "-T:tool" "start"))))

(deftest deps-given-on-the-command-line-are-merged-last
  (is (= (prints "1.12.6")
         (clojure "-Sdeps" "{:deps {org.clojure/clojure {:mvn/version \"1.12.6\"}}}" "-M" "-e" "(println (clojure-version))"))))

(deftest a-class-path-is-computed-once-for-the-same-inputs
  (let [computed? #(str/includes? (:err (shell/sh script "-Spath" :dir *project*)) "Computing the class path")
        deps-file (io/file *project* "deps.edn")]
    (computed?)
    (is (not (computed?)))
    (try
      (spit deps-file (str/replace deps "[\"src\"]" "[\"source\"]"))
      (is (computed?))
      (is (str/starts-with? (:out (clojure "-Spath")) "source:"))
      (finally (spit deps-file deps)))
    (testing "by content, not by date"
      (is (not (computed?))))))
