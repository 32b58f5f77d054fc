(ns ^:no-doc radicchio.http.instances
  "The instances that answer: a fresh one a request, or some that are kept warm."
  (:require [radicchio.wasm.component :as component])
  (:import (java.util.concurrent LinkedBlockingDeque)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(defprotocol Instances
  (^:no-doc borrow [instances] "An instance for one call.")
  (^:no-doc give-back [instances instance good?] "Ends the call; a good instance may be used again.")
  (^:no-doc close-all [instances] "Closes those that wait for a call; those in a call are closed when they are given back."))

(deftype ^:private Pool [make ^LinkedBlockingDeque idle ^:volatile-mutable closed]
  Instances
  (borrow [_]
    (or (.pollFirst idle) (make)))
  (give-back [_ instance good?]
    (when-not (and good? (not closed) (.isLive ^Instance instance) (not (.isDead ^Instance instance))
                   (.offerFirst idle instance))
      (.close ^Instance instance)))
  (close-all [_]
    (set! closed true)
    (loop []
      (when-let [instance (.pollFirst idle)]
        (.close ^Instance instance)
        (recur)))))

(defn instances
  "Instances of a compiled component, made with options as `wasm/instantiate` takes them. `kept` is how many are kept
  warm; 0 for none."
  [compiled options kept]
  (Pool. #(component/instantiate compiled options)
         (LinkedBlockingDeque. (int (max 1 kept)))
         (zero? kept)))
