(ns ^:no-doc radicchio.http.instances
  "The instances that handle requests: a new one for each request, or a pool of reused ones."
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
  "Returns an instance for one call. The caller must return it with `give-back`."
  ^radicchio.runtime.Instance [^Kept instances]
  (.borrow instances))

(defn give-back
  "Ends the call of a borrowed instance. A good instance may be reused; any other is closed."
  [^Kept instances instance good?]
  (.giveBack instances instance good?))

(defn close-all
  "Closes the idle instances. Instances in a call are closed when they are given back."
  [^Kept instances]
  (.closeAll instances))

(defn instances
  "Makes the instances of a compiled component. The options are those of `wasm/instantiate`. `kept` is the most idle
  instances; 0 for none."
  ^radicchio.http.instances.Kept [compiled options kept]
  (Pool. #(component/instantiate compiled options)
         (LinkedBlockingDeque. (int (max 1 kept)))
         (zero? kept)))
