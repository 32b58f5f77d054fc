(ns radicchio.wasm.wasi-probe
  "The guest core-probe, which exports every function of WASI, so that the test is the program; and directories for it."
  (:require [clojure.java.io :as io]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [module on-both]])
  (:import (java.io File)
           (java.nio.file Files LinkOption Path)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

;; --- The probe -------------------------------------------------------------------------------------------------------

(def errnos
  {0 :success, 2 :acces, 6 :again, 8 :badf, 10 :busy, 20 :exist, 22 :fbig, 25 :ilseq, 28 :inval, 29 :io, 31 :isdir, 32 :loop,
   33 :mfile, 37 :nametoolong, 41 :nfile, 44 :noent, 51 :nospc, 52 :nosys, 54 :notdir, 55 :notempty, 57 :notsock, 58 :notsup,
   63 :perm, 64 :pipe, 69 :rofs, 70 :spipe, 75 :xdev, 76 :notcapable})

(defn patiently
  "Calls f again while it runs out of the short time that a guest of the test has: the machine may be busy."
  [f]
  (let [result (try (f) (catch Exception e (if (= :timeout (:limit (ex-data e))) ::again (throw e))))]
    (if (= ::again result) (recur f) result)))

(defn probe
  (^java.lang.AutoCloseable [backend options] (patiently #(wasm/load-wasi (module "probe" backend) options))))

(defn call [guest name & args]
  (let [code (apply wasm/call guest name args)]
    (get errnos code code)))

(defn int-at [guest offset]
  (.getInt (wasm/memory-view guest) offset))

(defn text
  "Puts a text at an offset: offset and length."
  [guest offset s]
  [offset (wasm/memory-write-string guest offset s)])

(def rights {:read 2, :write 64})
(def first-dir 3)

(defn open
  "Opens a path below a directory: the descriptor, or an error."
  [guest path & {:keys [dir follow create directory exclusive truncate read write] :or {dir first-dir, follow true, read true}}]
  (let [[at length] (text guest 1024 path)
        flags  (+ (if create 1 0) (if directory 2 0) (if exclusive 4 0) (if truncate 8 0))
        rights (+ (if read (rights :read) 0) (if write (rights :write) 0))
        result (call guest "path_open" dir (if follow 1 0) at length flags rights rights 0 16)]
    (if (= :success result) (int-at guest 16) result)))

(defn iovec [guest at length]
  (doto (wasm/memory-view guest) (.putInt 0 at) (.putInt 4 length)))

(defn read-fd [guest fd]
  (iovec guest 4096 4096)
  (let [result (call guest "fd_read" fd 0 1 8)]
    (if (= :success result) (wasm/memory-read-string guest 4096 (int-at guest 8)) result)))

(defn write-fd [guest fd s]
  (let [[at length] (text guest 4096 s)]
    (iovec guest at length)
    (call guest "fd_write" fd 0 1 8)))

(defn read-file [guest path]
  (let [fd (open guest path)]
    (if (keyword? fd) fd (let [content (read-fd guest fd)] (call guest "fd_close" fd) content))))

(defn on-path [guest name path & more]
  (let [[at length] (text guest 1024 path)]
    (apply call guest name first-dir at length more)))

(defn list-dir [guest fd]
  (let [result (call guest "fd_readdir" fd 8192 4096 0 16)]
    (if (not= :success result)
      result
      (let [view (wasm/memory-view guest), end (+ 8192 (int-at guest 16))]
        (loop [at 8192, names #{}]
          (if (< at end)
            (let [length (.getInt view (+ at 16))]
              (recur (+ at 24 length) (conj names (wasm/memory-read-string guest (+ at 24) length))))
            names))))))

(defn entries
  "The names and kinds of an open directory's entries, asked for `room` bytes at a time."
  [guest fd room]
  (let [kinds {3 :directory, 4 :file, 7 :link, 0 :other}]
    (loop [cookie (long 0), found []]
      (let [result (call guest "fd_readdir" fd 8192 room cookie 16)
            used   (int-at guest 16)
            view   (wasm/memory-view guest)
            [next names] (loop [at (long 8192), next cookie, names []]
                           (let [left (- (+ 8192 used) at)
                                 size (when (<= 24 left) (+ 24 (.getInt view (+ at 16))))]
                             (if (and size (<= size left))
                               (recur (long (+ at (long size))) (.getLong view at)
                                      (conj names [(wasm/memory-read-string guest (+ at 24) (- size 24)) (kinds (.get view (+ at 20)))]))
                               [next names])))]
        (cond (not= :success result) result
              (< used room)          (into (sorted-map) (into found names))
              :else                  (recur (long next) (into found names)))))))

(defn stat
  "The attributes of a path, or of a descriptor."
  [guest path-or-fd & {:keys [follow] :or {follow true}}]
  (let [result (if (string? path-or-fd)
                 (let [[at n] (text guest 1024 path-or-fd)] (call guest "path_filestat_get" 3 (if follow 1 0) at n 256))
                 (call guest "fd_filestat_get" path-or-fd 256))
        view   (wasm/memory-view guest)]
    (if (= :success result)
      {:inode (.getLong view 264), :kind (.get view 272), :links (.getLong view 280), :size (.getLong view 288), :modified (.getLong view 304)}
      result)))

;; --- Directories of the host -----------------------------------------------------------------------------------------

(defn delete-tree [^File file]
  (when (and (.isDirectory file) (not (Files/isSymbolicLink (.toPath file))))
    (run! delete-tree (.listFiles file)))
  (Files/deleteIfExists (.toPath file)))

(defn temp-dir ^File []
  (.toFile (.toRealPath (Files/createTempDirectory "wasi" (make-array FileAttribute 0)) (make-array LinkOption 0))))

(defmacro with-tree
  "Runs the body on both backends with `root`, a fresh directory whose granted part is root/in, where files lie that the map
  names, and a secret beside it; and with the probe, which was granted root/in as /data."
  [[root guest files options] & body]
  `(on-both backend#
     (let [~(with-meta root {:tag `File}) (temp-dir)]
       (try
         (.mkdirs (io/file ~root "in" "sub"))
         (spit (io/file ~root "secret") "secret")
         (doseq [[path# content#] ~files] (spit (io/file ~root "in" path#) content#))
         (with-open [~guest (probe backend# (merge {:dirs {"/data" (io/file ~root "in")}} ~options))]
           ~@body)
         (finally (delete-tree ~root))))))

(defn link [^File file target]
  (Files/createSymbolicLink (.toPath file) (Path/of (str target) (make-array String 0)) (make-array FileAttribute 0)))

(defn rename [guest from to & [to-dir]]
  (let [[a n] (text guest 1024 from), [b m] (text guest 2048 to)]
    (call guest "path_rename" 3 a n (or to-dir 3) b m)))

(defn hard-link [guest from to & [to-dir]]
  (let [[a n] (text guest 1024 from), [b m] (text guest 2048 to)]
    (call guest "path_link" 3 0 a n (or to-dir 3) b m)))

(defn symlink [guest target path]
  (let [[a n] (text guest 1024 target), [b m] (text guest 2048 path)]
    (call guest "path_symlink" a n 3 b m)))

(defn readlink [guest path]
  (let [[a n] (text guest 1024 path), result (call guest "path_readlink" 3 a n 2048 1024 16)]
    (if (= :success result) (wasm/memory-read-string guest 2048 (int-at guest 16)) result)))

(defn wait-for
  "Waits by poll_oneoff with one subscription, for a clock so many nanoseconds or for a descriptor to read."
  [guest kind n]
  (wasm/memory-write guest 0 (byte-array 48))
  (let [view (wasm/memory-view guest)]
    (.put view 8 (byte (case kind :clock 0, :read 1)))
    (.putInt view 16 (if (= :read kind) n 1))
    (when (= :clock kind) (.putLong view 24 n))
    [(call guest "poll_oneoff" 0 100 1 200) (int-at guest 200)]))
