(ns radicchio.gen.config-test
  "Valid and invalid contents of wit.edn and options, and the messages for invalid ones."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.gen.config :as config]
            [radicchio.gen.golden-test :as golden])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- refusal
  "Returns the message of the exception, kind :config, that reading the options throws."
  [options]
  (try
    (config/read-config options)
    nil
    (catch RadicchioException e
      (is (= :config (:radicchio/error (ex-data e))))
      (ex-message e))))

(defn- refused-file
  "Returns the message for a wit.edn with this text, with the file called FILE."
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
    (is (re-find #"wit.edn includes itself, through .*sub/wit.edn; remove one :include"
                 (refusal {:config (str (io/file folder "wit.edn"))})))))

(deftest errors-in-wit-edn-are-reported-with-a-sentence
  (are [text message] (= message (refused-file text))
    "{:component {}}" "FILE: unknown key :component; did you mean :components?"
    "{:something 1}"
    "FILE: unknown key :something; the keys are :classes :components :include :java-out :out :resources :templates"
    "{}" "FILE has no :components; expected a file such as {:components {acme.img {:from \"resources/acme/resize.wasm\"}}}"
    "[]" "FILE must be a map, got []"
    "" "FILE must be a map, got nil"
    "{:components" "FILE cannot be read as EDN: EOF while reading"
    "{} }" "FILE cannot be read as EDN: Unmatched delimiter: }"
    "{:components {}} {}" "FILE cannot be read as EDN: expected one form, got more"
    (apply str (repeat 100000 "[")) "FILE cannot be read as EDN: its forms are nested too deeply"
    "{:out \"a\u0000b\" :components {}}" "FILE: :out must be a path, a string, got \"a\\u0000b\""
    "{:out 1 :components {}}" "FILE: :out must be a path, a string, got 1"
    "{:resources \"r\" :components {}}" "FILE: :resources must be a vector of paths, strings, got \"r\""
    "{:components {\"a\" {}}}" "FILE: \"a\" is not a namespace; write a symbol such as acme.img"
    "{:components {a/b {}}}" "FILE: a/b is not a namespace; write a symbol such as acme.img"
    "{:components {a.b {}}}" "FILE: a.b has neither :from, a component, nor :wit, a WIT text; add one"
    "{:components {a.b \"x\"}}" "FILE: a.b must be a map, got \"x\""
    "{:components {a.b {:form \"x\"}}}" "FILE: a.b: unknown key :form; did you mean :from?"
    "{:components {a.b {:from x}}}" "FILE: a.b: :from must be a path, a string, got x"
    "{:components {a.b {:from \"x\" :split false}}}"
    (str "FILE: a.b: :split must be true, or a map from ids of interfaces, strings, to namespaces, symbols, got false")
    "{:components {a.b {:from \"x\" :rename {a b}}}}"
    "FILE: a.b: :rename must be a map from export ids, strings, to names, symbols, got {a b}"
    "{:components {a.b {:from \"x\" :results :values}}}"
    "FILE: a.b: :results must be :value; omit it for functions that throw, got :values"
    "{:components {a.b {:from \"x\" :load true}}}"
    "FILE: a.b: :load must be :file; omit it for a component on the class path, got true"
    "{:components {a.b {:from \"x\" :instance {:imports {}}}}}"
    (str "FILE: a.b: :instance must be a map of :wasi and :limits, maps of data, and :renew and :cache, true or false,"
         " got {:imports {}}")
    "{:components {a.b {:from \"x\" :instance {:limits {:timeout 3}}}}}"
    (str "FILE: a.b: :instance: :limits: unknown :timeout; expected one of :handles, :header-bytes, :lifted-bytes, :lowered-bytes,"
         " :memory-pages, :open-files, :random-bytes, :table-elements, :tasks, :timeout-ms, :total-memory")
    "{:components {a.b {:from \"x\" :instance {:limits {:timeout-ms 0}}}}}"
    "FILE: a.b: :instance: :limits :timeout-ms: expected an integer from 1 to 9223372036854775807, got 0"
    "{:components {a.b {:from \"x\" :instance {:limits {:handles \"9\"}}}}}"
    "FILE: a.b: :instance: :limits :handles: expected an integer from 1 to 2147483647, got \"9\""
    "{:components {a.b {:from \"x\" :instance {:wasi {:dir {\"/\" \"x\"}}}}}}"
    (str "FILE: a.b: :instance: :wasi: unknown :dir; expected one of :args, :clock, :cwd, :dirs, :env, :err, :http, :in,"
         " :network, :out, :program, :random")
    "{:components {a.b {:from \"x\" :instance {:wasi {:dirs {\"/\" {:path \"x\" :readonly true}}}}}}}"
    "FILE: a.b: :instance: :wasi :dirs: unknown :readonly; expected one of :path, :read-only"
    "{:components {a.b {:from \"x\" :instance {:wasi {:network {:bind [\"*:80\"]}}}}}}"
    "FILE: a.b: :instance: :wasi :network: unknown :bind; expected one of :connect, :listen"
    "{:components {a.b {:from \"x\" :instance {:limits 3}}}}"
    (str "FILE: a.b: :instance must be a map of :wasi and :limits, maps of data, and :renew and :cache, true or false,"
         " got {:limits 3}")
    "{:components {a.b {:wit \"x\" :split true}}}"
    "FILE: a.b: :split configures the calls of a component, but :from is missing; add :from or remove :split"))

(deftest errors-in-options-are-reported-with-a-sentence
  (are [options message] (= message (refusal options))
    {:config "no/wit.edn"}
    (str "no/wit.edn does not exist; write one, such as {:components {acme.img {:from"
         " \"resources/acme/resize.wasm\"}}}, or pass :from and :ns")
    {:from "x.wasm"} "options: :ns is missing; pass the namespace to write, such as acme.img"
    {:config "test"} "test is a folder; expected a file such as {:components {acme.img {:from \"resources/acme/resize.wasm\"}}}"
    {:from "x.wasm" :ns (symbol "nil")} "options: :ns must be a namespace, a symbol such as acme.img, got nil"
    {:ns 'a.b} "options: :ns has no effect alone; pass :from, a component, or :wit, and :ns"
    {:from "x.wasm" :ns "a.b"} "options: :ns must be a namespace, a symbol such as acme.img, got \"a.b\""
    {:from "x.wasm" :ns 'a.b :config "wit.edn"}
    "options: :config names a wit.edn, but :from or :wit names one component; pass only one of them"
    {:from "x.wasm" :ns 'a.b :wold "w"} "options: unknown key :wold; did you mean :world?"))

(deftest options-can-be-the-contents-of-wit-edn
  (testing "relative to :root"
    (let [[config] (config/read-config '{:root "sub" :components {a.b {:from "x.wasm"}}})]
      (is (= "sub/x.wasm" (str (config/resolve-path config "x.wasm"))))
      (is (not (:partial config)))))
  (testing "for one component"
    (let [[config] (config/read-config '{:from "x.wasm" :ns a.b :out "gen"})]
      (is (= "gen" (:out config)))
      (is (:partial config) "so that what else lies in :out is nobody's orphan"))))
