(ns ^:slow radicchio.doors-test
  "`clj -T:wit`, `lein wit` and `bin/wit` as processes, as a user runs them: in a project in a temporary folder that depends on
  the built jar. The jar is first installed into the local Maven repository, under a separate version."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing use-fixtures]])
  (:import (java.io File)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (javax.imageio ImageIO)))

(set! *warn-on-reflection* true)

(def ^:private version "0.1.0-doors")
(def ^:private top (System/getProperty "user.dir"))
(def ^:private ^:dynamic *project* nil)

(defn- script [name] (str (io/file top "bin" name)))

(def ^:private deps
  {:paths   ["src" "resources"]
   :deps    {'org.clojure/clojure            {:mvn/version "1.11.4"}
             'io.github.radicchio/radicchio {:mvn/version version}}
   :aliases {:wit {:deps       {'io.github.radicchio/radicchio {:mvn/version version}}
                   :ns-default 'radicchio.tool}}})

(def ^:private project
  (list 'defproject 'acme/app "1.0.0"
        :plugins [['io.github.radicchio/radicchio version]]
        :dependencies [['org.clojure/clojure "1.11.4"] ['io.github.radicchio/radicchio version]]))

;; --- Processes and folders -----------------------------------------------------------------------------------------

(defn- delete-tree! [^File file]
  (run! delete-tree! (.listFiles file))
  (io/delete-file file true))

(defn- run
  "Runs a process in the project's folder. Returns its exit code and its output, without lines about fetching and caching."
  [& command]
  (let [{:keys [exit out err]} (apply shell/sh (concat command [:dir *project*]))]
    {:exit exit
     :out  (str/trim out)
     :err  (->> (str/split-lines err)
                (remove #(re-find #"^(Compiling |Computing the class path of|Downloading: |Retrieving |Picked up )" %))
                (str/join "\n")
                str/trim)}))

(defn- with-project [test]
  (let [folder  (.toFile (Files/createTempDirectory "radicchio-doors" (make-array FileAttribute 0)))
        example (io/file top "wit-examples" "counter" "resources" "acme" "counter.wasm")]
    (try
      (io/make-parents (io/file folder "resources" "acme" "x"))
      (io/copy example (io/file folder "resources" "acme" "counter.wasm"))
      (spit (io/file folder "wit.edn") (pr-str '{:components {acme.counter {:from "resources/acme/counter.wasm"}}}))
      (spit (io/file folder "deps.edn") (pr-str deps))
      (spit (io/file folder "project.clj") (pr-str project))
      (binding [*project* (io/file top)]
        (let [{:keys [exit out err]} (run (script "clojure") "-T:build" "install" ":version" (pr-str version))]
          (when-not (zero? exit)
            (throw (ex-info (str "The jar was not built: " out err) {})))))
      (binding [*project* folder] (test))
      (finally
        (delete-tree! folder)
        (delete-tree! (io/file (System/getProperty "user.home") ".m2" "repository" "io" "github" "radicchio" "radicchio" version))
        (io/delete-file (io/file top "target" (str "radicchio-" version ".jar")) true)))))

(use-fixtures :once with-project)

(defn- door
  "Runs a command of the tool at a door. `from`, if given, is its :from option."
  ([which command] (door which command nil))
  ([which command from]
   (case which
     "clj -T:wit" (apply run (script "clojure") "-T:wit" command (when from [":from" (pr-str from)]))
     "lein wit"   (apply run (script "lein") "wit" command (when from [from]))
     "bin/wit"    (apply run (script "wit") command (when from [from])))))

(def ^:private doors ["clj -T:wit" "lein wit" "bin/wit"])

(defn- generated
  "Returns the files below src, path to text."
  []
  (let [src (io/file *project* "src")]
    (into (sorted-map)
          (for [^File file (file-seq src) :when (.isFile file)]
            [(subs (str file) (inc (count (str src)))) (slurp file)]))))

(defn- generate-afresh! [which]
  (delete-tree! (io/file *project* "src"))
  (let [result (door which "gen")]
    (is (= [0 ""] ((juxt :exit :err) result)) which))
  (generated))

;; --- Tests ---------------------------------------------------------------------------------------------------------

(deftest three-doors-write-identical-files
  (let [files (mapv generate-afresh! doors)]
    (is (= ["acme/counter.clj"] (keys (first files))))
    (is (apply = files))))

(deftest check-passes-after-gen-and-fails-after-one-changed-character
  (generate-afresh! "bin/wit")
  (let [file (io/file *project* "src" "acme" "counter.clj")
        text (slurp file)]
    (doseq [which doors]
      (is (= 0 (:exit (door which "check"))) which))
    (spit file (str/replace-first text "counter" "Counter"))
    (doseq [which doors]
      (let [{:keys [exit out err]} (door which "check")]
        (is (= 1 exit) which)
        (is (str/includes? (str out err) "acme/counter.clj") which)))
    (testing "gen restores it byte for byte"
      (is (= {"acme/counter.clj" text} (generate-afresh! "bin/wit"))))))

(deftest three-doors-describe-a-component-alike
  (let [texts (mapv #(door % "inspect" "resources/acme/counter.wasm") doors)]
    (is (every? (comp zero? :exit) texts))
    (is (str/includes? (:out (first texts)) "[constructor]counter: func("))
    (is (apply = (map :out texts)))))

(deftest a-failure-is-one-sentence-and-exit-code-1-at-every-door
  (let [results (mapv #(door % "inspect" "resources/absent.wasm") doors)]
    (doseq [[which {:keys [exit out err]}] (map vector doors results)]
      (is (= 1 exit) which)
      (is (= "" out) which)
      (is (= 1 (count (str/split-lines err))) which)
      (is (str/includes? err "resources/absent.wasm") which))
    (is (apply = (map :err results)))))

(deftest three-doors-format-wit-compare-versions-and-help
  (let [wit (io/file *project* "wit" "a.wit")
        old (io/file *project* "old.wit")
        tidy "package a:b;\n\ninterface i {\n  f: func();\n}\n"]
    (io/make-parents wit)
    (spit old "package a:b; interface i {}")
    (try
      (doseq [[which & words] [[(script "clojure") "-T:wit"] [(script "lein") "wit"] [(script "wit")]]
              :let [at-door #(select-keys (apply run which (concat words %)) [:exit :out])
                    tool? (= ["-T:wit"] words)]]
        (spit wit "package a:b; interface i { f: func(); }")
        (is (= 1 (:exit (at-door (if tool? ["fmt" ":check" "true"] ["fmt" "--check"])))) which)
        (is (= {:exit 0, :out "wit/a.wit: formatted"} (at-door ["fmt"])) which)
        (is (= tidy (slurp wit)) which)
        (is (= {:exit 1, :out (str "interface a:b/i\n  + func f: func(), breaks implementers\n"
                                   "Breaks implementers: a minor step.")}
               (at-door (if tool? ["diff" ":old" "old.wit" ":new" "wit"] ["diff" "old.wit" "wit"])))
            which)
        (is (str/includes? (:out (at-door (if tool? ["help" ":command" "fmt"] ["help" "fmt"]))) "wit fmt [PATH …]") which))
      (finally
        (io/delete-file old true)
        (delete-tree! (io/file *project* "wit"))))))

(deftest three-doors-call-a-function-and-refuse-what-is-not-one
  (let [component "resources/acme/counter.wasm"
        called    [(run (script "clojure") "-T:wit" "call" ":from" (pr-str component) ":function" "->counter" ":args" "[40]")
                   (run (script "lein") "wit" "call" component "->counter" "40")
                   (run (script "wit") "call" component "->counter" "40")]]
    (is (= [0 0 0] (map :exit called)))
    (is (str/starts-with? (:out (first called)) "#handle \"counter handle"))
    (is (apply = (map :out called))))
  (testing "a command with wrong arguments"
    (let [wrong [(run (script "lein") "wit" "call") (run (script "wit") "call")]]
      (is (= [2 2] (map :exit wrong)))
      (is (= #{"wit call: expected a .wasm file, the name of a function, and its arguments as EDN"} (set (map :err wrong)))))))

(deftest a-generated-namespace-runs-from-both-build-tools
  (generate-afresh! "bin/wit")
  (let [program (pr-str '(do (require '[acme.counter :as c])
                             (with-open [x (c/->counter 40)]
                               (println (c/counter-increment x 2)))))]
    (is (= {:exit 0, :out "42", :err ""} (run (script "clojure") "-M" "-e" program)))
    (is (= {:exit 0, :out "42", :err ""} (run (script "lein") "run" "-m" "clojure.main" "-e" program)))))

(deftest the-demo-writes-a-picture-or-fails-with-a-sentence
  (let [demo (fn [& options] (select-keys (apply run (script "wit") "demo" options) [:exit :err]))
        made (io/file *project* "new" "small.png")]
    (is (= {:exit 0, :err ""} (demo "--width" "7" "--height" "5" "--out" "new/small.png")))
    (let [picture (ImageIO/read made)]
      (is (= [7 5] [(.getWidth picture) (.getHeight picture)])))
    (is (= {:exit 1, :err (str "The picture " (io/file *project* "new") " cannot be written: it is a folder.")}
           (demo "--width" "7" "--out" "new")))
    (doseq [[err & options] [["The picture is written as PNG, but the name x.jpg ends in .jpg; pass a name that ends in .png."
                              "--out" "x.jpg"]
                             ["No such picture: absent.png; pass the path of a PNG or JPEG file." "--picture" "absent.png"]
                             [(str "Failed to validate \"--width 0\": must be a number from 1 up;"
                                   " bin/wit demo --help lists the options")
                              "--width" "0"]]]
      (is (= {:exit 1, :out "", :err err} (apply run (script "wit") "demo" options)) "before anything is generated"))
    (is (= ["small.png"] (seq (.list (io/file *project* "new")))))))
