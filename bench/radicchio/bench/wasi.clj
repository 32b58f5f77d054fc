(ns radicchio.bench.wasi
  "Files by WASI 0.2, compared with java.nio in the same pieces: `bench/files/files.wasm` reads and writes 256 MB by streams, by
  positions and by Rust's library, asks for the attributes of a file, and writes to standard output. Each round of WASI makes
  an instance, too. Times are those of the processor."
  (:require [clojure.java.io :as io]
            [radicchio.bench.measure :as measure]
            [radicchio.wasm :as wasm])
  (:import (java.io File OutputStream)
           (java.nio ByteBuffer)
           (java.nio.channels FileChannel)
           (java.nio.file Files LinkOption OpenOption Path StandardOpenOption)
           (java.nio.file.attribute BasicFileAttributes)))

(set! *warn-on-reflection* true)

(def ^:private piece (* 64 1024))

(def ^:private pieces "256 MB" 4096)

(defn- program [component ^File dir]
  (fn [what]
    (fn [n]
      (let [{:keys [exit err]} (wasm/run component {:args [what (str n)], :dirs {"/" dir}, :limits {:timeout-ms 600000}
                                                    :out  (OutputStream/nullOutputStream)})]
        (when-not (zero? exit)
          (throw (ex-info (str what " failed: " err) {})))))))

(defn- channel ^FileChannel [^File dir name options]
  (FileChannel/open (.toPath (io/file dir name)) ^"[Ljava.nio.file.OpenOption;" (into-array OpenOption options)))

(defn- nio-read [dir ^ByteBuffer buffer]
  (fn [_]
    (with-open [file (channel dir "data" [StandardOpenOption/READ])]
      (while (do (.clear buffer) (pos? (.read file buffer)))))))

(defn- nio-write [dir ^ByteBuffer buffer]
  (fn [^long n]
    (with-open [file (channel dir "new" [StandardOpenOption/WRITE StandardOpenOption/CREATE StandardOpenOption/TRUNCATE_EXISTING])]
      (dotimes [_ n]
        (.clear buffer)
        (.write file buffer)))))

(def ^:private ^"[Ljava.nio.file.LinkOption;" no-options (make-array LinkOption 0))

(defn- nio-stat [^Path path]
  (fn [^long n]
    (dotimes [_ n]
      (Files/readAttributes path BasicFileAttributes no-options))))

(defn- nio-stat-of-unix
  "With the attributes of `descriptor-stat` that only Unix has."
  [^Path path]
  (fn [^long n]
    (dotimes [_ n]
      (Files/readAttributes path "unix:fileKey,size,nlink,lastAccessTime,lastModifiedTime,ctime" no-options))))

(defn- stream-write [^long n]
  (let [out (OutputStream/nullOutputStream), bytes (byte-array piece)]
    (dotimes [_ n] (.write out bytes))))

(defn- compared [title names functions operations]
  (measure/report title names (measure/compare-all (map vector names functions) {:operations operations, :warm-up 20, :rounds 9, :clock :processor})))

(defn- with-directory [f]
  (let [dir (.toFile (Files/createTempDirectory "bench" (make-array java.nio.file.attribute.FileAttribute 0)))]
    (try
      (with-open [out (io/output-stream (io/file dir "data"))]
        (dotimes [_ pieces] (.write out (byte-array piece))))
      (f dir)
      (finally
        (run! io/delete-file (reverse (file-seq dir)))))))

(defn run []
  (with-directory
    (fn [dir]
      (let [wasi   (program (wasm/compile "bench/files/files.wasm") dir)
            direct (ByteBuffer/allocateDirect piece)]
        (compared "64 KB of a file read"
                  [:java.nio :java.nio-byte-array :blocking-read :descriptor.read :rust-library]
                  [(nio-read dir direct) (nio-read dir (ByteBuffer/allocate piece))
                   (wasi "read-stream") (wasi "read") (wasi "read-std")]
                  pieces)
        (compared "64 KB of a file written"
                  [:java.nio :java.nio-byte-array :output-stream.write :descriptor.write :rust-library]
                  [(nio-write dir direct) (nio-write dir (ByteBuffer/allocate piece))
                   (wasi "write-stream") (wasi "write") (wasi "write-std")]
                  pieces)
        (compared "the attributes of a file"
                  [:java.nio :java.nio-with-links-and-ctime :descriptor.stat-at :rust-library]
                  [(nio-stat (.toPath (io/file dir "data"))) (nio-stat-of-unix (.toPath (io/file dir "data"))) (wasi "stat") (wasi "stat-std")]
                  10000)
        (compared "64 KB of standard output, dropped"
                  [:output-stream :rust-library]
                  [stream-write (wasi "out")]
                  1600)))))
