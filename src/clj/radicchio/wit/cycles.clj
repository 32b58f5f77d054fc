(ns ^:no-doc radicchio.wit.cycles
  "Graphs: what depends on itself, and an order of what does not. Every walk keeps its own stack, so that long chains
  cost heap, not the thread's stack.")

(set! *warn-on-reflection* true)

(defn- cycle-from
  "The cycle that a walk from `start` runs into, as a vector of edges, or nil. `done` collects what is known
  to be free of cycles."
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
  "The cycles of a graph. `edges` gives the edges that leave a node, each a map with :to. Every cycle is a vector
  of edges, the first of which leaves the first of `nodes` that lies on it; no two share a node."
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
  "The nodes, and those that they lead to, which are not among those in the set `seen`: each once, and after those that
  it leads to itself. `next` gives the nodes to which a node leads; there must be no cycle."
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
