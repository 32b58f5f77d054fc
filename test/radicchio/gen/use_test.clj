(ns radicchio.gen.use-test
  "Generated namespaces in use: their exports are called, and their imports are implemented through protocols."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing use-fixtures]]
            [radicchio.gen :as gen]
            [radicchio.gen.golden-test :as golden]
            [radicchio.wasm :as wasm])
  (:import (clojure.lang Compiler DynamicClassLoader)))

(set! *warn-on-reflection* true)

(def ^:private components
  '{use.calls {:from "resources/calls.wasm" :wit "wit/calls.wit"
               :rename {"test:calls/host@1.0.0#notify" notify-host}}
    use.boxes {:from "resources/resources.wasm" :wit "wit/resources.wit" :split true
               :imports {"test:resources/host@1.0.0" use.boxes-host}}
    use.tagged {:from "resources/calls.wasm" :results :value
                :rename {"test:calls/host@1.0.0#notify" notify-host}}})

(def ^:private namespaces
  '[use.calls use.calls.imports use.calls.imports.host use.boxes use.boxes.boxes use.boxes.more-boxes use.boxes-host
    use.tagged use.tagged.imports use.tagged.imports.host])

(defn- with-generated
  "Generates the namespaces in a new project, loads them, and leaves its components on the class path."
  [tests]
  (let [folder (golden/temporary-folder "use")
        thread (Thread/currentThread)
        before (.getContextClassLoader thread)]
    (doseq [name ["calls" "resources"]
            [to type] [["resources" "wasm"] ["wit" "wit"]]
            :let [file (io/file folder to (str name "." type))]]
      (io/make-parents file)
      (io/copy (io/file "test/guests" name (str name "." type)) file))
    (gen/generate! {:root (str folder) :components components})
    (let [loader (DynamicClassLoader. before)]
      (doseq [name ["src" "resources"]]
        (.addURL loader (.toURL (.toURI (io/file folder name)))))
      (try
        (.setContextClassLoader thread loader)
        (with-bindings {Compiler/LOADER loader}
          (run! #(require % :reload) namespaces))
        (tests)
        (finally (.setContextClassLoader thread before))))))

(use-fixtures :once with-generated)

(defmacro ^:private evaluate
  "Evaluates forms that name generated vars, which do not exist when this file is compiled."
  [& forms]
  `(eval '(do ~@forms)))

(def log (atom []))

(deftest imports-are-implemented-through-protocols
  (evaluate
   (require '[radicchio.gen.use-test :as test] '[radicchio.wasm :as wasm])
   (defrecord UseThing [text]
     use.calls.imports.host/Thing
     (thing-name [_] text))
   (defrecord UseHost []
     use.calls.imports.host/Functions
     (notify-host [_] (swap! test/log conj :notified))
     (add [_ a b] (+ a b))
     (shout [_ text] (str text "!"))
     (divide [_ a b] (if (zero? b) (throw (wasm/err "by zero")) (quot a b)))
     (check [_ number] (when (odd? number) (throw (wasm/err number))))
     (exchange [_ items _wanted] [:many items])
     (add-seventeen [_ a b c d e f g h i j k l m n o p q] (double (+ a b c d e f g h i j k l m n o p q)))
     (->thing [_ text] (wasm/resource (->UseThing text)))
     (thing-join [_ one other] (wasm/resource (->UseThing (str (:text one) "+" (:text other)))))
     use.calls.imports/Functions
     (seed [_] 42)
     (log-all [_ lines] (swap! test/log into lines))))
  (reset! log [])
  (let [host ((eval '->UseHost))
        imports (merge ((eval 'use.calls.imports.host/functions) host) ((eval 'use.calls.imports/functions) host))]
    (with-open [^java.lang.AutoCloseable instance ((eval 'use.calls/instantiate) {:imports imports})]
      (let [call (fn [f & args] (apply (ns-resolve 'use.calls f) instance args))]
        (is (= 7 (call 'add 3 4)))
        (is (= -1 (with-redefs-fn {(resolve 'use.calls.imports.host/add) (fn [_ a b] (- a b))} #(call 'add 3 4)))
            "the functions of the protocol are called through their Vars")
        (is (= "hey!" (call 'shout "hey")))
        (is (= 3 (call 'divide 7 2)))
        (is (= "by zero" (:wit/error (ex-data (is (thrown? Exception (call 'divide 7 0)))))))
        (is (= [:many [{:name "a" :sizes [1 2]}]] (call 'exchange [{:name "a" :sizes [1 2]}] nil)))
        (is (= 153.0 (call 'add-seventeen)))
        (is (= "fresh" (call 'name-of-new "fresh")))
        (is (= "a+b" (:text (call 'join (wasm/resource ((eval '->UseThing) "a")) (wasm/resource ((eval '->UseThing) "b"))))))
        (call 'notify 2)
        (is (= [:notified :notified] @log))
        (is (= 42 (call 'run)))))))

(deftest results-are-values-if-configured
  (let [host {"test:calls/host@1.0.0" {"divide" (fn [a b] (if (zero? b) [:err "by zero"] [:ok (quot a b)]))}}]
    (with-open [^java.lang.AutoCloseable instance ((eval 'use.tagged/instantiate) {:imports host :missing :trap})]
      (is (= [:ok 3] ((eval 'use.tagged/divide) instance 7 2)))
      (is (= [:err "by zero"] ((eval 'use.tagged/divide) instance 7 0))))))

(deftest split-namespaces-share-component-and-instance
  (let [imports (fn [] ((eval 'use.boxes-host/functions) ((eval '(do (defrecord UseEnd []
                                                                       use.boxes-host/Functions
                                                                       (ended [_] nil))
                                                                     ->UseEnd)))))]
    ((eval 'use.boxes/use-instance!) #((eval 'use.boxes/instantiate) {:imports (imports)}))
    (try
      (with-open [^java.lang.AutoCloseable box ((eval 'use.boxes.boxes/->box) "text")]
        (is (= "text" ((eval 'use.boxes.boxes/box-text) box)))
        (is (= 1 ((eval 'use.boxes.boxes/alive))))
        (is (= 8 ((eval 'use.boxes.boxes/total) [box box]))))
      (is (= 0 ((eval 'use.boxes.boxes/alive))) "closed by with-open")
      (with-open [^java.lang.AutoCloseable outer ((eval 'use.boxes.more-boxes/->box) ((eval 'use.boxes.boxes/->box) "inner"))]
        (is (= "inner" ((eval 'use.boxes.more-boxes/box-text) outer))))
      (is (= :empty (:wit/error (ex-data (is (thrown? Exception ((eval 'use.boxes.boxes/->box) "")))))))
      (finally
        (some-> ^java.lang.AutoCloseable ((eval 'use.boxes/use-instance!) nil) .close)))))

(deftest arity-errors-name-the-parameters
  (testing "with an instance as the first argument"
    (is (thrown-with-msg? Exception #"add takes 2 \(a b\), after an instance of .* if you pass one; got 3, the first a number"
                          ((eval 'use.calls/add) 1 2 3)))))
