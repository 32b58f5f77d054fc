(ns radicchio.bind-test
  "The functions that generated namespaces call."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.bind :as bind]
            [radicchio.runtime.guests :refer [failure kind started]]
            [radicchio.wasm.component :as wasm]
            [radicchio.wasm.object :as object])
  (:import (java.io File)
           (java.net URL URLClassLoader)
           (java.nio.file Files)
           (java.util.concurrent CountDownLatch)
           (radicchio.bind.component Component)
           (radicchio.engine Backend CompileOptions)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

;; The forms of a generated namespace, for a component of the tests

(defn- component
  ([name] (component name {}))
  ([name options]
   (bind/component (merge {:format 1 :from (str "guests/" name "/" name ".wasm") :ns 'acme.guest} options))))

(def ^:private traps "test:mischief/traps@1.0.0#")

(defn- mischief
  "Returns {:fine … :unreachable …} of a component."
  [c]
  {:fine (bind/export c (str traps "fine") nil '[:func [] :u32])
   :unreachable (bind/export c (str traps "unreachable") nil '[:func []])
   :loop (bind/export c (str traps "loop-for-ever") nil '[:func []])
   :divide (bind/export c (str traps "divide") nil '[:func [[a :s32] [b :s32]] :s32])
   :seen (bind/export c "test:mischief/post-returns@1.0.0#seen" nil '[:func [] :u32])
   :counted (bind/export c "test:mischief/post-returns@1.0.0#counted" nil '[:func [] :string])})

(def ^:private echo-types
  '[[:record point [:x :f32] [:y :f64]]
    [:record person [:name :string] [:age [:option :u8]] [:homes [:list point]]]
    [:enum colour :red :green :blue]])

(defn- echo [c f type]
  (bind/export c (str "test:values/echo@1.0.0#" f) echo-types [:func [['x type]] type]))

(deftest making-a-component-and-its-exports-reads-nothing
  (let [c (bind/component {:format 1 :from "there/is/none.wasm" :ns 'acme.none})
        f (bind/export c "run" nil '[:func []])]
    (is (= {:error :config :from "there/is/none.wasm"
            :message (str "there/is/none.wasm is missing from the class path; acme.none was generated from it; add its"
                          " folder to the project's resource paths")}
           (failure #(bind/call f)))
        "the first use looks for it")))

(deftest a-component-is-found-by-the-context-class-loader-or-as-a-file
  (let [folder (.toFile (Files/createTempDirectory "bind" (make-array java.nio.file.attribute.FileAttribute 0)))
        file (File. folder "elsewhere.wasm")]
    (try
      (with-open [in (io/input-stream (io/resource "guests/mischief/mischief.wasm"))]
        (io/copy in file))
      (testing "a file"
        (is (= 42 (bind/call (:fine (mischief (bind/component {:format 1 :from (str file) :load :file})))))))
      (testing "a class loader"
        (let [thread (Thread/currentThread)
              before (.getContextClassLoader thread)
              f (:fine (mischief (bind/component {:format 1 :from "elsewhere.wasm"})))]
          (is (= :config (kind #(bind/call f))))
          (try
            (.setContextClassLoader thread (URLClassLoader. (into-array URL [(.toURL (.toURI folder))]) before))
            (is (= 42 (bind/call f)) "what failed is tried again")
            (finally (.setContextClassLoader thread before)))))
      (finally (run! io/delete-file [file folder])))))

(deftest a-class-loader-that-throws-is-skipped
  (let [thread (Thread/currentThread)
        before (.getContextClassLoader thread)
        hostile (proxy [ClassLoader] [before]
                  (getResource [name]
                    (if (re-find #"[.]wasm$" name)
                      (throw (IllegalStateException. "no\u001b"))
                      (.getResource ^ClassLoader before name))))
        thrown-by (fn [from]
                    (let [{:keys [fine]} (mischief (bind/component {:format 1 :from from}))]
                      (try (.setContextClassLoader thread hostile)
                           [(bind/call fine)]
                           (catch RadicchioException e [(:radicchio/error (ex-data e)) (ex-message e)])
                           (finally (.setContextClassLoader thread before)))))]
    (is (= [42] (thrown-by "guests/mischief/mischief.wasm")))
    (is (= [:config (str "nowhere.wasm is missing from the class path; a class loader threw"
                         " java.lang.IllegalStateException: no\\u001b")]
           (thrown-by "nowhere.wasm")))))

(deftest an-unknown-format-is-drift-and-asks-to-generate-again
  (is (= {:error :drift :component "x.wasm"
          :message (str "acme.img does not agree with x.wasm: expected the format 1, got 2\n"
                        "Generate it again: clj -T:wit gen, lein wit gen, or bin/wit gen.")}
         (failure #(bind/component {:format 2 :from "x.wasm" :ns 'acme.img})))))

(deftest invalid-options-are-refused
  (doseq [from [nil "" 3]]
    (is (= (str "component: :from: expected a name on the class path, got " (pr-str from))
           (:message (failure #(bind/component {:format 1 :from from}))))))
  (is (= "component x.wasm: unknown :from-file; expected one of :core-world, :format, :from, :instance, :load, :ns, :results, :world"
         (:message (failure #(bind/component {:format 1 :from "x.wasm" :from-file 1})))))
  (is (= ":instance: unknown :imports; expected one of :cache, :limits, :renew, :wasi"
         (:message (failure #(bind/component {:format 1 :from "x.wasm" :instance {:imports {}}})))))
  (is (= "component x.wasm: :load: expected :file, got :url"
         (:message (failure #(bind/component {:format 1 :from "x.wasm" :load :url}))))))

(deftest a-core-module-is-refused-with-a-way-out
  (let [file (File/createTempFile "module" ".wasm")]
    (try
      (io/copy (byte-array [0 97 115 109 1 0 0 0]) file)
      (is (= {:error :config :from (str file)
              :message (str file " is a core module without its WIT; expected a component; make one of it (wasm-tools"
                            " component embed, then new), or generate the namespace again, with :wit")}
             (failure #(bind/instantiate (bind/component {:format 1 :from (str file) :load :file}) {}))))
      (finally (io/delete-file file)))))

;; Calls

(deftest calls-of-every-arity-reach-the-own-instance
  (let [c (component "values")
        person {:name "Ada" :age 36 :homes [{:x 1.0 :y 2.0}]}
        add (bind/export c "test:values/echo@1.0.0#add-seventeen" nil
                         [:func (mapv vector
                                      (map (comp symbol str) "abcdefghijklmnopq")
                                      [:u8 :u16 :u32 :u64 :s8 :s16 :s32 :s64 :f32 :f64 :u8 :u8 :u8 :u8 :u8 :u8 :u8])
                          :f64])]
    (is (= person (bind/call (echo c "echo-person" 'person) person)))
    (is (= 153.0 (apply bind/call add (range 1 18))))
    (is (= 153.0 (bind/apply add (vec (range 1 18)))))
    (is (nil? (bind/call (bind/export c "test:values/echo@1.0.0#nothing" nil '[:func []]))))
    (with-open [i (bind/instantiate c {})]
      (is (= person (bind/call-on i (echo c "echo-person" 'person) person)))
      (is (= 153.0 (apply bind/call-on i add (range 1 18))))
      (is (= 153.0 (bind/apply-on i add (range 1 18)))))))

(deftest an-err-is-thrown-or-returned-with-results-as-values
  (let [c (component "values")
        type '[:func [[x [:result nil colour]]] [:result nil colour]]
        id "test:values/echo@1.0.0#echo-err"
        throwing (bind/export c id echo-types type)
        valued (bind/export c id echo-types type {:results :value})]
    (is (nil? (bind/call throwing [:ok])))
    (is (= {:error :wit :wit/error :red :wit/name id :message (str id " returned an error: :red")}
           (failure #(bind/call throwing [:err :red]))))
    (is (= [[:ok] [:err :red]] [(bind/call valued [:ok]) (bind/call valued [:err :red])]))
    (with-open [i (bind/instantiate c {})]
      (is (= [:err :blue] (bind/call-on i valued [:err :blue]))))))

(deftest arity-errors-name-the-parameters
  (let [divide (:divide (mischief (component "mischief")))
        divide' (bind/export (component "mischief") (str traps "divide") nil '[:func [[a :s32] [b :s32]] :s32]
                             {:name 'acme.guest/quotient})]
    (is (= {:error :argument
            :message "divide takes 2 (a b), after an instance of its component if you pass one; got 3, the first a map"}
           (failure #(bind/call-on {} divide 1 2))))
    (is (= "quotient takes 2 (a b), after an instance of its component if you pass one; got 3, the first nil"
           (:message (failure #(bind/call-on nil divide' 1 2)))))
    (is (= (str traps "divide takes 2 (a b), got 3") (:message (failure #(bind/apply divide [1 2 3])))))
    (with-open [other (bind/instantiate (component "values") {})]
      (is (= {:error :argument :message (str traps "divide expects an instance of its component, got one of another component")}
             (failure #(bind/call-on other divide 1 2)))))))

(deftest methods-are-called-on-the-instance-of-their-handle
  (let [c (component "resources" {})
        id "test:resources/boxes@1.0.0#"
        types '[[:resource box "test:resources/boxes@1.0.0"] [:enum trouble :empty]]
        ->box (bind/export c (str id "[constructor]box") types '[:func [[text :string]] [:result [:own box] trouble]])
        text (bind/export c (str id "[method]box.text") types '[:func [[self [:borrow box]]] :string])
        set-text (bind/export c (str id "[method]box.set-text") types '[:func [[self [:borrow box]] [text :string]]])
        imports {:imports {"test:resources/host@1.0.0" {"ended" (fn [])}}}]
    (with-open [a (bind/instantiate c imports)
                b (bind/instantiate c imports)]
      (let [in-a (bind/call-on a ->box "a")
            in-b (bind/call-on b ->box "b")]
        (is (= ["a" "b"] [(bind/call-method text in-a) (bind/call-method text in-b)]))
        (is (nil? (bind/call-method set-text in-a "new")))
        (is (= "new" (bind/apply-method text in-a [])))
        (is (nil? (bind/apply-method set-text in-b ["other"])))
        (is (= "other" (bind/call-method text in-b)))
        (is (= {:error :argument :message "box-text expects a handle as its first argument; got a string"}
               (failure #(bind/call-method text "a"))))
        (.close ^java.lang.AutoCloseable in-a)
        (is (= {:error :closed :message "this box handle was closed"} (failure #(bind/call-method text in-a))))))))

;; The own instance

(deftest the-own-instance-is-made-on-first-use-and-kept
  (let [{:keys [counted seen]} (mischief (component "mischief"))]
    (dotimes [_ 3] (bind/call counted))
    (is (= 3 (bind/call seen)))))

(deftest after-a-trap-or-a-limit-the-next-call-makes-a-new-instance
  (let [{:keys [fine unreachable counted seen loop]}
        (mischief (component "mischief" {:instance {:limits {:timeout-ms 100}}}))]
    (bind/call counted)
    (is (= :trap (kind #(bind/call unreachable))))
    (is (= 0 (bind/call seen)))
    (bind/call counted)
    (is (= :limit (kind #(bind/call loop))))
    (is (= [42 0] [(bind/call fine) (bind/call seen)]))))

(deftest without-renewal-the-own-instance-stays-dead
  (let [{:keys [fine unreachable]} (mischief (component "mischief" {:instance {:renew false}}))]
    (is (= :trap (kind #(bind/call unreachable))))
    (is (= [:trap :dead] ((juxt :error :trap) (failure #(bind/call fine)))))))

(deftest handles-of-a-renewed-instance-are-closed
  (let [c (component "resources")
        id "test:resources/boxes@1.0.0#"
        types '[[:resource box "test:resources/boxes@1.0.0"] [:enum trouble :empty]]
        ->box (bind/export c (str id "[constructor]box") types '[:func [[text :string]] [:result [:own box] trouble]])
        text (bind/export c (str id "[method]box.text") types '[:func [[self [:borrow box]]] :string])
        bad (bind/export c (str id "bad-handle") types '[:func [] [:own box]])]
    (bind/use-instance! c (fn [] (bind/instantiate c {:imports {"test:resources/host@1.0.0" {"ended" (fn [])}}})))
    (let [box (bind/call ->box "old")]
      (is (= :trap (kind #(bind/call bad))))
      (bind/call ->box "new")
      (is (= {:error :closed :message "this box handle was closed"}
             (failure #(bind/call-method text box)))))))

(deftest the-first-call-names-missing-imports-of-the-own-instance
  (let [c (component "resources")
        alive (bind/export c "test:resources/boxes@1.0.0#alive" nil '[:func [] :u32])]
    (is (= {:error :unlinkable :missing ["test:resources/host@1.0.0#ended: func()"]
            :message
            (str "acme.guest cannot make its own instance without imports: unsatisfied import:\n"
                 "  test:resources/host@1.0.0#ended: func()\n"
                 "Pass functions in :imports, {\"interface\" {\"function\" f}} or {\"function\" f}; with {:missing :trap}"
                 " they trap when they are called.\n"
                 "Make instances with `instantiate`, and pass one, or a function that makes them, to `use-instance!`.")}
           (failure #(bind/call alive))))))

(deftest use-instance-takes-an-instance-or-a-function-and-returns-the-previous-one
  (let [c (component "mischief")
        {:keys [fine counted seen unreachable]} (mischief c)]
    (is (nil? (bind/use-instance! c nil)) "there was none")
    (bind/call counted)
    (with-open [given (bind/instantiate c {})]
      (with-open [^java.lang.AutoCloseable own (bind/use-instance! c given)]
        (is (= 0 (bind/call seen)))
        (is (= 1 (bind/call-on own seen)) "the one before is still open"))
      (is (= :trap (kind #(bind/call unreachable))))
      (is (= :trap (kind #(bind/call fine))) "an instance that was given is not replaced")
      (is (= given (bind/use-instance! c #(bind/instantiate c {})))))
    (is (= 42 (bind/call fine)))
    (is (= :trap (kind #(bind/call unreachable))))
    (is (= 42 (bind/call fine)) "what a function makes is made again")
    (is (= "use-instance!: expected an instance, or a function that makes one; got 3"
           (:message (failure #(bind/use-instance! c 3)))))
    (bind/use-instance! c (fn [] 3))
    (is (= "use-instance!: expected a function that returns an instance; it returned 3"
           (:message (failure #(bind/call fine)))))))

(deftest threads-on-the-own-instance-never-corrupt-each-other
  (let [c (component "values")
        f (echo c "echo-person" 'person)
        person (fn [t n] {:name (str "thread " t) :age (rem n 250) :homes (vec (repeat (rem n 7) {:x 1.0 :y (double t)}))})
        start (CountDownLatch. 1)
        runs (doall (for [t (range 4)]
                      (future (.await start)
                              (every? (fn [n] (= (person t n) (bind/call f (person t n)))) (range 500)))))]
    (.countDown start)
    (is (every? true? (map deref runs)))))

(deftest threads-that-wait-for-a-dying-instance-use-the-next-one
  (let [{:keys [fine unreachable]} (mischief (component "mischief"))
        runs (doall (for [t (range 4)]
                      (future (frequencies
                               (for [n (range 200)]
                                 (if (and (= 0 t) (= 0 (rem n 10)))
                                   (kind #(bind/call unreachable))
                                   (bind/call fine)))))))]
    (is (= {42 780, :trap 20} (apply merge-with + (map deref runs))))))

(deftest a-call-that-waits-for-a-dead-and-closed-instance-uses-the-next-one
  (let [c (component "calls")
        guest "test:calls/guest@1.0.0#"
        add (bind/export c (str guest "add") nil '[:func [[a :s32] [b :s32]] :s32])
        exchange (bind/export c (str guest "exchange") '[[:record item [:name :string] [:sizes [:list :u32]]]
                                                         [:variant outcome [:none] [:one item] [:many [:list item]]]]
                              '[:func [[items [:list item]] [wanted [:option :string]]] outcome])
        host-add (atom (fn [_ _] (throw (ex-info "not now" {}))))
        waiting (atom nil)
        ;; realized inside the outermost entrance of the own instance, which the waiting thread cannot pass
        items (lazy-seq
               (reset! waiting (started #(bind/call add 1 2)))
               (is (= "not now" (ex-message (failure #(bind/call add 1 2)))) "the instance dies")
               (reset! host-add +)
               (is (= 7 (bind/call add 3 4)) "it is closed, and another one made")
               nil)]
    (bind/use-instance! c #(bind/instantiate c {:imports {"test:calls/host@1.0.0" {"add" (fn [a b] (@host-add a b))}}
                                                :missing :trap}))
    (is (= {:error :closed :message "this instance is closed; make a new one"} (failure #(bind/call exchange items nil)))
        "the outer call cannot begin any more")
    (is (= 3 (deref @waiting 60000 :never)))))

(deftest the-own-instance-is-not-replaced-while-it-is-made
  (let [c (component "mischief")
        {:keys [fine]} (mischief c)]
    (bind/use-instance! c (fn [] (bind/use-instance! c nil)))
    (is (= {:error :reentered
            :message "the namespace's own instance was replaced while it is being made, by one of its own host functions"}
           (failure #(bind/call fine))))))

(deftest the-own-instance-is-not-entered-from-its-own-host-functions
  (let [c (component "calls")
        add (bind/export c "test:calls/guest@1.0.0#add" nil '[:func [[a :s32] [b :s32]] :s32])
        refused (atom nil)]
    (bind/use-instance! c (fn [] (bind/instantiate c {:imports {"test:calls/host@1.0.0"
                                                                {"add" (fn [a b]
                                                                         (reset! refused (kind #(bind/call add a b)))
                                                                         (+ a b))}}
                                                      :missing :trap})))
    (is (= 3 (bind/call add 1 2)))
    (is (= :reentered @refused))
    (is (= 7 (bind/call add 3 4)))))

(deftest the-own-instance-is-not-called-while-it-is-made
  (let [c (bind/component {:format 1 :from "wat/component-start.wasm"})
        run (bind/export c "run" nil '[:func []])
        refused (atom nil)]
    (bind/use-instance! c (fn [] (bind/instantiate c {:imports {"begin" #(reset! refused (failure (fn [] (bind/call run))))}})))
    (is (nil? (bind/call run)))
    (is (= {:error :reentered
            :message "the namespace's own instance was called while it is being made, by one of its own host functions"}
           @refused))))

(deftest compiled-code-is-kept-when-a-namespace-is-loaded-again
  (let [code (fn []
               (with-open [i (bind/instantiate (component "mischief") {})]
                 (object/compiled-of i)))]
    (is (identical? (code) (code)))))

(deftest an-instance-of-the-interpreter-compiles-nothing
  (let [c (component "mischief")
        {:keys [fine]} (mischief c)]
    (with-open [i (bind/instantiate c {:backend :interpreter})]
      (is (= 42 (bind/call-on i fine)))
      (is (= [Backend/INTERPRETER] (map #(.backend ^CompileOptions %) (keys @(.-loaded ^Component c))))))))

(deftest both-backends-serve-one-namespace
  (let [c (component "mischief")
        {:keys [fine]} (mischief c)]
    (with-open [a (bind/instantiate c {:backend :interpreter})
                b (bind/instantiate c {:backend :compiler})]
      (is (= [:interpreter :compiler] (map (comp :backend wasm/stats) [a b])))
      (is (= [42 42 42] [(bind/call-on a fine) (bind/call-on b fine) (bind/call fine)])))))

;; Drift

(deftest drift-reports-every-difference-at-once
  (let [c (component "values")
        person (bind/export c "test:values/echo@1.0.0#echo-person"
                            '[[:record person [:name :string] [:age :u8]]]
                            '[:func [[x person]] person])]
    (bind/export c "test:values/echo@1.0.0#echo-gone" nil '[:func []])
    (bind/export c "test:values/echo@1.0.0#echo-colour" '[[:enum colour :red :green]] '[:func [[x colour]] colour])
    (echo c "echo-point" 'point)
    (let [{:keys [error message]} (failure #(bind/call person {:name "a" :age 1}))]
      (is (= :drift error))
      (is (= (str "acme.guest does not agree with guests/values/values.wasm:\n"
                  "  test:values/echo@1.0.0#echo-person\n"
                  "    here          func(x: record {name: string, age: u8}) -> record {name: string, age: u8}\n"
                  "    the component func(x: record {name: string, age: option<u8>, homes: list<record {x: f32, y: f64}>})"
                  " -> record {name: string, age: option<u8>, homes: list<record {x: f32, y: f64}>}\n"
                  "  test:values/echo@1.0.0#echo-gone\n"
                  "    the component does not export it\n"
                  "  test:values/echo@1.0.0#echo-colour\n"
                  "    here          func(x: enum {red, green}) -> enum {red, green}\n"
                  "    the component func(x: enum {red, green, blue}) -> enum {red, green, blue}\n"
                  "Generate it again: clj -T:wit gen, lein wit gen, or bin/wit gen.")
             message)))
    (is (= :drift (kind #(bind/instantiate c {}))) "and says so again")))

(deftest an-unresolved-type-is-a-difference
  (let [c (component "values")
        f (bind/export c "test:values/echo@1.0.0#echo-point" [] '[:func [[x point]] point])]
    (is (= (str "acme.guest does not agree with guests/values/values.wasm:\n"
                "  test:values/echo@1.0.0#echo-point\n"
                "    here          func(x: point) -> point\n"
                "    the component func(x: record {x: f32, y: f64}) -> record {x: f32, y: f64}\n"
                "Generate it again: clj -T:wit gen, lein wit gen, or bin/wit gen.")
           (:message (failure #(bind/call f {:x 1 :y 2})))))))

(deftest names-of-types-do-not-matter-to-a-namespace
  (let [c (component "values")
        f (bind/export c "test:values/echo@1.0.0#echo-point" '[[:record other [:x :f32] [:y :f64]] [:type alias other]]
                       '[:func [[x alias]] other])]
    (is (= {:x 1.0 :y 2.0} (bind/call f {:x 1 :y 2})))))

(deftest a-component-prints-its-name
  (let [c (component "mischief")]
    (is (= "component guests/mischief/mischief.wasm, not loaded yet" (str c)))
    (bind/call (:fine (mischief c)))
    (is (str/ends-with? (str c) ", loaded"))))

(deftest calls-with-primitive-numbers-return-what-boxed-ones-do
  (let [c    (component "values")
        long-echo   (fn [type] (let [f (echo c (str "echo-" (name type)) type)] (fn [^long x] (bind/call-long f x))))
        double-echo (fn [type] (let [f (echo c (str "echo-" (name type)) type)] (fn [^double x] (bind/call-double f x))))]
    (doseq [[type low high] [[:s8 -128 127] [:u8 0 255] [:s16 -32768 32767] [:u16 0 65535]
                             [:s32 -2147483648 2147483647] [:u32 0 4294967295] [:s64 Long/MIN_VALUE Long/MAX_VALUE]]
            :let [f (long-echo type)]]
      (testing type
        (is (= [low high] [(f low) (f high)]))
        (when (not= :s64 type)
          (is (= [:argument :argument] [(kind #(f (dec (long low)))) (kind #(f (inc (long high))))])))))
    (is (= [0.5 -0.0 ##Inf] (map (double-echo :f32) [0.5 -0.0 ##Inf])))
    (is (= :argument (kind #((double-echo :f32) 1e300))) "a finite number that the type cannot hold")
    (is (= [1e300 ##-Inf] (map (double-echo :f64) [1e300 ##-Inf])))
    (is (Double/isNaN ((double-echo :f64) ##NaN)))))

(deftest calls-with-primitive-numbers-work-on-an-instance-and-on-both-backends
  (let [c (component "mischief")
        {:keys [divide fine]} (mischief c)]
    (doseq [backend [:compiler :interpreter]]
      (with-open [i (bind/instantiate c {:backend backend})]
        (is (= [-4 (bind/call-on i fine)] [(bind/call-long-on i divide 9 -2) (bind/call-long-on i fine)]))
        (is (= :argument (kind #(bind/call-long-on i divide 9 2147483648))) "the guest did not run")
        (is (= :trap (kind #(bind/call-long-on i divide 9 0))))
        (is (= :trap (kind #(bind/call-long-on i divide 9 1))) "the instance is dead")))
    (is (= :argument (kind #(bind/call-long-on :nothing divide 9 2))))))

(deftest calls-with-primitive-numbers-box-what-has-no-primitive-type
  (let [c (component "calls")
        f (bind/export c "test:calls/guest@1.0.0#divide" nil '[:func [[a :s32] [b :s32]] [:result :s32 :string]])
        i (bind/instantiate c {:imports {"test:calls/host@1.0.0" {"divide" (fn [a b] (quot (long a) (long b)))}} :missing :trap})]
    (with-open [^java.lang.AutoCloseable i i]
      (is (= 3 (bind/call-long-on i f 7 2))))))
