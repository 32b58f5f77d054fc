(ns radicchio.gen.config-test
  "What wit.edn and options may say, and what is said of what they may not."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.gen.config :as config]
            [radicchio.gen.golden-test :as golden])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- refusal
  "The message of the exception, kind :config, that reading the options throws."
  [options]
  (try
    (config/read-config options)
    nil
    (catch RadicchioException e
      (is (= :config (:radicchio/error (ex-data e))))
      (ex-message e))))

(defn- refused-file
  "The message for a wit.edn with this text, the file called FILE."
  [text]
  (let [folder (golden/temporary-folder "config")
        file (io/file folder "wit.edn")]
    (spit file text)
    (some-> (refusal {:config (str file)})
            (str/replace (str file) "FILE"))))

(deftest wit-edn-is-read-with-its-defaults
  (let [folder (golden/temporary-folder "config")]
    (spit (io/file folder "wit.edn")
          "{:components {b.c {:wit \"w\" :world \"x\"} a.b {:from \"resources/a.wasm\" :rename {\"x:y/z#f\" g!}}}}")
    (let [[config & more] (config/read-config {:config (str (io/file folder "wit.edn"))})]
      (is (nil? more))
      (is (= {:out "src" :resources ["resources"] :templates nil} (select-keys config [:out :resources :templates])))
      (is (= '[a.b b.c] (map :ns (:components config))) "sorted")
      (is (= (.toPath folder) (:root config)))
      (is (= '{:from "resources/a.wasm" :rename {"x:y/z#f" g!} :ns a.b}
             (dissoc (first (:components config)) :where))))))

(deftest included-files-are-relative-to-themselves
  (let [folder (golden/temporary-folder "config")]
    (.mkdirs (io/file folder "sub"))
    (spit (io/file folder "wit.edn") "{:include [\"sub/wit.edn\"]}")
    (spit (io/file folder "sub/wit.edn") "{:components {a.b {:from \"resources/a.wasm\"}}}")
    (is (= [(.toPath folder) (.toPath (io/file folder "sub"))]
           (map :root (config/read-config {:config (str (io/file folder "wit.edn"))}))))
    (spit (io/file folder "sub/wit.edn") "{:include [\"../wit.edn\"]}")
    (is (re-find #"wit.edn includes itself, by way of .*sub/wit.edn; take one :include away"
                 (refusal {:config (str (io/file folder "wit.edn"))})))))

(deftest what-wit-edn-gets-wrong-is-said-in-a-sentence
  (are [text message] (= message (refused-file text))
    "{:component {}}" "FILE: there is no key :component; did you mean :components?"
    "{:something 1}"
    "FILE: there is no key :something; the keys are :classes :components :include :out :resources :templates"
    "{}" "FILE has no :components; it should look like {:components {acme.img {:from \"resources/acme/resize.wasm\"}}}"
    "[]" "FILE must be a map; it is []"
    "" "FILE must be a map; it is nil"
    "{:components" "FILE cannot be read as EDN: EOF while reading"
    "{} }" "FILE cannot be read as EDN: Unmatched delimiter: }"
    "{:components {}} {}" "FILE cannot be read as EDN: something stands behind its first form"
    (apply str (repeat 100000 "[")) "FILE cannot be read as EDN: its forms are nested too deeply"
    "{:out \"a\u0000b\" :components {}}" "FILE: :out must be a path, a string; it is \"a\\u0000b\""
    "{:out 1 :components {}}" "FILE: :out must be a path, a string; it is 1"
    "{:resources \"r\" :components {}}" "FILE: :resources must be a vector of paths, strings; it is \"r\""
    "{:components {\"a\" {}}}" "FILE: \"a\" cannot name a namespace; write a symbol such as acme.img"
    "{:components {a/b {}}}" "FILE: a/b cannot name a namespace; write a symbol such as acme.img"
    "{:components {a.b {}}}" "FILE: a.b has neither :from, a component, nor :wit, a WIT text; give one"
    "{:components {a.b \"x\"}}" "FILE: a.b must be a map; it is \"x\""
    "{:components {a.b {:form \"x\"}}}" "FILE: a.b: there is no key :form; did you mean :from?"
    "{:components {a.b {:from x}}}" "FILE: a.b: :from must be a path, a string; it is x"
    "{:components {a.b {:from \"x\" :split false}}}"
    (str "FILE: a.b: :split must be true, or a map from ids of interfaces, strings, to namespaces, symbols; it is"
         " false")
    "{:components {a.b {:from \"x\" :rename {a b}}}}"
    "FILE: a.b: :rename must be a map from export ids, strings, to names, symbols; it is {a b}"
    "{:components {a.b {:from \"x\" :results :values}}}"
    "FILE: a.b: :results must be :value; leave it out for functions that throw; it is :values"
    "{:components {a.b {:from \"x\" :load true}}}"
    "FILE: a.b: :load must be :file; leave it out for a component on the class path; it is true"
    "{:components {a.b {:from \"x\" :instance {:imports {}}}}}"
    (str "FILE: a.b: :instance must be a map of :wasi and :limits, maps of data, and :renew and :cache, true or false; it is"
         " {:imports {}}")
    "{:components {a.b {:from \"x\" :instance {:limits 3}}}}"
    (str "FILE: a.b: :instance must be a map of :wasi and :limits, maps of data, and :renew and :cache, true or false; it is"
         " {:limits 3}")
    "{:components {a.b {:wit \"x\" :split true}}}"
    "FILE: a.b: :split says how a component is called, and there is none; add :from or take :split away"))

(deftest what-options-get-wrong-is-said-in-a-sentence
  (are [options message] (= message (refusal options))
    {:config "no/wit.edn"}
    (str "there is no no/wit.edn; write one, such as {:components {acme.img {:from \"resources/acme/resize.wasm\"}}},"
         " or give :from and :ns")
    {:from "x.wasm"} "options: :ns is missing, the namespace to write, such as acme.img"
    {:config "test"} "test is a folder, and a file such as {:components {acme.img {:from \"resources/acme/resize.wasm\"}}} was expected"
    {:from "x.wasm" :ns (symbol "nil")} "options: :ns must be a namespace, a symbol such as acme.img; it is nil"
    {:ns 'a.b} "options: :ns is of no use alone; give :from, a component, or :wit, and :ns"
    {:from "x.wasm" :ns "a.b"} "options: :ns must be a namespace, a symbol such as acme.img; it is \"a.b\""
    {:from "x.wasm" :ns 'a.b :config "wit.edn"}
    "options: :config names a wit.edn and :from or :wit one component; give one of them"
    {:from "x.wasm" :ns 'a.b :wold "w"} "options: there is no key :wold; did you mean :world?"))

(deftest options-can-be-what-wit-edn-says
  (testing "and are relative to :root"
    (let [[config] (config/read-config '{:root "sub" :components {a.b {:from "x.wasm"}}})]
      (is (= "sub/x.wasm" (str (config/resolve-path config "x.wasm"))))
      (is (not (:partial config)))))
  (testing "or one component"
    (let [[config] (config/read-config '{:from "x.wasm" :ns a.b :out "gen"})]
      (is (= "gen" (:out config)))
      (is (:partial config) "so that what else lies in :out is nobody's orphan"))))
