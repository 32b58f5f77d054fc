(ns radicchio.gen.docstrings-test
  "Docstrings say what a stream, a future or an error context is, and what to pass as one."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.gen.docs :as docs]))

(set! *warn-on-reflection* true)

(def ^:private definitions
  {'page '[:record page [:rows [:stream :u32]] [:next [:option [:future page-error]]]]
   'page-error '[:variant page-error [:broken :error-context]]})

(deftest a-function-of-a-component-says-what-comes-and-what-to-pass
  (is (= (str "input      stream<u8>\n"
              "returns    page {:rows stream<u32> :next option<future<page-error>>}\n"
              "\n"
              "page-error [:broken error-context]\n"
              "\n"
              "stream<u32> is reducible and Iterable, read once, to be closed.\n"
              "future<page-error> is a CompletableFuture, for deref.\n"
              "error-context is a Throwable.\n"
              "Pass an InputStream, a byte[], a ByteBuffer, integers or a radicchio.wasm/stream as stream<u8>.")
         (docs/docstring {:params [["input" [:stream :u8]]] :result 'page :definitions definitions}))))

(deftest a-function-of-the-host-says-what-comes-and-what-to-return
  (is (= (str "input   stream<u8>\n"
              "returns future\n"
              "\n"
              "stream<u8> is an InputStream, to be closed.\n"
              "Pass a CompletionStage, a promise, a delay or a future as future.")
         (docs/docstring {:params [["input" [:stream :u8]]] :result [:future] :definitions {} :host true}))))

(deftest other-docstrings-are-as-before
  (is (= "n       u32\nreturns string"
         (docs/docstring {:params [["n" :u32]] :result :string :definitions {}}))))
