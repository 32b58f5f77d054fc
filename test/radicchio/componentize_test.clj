(ns radicchio.componentize-test
  "Core modules with their world, and the components made of them."
  (:require [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.componentize :as componentize]
            [radicchio.extract :as extract]
            [radicchio.gen :as gen]
            [radicchio.runtime.guests :as guests]
            [radicchio.runtime.host-test]
            [radicchio.runtime.resources-test]
            [radicchio.runtime.values-test]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.source :as source]
            [radicchio.wit :as wit]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.resolve :as resolve])
  (:import (java.io ByteArrayOutputStream)
           (radicchio.binary Binary)
           (radicchio.component Bytes CustomSection)
           (radicchio.error RadicchioException)
           (radicchio.runtime CompiledComponent)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn- file ^bytes [path] (source/read-bytes (str "test/guests/" path)))

(defn- module ^bytes [name] (file (str "modules/" name ".wasm")))

(defn- text-wit [name] (resolve/load-wit (str "test/guests/modules/" name ".wit") {}))

;; Modules of test/guests, with the names of most toolchains: strings, lists, imports, resources

(deftest a-module-becomes-the-component-that-wasm-tools-makes
  (doseq [name ["values" "calls" "resources"]]
    (testing name
      (is (= (extract/wit (Validate/check (Binary/decode (file (str name "/" name ".wasm")))))
             (extract/wit (componentize/component (module name) {})))))))

(def ^:private compiled
  (memoize (fn [name backend] (component/compile (module name) {:backend backend}))))

(deftest a-module-behaves-like-its-component
  (with-redefs [guests/guest (fn ^CompiledComponent [name backend]
                               (if (#{"values" "calls" "resources"} name)
                                 (compiled name backend)
                                 (component/compile (file (str name "/" name ".wasm")) {:backend backend})))]
    (doseq [namespace '[radicchio.runtime.values-test radicchio.runtime.host-test radicchio.runtime.resources-test]
            [name test] (sort-by key (ns-interns namespace))
            :when (and (:test (meta test)) (not (:slow (meta test))))]
      (testing name (test)))))

;; A module with the names of cm32p2, and its WIT beside it

(defn- shop ^java.lang.AutoCloseable [options]
  (wasm/load-wit (module "shop")
                 (merge {:wit-data (text-wit "shop")
                         :imports {"local:shop/prices@1.2.0" {"price" count
                                                              "[method]till.add" (fn [till n] (swap! till + n))}
                                   "greet" #(str "Hello, " %)}}
                        options)))

(deftest names-of-the-build-target-cm32p2-are-accepted
  (guests/on-both-backends
   (fn [backend]
     (with-open [shop (shop {:backend backend})]
       (is (= "Hello, initializer" ((:first-greeting shop))) "its initializer can call the host")
       (is (= "Hello, wørld" ((:hello shop) "wørld")))
       (is (= ["euro" "krone"] (map (:label shop) [:euro :krone])))
       (let [till (atom 0)
             basket ((:->basket shop))]
         (is (= 3 ((:basket-put shop) basket "tea")))
         (is (= 9 ((:basket-put shop) basket "coffee")))
         ((:basket-pay shop) basket (wasm/resource till))
         (is (= 9 @till)))
       (with-open [^java.lang.AutoCloseable _ ((:->basket shop))])
       (is (= [2 1] ((:figures shop))) "destructors and post-return functions are called")))))

(deftest only-imports-of-the-module-are-imported
  (is (= ["greet" "local:shop/prices@1.2.0#[method]till.add" "local:shop/prices@1.2.0#price"]
         (sort (map :name (wasm/imports (shop {:missing :trap})))))
      "the world has a constructor of tills too"))

(deftest missing-imports-are-named
  (is (= (str "3 unsatisfied imports:\n"
              "  local:shop/prices@1.2.0#price: func(of: string) -> u32\n"
              "  local:shop/prices@1.2.0#[method]till.add: func(self: borrow<till>, amount: u32)\n"
              "  greet: func(name: string) -> string\n"
              "Pass functions in :imports, {\"interface\" {\"function\" f}} or {\"function\" f}; with {:missing :trap} they"
              " trap when they are called.")
         (:message (guests/failure #(shop {:imports {}}))))))

;; The module's own section

(deftest strings-have-the-encoding-of-the-section
  (guests/on-both-backends
   (fn [backend]
     (with-open [wide (wasm/load-wit (module "wide") {:backend backend})]
       (is (= "håβ😀" ((:echo wide) "håβ😀")))
       (is (= 5 ((:units wide) "håβ😀")) "UTF-16 code units")))))

(deftest the-world-of-the-section-precedes-a-given-one
  (with-open [wide (wasm/load-wit (module "wide") {:wit-data (text-wit "shop")})]
    (is (= "x" ((:echo wide) "x")))))

(defn- with-section
  "Appends a custom section of another module to a module."
  ^bytes [^bytes module ^bytes other]
  (let [[^CustomSection section] (Binary/coreCustomSections (Bytes/of other) "component-type")
        content (.copy (.data section))
        name (.getBytes "component-type:second")
        size (+ 1 (alength name) (alength content))
        out (doto (ByteArrayOutputStream.) (.write module))]
    (doto out
      (.write 0)
      (.write (bit-or 128 (bit-and 127 size)))
      (.write (bit-or 128 (bit-and 127 (bit-shift-right size 7))))
      (.write (bit-shift-right size 14))
      (.write (alength name))
      (.write name)
      (.write content))
    (.toByteArray out)))

(deftest worlds-of-several-sections-are-merged
  (let [data (extract/core-module-wit (with-section (module "resources") (module "wide")))
        world (wit/world data)]
    (is (= "test:resources/resources@1.0.0" (wit/item-name world)))
    (is (= ["test:resources/host@1.0.0"] (map wit/item-name (wit/imports world))))
    (is (= ["test:resources/boxes@1.0.0" "test:resources/more-boxes@1.0.0" "echo" "units"]
           (map wit/item-name (wit/exports world))))
    (is (= (extract/core-module-wit (module "calls"))
           (extract/core-module-wit (with-section (module "calls") (module "calls"))))
        "the same twice is the same")))

;; Modules that do not fit

(defn- refusal
  "Returns the message that refuses a module of WebAssembly text, test/wat/module-NAME.wat, for a world."
  [name wit]
  (let [data (resolve/resolve [[(parse/parse (str "package a:b;\n" wit) "b.wit")]])]
    (try
      (componentize/component (source/read-bytes (str "test/wat/module-" name ".wasm")) {:wit data})
      (catch RadicchioException e
        (is (= :invalid (:radicchio/error (ex-data e))))
        (is (= "a:b/w" (:world (ex-data e))))
        (str/replace (ex-message e) "the core module does not fit the world a:b/w: " "")))))

(deftest modules-that-do-not-fit-are-refused-with-a-sentence
  (are [name wit message] (= message (refusal name wit))
    "bare" "world w { export run: func(of: list<string>) -> result<u32, string>; }"
    "it does not export \"run\", func(of: list<string>) -> result<u32, string>"

    "bare" "interface i { resource r { f: func(); } } world w { export i; export run: func(); }"
    "\n  it does not export \"a:b/i#[method]r.f\", func(self: borrow<r>)\n  it does not export \"run\", func()"

    "bare" "world w { export add: func(a: u32) -> u32; }"
    (str "the export \"add\": canon lift: the core function is (func (param i32 i32) (result i32)),"
         " expected (func (param i32) (result i32))")

    "bare" "world w { export add: func(text: string) -> u32; }"
    "it exports no memory, which calls of \"add\" need"

    "unfit" "world w { import log: func(a: u32); }"
    (str "\n"
         "  it imports \"now\" from \"env\", which is missing from the world\n"
         "  it imports \"fd_write\" from \"wasi_snapshot_preview1\", which a component cannot import; make a component of"
         " it with that module's adapter (wasm-tools component new --adapt)")

    "lowers" "world w { import log: func(a: string); }"
    "it exports no memory, which it needs to call log"

    "lowers" "world w { import log: func(a: f32, b: f32); }"
    "import \"$root\" \"log\": expected (func (param i32 i32)), got (func (param f32 f32))"

    "shimmed" "world w { import log: func(a: string); }"
    "import \"$root\" \"log\": expected (func (param i32)), got (func (param i32 i32))"

    "unallocated" "world w { export take: func(a: string); }"
    "the export \"take\": the module exports no cabi_realloc, which allocates memory for strings and lists"))

(deftest nothing-is-generated-for-a-module-that-does-not-fit
  (is (= {:error :invalid :world "local:wide/wide"
          :message (str "options: a.b: test/wat/module-unallocated.wasm: the core module does not fit the world"
                        " local:wide/wide: \n  it does not export \"echo\", func(text: string) -> string"
                        "\n  it does not export \"units\", func(text: string) -> u32")}
         (guests/failure #(gen/check {:from "test/wat/module-unallocated.wasm" :ns 'a.b :load :file
                                      :wit "test/guests/modules/wide.wit"})))))

(deftest a-module-without-its-wit-is-refused
  (is (= {:error :config :message "expected a core module that contains its WIT, but this one has no section component-type"}
         (guests/failure #(componentize/component (module "shop") {}))))
  (is (= {:error :config
          :message (str "test/guests/modules/shop.wasm is a core module without its WIT; pass that as :wit-data, or add"
                        " it (wasm-tools component embed); wasm/load accepts any core module")}
         (guests/failure #(wasm/load-wit "test/guests/modules/shop.wasm"))))
  (is (= {:error :config :message ":wit-data is only for core modules, but test/guests/calls/calls.wasm is a component"}
         (guests/failure #(wasm/load-wit "test/guests/calls/calls.wasm" {:wit-data (text-wit "shop")})))))
