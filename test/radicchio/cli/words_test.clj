(ns radicchio.cli.words-test
  "The output and the failures of the commands, for the doors that share them."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.cli.words :as words]
            [radicchio.gen.files :as files]
            [radicchio.gen.golden-test :as golden]
            [radicchio.gen.grants :as grants]
            [radicchio.tool :as tool])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- project []
  (let [folder (golden/temporary-folder "command")]
    (doseq [name ["wit.edn" "primitive.wit" "primitive.wasm"]]
      (io/copy (io/file "test/golden/primitive" name) (io/file folder name)))
    folder))

(defn- run
  "Returns the answer to the words, without the folder."
  [folder & words]
  (update-vals (words/run words {:root (str folder)})
               #(str/replace % (str folder "/") "")))

(deftest gen-and-check-report-the-status-of-each-file
  (let [folder (project)
        file (io/file folder "expected/golden/primitive.clj")]
    (is (= {:text "expected/golden/primitive.clj: missing"
            :failure "1 generated file is not up to date; run gen"}
           (run folder "check")))
    (is (= {:text "expected/golden/primitive.clj: created"} (run folder "gen")))
    (is (= {:text "expected/golden/primitive.clj: unchanged"} (run folder "gen")))
    (is (= {:text "1 generated file is up to date"} (run folder "check")))
    (spit file (str/replace-first (slurp file) "(defn add" "(defn sum"))
    (let [{:keys [text failure]} (run folder "check")]
      (is (= "1 generated file is not up to date; run gen" failure))
      (is (= ["expected/golden/primitive.clj: differs, it was edited or its sources are newer"
              "--- expected/golden/primitive.clj"
              "+++ what gen writes"]
             (take 3 (str/split-lines text))))
      (is (= ["-(defn sum" "+(defn add"] (filter #(re-find #"^[-+][^-+]" %) (str/split-lines text)))))
    (spit (io/file folder "wit.edn") "{:out \"expected\" :components {}}")
    (is (= {:text "expected/golden/primitive.clj: orphaned, it is not generated from wit.edn; delete it"
            :failure "1 generated file is not up to date; run gen"}
           (run folder "check")))))

(deftest one-component-is-generated-from-options
  (let [folder (project)]
    (is (= {:text "src/a/b.clj: created"}
           (run folder "gen" "--from" "primitive.wasm" "--ns" "a.b" "--resources" "." "--primitive")))
    (is (str/includes? (slurp (io/file folder "src/a/b.clj")) "^long"))))

(deftest inspect-shows-sizes-imports-and-wit
  (is (= (str "test/golden/plain/plain.wasm: a component of 2233 bytes, 704 bytes of it in 3 core modules\n"
              "Imports local:plain/host@1.0.0\n\nImports:\n  local:plain/host@1.0.0\n  local:plain/sizes@1.0.0  only types, no import needed\n\n")
         (let [text (:text (words/run ["inspect" "test/golden/plain/plain.wasm"] {}))]
           (subs text 0 (str/index-of text "package ")))))
  (is (str/includes? (:text (words/run ["inspect" "test/golden/imports/imports.wasm"] {}))
                     "  wasi:cli/environment@0.2.0  granted by :env, :args\n"))
  (testing "as data"
    (is (= {:file "test/golden/plain/plain.wasm" :kind :component}
           (select-keys (read-string (:text (words/run ["inspect" "--edn" "test/golden/plain/plain.wasm"] {})))
                        [:file :kind])))))

(deftest inspect-begins-with-what-a-guest-may-use
  (let [beginning #(second (str/split-lines (:text (words/run ["inspect" %] {}))))]
    (is (= "May use :env, :args, :in, :out, :err" (beginning "test/guests/rust/greeter.wasm")))
    (is (= "Imports local:hello/host@1.0.0" (beginning "wit-examples/hello/resources/acme/hello.wasm")))
    (is (= "" (beginning "test/guests/values/values.wasm")) "nothing")
    (is (= "May use :dirs, :network, :http, :clock, :random, :env, :args, :in, :out, :err" (beginning "test/guests/wasi/passing.wasm")))
    (is (= "May use :dirs, :args, :in, :out, :err" (beginning "test/wat/core-cat.wasm")) "a core module")
    (is (str/starts-with? (beginning "test/golden/imports/imports.wasm") "May use :env, :args; also imports "))))

(deftest each-interface-of-wasi-has-the-options-that-grant-it
  (is (= (disj (set (remove #(str/starts-with? % " ") (str/split-lines (slurp "resources/radicchio/wasi/p2.signatures"))))
               "wasi:cli/run" "wasi:http/incoming-handler")
         (set (keys @#'grants/by-interface))))
  (is (= [[:clock] nil nil nil] (map grants/of-interface ["wasi:clocks/wall-clock@0.2.99" "wasi:clocks/wall-clock@0.3.0"
                                                          "wasi:keyvalue/store@0.2.0" "local:a/b"]))))

(deftest errors-in-a-file-have-its-name
  (let [folder (project)
        half (java.util.Arrays/copyOf (java.nio.file.Files/readAllBytes (.toPath (io/file folder "primitive.wasm"))) 60)]
    (io/copy half (io/file folder "half.wasm"))
    (are [words] (re-find #"^options: (a\.b: )?half\.wasm: .*, at 0x[0-9a-f]+$"
                          (:failure (words/run words {:root (str folder)})))
      ["inspect" "half.wasm"]
      ["gen" "--from" "half.wasm" "--ns" "a.b" "--resources" "."]))
  (is (re-find #"^cannot read test: (test: )?.*[Dd]irectory$"
               (try (files/read-bytes (.toPath (io/file "test")) "test")
                    (catch RadicchioException e (ex-message e))))))

(deftest unknown-words-are-refused-with-a-sentence
  (are [words failure] (= {:text "" :failure failure :exit 2} (words/run words {}))
    ["gne"] "unknown command gne; the commands are gen, check, inspect, compile, cache clear, run, call, serve, help and version"
    ["gen" "--form" "x"] "Unknown option: \"--form\"; run `wit help` for the options"
    ["gen" "--from"] "Missing required argument for \"--from FILE\"; run `wit help` for the options"
    ["gen" "x.wasm"] "wit gen takes only options; got x.wasm; run `wit help` for the options"
    ["inspect" "x.wasm" "y.wasm"] "wit inspect takes only options; got y.wasm; run `wit help` for the options"
    ["cache"] "expected wit cache clear; got other words"
    ["run"] "wit run: expected one .wasm file, and after -- the arguments of the program"
    ["run" "a.wasm" "b.wasm"] "wit run: expected one .wasm file, and after -- the arguments of the program"
    ["call" "a.wasm"] "wit call: expected a .wasm file, the name of a function, and its arguments as EDN"
    ["call" "a.wasm" "f" "--dir" "x"] "Failed to validate \"--dir x\": expected GUEST=HOST; run `wit help` for the options"
    ["call" "a.wasm" "f" "Ada"] "The argument Ada is not one EDN value: a string needs quotes, such as '\"Ada\"'"
    ["call" "a.wasm" "f" ""] "The argument  is not one EDN value: it is empty"
    ["call" "a.wasm" "f" "1 2"] "The argument 1 2 is not one EDN value: it contains more than one value"
    ["call" "a.wasm" "f" "[1"] "The argument [1 is not one EDN value: EOF while reading"))

(deftest invalid-options-are-refused-with-a-sentence
  (are [words failure] (= {:text "" :failure failure} (words/run words {}))
    ["inspect"] "options: :from is missing; pass the path of a component"
    ["gen" "--from" "x.wasm" "--ns" "1"] "options: :ns must be a namespace, a symbol such as acme.img, got 1"
    ["gen" "--from" "x.wasm" "--ns" ""] "options: :ns must be a namespace, a symbol such as acme.img, got empty"))

(deftest help-and-version-are-printed
  (is (str/includes? (:text (words/run [] {})) "wit check     fails with a diff"))
  (is (= (words/run [] {}) (words/run ["help"] {}) (words/run ["--help"] {})
         (words/run ["gen" "--help"] {}) (words/run ["run" "--help"] {}) (words/run ["inspect" "x.wasm" "-h"] {})))
  (testing "words after -- are for the program that is run"
    (is (= {:text "" :failure "Cannot read none.wasm: no such file"} (words/run ["run" "none.wasm" "--" "--help"] {}))))
  (is (= (str "Radicchio " (second (re-find #"radicchio \"([^\"]+)\"" (slurp "project.clj"))))
         (:text (words/run ["version"] {}))
         (:text (words/run ["--version"] {})))))

(deftest the-clojure-cli-prints-a-failure-as-a-message-alone
  (let [failure (try (tool/gen {:from "none.wasm" :ns 'a.b}) (catch clojure.lang.ExceptionInfo e e))]
    (is (= "options: a.b: no such file: none.wasm" (ex-message failure)))
    (is (= {:exec-msg true} (ex-data failure))))
  (is (str/includes? (with-out-str (tool/inspect {:from "test/golden/plain/plain.wasm"})) "world root {")))
