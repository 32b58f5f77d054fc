(ns ^:no-doc radicchio.wit.cycles
  "Finding what depends on itself.")

(set! *warn-on-reflection* true)

(defn- cycle-from
  "The cycle that a walk from `start` runs into, as a vector of edges, or nil. The walk keeps its own stack, so
  that long chains cost heap, not the thread's stack; `done` collects what is known to be free of cycles."
  [start edges done]
  (loop [path [start], pending [(edges start)], via []]
    (when-let [todo (peek pending)]
      (if-let [[edge & more] (seq todo)]
        (let [to (:to edge)
              index (.indexOf ^java.util.List path to)
              pending (conj (pop pending) more)]
          (cond (<= 0 index) (conj (subvec via index) edge)
                (@done to) (recur path pending via)
                :else (recur (conj path to) (conj pending (edges to)) (conj via edge))))
        (do (vswap! done conj (peek path))
            (recur (pop path) (pop pending) (if (seq via) (pop via) via)))))))

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
