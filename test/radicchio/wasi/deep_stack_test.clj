(ns radicchio.wasi.deep-stack-test
  "Classes that WASI 0.2 needs are initialized before a guest can call with little stack left."
  (:require [clojure.java.io :as io]
            [clojure.set :as set]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]])
  (:import (java.io File)
           (java.lang.reflect Field)
           (java.nio.charset StandardCharsets)
           (java.nio.file Files)))

(set! *warn-on-reflection* true)

(defn- initialised-lazily
  "The classes below a package that have a static initializer, by their names within radicchio.wasi."
  [package]
  (set (for [^File file (file-seq (io/file "target/classes/radicchio/wasi" package))
             :when (and (str/ends-with? (.getName file) ".class")
                        (str/includes? (String. (Files/readAllBytes (.toPath file)) StandardCharsets/ISO_8859_1) "<clinit>"))]
         (-> (str file)
             (str/replace #".*radicchio/wasi/|\.class$" "")
             (str/replace "/" ".")))))

(deftest every-class-with-a-static-initializer-is-listed
  (let [list (doto ^Field (.getDeclaredField (Class/forName "radicchio.wasi.HostStates") "CLASSES")
               (.setAccessible true))]
    (is (empty? (set/difference (apply set/union (map initialised-lazily ["host" "p2" "p3" "clocks" "random" "streams" "files" "sockets"]))
                                (set (.get list nil)))))))
