(ns radicchio.wasi.sockets-guest-test
  "wasi:sockets of 0.2, through a guest in Rust: its standard library, every function by its bindings, and what traps."
  (:require [clojure.java.io :as io]
            [clojure.set :as set]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasi.peers :as peers :refer [bytes-of loopback on-each-family server]]
            [radicchio.wasm :as wasm])
  (:import (java.net DatagramPacket DatagramSocket InetAddress ServerSocket Socket SocketException)
           (java.util Arrays)
           (java.util.concurrent CompletionStage)))

(set! *warn-on-reflection* true)

(def ^:private component
  (memoize #(wasm/compile "test/guests/sockets/sockets.wasm" {:backend %})))

(defn- guest
  "An instance of the guest with a grant of :network, and other options."
  (^java.lang.AutoCloseable [backend network] (guest backend network {}))
  (^java.lang.AutoCloseable [backend network options]
   (wasm/instantiate (component backend) (merge {:wasi {:network network}} options))))

(defn- run
  "What a scenario of the guest gives."
  [guest scenario & arguments]
  (wasm/attempt wasm/call guest "run" scenario (vec arguments)))

(defn- on-each-backend [f]
  (doseq [backend [:compiler :interpreter]]
    (testing backend (f backend))))

(defn- at
  "An address and port of loopback, as text."
  [family port]
  (str (if (= :ipv6 family) "[::1]" "127.0.0.1") ":" port))

(defn- port-of ^long [address]
  (parse-long (subs address (inc (str/last-index-of address ":")))))

(defn- serving
  "Accepts one connection of the server, and gives what f gives of its socket, as a future."
  [^ServerSocket server f]
  (future (with-open [socket (.accept server)]
            (.setSoTimeout socket 60000)
            (f socket))))

(defn- all-of
  "What the other side sends until it ends its side."
  [^Socket socket]
  (String. (.readAllBytes (.getInputStream socket))))

;; --- The standard library --------------------------------------------------------------------------------------------

(deftest a-program-connects
  (on-each-backend
   (fn [backend]
     (on-each-family
      (fn [family]
        (with-open [server (server family)
                    guest  (guest backend true)]
          (let [heard (serving server (fn [^Socket s]
                                        (let [heard (all-of s)]
                                          (.write (.getOutputStream s) (bytes-of (str heard " yourself")))
                                          heard)))]
            (is (= [:ok "hello yourself"] (run guest "connect" (at family (.getLocalPort server)))))
            (is (= "hello" @heard)))))))))

(deftest a-program-finds-a-server-by-name
  (with-open [server (server :ipv4)
              guest  (guest :compiler {:connect [(str "localhost:" (.getLocalPort server))]})]
    (let [heard (serving server (fn [^Socket s]
                                  (let [heard (all-of s)]
                                    (.write (.getOutputStream s) (bytes-of "found"))
                                    heard)))]
      (is (= [:ok "found"] (run guest "connect" (str "localhost:" (.getLocalPort server)))))
      (is (= "hello" @heard)))))

(deftest a-program-listens
  (on-each-backend
   (fn [backend]
     (on-each-family
      (fn [family]
        (with-open [guest (guest backend {:listen [(at family 0)]})]
          (let [[ok address] (run guest "listen" (at family 0))]
            (is (= :ok ok))
            (dotimes [i 2]
              (with-open [peer (Socket. (InetAddress/getByName (loopback family)) (int (port-of address)))]
                (.setSoTimeout peer 60000)
                (let [answer (future (.write (.getOutputStream peer) (bytes-of (str "echo " i)))
                                     (.shutdownOutput peer)
                                     (all-of peer))]
                  (is (= [:ok (at family (.getLocalPort peer))] (run guest "echo-one")))
                  (is (= (str "echo " i) @answer))))))))))))

(deftest a-program-moves-megabytes
  (on-each-backend
   (fn [backend]
     (let [size (* (if (= :compiler backend) 8 1) 1024 1024)
           content (byte-array size (map unchecked-byte (take size (cycle (range 251)))))]
       (with-open [server (server :ipv4)
                   guest  (guest backend true)]
         (serving server (fn [^Socket s] (.write (.getOutputStream s) content)))
         (is (= [:ok (str size " " (reduce + (map #(bit-and (long %) 0xff) content)))]
                (run guest "pull" (at :ipv4 (.getLocalPort server)))))
         (when (= :compiler backend)
           (let [got (serving server (fn [^Socket s] (.readAllBytes (.getInputStream s))))]
             (is (= [:ok (str size)] (run guest "push" (at :ipv4 (.getLocalPort server)))))
             (is (Arrays/equals content ^bytes @got)))))))))

(defn- datagram-socket ^DatagramSocket [family]
  (doto (DatagramSocket. 0 (InetAddress/getByName (loopback family))) (.setSoTimeout 60000)))

(defn- received ^DatagramPacket [^DatagramSocket socket]
  (let [packet (DatagramPacket. (byte-array 100) 100)]
    (.receive socket packet)
    packet))

(deftest a-program-sends-a-query-by-udp
  (on-each-backend
   (fn [backend]
     (on-each-family
      (fn [family]
        (with-open [peer  (datagram-socket family)
                    guest (guest backend {:connect [(at family (.getLocalPort peer))]})]
          (let [asked (future (let [packet (received peer)]
                                (.send peer (DatagramPacket. (bytes-of "answer") 6 (.getSocketAddress packet)))
                                (.getLength packet)))]
            (is (= [:ok "answer"] (run guest "udp-ask" (at family (.getLocalPort peer)))))
            (is (= 8 @asked)))))))))

(deftest a-program-answers-by-udp
  (on-each-family
   (fn [family]
     (with-open [peer  (datagram-socket family)
                 guest (guest :compiler {:listen [(at family 0)]})]
       (let [[ok address] (run guest "udp-bind" (at family 0))]
         (is (= :ok ok))
         (.send peer (DatagramPacket. (bytes-of "olleh") 5 (InetAddress/getByName (loopback family)) (int (port-of address))))
         (is (= [:ok (at family (.getLocalPort peer))] (run guest "udp-answer-one")))
         (is (= "hello" (String. (.getData (received peer)) 0 5))))))))

(deftest a-program-gets-error-codes
  (with-open [guest (guest :compiler {:connect ["127.0.0.1:*" "localhost:1" "*.invalid:80"], :listen ["127.0.0.1:*"]})]
    (is (= [:err "ConnectionRefused"] (run guest "connect" (at :ipv4 (peers/free-port :ipv4)))))
    (with-open [server (server :ipv4)]
      (is (= [:err "AddrInUse"] (run guest "listen" (at :ipv4 (.getLocalPort server))))))
    (is (= [:err "PermissionDenied"] (run guest "connect" "127.0.0.2:80")))
    (is (= [:err "PermissionDenied"] (run guest "listen" "0.0.0.0:0")))))

;; --- Grants ----------------------------------------------------------------------------------------------------------

(deftest nothing-granted-is-denied-and-counted
  (on-each-backend
   (fn [backend]
     (doseq [wasi [nil {} {:network nil} {:network {}}]]
       (with-open [guest (wasm/instantiate (component backend) (if wasi {:wasi wasi} {}))]
         (is (= [:err "access-denied"] (run guest "start-connect" "127.0.0.1:80")))
         (is (= [:err "access-denied"] (run guest "start-bind" "127.0.0.1:0")))
         (is (= [:err "access-denied"] (run guest "lookup" "localhost")))
         (is (= [:err "access-denied"] (run guest "lookup" "127.0.0.1")))
         (is (= [:err "PermissionDenied"] (run guest "connect" "127.0.0.1:80")))
         (is (= {"wasi:sockets/tcp#[method]tcp-socket.start-connect" 2
                 "wasi:sockets/tcp#[method]tcp-socket.start-bind"    1
                 "wasi:sockets/ip-name-lookup#resolve-addresses"     2}
                (:refused (wasm/stats guest)))))))))

(deftest invalid-network-grants-are-refused
  (is (thrown-with-msg? Exception #":wasi :network :connect\[0\]: expected a host and a port"
                        (guest :compiler {:connect ["db.local"]}))))

;; --- Every function --------------------------------------------------------------------------------------------------

(defn- functions-of-sockets
  "The names of the functions of wasi:sockets, as the guest writes them."
  []
  (->> (str/split-lines (slurp (io/resource "radicchio/wasi/p2.signatures")))
       (reduce (fn [[interface found] line]
                 (if (str/starts-with? line " ")
                   [interface (if-let [[_ name] (and (str/starts-with? interface "wasi:sockets/")
                                                     (re-find #"^  (?:\[method\])?([a-z.-]+): func" line))]
                                (conj found name)
                                found)]
                   [line found]))
               [nil #{}])
       second))

(defn- expected-transcript [family]
  (let [host ({:ipv4 "\"(127, 0, 0, 1)\"" :ipv6 "\"(0, 0, 0, 0, 0, 0, 0, 1)\""} family)]
    (str/replace (slurp "test/guests/sockets/transcript.txt") "HOST" host)))

(deftest every-function-answers
  (on-each-backend
   (fn [backend]
     (on-each-family
      (fn [family]
        (with-open [guest (guest backend true)]
          (let [[ok transcript] (run guest "every-function" (name family))
                called          (set (map #(first (str/split % #" ")) (str/split-lines transcript)))]
            (is (= :ok ok))
            (is (= (expected-transcript family) transcript))
            (is (= 52 (count (functions-of-sockets))))
            (is (empty? (set/difference (functions-of-sockets) called))))))))))

(deftest names-and-addresses-are-looked-up
  (with-open [guest (guest :compiler true)]
    (is (str/includes? (second (run guest "resolve" "localhost")) "127.0.0.1"))
    (is (= [:ok "127.0.0.1"] (run guest "lookup" "127.0.0.1")))
    (is (= [:ok "::1"] (run guest "lookup" "[::1]")))
    (is (= [:ok "dead:beef::"] (run guest "lookup" "DEAD:BEEF::0")))
    (doseq [text ["" " " "a.b<&>" "127.0.0.1:80" "http://example.com/" "127.1"]]
      (is (= [:err "invalid-argument"] (run guest "lookup" text)) text))))

;; --- What traps and what is limited ------------------------------------------------------------------------------------

(defn- failure
  "The kind and message of what a scenario throws, or what it gives."
  [guest & scenario]
  (try (apply run guest scenario)
       (catch RuntimeException e [(:radicchio/error (ex-data e)) (ex-message e)])))

(deftest a-parent-that-is-dropped-first-traps
  (doseq [[resource child] {"tcp-socket"               "tcp-socket"
                            "tcp-socket-of-pollable"   "tcp-socket"
                            "input-stream"             "input-stream"
                            "output-stream"            "output-stream"
                            "udp-socket"               "udp-socket"
                            "incoming-datagram-stream" "incoming-datagram-stream"
                            "outgoing-datagram-stream" "outgoing-datagram-stream"
                            "resolve-address-stream"   "resolve-address-stream"}]
    (with-open [guest (guest :compiler true)]
      (let [[kind message] (failure guest "drop-parent" resource)]
        (is (= :trap kind) resource)
        (is (str/includes? message (str "cannot drop " child)) message)))))

(deftest sending-more-datagrams-than-permitted-traps
  (doseq [[scenario message] {"send-too-much" "got 17 datagrams, but check-send permitted 16"
                              "send-unasked"  "got 1 datagrams, but check-send permitted 0"}]
    (with-open [guest (guest :compiler true)]
      (let [[kind said] (failure guest scenario)]
        (is (= :trap kind))
        (is (str/includes? said message) said)))))

(deftest a-guest-that-waits-ends-at-the-deadline
  (on-each-backend
   (fn [backend]
     (with-open [server (server :ipv4)]
       (doseq [scenario [["wait-for-connection"] ["wait-for-bytes" (at :ipv4 (.getLocalPort server))] ["wait-for-datagram"]
                         ["pull" (at :ipv4 (.getLocalPort server))]]]
         (with-open [guest (guest backend true {:limits {:timeout-ms 300}})]
           (is (= :limit (first (apply failure guest scenario))) scenario)))))))

(deftest a-guest-that-waits-ends-with-an-interrupt
  (with-open [guest (guest :compiler true)]
    (let [result (promise)
          thread (Thread. (fn [] (deliver result (failure guest "wait-for-connection"))))]
      (.start thread)
      (waiting/parked thread)
      (.interrupt thread)
      (is (= :limit (first (deref result 60000 :hung)))))))

(deftest a-guest-makes-no-more-sockets-than-open-files
  (with-open [guest (guest :compiler true {:limits {:open-files 10}})]
    (is (= [:ok "10 new-socket-limit"] (run guest "hoard")))
    (is (= [:ok "10 new-socket-limit"] (run guest "hoard")) "it gave them back")))

(deftest a-guest-polls-thousands-of-times
  (with-open [guest (guest :compiler true)]
    (is (= [:ok "20000"] (run guest "poll-often")))))

(deftest a-user-s-actions-do-not-run-on-the-selector-thread
  (let [asked (promise)
        block (fn [^CompletionStage stage]
                (let [ran (promise)]
                  (.thenRun stage (fn [] (deliver ran (.getName (Thread/currentThread)))))
                  (deliver asked ran)
                  @ran
                  nil))]
    (with-open [guest (guest :compiler true {:imports {"wasi:io/poll" {"[method]pollable.block" block}}})]
      (let [[_ address] (run guest "listen" "127.0.0.1:0")
            echoed      (future (run guest "echo-one"))
            ran         (deref asked 60000 nil)]
        (with-open [peer (Socket. (InetAddress/getLoopbackAddress) (int (port-of address)))]
          (is (string? (deref ran 60000 nil)))
          (is (not= "radicchio-sockets" (deref ran 60000 nil)))
          (.shutdownOutput peer)
          (is (= :ok (first (deref echoed 60000 nil)))))))))

(deftest an-instance-that-ends-closes-its-sockets
  (let [guest        (guest :compiler true)
        [_ address]  (run guest "listen" "127.0.0.1:0")]
    (.close (Socket. (InetAddress/getLoopbackAddress) (int (port-of address))))
    (.close guest)
    (is (thrown? SocketException (Socket. (InetAddress/getLoopbackAddress) (int (port-of address)))))))
