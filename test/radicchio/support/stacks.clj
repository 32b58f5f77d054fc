(ns radicchio.support.stacks
  "Tests run here what must not need much stack.")

(set! *warn-on-reflection* true)

(defn with
  "What f returns or throws on a thread with so many KiB of stack."
  [kib f]
  (let [result (promise)]
    (.start (Thread. nil (bound-fn [] (deliver result (try [:returned (f)] (catch Throwable e [:threw e]))))
                     "small stack" (* 1024 (long kib))))
    (let [[how what] @result]
      (if (= :returned how) what (throw what)))))
