;; What the command line does most, once, so that the archive of `bin/cli/image` gets its classes: `check` of this project, which
;; reads components and WIT and generates everything without writing, a call, and a request that a component answers.
(require '[radicchio.cli.words :as words]
         '[radicchio.cli.serve]
         '[radicchio.http :as http]
         '[radicchio.wasm :as wasm])

(words/run ["check"] {})
(words/run ["call" "wit-examples/hello/resources/acme/hello.wasm"] {})
(let [component (wasm/compile "wit-examples/greetings/resources/acme/greetings.wasm")]
  (with-open [server (http/serve (http/handler component {:wasi {:in :inherit, :out :inherit, :err :inherit, :clock true, :random true}})
                                 {:port 0})]
    (slurp (str "http://127.0.0.1:" (http/port server) "/hello/reader"))))
(shutdown-agents)
(System/exit 0)
