(ns radicchio.wasi.p3-guest-test
  "The functions of WASI 0.3 with streams and futures, through the guest that passes calls on. Ends are numbers; what is read
  and written are lists of elements (`radicchio.wasi.passing-ends`)."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.guest :refer [bytes-of guest-p3 on-both-backends text-of]]
            [radicchio.wasi.http-peers :as peers]
            [radicchio.wasm.component :as wasm]
            [radicchio.wasm.wasi-probe :refer [delete-tree temp-dir]])
  (:import (java.io ByteArrayInputStream ByteArrayOutputStream File IOException InputStream OutputStream)))

(set! *warn-on-reflection* true)

(defn- call
  "What a function of an interface returns: (call i \"cli-stdin\" \"read-via-stream\")."
  [i interface function & args]
  (apply wasm/call i (str "test:wasi/" interface "#" function) args))

(defn- write-all
  "Writes bytes to the writable end of a stream, and drops it."
  [i interface end w ^bytes bytes]
  (is (= (alength bytes) (call i interface (str end "-write") w bytes)))
  (call i interface (str end "-drop-writable") w))

(defn- read-all
  "What comes from the readable end of a stream up to its end."
  [i interface end r]
  (let [out (ByteArrayOutputStream.)]
    (loop []
      (let [^bytes piece (call i interface (str end "-read") r 100)]
        (if (pos? (alength piece))
          (do (.write out piece) (recur))
          (do (call i interface (str end "-drop-readable") r)
              (text-of (.toByteArray out))))))))

(defn- value-of
  "The value of a future."
  [i interface end r]
  (first (call i interface (str end "-read") r 1)))

;; --- Standard streams --------------------------------------------------------------------------------------------------

(deftest output-is-written-as-it-arrives
  (on-both-backends
   (fn [backend]
     (doseq [[interface option] {"cli-stdout" :out, "cli-stderr" :err}
             limits [{} {:timeout-ms 20000}]]
       (let [out (ByteArrayOutputStream.)]
         (with-open [i (guest-p3 backend {:wasi {option out} :limits limits})]
           (let [[r w]  (call i interface "write-via-stream-0-new")
                 future (call i interface "write-via-stream" r)]
             (is (= 5 (call i interface "write-via-stream-0-write" w (bytes-of "hello"))))
             (write-all i interface "write-via-stream-0" w (bytes-of ", world"))
             (is (= [:ok] (take 1 (value-of i interface "write-via-stream-1" future))))
             (is (= "hello, world" (str out))))))))))

(deftest failed-output-completes-the-future-with-an-error
  (doseq [[message expected] {"Broken pipe" :pipe, "disk full" :io}]
    (let [out (proxy [OutputStream] [] (write ([_ _ _] (throw (IOException. ^String message)))))]
      (with-open [i (guest-p3 {:wasi {:out out}})]
        (let [[r w]  (call i "cli-stdout" "write-via-stream-0-new")
              future (call i "cli-stdout" "write-via-stream" r)]
          (call i "cli-stdout" "write-via-stream-0-write" w (bytes-of "x"))
          (is (= [:err expected] (value-of i "cli-stdout" "write-via-stream-1" future)))
          (is (= 0 (call i "cli-stdout" "write-via-stream-0-write" w (bytes-of "y"))) "its reader has gone"))))))

(deftest input-is-read-to-its-end
  (on-both-backends
   (fn [backend]
     (with-open [i (guest-p3 backend {:wasi {:in "some input"}})]
       (let [[r future] (call i "cli-stdin" "read-via-stream")]
         (is (= "some input" (read-all i "cli-stdin" "read-via-stream-0" r)))
         (is (= [:ok] (take 1 (value-of i "cli-stdin" "read-via-stream-1" future)))))))))

(deftest failed-input-completes-the-future-with-an-error
  (let [in (proxy [InputStream] [] (read ([] (throw (IOException. "torn"))) ([_ _ _] (throw (IOException. "torn")))))]
    (with-open [i (guest-p3 {:wasi {:in in}})]
      (let [[r future] (call i "cli-stdin" "read-via-stream")]
        (is (= "" (read-all i "cli-stdin" "read-via-stream-0" r)))
        (is (= [:err :io] (value-of i "cli-stdin" "read-via-stream-1" future)))))))

(deftest dropped-input-completes-the-future-with-ok
  (with-open [i (guest-p3 {:wasi {:in (ByteArrayInputStream. (byte-array 10))}})]
    (let [[r future] (call i "cli-stdin" "read-via-stream")]
      (call i "cli-stdin" "read-via-stream-0-drop-readable" r)
      (is (= [:ok] (take 1 (value-of i "cli-stdin" "read-via-stream-1" future)))))))

;; --- Files -------------------------------------------------------------------------------------------------------------

(def ^:private types "filesystem-types")

(defn- in-a-directory [f]
  (let [dir (temp-dir)]
    (try
      (with-open [i (guest-p3 {:wasi {:dirs {"/" dir}}})]
        (f i (ffirst (call i "filesystem-preopens" "get-directories")) (io/file dir)))
      (finally (delete-tree dir)))))

(defn- open [i dir path how flags]
  (call i types "descriptor-open-at" dir #{:symlink-follow} path how flags))

(deftest files-are-written-and-read-through-streams
  (in-a-directory
   (fn [i dir ^File folder]
     (let [file  (open i dir "f" #{:create} #{:read :write})
           write (fn [method text & offset]
                   (let [[r w]  (call i types (str "descriptor-" method "-0-new"))
                         future (apply call i types (str "descriptor-" method) file r offset)]
                     (write-all i types (str "descriptor-" method "-0") w (bytes-of text))
                     (value-of i types (str "descriptor-" method "-1") future)))]
       (is (= [:ok] (take 1 (write "write-via-stream" "hello world" 0))))
       (is (= [:ok] (take 1 (write "append-via-stream" "!"))))
       (is (= [:ok] (take 1 (write "write-via-stream" "W" 6))))
       (is (= "hello World!" (slurp (io/file folder "f"))))
       (let [[r future] (call i types "descriptor-read-via-stream" file 6)]
         (is (= "World!" (read-all i types "descriptor-read-via-stream-0" r)))
         (is (= [:ok] (take 1 (value-of i types "descriptor-read-via-stream-1" future)))))))))

(deftest failures-of-files-complete-the-future-with-an-error
  (in-a-directory
   (fn [i dir ^File folder]
     (spit (io/file folder "f") "x")
     (let [[r future] (call i types "descriptor-read-via-stream" dir 0)]
       (is (= "" (read-all i types "descriptor-read-via-stream-0" r)))
       (is (= [:err [:is-directory]] (value-of i types "descriptor-read-via-stream-1" future))))
     (let [file   (open i dir "f" #{} #{:read})
           [r w]  (call i types "descriptor-write-via-stream-0-new")
           future (call i types "descriptor-write-via-stream" file r 0)]
       (is (= 0 (call i types "descriptor-write-via-stream-0-write" w (bytes-of "y"))) "nobody reads it")
       (is (= [:err [:bad-descriptor]] (value-of i types "descriptor-write-via-stream-1" future))))
     (let [[r future] (call i types "descriptor-read-directory" (open i dir "f" #{} #{:read}))]
       (is (= [] (call i types "descriptor-read-directory-0-read" r 5)))
       (is (= [:err [:not-directory]] (value-of i types "descriptor-read-directory-1" future)))))))

(deftest directories-are-listed-without-dots
  (in-a-directory
   (fn [i dir ^File folder]
     (doseq [n (range 20)] (spit (io/file folder (str "f" n)) ""))
     (let [[r future] (call i types "descriptor-read-directory" dir)
           entries    (into [] (take-while some?) (repeatedly #(first (call i types "descriptor-read-directory-0-read" r 1))))]
       (is (= (set (map #(hash-map :type [:regular-file] :name (str "f" %)) (range 20))) (set entries)))
       (is (= [:ok] (take 1 (value-of i types "descriptor-read-directory-1" future))))))))

;; --- Sockets -----------------------------------------------------------------------------------------------------------

(def ^:private sockets "sockets-types")

(def ^:private any-port [:ipv4 {:port 0 :address [127 0 0 1]}])

(deftest a-connection-carries-bytes-both-ways
  (on-both-backends
   (fn [backend]
     (with-open [i (guest-p3 backend {:wasi {:network true}})]
       (let [listener (call i sockets "tcp-socket-create" :ipv4)
             client   (call i sockets "tcp-socket-create" :ipv4)
             _        (call i sockets "tcp-socket-bind" listener any-port)
             accepts  (call i sockets "tcp-socket-listen" listener)
             _        (is (nil? (call i sockets "tcp-socket-connect" client (call i sockets "tcp-socket-get-local-address" listener))))
             server   (first (call i sockets "tcp-socket-listen-0-read" accepts 1))
             send     (fn [socket text]
                        (let [[r w]  (call i sockets "tcp-socket-send-0-new")
                              future (call i sockets "tcp-socket-send" socket r)]
                          (write-all i sockets "tcp-socket-send-0" w (bytes-of text))
                          (value-of i sockets "tcp-socket-send-1" future)))
             receive  (fn [socket]
                        (let [[r future] (call i sockets "tcp-socket-receive" socket)]
                          [(read-all i sockets "tcp-socket-receive-0" r)
                           (first (value-of i sockets "tcp-socket-receive-1" future))]))]
         (is (true? (call i sockets "tcp-socket-get-is-listening" listener)))
         (is (= (call i sockets "tcp-socket-get-local-address" client) (call i sockets "tcp-socket-get-remote-address" server)))
         (is (= [:ok] (take 1 (send client "to the server"))))
         (is (= ["to the server" :ok] (receive server)))
         (is (= [:ok] (take 1 (send server "to the client"))))
         (is (= ["to the client" :ok] (receive client)))
         (testing "each direction once"
           (let [[r w]  (call i sockets "tcp-socket-send-0-new")
                 future (call i sockets "tcp-socket-send" client r)]
             (is (= 0 (call i sockets "tcp-socket-send-0-write" w (bytes-of "again"))) "nobody reads it")
             (is (= [:err [:invalid-state]] (value-of i sockets "tcp-socket-send-1" future))))
           (let [[r future] (call i sockets "tcp-socket-receive" client)]
             (is (= "" (read-all i sockets "tcp-socket-receive-0" r)))
             (is (= [:err [:invalid-state]] (value-of i sockets "tcp-socket-receive-1" future))))))))))

(deftest datagrams-are-sent-and-received
  (with-open [i (guest-p3 {:wasi {:network true}})]
    (let [a (call i sockets "udp-socket-create" :ipv4)
          b (call i sockets "udp-socket-create" :ipv4)]
      (call i sockets "udp-socket-bind" a any-port)
      (call i sockets "udp-socket-bind" b any-port)
      (is (nil? (call i sockets "udp-socket-send" a (bytes-of "ping") (call i sockets "udp-socket-get-local-address" b))))
      (let [[data from] (call i sockets "udp-socket-receive" b)]
        (is (= ["ping" (call i sockets "udp-socket-get-local-address" a)] [(text-of data) from]))))))

(deftest names-are-looked-up
  (with-open [i (guest-p3 {:wasi {:network true}})]
    (is (some #{[:ipv4 [127 0 0 1]]} (call i "sockets-ip-name-lookup" "resolve-addresses" "localhost")))))

(deftest waiting-takes-its-time
  (with-open [i (guest-p3 {:wasi {:clock true}})]
    (let [clock "clocks-monotonic-clock"
          start (call i clock "now")]
      (is (nil? (call i clock "wait-for" 20000000)))
      (is (<= 20000000 (- (call i clock "now") start)))
      (is (nil? (call i clock "wait-until" (+ 10000000 (call i clock "now"))))))))

;; --- HTTP --------------------------------------------------------------------------------------------------------------

(def ^:private http "http-types")

(defn- new-message
  "[message transmitted contents-writer trailers-writer] of a new request or response."
  [i kind contents? & options]
  (let [[r w]   (when contents? (call i http (str kind "-new-0-new")))
        [fr fw] (call i http (str kind "-new-1-new"))
        [message sent] (apply call i http (str kind "-new") (call i http "new-fields") r fr options)]
    [message sent w fw]))

(deftest a-message-that-the-guest-made-is-consumed-by-it
  (with-open [i (guest-p3 {})]
    (doseq [[kind options] {"request" [nil], "response" []}]
      (testing kind
        (let [[message sent w fw] (apply new-message i kind true options)
              [hr hw]   (call i http (str kind "-consume-body-0-new"))
              [stream trailers] (call i http (str kind "-consume-body") message hr)]
          (is (= 1 (call i http (str kind "-consume-body-0-write") hw [[:ok]])) "what came of it")
          (is (= [:ok] (take 1 (value-of i http (str kind "-new-2") sent))))
          (call i http (str kind "-new-0-drop-writable") w)
          (is (= "" (read-all i http (str kind "-consume-body-1") stream)))
          (is (integer? trailers))
          (is (integer? fw)))))))

(deftest requests-are-described
  (with-open [i (guest-p3 {})]
    (let [options   (call i http "new-request-options")
          _         (call i http "request-options-set-connect-timeout" options 5)
          [request] (new-message i "request" false options)
          get       (fn [what] (call i http (str "request-get-" what) request))]
      (is (= [[:get] nil nil nil] [(get "method") (get "path-with-query") (get "scheme") (get "authority")]))
      (is (= 5 (call i http "request-options-get-connect-timeout" (get "options"))))
      (is (= [:err [:immutable]] (wasm/attempt (wasm/function i (str "test:wasi/" http "#request-options-set-connect-timeout"))
                                               (get "options") 6)))
      (is (= [] (call i http "fields-copy-all" (call i http "request-get-headers" request))))
      (is (= [:err [:immutable]] (wasm/attempt (wasm/function i (str "test:wasi/" http "#fields-append"))
                                               (call i http "request-get-headers" request) "a" (bytes-of "b"))))
      (doseq [[what value seen] [["method" [:other "POST"] [:post]] ["path-with-query" "/ü?a" "/ü?a"] ["path-with-query" "" "/"]
                                 ["scheme" [:other "http"] [:HTTP]] ["authority" "a:1" "a:1"]]]
        (is (nil? (call i http (str "request-set-" what) request value)))
        (is (= seen (get what))))
      (doseq [[what value] [["method" [:other "a b"]] ["path-with-query" "/a b"] ["scheme" [:other "1"]] ["authority" "a:b"]]]
        (is (= :err (first (wasm/attempt (wasm/function i (str "test:wasi/" http "#request-set-" what)) request value))) what))
      (call i http "drop-request" request))
    (let [[response] (new-message i "response" false)]
      (is (= 200 (call i http "response-get-status-code" response)))
      (is (nil? (call i http "response-set-status-code" response 404)))
      (is (= :err (first (wasm/attempt (wasm/function i (str "test:wasi/" http "#response-set-status-code")) response 600))))
      (is (= 404 (call i http "response-get-status-code" response)))
      (is (= [] (call i http "fields-copy-all" (call i http "response-get-headers" response)))))))

(deftest a-message-that-is-dropped-was-not-transmitted
  (with-open [i (guest-p3 {})]
    (let [[request sent] (new-message i "request" true nil)]
      (call i http "drop-request" request)
      (is (= [:err :internal-error] ((juxt first (comp first second)) (value-of i http "request-new-2" sent)))))))

(defn- send-to
  "Sends a request to a port. [what was answered, its future of transmission]"
  [i port contents? path]
  (let [[request sent w fw] (new-message i "request" contents? nil)]
    (call i http "request-set-scheme" request [:HTTP])
    (call i http "request-set-authority" request (str "127.0.0.1:" port))
    (call i http "request-set-path-with-query" request path)
    (when contents? (call i http "request-set-method" request [:post]))
    [request sent w fw]))

(defn- response-of
  "[status body trailers] of what a response consists of."
  [i response]
  (let [[hr]              (call i http "response-consume-body-0-new")
        status            (call i http "response-get-status-code" response)
        [stream trailers] (call i http "response-consume-body" response hr)
        body              (read-all i http "response-consume-body-1" stream)
        [_ fields]        (value-of i http "response-consume-body-2" trailers)]
    [status body (when fields (map (fn [[n v]] [n (text-of v)]) (call i http "fields-copy-all" fields)))]))

(deftest a-request-without-contents-is-sent
  (on-both-backends
   (fn [backend]
     (with-open [i (guest-p3 backend {:wasi {:http true}})]
       (let [[[answer sent] seen]
             (peers/with-peer (peers/answering (str "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n"
                                                    "x-sum: 1\r\n\r\n"))
                              (fn [port]
                                (let [[request sent] (send-to i port false "/path")]
                                  [(response-of i (call i "http-client" "send" request))
                                   (value-of i http "request-new-2" sent)])))]
         (is (= [:ok] (take 1 sent)))
         (is (= [200 "hi" [["x-sum" "1"]]] answer))
         (is (re-find #"^GET /path HTTP/1.1" seen)))))))

(deftest requests-are-denied-without-a-grant
  (with-open [i (guest-p3 {})]
    (let [[request sent] (send-to i 9 false "/")]
      (is (= [:err [:HTTP-request-denied]]
             (wasm/attempt (wasm/function i "test:wasi/http-client#send") request)))
      (is (= [:err [:HTTP-request-denied]] (value-of i http "request-new-2" sent))))))
