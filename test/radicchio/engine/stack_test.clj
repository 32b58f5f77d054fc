(ns radicchio.engine.stack-test
  "Running out of stack, in a guest or in the host that it called, is a trap and leaves the JVM as it was."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.engine.guests :refer [call host instance new-store on-both one thrown trap wasm within]]
            [radicchio.support.stacks :as stacks])
  (:import (clojure.lang Reflector)
           (java.lang.reflect InvocationHandler Proxy)
           (java.net URLClassLoader)
           (java.util Optional)
           (radicchio.engine Engine)))

(set! *warn-on-reflection* true)

;; KiB of stack with which a guest can be entered however the JVM has compiled the check for room: with less, its code of the
;; first tier needs more than there is.
(def ^:private small 384)

(defn- outcome
  "How the guest's call of itself to a depth ends: :well, the kind of a trap, or the class of what else was thrown."
  [down depth]
  (if-let [e (thrown #(call down "down" depth))]
    (:trap (ex-data e) (class e))
    :well))

(defn- deepest
  "About how deep the guest can call itself on such a thread."
  [down]
  (loop [depth 64]
    (if (= :well (outcome down depth)) (recur (quot (* depth 5) 4)) depth)))

(defn- outcomes-around-the-end
  "How often each outcome was, from a depth at which calls go well down to where hundreds have run out of stack. The JVM
  compiles meanwhile and frames get smaller, so the end is wherever it is found."
  [down]
  (let [most  (deepest down)
        step  (max 1 (quot most 400))
        start (first (filter #(= :well (outcome down %)) (iterate #(quot % 2) (quot most 2))))]
    (loop [depth start, found {}]
      (if (or (<= 200 (found :stack-exhausted 0)) (< (* 100 most) depth))
        found
        (recur (+ depth step) (update found (outcome down depth) (fnil inc 0)))))))

(deftest recursion-without-end-is-a-trap
  (on-both backend
    (within [store (new-store)]
      (let [down (instance store backend "down" (host store (constantly nil)))]
        (dotimes [_ 3]
          (is (= :stack-exhausted (trap down "endless"))))
        (is (= 1 (one down "one")))))))

(deftest a-host-function-that-runs-out-of-stack-is-a-trap-at-every-depth
  (on-both backend
    (stacks/with 512
      (fn []
        (within [store (new-store)]
          (let [self  (atom nil)
                ;; does what hosts do: enters the store again, calls the guest, provokes an error, builds data
                work  (fn [_]
                        (.enter store)
                        (try
                          (one @self "one")
                          (thrown #(call @self "unreachable"))
                          (str {:made (vec (range 8))})
                          nil
                          (finally (.leave store))))
                down  (reset! self (instance store backend "down" (host store work)))
                found (outcomes-around-the-end down)]
            (is (= #{:well :stack-exhausted} (set (keys found))) "calls go well, then run out of stack")
            (is (= :well (outcome down 1)))
            (is (= 1 (one down "one")))
            (is (= :unreachable (trap down "unreachable")) "errors are still what they are")))))))

(deftest after-a-stack-overflow-in-a-nested-entrance-the-store-is-free
  (on-both backend
    (let [store (new-store)]
      (stacks/with small
        (fn []
          (dotimes [_ 5]
            (within [store store]
              (let [self (atom nil)
                    work (fn [_] (within [store store] (call @self "down" 3)) nil)]
                (reset! self (instance store backend "down" (host store work)))
                (is (= :stack-exhausted (trap @self "down" 3))))))))
      (is (= :entered (stacks/with small #(do (.enter store) (.leave store) :entered)))))))

(defn- levels
  "Needs so many frames of the stack."
  [n]
  (if (zero? n) 0 (inc (long (levels (dec (long n)))))))

(deftest a-host-function-that-enters-its-guest-again-is-not-cut-halfway
  (on-both backend
    (doseq [kib [small 1024]]
      (stacks/with kib
        (fn []
          (within [store (new-store)]
            (let [self    (atom nil)
                  begun   (atom 0)
                  through (atom 0)
                  again   (fn [_]
                            (swap! begun inc)
                            (levels 20)
                            (swap! through inc)
                            (within [store store] (call @self "down" 3))
                            nil)]
              (reset! self (instance store backend "down" (host store again)))
              (dotimes [_ 3]
                (is (= :stack-exhausted (trap @self "down" 3))))
              (is (< 3 @begun))
              (is (= @begun @through) "the overflow is where the guest would be entered")
              (is (= 1 (one @self "one"))))))))))

(deftest the-first-call-of-a-host-function-is-not-cut-halfway
  (on-both backend
    (stacks/with small
      (fn []
        (within [store (new-store)]
          (let [begun   (atom 0)
                through (atom 0)
                work    (fn [_] (swap! begun inc) (levels 100) (swap! through inc) nil)
                guest   #(instance store backend "down" (host store work))
                most    (deepest (guest))]
            (reset! begun 0) ; only the first call of a function checks for room, and the search above made more
            (reset! through 0)
            (doseq [depth (range 1 (* 2 most) (max 1 (quot most 200)))]
              (outcome (guest) depth))
            (is (< 3 @begun))
            (is (= @begun @through))))))))

(defn- fresh-classes
  "A loader that has our classes anew, not yet initialised, and everything else as it is."
  ^ClassLoader []
  (let [^Class engine Engine
        app    (.getClassLoader engine)
        others (proxy [ClassLoader] [app]
                 (loadClass [name & _]
                   (if (str/starts-with? name "radicchio.")
                     (throw (ClassNotFoundException. name))
                     (.loadClass app ^String name))))]
    (URLClassLoader. (into-array [(.. engine getProtectionDomain getCodeSource getLocation)]) ^ClassLoader others)))

(defn- static [^Class c name & args]
  (Reflector/invokeStaticMethod c ^String name (object-array args)))

(defn- send-to [object name & args]
  (Reflector/invokeInstanceMethod object ^String name (object-array args)))

(defn- first-use-at
  "With classes never used before: a host function, so deep below a guest, has the guest trap. [whether the guest came so
  deep, what its next trap, near the top of the stack, is called]."
  [backend depth]
  (let [loader   (fresh-classes)
        c        #(Class/forName (str "radicchio.engine." %) true loader)
        compiled (static (c "Engine") "compile" (wasm "down") (static (c "Backend") "valueOf" (str backend)))
        store    (static (c "Engine") "store" (Reflector/getStaticField ^Class (c "Limits") "DEFAULT"))
        invoke   #(send-to (.get ^Optional (send-to %1 "export" %2)) "call" (long-array %3))
        guest    (promise)
        work     (Proxy/newProxyInstance loader (into-array [(c "HostFunc")])
                                         (reify InvocationHandler
                                           (invoke [_ _ _ _]
                                             (try (invoke @guest "unreachable" []) (catch Exception _))
                                             (long-array 0))))
        type     (Reflector/invokeConstructor (c "ExternType$FuncType") (object-array [[] []]))]
    (send-to store "enter")
    (try
      (deliver guest (send-to store "instantiate" compiled [(send-to store "function" type work)]))
      [(nil? (thrown #(invoke @guest "down" [depth])))
       (:trap (ex-data (thrown #(invoke @guest "unreachable" []))))]
      (finally (send-to store "leave")))))

(defn- limit-of-first-use
  "The depth beyond which a guest of new classes runs out of stack, to within 8."
  [backend]
  (loop [good 0, bad 20000]
    (if (< (- bad good) 8)
      good
      (let [middle (quot (+ good bad) 2)]
        (if (first (first-use-at backend middle)) (recur middle bad) (recur good middle))))))

(deftest ^:slow no-class-is-initialised-where-the-stack-may-end
  (on-both backend
    (stacks/with small
      (fn []
        (let [limit (limit-of-first-use backend)]
          (doseq [depth (range (max 0 (- limit 20)) (+ limit 100))]
            (is (= :unreachable (second (first-use-at backend depth))) (str "at depth " depth))))))))
