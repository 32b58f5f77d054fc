(ns radicchio.wasm.wasi-fuzz-test
  "Calls of WASI preview 1 with random arguments and arguments at the bounds: each ends with an error number, a trap, a limit,
  a denial or an exit, and nothing outside of the granted directories is touched."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [backends module]]
            [radicchio.wasm.wasi-probe :refer [delete-tree link patiently temp-dir]])
  (:import (java.io File)
           (java.util Random)))

(set! *warn-on-reflection* true)

(def ^:private calls-of-one-guest 400)

(def ^:private paths
  ["f" "f/" "sub" "sub/" "sub/x" "sub/../f" "." ".." "../secret" "/etc/hosts" "" "l-out" "l-dangling" "l-sub" "l-sub/x" "l-loop" "l-far" "new"
   "new/a" "sub/new" "a/b/c/../../.." "l-up/secret" "f\u0000" "\u00fc" "//f" "./././f" "CON" "a:b" "a\\b"])

(def ^:private bounds
  [0 1 2 3 4 5 7 8 9 16 63 64 1024 4096 65535 65536 65537 131072 0x7fffffff 0x7ffffffe -1 -2 -4 -8 -48 Integer/MIN_VALUE 0x10000000])

(def ^:private long-bounds
  [0 1 2 64 66 4096 -1 -2 Long/MAX_VALUE (dec Long/MAX_VALUE) Long/MIN_VALUE (inc Long/MIN_VALUE) 0x7fffffff 0x80000000 0xffffffff 0x100000000
   1000000 (bit-shift-left 1 62)])

(defn- pick [^Random random from]
  (nth from (.nextInt random (count from))))

(defn- descriptor [^Random random]
  (if (zero? (.nextInt random 20)) (pick random bounds) (.nextInt random 10)))

(defn- argument [^Random random type position path-length]
  (case type
    :i64 (if (zero? (.nextInt random 4)) (.nextLong random) (pick random long-bounds))
    :i32 (cond (and (= 0 position) (pos? (.nextInt random 4))) (descriptor random)
               :else (case (.nextInt random 6)
                       0 (pick random bounds)
                       1 (.nextInt random)
                       2 (.nextInt random 65536)
                       3 1024
                       4 path-length
                       5 (.nextInt random 32)))))

(defn- likely
  "Arguments of functions on paths as a program would give them, so that most get past the first check."
  [^Random random name path-length]
  (let [fd (fn [] (pick random [3 3 3 4 5 6 7 8 9])), other (fn [] [2048 (.nextInt random 4)])]
    (case name
      "path_open" [(fd) (.nextInt random 2) 1024 path-length (pick random [0 0 0 1 1 1 2 2 3 4 5 8 9 15])
                   (pick random [2 64 66 66 -1]) (pick random [2 66 -1 -1]) (.nextInt random 2) 512]
      ("path_create_directory" "path_remove_directory" "path_unlink_file") [(fd) 1024 path-length]
      "path_filestat_get" [(fd) (.nextInt random 2) 1024 path-length 512]
      "path_filestat_set_times" [(fd) (.nextInt random 2) 1024 path-length (.nextLong random) (.nextLong random) (.nextInt random 16)]
      "path_link" (concat [(fd) 0 1024 path-length (fd)] (other))
      "path_rename" (concat [(fd) 1024 path-length (fd)] (other))
      "path_symlink" (concat [1024 path-length (fd)] (other))
      "path_readlink" [(fd) 1024 path-length 512 100 640]
      ("fd_read" "fd_write") [(.nextInt random 12) 256 (.nextInt random 4) 640]
      ("fd_pread" "fd_pwrite") [(.nextInt random 12) 256 (.nextInt random 4) (pick random long-bounds) 640]
      "fd_readdir" [(.nextInt random 12) 4096 (.nextInt random 500) (.nextInt random 9) 640]
      ("fd_close" "fd_renumber") (take (if (= "fd_close" name) 1 2) (repeatedly #(+ 5 (.nextInt random 10))))
      ("fd_allocate" "fd_advise") (concat [(fd)] (repeatedly 2 #(pick random long-bounds)) (when (= "fd_advise" name) [(.nextInt random 8)]))
      "fd_filestat_set_size" [(fd) (pick random long-bounds)]
      "fd_seek" [(fd) (pick random long-bounds) (.nextInt random 4) 640]
      "fd_fdstat_set_flags" [(fd) (.nextInt random 6)]
      ("fd_filestat_get" "fd_tell" "fd_fdstat_get") [(fd) 640]
      "fd_filestat_set_times" [(fd) (pick random long-bounds) (pick random long-bounds) (.nextInt random 16)]
      "poll_oneoff" [256 2048 (inc (.nextInt random 3)) 640]
      nil)))

(defn- fill [^Random random guest ^String path]
  (let [noise (byte-array 1024)]
    (.nextBytes random noise)
    (wasm/memory-write guest 0 noise)
    (doseq [i (range 4)]
      (wasm/memory-write guest (+ 256 (* 8 i)) (byte-array [0 (.nextInt random 64) 0 0 (.nextInt random 100) (.nextInt random 3) 0 0])))
    (wasm/memory-write guest 1024 (.getBytes path "UTF-8"))
    (wasm/memory-write guest 2048 (.getBytes ^String (pick random ["f" "g" "sub" "new" "n/e" "l-sub"]) "UTF-8"))))

(defn- outcome [guest name args]
  (try
    (let [errno (apply wasm/call guest name args)]
      (if (or (nil? errno) (<= 0 errno 76)) :errno errno))
    (catch Throwable t
      (let [{kind :radicchio/error, trap :trap} (ex-data t)]
        (if (and (#{:trap :limit :denied :exit} kind) (not= :engine trap)) kind t)))))

(defn- tree [^File root]
  (.mkdirs (io/file root "in" "sub"))
  (.mkdirs (io/file root "ro"))
  (spit (io/file root "secret") "secret")
  (doseq [f ["in/f" "in/sub/x" "ro/f"]] (spit (io/file root f) "content"))
  (doseq [[l target] {"l-out" "../secret", "l-dangling" "nothing", "l-sub" "sub", "l-loop" "l-loop", "l-far" "/etc/hosts", "l-up" ".."}]
    (link (io/file root "in" l) target)))

(defn- outside [^File root]
  [(set (.list root)) (slurp (io/file root "secret")) (.lastModified (io/file root "secret")) (slurp (io/file root "ro" "f")) (vec (.list (io/file root "ro")))])

(defn- options [root seed]
  {:dirs   (array-map "/in" (io/file root "in"), "/ro" {:path (io/file root "ro"), :read-only true})
   :in     (byte-array 100), :args ["a"], :env {"A" "b"}, :clock true, :random (Random. seed)
   :limits {:timeout-ms 20, :open-files 20}})

(defn- run-guest
  "So many calls of one guest; the outcomes that may not be, with what made them."
  [seed backend functions calls]
  (let [random (Random. seed), root (temp-dir)]
    (try
      (tree root)
      (let [before (outside root)
            bad    (with-open [^java.lang.AutoCloseable guest
                               (patiently #(wasm/load-wasi (module "probe" backend) (options root seed)))]
                     (vec (for [_    (range calls)
                                :let [[name params] (pick random functions)
                                      path (pick random paths)
                                      _    (patiently #(fill random guest path))
                                      size (alength (.getBytes ^String path "UTF-8"))
                                      args (or (when (pos? (.nextInt random 3)) (likely random name size))
                                               (map-indexed #(argument random %2 %1 size) params))
                                      out  (outcome guest name args)]
                                :when (not (keyword? out))]
                            [name (vec args) path out])))]
        (cond-> bad (not= before (outside root)) (conj [:outside before (outside root)])))
      (finally (delete-tree root)))))

(defn- fuzz [seed calls]
  (let [functions (vec (for [{:keys [name kind params]} (wasm/exports (module "probe" :compiler))
                             :when (and (= :func kind) (not= "_start" name))]
                         [name params]))
        weighted  (into functions (repeat 12 (first (filter #(= "path_open" (first %)) functions))))]
    (is (= 46 (count functions)))
    (doseq [i (range (quot calls calls-of-one-guest))
            :let [seed (+ seed i)]]
      (testing (str "seed " seed)
        (is (= [] (deref (future (run-guest seed (nth backends (mod i 2)) weighted calls-of-one-guest)) 600000 :hangs)))))))

(deftest calls-of-any-arguments-end-well
  (fuzz 1 12000))

(deftest ^:fuzz a-million-calls-of-any-arguments-end-well
  (fuzz (System/currentTimeMillis) 1000000))
