(ns ^:no-doc radicchio.wit.cycles
  "Finding what depends on itself.")

(set! *warn-on-reflection* true)

(defn- cycle-from
  "The cycle that a walk from `start` runs into, as a vector of edges, or nil. The walk keeps its own stack, so
  that long chains cost heap, not the thread's stack; `done` collects what is known to be free of cycles."
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
