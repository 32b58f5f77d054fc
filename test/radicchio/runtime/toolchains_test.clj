(ns radicchio.runtime.toolchains-test
  "One world, `greeter`, as the toolchains of three languages build it: Rust's standard library, a JavaScript engine of
  12 MB, a Python interpreter of 18 MB in several modules that share memory and table. The large ones are built when they
  are missing, which needs their toolchains' package managers."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.aot :as aot]
            [radicchio.runtime.guests :refer [failure on-both-backends]]
            [radicchio.test-runner :refer [skip]]
            [radicchio.wasm :as wasm])
  (:import (java.io File IOException)
           (java.net URL URLClassLoader)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(def ^:private folder (io/file (or (System/getenv "RADICCHIO_GUESTS") "target/guests")))

(defn- runs? [& command]
  (try (zero? (:exit (apply shell/sh command)))
       (catch IOException _ false)))

(defn- built
  "The file of a guest, by the build script of its language where it is missing."
  ^File [language name]
  (let [file (io/file folder language (str name ".wasm"))]
    (when-not (.exists file)
      (let [{:keys [exit err]} (shell/sh "bash" (str "test/guests/" language "/build.sh"))]
        (when-not (zero? exit)
          (throw (ex-info (str "test/guests/" language "/build.sh failed: " err) {})))))
    file))

(def ^:private node?   (delay (and (runs? "node" "--version") (runs? "npm" "--version"))))
(def ^:private python? (delay (runs? "python3" "-c" "import ensurepip, venv")))

(defn- import-names [component]
  (map :name (wasm/imports component)))

(defn- interface
  "The id of the imported interface that begins so."
  [component prefix]
  (some #(when (str/starts-with? % prefix) (first (str/split % #"#"))) (import-names component)))

(defn- answers? [instance]
  (is (= "Hello, Ada!" (wasm/call instance :hello "Ada")))
  (is (= [{:name "a" :x 2.0 :y 4.5 :tags ["t" "ü"]}]
         (wasm/call instance :moved [{:name "a" :x 1 :y 4 :tags ["t" "ü"]}] 1 0.5)))
  (is (= [3 2 1] (vec (wasm/call instance :reversed (byte-array [1 2 3])))))
  (is (= [:ok 12] (wasm/attempt (wasm/fn instance :parsed) "12")))
  (is (= [:err "not an integer: x"] (wasm/attempt (wasm/fn instance :parsed) "x")))
  (is (= [1 2 3] (repeatedly 3 #(wasm/call instance :calls)))))

(defn- denied-then-granted
  "Without an option a call is denied, in words that name the option; with it everything answers."
  [component prefix function-name option]
  (let [id (interface component prefix)]
    (with-open [instance (wasm/instantiate component)]
      (let [{:keys [error import message]} (failure #(wasm/call instance :hello "Ada"))]
        (is (= [:denied (str id "#" function-name)] [error import]))
        (is (str/starts-with? message (str id "#" function-name " was called, but it is not granted; grant it with :wasi {"
                                           option " true}. All its imports need: :clock, :random")))))
    (with-open [instance (wasm/instantiate component {:wasi {option true}})]
      (answers? instance))))

(deftest a-component-built-from-rust-runs-without-grants
  (on-both-backends
    (fn [backend]
      (let [component (wasm/compile "test/guests/rust/greeter.wasm" {:backend backend})]
        (is (every? #(str/starts-with? % "wasi:") (import-names component)))
        (is (some? (interface component "wasi:cli/environment@")))
        (with-open [instance (wasm/instantiate component)]
          (answers? instance))))))

(deftest ^:slow a-component-built-from-javascript-runs-with-unused-imports
  (if @node?
    (doseq [[name imports?] {"pure" false, "clockless" true}]
      (testing name
        (let [component (wasm/compile (built "js" name) {:backend :interpreter})]
          (is (= imports? (some? (interface component "wasi:http/types@"))))
          (with-open [instance (wasm/instantiate component)]
            (answers? instance)))))
    (skip "node and npm are needed to build the guest")))

(deftest ^:slow a-component-built-from-javascript-is-denied-the-clock-until-granted
  (if @node?
    (denied-then-granted (wasm/compile (built "js" "wasi") {:backend :interpreter})
                         "wasi:clocks/monotonic-clock@" "now" :clock)
    (skip "node and npm are needed to build the guest")))

(deftest ^:slow a-component-built-from-python-is-denied-randomness-until-granted
  (if @python?
    (denied-then-granted (wasm/compile (built "python" "greeter") {:backend :interpreter})
                         "wasi:random/random@" "get-random-bytes" :random)
    (skip "python3 with venv is needed to build the guest")))

(deftest ^:slow a-large-component-is-compiled-once-and-runs-from-the-cache-and-from-classes
  (if @node?
    (let [file   (built "js" "pure")
          folder (.toFile (Files/createTempDirectory "radicchio-large" (make-array FileAttribute 0)))
          cache  (io/file folder "cache"), classes (io/file folder "classes")
          before (System/getProperty "radicchio.cache")
          thread (Thread/currentThread), loader (.getContextClassLoader thread)
          answer (fn [] (with-open [instance (wasm/load-wit file)]
                          (answers? instance)
                          (:interpreted (wasm/stats instance))))]
      (try
        (System/setProperty "radicchio.cache" (str cache))
        (let [interpreted (answer)]
          (is (= 0 interpreted) "its functions that no JVM method can hold are divided")
          (is (= 1 (count (.list cache))))
          (is (= interpreted (answer)) "from the cache")
          (is (= [interpreted] (map :interpreted (aot/compile! {:from (str file) :to (str classes)}))))
          (System/setProperty "radicchio.cache" "false")
          (with-open [found (URLClassLoader. (into-array URL [(.toURL (.toURI classes))]) loader)]
            (.setContextClassLoader thread found)
            (is (= interpreted (answer)) "from classes")))
        (finally
          (.setContextClassLoader thread loader)
          (if before (System/setProperty "radicchio.cache" before) (System/clearProperty "radicchio.cache"))
          (run! #(.delete ^File %) (reverse (file-seq folder))))))
    (skip "node and npm are needed to build the guest")))
