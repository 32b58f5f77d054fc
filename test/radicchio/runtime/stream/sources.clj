(ns radicchio.runtime.stream.sources
  "Sources of streams for tests, filled by the test.")

(set! *warn-on-reflection* true)

(import '(java.util ArrayDeque)
        '(java.util.concurrent CompletableFuture)
        '(radicchio.runtime.stream.host StreamSource StreamSource$OfBytes StreamSource$OfElements))

(definterface Fed
  (feed [batch] "Adds a batch: a byte array or a collection of elements.")
  (end [] "Ends the stream after the batches.")
  (fail [thrown] "Lets the next read throw.")
  (closes [] "Returns the number of calls of close.")
  (asked [] "Returns the lengths of the reads so far."))

(defn- state [] {:batches [] :ended false :thrown nil :closes 0 :asked [] :ready nil})

(defn- wake! [state]
  (let [[old _] (swap-vals! state assoc :ready nil)]
    (when-let [^CompletableFuture ready (:ready old)]
      (.complete ready nil))))

(defn- when-readable [state]
  (let [{:keys [^CompletableFuture ready batches ended thrown]}
        (swap! state update :ready #(or % (CompletableFuture.)))]
    (when (or (seq batches) ended thrown)
      (wake! state))
    ready))

(defn- take-batch
  "Returns at most `most` elements of the first batch; [] if there is none, nil at the end."
  [state most]
  (swap! state update :asked conj most)
  (let [{:keys [batches ended thrown]} @state]
    (cond thrown        (throw thrown)
          (seq batches) (let [[batch & more] batches
                              [taken left]   (split-at most batch)]
                          (swap! state assoc :batches (into (if (seq left) [left] []) more))
                          (vec taken))
          ended         nil
          :else         [])))

(defn bytes-source
  "Returns a source of u8 that is Fed."
  []
  (let [state (atom (state))]
    (reify
      StreamSource$OfBytes
      (read [_ target offset length]
        (if-let [taken (take-batch state length)]
          (do (dotimes [i (count taken)] (aset-byte target (+ offset i) (unchecked-byte (nth taken i))))
              (count taken))
          StreamSource/END))
      (whenReadable [_] (when-readable state))
      (close [_] (swap! state update :closes inc))
      Fed
      (feed [_ batch] (swap! state update :batches conj (seq batch)) (wake! state))
      (end [_] (swap! state assoc :ended true) (wake! state))
      (fail [_ thrown] (swap! state assoc :thrown thrown) (wake! state))
      (closes [_] (:closes @state))
      (asked [_] (:asked @state)))))

(defn elements-source
  "Returns a source of staged elements that is Fed."
  []
  (let [state (atom (state))]
    (reify
      StreamSource$OfElements
      (read [_ target offset length]
        (if-let [taken (take-batch state length)]
          (do (dotimes [i (count taken)] (aset ^objects target (+ offset i) (nth taken i)))
              (count taken))
          StreamSource/END))
      (whenReadable [_] (when-readable state))
      (close [_] (swap! state update :closes inc))
      Fed
      (feed [_ batch] (swap! state update :batches conj (seq batch)) (wake! state))
      (end [_] (swap! state assoc :ended true) (wake! state))
      (fail [_ thrown] (swap! state assoc :thrown thrown) (wake! state))
      (closes [_] (:closes @state))
      (asked [_] (:asked @state)))))
