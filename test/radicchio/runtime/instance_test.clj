(ns radicchio.runtime.instance-test
  "How instances fail, are limited, and are used by several threads."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm.component :as wasm])
  (:import (java.util.concurrent CountDownLatch)))

(set! *warn-on-reflection* true)

(defn- mischief
  (^radicchio.runtime.Instance [backend] (mischief backend {}))
  (^radicchio.runtime.Instance [backend limits]
   (guests/instance (guests/guest "mischief" backend) {:limits limits})))

(deftest every-trap-has-its-kind-and-ends-the-instance
  (guests/on-both-backends
   (fn [backend]
     (doseq [[trap f & arguments] [[:unreachable :unreachable]
                                   [:integer-divide-by-zero :divide 1 0]
                                   [:integer-overflow :divide -2147483648 -1]
                                   [:integer-overflow :truncate 1e30]
                                   [:out-of-bounds-memory :read-beyond-memory]
                                   [:undefined-element :call-nothing]
                                   [:indirect-call-type :call-the-wrong-type]
                                   [:stack-exhausted :overflow-stack 10000000]
                                   [:canonical-abi :surrogate]
                                   [:canonical-abi :fourth-colour]
                                   [:canonical-abi :third-shape]
                                   [:canonical-abi :bad-utf8]
                                   [:canonical-abi :string-beyond-memory]
                                   [:canonical-abi :crooked-list]
                                   [:canonical-abi :crooked-result]
                                   [:canonical-abi :result-beyond-memory]
                                   [:unreachable :trap-after]]]
       (testing f
         (with-open [i (mischief backend)]
           (is (= [:trap trap] ((juxt :error :trap) (guests/failure #(apply wasm/call i f arguments)))))
           (is (= [:trap :dead] ((juxt :error :trap) (guests/failure #(wasm/call i :fine)))))))))))

(deftest unusual-but-valid-results-are-read
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (mischief backend)]
       (is (= 255 (wasm/call i :wide-u8)))
       (is (= -32768 (wasm/call i :wide-s16)))
       (is (true? (wasm/call i :two-as-bool)))
       (is (= #{:read :write :run} (wasm/call i :all-bits)))
       (is (= "" (wasm/call i :empty-string-at-the-end)))))))

(deftest post-return-is-called-once-for-each-call
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (mischief backend)]
       (dotimes [_ 3] (is (= "text" (wasm/call i :counted))))
       (is (= 3 (wasm/call i :seen)))))))

(deftest an-allocator-that-fails-traps
  (guests/on-both-backends
   (fn [backend]
     (doseq [how [:crooked :beyond :short-of :trap]]
       (testing how
         (with-open [i (mischief backend)]
           (wasm/call i :behave how)
           (is (= :trap (guests/kind #(wasm/call i :count [1 2 3]))))))))))

(deftest an-endless-guest-is-stopped-and-its-thread-lives
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (mischief backend {:timeout-ms 100})]
       (is (= {:error :limit :limit :timeout :timeout-ms 100 :message "the call took longer than 100 ms"}
              (guests/failure #(wasm/call i :loop-for-ever))))
       (is (false? (Thread/interrupted)))
       (is (= [:trap :dead] ((juxt :error :trap) (guests/failure #(wasm/call i :fine))))
           "a reached limit ends the instance")))))

(deftest the-time-limit-includes-host-functions-and-waiting
  (guests/on-both-backends
   (fn [backend]
     (let [entered (CountDownLatch. 1)
           never (CountDownLatch. 1)]
       (with-open [i (guests/instance (guests/guest "calls" backend)
                                      {:imports {"test:calls/host@1.0.0" {"add" (fn [_ _] (.countDown entered) (.await never))}}
                                       :missing :trap
                                       :limits {:timeout-ms 300}})]
         (let [running (future (guests/kind #(wasm/call i :add 1 2)))]
           (.await entered)
           (is (contains? #{:limit :trap} (guests/kind #(wasm/call i :shout "x")))
               "it waited in vain, or found the instance dead")
           (is (= :limit @running))))))))

(deftest a-memory-stays-within-its-pages
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (mischief backend {:memory-pages 100})]
       (is (= -1 (wasm/call i :grow-memory 200)))
       (is (not= -1 (wasm/call i :grow-memory 1)))))))

(deftest lifted-values-stay-within-their-bytes
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend) {:limits {:lifted-bytes 10000}})]
       (is (= 100 (count (wasm/call v :echo-u8s (byte-array 100)))))
       (is (= {:error :limit :limit :lifted-bytes
               :message (str "expected at most 10000 bytes of heap for the guest's values in one call, got more; raise"
                             " :lifted-bytes to allow it")}
              (guests/failure #(wasm/call v :echo-u8s (byte-array 20000)))))))))

(defn- without-end
  "What a refused sequence says."
  [path limit]
  {:error :limit :limit :lowered-bytes :path path
   :message (str path ": expected at most " limit " bytes of heap for a sequence without a count, got more; pass a counted"
                 " collection, such as a vector, or raise :lowered-bytes")})

(deftest an-infinite-sequence-is-refused-and-the-instance-lives
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend))]
       (let [person {:name "" :age 36 :homes []}]
         (doseq [[path f value] [["x" :echo-u32s #(range)]
                                 ["x" :echo-u8s #(repeat 1)]
                                 ["x" :echo-bools #(cycle [true false])]
                                 ["x" :echo-f64s #(iterate inc 0.5)]
                                 ["x" :echo-strings #(repeat "")]
                                 ["x" :echo-people #(repeat person)]
                                 ["x[1].homes" :echo-people #(vector person (assoc person :homes (repeat {:x 1 :y 2})))]
                                 ["x[0][1]" :echo-deep #(vector ["" (repeat [])])]]]
           (testing f
             (is (= (without-end path 67108864) (guests/failure #(wasm/call v f (value)))))))
         (is (= [1 2 3] (wasm/call v :echo-u32s (map inc (range 3))))))))))

(deftest all-sequences-of-a-call-count-together-with-their-elements
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend) {:limits {:lowered-bytes 10000}})]
       (doseq [[f value] {:echo-u8s     (map identity (repeat 501 1))
                          :echo-strings (map identity [(apply str (repeat 10001 "x"))])
                          :echo-shapes  (map identity (repeat 1000 [:circle 1]))
                          :echo-people  (map identity [{:name "Ada" :homes (vec (repeat 1000 {:x 1 :y 2}))}])}]
         (testing f
           (is (= :lowered-bytes (:limit (guests/failure #(wasm/call v f value)))))))
       (testing "but not a counted collection"
         (is (= 20000 (count (wasm/call v :echo-u8s (byte-array 20000)))))
         (is (= 20000 (count (wasm/call v :echo-u32s (vec (range 20000))))))
         (is (= 20000 (count (first (wasm/call v :echo-strings [(apply str (repeat 20000 "x"))])))))
         (is (= 350 (count (wasm/call v :echo-u8s (map identity (repeat 350 1)))))))))))

(deftest threads-on-one-instance-take-turns
  (guests/on-both-backends
   (fn [backend]
     (with-open [v (guests/instance (guests/guest "values" backend))]
       (let [echo (wasm/function v :echo-person)
             person (fn [t n] {:name (str "thread " t) :age (rem n 250) :homes (vec (repeat (rem n 7) {:x 1.0 :y (double t)}))})
             runs (doall (for [t (range 4)]
                           (future (every? (fn [n] (= (person t n) (echo (person t n)))) (range 500)))))]
         (is (every? true? (map deref runs))))))))

(deftest a-waiting-call-is-refused-when-the-instance-closes
  (let [entered (CountDownLatch. 1)
        leave (CountDownLatch. 1)
        i (guests/instance (guests/guest "calls" :interpreter)
                           {:imports {"test:calls/host@1.0.0" {"add" (fn [a b] (.countDown entered) (.await leave) (+ a b))}}
                            :missing :trap})
        call #(wasm/call i :add 1 2)
        running (guests/started call)]
    (.await entered)
    (let [closing (doall (repeatedly 2 #(guests/started (fn [] (.close i)))))
          calling (doall (repeatedly 2 #(guests/started (fn [] (guests/failure call)))))]
      (.countDown leave)
      (is (= 3 (deref running 60000 :never)))
      (is (= [nil nil] (map #(deref % 60000 :never) closing)) "a second close does nothing")
      (is (= (repeat 2 {:error :closed :message "this instance is closed; make a new one"})
             (map #(deref % 60000 :never) calling))))))

(deftest a-lazy-argument-may-call-the-same-instance
  (with-open [v (guests/instance (guests/guest "values" :interpreter))]
    (is (= [0 1 2] (wasm/call v :echo-u32s (map #(wasm/call v :echo-u32 %) (range 3)))))))

(deftest a-call-whose-instance-ends-while-its-arguments-are-read-does-not-begin
  (guests/on-both-backends
   (fn [backend]
     (let [i (guests/instance (guests/guest "values" backend))]
       (is (= {:error :closed :message "this instance is closed; make a new one"}
              (guests/failure #(wasm/call i :echo-u32s (lazy-seq (.close i) [1])))))
       (is (= {:error :closed :message "this instance is closed; make a new one"}
              (guests/failure #(wasm/call i :echo-u32s [1]))))))))

(deftest instances-of-one-component-share-no-state
  (guests/on-both-backends
   (fn [backend]
     (with-open [a (mischief backend) b (mischief backend)]
       (wasm/call a :counted)
       (is (= [1 0] [(wasm/call a :seen) (wasm/call b :seen)]))
       (guests/failure #(wasm/call a :unreachable))
       (is (= 42 (wasm/call b :fine)))))))
