(ns radicchio.wasi.http-test
  "The capability of HTTP against sockets that this test writes byte by byte, and against itself."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.http-peers :refer [answering latin liveness-ms read-until say talk with-peer]])
  (:import (java.io ByteArrayOutputStream IOException)
           (java.net ServerSocket Socket SocketTimeoutException)
           (java.net.http HttpClient HttpClient$Redirect)
           (java.nio.charset StandardCharsets)
           (java.time Duration)
           (java.util Optional OptionalLong)
           (java.util.concurrent CompletableFuture CountDownLatch ExecutionException TimeUnit)
           (java.util.function Consumer)
           (radicchio.wasi.http BodyPipe BodySource HttpErrorKind HttpFailure HttpField)
           (radicchio.wasi.http.client AllowedOrigins Authority HttpCall HttpGrant HttpReply HttpSender JdkSender Timeouts)
           (radicchio.wasi.http.library HttpLibrary HttpLibrary$HttpServer ServerExchange ServerSettings)
           (radicchio.wasi.streams ClosedSinkException Pollable)))

(set! *warn-on-reflection* true)

(defn- soon [^CompletableFuture stage]
  (.get stage liveness-ms TimeUnit/MILLISECONDS))

(defn- wait-for [^Pollable pollable]
  (soon (.toCompletableFuture (.whenReady pollable))))

;; --- Bodies ----------------------------------------------------------------------------------------------------------

(defn- field [[name value]] (HttpField/of name value))
(defn- shown [fields] (mapv (fn [^HttpField f] [(.name f) (.text f)]) fields))

(defn- read-all ^String [^BodySource body]
  (let [out (ByteArrayOutputStream.) piece (byte-array 1000)]
    (loop []
      (let [n (.read body piece 0 1000)]
        (cond (pos? n)  (do (.write out piece 0 n) (recur))
              (zero? n) (do (wait-for (.readable body)) (recur))
              :else     (String. (.toByteArray out) StandardCharsets/ISO_8859_1))))))

(defn- trailers [^BodySource body]
  (some-> ^Optional (soon (.toCompletableFuture (.trailers body))) (.orElse nil) shown))

(defn- pipe
  (^BodyPipe [] (pipe nil))
  (^BodyPipe [declared] (BodyPipe. (if declared (OptionalLong/of declared) (OptionalLong/empty)) HttpErrorKind/HTTP_REQUEST_BODY_SIZE)))

(defn- write-all [^BodyPipe pipe ^String text]
  (let [bytes (latin text)]
    (loop [offset 0]
      (when (< offset (alength bytes))
        (let [n (min (.capacity (.sink pipe)) (- (alength bytes) offset))]
          (if (pos? n)
            (.write (.sink pipe) bytes offset n)
            (wait-for (.writable (.sink pipe))))
          (recur (+ offset n)))))))

(defmacro ^:private failure
  "The kind and size of the failure that the body throws."
  [& body]
  `(try ~@body
        (catch HttpFailure e# (failed e#))
        (catch ExecutionException e# (failed (.getCause e#)))))

(defn- failed [^HttpFailure e]
  (let [kind (keyword (str/replace (str/lower-case (str (.kind e))) "_" "-"))]
    (if (.isPresent (.size e)) [kind (.getAsLong (.size e))] kind)))

(deftest a-pipe-holds-what-it-has-room-for
  (let [p (pipe), all (apply str (repeat 200000 "x")), wrote (future (write-all p all) (.finish p (Optional/empty)))]
    (is (= all (read-all p)))
    (is (nil? (trailers p)))
    (is (nil? (deref wrote liveness-ms :late)))))

(deftest a-body-of-another-size-than-declared-fails-both-sides
  (let [p (pipe 11)]
    (write-all p "msg")
    (is (= [:http-request-body-size 3] (failure (.finish p (Optional/empty)))))
    (is (= [:http-request-body-size 3] (failure (read-all p)))))
  (let [p (pipe 11)]
    (is (= [:http-request-body-size 18] (failure (write-all p "more than 11 bytes"))))
    (is (= [:http-request-body-size 18] (failure (.finish p (Optional/empty))))))
  (let [p (pipe 3)]
    (write-all p "abc")
    (.finish p (Optional/of [(field ["a" "b"])]))
    (is (= "abc" (read-all p)))
    (is (= [["a" "b"]] (trailers p)))))

(deftest whoever-writes-sees-that-nobody-reads
  (let [p (pipe), blocked (future (try (write-all p (apply str (repeat 100000 "x"))) (catch ClosedSinkException _ :closed)))]
    (.close p)
    (is (= :closed (deref blocked liveness-ms :late)))))

;; --- Where requests may go -------------------------------------------------------------------------------------------

(deftest an-origin-is-allowed-by-scheme-host-and-port
  (let [allowed (AllowedOrigins/of ["https://api.example.com" "https://*.Example.org:8443" "http://[::1]:8080"])]
    (is (every? true?
                (for [[s h p] [["https" "api.example.com" 443] ["https" "a.example.org" 8443] ["https" "a.b.example.org" 8443]
                               ["http" "[::1]" 8080]]]
                  (.permits allowed s h p))))
    (is (not-any? true?
                  (for [[s h p] [["http" "api.example.com" 443] ["https" "api.example.com" 80] ["https" "api.example.com." 443]
                                 ["https" "xapi.example.com" 443] ["https" "example.org" 8443] ["https" ".example.org" 8443]
                                 ["https" "evilexample.org" 8443] ["https" "a.example.org" 443] ["http" "[::1]" 80]
                                 ["https" "a.example.org.evil" 8443]]]
                    (.permits allowed s h p))))
    (is (.permits AllowedOrigins/ALL "http" "any" 1))
    (is (not (.permits (AllowedOrigins/of []) "http" "any" 80)))))

(deftest what-is-not-an-origin-is-refused
  (doseq [origin ["example.com" "ftp://example.com" "https://" "https://a/b" "https://a:99999" "https://a:0" "https://*"
                  "https://a.*.com" "https://u@a" "https://a b"]]
    (is (thrown? IllegalArgumentException (AllowedOrigins/of [origin])) origin)))

(deftest an-authority-has-a-host-and-perhaps-a-port
  (doseq [ok ["example.com" "example.com:443" "127.0.0.1:80" "[::1]" "[2001:db8::1]:8443" "u@h:1"]]
    (is (.isPresent (Authority/parse ok)) ok))
  (doseq [bad ["" ":80" "a:" "a:abc" "a:65536" "[::1]:abc" "a b" "bad-\nhost" "a/b" "a?b" "é" "[::1" "%zz"]]
    (is (.isEmpty (Authority/parse bad)) bad)))

;; --- Servers that this test writes -------------------------------------------------------------------------------------

(defn- timeouts [{:keys [connect first-byte between-bytes]}]
  (let [ms #(if % (Optional/of (Duration/ofMillis %)) (Optional/empty))]
    (Timeouts. (ms connect) (ms first-byte) (ms between-bytes))))

(defn- call [port {:keys [method host path headers body] :as m :or {method "GET" host "127.0.0.1" path "/"}}]
  (HttpCall. method "http" host port path (mapv field headers) (Optional/ofNullable body) (timeouts m)))

(defn- send-call ^HttpReply [^HttpSender sender port m]
  (soon (.toCompletableFuture (.reply (.send sender (call port m))))))

(def ^:private senders
  {:jetty #(.sender (HttpLibrary/find))
   :jdk   #(JdkSender. (HttpClient/newHttpClient))})

(defn- each-sender [f]
  (doseq [[name sender] senders]
    (testing name (f name (sender)))))

(deftest a-request-goes-out-as-it-was-made
  (each-sender
   (fn [_ sender]
     (let [[[status headers body trailers] request]
           (with-peer (answering "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nSet-Cookie: a=b\r\nX-Odd: \u00e9\r\nContent-Length: 3\r\n\r\nabc")
                      (fn [port]
                        (let [reply (send-call sender port {:path "/q%2F;x?a=%2F&b=+c&&d" :headers [["x-Me" "1"] ["x-Me" "2"]]})
                              body  (read-all (.body reply))]
                          [(.status reply) (into {} (map (fn [[n v]] [(str/lower-case n) v])) (shown (.headers reply))) body (trailers (.body reply))])))]
       (is (= [302 "abc" nil] [status body trailers]) "redirects are not followed")
       (is (= "http://127.0.0.1:1/" (headers "location")))
       (is (str/starts-with? request "GET /q%2F;x?a=%2F&b=+c&&d HTTP/1.1\r\n"))
       (is (= ["1" "2"] (map second (re-seq #"(?i)x-me: (\d)" request))))
       (is (not (re-find #"(?i)content-length: [1-9]|cookie|accept-encoding" request)))))))

(deftest bodies-and-trailers-go-both-ways
  (let [sender ((senders :jetty))
        p      (pipe)
        [answer request]
        (with-peer (answering "0\r\nx-t: yes\r\n\r\n" "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\u00e9\r\n\r\n")
                   (fn [port]
                     (let [pending (.send ^HttpSender sender (call port {:method "POST" :body p}))]
                       (write-all p "hello")
                       (.finish p (Optional/of [(field ["x-t" "yes"])]))
                       (let [^HttpReply reply (soon (.toCompletableFuture (.reply pending)))]
                         [(read-all (.body reply)) (trailers (.body reply))]))))]
    (is (= ["abc" [["A" "b\u00e9"]]] answer))
    (is (str/includes? request "\r\nhello\r\n0\r\nx-t: yes\r\n\r\n"))
    (is (not (re-find #"(?i)content-type" request)))))

(deftest a-response-comes-while-the-request-is-sent
  (let [p (pipe)
        [answer _]
        (with-peer (fn [^Socket s]
                     (read-until (.getInputStream s) "one")
                     (say s "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
                     (read-until (.getInputStream s) "two")
                     (say s "3\r\ndef\r\n0\r\n\r\n")
                     (read-until (.getInputStream s) "0\r\n\r\n"))
                   (fn [port]
                     (let [pending (.send ^HttpSender ((senders :jetty)) (call port {:method "POST" :body p}))
                           _       (write-all p "one")
                           ^HttpReply reply (soon (.toCompletableFuture (.reply pending)))
                           piece (byte-array 3)]
                       (wait-for (.readable (.body reply)))
                       (.read (.body reply) piece 0 3)
                       (write-all p "two")
                       (.finish p (Optional/empty))
                       (str (String. piece) (read-all (.body reply))))))]
    (is (= "abcdef" answer))))

(deftest what-fails-says-how
  (each-sender
   (fn [name sender]
     (let [unheard (with-open [s (ServerSocket. 0)] (.getLocalPort s))]
       (is (= :connection-refused (failure (send-call sender unheard {})))))
     (is (= :dns-error (failure (send-call sender 80 {:host "some.invalid"}))))
     (let [try-it (fn [answer m] (first (with-peer answer #(failure (read-all (.body (send-call sender % m)))))))
           silent (fn [^Socket s] (read-until (.getInputStream s) "never"))]
       (is (= :connection-read-timeout (try-it silent {:first-byte 100})))
       (is (= :connection-read-timeout
              (try-it (fn [s] ((answering "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") s) (silent s)) {:between-bytes 100})))
       (is (= :http-response-incomplete (try-it (answering "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") {})))
       (when (= :jetty name)
         (is (= :connection-terminated (try-it (answering "") {})))
         (is (= :http-protocol-error (try-it (answering "garbage\r\n\r\n") {})))
         (is (= :http-response-header-section-size
                (try-it (answering (str "HTTP/1.1 200 OK\r\nx: " (apply str (repeat 200000 "y")) "\r\n\r\n")) {}))))))))

(deftest a-body-that-is-not-whole-is-not-sent-as-whole
  (let [sender ((senders :jetty)), p (pipe)
        [answer request]
        (with-peer #(read-until (.getInputStream ^Socket %) "never")
                   (fn [port]
                     (let [pending (.send ^HttpSender sender (call port {:method "POST" :body p}))]
                       (write-all p "hello")
                       (.fail p (HttpFailure/of HttpErrorKind/HTTP_PROTOCOL_ERROR))
                       (failure (soon (.toCompletableFuture (.reply pending)))))))]
    (is (= :http-protocol-error answer))
    (is (not (str/includes? request "0\r\n\r\n")))))

(deftest a-grant-is-asked-for-each-request
  (let [sent  (atom 0)
        grant (HttpGrant. (AllowedOrigins/of ["http://127.0.0.1:81"])
                          (reify HttpSender (send [_ _] (swap! sent inc) (HttpGrant/refused (HttpFailure/of HttpErrorKind/LOOP_DETECTED)))))
        go    #(failure (soon (.toCompletableFuture (.reply (.send grant (call % {}))))))]
    (is (= [:http-request-denied :loop-detected] [(go 80) (go 81)]))
    (is (= 1 @sent))))

(deftest a-client-that-follows-redirects-is-refused
  (is (thrown? IllegalArgumentException
               (JdkSender. (.build (.followRedirects (HttpClient/newBuilder) HttpClient$Redirect/NORMAL))))))

;; --- The server --------------------------------------------------------------------------------------------------------

(defn- with-server [m handler f]
  (with-open [^HttpLibrary$HttpServer server
              (.serve (HttpLibrary/find)
                      (ServerSettings. "127.0.0.1" 0 (:connections m 100) (:threads m 20) (:header-bytes m 8192) (:body-bytes m Long/MAX_VALUE)
                                       (Duration/ofMillis (:header-ms m 30000)) (Duration/ofMillis (:idle-ms m 30000)))
                      (reify Consumer (accept [_ exchange] (handler exchange))))]
    (f (.port server))))

(defn- echo [^ServerExchange x]
  (.respond x 200 [(field ["X-Is" (str/join " " [(.method x) (.scheme x) (.authority x) (.target x)])])] (.body x)))

(deftest a-request-arrives-as-it-was-sent
  (with-server {} echo
    (fn [port]
      (let [answer (talk port "POST /a%2Fb/../c?x=%zz&y HTTP/1.1\r\nHost: some:81\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-T: 1\r\n\r\n")]
        (is (str/starts-with? answer "HTTP/1.1 200 OK\r\n"))
        (is (str/includes? answer "X-Is: POST http some:81 /a%2Fb/../c?x=%zz&y\r\n"))
        (is (str/includes? answer "hello\r\n0\r\nx-T: 1\r\n\r\n"))))))

(deftest headers-keep-their-bytes-and-names-their-case-unless-well-known
  (let [seen (promise)]
    (with-server {} (fn [^ServerExchange x] (deliver seen (shown (.headers x))) (.respond x 204 [] BodySource/EMPTY))
      (fn [port]
        (talk port "GET / HTTP/1.1\r\nHost: a\r\nconnection: close\r\nx-ODD: t\u00e9\r\n\r\n")
        (is (= [["Host" "a"] ["Connection" "close"] ["x-ODD" "t\u00e9"]] (deref seen liveness-ms :late)))))))

(deftest a-client-that-has-said-all-may-close-its-side
  (with-server {} (fn [^ServerExchange x]
                    (future (Thread/sleep 200)
                            (.respond x 200 [] (.body x))))
    (fn [port]
      (is (str/ends-with? (talk port "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" :half-close) "abc")))))

(deftest a-response-streams-while-the-request-does
  (with-server {} echo
    (fn [port]
      (with-open [socket (Socket. "127.0.0.1" (int port))]
        (.setSoTimeout socket liveness-ms)
        (say socket "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
        (is (str/includes? (read-until (.getInputStream socket) "one") "200 OK"))
        (say socket "3\r\ntwo\r\n")
        (read-until (.getInputStream socket) "two")
        (say socket "0\r\n\r\n")
        (is (str/ends-with? (read-until (.getInputStream socket) "0\r\n\r\n") "0\r\n\r\n"))))))

(deftest what-is-too-large-is-refused
  (let [asked (promise)]
    (with-server {:header-bytes 1000 :body-bytes 10}
      (fn [^ServerExchange x]
        (deliver asked (failure (read-all (.body x))))
        (.respond x 200 [] BodySource/EMPTY))
      (fn [port]
        (is (str/starts-with? (talk port (str "GET / HTTP/1.1\r\nHost: a\r\nx: " (apply str (repeat 2000 "x")) "\r\n\r\n")) "HTTP/1.1 431 "))
        (is (str/starts-with? (talk port "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 11\r\n\r\n") "HTTP/1.1 413 "))
        (talk port "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n")
        (is (= [:http-request-body-size 11] (deref asked liveness-ms :late)))))))

(defn- ended?
  "Whether the server closes a connection, to which the client sends a text a character at a time, before the text is sent."
  [port text]
  (with-open [socket (Socket. "127.0.0.1" (int port))]
    (.setSoTimeout socket 20)
    (loop [[c & more] text]
      (let [answer (try (say socket (str c))
                        (.read (.getInputStream socket))
                        (catch SocketTimeoutException _ :none)
                        (catch IOException _ -1))]
        (cond (= -1 answer) true
              (= :none answer) (if more (recur more) false)
              :else false)))))

(deftest a-client-that-sends-a-header-slowly-is-disconnected
  (with-server {:header-ms 300}
    (fn [^ServerExchange x]
      (.respond x 200 [] (.body x)))
    (fn [port]
      (is (ended? port (str "GET / HTTP/1.1\r\nHost: a\r\nx: " (apply str (repeat 1000 "x")))))
      (testing "after an answer, too"
        (with-open [socket (Socket. "127.0.0.1" (int port))]
          (say socket "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
          (read-until (.getInputStream socket) "\r\n\r\n")
          (say socket "GET / HT")
          (.setSoTimeout socket liveness-ms)
          (is (= -1 (.read (.getInputStream socket))))))
      (testing "but not one that is silent between requests, or sends a body slowly"
        (with-open [socket (Socket. "127.0.0.1" (int port))]
          (Thread/sleep 600)
          (say socket "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na")
          (Thread/sleep 600)
          (say socket "b")
          (is (str/ends-with? (read-until (.getInputStream socket) "\r\n0\r\n\r\n") "1\r\nb\r\n0\r\n\r\n")))))))

(deftest a-client-that-leaves-ends-the-body
  (let [p (pipe), arrived (CountDownLatch. 1)]
    (with-server {} (fn [^ServerExchange x] (.respond x 200 [] p) (.countDown arrived))
      (fn [port]
        (with-open [socket (Socket. "127.0.0.1" (int port))]
          (.setSoLinger socket true 0)
          (say socket "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
          (.await arrived liveness-ms TimeUnit/MILLISECONDS))
        (is (= :closed (try (dotimes [_ 100000] (write-all p (apply str (repeat 1000 "x")))) (catch ClosedSinkException _ :closed))))))))

(deftest a-slow-client-is-not-waited-for-for-ever
  (with-server {:idle-ms 200} (fn [^ServerExchange x]
                                (.respond x 200 [(field ["x-failure" (str (failure (read-all (.body x))))])] BodySource/EMPTY))
    (fn [port]
      (is (= "" (talk port "GET / HTTP/1.1\r\nHost:")) "in the head")
      (is (re-find #"connection-read-timeout" (talk port "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")) "in the body"))))

(deftest a-body-that-fails-is-seen-as-not-whole
  (with-server {} (fn [^ServerExchange x]
                    (let [p (pipe)]
                      (.respond x 200 [] p)
                      (write-all p "hello")
                      (.fail p (HttpFailure/of HttpErrorKind/HTTP_PROTOCOL_ERROR))))
    (fn [port]
      (let [answer (talk port "GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
        (is (not (str/includes? answer "\r\n0\r\n")))))))

(deftest connections-beyond-the-limit-wait
  (with-server {:connections 1} echo
    (fn [port]
      (let [first-one (Socket. "127.0.0.1" (int port))]
        (say first-one "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        (read-until (.getInputStream first-one) "\r\n\r\n")
        (let [second-one (future (talk port "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))]
          (is (= :waits (deref second-one 300 :waits)))
          (.close first-one)
          (is (str/starts-with? (deref second-one liveness-ms "late") "HTTP/1.1 200")))))))

(deftest a-port-in-use-is-said
  (with-server {} echo
    (fn [port]
      (is (thrown? IOException
                   (.serve (HttpLibrary/find)
                           (ServerSettings. "127.0.0.1" port 1 1 1000 1000 (Duration/ofMillis 1000) (Duration/ofMillis 1000))
                           (reify Consumer (accept [_ _]))))))))
