(ns demo
  "Serves a component, within a middleware of Ring's shape: from this folder,

    wit serve resources/acme/greetings.wasm

  does the same without code, and without the middleware."
  (:require [radicchio.http :as http]
            [radicchio.wasm :as wasm]))

(defn logged
  "A handler that prints what it is asked and answers."
  [handler]
  (fn [{:keys [request-method uri] :as request}]
    (let [response (handler request)]
      (println (name request-method) uri (:status response))
      response)))

(defn start
  "Starts the server; close it to end it."
  [port]
  (-> (http/handler (wasm/compile "resources/acme/greetings.wasm") {:pool 8})
      logged
      (http/serve {:port port})))
