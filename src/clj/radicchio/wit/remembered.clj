(ns ^:no-doc radicchio.wit.remembered
  "What was found out about a part of WIT data, remembered as long as the part is held on to. Parts are told apart by
  identity: the equality of two parts takes time in proportion to their size. Any thread may call."
  (:import (java.lang.ref ReferenceQueue WeakReference)
           (java.util.concurrent ConcurrentHashMap)))

(set! *warn-on-reflection* true)

(def ^:private ^ReferenceQueue collected "The keys of parts that are gone." (ReferenceQueue.))

(def ^:private ^ConcurrentHashMap parts "{weak reference to a part {what what-was-found}}." (ConcurrentHashMap.))

(defn- reference
  "A key of `parts`, whose hash stays when the part is gone."
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
  "The mutable map of what was found out about a part. It must not refer to the part itself."
  ^ConcurrentHashMap [part]
  (or (.get parts (Probe. part))
      (let [found (ConcurrentHashMap.)]
        (forget-collected)
        (.put parts (reference part) found)
        found)))

(defn once
  "What `find`, a function of a part, says of it; asked once for a part, under the name `what`."
  [part what find]
  (let [found (of-part part)]
    (or (.get found what)
        (let [it (find part)]
          (.put found what it)
          it))))

(defn end-of-chain
  "What a chain of links ends in. `step` takes a link and gives {:found result} or {:next link}. The result is
  remembered for every link that was passed, so that all links together take time in proportion to their number.
  `circular` is called with a link that leads to itself; it must throw."
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
