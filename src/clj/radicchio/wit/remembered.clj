(ns ^:no-doc radicchio.wit.remembered
  "Caches derived facts of a part of WIT data as long as the part is reachable. Parts are compared by identity, because
  equality takes time in proportion to their size. Any thread may call."
  (:import (java.lang.ref ReferenceQueue WeakReference)
           (java.util.concurrent ConcurrentHashMap)))

(set! *warn-on-reflection* true)

(def ^:private ^ReferenceQueue collected "The keys of collected parts." (ReferenceQueue.))

(def ^:private ^ConcurrentHashMap parts "{weak reference to a part {fact value}}." (ConcurrentHashMap.))

(defn- reference
  "Returns a key of `parts`, whose hash does not change when the part is collected."
  [part]
  (let [hash (System/identityHashCode part)]
    (proxy [WeakReference] [part collected]
      (hashCode [] (int hash)))))

(deftype ^:private Probe [part]
  Object
  (hashCode [_] (System/identityHashCode part))
  (equals [_ key] (and (instance? WeakReference key) (identical? part (.get ^WeakReference key)))))

(defn- forget-collected []
  (loop []
    (when-let [key (.poll collected)]
      (.remove parts key)
      (recur))))

(defn of-part
  "Returns the mutable map of facts of a part. It must not refer to the part itself."
  ^ConcurrentHashMap [part]
  (or (.get parts (Probe. part))
      (let [found (ConcurrentHashMap.)]
        (forget-collected)
        (.put parts (reference part) found)
        found)))

(defn once
  "Returns the result of `find`, a function of a part. It is called once for a part, and cached under the name `what`."
  [part what find]
  (let [found (of-part part)]
    (or (.get found what)
        (let [it (find part)]
          (.put found what it)
          it))))

(defn end-of-chain
  "Returns the end of a chain of links. `step` takes a link and returns {:found result} or {:next link}. The result is cached
  for every link on the way, so that all links together take time in proportion to their number. `circular` is called with a
  link that leads to itself, and must throw."
  [part link step circular]
  (let [known (of-part part)]
    (loop [link link, passed #{}]
      (when (contains? passed link) (circular link))
      (let [found (.get known link)
            {next :next :as outcome} (if found {:found found} (step link))]
        (if next
          (recur next (conj passed link))
          (do (doseq [link (conj passed link)] (.put known link (:found outcome)))
              (:found outcome)))))))
