(ns radicchio.bench.resize
  "Scales a photograph of 4000 × 3000 pixels to 800 × 600: with the example's component through its generated namespace, with the
  same algorithm in Java, and with the interpreter."
  (:require [acme.img :as img]
            [radicchio.bench.measure :as measure])
  (:import (java.util Random)
           (radicchio.bench Resize)))

(set! *warn-on-reflection* true)

(def ^:private picture
  (delay (let [pixels (byte-array (* 4 4000 3000))]
           (.nextBytes (Random. 1) pixels)
           {:width 4000 :height 3000 :pixels pixels})))

(defn- same! [a b]
  (when-not (java.util.Arrays/equals ^bytes a ^bytes b)
    (throw (ex-info "the guest and the Java version return different pictures" {}))))

(defn run []
  (let [image  @picture
        pixels ^bytes (:pixels image)]
    (same! (:pixels (img/resize-image image 800 600)) (Resize/resize pixels 4000 3000 800 600))
    (measure/report
     "resize-image, 4000 × 3000 → 800 × 600"
     [:java :component]
     (measure/compare-all {:java      (measure/operations (Resize/resize pixels 4000 3000 800 600))
                           :component (measure/operations (img/resize-image image 800 600))}
                          {:operations 5}))
    (with-open [interpreted (img/instantiate {:backend :interpreter})]
      (let [small {:width 400 :height 300 :pixels (byte-array (* 4 400 300))}]
        (measure/report
         "resize-image, 400 × 300 → 80 × 60"
         [:compiler :interpreter]
         (measure/compare-all {:compiler    (measure/operations (img/resize-image small 80 60))
                               :interpreter (measure/operations (img/resize-image interpreted small 80 60))}
                              {:operations 3, :warm-up 3, :rounds 5}))))))
