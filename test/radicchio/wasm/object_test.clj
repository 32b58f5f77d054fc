(ns radicchio.wasm.object-test
  "Objects of `radicchio.wasm` are looked up like maps, are accepted wherever it makes sense, and describe themselves."
  (:require [clojure.datafy :as datafy]
            [clojure.test :refer [deftest is testing]]
            [radicchio.bind :as bind]
            [radicchio.wasm :as wasm])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private resize "wit-examples/resize/resources/acme/resize.wasm")
(def ^:private math "test/guests/modules/math.wasm")
(def ^:private backends [:compiler :interpreter])
(def ^:private dot {:width 1 :height 1 :pixels [1 2 3 4]})

(defn- namespace-component []
  (bind/component {:format 1 :from resize :load :file :ns 'acme.img}))

(deftest an-instance-of-a-component-is-looked-up-like-a-map
  (doseq [backend backends
          make [#(wasm/load-wit resize {:backend backend})
                #(wasm/load resize {:backend backend})
                #(wasm/instantiate (wasm/compile resize {:backend backend}))
                #(bind/instantiate (namespace-component) {:backend backend})]]
    (with-open [^java.lang.AutoCloseable i (make)]
      (is (= [:resize-image] (keys i)))
      (is (= 1 (count i)))
      (is (= [true false] (map #(contains? i %) [:resize-image :resize])))
      (is (= :none (:resize i :none)))
      (is (thrown-with-msg? RadicchioException #"missing export.*it exports resize-image" (:resize i)))
      (let [{:keys [resize-image]} i
            [[k f]] (seq i)]
        (is (= :resize-image k))
        (doseq [f [f resize-image (get i "local:img/resize@1.0.0#resize-image") (wasm/fn i :resize-image)]]
          (is (= [1 2 3 4 1 2 3 4] (vec (:pixels (f dot 2 1)))))))
      (is (= {:resize-image 1, :more 2} (assoc (zipmap (keys i) [1]) :more 2)))
      (is (= #{:resize-image :more} (set (keys (assoc i :more 2)))) "with more it is an ordinary map")
      (is (= i i))
      (is (not= i {})))))

(deftest an-instance-of-a-module-is-looked-up-like-a-map
  (doseq [backend backends]
    (with-open [^java.lang.AutoCloseable i (wasm/load math {:backend backend})]
      (is (= [:memory :cabi_realloc :mean :cabi_post_mean] (keys i)))
      (let [{:keys [cabi_realloc memory]} i
            at (cabi_realloc 0 0 4 8)]
        (.putInt ^radicchio.core.MemoryView memory at 7)
        (is (= [7 0 0 0] (vec (wasm/memory-read i at 4)))))
      (is (= :none (:max i :none)))
      (is (thrown-with-msg? RadicchioException #"does not export .*max.*; its exports are" (:max i))))))

(deftest every-function-takes-what-the-others-return
  (let [component (wasm/compile resize)
        module (wasm/compile math)
        own (namespace-component)]
    (with-open [^java.lang.AutoCloseable i (wasm/load-wit component)
                ^java.lang.AutoCloseable j (wasm/instantiate i)
                ^java.lang.AutoCloseable k (wasm/load-wit i)
                ^java.lang.AutoCloseable l (wasm/instantiate own)
                ^java.lang.AutoCloseable m (wasm/load module)
                ^java.lang.AutoCloseable n (wasm/instantiate m)]
      (is (apply = (map wasm/exports [component i j k l own])))
      (is (apply = (map wasm/imports [component i j k l own])))
      (is (apply = (map wasm/exports [module m n])))
      (doseq [x [i j k l own]]
        (is (= 2 (:width (wasm/call x :resize-image dot 2 1)) (:width ((:resize-image x) dot 2 1)) (:width ((wasm/fn x :resize-image) dot 2 1)))))
      (is (not= i j) "it is a new instance")
      (is (every? :live (map wasm/stats [i j k l m n])))
      (is (= {:backend :compiler, :functions 3, :live true, :interpreted 0} (wasm/stats m)))
      (testing "of a generated namespace"
        (let [image (bind/export own "local:img/resize@1.0.0#resize-image"
                                 '[[:record image [:width :u32] [:height :u32] [:pixels [:list :u8]]]
                                   [:enum resize-error :empty-target :too-large :bad-image]]
                                 '[:func [[image image] [width :u32] [height :u32]] [:result image resize-error]])]
          (is (= 3 (:width (bind/call-on l image dot 3 1))))
          (is (= 3 (:width (bind/call-on i image dot 3 1))))
          (.close ^java.lang.AutoCloseable (bind/use-instance! own i))
          (is (= 3 (:width (bind/call image dot 3 1))))
          (is (= i (bind/use-instance! own (constantly j))))
          (is (= 3 (:width (bind/call image dot 3 1))))))))
  (is (thrown-with-msg? RadicchioException #"expected a module, a component or an instance, got 3" (wasm/exports 3)))
  (is (thrown-with-msg? RadicchioException #"expected an instance, got #<component .*wasm/instantiate makes one of it"
                        (wasm/stats (wasm/compile resize)))))

(deftest objects-print-one-line
  (with-open [^java.lang.AutoCloseable i (wasm/load-wit resize)
              ^java.lang.AutoCloseable m (wasm/load math)]
    (is (= "#<component wit-examples/resize/resources/acme/resize.wasm, 1 function>" (pr-str (wasm/compile resize))))
    (is (= "#<component test/golden/imports/imports.wasm, 1 function, may use :env, :args>"
           (pr-str (wasm/compile "test/golden/imports/imports.wasm"))))
    (is (= "#<module test/wat/core-cat.wasm, 2 exports, may use :dirs, :args, :in, :out, :err>" (pr-str (wasm/compile "test/wat/core-cat.wasm"))))
    (is (= "#<instance of wit-examples/resize/resources/acme/resize.wasm, live: resize-image>" (pr-str i)))
    (is (= "#<instance of test/guests/modules/math.wasm: memory cabi_realloc mean cabi_post_mean>" (pr-str m)))
    (.close i)
    (.close m)
    (is (= "#<instance of wit-examples/resize/resources/acme/resize.wasm, closed: resize-image>" (pr-str i)))
    (is (= "#<instance of test/guests/modules/math.wasm, closed: memory cabi_realloc mean cabi_post_mean>" (pr-str m))))
  (testing "of many exports the first ones"
    (with-open [^java.lang.AutoCloseable i (wasm/load-wit "test/guests/values/values.wasm")]
      (is (re-matches #"#<instance of test/guests/values/values.wasm, live: .* and \d+ more>" (pr-str i)))
      (is (< (count (pr-str i)) 300)))))

(deftest objects-are-data-for-datafy-and-nav
  (with-open [^java.lang.AutoCloseable i (wasm/load-wit resize)
              ^java.lang.AutoCloseable m (wasm/load math)]
    (let [{:keys [source stats functions]} (datafy/datafy i)]
      (is (= resize source))
      (is (= 1 (:functions stats)))
      (is (= 2 (:width ((datafy/nav functions :resize-image (:resize-image functions)) dot 2 1)))))
    (is (= [:memory :cabi_realloc :mean :cabi_post_mean] (keys (:exports (datafy/datafy m)))))
    (is (= {:source resize, :bytes 7177} (select-keys (datafy/datafy (wasm/compile resize)) [:source :bytes])
           (select-keys (datafy/datafy (namespace-component)) [:source :bytes])))
    (is (= math (:source (datafy/datafy (wasm/compile math)))))))
