(ns radicchio.wasi.program-test
  "Components that are programs."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.guest :refer [failure on-both-backends]]
            [radicchio.wasm :as wasm])
  (:import (java.io StringWriter)))

(set! *warn-on-reflection* true)

(def ^:private program "test/guests/wasi/program.wasm")

(def ^:private program-p3
  "One that also exports a run of 0.2, which traps."
  "test/guests/wasi/program-p3.wasm")

(deftest a-program-ends-with-its-code-and-what-it-wrote
  (on-both-backends
   (fn [backend]
     (doseq [program     [program program-p3]
             [args exit] {[] 0, ["a"] 1, ["a" "b"] 7}]
       (is (= {:exit exit :out (str (inc (count args))) :err "err"}
              (wasm/run program {:backend backend :args args})))))))

(deftest grants-are-accepted-at-the-top-or-under-wasi
  (is (= {:exit 1 :out "2" :err "err"} (wasm/run program {:wasi {:args ["a"]}})))
  (is (= {:exit 1 :out "2" :err "err"} (wasm/run program {:wasi {:args ["a"]} :env {"A" "1"}})))
  (is (= {:error :config :message "wasm/run: :args is given at the top and under :wasi; give it once"}
         (failure #(wasm/run program {:args [] :wasi {:args []}})))))

(deftest output-to-a-given-stream-is-not-returned
  (let [out (StringWriter.)]
    (is (= {:exit 0 :err "err"} (wasm/run program {:out out})))
    (is (= "1" (str out))))
  (is (= [49] (seq (:out (wasm/run program {:out-enc :bytes})))))
  (is (= [:limit :output-bytes] ((juxt :error :limit) (failure #(wasm/run program {:limits {:output-bytes 0}}))))))

(deftest a-trap-is-a-trap
  (doseq [program [program program-p3]]
    (is (= [:trap "err"] ((juxt :error :stderr) (failure #(wasm/run program {:args ["a" "b" "c"]})))))))

(deftest a-component-that-is-not-a-program-is-refused
  (is (= {:error :unlinkable
          :message (str "test/guests/wasi/passing.wasm is not a program: it does not export wasi:cli/run of WASI 0.2 or 0.3;"
                        " wasm/load-wit loads any component")}
         (failure #(wasm/run "test/guests/wasi/passing.wasm"))))
  (testing "an unknown option is refused"
    (is (= :config (:error (failure #(wasm/run program {:dead-after-trap true})))))
    (is (= :config (:error (failure #(wasm/run program {:results :value :argz []})))))))
