(ns ^:slow radicchio.installed-program-test
  "`clj -T:build cli` makes the program `wit`, which works from any place, with an archive of classes in the user's cache."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.gen.golden-test :as golden])
  (:import (java.io File)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(def ^:private version "0.1.0-installed")

(defn- delete-tree! [^File file]
  (run! delete-tree! (.listFiles file))
  (io/delete-file file true))

(deftest the-program-runs-through-a-link-and-keeps-an-archive-of-classes
  (let [built  (io/file "target" (str "wit-" version))
        home   (golden/temporary-folder "installed")
        cache  (io/file home "cache" "radicchio")
        link   (.toPath (io/file home "wit"))
        wit    (fn [& words] (apply shell/sh (concat ["bash" (str link)] words
                                                     [:dir home
                                                      :env (assoc (into {} (System/getenv)) "XDG_CACHE_HOME" (str (io/file home "cache")))])))
        output (fn [result] (update (select-keys result [:exit :out]) :out str/trim))]
    (try
      (let [{:keys [exit out err]} (shell/sh "bin/clojure" "-T:build" "cli" ":version" (pr-str version))]
        (is (zero? exit) (str out err)))
      (Files/createSymbolicLink link (.toPath (.getCanonicalFile (io/file built "bin" "wit"))) (make-array FileAttribute 0))
      (io/copy (io/file "test/golden/plain/plain.wasm") (io/file home "plain.wasm"))
      (spit (io/file home "a.wit") "interface i {}")
      (is (= {:exit 0, :out (str "Radicchio " version)} (output (wit "version"))))
      (let [archives (filter #(str/ends-with? (str %) ".jsa") (.listFiles cache))]
        (is (= 1 (count archives)))
        (is (every? #(pos? (.length ^File %)) archives)))
      (is (= {:exit 0, :out "a.wit: formatted"} (output (wit "fmt" "a.wit"))))
      (is (str/includes? (:out (wit "inspect" "plain.wasm")) "run: func() -> string"))
      (is (= {:exit 2, :out ""} (output (wit "inspct"))))
      (is (= 1 (count (filter #(str/ends-with? (str %) ".jsa") (.listFiles cache)))) "the archive is used again")
      (finally
        (delete-tree! built)))))
