(ns radicchio.engine.stack-test
  "Running out of stack, in a guest or in the host that it called, is a trap and leaves the JVM as it was."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.engine.guests :refer [call host instance new-store on-both one thrown trap within]]))

(set! *warn-on-reflection* true)

(defn- on-thread
  "What `f` returns on a thread with a stack of so many KiB."
  [kib f]
  (let [result (promise)
        work   (bound-fn [] (deliver result (try (f) (catch Throwable e e))))]
    (doto (Thread. nil work "small stack" (* 1024 kib)) .start .join)
    (when (instance? Throwable @result) (throw @result))
    @result))

(defn- deepest
  "About how deep the guest can call itself on such a thread."
  [down]
  (loop [depth 64]
    (if (nil? (trap down "down" depth)) (recur (quot (* depth 5) 4)) depth)))

(deftest recursion-without-end-is-a-trap
  (on-both backend
    (within [store (new-store)]
      (let [down (instance store backend "down" (host store (constantly nil)))]
        (dotimes [_ 3]
          (is (= :stack-exhausted (trap down "endless"))))
        (is (= 1 (one down "one")))))))

(deftest a-host-function-that-runs-out-of-stack-is-a-trap-at-every-depth
  (on-both backend
    (on-thread 512
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
                most  (deepest down)
                kinds (frequencies (for [depth (range (quot most 2) (+ most 200) (max 1 (quot most 400)))]
                                     (trap down "down" depth)))]
            (is (pos? (kinds nil 0)) "some calls go well")
            (is (pos? (kinds :stack-exhausted 0)) "some run out of stack")
            (is (= #{nil :stack-exhausted} (set (keys kinds))))
            (is (nil? (trap down "down" 1)))
            (is (= 1 (one down "one")))
            (is (= :unreachable (trap down "unreachable")) "errors are still what they are")))))))

(deftest after-a-stack-overflow-in-a-nested-entrance-the-store-is-free
  (on-both backend
    (let [store (new-store)]
      (on-thread 256
        (fn []
          (dotimes [_ 5]
            (within [store store]
              (let [self (atom nil)
                    work (fn [_] (within [store store] (call @self "down" 3)) nil)]
                (reset! self (instance store backend "down" (host store work)))
                (is (= :stack-exhausted (trap @self "down" 3))))))))
      (is (= :entered (on-thread 256 #(do (.enter store) (.leave store) :entered)))))))
