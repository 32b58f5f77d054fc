(ns radicchio.wasi.imports-test
  "Functions of the user for wasi:*, in place of what is granted."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.guest :refer [call failure guest on-both-backends]]
            [radicchio.wasm.component :as wasm])
  (:import (java.util Random)))

(set! *warn-on-reflection* true)

(deftest imports-win-over-grants-function-by-function
  (on-both-backends
   (fn [backend]
     (with-open [i (guest backend {:imports {"wasi:random/random@0.2.0" {"get-random-u64" (constantly 4)}}
                                   :wasi    {:random (Random. 1)}})]
       (is (= 4 (call i :get-random-u64)))
       (is (= 3 (count (call i :get-random-bytes 3))))
       (is (= {"wasi:random/random@0.2.12" "wasi:random/random@0.2.0"} (:satisfied (wasm/stats i))))))))

(deftest a-key-without-a-version-is-any-version
  (with-open [i (guest {:imports {"wasi:random/random" {"get-random-u64" (constantly 4)}}})]
    (is (= 4 (call i :get-random-u64))))
  (testing "but not together with a matching one"
    (is (= "unknown names in :imports:\n  wasi:random/random"
           (:message (failure #(guest {:imports {"wasi:random/random"       {"get-random-u64" (constantly 4)}
                                                 "wasi:random/random@0.2.0" {"get-random-u64" (constantly 5)}}})))))))

(deftest unimported-names-are-refused-with-a-suggestion
  (is (= {:error :unlinkable
          :message (str "unknown names in :imports:\n"
                        "  wasi:cli/stdn@0.2.0; did you mean wasi:cli/stdin@0.2.12?\n"
                        "  wasi:io/poll@0.2.0#pol; did you mean poll?\n"
                        "  wasi:random/random@0.3.0; did you mean wasi:random/random@0.2.12?")}
         (failure #(guest {:imports {"wasi:cli/stdn@0.2.0"      {"get-stdin" (fn [])}
                                     "wasi:io/poll@0.2.0"       {"pol" (fn [_])}
                                     "wasi:random/random@0.3.0" {"get-random-u64" (fn [])}}}))))
  (testing "a drop is also a name"
    (let [dropped (atom [])]
      (with-open [i (guest {:imports {"wasi:io/poll@0.2.0" {"[resource-drop]pollable" #(swap! dropped conj %)}}
                            :wasi    {:clock true}})]
        (call i :drop-pollable (call i :subscribe-duration 0))
        (is (= 1 (count @dropped)))))))

(deftest resources-without-a-java-type-are-opaque-handles
  (let [seen (atom [])]
    (with-open [i (guest {:imports {"wasi:filesystem/types@0.2.0"
                                    {"[method]descriptor.get-type" (fn [d] (swap! seen conj d) :fifo)}}
                          :wasi    {:dirs {"/" "."}}})]
      (let [d (ffirst (call i :get-directories))]
        (is (= :fifo (call i :descriptor-get-type d)))
        (is (= "descriptor handle of the host, was lent for a call that has returned"
               (re-find #".*returned" (str (first @seen)))))))))
