(ns radicchio.wasm.component-test
  "Components at the REPL: load-wit and related functions."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :refer [failure kind on-both-backends]]
            [radicchio.wasm :as wasm]))

(set! *warn-on-reflection* true)

(defn- source [name] (io/resource (str "guests/" name "/" name ".wasm")))

(def ^:private things {"test:resources/host@1.0.0" {"ended" (fn [])}})

(deftest functions-are-looked-up-by-name-or-id
  (on-both-backends
   (fn [backend]
     (with-open [v (wasm/load-wit (source "values") {:backend backend})]
       (is (= 3 ((:echo-u8 v) 3)))
       (is (= 3 ((get v "echo-u8") 3)))
       (is (= 3 ((get v "test:values/echo@1.0.0#echo-u8") 3)))
       (is (= 3 (wasm/call v :echo-u8 3)))
       (is (= :none (:no-such-function v :none)))))))

(deftest an-unknown-or-ambiguous-name-throws-with-the-candidates
  (with-open [r (wasm/load-wit (source "resources") {:imports things :backend :interpreter})]
    (is (= {:error :unlinkable :wanted :box
            :message (str "missing export: the component does not export a function box; it exports"
                          " test:resources/boxes@1.0.0#[constructor]box, test:resources/boxes@1.0.0#[method]box.text,"
                          " box-set-text, box-join, box-pass, alive, total, echo, echo-option, fill, bad-handle, end,"
                          " test:resources/more-boxes@1.0.0#[constructor]box,"
                          " test:resources/more-boxes@1.0.0#[method]box.text, box-open")}
           (failure #(:box r))))
    (is (= {:error :unlinkable :wanted :->box
            :message (str "ambiguous export: the component exports several functions named ->box; use a full id:"
                          " test:resources/boxes@1.0.0#[constructor]box,"
                          " test:resources/more-boxes@1.0.0#[constructor]box")}
           (failure #(:->box r))))
    (is (= :none (:->box r :none)))))

(deftest an-alias-makes-a-namespace-for-the-repl
  (binding [*ns* (create-ns 'radicchio.wasm.component-test.repl)]
    (try
      (with-open [_ (wasm/load-wit (source "values") {:as 'v})]
        (is (= 3 (eval '(v/echo-u8 3))))
        (is (= '([x]) (:arglists (meta (ns-resolve *ns* 'v/echo-u8)))))
        (is (= "test:values/echo@1.0.0#echo-u8: func(x: u8) -> u8" (:doc (meta (ns-resolve *ns* 'v/echo-u8))))))
      (testing "a second load replaces it"
        (with-open [_ (wasm/load-wit (source "mischief") {:as 'v})]
          (is (= 42 (eval '(v/fine))))
          (is (nil? (ns-resolve *ns* 'v/echo-u8)))))
      (testing "an alias of another namespace is not replaced"
        (alias 'str 'clojure.string)
        (is (= {:error :config :message "load-wit: str is already an alias of clojure.string (choose another symbol)"}
               (failure #(wasm/load-wit (source "mischief") {:as 'str})))))
      (finally (remove-ns 'radicchio.wasm.component-test.repl)
               (remove-ns 'radicchio.loaded.v)))))

(deftest an-invalid-alias-is-refused
  (is (= {:error :config :message "load-wit: :as: expected a symbol, got \"v\""}
         (failure #(wasm/load-wit (source "mischief") {:as "v"})))))

(deftest unexpected-arguments-are-refused-and-never-cause-a-class-cast
  (is (= {:error :config :message "load-wit: expected a map of options, got [1]"}
         (failure #(wasm/load-wit (source "mischief") [1]))))
  (is (= {:error :config :unknown [:az]
          :message (str "load-wit: unknown :az; expected one of :as, :backend, :cache, :imports, :limits, :missing, :results,"
                        " :wasi, :wit-data, :world")}
         (failure #(wasm/load-wit (source "mischief") {:az 'v}))))
  (is (= {:error :config :message "attempt: expected a function, got nil"} (failure #(wasm/attempt nil 1))))
  (with-open [m (wasm/load-wit (source "mischief")
                               {:limits {:timeout-ms Long/MAX_VALUE :lifted-bytes Long/MAX_VALUE}
                                :backend :interpreter})]
    (is (= 42 (wasm/call m :fine)) "a limit of for ever is none")
    (is (re-find #"^missing export: the component does not export a function nil; it exports fine, " (:message (failure #(wasm/call m nil)))))))

(deftest a-source-other-than-a-component-is-refused
  (is (= :malformed (kind #(wasm/load-wit (.getBytes "no wasm here")))))
  (is (= :config (kind #(wasm/load-wit "no/such/file.wasm"))))
  (is (= {:error :config
          :message (str "a byte[] of 8 is a core module without its WIT; pass that as :wit-data, or add it (wasm-tools"
                        " component embed); wasm/load accepts any core module")}
         (failure #(wasm/load-wit (byte-array [0 97 115 109 1 0 0 0]))))))

(deftest attempt-returns-err-as-a-value-for-one-call
  (with-open [v (wasm/load-wit (source "values") {:backend :interpreter})]
    (is (= [:ok "x"] (wasm/attempt (:echo-ok v) [:ok "x"])))
    (is (= [:err :red] (wasm/attempt (:echo-err v) [:err :red])))
    (is (= :argument (kind #(wasm/attempt (:echo-u8 v) 256))) "what is no err is thrown")))

(deftest a-component-is-compiled-once-and-instantiated-often
  (on-both-backends
   (fn [backend]
     (let [component (wasm/compile (source "mischief") {:backend backend})]
       (dotimes [_ 200]
         (with-open [i (wasm/instantiate component)]
           (is (= 42 (wasm/call i :fine)))))))))

(deftest an-instance-has-figures
  (with-open [r (wasm/load-wit (source "resources")
                               {:imports {"test:resources/host@1.9.0" {"ended" (fn [])}} :backend :interpreter})]
    (is (= {:backend :interpreter :functions 15 :handles 0 :tasks 0 :waits 0 :streams 0 :threads 0 :live true :interpreted 0
            :satisfied {"test:resources/host@1.0.0" "test:resources/host@1.9.0"}, :refused {}}
           (dissoc (wasm/stats r) :core-bytes)))
    (wasm/call r :fill 3)
    (is (= 3 (:handles (wasm/stats r))))
    (failure #(wasm/call r :bad-handle))
    (is (= [false 0] ((juxt :live :handles) (wasm/stats r))))))

(deftest instances-and-handles-print-a-description
  (with-open [r (wasm/load-wit (source "resources") {:imports things :backend :interpreter})]
    (is (re-find #"^#<instance of .*resources.wasm, live: .* and 3 more>$" (pr-str (wasm/instantiate (wasm/compile (source "resources") {:backend :interpreter}) {:imports things}))))
    (is (re-find #"^#<component .*resources.wasm, 15 functions>$" (pr-str (wasm/compile (source "resources") {:backend :interpreter}))))
    (is (= "#<box handle, owned, live>" (pr-str (first (wasm/call r :fill 1)))))
    (is (= "#<resource handle of the host, live: :mine>" (pr-str (wasm/resource :mine))))))
