(ns radicchio.http-service-test
  "A component of Rust's own toolchain that answers requests by `wasi:http/handler` of WASI 0.3, and imports 0.2 beside it."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing use-fixtures]]
            [radicchio.http :as http]
            [radicchio.wasi.http-peers :refer [answering liveness-ms read-until say talk with-peer]]
            [radicchio.wasm :as wasm])
  (:import (java.io ByteArrayInputStream InputStream)
           (java.net Socket)
           (java.util.logging Level Logger)))

(set! *warn-on-reflection* true)

(def ^:private guest "test/guests/service/service.wasm")

(defonce ^:private ^Logger log (Logger/getLogger "radicchio.http"))

(use-fixtures :once (fn [run] ; what guests fail of here is as asked
                      (let [level (.getLevel log)]
                        (.setLevel log Level/OFF)
                        (try (run) (finally (.setLevel log level))))))

(defn- app
  (^java.lang.AutoCloseable [] (app {}))
  (^java.lang.AutoCloseable [options] (http/handler (wasm/compile guest) (merge-with merge {:wasi {:clock true}} options))))

(defn- request [uri & {:as more}]
  (merge {:request-method :get, :uri uri, :scheme :http, :headers {"host" "local"}, :server-name "local"} more))

(defn- shown [{:keys [body] :as response}]
  (assoc response :body (if (instance? InputStream body) (slurp body) body)))

(defn- body-stream [^String s] (ByteArrayInputStream. (.getBytes s)))

(defn- body-of [app & request-parts]
  (:body (shown (app (apply request request-parts)))))

;; --- As a Ring handler -------------------------------------------------------------------------------------------------

(deftest a-service-is-a-ring-handler
  (with-open [app (app)]
    (is (= {:status 200, :headers {"content-type" "text/plain"}, :body "hello ring\n"}
           (shown (app (request "/hello" :query-string "ring")))))
    (testing "of three arguments"
      (let [response (promise)]
        (app (request "/hello") #(deliver response (shown %)) #(deliver response %))
        (is (= "hello \n" (:body (deref response liveness-ms :late))))))
    (testing "bodies go through as they come"
      (is (= "abc" (body-of app "/echo" :request-method :post :body (body-stream "abc"))))
      (is (= "" (body-of app "/echo" :request-method :post)))
      (let [long (apply str (repeat 300000 "x"))]
        (is (= long (body-of app "/echo" :request-method :post :body (body-stream long))))))
    (is (= 404 (:status (app (request "/nowhere")))))))

(deftest a-service-that-does-not-answer-is-a-500
  (with-open [app (app {:limits {:timeout-ms 1000}})]
    (is (= 500 (:status (app (request "/trap")))))
    (is (= 500 (:status (app (request "/stuck")))))
    (is (= 500 (:status (app (request "/error")))))
    (is (= 200 (:status (app (request "/hello")))) "and the next request is answered")))

(deftest closing-a-body-stops-the-service
  (with-open [app (app)]
    (let [{:keys [^InputStream body]} (app (request "/endless"))]
      (is (= (int \x) (.read body)))
      (.close body)
      (is (= 200 (:status (app (request "/hello"))))))))

;; --- Instances ---------------------------------------------------------------------------------------------------------

(deftest each-request-has-a-separate-instance
  (with-open [app (app)]
    (is (= ["1" "1"] (repeatedly 2 #(body-of app "/count"))))))

(deftest an-instance-is-reused-up-to-its-limit
  (with-open [app (app {:reuse {:requests 3}})]
    (is (= ["1" "2" "3" "1"] (repeatedly 4 #(body-of app "/count")))))
  (with-open [app (app {:reuse true :limits {:timeout-ms 2000}})]
    (is (= ["1" "2"] (repeatedly 2 #(body-of app "/count"))))
    (is (= 500 (:status (app (request "/trap")))))
    (is (= "1" (body-of app "/count")) "but not after a trap")))

(deftest an-instance-answers-several-requests-at-once
  (with-open [app (app {:reuse {:concurrent 4}})]
    (let [most (fn [] (map deref (doall (repeatedly 4 #(future (parse-long (body-of app "/wait")))))))]
      (is (some #(< 1 %) (apply concat (repeatedly 3 most))) "in one instance"))))

(deftest options-of-the-other-version-are-refused
  (is (thrown-with-msg? Exception #":pool is for components of WASI 0.2" (app {:pool 2})))
  (is (thrown-with-msg? Exception #":reuse: expected true or a map, got 3" (app {:reuse 3})))
  (is (thrown-with-msg? Exception #"unknown :request" (app {:reuse {:request 3}})))
  (is (thrown-with-msg? Exception #":reuse :concurrent: expected an integer from 1" (app {:reuse {:concurrent 0}}))))

;; --- Served, and as a client -------------------------------------------------------------------------------------------

(defn- served [f]
  (with-open [app    (app {:wasi {:http true}})
              server (http/serve app {:port 0})]
    (f (http/port server))))

(deftest a-server-answers-by-a-service
  (served
   (fn [port]
     (is (str/includes? (talk port "GET /hello?you HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n") "hello you\n"))
     (testing "trailers come back after the bytes"
       (let [answer (talk port (str "POST /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n"
                                    "te: trailers\r\n\r\n5\r\nhello\r\n0\r\nx-sum: 7\r\n\r\n"))]
         (is (str/includes? answer "hello"))
         (is (re-find #"(?i)0\r\nx-sum: 7\r\n" answer))))
     (testing "bytes come back while more are sent"
       (with-open [socket (Socket. "127.0.0.1" (int port))]
         (.setSoTimeout socket liveness-ms)
         (say socket "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n")
         (is (str/includes? (read-until (.getInputStream socket) "one") "one"))
         (say socket "3\r\ntwo\r\n0\r\n\r\n")
         (is (str/includes? (read-until (.getInputStream socket) "0\r\n\r\n") "two")))))))

(deftest a-service-sends-requests
  (with-open [app (app {:wasi {:http true}})]
    (let [[response seen] (with-peer (answering "HTTP/1.1 203 Fine\r\nx-a: b\r\ncontent-length: 4\r\n\r\ngood")
                            #(shown (app (request "/fetch" :query-string (str "127.0.0.1:" %)))))]
      (is (= [203 "b" "good"] [(:status response) (get-in response [:headers "x-a"]) (:body response)]))
      (is (str/starts-with? seen "GET / HTTP/1.1\r\n"))))
  (testing "which are denied without a grant"
    (with-open [app (app)]
      (is (= 500 (:status (app (request "/fetch" :query-string "127.0.0.1:9"))))))))
