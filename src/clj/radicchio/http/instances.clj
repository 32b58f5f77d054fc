(ns ^:no-doc radicchio.http.instances
  "The instances that answer: a fresh one a request, or some that are kept warm."
  (:require [radicchio.wasm.component :as component])
  (:import (java.util.concurrent LinkedBlockingDeque)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(definterface Kept
  (borrow [])
  (giveBack [instance good])
  (closeAll []))

(deftype ^:private Pool [make ^LinkedBlockingDeque idle ^:volatile-mutable closed]
  Kept
  (borrow [_]
    (or (.pollFirst idle) (make)))
  (giveBack [_ instance good]
    (when-not (and good (not closed) (.isLive ^Instance instance) (not (.isDead ^Instance instance))
                   (.offerFirst idle instance))
      (.close ^Instance instance)))
  (closeAll [_]
    (set! closed true)
    (loop []
      (when-let [instance (.pollFirst idle)]
        (.close ^Instance instance)
        (recur)))))

(defn borrow
  "Returns an instance for one call, to be given back."
  ^radicchio.runtime.Instance [^Kept instances]
  (.borrow instances))

(defn give-back
  "Ends the call of a borrowed instance. A good instance may be used again; another one is closed."
  [^Kept instances instance good?]
  (.giveBack instances instance good?))

(defn close-all
  "Closes the instances that wait for a call. Those in a call are closed when they are given back."
  [^Kept instances]
  (.closeAll instances))

(defn instances
  "Instances of a compiled component, made with options as `wasm/instantiate` takes them. `kept` is how many are kept
  warm; 0 for none."
  ^radicchio.http.instances.Kept [compiled options kept]
  (Pool. #(component/instantiate compiled options)
         (LinkedBlockingDeque. (int (max 1 kept)))
         (zero? kept)))
