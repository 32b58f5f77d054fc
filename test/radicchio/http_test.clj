(ns radicchio.http-test
  "A component of Rust's own toolchain that answers requests: as a Ring handler, and by a server to clients that a test
  writes byte by byte, and to the JDK's."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing use-fixtures]]
            [radicchio.cli.serve :as cli.serve]
            [radicchio.http :as http]
            [radicchio.wasi.http-peers :refer [liveness-ms read-until say talk]]
            [radicchio.wasm :as wasm])
  (:import (java.io ByteArrayInputStream IOException InputStream StringWriter)
           (java.net Socket URI)
           (java.net.http HttpClient HttpRequest HttpRequest$BodyPublishers HttpResponse HttpResponse$BodyHandlers)
           (java.util.logging Level Logger)))

(set! *warn-on-reflection* true)

(def ^:private guest "test/guests/http/server.wasm")

(defonce ^:private ^Logger log (Logger/getLogger "radicchio.http"))

(use-fixtures :once (fn [run] ; what guests fail of here is as asked
                      (let [level (.getLevel log)]
                        (.setLevel log Level/OFF)
                        (try (run) (finally (.setLevel log level))))))

(defn- app
  ([] (app {}))
  ([options] (http/handler (wasm/compile guest) (merge-with merge {:wasi {:clock true}} options))))

(defn- request [uri & {:as more}]
  (merge {:request-method :get, :uri uri, :scheme :http, :headers {"host" "local"}, :server-name "local"} more))

(defn- shown [{:keys [body] :as response}]
  (assoc response :body (if (instance? InputStream body) (slurp body) body)))

(defn- body-stream [^String s] (ByteArrayInputStream. (.getBytes s)))

;; --- As a Ring handler -------------------------------------------------------------------------------------------------

(deftest a-component-is-a-ring-handler
  (let [app (app)]
    (is (= {:status 200, :headers {"Content-Type" "text/plain"}, :body "hello\n"} (shown (app (request "/hello")))))
    (testing "of three arguments"
      (let [response (promise)]
        (app (request "/hello") #(deliver response (shown %)) #(deliver response %))
        (is (= "hello\n" (:body (deref response liveness-ms :late))))))
    (testing "the request as the guest gets it"
      (is (= ["Method::Post Some(Scheme::Https) Some(\"example.com:81\") Some(\"/request?a=b\")" "x-a: b"]
             (str/split-lines (:body (shown (app (request "/request" :request-method :post :scheme :https :query-string "a=b"
                                                          :headers {"x-a" "b" "host" "example.com:81" "connection" "close"}))))))))
    (testing "bodies"
      (is (= "abc" (:body (shown (app (request "/echo" :request-method :post :body (body-stream "abc")))))))
      (is (= "" (:body (shown (app (request "/echo" :request-method :post))))))
      (is (= "300000" (:body (shown (app (request "/sink" :body (body-stream (apply str (repeat 300000 "x"))))))))))
    (is (= 404 (:status (app (request "/nowhere")))))))

(deftest a-guest-that-does-not-answer-is-a-500
  (let [app (app {:limits {:timeout-ms 500}})]
    (doseq [path ["/unset" "/error" "/trap" "/hang" "/sleep" "/status?100"]]
      (is (= 500 (:status (app (request (first (str/split path #"\?")) :query-string (second (str/split path #"\?")))))) path))
    (is (= 200 (:status (app (request "/hello")))) "and the next request is answered")))

(deftest an-incomplete-body-throws
  (let [app (app {:limits {:timeout-ms 500}})]
    (doseq [path ["/late-trap" "/late-sleep" "/short" "/unfinished"]]
      (is (thrown? IOException (slurp (:body (app (request path))))) path))))

(deftest closing-a-body-stops-the-guest
  (let [app (app)]
    (doseq [path ["/late-sleep" "/endless"]]
      (let [{:keys [^InputStream body]} (app (request path))]
        (is (pos? (.read body)))
        (.close body)
        (let [ended (loop [n 0]
                      (if (some #(= "radicchio-http-guest" (.getName ^Thread %))
                                (filter #(some (fn [^StackTraceElement e] (= "radicchio.runtime.ExportedFunction" (.getClassName e)))
                                               (.getStackTrace ^Thread %))
                                        (keys (Thread/getAllStackTraces))))
                        (when (< n 600) (Thread/sleep 100) (recur (inc n)))
                        true))]
          (is ended path))))))

(deftest kept-instances-are-reused-unless-they-failed
  (testing "fresh"
    (let [app (app)]
      (is (= ["0" "0"] (repeatedly 2 #(:body (shown (app (request "/count")))))))))
  (testing "kept"
    (with-open [^java.lang.AutoCloseable app (app {:pool 1 :limits {:timeout-ms 1000}})]
      (let [count! #(:body (shown (app (request "/count"))))
            settled (fn [] (Thread/sleep 100))]
        (is (= "0" (count!))) (settled)
        (is (= "1" (count!))) (settled)
        (doseq [path ["/trap" "/sleep" "/unfinished" "/late-trap"]]
          (try (shown (app (request path))) (catch IOException _))
          (settled)
          (is (= "0" (count!)) path)
          (settled))))))

(deftest components-that-are-not-handlers-are-refused
  (is (thrown-with-msg? Exception #"exports neither wasi:http/handler@0.3 nor wasi:http/incoming-handler@0.2"
                        (http/handler (wasm/compile "test/guests/rust/greeter.wasm"))))
  (is (thrown-with-msg? Exception #"expected a component, a result of wasm/compile; got" (http/handler guest)))
  (is (thrown-with-msg? Exception #"unknown :pol" (app {:pol 1})))
  (is (thrown-with-msg? Exception #":pool: expected an integer from 1 to 10000" (app {:pool 0})))
  (is (thrown-with-msg? Exception #":reuse is for components of WASI 0.3" (app {:reuse true})))
  (is (thrown-with-msg? Exception #"expected a request map of Ring" ((app) {})))
  (doseq [[message http] {#":wasi :http: expected true or a vector of origins"       "https://a"
                          #":wasi :http: \"example.com\" is not an origin"            ["example.com"]
                          #":wasi :http: unknown :alow"                               {:alow []}
                          #":wasi :http :client: expected a java.net.http.HttpClient" {:allow true :client 1}}]
    (is (thrown-with-msg? Exception message (wasm/instantiate (wasm/compile guest) {:wasi {:http http}})))))

;; --- Served ------------------------------------------------------------------------------------------------------------

(defmacro ^:private with-server [[port handler options] & body]
  `(with-open [server# (http/serve ~handler (merge {:port 0} ~options))]
     (let [~port (http/port server#)]
       ~@body)))

(def ^:private ^HttpClient jdk (delay (HttpClient/newHttpClient)))

(defn- fetch
  "[status body] of what the JDK's client gets."
  [port path & [^String body]]
  (let [request (cond-> (HttpRequest/newBuilder (URI. (str "http://127.0.0.1:" port path)))
                  body (.POST (HttpRequest$BodyPublishers/ofString body)))
        ^HttpResponse response (.send ^HttpClient @jdk (.build request) (HttpResponse$BodyHandlers/ofString))]
    [(.statusCode response) (.body response)]))

(deftest a-server-answers
  (with-server [port (app {:limits {:timeout-ms 2000}}) {}]
    (is (= [200 "hello\n"] (fetch port "/hello")))
    (is (= [200 "abc"] (fetch port "/echo" "abc")))
    (is (= [200 "unread"] (fetch port "/unread" (apply str (repeat 1000000 "x")))))
    (is (= [204 ""] (fetch port "/status?204")))
    (doseq [path ["/unset" "/trap" "/hang" "/sleep" "/error"]]
      (is (= [500 "500 Internal Server Error\n"] (fetch port path)) path))
    (is (= 500 (first (fetch port "/unfinished"))) "its head was not sent yet")
    (doseq [path ["/late-trap" "/late-sleep" "/short"]]
      (is (thrown? IOException (fetch port path)) path))
    (is (= [200 "hello\n"] (fetch port "/hello")))))

(deftest trailers-pass-through-a-guest
  (with-server [port (app) {}]
    (let [answer (talk port "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-t: 1\r\n\r\n")]
      (is (str/ends-with? answer "abc\r\n0\r\nx-t: 1\r\n\r\n")))))

(deftest a-guest-streams-in-both-directions-at-once
  (with-server [port (app) {}]
    (with-open [socket (Socket. "127.0.0.1" (int port))]
      (.setSoTimeout socket liveness-ms)
      (say socket "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
      (is (str/includes? (read-until (.getInputStream socket) "one") "200 OK"))
      (say socket "3\r\ntwo\r\n0\r\n\r\n")
      (is (str/includes? (read-until (.getInputStream socket) "0\r\n\r\n") "two")))))

(deftest a-half-closed-client-is-answered
  (with-server [port (app) {}]
    (is (str/includes? (talk port "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" :half-close) "abc"))))

(deftest a-disconnected-client-stops-its-guest
  (with-server [port (app) {:threads 1}]
    (with-open [socket (Socket. "127.0.0.1" (int port))]
      (.setSoLinger socket true 0)
      (say socket "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
      (read-until (.getInputStream socket) "xxx"))
    (is (= [200 "hello\n"] (fetch port "/hello")) "the one thread is free again")))

(deftest requests-beyond-the-threads-wait-for-their-turn
  (with-server [port (app) {:threads 3}]
    (let [slow (vec (for [_ (range 30)]
                      (doto (Socket. "127.0.0.1" (int port))
                        (.setSoTimeout liveness-ms)
                        (say "POST /sink HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nab"))))]
      (Thread/sleep 200)
      (doseq [socket slow] (say socket "cd"))
      (is (every? #(str/includes? (read-until (.getInputStream ^Socket %) "never") "200 OK") slow))
      (run! #(.close ^Socket %) slow))))

(deftest requests-of-other-forms-are-answered
  (with-server [port (app) {}]
    (doseq [line ["OPTIONS * HTTP/1.1\r\nHost: a" "GET /hello HTTP/1.0" "GET http://b:1/hello HTTP/1.1\r\nHost: b:1" "CONNECT a:1 HTTP/1.1\r\nHost: a:1"]]
      (is (re-find #"^HTTP/1.1 (200|404|405|501) " (talk port (str line "\r\nConnection: close\r\n\r\n"))) line))))

(deftest a-server-has-limits
  (with-server [port (app) {:header-bytes 2000 :body-bytes 1000 :idle-ms 500}]
    (is (str/starts-with? (talk port (str "GET /hello HTTP/1.1\r\nHost: a\r\nx: " (apply str (repeat 3000 "x")) "\r\n\r\n")) "HTTP/1.1 431 "))
    (is (= 413 (first (fetch port "/sink" (apply str (repeat 1001 "x"))))))
    (testing "a body that is longer than any header says"
      (is (str/starts-with? (talk port (str "POST /sink HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n"
                                            (apply str (repeat 2048 "x")) "\r\n0\r\n\r\n"))
                            "HTTP/1.1 500 ")))
    (is (= "" (talk port "GET /hello HTTP/1.1\r\nHo")) "a head that does not end")
    (is (= [200 "hello\n"] (fetch port "/hello")))))

(deftest outgoing-requests-go-where-they-are-allowed
  (with-server [there (app) {}]
    (with-server [port (app {:wasi {:http [(str "http://127.0.0.1:" there)]}}) {}]
      (is (= [200 "hello\n"] (fetch port (str "/forward?http://127.0.0.1:" there "/hello"))))
      (is (= [502 "ErrorCode::HttpRequestDenied"] (fetch port (str "/forward?http://127.0.0.1:" port "/hello")))))
    (testing "by a client of the user"
      (with-server [port (app {:wasi {:http {:allow true :client @jdk}}}) {}]
        (is (= [200 "hello\n"] (fetch port (str "/forward?http://127.0.0.1:" there "/hello"))))))))

(deftest any-ring-handler-is-served
  (let [handler (fn [{:keys [request-method uri query-string headers body server-name]}]
                  (case uri
                    "/map"    {:status 201 :headers {"X-A" ["1" "2"]} :body (pr-str [request-method query-string (headers "x-b") server-name])}
                    "/echo"   {:status 200 :body body}
                    "/seq"    {:status 200 :body ["a" "b"]}
                    "/throws" (throw (Exception. "as asked"))
                    "/bad"    {:status "200"}
                    {:status 404}))]
    (with-server [port handler {}]
      (let [answer (talk port "GET /map?q HTTP/1.1\r\nHost: local:1\r\nConnection: close\r\nX-B: 1\r\nx-b: 2\r\n\r\n")]
        (is (str/starts-with? answer "HTTP/1.1 201 "))
        (is (str/includes? answer "X-A: 1\r\nX-A: 2\r\n"))
        (is (str/includes? answer "[:get \"q\" \"1, 2\" \"local\"]")))
      (is (= [[200 "abc"] [200 "ab"] [404 ""]] [(fetch port "/echo" "abc") (fetch port "/seq") (fetch port "/x")]))
      (is (= [500 500] [(first (fetch port "/throws")) (first (fetch port "/bad"))])))
    (testing "middleware around a component"
      (let [app (app)]
        (with-server [port (fn [request] (assoc-in (app request) [:headers "X-Wrapped"] "yes")) {}]
          (is (= [200 "hello\n"] (fetch port "/hello"))))
        (with-server [port (fn [request respond raise] (app request #(respond (assoc % :status 203)) raise)) {:async? true}]
          (is (= [203 "hello\n"] (fetch port "/hello"))))))))

(deftest a-server-that-cannot-start-throws-the-reason
  (with-server [port (app) {}]
    (is (thrown-with-msg? Exception #"cannot listen on 127.0.0.1 port" (http/serve (app) {:port port})))
    (is (thrown-with-msg? Exception #":port: expected an integer from 0 to 65535" (http/serve (app) {:port -1})))
    (is (thrown-with-msg? Exception #"unknown :prt" (http/serve (app) {:prt 1})))))

(deftest the-example-greets-and-shouts
  (with-server [port (http/handler (wasm/compile "wit-examples/greetings/resources/acme/greetings.wasm")) {}]
    (is (= [[200 "Hello, you!\n"] [200 "LOUD"] [404 "Nobody is greeted here.\n"]]
           [(fetch port "/hello/you") (fetch port "/shout" "loud") (fetch port "/")]))))

(deftest the-command-line-serves
  (let [out    (StringWriter.)
        ended  (promise)
        thread (Thread. #(binding [*out* out]
                           (deliver ended (try (cli.serve/serve {:from guest :port 0 :pool 2}) (catch Throwable t t)))))]
    (.start thread)
    (let [port (loop [n 0]
                 (or (second (re-find #":(\d+)/" (str out)))
                     (when (< n 600) (Thread/sleep 100) (recur (inc n)))))]
      (is (= [200 "hello\n"] (fetch port "/hello")))
      (.interrupt thread)
      (is (= {:text ""} (deref ended liveness-ms :late))))))
