(ns radicchio.cli.run-test
  "`wit run`, from its words."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.test :refer [deftest is testing]]
            [radicchio.cli.commands :as commands]
            [radicchio.cli.words :as words]
            [radicchio.wasm.core-guests :refer [path]])
  (:import (java.io ByteArrayInputStream ByteArrayOutputStream PrintStream)))

(set! *warn-on-reflection* true)

(defn- with-streams
  "Calls f with `in` as standard input. Returns its result, and the output to standard output and error."
  [^String in f]
  (let [[old-in old-out old-err] [System/in System/out System/err]
        out (ByteArrayOutputStream.), err (ByteArrayOutputStream.)]
    (try
      (System/setIn (ByteArrayInputStream. (.getBytes in)))
      (System/setOut (PrintStream. out))
      (System/setErr (PrintStream. err))
      [(f) (str out) (str err)]
      (finally
        (System/setIn old-in)
        (System/setOut old-out)
        (System/setErr old-err)))))

(defn- run [& words] (words/run (cons "run" words) {}))

(deftest a-program-has-the-streams-of-the-process-and-returns-its-exit-code
  (is (= [{:exit 2} "input" "done\n"]
         (with-streams "input" #(run (path "cat") "--timeout" "60000" "--env" "A=1" "--dir" "/d=." "--" "--dir" "x")))))

(deftest files-that-cannot-run-are-refused-with-a-sentence
  (let [failure #(:failure (apply run %&))]
    (is (= "Cannot read no.wasm: no such file" (failure "no.wasm")))
    (is (= ":wasi :dirs: no such directory: no/such" (failure (path "cat") "--dir" "/d=no/such")))
    (is (= "Failed to validate \"--dir x\": expected GUEST=HOST; run `wit help run` for the options" (failure (path "cat") "--dir" "x")))
    (is (= "Failed to validate \"--timeout soon\": expected a number of milliseconds; run `wit help run` for the options"
           (failure (path "cat") "--timeout" "soon")))
    (is (= "Missing export: the module does not export a function \"_start\"; its functions are \"_initialize\", \"initialized\""
           (failure (path "reactor"))))))

(deftest a-program-can-be-run-from-a-map
  (is (= [{:exit 2} "input" "done\n"]
         (with-streams "input" #(commands/answer :run {:from (path "cat") :args ["--dir" "x"] :env {"A" "1"} :dirs {"/d" "."}}))))
  (is (= {:text "" :failure "run: unknown :dir; expected one of :args, :connect, :cwd, :dirs, :env, :from, :http, :listen, :timeout-ms"}
         (commands/answer :run {:from (path "cat") :dir "."})))
  (is (= {:text "" :failure "run: :from is missing; pass the path of a program"} (commands/answer :run {}))))

(deftest ^:slow streams-of-the-process-that-are-closed-or-fail
  (let [sh   (fn [program redirection] (select-keys (shell/sh "bash" "-c" (str "bin/wit run " (path program) " " redirection)) [:exit :out]))
        full (.exists (io/file "/dev/full"))]
    (is (= {:exit 0, :out "yes\nyes\n"} (sh "yes" "| head -2")) "the guest is told that nobody reads")
    (is (= {:exit 64, :out "yes\n"} (sh "yes" "| head -1; exit ${PIPESTATUS[0]}")) "EPIPE")
    (when full
      (is (= {:exit 51, :out ""} (sh "yes" ">/dev/full")) "ENOSPC"))
    (is (= {:exit 8, :out ""} (sh "yes" ">&-")) "EBADF")
    (is (= {:exit 0, :out ""} (sh "cat" "<&-")) "nothing of the JVM's own files")
    (is (= {:exit 0, :out "x\n"} (sh "cat" "2>&- <<<x")))))

(deftest ^:slow a-component-has-the-streams-and-the-exit-code-of-the-process
  (let [sh #(shell/sh "bash" "-c" (str "bin/wit run test/guests/wasi/program.wasm " %))]
    (is (= {:exit 0, :out "1", :err "err"} (sh "")))
    (is (= {:exit 1, :out "2", :err "err"} (sh "-- a")) "an err")
    (is (= {:exit 7, :out "3", :err "err"} (sh "--timeout 60000 --env A=1 --http https://example.com -- a --dir")))
    (testing "a trap is a sentence, with the output of the guest once"
      (is (= {:exit 1, :out "4", :err "errwasm trap: unreachable instruction executed\n"} (sh "-- a b c"))))))

(deftest ^:slow a-command-whose-output-cannot-be-written-fails
  (doseq [redirection (cond-> [">&-"] (.exists (io/file "/dev/full")) (conj ">/dev/full"))
          words ["version" "help" "inspect test/golden/plain/plain.wasm"]]
    (is (= {:exit 1, :out "", :err "standard output cannot be written\n"}
           (shell/sh "bash" "-c" (str "bin/wit " words " " redirection)))
        (str words redirection))))
