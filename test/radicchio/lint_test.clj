(ns radicchio.lint-test
  "No Clojure source has unused definitions, and the check finds them."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.lint :as lint])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(defn- sources []
  (for [root ["src/clj" "test" "bench" "build.clj"]
        ^File file (file-seq (io/file root))
        :when (str/ends-with? (.getName file) ".clj")]
    file))

(deftest no-source-has-unused-definitions
  (doseq [file (sources), :let [text (slurp file)]]
    (testing (str file)
      (is (empty? (lint/unused-of-ns text)))
      (is (empty? (lint/unused-private text))))))

(deftest unused-definitions-are-found
  (is (= ["File" "io" "join"]
         (lint/unused-of-ns "(ns a \"io/file\" (:require [clojure.java.io :as io] [clojure.string :as str :refer [join]])
                               (:import (java.io File) java.net.URL (java.util Map$Entry)))
                             ;; (io/file \"x\")
                             (defn f [^URL x] (str/trim \"(join io/file (File. x))\") ^Map$Entry x)")))
  (is (= [":refer :all of clojure.set"] (lint/unused-of-ns "(ns a (:require [clojure.set :refer :all]))")))
  (is (= [] (lint/unused-of-ns "(ns a (:require [b :as b] [c :as c])) ::b/x (#'c/f)")))
  (is (= ["g" "x"] (lint/unused-private "(ns a)\n(def ^:private x \"x\")\n(defn- f [] 1)\n(defn- g [] (f)) ; g"))))
