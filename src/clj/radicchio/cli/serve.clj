(ns ^:no-doc radicchio.cli.serve
  "`wit serve`: serves a component over HTTP, with the grants of the command line."
  (:require [radicchio.cli.grants :as grants]
            [radicchio.foreign-text :as foreign]
            [radicchio.http :as http]
            [radicchio.http.server :as server]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.options :as options]))

(set! *warn-on-reflection* true)

(def ^:private option-keys (into [:from :port :host :pool :reuse] grants/option-keys))

(defn- until-interrupted []
  (try
    (deref (promise))
    (catch InterruptedException _)))

(defn serve
  "Serves the component of a file until the thread is interrupted or the process ends. Prints the address. Options:
  :from, its path; :port; :host; :pool of WASI 0.2, :reuse of WASI 0.3; and grants."
  [{:keys [from] :as options}]
  (options/check-keys "serve" options option-keys)
  (when-not from
    (throw (options/refuse "serve: missing :from, the path of a component")))
  (future (server/prepare (select-keys options [:port :host]))) ; its exception comes again from http/serve
  (with-open [^java.lang.AutoCloseable app (http/handler (component/compile from)
                                                         (merge {:wasi (grants/wasi options), :limits (grants/limits options)}
                                                                (select-keys options [:pool :reuse])))
              server                       (http/serve app (select-keys options [:port :host]))]
    (println (str "serving " (foreign/path from) " on http://" (:host options "127.0.0.1") ":" (http/port server) "/"))
    (flush)
    (until-interrupted))
  {:text ""})
