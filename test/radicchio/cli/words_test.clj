(ns radicchio.cli.words-test
  "The output and the failures of the commands, for the doors that share them."
  (:require [clojure.data.json :as json]
            [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.cli.catalogue :as catalogue]
            [radicchio.cli.commands :as commands]
            [radicchio.cli.words :as words]
            [radicchio.gen.files :as files]
            [radicchio.gen.golden-test :as golden]
            [radicchio.wasm.needs :as grants]
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
    (is (str/includes? (slurp (io/file folder "src/a/b.clj")) "^long"))
    (is (= {:text "java/a/Sums.java: created"}
           (run folder "gen" "--from" "primitive.wasm" "--ns" "a.Sums" "--java" "--java-out" "java")))
    (is (str/includes? (slurp (io/file folder "java/a/Sums.java")) "public final class Sums implements AutoCloseable {"))))

(deftest compose-writes-one-component-and-shows-the-sources-of-imports
  (let [folder (golden/temporary-folder "compose")]
    (doseq [name ["app" "kv" "user" "ten" "number" "newer" "wide"]]
      (io/copy (io/file (str "test/guests/compose/" name ".wasm")) (io/file folder (str name ".wasm"))))
    (is (= {:text (str "out/whole.wasm: 6835 bytes written\n"
                       "  app imports acme:kv/store@1.0.0 from kv acme:kv/store@1.2.0\n"
                       "Imports that are left:\n"
                       "  acme:log/log@0.1.0")}
           (run folder "compose" "app.wasm" "kv.wasm" "--out" "out/whole.wasm")))
    (is (str/includes? (:text (words/run ["inspect" "out/whole.wasm"] {:root (str folder)})) "run: func("))
    (is (= (str "x.wasm: 897 bytes written\n"
                "  a imports acme:n/n@1.0.0 from n acme:n/n@1.1.0\n"
                "  user imports acme:n/n@1.0.0 from a acme:n/n@1.0.0")
           (:text (run folder "compose" "user.wasm" "a=ten.wasm" "n=number.wasm" "--import" "user:acme:n/n=a" "--out" "x.wasm"))))
    (is (= (str "y.wasm: 576 bytes written\n"
                "Imports that are left:\n"
                "  acme:n/n@1.0.0\n"
                "Imports that a component nearly satisfies:\n"
                "  acme:n/n@1.0.0 of user\n"
                "  candidate: acme:n/n@2.0.0 of newer\n"
                "    next  user expects  func(of: u32) -> u32\n"
                "          newer has     func(of: u32, by: u32) -> u32")
           (:text (run folder "compose" "user.wasm" "newer.wasm" "--out" "y.wasm" "--exports" "user"))))
    (is (= 2 (:exit (words/run ["compose" "user.wasm"] {:root (str folder)}))))
    (testing "mistakes"
      (are [words sentence] (= sentence (:failure (apply run folder "compose" words)))
        ["--out" "x.wasm"]
        "wit compose: expected the .wasm files of components, and --out FILE"
        ["user.wasm" "number.wasm"]
        "wit compose: expected the .wasm files of components, and --out FILE"
        ["user.wasm" "user=number.wasm" "--out" "x.wasm"]
        "compose: two components have one name; give them names, as in a=user.wasm"
        ["user.wasm" "number.wasm" "--import" "user=number" "--out" "x.wasm"]
        "compose: --import: expected NAME:INTERFACE=NAME, got user=number"
        ["user.wasm" "number.wasm" "--import" "use:acme:n/n=number" "--out" "x.wasm"]
        "compose: --import: expected the name of a component, got use; the components are user, number"
        ["user.wasm" "wide.wasm" "--out" "x.wasm"]
        (str "the exports of components do not fit the imports of others:\n  acme:n/n@1.0.0\n"
             "    next  user expects  func(of: u32) -> u32\n"
             "          wide has      func(of: u64) -> u64")))))

(deftest inspect-shows-sizes-exports-and-imports
  (is (= (str "test/golden/plain/plain.wasm: a component of 2233 bytes, 704 bytes of it in 3 core modules\n"
              "Imports local:plain/host@1.0.0\n"
              "Exports:\n"
              "  local:plain/resize@1.0.0\n"
              "    scale: func(extent: extent, by: f32) -> extent\n"
              "  run: func() -> string\n"
              "Imports:\n"
              "  local:plain/host@1.0.0  pass it in :imports\n"
              "  local:plain/sizes@1.0.0  only types, no import needed")
         (:text (words/run ["inspect" "test/golden/plain/plain.wasm"] {}))))
  (is (str/includes? (:text (words/run ["inspect" "test/golden/imports/imports.wasm"] {}))
                     "  wasi:cli/environment@0.2.0  granted by :env, :args"))
  (testing "a large component has few lines"
    (let [lines (str/split-lines (:text (words/run ["inspect" "test/guests/wasi/passing.wasm"] {})))]
      (is (= 22 (count lines)))
      (is (= ["  … and 221 more; --wit prints all" "  … and 21 more; --wit prints all"]
             (filter #(str/includes? % "more;") lines)))))
  (testing "the whole WIT"
    (is (str/starts-with? (:text (words/run ["inspect" "--wit" "test/golden/plain/plain.wasm"] {})) "package root:component;\n"))
    (is (= {:text "" :failure "test/wat/core-cat.wasm is a core module without WIT"}
           (words/run ["inspect" "--wit" "test/wat/core-cat.wasm"] {}))))
  (testing "as data"
    (is (= {:file "test/golden/plain/plain.wasm" :kind :component}
           (select-keys (read-string (:text (words/run ["inspect" "--edn" "test/golden/plain/plain.wasm"] {})))
                        [:file :kind])))
    (is (= {"file" "test/golden/plain/plain.wasm" "kind" "component"}
           (select-keys (json/read-str (:text (words/run ["inspect" "--json" "test/golden/plain/plain.wasm"] {})))
                        ["file" "kind"])))))

(deftest inspect-begins-with-what-a-guest-may-use
  (let [beginning #(second (str/split-lines (:text (words/run ["inspect" %] {}))))]
    (is (= "May use :env, :args, :in, :out, :err" (beginning "test/guests/rust/greeter.wasm")))
    (is (= "Imports local:hello/host@1.0.0" (beginning "wit-examples/hello/resources/acme/hello.wasm")))
    (is (= "Exports:" (beginning "test/guests/values/values.wasm")) "nothing")
    (is (= "May use :dirs, :network, :http, :clock, :random, :env, :args, :in, :out, :err" (beginning "test/guests/wasi/passing.wasm")))
    (is (= "May use :dirs, :args, :in, :out, :err" (beginning "test/wat/core-cat.wasm")) "a core module")
    (is (str/starts-with? (beginning "test/golden/imports/imports.wasm") "May use :env, :args; also imports "))))

(deftest each-interface-of-wasi-has-the-options-that-grant-it
  (doseq [[version table] {"0.2" "p2" "0.3" "p3"}]
    (is (= (disj (set (remove #(str/starts-with? % " ")
                              (str/split-lines (slurp (str "resources/radicchio/wasi/" table ".signatures")))))
                 "wasi:cli/run" "wasi:http/incoming-handler" "wasi:http/handler")
           (set (keys (get @#'grants/by-interface version))))))
  (is (= [[:clock] [:clock] nil nil nil nil]
         (map grants/of-interface ["wasi:clocks/wall-clock@0.2.99" "wasi:clocks/system-clock@0.3.99"
                                   "wasi:clocks/wall-clock@0.3.0" "wasi:clocks/system-clock@0.3.0-rc-1"
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
    ["gne"] "unknown command gne; did you mean gen?"
    ["help" "fnt"] "unknown command fnt; did you mean fmt?"
    ["frobnicate"] (str "unknown command frobnicate; the commands are gen, check, inspect, run, call, serve, compile, compose, cache, fmt,"
                        " diff, completion, help, version")
    ["gen" "--form" "x"] "Unknown option: \"--form\"; did you mean --from?; run `wit help gen` for the options"
    ["gen" "--quickly"] "Unknown option: \"--quickly\"; run `wit help gen` for the options"
    ["gen" "--from"] "Missing required argument for \"--from FILE\"; run `wit help gen` for the options"
    ["gen" "x.wasm"] "wit gen takes only options; got x.wasm; run `wit help gen` for the options"
    ["inspect" "x.wasm" "y.wasm"] "wit inspect takes 1 word; got y.wasm; run `wit help inspect` for the options"
    ["help" "gen" "check"] "wit help takes 1 word; got check; run `wit help help` for the options"
    ["cache"] "wit cache: expected clear"
    ["cache" "claer"] "wit cache: expected clear, got claer; did you mean clear?"
    ["completion"] "wit completion: expected bash, zsh or fish"
    ["completion" "bsh"] "wit completion: expected bash, zsh or fish, got bsh; did you mean bash?"
    ["diff" "a.wit"] "wit diff: expected two .wasm files, .wit files or folders of WIT"
    ["run"] "wit run: expected one .wasm file, and after -- the arguments of the program"
    ["run" "a.wasm" "b.wasm"] "wit run: expected one .wasm file, and after -- the arguments of the program"
    ["call"] "wit call: expected a .wasm file, the name of a function, and its arguments as EDN"
    ["call" "a.wasm"] (str "wit call: expected a .wasm file, the name of a function, and its arguments as EDN\n"
                           "Cannot read a.wasm: no such file")
    ["call" "test/guests/modules/math.wasm"]
    (str "wit call: expected a .wasm file, the name of a function, and its arguments as EDN\n"
         "test/guests/modules/math.wasm exports:\n"
         "  cabi_realloc: func(i32, i32, i32, i32) -> i32\n"
         "  mean: func(i32, i32) -> i32\n"
         "  cabi_post_mean: func(i32)")
    ["call" "wit-examples/resize/resources/acme/resize.wasm"]
    (str "wit call: expected a .wasm file, the name of a function, and its arguments as EDN\n"
         "wit-examples/resize/resources/acme/resize.wasm exports:\n"
         "  local:img/resize@1.0.0#resize-image:"
         " func(image: image, width: u32, height: u32) -> result<image, resize-error>")
    ["call" "a.wasm" "f" "--dir" "x"] "Failed to validate \"--dir x\": expected GUEST=HOST; run `wit help call` for the options"
    ["call" "a.wasm" "f" "Ada"] "The argument Ada is not one EDN value: a string needs quotes, such as '\"Ada\"'"
    ["call" "a.wasm" "f" ""] "The argument  is not one EDN value: it is empty"
    ["call" "a.wasm" "f" "1 2"] "The argument 1 2 is not one EDN value: it contains more than one value"
    ["call" "a.wasm" "f" "[1"] "The argument [1 is not one EDN value: EOF while reading"))

(deftest invalid-options-are-refused-with-a-sentence
  (are [words failure] (= {:text "" :failure failure} (words/run words {}))
    ["inspect"] "options: :from is missing; pass the path of a component"
    ["gen" "--from" "x.wasm" "--ns" "1"] "options: :ns must be a namespace, a symbol such as acme.img, got 1"
    ["gen" "--from" "x.wasm" "--ns" ""] "options: :ns must be a namespace, a symbol such as acme.img, got empty"))

;; Formatting and comparing WIT

(defn- wit-files [folder files]
  (doseq [[name text] files]
    (io/make-parents (io/file folder name))
    (spit (io/file folder name) text)))

(def ^:private untidy "interface i{f:func();}")
(def ^:private tidy "interface i {\n  f: func();\n}\n")

(deftest fmt-formats-files-and-folders-in-place
  (let [folder (golden/temporary-folder "fmt")
        texts #(mapv (fn [name] (slurp (io/file folder name))) ["wit/a.wit" "wit/sub/b.wit" "wit/deps/c/c.wit"])]
    (wit-files folder {"wit/a.wit" untidy, "wit/sub/b.wit" tidy, "wit/deps/c/c.wit" untidy, "wit/README" "no wit"})
    (let [{:keys [text failure]} (run folder "fmt" "--check")]
      (is (= "1 file is not formatted; run wit fmt" failure))
      (is (= ["--- wit/a.wit" "+++ formatted"] (take 2 (str/split-lines text)))))
    (is (= [untidy tidy untidy] (texts)) "nothing was written")
    (is (= {:text "wit/a.wit: formatted"} (run folder "fmt")))
    (is (= [tidy tidy untidy] (texts)) "those below deps are other people's")
    (is (= {:text ""} (run folder "fmt") (run folder "fmt" "--check" "wit/a.wit" "wit/sub")))
    (is (= {:text "wit/deps/c/c.wit: formatted"} (run folder "fmt" "wit/deps")))
    (testing "from -T, with symbols"
      (spit (io/file folder "wit/a.wit") untidy)
      (is (= {:text "wit/a.wit: formatted"} (commands/answer :fmt {:paths ['wit/a.wit], :root (str folder)}))))))

(deftest fmt-writes-nothing-if-one-file-is-not-wit
  (let [folder (golden/temporary-folder "fmt")]
    (wit-files folder {"wit/a.wit" untidy, "wit/b.wit" "interface {"})
    (is (str/starts-with? (:failure (run folder "fmt")) "wit/b.wit:1:11: expected an identifier"))
    (is (= untidy (slurp (io/file folder "wit/a.wit"))))
    (are [words failure] (= {:text "" :failure failure} (apply run folder words))
      ["fmt" "none"] "fmt: no such file or folder: none")
    (.mkdirs (io/file folder "empty"))
    (is (= {:text "" :failure "fmt: no .wit file in empty"} (run folder "fmt" "empty")))))

(deftest diff-prints-each-change-and-fails-if-the-version-is-not-enough
  (let [folder (golden/temporary-folder "diff")]
    (wit-files folder {"1/a.wit" "package a:b@1.0.0; interface i { record r { x: u8 } f: func(); }"
                       "2/a.wit" "package a:b@1.1.0; interface i { record r { x: u16 } f: func(a: u8); g: func() -> r; }"
                       "3/a.wit" "package a:b@1.1.0; interface i { record r { x: u8 } f: func(); g: func(); }"})
    (is (= {:text (str "interface a:b/i@1.1.0\n"
                       "  ~ record r, breaks callers and implementers\n"
                       "      - x: u8\n"
                       "      + x: u16\n"
                       "  ~ func f, breaks callers and implementers\n"
                       "      - func()\n"
                       "      + func(a: u8)\n"
                       "  + func g: func() -> r, breaks implementers\n"
                       "Breaks callers and implementers: a major step, from 1.0.0 to 2.0.0; the version is 1.1.0.")
            :failure "the changes require version 2.0.0 or later; it is 1.1.0"}
           (run folder "diff" "1" "2")))
    (is (= {:text (str "interface a:b/i@1.1.0\n  + func g: func(), breaks implementers\n"
                       "Breaks implementers: a minor step, from 1.0.0 to 1.1.0; the version is 1.1.0, which is enough.")}
           (run folder "diff" "1/a.wit" "3")))
    (is (= {:text "Nothing changed."} (run folder "diff" "1" "1")))
    (is (= [:minor #{:implementers}]
           ((juxt :step :breaks) (read-string (:text (run folder "diff" "1" "3" "--edn"))))))
    (io/copy (io/file "test/golden/plain/plain.wasm") (io/file folder "plain.wasm"))
    (are [words failure] (= {:text "" :failure failure} (apply run folder words))
      ["diff" "1" "none"] "diff: no such file or folder: none"
      ["diff" "plain.wasm" "1"] "diff: expected two components or two WIT packages; only plain.wasm is a component")
    (is (= {:text "Nothing changed."} (run folder "diff" "plain.wasm" "plain.wasm")))))

;; Completion

(defn- completed
  "Returns what bash completes for the words, of which the last is incomplete."
  [folder & words]
  (let [script (io/file folder "completion")]
    (spit script (str (:text (words/run ["completion" "bash"] {}))
                      "\nCOMP_WORDS=(wit " (str/join " " (map pr-str words)) "); COMP_CWORD=" (count words)
                      "\n_wit\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"))
    (let [{:keys [out err]} (shell/sh "bash" (str script) :dir folder)]
      (is (= "" err))
      (sort (remove str/blank? (str/split-lines out))))))

(deftest bash-completes-commands-options-and-files
  (let [folder (golden/temporary-folder "completion")]
    (wit-files folder {"a.wasm" "", "b.wit" "", "c d.wasm" "", "e/x" ""})
    (are [words expected] (= expected (apply completed folder words))
      ["c"] ["cache" "call" "check" "compile" "completion" "compose"]
      ["inspect" "--"] ["--edn" "--from" "--help" "--json" "--wit"]
      ["completion" ""] ["--help" "bash" "fish" "zsh"]
      ["call" "c"] ["c d.wasm"]
      ["fmt" "b"] ["b.wit"]
      ["inspect" "b"] []
      ["gen" "--config" "b"] ["b.wit"])
    (is (= ["a.wasm" "c d.wasm" "e"] (remove #(str/starts-with? % "-") (completed folder "run" ""))))))

(deftest the-scripts-of-other-shells-have-every-command-and-option
  (doseq [shell ["zsh" "fish"]
          :let [{:keys [text]} (words/run ["completion" shell] {})]
          command catalogue/commands]
    (is (str/includes? text (:name command)))
    (doseq [option (catalogue/option-words command)]
      (is (str/includes? text (if (= "fish" shell) (str "-l " (subs option 2)) option)) (str shell " " option)))))

(deftest help-and-version-are-printed
  (let [{overview :text} (words/run [] {})]
    (is (= {:text overview} (words/run ["help"] {}) (words/run ["--help"] {}) (words/run ["-h"] {})))
    (doseq [{:keys [name summary options]} catalogue/commands
            :let [{:keys [text]} (words/run ["help" name] {})]]
      (is (str/includes? overview summary))
      (is (str/includes? text (str "wit " name)))
      (is (every? #(str/includes? text %) (map #(nth % 2) options)) name)
      (when-not (= "help" name)
        (is (= {:text text} (words/run [name "--help"] {}) (words/run [name "x.wasm" "-h"] {}) (commands/answer :help {:command (symbol name)}))))))
  (testing "words after -- are arguments of the program"
    (is (= {:text "" :failure "Cannot read none.wasm: no such file"} (words/run ["run" "none.wasm" "--" "--help"] {}))))
  (is (= (str "Radicchio " (second (re-find #"radicchio \"([^\"]+)\"" (slurp "project.clj"))))
         (:text (words/run ["version"] {}))
         (:text (words/run ["--version"] {})))))

(deftest the-clojure-cli-prints-a-failure-as-a-message-alone
  (let [failure (try (tool/gen {:from "none.wasm" :ns 'a.b}) (catch clojure.lang.ExceptionInfo e e))]
    (is (= "options: a.b: no such file: none.wasm" (ex-message failure)))
    (is (= {:exec-msg true} (ex-data failure))))
  (is (str/includes? (with-out-str (tool/inspect {:from 'test/golden/plain/plain.wasm, :wit true})) "world root {"))
  (testing "every command is a function"
    (is (= (disj (set (map (comp symbol :name) catalogue/commands)) 'cache)
           (disj (set (keys (ns-publics 'radicchio.tool))) 'cache-clear)))))
