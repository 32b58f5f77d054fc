(ns ^:no-doc radicchio.http.ring
  "Converts requests and responses between the maps of Ring and the fields and bodies of messages."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign])
  (:import (java.io ByteArrayInputStream File FileInputStream InputStream)
           (java.nio.charset StandardCharsets)
           (java.util List Locale Optional)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.wasi.http BodyInput BodySource HttpField PlainBody)
           (radicchio.wasi.http.library ServerExchange)
           (radicchio.wasi.streams HostInput)))

(set! *warn-on-reflection* true)

(defn- refuse [& message]
  (RadicchioException/of ErrorKind/ARGUMENT ^String (apply str message)))

(defn- lower-case [^String s] (.toLowerCase s Locale/ROOT))

;; --- Requests --------------------------------------------------------------------------------------------------------

(defn- header-map
  "Returns {\"lower-case-name\" \"value\"}. The values of several fields of a name are joined as a list."
  [fields]
  (persistent!
   (reduce (fn [headers ^HttpField field]
             (let [k (lower-case (.name field)), known (get headers k)]
               (assoc! headers k (if known
                                   (str known (if (= "cookie" k) "; " ", ") (.text field))
                                   (.text field)))))
           (transient {}) fields)))

(defn- request-method [^ServerExchange exchange]
  (case (.method exchange)
    "GET" :get, "POST" :post, "PUT" :put, "DELETE" :delete, "HEAD" :head, "OPTIONS" :options, "PATCH" :patch
    (keyword (lower-case (.method exchange)))))

(defn- named
  "Returns the host of an authority."
  [^String authority]
  (let [colon (.lastIndexOf authority ":")]
    (if (and (pos? colon) (not (str/ends-with? authority "]")))
      (subs authority 0 colon)
      authority)))

(defn request
  "Returns the request map of an exchange."
  [^ServerExchange exchange]
  (let [target   (.target exchange)
        question (.indexOf target "?")
        body     (.body exchange)]
    {:server-port    (.getPort (.local exchange))
     :server-name    (if (seq (.authority exchange)) (named (.authority exchange)) (.getHostString (.local exchange)))
     :remote-addr    (.getHostString (.remote exchange))
     :uri            (if (neg? question) target (subs target 0 question))
     :query-string   (when-not (neg? question) (subs target (inc question)))
     :scheme         (keyword (.scheme exchange))
     :request-method (request-method exchange)
     :protocol       (.protocol exchange)
     :headers        (header-map (.headers exchange))
     :body           (BodyInput. body (fn []))}))

(defn- fields ^List [headers]
  (when-not (or (nil? headers) (map? headers))
    (throw (refuse ":headers: expected a map, got " (foreign/printed headers))))
  (into []
        (mapcat (fn [[k v]]
                  (when-not (and (string? k) (or (string? v) (and (sequential? v) (every? string? v))))
                    (throw (refuse ":headers: expected a string for a name, and a string or a sequence of them for its value, got "
                                   (foreign/printed [k v]))))
                  (map #(HttpField/of k %) (if (string? v) [v] v))))
        headers))

(defn- request-body ^BodySource [body]
  (cond (nil? body)                  BodySource/EMPTY
        (instance? BodyInput body)   (.source ^BodyInput body)
        (instance? InputStream body) (PlainBody. (HostInput/owning body))
        (string? body)               (let [bytes (.getBytes ^String body StandardCharsets/UTF_8)]
                                       (PlainBody. (HostInput/owning (ByteArrayInputStream. bytes))))
        :else (throw (refuse ":body of a request: expected an InputStream or nil, got " (foreign/printed body)))))

(defn incoming
  "Calls `make` with the parts of a request map: the method, the path with its query, the scheme, the authority (an
  Optional), the fields and the body. Throws :argument if it is not a request map."
  [{:keys [request-method uri query-string scheme headers server-name server-port body]} make]
  (when-not (and (keyword? request-method) (string? uri))
    (throw (refuse "expected a request map of Ring, with :request-method and :uri")))
  (let [host (or (get headers "host")
                 (when server-name (if server-port (str server-name ":" server-port) server-name)))]
    (make (str/upper-case (name request-method))
          (if query-string (str uri "?" query-string) uri)
          (name (or scheme :http))
          (Optional/ofNullable host)
          (fields headers)
          (request-body body))))

;; --- Responses -------------------------------------------------------------------------------------------------------

(defn response
  "Returns the response map of a guest's response. The values of several fields of a name are a vector."
  [status fields body]
  {:status  status
   :headers (reduce (fn [headers ^HttpField field]
                      (let [same (some #(when (.isNamed field %) %) (keys headers))
                            known (get headers same)]
                        (cond (nil? same)      (assoc headers (.name field) (.text field))
                              (vector? known)  (assoc headers same (conj known (.text field)))
                              :else            (assoc headers same [known (.text field)]))))
                    {} fields)
   :body    body})

(defn plain
  "Returns a response with a line of text."
  [status text]
  {:status status, :headers {"Content-Type" "text/plain;charset=utf-8"}, :body (str text "\n")})

(defn- stream ^InputStream [body]
  (cond (nil? body)                  (InputStream/nullInputStream)
        (instance? InputStream body) body
        (string? body)               (ByteArrayInputStream. (.getBytes ^String body StandardCharsets/UTF_8))
        (bytes? body)                (ByteArrayInputStream. body)
        (instance? File body)        (FileInputStream. ^File body)
        (sequential? body)           (ByteArrayInputStream. (.getBytes ^String (apply str body) StandardCharsets/UTF_8))
        :else (throw (refuse ":body of a response: expected a String, byte[], InputStream, File, sequence or nil, got "
                             (foreign/printed body)))))

(defn outgoing
  "Returns [status fields body] of a response map, the body as an InputStream. Throws :argument for an invalid map."
  [{:keys [status headers body] :as response}]
  (when-not (and (map? response) (integer? status) (<= 100 status 999))
    (throw (refuse "expected a response map of Ring, with a :status from 100 to 999, got " (foreign/printed response))))
  [(int status) (fields headers) (stream body)])
