(ns conformance.wasi-session
  "Programs of the public WASI test suite for WASI 0.3, each with the operations of its manifest: they run, read and write
  its standard streams, connect to it, and send it requests."
  (:require [clojure.string :as str]
            [conformance.wasi-endpoints :as endpoints]
            [radicchio.http :as http]
            [radicchio.wasm :as wasm])
  (:import (java.io ByteArrayOutputStream File InputStream PipedInputStream PipedOutputStream)
           (java.net Socket URI)
           (java.net.http HttpClient HttpRequest HttpRequest$BodyPublishers HttpResponse HttpResponse$BodyHandlers)
           (java.nio.charset StandardCharsets)
           (java.time Duration)
           (java.util.concurrent ExecutionException)))

(set! *warn-on-reflection* true)

(def ^:private patience-ms 60000)

(defn- bytes-of ^bytes [^String text] (.getBytes text StandardCharsets/UTF_8))

;; --- The program -----------------------------------------------------------------------------------------------------

(defn- wasi [{:keys [env dirs args proposals ^File file]}]
  (cond-> {:program (.getName file), :args args, :env env, :dirs dirs, :clock true, :random true}
    (some #{"sockets"} proposals) (assoc :network true)
    (some #{"http"} proposals)    (assoc :http true)))

(defn- command
  "Starts a command: {:exit a future …}."
  [program bytes backend]
  (let [in (PipedInputStream. 65536), out (PipedInputStream. 65536), err (PipedInputStream. 65536)
        out-end (PipedOutputStream. out), err-end (PipedOutputStream. err)
        stdin (PipedOutputStream. in)
        exit (future
               (try
                 (:exit (wasm/run bytes {:wasi    (assoc (wasi program) :in in :out out-end :err err-end)
                                         :backend backend, :limits {:timeout-ms patience-ms}}))
                 (finally (.close out-end) (.close err-end))))]
    {:exit exit, :stdin stdin, "stdout" out, "stderr" err}))

(defn- service
  "Starts a server of a component: {:port …}."
  [program bytes backend]
  (let [handler (http/handler (wasm/compile bytes {:backend backend}) {:wasi (wasi program) :limits {:timeout-ms patience-ms}})
        server  (http/serve handler {:port 0})]
    {:port (http/port server), :server server, :handler handler}))

;; --- Operations ------------------------------------------------------------------------------------------------------

(defn- wrong [& message]
  (throw (ex-info (apply str message) {::wrong true})))

(defn- expect [what expected got]
  (when-not (= expected got)
    (wrong "expected " (pr-str expected) " " what ", got " (pr-str got))))

(defn- read-line-of [^InputStream in]
  (let [line (ByteArrayOutputStream.)]
    (loop [b (.read in)]
      (if (or (neg? b) (= b (int \newline)))
        (str/trim (str line))
        (do (.write line b) (recur (.read in)))))))

(defn- connect [running]
  (let [line (read-line-of (get running "stdout"))
        [host port] (str/split line #":")]
    (when-not (and port (re-matches #"\d+" port))
      (wrong "expected an address on standard output, got " (pr-str line)))
    (doto (Socket. ^String host (Integer/parseInt port))
      (.setSoTimeout patience-ms))))

(defonce ^:private ^HttpClient client (HttpClient/newHttpClient))

(defn- request [{:keys [port]} {:strs [method path headers body response]}]
  (let [builder (-> (HttpRequest/newBuilder (URI/create (str "http://127.0.0.1:" port path)))
                    (.timeout (Duration/ofMillis patience-ms))
                    (.method method (if (seq body)
                                      (HttpRequest$BodyPublishers/ofString body)
                                      (HttpRequest$BodyPublishers/noBody))))
        _       (doseq [[k v] headers] (.header builder k v))
        ^HttpResponse got (.send client (.build builder) (HttpResponse$BodyHandlers/ofString))]
    (expect (str "as the status of " method " " path) (get response "status") (.statusCode got))
    (doseq [[k v] (get response "headers")]
      (expect (str "in the header " k) v (.orElse (.firstValue (.headers got) k) nil)))
    (expect "as the body" (get response "body" "") (.body got))))

(defn- exit-of [{:keys [exit ^PipedOutputStream stdin]}]
  (.close stdin)
  (let [code (try (deref exit patience-ms ::never)
                  (catch ExecutionException e (throw (ex-cause e))))]
    (when (= ::never code) (wrong "it did not end"))
    code))

(defn- start [program bytes backend]
  (if (= "wasi:http/service" (:world program))
    (service program bytes backend)
    (command program bytes backend)))

(defn- operate
  "The state after an operation. `state` has what runs and the sockets."
  [{:keys [running sockets] :as state} program bytes backend {:strs [type id payload] :as step}]
  (case type
    "run"     (assoc state :running (start (merge program {:args (get step "args" [])}
                                                  {:env (merge (:env program) (get step "env"))})
                                           bytes backend))
    "read"    (let [n (alength (bytes-of payload))
                    got (String. (.readNBytes ^InputStream (get running (or id "stdout")) n) StandardCharsets/UTF_8)]
                (expect (str "on " (or id "stdout")) payload got)
                state)
    "write"   (do (doto ^PipedOutputStream (:stdin running) (.write (bytes-of payload)) .flush)
                  state)
    "connect" (assoc-in state [:sockets id] (connect running))
    "send"    (do (doto (.getOutputStream ^Socket (sockets id)) (.write (bytes-of payload)) .flush)
                  state)
    "recv"    (let [n (alength (bytes-of payload))]
                (expect "from the socket" payload
                        (String. (.readNBytes (.getInputStream ^Socket (sockets id)) n) StandardCharsets/UTF_8))
                state)
    "request" (do (request running step) state)
    "kill"    state
    "wait"    (do (when (:exit running)
                    (expect "as the exit code" (get step "exit_code" 0) (exit-of running)))
                  state)))

(defn- end [{:keys [running sockets]}]
  (run! #(.close ^Socket %) (vals sockets))
  (some-> ^java.lang.AutoCloseable (:server running) .close)
  (some-> ^java.lang.AutoCloseable (:handler running) .close)
  (some-> (:exit running) future-cancel))

(defn- rest-of
  "What a program has written to a stream, for messages."
  [^InputStream in]
  (when (and in (pos? (.available in)))
    (str/trim (String. (.readNBytes in (.available in)) StandardCharsets/UTF_8))))

(defn outcome
  "nil, or what is wrong with a program's session. `program` has :file, :operations, :env, :args, :dirs, :servers, :world and
  :proposals."
  [{:keys [operations servers] :as program} bytes backend]
  (let [{:keys [env close]} (endpoints/start servers)
        program (update program :env merge env)
        state   (volatile! {:sockets {}})]
    (try
      (doseq [step operations]
        (vswap! state operate program bytes backend step))
      nil
      (catch Exception e
        (let [err (rest-of (get (:running @state) "stderr"))]
          (str (ex-message e) (when (seq err) (str "; it wrote: " err)))))
      (finally
        (end @state)
        (close)))))
