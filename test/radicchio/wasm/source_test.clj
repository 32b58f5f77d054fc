(ns radicchio.wasm.source-test
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :refer [failure]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.source :as source])
  (:import (java.io ByteArrayInputStream File InputStream RandomAccessFile)
           (java.nio ByteBuffer)))

(set! *warn-on-reflection* true)

(def ^:private eight (byte-array [0 97 115 109 1 0 0 0]))

(defn- error [source]
  (try (source/read-bytes source)
       (catch clojure.lang.ExceptionInfo e
         [(:radicchio/error (ex-data e)) (ex-message e)])
       (catch radicchio.error.RadicchioException e
         [(:radicchio/error (ex-data e)) (ex-message e)])))

(deftest every-kind-of-source-has-the-same-bytes
  (let [file (doto (File/createTempFile "source" ".wasm") .deleteOnExit)]
    (io/copy eight file)
    (doseq [source [(.getPath file) file (.toPath file) (.toURI file) (.toURL (.toURI file)) eight
                    (ByteArrayInputStream. eight) (ByteBuffer/wrap eight)]]
      (testing (class source)
        (is (= (seq eight) (seq (source/read-bytes source))))))))

(deftest a-buffer-keeps-its-position-and-returns-its-remaining-bytes
  (let [buffer (doto (ByteBuffer/wrap eight) (.position 4))]
    (is (= [1 0 0 0] (seq (source/read-bytes buffer))))
    (is (= 4 (.position buffer)))))

(deftest errors-in-bytes-name-the-file
  (let [file (File/createTempFile "half" ".wasm")]
    (try
      (doseq [[start load] [[[0 97 115 109 1 0 0 0 1] wasm/load]
                            [[0 97 115 109 13 0 1 0 1] wasm/load-wit]
                            [[104 105] wasm/load]
                            [[104 105] wasm/load-wit]]]
        (io/copy (byte-array start) file)
        (let [of-bytes (failure #(load (byte-array start)))]
          (is (= :malformed (:error of-bytes)))
          (is (= (update of-bytes :message #(str file ": " %)) (failure #(load (str file))) (failure #(load file))))))
      (finally (io/delete-file file)))))

(deftest unreadable-sources-are-refused-with-one-sentence
  (is (= [:config "Cannot read nowhere.wasm: no such file"] (error "nowhere.wasm")))
  (is (= [:config "Cannot read src: expected a .wasm file, got a directory"] (error "src")))
  (is (= [:config "expected a module or component, got nil; check that the file or resource exists"] (error nil)))
  (is (= [:config "expected a module or component as a path, File, URL, stream, byte[] or ByteBuffer, got a java.lang.Long"]
         (error 7)))
  (is (= [:config "Cannot read nowhere:x: unknown protocol: nowhere"] (error (java.net.URI. "nowhere:x"))))
  (is (= [:config "Cannot read a stream: gone\\u001b"]
         (error (proxy [InputStream] [] (read [& _] (throw (IllegalStateException. "gone\u001b")))
                  (readAllBytes [] (throw (IllegalStateException. "gone\u001b"))))))))

(deftest a-source-larger-than-an-array-is-a-limit
  (let [file (doto (File/createTempFile "large" ".wasm") .deleteOnExit)]
    (with-open [sparse (RandomAccessFile. file "rw")]
      (.setLength sparse (* 3 1024 1024 1024)))
    (try
      (is (= {:error :limit :limit :heap
              :message (str "Cannot read " file ": it is larger than the JVM's heap or the largest array")}
             (failure #(wasm/load file))))
      (finally (io/delete-file file)))))
