(ns radicchio.runtime.values-test
  "Values on the whole way: from Clojure into a guest, back, and through a host function."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check :as check]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [guests.echo :as echo]
            [radicchio.abi.generators :as generators :refer [comparable]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm.component :as wasm]))

(set! *warn-on-reflection* true)

(defn- wit-type
  "A generated type as WIT data: [type definitions], records and their kin defined under names of their own."
  [t]
  (let [definitions (atom [])
        define (fn [kind parts]
                 (let [name (symbol (str "t" (count @definitions)))]
                   (swap! definitions conj (into [kind name] parts))
                   name))
        convert (fn convert [t]
                  (if (keyword? t)
                    t
                    (let [[kind & parts] t]
                      (case kind
                        :record (define :record (mapv (fn [[label of]] [label (convert of)]) parts))
                        :variant (define :variant (mapv (fn [[label of]] (if of [label (convert of)] [label])) parts))
                        (:enum :flags) (define kind parts)
                        (into [kind] (map #(if (or (nil? %) (int? %)) % (convert %))) parts)))))]
    [(convert t) @definitions]))

(defn- called
  "What `call` answers; where its type is a result, as a value."
  [instance t v]
  (if (and (vector? t) (= :result (first t)))
    (let [[arm payload] (wasm/attempt (wasm/function instance "call") v)]
      (if (nth t (if (= :ok arm) 1 2) nil) [arm payload] [arm]))
    (wasm/call instance "call" v)))

(defn- echoes?
  "Do values of a type come back from a guest that echoes them, by each way?"
  [backend t values]
  (let [[type definitions] (wit-type t)
        compiled (wasm/compile (echo/component definitions type) {:backend backend})
        heard (atom [])]
    (with-open [instance (wasm/instantiate compiled {:imports {"host" (fn [x] (swap! heard conj x) x)}
                                                     :results :value})]
      (every? (fn [v]
                (let [expected (comparable v)]
                  (and (= expected (comparable (first (wasm/call instance "wide" (into [v] (range 17))))))
                       (= expected (comparable (called instance t v)))
                       (= expected (comparable (peek @heard))))))
              values))))

(defn- echo-property [backend]
  (prop/for-all [[t values] (gen/let [t generators/value-type]
                              (gen/tuple (gen/return t) (gen/vector (generators/value t) 3)))]
    (echoes? backend t values)))

(deftest random-values-of-random-types-survive-a-guest-and-a-host-function
  (doseq [[backend cases] {:interpreter 60, :compiler 25}]
    (let [result (check/quick-check cases (echo-property backend))]
      (is (:pass? result) (pr-str backend (:smallest (:shrunk result)) (:seed result))))))

(deftest a-guest-in-c-returns-every-type
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend))]
       (doseq [[f x] {:echo-bool true, :echo-u8 255, :echo-s8 -128, :echo-u16 65535, :echo-s16 -32768
                      :echo-u32 4294967295, :echo-s32 -2147483648, :echo-u64 18446744073709551615N
                      :echo-s64 -9223372036854775808, :echo-f32 0.5, :echo-f64 -0.0, :echo-char "𝄞"
                      :echo-string "grüezi 𝄞", :echo-bools [true false], :echo-chars ["a" "é" "𝄞"]
                      :echo-u64s [0 18446744073709551615N], :echo-strings ["" "a" "ü"]
                      :echo-shapes [[:nothing] [:circle 1.5] [:serial 18446744073709551615N] [:label "x"]
                                    [:corner {:x 1.0 :y 2.0}]]
                      :echo-deep [nil ["a" [[[:nothing]] []]]]
                      :echo-map {"a" 1, "b" 2}
                      :echo-tuple [1 "two" 3.0], :echo-colour :green, :echo-three #{:read :run}
                      :echo-thirty-two (set (map #(keyword (str "b" %)) (range 32)))
                      :echo-person {:name "Ada" :age nil :homes [{:x 1.0 :y 2.0}]}
                      :echo-option nil, :echo-options [:some nil], :echo-result [:err "no"]}]
         (testing f
           (is (= x ((wasm/function v f) x)))))
       (is (= [1 2 255] (map #(bit-and % 255) (wasm/call v :echo-u8s [1 2 255]))))
       (is (= [1 2 3 4] (vec (wasm/call v :echo-four [1 2 3 4]))))
       (is (= 153.0 (apply wasm/call v :add-seventeen (range 1 18))))
       (is (nil? (wasm/call v :nothing)))))))

(deftest a-record-may-omit-an-option
  (with-open [v (guests/instance (guests/guest "values" :interpreter))]
    (is (= {:name "Ada" :age nil :homes []} (wasm/call v :echo-person {:name "Ada" :homes []})))))

(deftest a-function-with-a-result-returns-ok-and-throws-err
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend))]
       (is (= "fine" (wasm/call v :echo-ok [:ok "fine"])))
       (is (= {:error :wit, :wit/error nil, :wit/name "test:values/echo@1.0.0#echo-ok"
               :message "test:values/echo@1.0.0#echo-ok returned an error"}
              (guests/failure #(wasm/call v :echo-ok [:err]))))
       (is (nil? (wasm/call v :echo-err [:ok])))
       (is (= {:error :wit, :wit/error :red, :wit/name "test:values/echo@1.0.0#echo-err"
               :message "test:values/echo@1.0.0#echo-err returned an error: :red"}
              (guests/failure #(wasm/call v :echo-err [:err :red]))))
       (is (= [:err :red] (wasm/attempt (wasm/function v :echo-err) [:err :red])))
       (is (= [:ok "fine"] (wasm/attempt (wasm/function v :echo-ok) [:ok "fine"])))
       (testing "the instance stays live"
         (is (= 1 (wasm/call v :echo-u8 1))))))))

(deftest a-refused-argument-never-starts-the-export
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend))]
       (let [before (wasm/call v :post-returns)]
         (is (= {:error :argument :path "x.homes[1].y"
                 :message "x.homes[1].y: expected an f64 (a number), got \"2\" (java.lang.String)"}
                (guests/failure #(wasm/call v :echo-person {:name "a" :homes [{:x 1 :y 2} {:x 1 :y "2"}]}))))
         (is (= before (wasm/call v :post-returns))))
       (is (= "test:values/echo@1.0.0#echo-tuple takes 1 (x), got 3"
              (:message (guests/failure #(wasm/call v :echo-tuple 1 "two" 3.0)))))))))

(deftest ten-thousand-calls-return-the-same-and-do-not-grow-memory
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend))]
       (let [person {:name "Ada" :age 36 :homes [{:x 1.0 :y 2.0}]}
             echo (wasm/function v :echo-person)]
         (is (= person (echo person)))
         (let [pages (wasm/call v :pages)
               seen (wasm/call v :post-returns)]
           (is (every? #(= person %) (repeatedly 9999 #(echo person))))
           (is (= pages (wasm/call v :pages)))
           (is (= (+ seen 9999) (wasm/call v :post-returns)))))))))
