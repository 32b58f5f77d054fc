(ns radicchio.wasi.peers
  "The capability of sockets as tests speak it, and real peers on this machine's own addresses."
  (:require [clojure.string :as str])
  (:import (java.net Inet6Address InetAddress InetSocketAddress ServerSocket Socket StandardProtocolFamily)
           (java.util List Optional)
           (java.util.concurrent TimeUnit)
           (radicchio.wasi.sockets Network Resolver)
           (radicchio.wasi.sockets.channel SocketFailure)
           (radicchio.wasi.sockets.grant Endpoint NetworkGrant)
           (radicchio.wasi.sockets.tcp TcpSocket TcpStreams)
           (radicchio.wasi.sockets.udp UdpSocket)
           (radicchio.wasi.streams ByteSink ByteSource Pollable)))

(set! *warn-on-reflection* true)

;; --- Grants and addresses --------------------------------------------------------------------------------------------

(defn- endpoints ^List [texts]
  (mapv #(.get (Endpoint/parse %)) texts))

(defn grant ^NetworkGrant [{:keys [connect listen]}]
  (NetworkGrant. (endpoints connect) (endpoints listen)))

(defn network
  "The network of an instance: of everything, or of a grant."
  (^Network [] (Network. NetworkGrant/EVERYTHING 64 Resolver/SYSTEM))
  (^Network [granted] (Network. (grant granted) 64 Resolver/SYSTEM))
  (^Network [granted most ^Resolver resolver] (Network. (grant granted) (int most) resolver)))

(def families {:ipv4 StandardProtocolFamily/INET, :ipv6 StandardProtocolFamily/INET6})

(def loopback {:ipv4 "127.0.0.1", :ipv6 "::1"})

(def ^:private has-ipv6
  (delay (try (with-open [_ (ServerSocket. 0 1 (InetAddress/getByName "::1"))] true)
              (catch java.io.IOException _ false))))

(defn on-each-family
  "Calls f with :ipv4, and with :ipv6 if this machine has it."
  [f]
  (f :ipv4)
  (when @has-ipv6 (f :ipv6)))

(defn- mapped ^bytes [ipv4]
  (byte-array (concat (repeat 10 0) [-1 -1] (map #(unchecked-byte (parse-long %)) (str/split ipv4 #"\.")))))

(defn address
  "The socket address of an IP address; IPv6 ones are not made IPv4, even if they hold one."
  ^InetSocketAddress [^String ip port]
  (let [^InetAddress ip (if (str/starts-with? ip "::ffff:")
                          (Inet6Address/getByAddress nil (mapped (subs ip 7)) -1)
                          (InetAddress/getByName ip))]
    (InetSocketAddress. ip (int port))))

(defn local ^InetSocketAddress [family port] (address (loopback family) port))

;; --- Doing -----------------------------------------------------------------------------------------------------------

(defmacro attempt
  "What the body gives, or the error it fails with."
  [& body]
  `(try ~@body (catch SocketFailure e# (keyword (str/lower-case (str/replace (str (.error e#)) "_" "-"))))))

(defn wait-for
  "Waits until a pollable is ready."
  [^Pollable pollable]
  (.get (.toCompletableFuture (.whenReady pollable)) 60 TimeUnit/SECONDS)
  (when-not (.isReady pollable) (throw (AssertionError. "a pollable's stage completed, and it is not ready"))))

(defn tcp ^TcpSocket [^Network network family] (.tcp network (families family)))
(defn udp ^UdpSocket [^Network network family] (.udp network (families family)))

(defn bind [^TcpSocket socket address] (.startBind socket address) (.finishBind socket))
(defn bind-udp [^UdpSocket socket address] (.startBind socket address) (.finishBind socket))
(defn listen [^TcpSocket socket] (.startListen socket) (.finishListen socket))

(defn connect ^TcpStreams [^TcpSocket socket address]
  (.startConnect socket address)
  (wait-for (.settled socket))
  (.finishConnect socket))

(defn accept ^TcpSocket [^TcpSocket socket]
  (wait-for (.settled socket))
  (.accept socket))

(defn listener
  "A listening socket on a free port."
  ^TcpSocket [network family]
  (doto (tcp network family) (bind (local family 0)) listen))

(defn send-all
  "Writes all the bytes, waiting for room."
  [^ByteSink out ^bytes content]
  (loop [from 0]
    (when (< from (alength content))
      (let [n (min (.capacity out) (- (alength content) from))]
        (if (zero? n)
          (do (wait-for (.writable out)) (recur from))
          (do (.write out content from n) (recur (+ from n))))))))

(defn receive
  "Reads n bytes, or to the end if there are fewer, waiting for them."
  ^bytes [^ByteSource in n]
  (let [into (byte-array n)]
    (loop [from 0]
      (if (= from n)
        into
        (do (wait-for (.readable in))
            (let [count (.read in into from (- n from))]
              (if (neg? count) (java.util.Arrays/copyOf into from) (recur (+ from count)))))))))

(defn text [^bytes b] (String. b "UTF-8"))
(defn bytes-of ^bytes [^String s] (.getBytes s "UTF-8"))

(defn none ^Optional [] (Optional/empty))
(defn some-of ^Optional [x] (Optional/of x))
(defn port ^long [^InetSocketAddress address] (.getPort address))

;; --- Peers -----------------------------------------------------------------------------------------------------------

(defn server
  "A listening socket of the JDK. Closed by the caller."
  (^ServerSocket [family] (server family 50))
  (^ServerSocket [family backlog] (ServerSocket. 0 (int backlog) (InetAddress/getByName (loopback family)))))

(defn client ^Socket [^InetSocketAddress address] (Socket. (.getAddress address) (.getPort address)))

(defn free-port
  "A port on which nothing listens."
  [family]
  (with-open [socket (server family)] (.getLocalPort socket)))
