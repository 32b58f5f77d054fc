(ns radicchio.error.messages-test
  "Names, paths and values with control characters, or of excessive size, in messages, frames, printed objects and commands."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.engine.assemble :as assemble]
            [radicchio.gen :as gen]
            [radicchio.cli.words :as words]
            [radicchio.gen.golden-test :as golden]
            [radicchio.wasm :as wasm]
            [radicchio.wit.resolve :as resolve])
  (:import (radicchio.binary Binary)
           (radicchio.error ForeignText)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(def ^:private hostile "x\u001b[31m\r\n\u202ey\u2028\u0085\"\\")
(def ^:private endless (apply str hostile (repeat 90000 "x")))

(defn- as-it-should-be?
  "Tests whether a text has no control character, no line that began in foreign text, and a bound."
  [text]
  (let [text (str text)]
    (and (every? #(or (= 10 %) (ForeignText/hasShape %)) (iterator-seq (.iterator (.codePoints text))))
         (not (re-find #"\n(\\u202e|\u202e)" text))
         (< (count text) 20000))))

(defn- failure [f]
  (try (f) nil (catch Throwable t t)))

(defn- says? [kind f]
  (let [e (failure f)]
    (is (= kind (:radicchio/error (ex-data e))) (str e))
    (is (as-it-should-be? (ex-message e)))))

(defn- module
  "Makes a core module whose names are all `name`: an import, an export that traps, the module itself and its function. The
  engine accepts no separators in the last one."
  ^bytes [name]
  (let [text (assemble/text name)
        own  (assemble/text (str/replace name #"[\x{85}\u2028]" ""))]
    (assemble/module
     (assemble/section 1 [1 0x60 0 0])
     (assemble/section 2 [1] text text [0 0])
     (assemble/section 3 [1 0])
     (assemble/section 7 [1] text [0 1])
     (assemble/section 10 [1] (assemble/sized [0 0 0x0b]))
     (assemble/section 0 (assemble/text "name") [0] (assemble/sized own) [1] (assemble/sized (concat [1 1] own))))))

(deftest names-of-core-modules-are-shown-escaped
  (doseq [name [hostile endless], backend [:compiler :interpreter]]
    (testing (str (count name) " " backend)
      (let [compiled (wasm/compile (module name) {:backend backend, :cache false})]
        (is (as-it-should-be? (pr-str compiled)))
        (is (as-it-should-be? (str compiled)))
        (says? :unlinkable #(wasm/instantiate compiled))
        (says? :unlinkable #(wasm/instantiate compiled {:imports {name {name 3}}}))
        (says? :config #(wasm/instantiate compiled {:imports {name 3}}))
        (with-open [^java.lang.AutoCloseable instance (wasm/instantiate compiled {:missing :trap})]
          (is (as-it-should-be? (pr-str instance)))
          (says? :unlinkable #(wasm/fn instance (str name "?")))
          (says? :unlinkable #(wasm/fn instance name {:params [:i32]}))
          (let [f (wasm/fn instance name)
                e (failure f)]
            (is (as-it-should-be? (str f)))
            (is (= [:trap :unreachable] ((juxt :radicchio/error :trap) (ex-data e))))
            (is (seq (:frames (ex-data e))))
            (is (every? as-it-should-be? (:frames (ex-data e))))
            (is (as-it-should-be? (ex-message (failure #(f 1 2)))))))))))

(deftest names-of-invalid-modules-and-components-are-shown-escaped
  (doseq [name [hostile endless]
          :let [text (assemble/text name)]]
    (says? :invalid #(wasm/compile (assemble/module (assemble/section 1 [1 0x60 0 0]) (assemble/section 3 [1 0])
                                                    (assemble/section 7 [2] text [0 0] text [0 0])
                                                    (assemble/section 10 [1] (assemble/sized [0 0x0b])))))
    (let [component (byte-array (map unchecked-byte
                                     (concat [0 0x61 0x73 0x6d 0x0d 0 1 0]
                                             (assemble/section 7 [1 0x40 0 1 0])
                                             (assemble/section 10 [1 0] text [1 0]))))]
      (says? :invalid #(Validate/check (Binary/decode component)))
      (says? :invalid #(wasm/compile component)))))

(deftest paths-are-shown-escaped
  (let [path (str "no/such" hostile ".wasm")]
    (says? :config #(wasm/load path))
    (says? :config #(gen/inspect {:from path}))
    (says? :config #(gen/generate! {:from path :ns 'a.b}))
    (says? :config #(gen/generate! {:wit path :ns 'a.b}))
    (says? :config #(gen/check {:config path}))
    (says? :config #(wasm/run path))
    (says? :config #(wasm/load-wit path))))

(defn- nested [n] (reduce (fn [inner _] [inner]) [] (range n)))

(deftest values-of-options-are-shown-escaped
  (doseq [value [hostile endless (range) (nested 100000) (symbol hostile) (keyword hostile) (byte-array 1000000)
                 (map (fn [_] (throw (ex-info "looked at" {}))) (range))
                 (reify Object (toString [_] (throw (ex-info "printed" {}))))]
          f [#(wasm/compile (module "x") {:backend value})
             #(wasm/compile (module "x") {:cache value})
             #(wasm/compile (module "x") value)
             #(wasm/instantiate value)
             #(wasm/load (module "x") {:limits {:timeout-ms value}})
             #(wasm/load (module "x") {:missing value})
             #(wasm/load (module "x") {:imports value})
             #(wasm/exports value)
             #(gen/generate! {:from "x" :ns value})
             #(gen/generate! {:from "x" :ns 'a.b :results value})]]
    (says? :config f))
  (doseq [value [hostile endless (symbol hostile) (keyword hostile)]
          f [#(wasm/compile (module "x") {value 1})
             #(gen/generate! {:from "x" :ns 'a.b value 1})
             #(gen/generate! {:components {value {:from "x"}}})]]
    (says? :config f)))

(deftest wit-text-is-shown-escaped
  (let [folder (golden/temporary-folder "wit")]
    (doseq [text ["package a:b;\ninterface i { \u202ex: func(); }"
                  "package a:b;\ninterface i { \u001b[31mx: func(); }"
                  (str "package a:b;\ninterface i { /* a\rb */ x: " (apply str (repeat 100000 "x")) "; }")
                  (str "package a:b;\ninterface i { x: func(a: " (apply str (repeat 100000 "x")) "); }")
                  (str "package a:b;\ninterface i {" (str/join (repeat 1000 "x: func(a: nope); ")) "}")
                  "package a:b;\n/* a\rb */ nope \"\u2028\""]]
      (spit (io/file folder "a.wit") text)
      (let [e (failure #(resolve/load-wit (str folder "/a.wit") {}))]
        (is (#{:parse :resolve} (:radicchio/error (ex-data e))))
        (is (as-it-should-be? (ex-message e)) (pr-str (ex-message e)))
        (is (every? as-it-should-be? (map :message (:problems (ex-data e)))))))))

(deftest commands-show-escaped-text
  (let [folder (golden/temporary-folder "hostile")
        file (io/file folder "x.wasm")]
    (with-open [out (io/output-stream file)] (.write out (module (str/replace hostile #"[\x{85}\u2028]" ""))))
    (let [answer #(words/run (vec %) {})]
      (doseq [words [["inspect" (str file)] ["inspect" "--edn" (str file)] [hostile] ["gen" hostile] ["gen" (str "--" hostile)]
                     ["gen" "--from" (str file) "--ns" "a.b"] ["check" "--config" hostile] ["run" hostile] ["run" (str "--" hostile)]
                     ["run" (str file)] ["inspect" hostile] ["cache" hostile] ["compile" hostile]]
              :let [{:keys [text failure]} (answer words)]]
        (is (or (seq text) (seq failure)))
        (is (as-it-should-be? text) (pr-str words))
        (is (as-it-should-be? failure) (pr-str words)))
      (is (= (str/replace hostile #"[\x{85}\u2028]" "") (:id (first (:exports (gen/inspect {:from (str file)}))))) "data stays data"))))
