(ns radicchio.cli.call-test
  "`wit call`: arguments and results as EDN."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.cli.commands :as commands]
            [radicchio.cli.words :as words]
            [radicchio.gen.golden-test :as golden])
  (:import (java.net InetAddress ServerSocket)
           (java.nio.file Files)))

(set! *warn-on-reflection* true)

(def ^:private echo "test/guests/values/values.wasm")
(def ^:private resize "wit-examples/resize/resources/acme/resize.wasm")
(def ^:private counter "wit-examples/counter/resources/acme/counter.wasm")

(defn- call [& words]
  (words/run (cons "call" words) {}))

(deftest a-result-is-printed-as-the-argument-that-it-was
  (are [function value] (= {:text value} (call echo function value))
    "echo-bool"    "true"
    "echo-s8"      "-128"
    "echo-u64"     "18446744073709551615N"
    "echo-f64"     "##NaN"
    "echo-f64"     "##-Inf"
    "echo-f32"     "-0.5"
    "echo-char"    "\"ü\""
    "echo-string"  "\"a\\\"b\\\\c\\nd\""
    "echo-u8s"     "[0 127 128 255]"
    "echo-s8s"     "[-128 -1 0 127]"
    "echo-u8s"     "[]"
    "echo-u16s"    "[0 65535]"
    "echo-f64s"    "[1.5 -2.0]"
    "echo-strings" "[\"\" \"x\"]"
    "echo-people"  "[{:name \"A\", :age nil, :homes []} {:name \"B\", :age 3, :homes [{:x 1.0, :y -2.5}]}]"
    "echo-shapes"  "[[:nothing] [:circle 1.5] [:serial 7] [:label \"l\"] [:corner {:x 0.0, :y 1.0}]]"
    "echo-deep"    "[nil [\"x\" [[[:label \"y\"] [:nothing]] []]]]"
    "echo-map"     "{\"a\" 1}"
    "echo-tuple"   "[1 \"x\" 2.5]"
    "echo-colour"  ":green"
    "echo-three"   "#{:write}"))

(deftest arguments-and-options-may-be-in-any-order
  (is (= {:text "-3"} (call echo "echo-s64" "-3") (call echo "echo-s64" "--" "-3") (call "--timeout" "60000" echo "echo-s64" "-3")
         (call echo "test:values/echo@1.0.0#echo-s64" "-3" "--timeout" "60000"))))

(deftest control-characters-are-escaped-and-can-be-read-again
  (let [{:keys [text]} (call echo "echo-string" "\"\\u001b[31m\"")]
    (is (= "\"\\u001b[31m\"" text))
    (is (= "\u001b[31m" (edn/read-string text)))))

(deftest the-ok-of-a-result-is-printed-and-an-err-is-a-failure
  (let [{:keys [text]} (call resize "resize-image" "{:width 1 :height 1 :pixels [1 2 3 255]}" "2" "1")]
    (is (= {:width 2 :height 1 :pixels [1 2 3 255 1 2 3 255]} (edn/read-string text))))
  (let [{:keys [text failure exit]} (call resize "resize-image" "{:width 1 :height 1 :pixels [1 2 3 255]}" "0" "1")]
    (is (= ["" nil] [text exit]))
    (is (str/includes? failure ":empty-target") failure)))

(deftest handles-are-tagged
  (let [text (:text (call counter "->counter" "40"))]
    (is (re-find #"^#handle \"counter handle" text) text)
    (is (= 'handle (:tag (edn/read-string {:default tagged-literal} text))))))

(deftest a-function-without-a-result-prints-nothing
  (is (= {} (commands/answer :call {:from echo :function :nothing}))))

(deftest a-core-module-s-functions-are-called-too
  (is (= {:text "64"} (call "test/guests/modules/math.wasm" "cabi_realloc" "0" "0" "4" "8"))))

(deftest bytes-and-strings-go-to-a-file
  (let [folder (golden/temporary-folder "call")
        file   (io/file folder "out")]
    (is (= {:text (str file ": 3 bytes written")} (call echo "echo-u8s" "[1 2 255]" "--out" (str file))))
    (is (= [1 2 -1] (vec (Files/readAllBytes (.toPath file)))))
    (is (= {:text (str file ": 2 bytes written")} (call "--out" (str file) echo "echo-string" "\"ü\"")))
    (is (= "ü" (slurp file)))
    (is (= {:text "" :failure "call: expected a result of bytes or a string for :out, got 3"}
           (call echo "echo-u8" "3" "--out" (str file))))
    (testing "a file that cannot be written"
      (is (str/starts-with? (:failure (call echo "echo-string" "\"x\"" "--out" (str (io/file folder "no" "out"))))
                            (str "call: cannot write " folder "/no/out"))))))

(deftest functions-that-cannot-be-called-are-refused-with-a-sentence
  (is (str/starts-with? (:failure (call echo "ech" "1")) "missing export: the component does not export a function ech; it exports echo-bool"))
  (is (str/includes? (:failure (call echo "echo-u8" "256")) "256"))
  (is (str/includes? (:failure (call echo "echo-u8")) "echo-u8 takes 1"))
  (is (= {:text "" :failure "Cannot read no.wasm: no such file"} (call "no.wasm" "f")))
  (is (= {:text "" :failure "call: :function is missing; pass the name of a function"} (commands/answer :call {:from echo}))))

(deftest sockets-connect-to-the-granted-addresses
  (with-open [listening (ServerSocket. 0 50 (InetAddress/getByName "127.0.0.1"))]
    (let [sockets "test/guests/sockets/sockets.wasm"
          there   (str "127.0.0.1:" (.getLocalPort listening))
          connect #(apply call sockets "run" (pr-str "start-connect") (pr-str [there]) %)]
      (is (str/includes? (:failure (connect [])) "access-denied"))
      (is (str/includes? (:failure (connect ["--connect" "127.0.0.2:*" "--listen" there])) "access-denied"))
      (testing "the guest keeps the streams of a connection that was made"
        (is (= "cannot drop tcp-socket: 2 children of it must be dropped first" (:failure (connect ["--connect" there]))))))))
