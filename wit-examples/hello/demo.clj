(ns demo
  "Passes a string into a component, gets one back, and supplies a function that the component calls."
  (:require [acme.hello :as hello]
            [acme.hello.imports.host :as host]))

(defn run
  "Prints what the guest logs, and then its greeting for `name`."
  [name]
  (let [console (reify host/Functions
                  (log [_ message] (println "The guest logs:" message)))]
    (with-open [guest (hello/instantiate {:imports (host/functions console)})]
      (println (hello/greet guest name)))))
