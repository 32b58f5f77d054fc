(ns radicchio.wasi.http-guest-test
  "`wasi:http` as a guest sees it that calls every function of messages it sends, and of responses that it gets. Its handles are
  the numbers of its own table."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.http-peers :refer [answering read-until with-peer]]
            [radicchio.wasm :as wasm])
  (:import (java.net Socket)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private component "test/guests/wasi/passing.wasm")

(def ^:private ^:dynamic *guest* nil)

(defmacro ^:private with-guest [options & body]
  `(with-open [guest# (wasm/load-wit component ~options)]
     (binding [*guest* guest#]
       ~@body)))

(defn- call
  "What a function of the guest gives: its ok, or [:err e]."
  [interface function & args]
  (try
    (apply (get *guest* (str "test:wasi/" interface "#" function)) args)
    (catch RadicchioException e
      (if (contains? (ex-data e) :wit/error)
        [:err (:wit/error (ex-data e))]
        (throw e)))))

(defn- http [function & args] (apply call "http-types" function args))
(defn- streams [function & args] (apply call "io-streams" function args))
(defn- handle [request & [options]] (call "http-outgoing-handler" "handle" request options))

(defn- bytes-of [s] (if (string? s) (.getBytes ^String s "ISO-8859-1") s))
(defn- text [^bytes b] (String. b "ISO-8859-1"))

(defn- fields [& pairs]
  (http "fields-from-list" (mapv (fn [[n v]] [n (bytes-of v)]) pairs)))

(defn- entries [handle]
  (mapv (fn [[n v]] [n (text v)]) (http "fields-entries" handle)))

(defn- trap
  "The message of what the body throws."
  [f]
  (try (f) (catch RadicchioException e (ex-message e))))

(defn- block [pollable]
  (call "io-poll" "pollable-block" pollable)
  (call "io-poll" "drop-pollable" pollable))

;; --- Fields ------------------------------------------------------------------------------------------------------------

(deftest fields-are-changed-and-read
  (with-guest {}
    (let [f (http "new-fields")]
      (is (nil? (http "fields-append" f "X-a" (bytes-of "1"))))
      (is (nil? (http "fields-append" f "x-A" (bytes-of "\u00e92"))))
      (is (nil? (http "fields-append" f "empty" (bytes-of ""))))
      (is (= [["X-a" "1"] ["x-A" "\u00e92"] ["empty" ""]] (entries f)) "in their order and case")
      (is (= ["1" "\u00e92"] (mapv text (http "fields-get" f "x-a"))))
      (is (= [""] (mapv text (http "fields-get" f "empty"))))
      (is (= [[] []] [(http "fields-get" f "none") (http "fields-get" f "not a name")]))
      (is (= [true false false] [(http "fields-has" f "X-A") (http "fields-has" f "none") (http "fields-has" f "no name")]))
      (let [c (http "fields-clone" f)]
        (is (nil? (http "fields-set" c "X-A" [(bytes-of "3") (bytes-of "4")])))
        (is (nil? (http "fields-delete" c "EMPTY")))
        (is (nil? (http "fields-delete" c "none")))
        (is (= [["X-A" "3"] ["X-A" "4"]] (entries c)))
        (is (= 3 (count (entries f))) "a clone is another"))
      (is (nil? (http "fields-set" f "x-a" [])))
      (is (= [["empty" ""]] (entries f)))
      (http "drop-fields" f)
      (let [listed (http "fields-from-list" [["a" (bytes-of "b")] ["A" (bytes-of "c")]])]
        (is (= [["a" "b"] ["A" "c"]] (mapv (fn [[n v]] [n (text v)]) (http "fields-entries" listed))))))))

(deftest fields-refuse-invalid-names-and-values
  (with-guest {}
    (let [f (http "new-fields")]
      (doseq [name ["malformed name" "" "n\u00e4me" "a:b" "a\nb" "(x)"]]
        (is (= [:err [:invalid-syntax]] (http "fields-append" f name (bytes-of "v")) (http "fields-set" f name [(bytes-of "v")])
               (http "fields-delete" f name) (fields [name "v"]))
            name))
      (doseq [value ["bad\nvalue" "bad\rvalue" "\u0000" "\u007f"]]
        (is (= [:err [:invalid-syntax]] (http "fields-append" f "ok" (bytes-of value)) (http "fields-set" f "ok" [(bytes-of value)])
               (fields ["ok" value]))))
      (doseq [length ["+5" "-5" " 5" "" "x" "99999999999999999999"]]
        (is (= [:err [:invalid-syntax]] (http "fields-append" f "Content-Length" (bytes-of length))) length))
      (doseq [name ["Connection" "keep-alive" "Proxy-Authenticate" "proxy-authorization" "proxy-connection" "Transfer-Encoding" "upgrade"
                    "HOST" "http2-settings"]]
        (is (= [:err [:forbidden]] (http "fields-append" f name (bytes-of "v")) (http "fields-set" f name [(bytes-of "v")])
               (http "fields-delete" f name) (fields [name "v"]))
            name))
      (is (= [] (entries f))))))

(deftest fields-of-a-message-are-immutable
  (with-guest {}
    (let [request (http "new-outgoing-request" (fields ["a" "b"])), h (http "outgoing-request-headers" request)]
      (is (= [["a" "b"]] (entries h)))
      (is (= [:err [:immutable]] (http "fields-append" h "a" (bytes-of "c")) (http "fields-set" h "Content-Length" [(bytes-of "1")])
             (http "fields-delete" h "a")))
      (is (= [:err [:forbidden]] (http "fields-append" h "host" (bytes-of "c"))))
      (let [c (http "fields-clone" h)]
        (is (nil? (http "fields-append" c "a" (bytes-of "c"))) "a clone is not"))
      (is (re-find #"cannot drop outgoing-request: 1 child" (trap #(http "drop-outgoing-request" request)))))))

(deftest fields-have-a-limit
  (with-guest {:limits {:header-bytes 1000}}
    (let [f (http "new-fields")]
      (is (nil? (http "fields-append" f "a" (byte-array 900 (byte 65)))))
      (is (re-find #":limits :header-bytes is 1000" (trap #(http "fields-append" f "b" (byte-array 100 (byte 65)))))))))

;; --- Requests ----------------------------------------------------------------------------------------------------------

(deftest a-request-keeps-its-values
  (with-guest {}
    (let [r (http "new-outgoing-request" (http "new-fields"))]
      (is (= [[:get] nil nil nil]
             (mapv #(http % r) ["outgoing-request-method" "outgoing-request-path-with-query" "outgoing-request-scheme"
                                "outgoing-request-authority"])))
      (doseq [[set value get] [["outgoing-request-set-method" [:other "PROPFIND"] "outgoing-request-method"]
                               ["outgoing-request-set-path-with-query" "/a?b=%20" "outgoing-request-path-with-query"]
                               ["outgoing-request-set-scheme" [:other "ws"] "outgoing-request-scheme"]
                               ["outgoing-request-set-authority" "[::1]:443" "outgoing-request-authority"]]]
        (is (nil? (http set r value)))
        (is (= value (http get r))))
      (doseq [[what bad] [["method" [:other "bad method"]] ["method" [:other ""]] ["path-with-query" "/bad\npath"] ["path-with-query" "/a b"]
                          ["path-with-query" "/a#b"] ["scheme" [:other "bad\nscheme"]] ["scheme" [:other ""]] ["authority" "bad-\nhost"]
                          ["authority" "a:99999"] ["authority" "a:"] ["authority" "a/b"]]]
        (is (= [:err nil] (http (str "outgoing-request-set-" what) r bad)) bad))
      (is (= "[::1]:443" (http "outgoing-request-authority" r)) "what is refused changes nothing")
      (doseq [what ["path-with-query" "scheme" "authority"]]
        (is (nil? (http (str "outgoing-request-set-" what) r nil)))
        (is (nil? (http (str "outgoing-request-" what) r))))
      (http "drop-outgoing-request" r))))

(deftest request-options-keep-their-values
  (with-guest {}
    (let [o (http "new-request-options")]
      (doseq [[get set] [["request-options-connect-timeout" "request-options-set-connect-timeout"]
                         ["request-options-first-byte-timeout" "request-options-set-first-byte-timeout"]
                         ["request-options-between-bytes-timeout" "request-options-set-between-bytes-timeout"]]]
        (is (nil? (http get o)))
        (is (nil? (http set o 18446744073709551615N)))
        (is (= 18446744073709551615N (http get o)))
        (is (nil? (http set o nil)))
        (is (nil? (http get o))))
      (http "drop-request-options" o))))

(defn- request
  "A request to this machine's port."
  ([port] (request port {}))
  ([port {:keys [method path headers scheme authority] :or {method [:get] path "/" scheme [:HTTP]}}]
   (let [r (http "new-outgoing-request" (apply fields headers))]
     (http "outgoing-request-set-method" r method)
     (http "outgoing-request-set-path-with-query" r path)
     (http "outgoing-request-set-scheme" r scheme)
     (http "outgoing-request-set-authority" r (or authority (str "127.0.0.1:" port)))
     r)))

(defn- response
  "Waits for a response."
  [future]
  (block (http "future-incoming-response-subscribe" future))
  (http "future-incoming-response-get" future))

(defn- read-stream [stream]
  (loop [all ""]
    (let [got (streams "input-stream-blocking-read" stream 100)]
      (if (bytes? got) (recur (str all (text got))) [all got]))))

(deftest a-request-is-sent-and-its-response-read
  (with-guest {:wasi {:http true}}
    (let [[_ sent]
          (with-peer
           (answering "0\r\nx-t: u\r\n\r\n" "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nConnection: close\r\nX-b: c\r\n\r\n3\r\nabc\r\n0\r\nend: yes\r\n\r\n")
           (fn [port]
             (let [r (request port {:method [:post] :path "/p?q" :headers [["X-a" "b"]]})
                   b (http "outgoing-request-body" r)
                   o (http "outgoing-body-write" b)]
               (is (= [:err nil] (http "outgoing-request-body" r)) "a body is given once")
               (is (= [:err nil] (http "outgoing-body-write" b)) "its stream too")
               (let [f (handle r)]
                 (is (nil? (http "future-incoming-response-get" f)))
                 (is (nil? (streams "output-stream-blocking-write-and-flush" o (bytes-of "hello"))))
                 (streams "drop-output-stream" o)
                 (is (nil? (http "outgoing-body-finish" b (fields ["x-t" "u"]))))
                 (let [[tag [inner i]] (response f)]
                   (is (= [:ok :ok] [tag inner]))
                   (is (= [:err] (http "future-incoming-response-get" f)) "a response is given once")
                   (http "drop-future-incoming-response" f)
                   (let [h (http "incoming-response-headers" i)]
                     (is (= 201 (http "incoming-response-status" i)))
                     (is (= [["X-b" "c"]] (entries h)) "without those of the connection")
                     (is (= [:err [:immutable]] (http "fields-append" h "a" (bytes-of "b"))))
                     (http "drop-fields" h)
                     (let [b (http "incoming-response-consume" i)]
                       (is (= [:err nil] (http "incoming-response-consume" i)) "a body is taken once")
                       (http "drop-incoming-response" i)
                       (let [s (http "incoming-body-stream" b)]
                         (is (= [:err nil] (http "incoming-body-stream" b)))
                         (is (= ["abc" [:err [:closed]]] (read-stream s)))
                         (streams "drop-input-stream" s)
                         (let [t (http "incoming-body-finish" b)]
                           (block (http "future-trailers-subscribe" t))
                           (let [[ok [inner trailers]] (http "future-trailers-get" t)]
                             (is (= [:ok :ok] [ok inner]))
                             (is (= [["end" "yes"]] (entries trailers)))
                             (is (= [:err] (http "future-trailers-get" t)))
                             (http "drop-fields" trailers)
                             (http "drop-future-trailers" t)))))))))))]
      (is (str/starts-with? sent "POST /p?q HTTP/1.1\r\n"))
      (is (str/includes? sent "X-a: b\r\n"))
      (is (str/includes? sent "hello\r\n0\r\nx-t: u\r\n\r\n")))))

(deftest trailers-arrive-without-reading-the-body
  (with-guest {:wasi {:http true}}
    (with-peer
     (answering (str "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" (apply str (repeat 100000 "x"))))
     (fn [port]
       (let [[_ [_ i]] (response (handle (request port)))
             t (http "incoming-body-finish" (http "incoming-response-consume" i))]
         (block (http "future-trailers-subscribe" t))
         (is (= [:ok [:ok nil]] (http "future-trailers-get" t)) "there are none"))))))

(deftest children-are-dropped-before-their-parents
  (testing "the stream of a body that is sent"
    (doseq [[what end] {"drop" #(http "drop-outgoing-body" %), "finish" #(http "outgoing-body-finish" % nil)}]
      (with-guest {}
        (let [b (http "outgoing-request-body" (request 1))]
          (http "outgoing-body-write" b)
          (is (re-find #"cannot drop outgoing-body: 1 child of it must be dropped first" (trap #(end b))) what)))))
  (testing "properties of a response"
    (doseq [[what f] {"headers" (fn [i] (http "incoming-response-headers" i) (http "drop-incoming-response" i))
                      "stream"  (fn [i] (let [b (http "incoming-response-consume" i)] (http "incoming-body-stream" b) (http "drop-incoming-body" b)))
                      "finish"  (fn [i] (let [b (http "incoming-response-consume" i)] (http "incoming-body-stream" b) (http "incoming-body-finish" b)))
                      "trailers" (fn [i] (let [t (http "incoming-body-finish" (http "incoming-response-consume" i))]
                                           (http "future-trailers-subscribe" t) (http "drop-future-trailers" t)))}]
      (with-guest {:wasi {:http true}}
        (with-peer (answering "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
                   (fn [port]
                     (let [[_ [_ i]] (response (handle (request port)))]
                       (is (re-find #"1 child of it must be dropped first" (trap #(f i))) what))))))))

(deftest a-body-must-have-its-declared-length
  (with-guest {}
    (let [body   #(http "outgoing-request-body" (http "new-outgoing-request" (fields ["Content-Length" "11"])))
          write  (fn [b s] (let [o (http "outgoing-body-write" b)]
                             [(streams "output-stream-blocking-write-and-flush" o (bytes-of s)) #(streams "drop-output-stream" o)]))
          finish (fn [s] (let [b (body), [written drop] (write b s)]
                           (drop)
                           [written (http "outgoing-body-finish" b nil)]))]
      (is (= [nil nil] (finish "long enough")))
      (is (= [nil [:err [:HTTP-request-body-size 3]]] (finish "msg")))
      (let [[[_ [failed error]] finished] (finish "more than 11 bytes")]
        (is (= :last-operation-failed failed))
        (is (= [:HTTP-request-body-size 18] (http "http-error-code" error)))
        (is (= [:err [:HTTP-request-body-size 18]] finished)))
      (is (= [:err nil] (http "outgoing-request-body" (http "new-outgoing-request" (fields ["Content-Length" "1"] ["Content-Length" "2"])))))))
  (with-guest {}
    (let [r (http "new-outgoing-response" (fields ["Content-Length" "2"])), b (http "outgoing-response-body" r)]
      (is (= [:err nil] (http "outgoing-response-body" r)))
      (is (= [:err [:HTTP-response-body-size 0]] (http "outgoing-body-finish" b nil))))))

(deftest a-response-keeps-its-values
  (with-guest {}
    (let [r (http "new-outgoing-response" (fields ["a" "b"])), h (http "outgoing-response-headers" r)]
      (is (= 200 (http "outgoing-response-status-code" r)))
      (is (nil? (http "outgoing-response-set-status-code" r 404)))
      (is (= [:err nil] (http "outgoing-response-set-status-code" r 99) (http "outgoing-response-set-status-code" r 1000)))
      (is (= 404 (http "outgoing-response-status-code" r)))
      (is (= [["a" "b"]] (entries h)))
      (http "drop-fields" h)
      (http "drop-outgoing-response" r))))

(deftest a-dropped-body-is-incomplete
  (with-guest {:wasi {:http true}}
    (let [[_ sent] (with-peer #(read-until (.getInputStream ^Socket %) "never")
                              (fn [port]
                                (let [r (request port {:method [:post]}), b (http "outgoing-request-body" r), f (handle r)
                                      o (http "outgoing-body-write" b)]
                                  (streams "output-stream-blocking-write-and-flush" o (bytes-of "hello"))
                                  (streams "drop-output-stream" o)
                                  (http "drop-outgoing-body" b)
                                  (is (= [:ok [:err [:HTTP-protocol-error]]] (response f))))))]
      (is (not (str/includes? sent "0\r\n\r\n"))))))

(deftest a-request-that-cannot-be-sent-is-refused
  (with-guest {:wasi {:http ["http://127.0.0.1:81" "https://*.example.org"]}}
    (doseq [[code m] {[:HTTP-request-denied]      {}
                      [:HTTP-protocol-error]      {:scheme [:other "WS"]}
                      [:HTTP-request-URI-invalid] {:path nil}}]
      (is (= [:err code] (handle (request 80 m)))))
    (is (= [:err [:HTTP-request-URI-invalid]] (handle (request 80 {:path "rootless"})) (handle (request 80 {:authority "u@127.0.0.1:81"}))))
    (is (= [:err [:HTTP-protocol-error]] (handle (request 81 {:method [:connect]}))))
    (is (= [:err [:HTTP-request-denied]] (handle (request 443 {:scheme nil :authority "example.org"}))))
    (let [r (request 80), b (http "outgoing-request-body" r), o (http "outgoing-body-write" b)]
      (is (= [:err [:HTTP-request-denied]] (handle r)))
      (is (= [:err [:closed]] (streams "output-stream-check-write" o)) "nobody reads its body")))
  (testing "nothing granted"
    (with-guest {}
      (is (= [:err [:HTTP-request-denied]] (call "http-outgoing-handler" "handle" (request 80) nil))))))

(deftest failures-of-a-request-have-their-error-codes
  (with-guest {:wasi {:http true}}
    (is (= [:ok [:err [:connection-refused]]] (response (handle (request 1)))))
    (let [options (http "new-request-options")]
      (http "request-options-set-first-byte-timeout" options 100000000)
      (with-peer #(read-until (.getInputStream ^Socket %) "never")
                 #(is (= [:ok [:err [:connection-read-timeout]]] (response (handle (request %) options))))))
    (with-peer (answering "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
               (fn [port]
                 (let [[_ [_ i]] (response (handle (request port)))
                       s (http "incoming-body-stream" (http "incoming-response-consume" i))
                       [all [_ [failed error]]] (read-stream s)]
                   (is (= ["abc" :last-operation-failed] [all failed]))
                   (is (= [:HTTP-response-incomplete] (http "http-error-code" error))))))))

(deftest dropping-a-response-ends-the-request
  (with-guest {:wasi {:http true}}
    (let [[_ seen] (with-peer (fn [^Socket s]
                                (read-until (.getInputStream s) "\r\n\r\n")
                                (read-until (.getInputStream s) "never"))
                              (fn [port]
                                (let [f (handle (request port))]
                                  (http "drop-future-incoming-response" f))))]
      (is (not= :late seen)))))

(deftest a-wait-for-a-response-ends-at-the-deadline
  (with-guest {:wasi {:http true} :limits {:timeout-ms 300}}
    (with-peer #(try (read-until (.getInputStream ^Socket %) "never") (catch java.io.IOException _ :reset))
               (fn [port]
                 (is (re-find #"300 ms" (trap #(response (handle (request port))))))
                 (.close ^java.lang.AutoCloseable *guest*)))))
