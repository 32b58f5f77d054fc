(ns radicchio.wasm.source
  "Reads the bytes of a module or component."
  (:require [clojure.java.io :as io]
            [radicchio.foreign-text :as foreign])
  (:import (java.io File FileNotFoundException InputStream)
           (java.net URI URL)
           (java.nio ByteBuffer)
           (java.nio.file Files NoSuchFileException Path)
           (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

(defn- unreadable [what ^Throwable cause]
  (RadicchioException/of
   ErrorKind/CONFIG
   (str "Cannot read " (foreign/path what) ": "
        (if (or (instance? NoSuchFileException cause) (instance? FileNotFoundException cause))
          "no such file"
          (foreign/message cause)))
   cause))

(defn- file-bytes ^bytes [^Path path]
  (cond
    (not (Files/exists path (make-array java.nio.file.LinkOption 0)))
    (throw (unreadable path (NoSuchFileException. (str path))))

    (Files/isDirectory path (make-array java.nio.file.LinkOption 0))
    (throw (RadicchioException/of
            ErrorKind/CONFIG (str "Cannot read " (foreign/path path)
                                  ": expected a .wasm file, got a directory")))

    :else (Files/readAllBytes path)))

(defn- stream-bytes ^bytes [^InputStream stream]
  (.readAllBytes stream))

(defn- buffer-bytes ^bytes [^ByteBuffer buffer]
  (let [bytes (byte-array (.remaining buffer))]
    (.get (.duplicate buffer) bytes)
    bytes))

(defn describe
  "Returns the name of a source in messages: its path or URL, or the kind of the object."
  [source]
  (cond
    (or (string? source) (instance? File source) (instance? Path source)
        (instance? URL source) (instance? URI source)) (foreign/path source)
    (bytes? source)                                    (str "a byte[] of " (alength ^bytes source))
    (instance? ByteBuffer source)                      "a ByteBuffer"
    (instance? InputStream source)                     "a stream"
    :else                                              (str "a " (some-> source class .getName))))

(defn naming
  "Calls `f`, which compiles a source. Adds the file or URL to the message of :malformed and :invalid errors."
  [source f]
  (try
    (f)
    (catch RadicchioException e
      (throw (if (and (#{ErrorKind/MALFORMED ErrorKind/INVALID} (.kind e))
                      (not (bytes? source))
                      (not (instance? InputStream source))
                      (not (instance? ByteBuffer source)))
               (RadicchioException/of (.kind e) (str (describe source) ": " (ex-message e)) (ex-data e) (ex-cause e))
               e)))))

(defn read-bytes
  "Reads all bytes of a source: the path of a file (String, File, Path), a URL or URI (as of `io/resource`), an InputStream
  (read to its end, not closed), a byte[] (not copied), or the remaining bytes of a ByteBuffer (whose position is unchanged).
  Throws :config for a source that cannot be read, including nil (as from an `io/resource` that was not found), :limit for
  more than the heap holds."
  ^bytes [source]
  (try
    (cond
      (bytes? source)                source
      (string? source)               (file-bytes (.toPath (io/file source)))
      (instance? File source)        (file-bytes (.toPath ^File source))
      (instance? Path source)        (file-bytes source)
      (instance? URL source)         (with-open [in (.openStream ^URL source)] (stream-bytes in))
      (instance? URI source)         (with-open [in (.openStream (.toURL ^URI source))] (stream-bytes in))
      (instance? InputStream source) (stream-bytes source)
      (instance? ByteBuffer source)  (buffer-bytes source)
      :else
      (throw (RadicchioException/of
              ErrorKind/CONFIG
              (if (nil? source)
                "expected a module or component, got nil; check that the file or resource exists"
                (str "expected a module or component as a path, File, URL, stream, byte[] or ByteBuffer, got "
                     (describe source))))))
    (catch RadicchioException e
      (throw e))
    (catch Exception e ; a stream or a URL handler of the user may throw anything
      (throw (unreadable (describe source) e)))
    (catch OutOfMemoryError e
      (throw (.withKeyword (RadicchioException/of ErrorKind/LIMIT
                                                  (str "Cannot read " (describe source)
                                                       ": it is larger than the JVM's heap or the largest array")
                                                  e)
                           "limit" "heap")))))
