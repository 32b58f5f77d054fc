(ns radicchio.wasm.wasi-test
  "WASI preview 1: what is granted, what is not, and directories that nothing leaves. The guest core-probe exports every
  function of WASI, so that the test is the program."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [module on-both path refusal thrown]]
            [radicchio.wasm.wasi-probe :refer [call delete-tree hard-link int-at iovec link list-dir on-path open probe read-fd read-file
                                               readlink rename symlink temp-dir text wait-for with-tree write-fd]])
  (:import (java.io ByteArrayOutputStream StringWriter)
           (java.time Clock Instant ZoneOffset)
           (java.util Random)))

(set! *warn-on-reflection* true)

;; --- Nothing is granted ----------------------------------------------------------------------------------------------

(deftest what-is-not-granted-is-not-there
  (on-both backend
    (with-open [guest (probe backend {})]
      (is (= [:success 1] [(call guest "args_sizes_get" 0 4) (int-at guest 0)]) "the program's name")
      (is (= [:success 0] [(call guest "environ_sizes_get" 0 4) (int-at guest 0)]))
      (is (= "" (read-fd guest 0)))
      (is (= [:success 5] [(write-fd guest 1 "hello") (int-at guest 8)]))
      (is (= :success (write-fd guest 2 "hello")))
      (is (= [:badf :badf] [(call guest "fd_prestat_get" 3 0) (open guest "file")]))
      (doseq [[function option f] [["random_get" ":random true" #(call guest "random_get" 0 8)]
                                   ["clock_time_get" ":clock true" #(call guest "clock_time_get" 0 0 8)]
                                   ["clock_res_get" ":clock true" #(call guest "clock_res_get" 1 8)]
                                   ["poll_oneoff with a clock" ":clock true" #(do (wasm/memory-write guest 0 (byte-array 48))
                                                                                  (call guest "poll_oneoff" 0 100 1 200))]]]
        (is (= [:denied (str "wasi_snapshot_preview1#" function " was called, but it is not granted; grant it by " option
                             "\n  on standard error: hello")]
               (refusal f))))
      (is (= [:nosys :notsock :notsock :success]
             [(call guest "proc_raise" 9) (call guest "sock_shutdown" 1 0) (call guest "sock_recv" 1 0 0 0 0 0) (call guest "sched_yield")])))))

;; --- Arguments, environment, time, randomness ------------------------------------------------------------------------

(defn- strings
  "The zero-terminated strings that a pair of functions gives."
  [guest sizes get]
  (call guest sizes 0 4)
  (let [n (int-at guest 0)]
    (call guest get 1024 2048)
    (mapv #(wasm/memory-read-string guest (int-at guest (+ 1024 (* 4 %)))) (range n))))

(deftest arguments-and-environment-are-as-given
  (on-both backend
    (with-open [guest (probe backend {:args ["--help" "grüß" ""], :program "tool", :env (array-map "A" "1" :B "zwei=2")})]
      (is (= ["tool" "--help" "grüß" ""] (strings guest "args_sizes_get" "args_get")))
      (is (= ["A=1" "B=zwei=2"] (strings guest "environ_sizes_get" "environ_get"))))
    (with-open [guest (probe backend {:dirs {"/data" "."}, :cwd "/data"})]
      (is (= ["PWD=/data"] (strings guest "environ_sizes_get" "environ_get"))
          "preview 1 has no working directory but the one that the environment names"))
    (with-open [guest (wasm/load-wasi (path "probe") {:backend backend})]
      (is (= ["core-probe.wasm"] (strings guest "args_sizes_get" "args_get"))))))

(deftest time-and-randomness-are-as-given
  (on-both backend
    (with-open [guest (probe backend {:clock (Clock/fixed (Instant/ofEpochSecond 1000 5) ZoneOffset/UTC), :random (Random. 1)})]
      (is (= [:success 1000000000005] [(call guest "clock_time_get" 0 0 8) (.getLong (wasm/memory-view guest) 8)]))
      (is (= [:success :success] [(call guest "clock_time_get" 1 0 8) (call guest "clock_res_get" 0 8)]))
      (is (= [:inval :inval] [(call guest "clock_time_get" 9 0 8) (call guest "clock_res_get" 2 8)]))
      (is (= :success (call guest "random_get" 0 8)))
      (is (= (seq (let [bytes (byte-array 8)] (.nextBytes (Random. 1) bytes) bytes)) (seq (wasm/memory-read guest 0 8)))))
    (with-open [guest (probe backend {:clock true, :random true})]
      (let [before (* 1000000 (System/currentTimeMillis))]
        (call guest "clock_time_get" 0 0 8)
        (is (<= before (.getLong (wasm/memory-view guest) 8)))
        (is (= :success (call guest "random_get" 0 16)))))))

(deftest a-guest-waits-for-time-and-for-input
  (on-both backend
    (with-open [guest (probe backend {:clock true, :in "x"})]
      (is (= [:success 1] (wait-for guest :clock 1000000)))
      (is (= [:success 1] (wait-for guest :read 0)))
      (is (= "x" (read-fd guest 0)))
      (is (= [:success 1] (wait-for guest :read 0)) "at its end, reading waits for nothing")
      (is (= :inval (call guest "poll_oneoff" 0 100 0 200)))
      (is (= :inval (call guest "poll_oneoff" 0 100 1000000 200))))
    (with-open [guest (probe backend {})]
      (is (= [:success 1] (wait-for guest :read 0)) "nor does reading nothing"))))

(deftest waiting-is-within-the-time-that-a-call-may-take
  (on-both backend
    (with-open [guest (probe backend {:clock true, :limits {:timeout-ms 500}})]
      (is (= {:radicchio/error :limit, :limit :timeout, :timeout-ms 500} (ex-data (thrown #(wait-for guest :clock 60000000000))))))
    (with-open [guest (probe backend {:clock true})]
      (let [result (promise)
            thread (Thread. #(deliver result (thrown (fn [] (wait-for guest :clock 60000000000)))))]
        (.start thread)
        (Thread/sleep 30)
        (.interrupt thread)
        (is (= {:radicchio/error :limit, :limit :interrupted} (ex-data (deref result 20000 nil))))))))

;; --- Streams ---------------------------------------------------------------------------------------------------------

(deftest input-comes-from-text-bytes-streams-and-files
  (let [dir (temp-dir), file (io/file dir "in.txt")]
    (try
      (spit file "grüß")
      (on-both backend
        (doseq [in ["grüß" (.getBytes "grüß" "UTF-8") (io/input-stream (.getBytes "grüß" "UTF-8")) file (.toPath file)]]
          (with-open [guest (probe backend {:in in})]
            (is (= ["grüß" ""] [(read-fd guest 0) (read-fd guest 0)])))))
      (finally (delete-tree dir)))))

(deftest output-goes-to-streams-writers-and-files
  (let [dir (temp-dir), file (io/file dir "out.txt")]
    (try
      (on-both backend
        (let [stream (ByteArrayOutputStream.), writer (StringWriter.)]
          (with-open [guest (probe backend {:out stream, :err writer})]
            (write-fd guest 1 "to a stream")
            (write-fd guest 2 "grü")
            (testing "a character in two parts"
              (wasm/memory-write guest 4096 (byte-array [0xC3 0x9F]))
              (iovec guest 4096 1)
              (call guest "fd_write" 2 0 1 8)
              (is (= "grü" (str writer)))
              (iovec guest 4097 1)
              (call guest "fd_write" 2 0 1 8)
              (is (= "grüß" (str writer)))))
          (is (= "to a stream" (str stream))))
        (with-open [guest (probe backend {:out file})]
          (write-fd guest 1 "to a file")
          (wasm/call guest "_start")
          (is (= "to a file" (slurp file)) "after the program, at the latest")))
      (finally (delete-tree dir)))))

(deftest a-stream-of-the-host-that-fails-is-an-error-of-the-guest-or-leaves-as-itself
  (on-both backend
    (let [failing (fn [t] (proxy [java.io.OutputStream] [] (write ([_] (throw t)) ([_ _ _] (throw t)))))
          e       (ex-info "no" {})]
      (with-open [guest (probe backend {:out (failing (java.io.IOException. "full")), :err (failing e)})]
        (is (= :io (write-fd guest 1 "x")))
        (is (identical? e (thrown #(write-fd guest 2 "x"))))))))

(deftest buffers-out-of-bounds-trap
  (on-both backend
    (with-open [guest (probe backend {:in "x", :random true})]
      (doseq [[at length] [[0 -1] [65536 1] [-1 1] [0 65537]]]
        (iovec guest at length)
        (is (= :out-of-bounds-memory (:trap (ex-data (thrown #(call guest "fd_read" 0 0 1 8))))))
        (is (= :out-of-bounds-memory (:trap (ex-data (thrown #(call guest "fd_write" 1 0 1 8)))))))
      (is (= :out-of-bounds-memory (:trap (ex-data (thrown #(call guest "fd_read" 0 0 -1 8))))))
      (is (= :out-of-bounds-memory (:trap (ex-data (thrown #(call guest "random_get" 65530 100)))))))))

;; --- Files -----------------------------------------------------------------------------------------------------------

(deftest files-of-a-granted-directory-are-read-and-written
  (with-tree [root guest {"a.txt" "content"}]
    (is (= [:success 5] [(call guest "fd_prestat_get" 3 0) (int-at guest 4)]))
    (is (= "/data" (do (call guest "fd_prestat_dir_name" 3 100 5) (wasm/memory-read-string guest 100 5))))
    (is (= "content" (read-file guest "a.txt") (read-file guest "./a.txt") (read-file guest "sub/../a.txt")))
    (is (= [:noent :noent :notdir] (map #(open guest %) ["b.txt" "no/b.txt" "a.txt/x"])))
    (let [fd (open guest "new.txt" :create true :write true)]
      (is (= :success (write-fd guest fd "written")))
      (is (= [:success 0] [(call guest "fd_seek" fd 0 0 8) (int-at guest 8)]))
      (is (= "written" (read-fd guest fd)))
      (is (= [:success :success :badf] [(call guest "fd_filestat_set_size" fd 3) (call guest "fd_close" fd) (call guest "fd_close" fd)])))
    (is (= "wri" (slurp (io/file root "in" "new.txt"))))
    (is (= :exist (open guest "new.txt" :create true :exclusive true :write true)))
    (is (= :isdir (open guest "sub" :write true)))
    (is (= :notdir (open guest "a.txt" :directory true)))
    (is (= #{"." ".." "a.txt" "new.txt" "sub"} (list-dir guest 3) (list-dir guest (open guest "." :directory true))))
    (is (= #{"." ".."} (list-dir guest (open guest "sub" :directory true))))
    (is (= [:success :exist :noent] (map #(on-path guest "path_create_directory" %) ["sub/deep" "sub" "no/deep"])))
    (is (= [:notempty :success :success :noent] (map #(on-path guest "path_remove_directory" %) ["sub" "sub/deep" "sub" "sub"])))
    (is (= [:success :noent] (map #(on-path guest "path_unlink_file" %) ["new.txt" "new.txt"])))
    (is (= [:success 3] [(call guest "fd_filestat_get" 3 256) (.get (wasm/memory-view guest) (+ 256 16))]) "the directory itself")
    (let [[at length] (text guest 1024 "a.txt")]
      (is (= [:success 7] [(call guest "path_filestat_get" 3 1 at length 256) (.getLong (wasm/memory-view guest) (+ 256 32))]))
      (is (= :success (call guest "path_filestat_set_times" 3 1 at length 0 5000000000 4)))
      (is (= 5000 (.lastModified (io/file root "in" "a.txt")))))))

(deftest files-are-renamed-and-linked-within-the-directory
  (with-tree [root guest {"a.txt" "content"}]
    (is (= :success (rename guest "a.txt" "sub/b.txt")))
    (is (= [:noent "content"] [(read-file guest "a.txt") (read-file guest "sub/b.txt")]))
    (is (= :success (hard-link guest "sub/b.txt" "c.txt")))
    (is (= "content" (read-file guest "c.txt")))
    (is (= :success (symlink guest "sub/b.txt" "link")))
    (is (= ["sub/b.txt" "content"] [(readlink guest "link") (read-file guest "link")]))
    (is (= :inval (readlink guest "c.txt")))
    (is (= :success (symlink guest "b.txt" "sub/beside")))
    (is (= ["b.txt" "content"] [(readlink guest "sub/beside") (read-file guest "sub/beside")]))
    (is (= :loop (open guest "link" :follow false)))
    (is (= :success (on-path guest "path_unlink_file" "link")) "the link, not what it leads to")
    (is (= "content" (read-file guest "sub/b.txt")))))

(deftest links-that-stay-inside-are-followed
  (with-tree [root guest {"a.txt" "content", "sub/b.txt" "below"}]
    (link (io/file root "in" "up") "sub/../a.txt")
    (link (io/file root "in" "sub" "back") "../a.txt")
    (link (io/file root "in" "dir") "sub")
    (is (= ["content" "content" "below" "content"]
           (map #(read-file guest %) ["up" "sub/back" "dir/b.txt" "dir/../a.txt"])))
    (testing "a file is made at the target of a dangling link"
      (link (io/file root "in" "dangling") "made.txt")
      (is (= :noent (open guest "dangling")))
      (is (int? (open guest "dangling" :create true :write true)))
      (is (.exists (io/file root "in" "made.txt"))))
    (testing "a circle of links ends"
      (link (io/file root "in" "one") "two")
      (link (io/file root "in" "two") "one")
      (link (io/file root "in" "self") "self/x")
      (is (= [:loop :loop] (map #(open guest %) ["one" "self"]))))))

(deftest nothing-leaves-a-granted-directory
  (with-tree [root guest {"a.txt" "content"}]
    (let [secret (io/file root "secret")]
      (link (io/file root "in" "out") "../secret")
      (link (io/file root "in" "absolute") secret)
      (link (io/file root "in" "dir-out") "..")
      (link (io/file root "in" "sub" "far") "../../secret")
      (link (io/file root "in" "hop") "sub/far")
      (doseq [path ["../secret" "sub/../../secret" (str secret) "out" "absolute" "dir-out/secret" "sub/far" "hop" "dir-out/in/a.txt" "sub/../../in/a.txt"]]
        (testing path
          (is (contains? #{:perm :acces :notcapable} (open guest path)))
          (is (contains? #{:perm :acces :notcapable} (open guest path :create true :truncate true :write true)))
          (is (contains? #{:perm :acces :notcapable} (let [[a n] (text guest 1024 path)] (call guest "path_filestat_get" 3 1 a n 256))))
          (is (contains? #{:perm :acces :notcapable} (let [[a n] (text guest 1024 path)] (call guest "path_filestat_set_times" 3 1 a n 0 0 4))))))
      (doseq [path ["dir-out" "dir-out/in"]]
        (is (contains? #{:perm :acces :notcapable} (open guest path :directory true))))
      (doseq [path ["../new" "dir-out/new" (str root "/new")]]
        (is (contains? #{:perm :acces :notcapable} (on-path guest "path_create_directory" path)))
        (is (contains? #{:perm :acces :notcapable} (rename guest "a.txt" path)))
        (is (contains? #{:perm :acces :notcapable} (hard-link guest "a.txt" path)))
        (is (contains? #{:perm :acces :notcapable} (symlink guest "a.txt" path)))
        (is (contains? #{:perm :acces :notcapable} (open guest path :create true :write true))))
      (doseq [path ["../secret" "dir-out/secret" (str secret)]]
        (is (contains? #{:perm :acces :notcapable} (rename guest path "mine")))
        (is (contains? #{:perm :acces :notcapable} (hard-link guest path "mine")))
        (is (contains? #{:perm :acces :notcapable} (on-path guest "path_unlink_file" path)))
        (is (contains? #{:perm :acces :notcapable} (on-path guest "path_remove_directory" path))))
      (testing "by a link that the guest makes"
        (doseq [target ["../secret" (str secret) "sub/../../secret"]]
          (is (contains? #{:perm :acces :notcapable} (symlink guest target "made"))))
        (is (= :success (symlink guest "sub" "x")))
        (is (= :success (on-path guest "path_create_directory" "sub/deep")))
        (is (= :success (symlink guest "nothing" "sub/deep/l"))))
      (testing "by a link that leads out after a move of its directory"
        (link (io/file root "in" "sub" "deep" "up") "../../../in/a.txt")
        (is (= :notcapable (open guest "sub/deep/up")))
        (link (io/file root "in" "sub" "deep" "ok") "../../a.txt")
        (is (= "content" (read-file guest "sub/deep/ok")))
        (is (= :success (rename guest "sub/deep" "moved")))
        (is (= :notcapable (open guest "moved/ok"))))
      (testing "by hard links to symbolic links"
        (is (= :success (hard-link guest "out" "hard")))
        (is (= :notcapable (open guest "hard"))))
      (is (= "secret" (slurp secret)))
      (is (= #{"in" "secret"} (set (.list root)))))))

(deftest what-is-no-file-is-not-opened
  (with-tree [root guest {}]
    (is (zero? (.waitFor (.start (ProcessBuilder. ^"[Ljava.lang.String;" (into-array ["mkfifo" (str (io/file root "in" "pipe"))]))))))
    (is (= :acces (open guest "pipe")))))

(deftest a-read-only-directory-is-not-changed
  (with-tree [root guest {"a.txt" "content"} {:dirs {}}]
    (is (= :badf (open guest "a.txt"))))
  (on-both backend
    (let [root (temp-dir)]
      (try
        (.mkdirs (io/file root "in" "sub"))
        (.mkdirs (io/file root "rw"))
        (spit (io/file root "in" "a.txt") "content")
        (with-open [guest (probe backend {:dirs (array-map "/in" {:path (io/file root "in"), :read-only true}, "/rw" (str (io/file root "rw")))})]
          (is (= "content" (read-file guest "a.txt")))
          (is (= [:rofs :rofs :rofs] [(open guest "a.txt" :write true) (open guest "new" :create true :write true) (open guest "a.txt" :truncate true)]))
          (is (= [:rofs :rofs :rofs :rofs]
                 [(on-path guest "path_create_directory" "d") (on-path guest "path_remove_directory" "sub")
                  (on-path guest "path_unlink_file" "a.txt") (symlink guest "a.txt" "l")]))
          (is (= :rofs (let [[a n] (text guest 1024 "a.txt")] (call guest "path_filestat_set_times" 3 1 a n 0 5000000000 4))))
          (testing "not through another directory"
            (is (= :rofs (rename guest "a.txt" "b.txt" 4)))
            (is (= :xdev (hard-link guest "a.txt" "b.txt" 4))))
          (is (= :rofs (call guest "fd_filestat_set_times" (open guest "a.txt") 0 5000000000 4) (call guest "fd_filestat_set_times" 3 0 5000000000 4)))
          (is (= "content" (slurp (io/file root "in" "a.txt")))))
        (with-open [guest (probe backend {:dirs (array-map "/rw" (str (io/file root "rw")), "/in" (io/file root "in"))})]
          (spit (io/file root "rw" "c.txt") "c")
          (is (= [:xdev :xdev] [(rename guest "c.txt" "c.txt" 4) (hard-link guest "c.txt" "c.txt" 4)])))
        (finally (delete-tree root))))))

;; --- Programs --------------------------------------------------------------------------------------------------------

(deftest a-program-returns-its-exit-code
  (on-both backend
    (with-open [guest (probe backend {})]
      (is (= 0 (wasm/call guest "_start")))
      (wasm/global-set guest "code" 3)
      (is (= 3 (wasm/call guest "_start") ((wasm/fn guest "_start")) ((wasm/fn guest "_start" {:params [] :results []}))))
      (wasm/global-set guest "code" -1)
      (is (= 4294967295 (wasm/call guest "_start")))
      (testing "an unexpected exit is an error"
        (let [e (thrown #(wasm/call guest "proc_exit" 7))]
          (is (= {:radicchio/error :exit, :exit 7} (ex-data e)))
          (is (= "the guest asked to exit with code 7; wasm/call of \"_start\" and wasm/run return it" (ex-message e))))))))

(deftest a-program-is-run-as-a-shell-runs-one
  (on-both backend
    (let [cat (module "cat" backend)]
      (is (= {:exit 2, :out "grüß", :err "done\n"} (wasm/run cat {:in "grüß", :args ["a" "b"]})))
      (is (= {:exit 0, :out "", :err "done\n"} (wasm/run cat)))
      (is (= [0 1 -1] (seq (:out (wasm/run cat {:in (byte-array [0 1 -1]), :out-enc :bytes})))))
      (is (= "gr\u00fc" (:out (wasm/run cat {:in (.getBytes "gr\u00fc" "ISO-8859-1"), :out-enc "ISO-8859-1"}))))
      (let [writer (StringWriter.)]
        (is (= {:exit 0, :err "done\n"} (wasm/run cat {:in "x", :out writer})))
        (is (= "x" (str writer))))
      (is (= [:limit "the guest wrote more than 3 bytes to standard output; raise :limits :output-bytes, or pass a stream as the output"]
             (refusal #(wasm/run cat {:in "four", :limits {:output-bytes 3}}))))
      (is (= {:exit 0, :out "four", :err "done\n"} (wasm/run cat {:in "four", :limits {:output-bytes 5}})))))
  (is (= 0 (:exit (wasm/run (path "cat"))))))

(deftest a-library-is-initialized-once
  (on-both backend
    (with-open [guest (wasm/load-wasi (module "reactor" backend))]
      (is (= 1 (wasm/call guest "initialized"))))
    (with-open [guest (wasm/load (module "reactor" backend))]
      (is (= 0 (wasm/call guest "initialized")) "by whoever loads it, where WASI was not asked for"))))

(deftest wasi-s-functions-may-be-given-by-the-host
  (on-both backend
    (with-open [guest (probe backend {:imports {"wasi_snapshot_preview1" {"sched_yield" (fn [] 42)}}})]
      (is (= 42 (wasm/call guest "sched_yield"))))
    (is (= :unlinkable (first (refusal #(wasm/load (module "probe" backend))))))
    (with-open [guest (wasm/load (module "probe" backend) {:wasi {:args ["x"]}})]
      (is (= ["main.wasm" "x"] (strings guest "args_sizes_get" "args_get"))))))

(deftest options-that-say-nothing-are-refused
  (let [load #(wasm/load-wasi (path "cat") %)]
    (doseq [[options message]
            [[{:stdin "x"} (str "wasm/load-wasi: unknown :stdin; expected one of :args, :backend, :cache, :clock, :cwd, :dead-after-trap, :dirs, :env, :err, :http, :imports,"
                                " :in, :limits, :missing, :network, :out, :program, :random")]
             [{:args "--help"} ":wasi :args: expected a sequence of strings, got \"--help\""]
             [{:args [1]} ":wasi :args: expected strings without a zero character, got 1"]
             [{:env {"A=B" "c"}} ":wasi :env: expected a name that is not empty and has no =, got \"A=B\""]
             [{:env {"A" 1}} ":wasi :env: expected a string for A, got 1"]
             [{:in 3} ":wasi :in: expected a String, byte[], InputStream, File, Path or :inherit, got 3"]
             [{:out "file"} ":wasi :out: expected an OutputStream, Writer, File, Path or :inherit, got \"file\""]
             [{:dirs ["/data"]} ":wasi :dirs: expected a map from the guest's names to directories, got [\"/data\"]"]
             [{:dirs {"/data" {:path "." :readonly true}}} ":wasi :dirs: unknown :readonly; expected one of :path, :read-only"]
             [{:dirs {"/data" "no/such/directory"}} ":wasi :dirs: no such directory: no/such/directory"]
             [{:dirs {"/data" "project.clj"}} ":wasi :dirs: no such directory: project.clj"]
             [{:in (io/file "no/such/file")} ":wasi :in: cannot open no/such/file: no/such/file (No such file or directory)"]
             [{:clock 3} ":wasi :clock: expected true, a java.time.Clock or {:wall clock :monotonic f}, got 3"]
             [{:random "x"} ":wasi :random: expected true or a java.util.Random, got \"x\""]]]
      (is (= [:config message] (refusal #(load options)))))
    (is (= [:config ":out-enc: expected the name of an encoding or :bytes, got \"no such\""]
           (refusal #(wasm/run (path "cat") {:out-enc "no such"}))))
    (is (= [:config ":limits :output-bytes: expected an integer from 0 up, got -1"]
           (refusal #(wasm/run (path "cat") {:limits {:output-bytes -1}}))))))
