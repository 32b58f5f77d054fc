(ns conformance.wasi-endpoints
  "The HTTP servers that programs of the public WASI test suite send requests to: each answers as its manifest says, one
  connection a request. They speak HTTP/1.1 themselves, because what they echo is what came over the wire, chunks and
  trailers included."
  (:require [clojure.string :as str])
  (:import (java.io ByteArrayOutputStream InputStream OutputStream)
           (java.net InetAddress ServerSocket Socket SocketException)
           (java.nio.charset StandardCharsets)))

(set! *warn-on-reflection* true)

;; --- Requests --------------------------------------------------------------------------------------------------------

(defn- read-line-of
  "The next line, without its end; nil at the end of the stream."
  [^InputStream in]
  (let [line (ByteArrayOutputStream.)]
    (loop [b (.read in)]
      (cond (neg? b)            (when (pos? (.size line)) (str line))
            (= b (int \newline)) (str/trimr (str line))
            :else               (do (.write line b) (recur (.read in)))))))

(defn- read-fields
  "[[name value] …] up to the empty line, names in lower case."
  [in]
  (loop [fields []]
    (let [line (read-line-of in)]
      (if (str/blank? line)
        fields
        (let [[name value] (str/split line #":" 2)]
          (recur (conj fields [(str/lower-case name) (str/trim value)])))))))

(defn- value-of [fields name]
  (some (fn [[k v]] (when (= k name) v)) fields))

(defn- read-chunks [^InputStream in]
  (loop [body (ByteArrayOutputStream.)]
    (let [size (Integer/parseInt (first (str/split (or (read-line-of in) "0") #";")) 16)]
      (if (zero? size)
        [(.toByteArray body) (read-fields in)]
        (do (.write body (.readNBytes in size))
            (read-line-of in)
            (recur body))))))

(defn- read-request
  "{:method … :path … :headers … :body … :trailers …}, or nil if the client has left."
  [^InputStream in]
  (when-let [line (read-line-of in)]
    (let [[method path] (str/split line #" ")
          headers (read-fields in)
          [body trailers] (if (str/includes? (or (value-of headers "transfer-encoding") "") "chunked")
                            (read-chunks in)
                            [(.readNBytes in (Integer/parseInt (or (value-of headers "content-length") "0"))) []])]
      {:method method, :path path, :headers headers, :body body, :trailers trailers})))

;; --- Answers ---------------------------------------------------------------------------------------------------------

(defn- bytes-of ^bytes [^String text] (.getBytes text StandardCharsets/UTF_8))

(defn- head [status fields]
  (bytes-of (str "HTTP/1.1 " status " Status\r\n"
                 (apply str (for [[name value] fields] (str name ": " value "\r\n")))
                 "connection: close\r\n\r\n")))

(defn- reply [^OutputStream out {:keys [method]} status fields ^bytes body]
  (.write out ^bytes (head status (concat fields [["content-length" (alength body)]])))
  (when-not (= "HEAD" method) (.write out body)))

(defn- reply-in-chunks [^OutputStream out status fields chunks trailers]
  (.write out ^bytes (head status (concat fields [["transfer-encoding" "chunked"]]
                                          (when (seq trailers) [["trailer" (str/join ", " (map key trailers))]]))))
  (doseq [chunk chunks :let [piece (bytes-of chunk)]]
    (.write out (bytes-of (str (Integer/toHexString (alength piece)) "\r\n")))
    (.write out piece)
    (.write out (bytes-of "\r\n")))
  (.write out (bytes-of (str "0\r\n" (apply str (for [[name value] trailers] (str name ": " value "\r\n"))) "\r\n"))))

(defn- echoed [{:keys [method path headers trailers]}]
  (concat [["x-request-method" method] ["x-request-path" path]]
          (for [[name value] headers] [(str "x-echo-" name) value])
          (for [[name value] trailers] [(str "x-trailer-" name) value])))

(defn- answer [endpoints {:keys [method path] :as request} out]
  (let [{:strs [mode response] :as endpoint} (first (filter #(= [method path] [(get % "method") (get % "path")]) endpoints))
        {:strs [status headers body chunks trailers]} response]
    (cond (nil? endpoint)          (reply out request 404 [] (byte-array 0))
          (= "echo-body" mode)     (reply out request 200 [] (:body request))
          (= "echo-headers" mode)  (reply out request 200 (echoed request) (byte-array 0))
          chunks                   (reply-in-chunks out status headers chunks trailers)
          :else                    (reply out request status headers (bytes-of (or body ""))))))

;; --- Servers ---------------------------------------------------------------------------------------------------------

(defn- serve [^ServerSocket server endpoints]
  (try
    (while true
      (let [socket (.accept server)]
        (future
          (with-open [^Socket socket socket]
            (let [out (.getOutputStream socket)]
              (when-let [request (read-request (.getInputStream socket))]
                (answer endpoints request out)
                (.flush out)))))))
    (catch SocketException _ nil)))   ; it was closed

(defn- listening ^ServerSocket []
  (ServerSocket. 0 50 (InetAddress/getLoopbackAddress)))

(defn start
  "Starts the servers of a manifest: {:env {variable authority} :close f}."
  [specs]
  (let [started (doall (for [{:strs [name kind endpoints]} specs
                             :let [server (listening)]]
                         (do (if (= "closed" kind)
                               (.close server)
                               (future (serve server endpoints)))
                             {:server   server
                              :variable (str "HTTP_SERVER_" (str/upper-case name))
                              :address  (str "127.0.0.1:" (.getLocalPort server))})))]
    {:env   (into {} (map (juxt :variable :address)) started)
     :close #(run! (fn [{:keys [^ServerSocket server]}] (.close server)) started)}))
