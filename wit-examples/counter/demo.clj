(ns demo
  "Uses a resource: counters that live in a component, and that are closed like files."
  (:require [acme.counter :as counter]))

(defn run
  "Prints the values of two counters, their sum, and the value of the counter merged from them."
  []
  (with-open [apples (counter/->counter 3)
              pears  (counter/->counter 10)]
    (counter/counter-increment apples 2)
    (println "Apples:" (counter/counter-value apples))
    (println "Fruit:" (counter/sum apples pears))
    (with-open [baskets (counter/counter-merge (counter/->counter 1) (counter/->counter 1))]
      (println "Baskets:" (counter/counter-value baskets)))))
