(ns ^:no-doc radicchio.wit.cycles
  "Finds cycles in graphs, and orders graphs without cycles. Every walk has its own stack, so that long chains take heap, not
  the thread's stack.")

(set! *warn-on-reflection* true)

(defn- cycle-from
  "Returns the cycle that a walk from `start` reaches, as a vector of edges, or nil. `done` collects the nodes that are
  known to be free of cycles."
  [start edges done]
  (loop [path [start], on-path #{start}, pending [(edges start)], via []]
    (when (seq path)
      (if-let [[{:keys [to] :as edge} & more] (seq (peek pending))]
        (let [pending (conj (pop pending) more)]
          (cond (on-path to) (conj (subvec via (.indexOf ^java.util.List path to)) edge)
                (@done to) (recur path on-path pending via)
                :else (recur (conj path to) (conj on-path to) (conj pending (edges to)) (conj via edge))))
        (do (vswap! done conj (peek path))
            (recur (pop path) (disj on-path (peek path)) (pop pending) (if (seq via) (pop via) via)))))))

(defn cycles
  "Returns the cycles of a graph. `edges` returns the edges of a node, each a map with :to. A cycle is a vector of edges; the
  first one leaves the first node of the cycle in `nodes`. No two cycles share a node."
  [nodes edges]
  (let [done (volatile! #{})]
    (reduce (fn [found node]
              (if (@done node)
                found
                (if-let [cycle (cycle-from node edges done)]
                  (do (vswap! done into (map :to cycle))
                      (conj found cycle))
                  found)))
            []
            nodes)))

(defn in-order
  "Returns the nodes, and those that they lead to, except those in the set `seen`: each once, and after those that it leads
  to. `next` returns the successors of a node. The graph must not have a cycle."
  [nodes next seen]
  (loop [seen (transient seen), order [], todo (list (seq nodes)), path ()]
    (if-let [[level & levels] (seq todo)]
      (if-let [[node & more] level]
        (if (contains? seen node)
          (recur seen order (conj levels more) path)
          (recur (conj! seen node) order (conj levels more (seq (next node))) (conj path node)))
        (if (seq path)
          (recur seen (conj order (peek path)) levels (pop path))
          order))
      order)))
