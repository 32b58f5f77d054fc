(ns radicchio.examples.resize-test
  "The guest of the resize example: its pixels, compared with those of the same algorithm in Java, and its errors."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing use-fixtures]]
            [radicchio.wasm.instance-options :as instance-options])
  (:import (java.io File)
           (java.net URL URLClassLoader)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (java.util Arrays Random)
           (javax.tools ToolProvider)
           (radicchio.engine Backend)
           (radicchio.runtime CompiledComponent ExportedFunction Instance)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(def ^:private ^:dynamic ^ExportedFunction *guest* nil)

(defn- with-guest [run-tests]
  (let [bytes (Files/readAllBytes (.toPath (io/file "wit-examples/resize/resources/acme/resize.wasm")))]
    (with-open [^Instance instance (Instance/of (CompiledComponent/compile bytes Backend/COMPILER ClojureValues/INSTANCE)
                                                (instance-options/instance-options {}))]
      (binding [*guest* (.get (.function instance "local:img/resize@1.0.0#resize-image"))]
        (run-tests)))))

(use-fixtures :once with-guest)

(defn- resize [image width height]
  (.callTagged *guest* (object-array [image width height])))

(defn- image [width height pixels]
  {:width width :height height :pixels (byte-array (map unchecked-byte pixels))})

(defn- pixels [[_ image]]
  (mapv #(bit-and % 255) (:pixels image)))

(def ^:private reference
  "Compiles the algorithm in Java from the benchmark's source. Returns a function of bytes and four sizes."
  (delay
    (let [^File folder (.toFile (Files/createTempDirectory "resize" (make-array FileAttribute 0)))
          arguments    (into-array String ["-encoding" "UTF-8" "-d" (str folder) "bench/java/radicchio/bench/Resize.java"])]
      (is (zero? (.run (ToolProvider/getSystemJavaCompiler) nil nil nil arguments)))
      (let [loader (URLClassLoader. (into-array URL [(.toURL (.toURI folder))]))
            method (.getMethod (.loadClass loader "radicchio.bench.Resize") "resize"
                               (into-array Class [(class (byte-array 0)) Integer/TYPE Integer/TYPE Integer/TYPE Integer/TYPE]))]
        (fn ^bytes [^bytes pixels & sizes]
          (.invoke method nil (object-array (cons pixels (map int sizes)))))))))

(defn- random-image [^Random random width height opaque?]
  (let [pixels (byte-array (* 4 width height))]
    (.nextBytes random pixels)
    (when opaque? (doseq [i (range 3 (alength pixels) 4)] (aset pixels i (byte -1))))
    {:width width :height height :pixels pixels}))

(deftest the-guest-computes-the-same-pixels-as-java
  (let [random (Random. 7)
        side   #(inc (.nextInt random 40))]
    (dotimes [i 300]
      (let [[width height to-width to-height] (repeatedly 4 side)
            given  (random-image random width height (odd? i))
            [_ made] (resize given to-width to-height)]
        (is (= [to-width to-height] [(:width made) (:height made)]))
        (is (Arrays/equals ^bytes (@reference (:pixels given) width height to-width to-height) ^bytes (:pixels made))
            (str width " × " height " to " to-width " × " to-height))))))

(deftest a-picture-of-one-colour-keeps-its-colour
  (doseq [colour [[255 255 255 255] [10 200 30 255] [10 200 30 77] [0 0 0 1]]
          [width height] [[1 1] [3 40] [40 3] [17 17]]]
    (is (= (vec (flatten (repeat (* width height) colour)))
           (pixels (resize (image 16 16 (flatten (repeat 256 colour))) width height))))))

(deftest a-smaller-pixel-is-the-average-of-its-area
  (is (= [100 50 0 255] (pixels (resize (image 2 2 [0 0 0 255, 200 100 0 255, 200 100 0 255, 0 0 0 255]) 1 1))))
  (testing "with parts of pixels"
    (is (= [60 60 60 255, 220 220 220 255]
           (pixels (resize (image 3 1 [0 0 0 255, 180 180 180 255, 240 240 240 255]) 2 1))))))

(deftest transparent-pixels-leave-no-fringe
  (is (= [255 0 0 128] (pixels (resize (image 2 1 [255 0 0 255, 0 255 0 0]) 1 1))))
  (is (every? (fn [[r g b a]] (or (zero? a) (= [255 0 0] [r g b])))
              (partition 4 (pixels (resize (image 2 1 [255 0 0 255, 0 255 0 0]) 16 1))))))

(deftest the-same-size-is-the-same-picture
  (let [given (random-image (Random. 1) 9 5 false)]
    (is (= (vec (:pixels given)) (vec (:pixels (second (resize given 9 5))))))))

(deftest invalid-arguments-are-an-err
  (let [one (image 1 1 [1 2 3 4])]
    (is (= [:err :empty-target] (resize one 0 1)))
    (is (= [:err :empty-target] (resize one 1 0)))
    (is (= [:err :too-large] (resize one 4294967295 4294967295)))
    (is (= [:err :too-large] (resize one 8192 8192)))
    (is (= [:err :bad-image] (resize (image 0 0 []) 1 1)))
    (is (= [:err :bad-image] (resize (image 1 1 [1 2 3]) 1 1)))
    (is (= [:err :bad-image] (resize (image 65536 65536 []) 1 1)))
    (testing "the guest stays usable"
      (is (= [1 2 3 4] (pixels (resize one 1 1)))))))

(deftest twelve-million-pixels-again-and-again
  (let [large {:width 4000 :height 3000 :pixels (byte-array 48000000 (byte -1))}]
    (dotimes [_ 5]
      (is (Arrays/equals ^bytes (byte-array (* 4 80 60) (byte -1)) ^bytes (:pixels (second (resize large 80 60))))))))
