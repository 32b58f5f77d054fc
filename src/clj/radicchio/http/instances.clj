(ns ^:no-doc radicchio.http.instances
  "The instances that answer: a new one for each request, some that are kept and reused, or some that answer several requests
  at once."
  (:require [radicchio.wasm.component :as component])
  (:import (java.util IdentityHashMap Map$Entry)
           (java.util.concurrent LinkedBlockingDeque)
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

(defn- usable? [^Instance instance {:keys [active served retired]} most-requests most-at-once]
  (and (not retired) (< active most-at-once) (< served most-requests) (.isLive instance) (not (.isDead instance))))

(deftype ^:private Shared [make most-requests most-at-once ^IdentityHashMap uses closed]
  ;; `uses` has {:active :served :retired} by instance, guarded by this; `closed` is an atom
  Kept
  (borrow [this]
    (locking this
      (let [^Map$Entry free (first (filter #(usable? (.getKey ^Map$Entry %) (.getValue ^Map$Entry %) most-requests most-at-once)
                                           (.entrySet uses)))
            instance (if free (.getKey free) (make))]
        (.put uses instance (merge-with + (get uses instance {:active 0, :served 0}) {:active 1, :served 1}))
        instance)))
  (giveBack [this instance good]
    (let [unused? (locking this
                    (let [{:keys [active served retired]} (.get uses instance)
                          retired (or retired @closed (not good) (<= most-requests served))
                          unused? (and retired (= 1 active))]
                      (if unused?
                        (.remove uses instance)
                        (.put uses instance (cond-> {:active (dec active), :served served} retired (assoc :retired true))))
                      unused?))]
      (when unused? (.close ^Instance instance))))
  (closeAll [this]
    (let [unused (locking this
                   (reset! closed true)
                   (let [unused (into [] (keep (fn [[instance {:keys [active]}]] (when (zero? active) instance))) uses)]
                     (run! #(.remove uses %) unused)
                     unused))]
      (run! #(.close ^Instance %) unused))))

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

(defn shared
  "Instances of a compiled component that answer at most `concurrent` requests at a time, and `requests` in all. An instance
  that is given back as not good gets no more requests, and is closed when those that it has have ended."
  ^radicchio.http.instances.Kept [compiled options {:keys [requests concurrent]}]
  (Shared. #(component/instantiate compiled options) requests concurrent (IdentityHashMap.) (atom false)))
