(ns radicchio.wasi.udp-test
  "UDP sockets of the capability, against sockets of the JDK and against each other, on loopback."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.peers :as peers :refer [address attempt bind-udp bytes-of local network none on-each-family port some-of text udp
                                                    wait-for]])
  (:import (java.net DatagramPacket DatagramSocket InetAddress InetSocketAddress)
           (radicchio.wasi.sockets.channel SocketSetting)
           (radicchio.wasi.sockets.udp Datagram DatagramStreams UdpSocket)))

(set! *warn-on-reflection* true)

(defn- bound
  "A socket on a free port of loopback."
  ^UdpSocket [network family]
  (doto (udp network family) (bind-udp (local family 0))))

(defn- streams ^DatagramStreams [^UdpSocket socket remote]
  (.stream socket (if remote (some-of remote) (none))))

(defn- send-text
  "Sends a datagram; true if the system took it."
  [^DatagramStreams streams ^String content to]
  (wait-for (.writable (.out streams)))
  (.send (.out streams) (bytes-of content) (if to (some-of to) (none))))

(defn- next-text
  "The next datagram's content and sender, waiting for it."
  [^DatagramStreams streams]
  (wait-for (.readable (.in streams)))
  (let [^Datagram datagram (first (.receive (.in streams) 1))]
    [(text (.data datagram)) (.sender datagram)]))

(defn- peer ^DatagramSocket [family]
  (doto (DatagramSocket. 0 (InetAddress/getByName (peers/loopback family))) (.setSoTimeout 60000)))

(defn- peer-sends [^DatagramSocket peer ^String content ^InetSocketAddress to]
  (let [b (bytes-of content)] (.send peer (DatagramPacket. b (alength b) to))))

(defn- peer-receives [^DatagramSocket peer]
  (let [packet (DatagramPacket. (byte-array 65536) 65536)]
    (.receive peer packet)
    [(String. (.getData packet) 0 (.getLength packet)) (.getSocketAddress packet)]))

(deftest datagrams-go-both-ways
  (on-each-family
   (fn [family]
     (testing family
       (with-open [network (network)
                   peer    (peer family)]
         (let [socket  (bound network family)
               at      (.localAddress socket)
               there   (local family (.getLocalPort peer))
               streams (streams socket nil)]
           (is (empty? (.receive (.in streams) 1)))
           (is (false? (.isReady (.readable (.in streams)))))
           (is (true? (send-text streams "" there)))
           (is (true? (send-text streams "ping" there)))
           (is (= [["" at] ["ping" at]] [(peer-receives peer) (peer-receives peer)]))
           (peer-sends peer "" at)
           (peer-sends peer "pong" at)
           (is (= ["" there] (next-text streams)) "an empty datagram is one")
           (is (= ["pong" there] (next-text streams)))))))))

(deftest streams-for-one-peer
  (on-each-family
   (fn [family]
     (testing family
       (with-open [network (network)
                   friend  (peer family)
                   other   (peer family)]
         (let [socket  (doto (udp network family) (bind-udp (address ({:ipv4 "0.0.0.0", :ipv6 "::"} family) 0)))
               there   (local family (.getLocalPort friend))
               streams (streams socket there)
               at      (.localAddress socket)]
           (is (= there (.remoteAddress socket)))
           (is (= (.getAddress (local family 0)) (.getAddress at)))
           (peer-sends friend "before" at)
           (is (true? (send-text streams "" nil)))
           (is (true? (send-text streams "one" nil)))
           (is (true? (send-text streams "two" there)))
           (is (= [["" at] ["one" at] ["two" at]] (repeatedly 3 #(peer-receives friend))))
           (is (= ["before" there] (next-text streams)))
           (is (= at (.localAddress socket)))
           (is (= :invalid-argument (attempt (send-text streams "x" (local family (.getLocalPort other))))))
           (peer-sends other "stranger" at)
           (peer-sends friend "friend" at)
           (is (= ["friend" there] (next-text streams)))))))))

(deftest datagrams-that-arrived-before-the-stream-are-returned
  (on-each-family
   (fn [family]
     (with-open [network (network)
                 a       (peer family)
                 b       (peer family)]
       (let [socket (bound network family)
             at     (.localAddress socket)
             before (streams socket nil)]
         (peer-sends a "A" at) (peer-sends b "B" at) (peer-sends a "A" at)
         (wait-for (.readable (.in before)))
         (is (= ["B" (local family (.getLocalPort b))] (next-text (streams socket (local family (.getLocalPort b)))))))))))

(deftest only-the-last-streams-work
  (with-open [network (network)]
    (let [socket (bound network :ipv4)
          before (streams socket nil)
          after  (streams socket nil)]
      (is (.isReady (.readable (.in before))) "who waits learns it")
      (is (= :invalid-state (attempt (.receive (.in before) 1))))
      (is (= :invalid-state (attempt (.hasRoom (.out before)))))
      (is (= :invalid-state (attempt (send-text before "x" (.localAddress socket)))))
      (is (true? (send-text after "x" (.localAddress socket))))
      (is (= ["x" (.localAddress socket)] (next-text after))))))

(deftest reconnecting-and-disconnecting-change-the-peer
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [socket (doto (udp network family) (bind-udp (address ({:ipv4 "0.0.0.0", :ipv6 "::"} family) 0)))
             at     (port (.localAddress socket))]
         (doseq [remote [nil nil (local family 4321) (local family 4321) (local family 4320) nil (local family 4321)]]
           (streams socket remote)
           (is (= (or remote :invalid-state) (attempt (.remoteAddress socket))))
           (is (= at (port (.localAddress socket))) "it stays bound")))))))

(deftest a-closed-peer-refuses
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [socket  (bound network family)
             streams (streams socket (local family (with-open [gone (peer family)] (.getLocalPort gone))))]
         (send-text streams "hello" nil)
         (wait-for (.readable (.in streams)))
         (is (= :connection-refused (attempt (.receive (.in streams) 1)))))))))

(deftest datagrams-that-cannot-be-sent
  (with-open [network (network)]
    (let [socket  (bound network :ipv4)
          streams (streams socket nil)
          at      (.localAddress socket)
          sent    (fn [n to] (attempt (.send (.out streams) (byte-array n) (if to (some-of to) (none)))))]
      (is (= :invalid-argument (sent 1 nil)))
      (is (= :invalid-argument (sent 1 (address "0.0.0.0" 80))))
      (is (= :invalid-argument (sent 1 (address "127.0.0.1" 0))))
      (is (= :invalid-argument (sent 1 (address "::1" 80))))
      (is (= :datagram-too-large (sent 65508 at)))
      (is (= :datagram-too-large (sent 65536 at)))
      (is (= :datagram-too-large (sent 10000000 at)))
      (is (true? (sent 65507 at)))
      (wait-for (.readable (.in streams)))
      (is (= 65507 (alength (.data ^Datagram (first (.receive (.in streams) 1)))))))))

(deftest addresses-that-cannot-be-bound-or-connected-to
  (with-open [network (network)]
    (let [v4 (udp network :ipv4) v6 (udp network :ipv6)]
      (doseq [[^UdpSocket socket ip] [[v4 "::1"] [v6 "127.0.0.1"] [v6 "::ffff:127.0.0.1"]]]
        (is (= :invalid-argument (attempt (.startBind socket (address ip 0)))) ip))
      (is (= :address-not-bindable (attempt (.startBind v4 (address "192.0.2.0" 0)))))
      (is (= :address-in-use (attempt (.startBind (udp network :ipv4) (.localAddress (bound network :ipv4))))))
      (let [v4 (bound network :ipv4)
            v6 (doto (udp network :ipv6) (bind-udp (address "::" 0)))]
        (doseq [[^UdpSocket socket ip port] [[v4 "0.0.0.0" 80] [v6 "::" 80] [v4 "127.0.0.1" 0] [v4 "::1" 80] [v6 "127.0.0.1" 80]
                                             [v6 "::ffff:127.0.0.1" 80]]]
          (is (= :invalid-argument (attempt (streams socket (address ip port)))) [ip port]))))))

(deftest an-ipv6-socket-does-not-receive-ipv4
  (on-each-family
   (fn [family]
     (when (= :ipv6 family)
       (with-open [network (network)
                   v4      (peer :ipv4)
                   v6      (peer :ipv6)]
         (let [socket  (doto (udp network :ipv6) (bind-udp (address "::" 0)))
               streams (streams socket nil)]
           (peer-sends v4 "four" (local :ipv4 (port (.localAddress socket))))
           (peer-sends v6 "six" (local :ipv6 (port (.localAddress socket))))
           (is (= ["six" (local :ipv6 (.getLocalPort v6))] (next-text streams)))))))))

(deftest states-of-a-udp-socket
  (with-open [network (network)]
    (let [socket    (udp network :ipv4)
          settable? #(every? (fn [^SocketSetting s] (and (pos? (.get socket s)) (nil? (.set socket s 16000))))
                             [SocketSetting/HOP_LIMIT SocketSetting/RECEIVE_BUFFER SocketSetting/SEND_BUFFER])]
      (testing "unbound"
        (is (= :not-in-progress (attempt (.finishBind socket))))
        (is (= :invalid-state (attempt (streams socket nil))))
        (is (= :invalid-state (attempt (.localAddress socket))))
        (is (= :invalid-state (attempt (.remoteAddress socket))))
        (is (settable?)))
      (testing "binding"
        (.startBind socket (local :ipv4 0))
        (is (= :concurrency-conflict (attempt (.startBind socket (local :ipv4 0)))))
        (is (= :invalid-state (attempt (streams socket nil))))
        (is (= :invalid-state (attempt (.localAddress socket))))
        (is (nil? (attempt (.finishBind socket)))))
      (testing "bound"
        (is (= :invalid-state (attempt (.startBind socket (local :ipv4 0)))))
        (is (= :not-in-progress (attempt (.finishBind socket))))
        (is (pos? (port (.localAddress socket))))
        (is (settable?))
        (is (= :invalid-argument (attempt (.set socket SocketSetting/HOP_LIMIT 0))))
        (.set socket SocketSetting/SEND_BUFFER 0x10000)
        (is (= 0x10000 (.get socket SocketSetting/SEND_BUFFER)))))))

(deftest a-socket-is-closed-with-its-streams
  (with-open [network (network)]
    (let [socket  (bound network :ipv4)
          at      (.localAddress socket)
          streams (streams socket nil)]
      (dotimes [_ 2] (.close socket))
      (is (= :invalid-state (attempt (.localAddress socket))))
      (is (true? (send-text streams "x" at)) "its streams work on")
      (.close (.in streams))
      (is (= :address-in-use (attempt (.startBind (udp network :ipv4) at))))
      (dotimes [_ 2] (.close (.out streams)))
      (is (nil? (attempt (bind-udp (udp network :ipv4) at)))))))
