(ns radicchio.wasm.compose-test
  "Composition: the guests of test/guests/compose."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :refer [failure kind on-both-backends]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.compose :as compose]
            [radicchio.wasm.typed :as typed])
  (:import (java.io ByteArrayOutputStream File InputStream)
           (java.nio.file Files)
           (java.util Map Optional)
           (java.util.concurrent CompletableFuture)
           (java.util.concurrent.atomic AtomicLong)
           (radicchio.abi.value Values)
           (radicchio.binary Binary Binary$Form)
           (radicchio.engine Backend CompileOptions Limits)
           (radicchio.runtime CompiledComponent ExportedFunction Instance)
           (radicchio.runtime.compose Composition Part)
           (radicchio.runtime.link HostImports HostImports$Fallback InstanceOptions InstanceOptions$Missing PartOptions)
           (radicchio.validate Validate)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(defn- guest [name] (io/resource (str "guests/compose/" name ".wasm")))

(defn- shop
  "The composition of app and kv, and the lines that they logged."
  [options]
  (let [lines (atom [])]
    [(wasm/compose {:app (guest "app") :kv (guest "kv")}
                   (assoc options :imports {"acme:log/log" {"line" (fn [text] (swap! lines conj text))}}))
     lines]))

(deftest exports-satisfy-imports-with-resources-strings-and-versions
  (on-both-backends
   (fn [backend]
     (let [[i lines] (shop {:backend backend})]
       (with-open [^java.lang.AutoCloseable i i]
         (is (= "books" ((:run i) "books" 21)))
         (is (= ["books" "dropped"] @lines))
         (is (= {"app" {"acme:kv/store@1.0.0" "kv acme:kv/store@1.2.0"} "kv" {}} (:composed (wasm/stats i))))
         (testing "a handle of the inner component leaves and comes back"
           (with-open [^java.lang.AutoCloseable bucket ((:open i) "tea")]
             (is (= 0 ((:total i) bucket))))
           (is (= ["books" "dropped" "dropped"] @lines))))))))

(deftest closing-the-composition-ends-the-resources-of-every-component
  (on-both-backends
   (fn [backend]
     (let [[i lines] (shop {:backend backend})]
       (with-open [^java.lang.AutoCloseable i i]
         ((:open i) "one")
         ((:open i) "two")
         (is (= 2 (:handles (wasm/stats i)))))
       (is (= ["dropped" "dropped"] @lines))
       (is (= :closed (kind #((:run i) "x" 1))))))))

(deftest streams-and-futures-pass-between-components
  (on-both-backends
   (fn [backend]
     (with-open [i (wasm/compose {:relay (guest "relay") :pipe (guest "pipe")} {:backend backend})]
       (let [given (byte-array (map unchecked-byte (range 100000)))]
         (with-open [^InputStream in ((:relay i) given)]
           (is (= (vec given) (vec (.readAllBytes in))))))
       (let [later (CompletableFuture.)
             got ((:later i) later)]
         (.complete later 7)
         (is (= 7 @got)))))))

(defn- counting
  "Values that count their conversions."
  [^AtomicLong count]
  (reify Values
    (reader [_ type]
      (let [of (.reader ClojureValues/INSTANCE type)]
        (.incrementAndGet count)
        of))
    (maker [_ type]
      (.incrementAndGet count)
      (.maker ClojureValues/INSTANCE type))))

(deftest values-between-components-do-not-become-clojure-values
  (let [parts (mapv (fn [name]
                      (Part. name (Validate/check (Binary/decode (.readAllBytes (io/input-stream (guest name))))) {} #{}))
                    ["user" "number"])
        composed (Composition/of parts (Optional/empty))
        count (AtomicLong.)
        compiled (CompiledComponent/of (.component composed) (CompileOptions/of Backend/COMPILER) (counting count))
        options (InstanceOptions. Limits/DEFAULT InstanceOptions/DEFAULT_LIFTED_BYTES InstanceOptions/DEFAULT_LOWERED_BYTES
                                  InstanceOptions/DEFAULT_HANDLES InstanceOptions/DEFAULT_TASKS InstanceOptions$Missing/REFUSE false
                                  (HostImports. {} {} HostImports$Fallback/NONE))]
    (with-open [i (Instance/composed compiled options ^Map (into {} (map (fn [[place name]] [place (PartOptions. name options)]))
                                                                 (.places composed)))]
      (is (= 12 (.call ^ExportedFunction (.get (.function i "twice")) (to-array [10]))))
      (let [alone (AtomicLong.)]
        (with-open [i (Instance/of (CompiledComponent/of (.component ^Part (peek parts)) (CompileOptions/of Backend/COMPILER)
                                                         (counting alone))
                                   options)]
          (.call ^ExportedFunction (.get (.function i "acme:n/n@1.1.0#next")) (to-array [10])))
        (is (= (.get alone) (.get count)) "as many as for one function of this type: next has none in the composition")))))

(deftest each-component-has-its-own-grants-and-shares-the-resources-of-wasi
  (on-both-backends
   (fn [backend]
     (let [out (ByteArrayOutputStream.)
           other (ByteArrayOutputStream.)]
       (with-open [i (wasm/compose {:asker {:from (guest "asker") :wasi {:args ["a"] :program "asker" :out other}}
                                    :who   {:from (guest "who") :wasi {:args ["b" "c"] :program "who" :out out}}}
                                   {:backend backend})]
         (is (= ["asker" "a"] ((:mine i))))
         (is (= ["who" "b" "c"] ((:theirs i))))
         ((:say i) "hello")
         (is (= ["hello" ""] [(str out) (str other)])))))))

(deftest grants-of-all-are-for-components-without-their-own
  (with-open [i (wasm/compose {:asker (guest "asker")
                               :who   {:from (guest "who") :wasi {:args ["b"] :program "who"}}}
                              {:wasi {:args ["all"] :program "p"}})]
    (is (= [["p" "all"] ["who" "b"]] [((:mine i)) ((:theirs i))]))))

;; The same, composed beforehand

(defn- behaviour [^java.lang.AutoCloseable i lines]
  (with-open [i i]
    (let [answers [((:run i) "books" 21) (with-open [^java.lang.AutoCloseable b ((:open i) "tea")] ((:total i) b))]]
      ((:open i) "left")
      [answers @lines])))

(deftest a-composition-made-beforehand-behaves-the-same
  (on-both-backends
   (fn [backend]
     (let [loaded (fn [source]
                    (let [lines (atom [])]
                      (behaviour (wasm/load source {:backend backend
                                                    :imports {"acme:log/log" {"line" (fn [text] (swap! lines conj text))}}})
                                 lines)))
           [i lines] (shop {:backend backend})
           at-run-time (behaviour i lines)]
       (is (= [["books" 0] ["books" "dropped" "dropped"]] at-run-time))
       (is (= at-run-time (loaded (guest "composed"))) "by wasm-tools compose")
       (is (= at-run-time (loaded (:bytes (compose/compose-bytes {:app (guest "app") :kv (guest "kv")} {})))) "by ours")))))

(deftest ^:slow wasm-tools-accepts-a-written-composition
  (doseq [names [["app" "kv"] ["asker" "who"] ["relay" "pipe"]]
          :let [file (File/createTempFile "composed" ".wasm")]]
    (try
      (with-open [to (io/output-stream file)]
        (.write to ^bytes (:bytes (compose/compose-bytes (into {} (map (juxt keyword guest)) names) {}))))
      (is (= {:exit 0, :err ""} (select-keys (shell/sh "bin/wasm-tools" "validate" "--features" "all" (str file)) [:exit :err])) names)
      (finally (.delete file)))))

(deftest a-written-composition-merges-imports-of-compatible-versions
  (let [{:keys [bytes imports wired]} (compose/compose-bytes {:asker (guest "asker") :who (guest "who")} {})
        out (ByteArrayOutputStream.)]
    (is (= ["wasi:io/error@0.2.3" "wasi:io/streams@0.2.3" "wasi:cli/environment@0.2.3" "wasi:cli/stdout@0.2.0"] imports))
    (is (= {"asker" {"acme:who/who" "who acme:who/who"} "who" {}} wired))
    (with-open [i (wasm/load bytes {:wasi {:args ["a"] :program "p" :out out}})]
      (is (= [["p" "a"] ["p" "a"]] [((:mine i)) ((:theirs i))]))
      ((:say i) "hello")
      (is (= "hello" (str out))))))

(defn- components
  "Returns the files of valid components below test/ and wit-examples/, without WIT packages in binary form."
  []
  (for [^File file (mapcat (comp file-seq io/file) ["test/wat" "test/golden" "test/guests" "test/extract" "wit-examples"])
        :when (and (str/ends-with? (.getName file) ".wasm")
                   (not (re-find #"[/\\\\]invalid[/\\\\]|-package\.wasm" (str file)))
                   (= Binary$Form/COMPONENT (Binary/sniff (Files/readAllBytes (.toPath file)))))]
    file))

(defn- packages
  "Returns the packages of a component's WIT, each without the order of its items."
  [source]
  (set (map set (rest (typed/wit (.typed ^CompiledComponent (wasm/compile source {:backend :interpreter :cache false})))))))

(deftest a-composition-of-one-component-has-the-same-wit
  (let [refused (for [file (components)
                      :let [{:keys [error message]} (failure #(compose/compose-bytes {:only file} {}))]]
                  (if error
                    [(.getName ^File file) message]
                    (is (= (packages file) (packages (:bytes (compose/compose-bytes {:only file} {})))) (str file))))
        message (str "a composition cannot import a core module; expected functions, types, and instances of functions and types."
                     " Give the import a component that exports it")]
    (is (= [["every-definition.wasm" message] ["reference-in-a-module-type.wasm" message]]
           (sort (filter vector? refused))))
    (is (< 70 (count refused)))))

;; Choosing

(deftest explicit-wires-choose-among-candidates
  (with-open [i (wasm/compose {:user {:from (guest "user") :imports {"acme:n/n" :ten}}
                               :ten (guest "ten")
                               :number (guest "number")})]
    (is (= 210 ((:twice i) 1)) "(1 + 1) · 10 = 20, (20 + 1) · 10 = 210")
    (is (= ["twice"] (map name (keys i)))))
  (with-open [i (wasm/compose {:user {:from (guest "user") :imports {"acme:n/n@1.0.0" [:number "acme:n/n@1.1.0"]}}
                               :ten {:from (guest "ten") :imports {"acme:n/n" 'number}}
                               :number (guest "number")}
                              {:exports [:user :ten]})]
    (is (= [3 20] [((:twice i) 1) ((:next i) 1)]))))

(deftest a-component-may-occur-twice
  (with-open [i (wasm/compose {:a {:from (guest "ten") :imports {"acme:n/n" :b}}
                               :b {:from (guest "ten") :imports {"acme:n/n" :n}}
                               :n (guest "number")})]
    (is (= 200 ((:next i) 1)))))

(deftest functions-of-the-host-come-before-implicit-wires
  (with-open [i (wasm/compose {:user {:from (guest "user") :imports {"acme:n/n" {"next" (fn [x] (* 3 x))}}}
                               :number (guest "number")}
                              {:exports :user})]
    (is (= 9 ((:twice i) 1)))))

(deftest another-instance-of-a-composition-has-its-own-state-and-options
  (with-open [one (wasm/compose {:asker {:from (guest "asker")} :who {:from (guest "who") :wasi {:program "who" :args ["b"]}}}
                                {:wasi {:program "one"}})
              other (wasm/instantiate one {:wasi {:program "other"}})]
    (is (= [["one"] ["who" "b"]] [((:mine one)) ((:theirs one))]))
    (is (= [["other"] ["who" "b"]] [((:mine other)) ((:theirs other))]))
    (.close ^java.lang.AutoCloseable one)
    (is (= ["other"] ((:mine other))))
    (is (= :config (kind #(wasm/instantiate other {:exports :who}))))))

(deftest limits-count-for-all-components
  (is (= :limit (kind #(wasm/compose {:app (guest "app") :kv (guest "kv")}
                                     {:missing :trap :limits {:total-memory 65536}})))
      "each has a memory of one page"))

;; Errors

(defn- message [components & [options]]
  (let [{:keys [error message]} (failure #(wasm/compose components (or options {})))]
    (into [error] (some-> message str/split-lines))))

(deftest ambiguous-imports-name-the-candidates
  (is (= [:unlinkable
          (str "import acme:n/n@1.0.0 of user has several candidates: number, ten; choose one in its :imports,"
               " {\"acme:n/n@1.0.0\" :number}")]
         (message {:user (guest "user") :ten (guest "ten") :number (guest "number")}))))

(deftest components-cannot-import-from-each-other
  (is (= [:unlinkable "components cannot import from each other: a imports from b imports from a"]
         (message {:a (guest "ten") :b (guest "ten")}))))

(deftest unsatisfied-imports-list-candidates-with-both-types
  (is (= [:unlinkable
          "unsatisfied import:"
          "  acme:n/n@1.0.0 of user"
          "  candidate: acme:n/n@2.0.0 of newer"
          "    next  user expects  func(of: u32) -> u32"
          "          newer has     func(of: u32, by: u32) -> u32"
          (str "Add a component that exports it, or pass functions in :imports, {\"interface\" {\"function\" f}};"
               " with {:missing :trap} it traps when it is called.")]
         (message {:user (guest "user") :newer (guest "newer")})))
  (testing "without candidates"
    (is (= [:unlinkable "unsatisfied import:" "  acme:n/n@1.0.0 of user"]
           (take 3 (message {:user (guest "user") :pipe (guest "pipe")}))))))

(deftest exports-of-another-type-are-shown-with-both-types
  (is (= [:unlinkable
          "the exports of components do not fit the imports of others:"
          "  acme:n/n@1.0.0"
          "    next  user expects  func(of: u32) -> u32"
          "          wide has      func(of: u64) -> u64"]
         (message {:user (guest "user") :wide (guest "wide")}))))

(deftest a-chosen-component-must-export-the-import
  (is (= [:unlinkable
          "newer does not export acme:n/n@1.0.0, which user imports"
          "  candidate: acme:n/n@2.0.0 of newer"
          "    next  user expects  func(of: u32) -> u32"
          "          newer has     func(of: u32, by: u32) -> u32"]
         (message {:user {:from (guest "user") :imports {"acme:n/n" :newer}} :newer (guest "newer")})))
  (is (= [:unlinkable "import acme:n/n@1.0.0 of user: expected the name of a component, got numbr; the components are number, user"]
         (message {:user {:from (guest "user") :imports {"acme:n/n" :numbr}} :number (guest "number")})))
  (is (= [:unlinkable "user does not import acme:m/n; did you mean acme:n/n?"]
         (message {:user {:from (guest "user") :imports {"acme:m/n" :number}} :number (guest "number")})))
  (is (= [:unlinkable "exports: expected the name of a component, got usr; the components are number, user"]
         (message {:user (guest "user") :number (guest "number")} {:exports :usr}))))

(deftest two-exports-of-one-name-are-refused
  (is (= [:unlinkable "both a and b export acme:n/n@1.1.0; choose the component whose exports the whole has"]
         (message {:a (guest "number") :b (guest "number")}))))

(deftest other-mistakes-are-config-errors
  (is (= [:config "compose: expected a map of names and components, got []"] (message [])))
  (is (= [:config "compose: expected a map of names and components, got {}"] (message {})))
  (is (= [:config "compose: expected a keyword, symbol or string for the name of a component, got 1"] (message {1 (guest "kv")})))
  (is (= [:config "compose: a: expected a source, or a map with :from, got {}"] (message {:a {}})))
  (is (= [:config "compose: a: unknown :form; expected one of :from, :imports, :missing, :results, :wasi"]
         (message {:a {:form (guest "kv")}})))
  (is (= :config (first (message {:a (guest "number")} {:export :a}))))
  (is (= [:config (str "compose: a: expected a component, got a core module; wasm-tools component new makes a component of it")]
         (message {:a (io/resource "wat/core-start.wasm")})))
  (is (= [:unlinkable "compose: :imports: no component imports acme:logs/log; did you mean acme:log/log?"]
         (message {:app (guest "app") :kv (guest "kv")} {:imports {"acme:logs/log" {"line" identity}}}))))
