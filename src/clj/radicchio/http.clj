(ns radicchio.http
  "A component that answers HTTP requests, as a Ring handler and as a server:

      (def app (http/handler (wasm/compile \"app.wasm\") {:wasi {:http [\"https://api.example.com\"]}}))
      (app {:request-method :get, :uri \"/\", :headers {}})    ;=> {:status 200, :headers {…}, :body …}
      (with-open [server (http/serve app {:port 8080})] …)

  The component exports `wasi:http/incoming-handler` of WASI 0.2, or `wasi:http/handler` of WASI 0.3. Requests and responses
  are Ring's maps; Ring itself is not needed. Bodies are streams in both directions, and are never buffered as a whole."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.http.guest :as guest]
            [radicchio.http.instances :as instances]
            [radicchio.http.server :as server]
            [radicchio.http.service :as service]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.options :as options])
  (:import (clojure.lang AFn Fn IFn)
           (java.io Writer)
           (java.util.concurrent ExecutorService Executors ThreadFactory)
           (radicchio.runtime CompiledComponent)
           (radicchio.wasi.http.library HttpLibrary$HttpServer)))

(set! *warn-on-reflection* true)

;; --- The handler -------------------------------------------------------------------------------------------------------

(def ^:private handler-exports
  "The exports that answer requests, by the minor version of WASI."
  {:p2 #"wasi:http/incoming-handler@0\.2\.\d+#handle"
   :p3 #"wasi:http/handler@0\.3\.\d+#handle"})

(def ^:private default-timeout-ms 60000)

(defonce ^:private ^ExecutorService guests
  (Executors/newCachedThreadPool
   (reify ThreadFactory
     (newThread [_ run]
       (doto (Thread. ^Runnable run "radicchio-http-guest")
         (.setDaemon true))))))

(defn- handle-export
  "[generation id] of the export that answers requests."
  [compiled]
  (when-not (instance? CompiledComponent compiled)
    (throw (options/refuse (str "http/handler: expected a component, a result of wasm/compile; got " (foreign/printed compiled)))))
  (or (first (for [generation [:p3 :p2]
                   name (.exportIds ^CompiledComponent compiled)
                   :when (re-matches (handler-exports generation) name)]
               [generation name]))
      (throw (options/refuse (str "http/handler: the component exports neither wasi:http/handler@0.3 nor"
                                  " wasi:http/incoming-handler@0.2")))))

(def ^:private default-reuse {:requests 128, :concurrent 16})

(defn- reuse
  "Returns the limits for reusing instances of a component of WASI 0.3; nil if they are not reused."
  [{:keys [reuse]}]
  (when (some? reuse)
    (when-not (or (true? reuse) (map? reuse))
      (throw (options/refuse (str "http/handler :reuse: expected true or a map, got " (foreign/printed reuse)))))
    (let [given (if (true? reuse) {} reuse)]
      (options/check-keys "http/handler :reuse" given (keys default-reuse))
      (into {}
            (for [[k default] default-reuse]
              [k (options/positive (str "http/handler :reuse " k) 1000000 (k given) default)])))))

(defn- check-use
  "Throws :config for an option of the other version of WASI."
  [generation options]
  (when (and (= :p2 generation) (some? (:reuse options)))
    (throw (options/refuse "http/handler :reuse is for components of WASI 0.3; :pool keeps instances of WASI 0.2")))
  (when (and (= :p3 generation) (some? (:pool options)))
    (throw (options/refuse "http/handler :pool is for components of WASI 0.2; :reuse uses instances of WASI 0.3 again"))))

(defn- in-background
  "Calls f on another thread. Passes its exceptions to `raise`."
  [f raise]
  (.execute guests #(try (f) (catch Throwable t (raise t)))))

(defn- answer-and-wait
  "Returns the response to a request. The guest may still be writing its body."
  [answer request]
  (let [response (promise)
        running  (guest/running)]
    (in-background #(answer request running (fn [r] (deliver response [r nil])))
                   #(deliver response [nil %]))
    (try
      (let [[r thrown] @response]
        (if thrown (throw thrown) r))
      (catch InterruptedException e
        (guest/stop running)
        (throw e)))))

(defn- answer-later
  "Answers on this thread if the request allows it, else on a separate one. Then `respond` runs on another: it may read the
  response's body while the guest writes it."
  [answer request respond raise]
  (let [running (guest/running)]
    (if (= :given (:radicchio.http/thread request))
      (answer request running respond)
      (in-background #(answer request running (fn [response] (in-background (fn [] (respond response)) raise)))
                     raise))
    nil))

(deftype ^:private Handler [answer all]
  Fn
  IFn
  (invoke [_ request] (answer-and-wait answer request))
  (invoke [_ request respond raise] (answer-later answer request respond raise))
  (applyTo [this arguments] (AFn/applyToHelper this arguments))
  java.lang.AutoCloseable
  (close [_] (instances/close-all all))
  Object
  (toString [_] "an HTTP handler of a component"))

(defmethod print-method Handler [handler ^Writer w]
  (.write w (str "#<" handler ">")))

(defn handler
  "Returns a Ring handler that answers by a component, a result of `wasm/compile`. It takes a request, or a request and the
  functions respond and raise. Any thread may call it; each guest runs on a separate thread.

  By default an instance is made for each request. Options are those of `wasm/instantiate` (`:wasi`, `:imports`, `:limits`),
  and
    :pool   for WASI 0.2: the most instances that are kept and reused. An instance is not reused if its guest trapped, ran out
            of time, or left a body that was not sent completely
    :reuse  for WASI 0.3: true or {:requests 128 :concurrent 16}, the most requests that an instance answers in all, and at
            the same time
  `:limits :timeout-ms` limits a request, from its beginning to the end of its response's body: 60,000 by default.

  The response's :body is an InputStream of the bytes as the guest writes them. Closing it before its end stops the guest. If
  a guest traps, runs out of time or returns without a response, the response has the status 500, and the reason is logged
  (System.Logger radicchio.http). If that happens after the response was returned, reading the body throws an IOException.

  The handler is AutoCloseable: closing it closes the instances that it keeps. Throws :config for a component that
  exports neither wasi:http/incoming-handler of 0.2 nor wasi:http/handler of 0.3, and for invalid options."
  ([compiled] (handler compiled {}))
  ([compiled options]
   (options/check-keys "http/handler" options (conj (remove #{:backend :cache :results} instance-options/instance-keys) :pool :reuse))
   (let [[generation id] (handle-export compiled)
         _        (check-use generation options)
         kept     (if-some [n (:pool options)] (options/positive "http/handler :pool" 10000 n 0) 0)
         reuse    (reuse options)
         options  (update (dissoc options :pool :reuse) :limits #(merge {:timeout-ms default-timeout-ms} %))
         _        (instance-options/check options)
         all      (if reuse (instances/shared compiled options reuse) (instances/instances compiled options kept))
         timeout  (get-in options [:limits :timeout-ms])]
     (Handler. (if (= :p3 generation)
                 (fn [request running respond] (service/answer all id timeout request running respond))
                 (fn [request running respond] (guest/answer all id request running respond)))
               all))))

;; --- The server --------------------------------------------------------------------------------------------------------

(definterface Listening
  (^int port []))

(deftype ^:private Server [^HttpLibrary$HttpServer server]
  Listening
  (port [_] (.port server))
  java.lang.AutoCloseable
  (close [_] (.close server))
  Object
  (toString [_] (str "a server of HTTP on port " (.port server))))

(defn port
  "Returns the port that a server, as `serve` gives it, listens on."
  [^Listening server]
  (.port server))

(defmethod print-method Server [server ^Writer w]
  (.write w (str "#<" server ">")))

(defn serve
  "Starts a server that calls a Ring handler, a result of `handler` or any other. Returns the server, which is AutoCloseable:
  closing it ends its connections and stops the guests that answer. `port` returns its port.

  Options:
    :port          8080; 0 for a free one
    :host          the address that it listens on, \"127.0.0.1\"
    :connections   the most connections at a time, 1024; others wait
    :threads       the most requests that are answered at a time, 64; others wait
    :header-bytes  the most bytes of a request's header (status 431), and of a response's: 65,536
    :body-bytes    the most bytes of a request's body (status 413); unlimited by default
    :header-ms     the most milliseconds that a client may take for a request's line and header, 30,000
    :idle-ms       the most milliseconds that the server waits for bytes of a client, 30,000
    :async?        true: a handler that is not a result of `handler` is called with three arguments, as by Ring

  If a handler throws, the exception is logged, and the response has the status 500. Throws :config for invalid options, and
  if it cannot listen there."
  (^java.lang.AutoCloseable [handler] (serve handler {}))
  (^java.lang.AutoCloseable [handler options]
   (when-not (ifn? handler)
     (throw (options/refuse (str "http/serve: expected a Ring handler; got " (foreign/printed handler)))))
   (Server. (server/start handler
                          (cond (instance? Handler handler) :on-this-thread
                                (:async? options)           :async
                                :else                       :sync)
                          options))))
