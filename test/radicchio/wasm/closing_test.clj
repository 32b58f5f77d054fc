(ns radicchio.wasm.closing-test
  "Closed instances that are still referenced: they throw :closed, and hold no memory of their guests."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [instance on-both refusal thrown with-guest]])
  (:import (java.lang.management ManagementFactory)
           (java.util.concurrent CountDownLatch)
           (radicchio.core MemoryView)))

(set! *warn-on-reflection* true)

(defn- close! [^java.lang.AutoCloseable x] (.close x))

(defn- mebibytes
  "Returns the size of the heap after collection."
  []
  (waiting/settled)
  (quot (.getUsed (.getHeapMemoryUsage (ManagementFactory/getMemoryMXBean))) 1048576))

(defn- growth
  "Returns the growth of the heap in MiB while the values of 16 calls of f are referenced."
  [f]
  (let [before (mebibytes)
        values (vec (repeatedly 16 f))
        after  (mebibytes)]
    (is (= 16 (count values)))
    (- after before)))

(def ^:private imports
  {"env" {"memory" {:min 256}, "table" {:min 2}, "base" 5, "counter" 10, "double" #(* 2 %)}})

(deftest a-closed-module-instance-holds-no-memory
  (on-both backend
    (let [made  #(instance "imports" backend {:imports imports})
          parts (fn [guest]
                  [guest (wasm/fn guest "bump") (wasm/memory-view guest) (wasm/extern guest "memory")])]
      (is (< 200 (growth #(parts (made)))) "open ones hold 16 MiB each")
      (is (< (growth #(let [guest (made), held (parts guest)] (close! guest) held)) 16)))))

(deftest a-closed-component-instance-holds-no-memory
  (guests/on-both-backends
   (fn [backend]
     (let [made  #(let [i (guests/instance (guests/guest "mischief" backend))]
                    (wasm/call i :grow-memory 256)
                    [i (wasm/fn i :fine)])
           ended #(let [[i :as held] (made)] (close! i) held)]
       (is (< 200 (growth made)))
       (is (< (growth ended) 16))))))

(deftest an-incomplete-instance-holds-no-memory
  (on-both backend
    (is (< (growth #(thrown (fn [] (instance "imports" backend
                                             {:imports (assoc-in imports ["env" "table"] {:min 1})}))))
           16))))

(deftest exceptions-of-a-guest-hold-no-memory
  (on-both backend
    (is (< (growth #(let [guest (instance "exceptions" backend {:missing :trap})]
                      (wasm/memory-grow guest 256)
                      (let [e (thrown (fn [] (wasm/call guest "throw-own")))]
                        (is (= :uncaught-exception (:trap (ex-data e))))
                        e)))
           16))))

(deftest a-closed-instance-in-a-store-of-several-is-released
  (on-both backend
    (with-open [owner (instance "values" backend)]
      (is (< (growth #(let [guest (instance "imports" backend
                                            {:imports (assoc-in imports ["env" "table"] (wasm/extern owner "functions"))})]
                        (close! guest)
                        guest))
             16)))))

(deftest every-use-of-a-closed-module-instance-throws-closed
  (with-guest [guest "values"]
    (let [add    (wasm/fn guest "add")
          extern (wasm/fn guest "extern")
          double (wasm/table-get guest "functions" 0)
          memory (wasm/extern guest "memory")
          ^MemoryView view (wasm/memory-view guest)
          with   (fn [k v] (instance "imports" :interpreter {:imports (assoc-in imports ["env" k] v)}))]
      (close! guest)
      (doseq [[what f] {:fn               #(wasm/fn guest "add")
                        :signed           #(wasm/fn guest "add" {:params [:i32 :i32] :results [:i32]})
                        :call             #(wasm/call guest "add" 1 2)
                        :held             #(add 1 2)
                        :reference        #(extern (Object.))
                        :element          #(double 1)
                        :extern           #(wasm/extern guest "memory")
                        :shared           #(with "memory" memory)
                        :imported         #(with "double" add)
                        :size             #(wasm/memory-size guest)
                        :grow             #(wasm/memory-grow guest 1)
                        :read             #(wasm/memory-read guest 0 1)
                        :read-nothing     #(wasm/memory-read guest 0 0)
                        :read-into        #(wasm/memory-read-into guest 0 (byte-array 1) 0 1)
                        :write            #(wasm/memory-write guest 0 (byte-array 1))
                        :write-part       #(wasm/memory-write guest 0 (byte-array 1) 0 1)
                        :read-string      #(wasm/memory-read-string guest 0 1)
                        :read-to-zero     #(wasm/memory-read-string guest 0)
                        :write-string     #(wasm/memory-write-string guest 0 "x")
                        :view             #(wasm/memory-view guest)
                        :view-size        #(.size view)
                        :view-get         #(.get view 0)
                        :view-get-double  #(.getDouble view 0)
                        :view-put         #(.put view 0 (byte 1))
                        :view-put-float   #(.putFloat view 0 1.0)
                        :global-get       #(wasm/global-get guest "counter")
                        :global-set       #(wasm/global-set guest "counter" 1)
                        :reference-set    #(wasm/global-set guest "object" (Object.))
                        :table-size       #(wasm/table-size guest "functions")
                        :table-get        #(wasm/table-get guest "functions" 0)
                        :table-set        #(wasm/table-set guest "functions" 0 nil)
                        :table-grow       #(wasm/table-grow guest "functions" 1)}]
        (testing what
          (is (= [:closed "this instance is closed; make a new one"] (refusal f)))))
      (testing "its module and its description are available"
        (is (= 7 (count (take 7 (wasm/exports guest)))))
        (is (= [] (wasm/imports guest)))
        (is (= "#<wasm memory>" (str memory) (str view)))
        (is (re-find #"^#<instance of .*, closed: .*>$" (pr-str guest)))))))

(deftest every-use-of-a-closed-component-instance-throws-closed
  (guests/on-both-backends
   (fn [backend]
     (let [i    (wasm/load-wit (io/resource "guests/resources/resources.wasm")
                               {:backend backend :imports {"test:resources/host@1.0.0" {"ended" (fn [])}}})
           make (wasm/fn i "test:resources/boxes@1.0.0#[constructor]box")
           text (wasm/fn i "test:resources/boxes@1.0.0#[method]box.text")
           box  (make "a")]
       (close! i)
       (doseq [[what f] {:looked-up   #((:alive i))
                         :call        #(wasm/call i :alive)
                         :fn          #((wasm/fn i :alive))
                         :constructor #(make "b")
                         :method      #(text box)}]
         (testing what
           (is (= [:closed "this instance is closed; make a new one"] (refusal f)))))
       (is (nil? (close! box)) "it ended with its instance")
       (is (= {:live false, :handles 0} (select-keys (wasm/stats i) [:live :handles])))
       (is (seq (wasm/exports i)))
       (is (string? (str i box text)))))))

(defn- blocking
  "Makes a host function that signals its call, waits (ignoring interrupts), and returns x; [inside go-on f]."
  [x]
  (let [inside (CountDownLatch. 1), go-on (CountDownLatch. 1)]
    [inside go-on
     (fn [& _]
       (.countDown inside)
       (while (not (try (.await go-on) true (catch InterruptedException _ false))))
       x)]))

(defn- answering [backend f options]
  (instance "host" backend (merge {:missing :trap :imports {"env" {"answer" f}}} options)))

(deftest closing-a-module-instance-lets-a-call-on-another-thread-end
  (on-both backend
    (let [[^CountDownLatch inside ^CountDownLatch go-on f] (blocking 42)
          guest   (answering backend f {})
          running (future (wasm/call guest "answer"))]
      (.await inside)
      (let [waiting (guests/started #(refusal (fn [] (wasm/call guest "answer"))))]
        (close! guest)
        (is (= :closed (first (refusal #(wasm/call guest "answer")))) "others are refused at once")
        (.countDown go-on)
        (is (= 42 (deref running 20000 :never)))
        (is (= [:closed "this instance is closed; make a new one"] (deref waiting 20000 :never))
            "whoever waited is refused, too")))))

(deftest closing-waits-for-a-call-on-another-thread-if-the-module-has-files
  (on-both backend
    (let [[^CountDownLatch inside ^CountDownLatch go-on f] (blocking 42)
          guest   (answering backend f {:wasi {}})
          running (future (wasm/call guest "answer"))]
      (.await inside)
      (let [closing (doall (repeatedly 2 #(guests/started (fn [] (close! guest) :closed))))]
        (is (not-any? realized? closing))
        (.countDown go-on)
        (is (= 42 (deref running 20000 :never)))
        (is (= [:closed :closed] (map #(deref % 20000 :never) closing)) "a second close does nothing")
        (is (= :closed (first (refusal #(wasm/call guest "answer")))))))))

(deftest closing-a-component-instance-waits-for-a-call-on-another-thread
  (guests/on-both-backends
   (fn [backend]
     (let [[^CountDownLatch inside ^CountDownLatch go-on f] (blocking 3)
           i       (guests/instance (guests/guest "calls" backend)
                                    {:missing :trap :imports {"test:calls/host@1.0.0" {"add" f}}})
           running (future (wasm/call i :add 1 2))]
       (.await inside)
       (let [closing (guests/started #(close! i))]
         (is (not (realized? closing)))
         (.countDown go-on)
         (is (= 3 (deref running 20000 :never)))
         (is (nil? (deref closing 20000 :never)))
         (is (= [:closed "this instance is closed; make a new one"] (refusal #(wasm/call i :add 1 2)))))))))

(deftest closing-waits-at-most-the-time-limit-of-a-call
  (guests/on-both-backends
   (fn [backend]
     (doseq [[open call] [[#(guests/instance (guests/guest "calls" backend)
                                             {:missing :trap :limits {:timeout-ms 500}
                                              :imports {"test:calls/host@1.0.0" {"add" %}}})
                           #(wasm/call % :add 1 2)]
                          [#(answering backend % {:wasi {} :limits {:timeout-ms 500}})
                           #(wasm/call % "answer")]]]
       (let [[^CountDownLatch inside ^CountDownLatch go-on f] (blocking 3)
             i       (open f)
             running (future (refusal #(call i)))]
         (.await inside)
         (is (= [:limit "the call took longer than 500 ms"] (refusal #(close! i))))
         (.countDown go-on)
         (is (not= :never (deref running 20000 :never)))
         (is (nil? (close! i)) "it was open still")
         (is (= :closed (first (refusal #(call i))))))))))
