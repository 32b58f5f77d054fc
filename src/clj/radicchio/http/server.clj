(ns ^:no-doc radicchio.http.server
  "An HTTP server that calls a Ring handler."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.http.guest :as guest]
            [radicchio.http.ring :as ring]
            [radicchio.wasm.options :as options])
  (:import (java.io IOException InputStream)
           (java.time Duration)
           (java.util Optional OptionalLong)
           (java.util.function Consumer)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.wasi.http BodyInput BodyPipe HttpErrorKind HttpFailure)
           (radicchio.wasi.http.library HttpLibrary HttpLibrary$HttpServer ServerExchange ServerSettings)
           (radicchio.wasi.streams ClosedSinkException Waiting)))

(set! *warn-on-reflection* true)

;; --- Responses ---------------------------------------------------------------------------------------------------------

(def ^:private piece-bytes 16384)

(defn- copy
  "Copies a stream into a pipe. Waits for both."
  [^InputStream from ^BodyPipe pipe]
  (let [piece (byte-array piece-bytes)
        sink  (.sink pipe)]
    (loop []
      (Waiting/until (.writable sink))
      (let [n (.read from piece 0 (min (.capacity sink) (alength piece)))]
        (if (neg? n)
          (.finish pipe (Optional/empty))
          (do (.write sink piece 0 n)
              (recur)))))))

(defn- send-stream [^ServerExchange exchange status fields ^InputStream body]
  (let [pipe (BodyPipe. (OptionalLong/empty) HttpErrorKind/HTTP_RESPONSE_BODY_SIZE)]
    (.respond exchange status fields pipe)
    (.nudge pipe) ; the stream may wait for its first bytes
    (try
      (with-open [in body]
        (copy in pipe))
      (catch ClosedSinkException _) ; the client has disconnected
      (catch Throwable t
        (.fail pipe (HttpFailure/from t))
        (throw t)))))

(defn- send-response [^ServerExchange exchange response]
  (let [[status fields body] (ring/outgoing response)]
    (if (instance? BodyInput body)
      (.respond exchange status fields (.asSource ^BodyInput body))
      (send-stream exchange status fields body))))

(defn- fail [^ServerExchange exchange thrown]
  (guest/log-error "a request failed" thrown)
  (when-not (.isAnswered exchange)
    (send-response exchange (ring/plain 500 "500 Internal Server Error"))))

(defn- responding
  "Returns a function that sends a response map."
  [exchange]
  (fn [response]
    (try
      (send-response exchange response)
      (catch Throwable t
        (fail exchange t)))))

(defn- handling
  "Returns a function that calls the handler for an exchange: :sync with one argument, :async with three, :on-this-thread with
  three, and on the thread that runs the guest."
  [handler how]
  (fn [exchange]
    (try
      (let [request (ring/request exchange)]
        (case how
          :sync           ((responding exchange) (handler request))
          :async          (handler request (responding exchange) #(fail exchange %))
          :on-this-thread (handler (assoc request :radicchio.http/thread :given) (responding exchange) #(fail exchange %))))
      (catch Throwable t
        (fail exchange t)))))

;; --- Settings ----------------------------------------------------------------------------------------------------------

(def option-keys [:port :host :connections :threads :header-bytes :body-bytes :header-ms :idle-ms :async?])

(defn- positive [options k most default]
  (options/positive (str "http/serve " k) most (k options) default))

(defn- settings ^ServerSettings [{:keys [port host] :or {port 8080 host "127.0.0.1"} :as options}]
  (options/check-keys "http/serve" options option-keys)
  (when-not (and (integer? port) (<= 0 port 65535))
    (throw (options/refuse (str "http/serve :port: expected an integer from 0 to 65535, got " (foreign/printed port)))))
  (when-not (string? host)
    (throw (options/refuse (str "http/serve :host: expected a string, got " (foreign/printed host)))))
  (ServerSettings. host port
                   (positive options :connections Integer/MAX_VALUE 1024)
                   (positive options :threads 10000 64)
                   (positive options :header-bytes (bit-shift-left 1 20) 65536)
                   (positive options :body-bytes Long/MAX_VALUE Long/MAX_VALUE)
                   (Duration/ofMillis (positive options :header-ms Integer/MAX_VALUE 30000))
                   (Duration/ofMillis (positive options :idle-ms Integer/MAX_VALUE 30000))))

(defn prepare
  "Loads the classes that a server with these options needs, so that it starts faster. Throws :config as `start` does, for
  options and for a missing library."
  [options]
  (.prepare (HttpLibrary/find) (settings options)))

(defn start
  "Starts a server. `how` is the way in which it calls the handler: :sync, :async or :on-this-thread."
  ^HttpLibrary$HttpServer [handler how options]
  (let [settings (settings options)
        handle   (handling handler how)]
    (try
      (.serve (HttpLibrary/find) settings (reify Consumer (accept [_ exchange] (handle exchange))))
      (catch IOException e
        (throw (RadicchioException/of ErrorKind/CONFIG
                                      (str "http/serve: cannot listen on " (foreign/escaped (.host settings)) " port " (.port settings)
                                           ": " (foreign/message e))
                                      e))))))
