(ns radicchio.wasi.network-test
  "Grants of the network and name lookup: what is allowed and what is not."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [clojure.test.check :as tc]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasi.peers :as peers :refer [address attempt bind bind-udp connect listen local none port some-of tcp udp wait-for]])
  (:import (java.net InetAddress UnknownHostException)
           (java.util Optional)
           (java.util.concurrent CountDownLatch)
           (radicchio.wasi.sockets NameLookup Network Resolver)
           (radicchio.wasi.sockets.channel SocketError SocketSetting)
           (radicchio.wasi.sockets.grant Endpoint)
           (radicchio.wasi.sockets.udp Datagram DatagramStreams UdpSocket)))

(set! *warn-on-reflection* true)

(defn- resolver
  "A resolver of names to lists of addresses, which remembers in an atom what it was asked."
  ^Resolver [asked names]
  (reify Resolver
    (resolve [_ name]
      (swap! asked conj name)
      (mapv #(InetAddress/getByName ^String %) (or (get @names name) (throw (UnknownHostException. (str name ": not known"))))))))

(defn- ips
  "All that a lookup gives, waiting for it; or its error."
  [^Network network name]
  (attempt
   (let [lookup (.lookUp network name)]
     (wait-for (.answered lookup))
     (loop [found []]
       (let [^Optional each (.next lookup)]
         (if (.isPresent each)
           (recur (conj found (.getHostAddress ^InetAddress (.get each))))
           found))))))

(defn- connects
  "What starting to connect to an address answers; nil if it is allowed."
  [network ip port]
  (let [socket (tcp network (if (str/includes? ip ":") :ipv6 :ipv4))]
    (try (attempt (.startConnect socket (address ip port)))
         (finally (.close socket)))))

;; --- Entries ---------------------------------------------------------------------------------------------------------

(deftest invalid-entries-are-refused
  (doseq [text ["" ":" "db.local" "db.local:" ":80" "db.local:x" "db.local:65536" "db.local:-1" "db.local:080808" "::1:80" "[::1]" "[::1:80"
                "a b:80" "http://a:80" "a/b:80" "*.:80" "*x:80" "a.*:80" "[127.0.0.1]:80" "127.1:80" "127.0.0.01:80" "1.2.3.4.5:80" "256.0.0.1:80"
                "0x7f.1:80" "[::g]:80" "[fe80::1%eth0]:80" "**:1" "a..b:1" (str (str/join (repeat 64 "a")) ":1")
                (str (str/join (repeat 100000 "a")) ":1")]]
    (is (.isEmpty (Endpoint/parse text)) (subs text 0 (min 40 (count text))))))

(deftest entries
  (doseq [text ["*:*" "*:80" "db.local:5432" "DB.local:5432" "*.example.org:*" "my_db:1" "127.0.0.1:0" "[::1]:65535" "[::]:80" "münchen.de:443"
                "localhost:8080" "a.b.c.:1"]]
    (is (.isPresent (Endpoint/parse text)) text)))

;; --- TCP -------------------------------------------------------------------------------------------------------------

(deftest nothing-granted-allows-nothing
  (with-open [network (peers/network {})]
    (is (= :not-granted (connects network "127.0.0.1" 80)))
    (is (= :not-granted (attempt (bind (tcp network :ipv4) (local :ipv4 0)))))
    (is (= :not-granted (attempt (bind-udp (udp network :ipv4) (local :ipv4 0)))))
    (is (= :not-granted (ips network "localhost")))
    (is (= :not-granted (ips network "127.0.0.1")))
    (is (= 64 (.get (tcp network :ipv4) SocketSetting/HOP_LIMIT)) "a socket and its options do no harm")))

(deftest connections-are-allowed-by-address-and-port
  (with-open [network (peers/network {:connect ["127.0.0.1:81" "[::1]:82" "127.0.0.2:*"]})]
    (is (nil? (connects network "127.0.0.1" 81)))
    (is (nil? (connects network "::1" 82)))
    (is (nil? (connects network "127.0.0.2" 1)))
    (is (= :not-granted (connects network "127.0.0.1" 82)))
    (is (= :not-granted (connects network "127.0.0.3" 81)))
    (is (= :not-granted (connects network "::1" 81)))))

(deftest a-denied-connection-closes-the-socket
  (with-open [network (peers/network {:connect ["127.0.0.1:81"]})]
    (let [socket (tcp network :ipv4)]
      (is (= :not-granted (attempt (.startConnect socket (local :ipv4 82)))))
      (is (= :invalid-state (attempt (.startConnect socket (local :ipv4 81))))))))

(deftest listening-is-allowed-by-address-and-port
  (let [port (peers/free-port :ipv4)]
    (with-open [network (peers/network {:listen [(str "127.0.0.1:" port)]})]
      (is (= :not-granted (attempt (bind (tcp network :ipv4) (local :ipv4 (peers/free-port :ipv4))))))
      (is (= :not-granted (attempt (bind (tcp network :ipv4) (local :ipv4 0)))))
      (is (= :not-granted (attempt (bind (tcp network :ipv4) (address "0.0.0.0" port)))))
      (is (= :not-granted (attempt (bind (tcp network :ipv4) (address "127.0.0.2" port)))))
      (is (= :not-granted (connects network "127.0.0.1" port)))
      (is (some? (doto (tcp network :ipv4) (bind (local :ipv4 port)) listen))))))

(deftest listening-at-a-port-chosen-by-the-system
  (doseq [entry ["127.0.0.1:0" "127.0.0.1:*" "localhost:0" "0.0.0.0:0" "*:0"]]
    (with-open [network (peers/network {:listen [entry]})]
      (let [socket (tcp network :ipv4)]
        (bind socket (local :ipv4 0))
        (is (nil? (attempt (listen socket))) entry)))))

(deftest a-client-may-bind-a-free-port-and-not-listen-there
  (with-open [network (peers/network {:connect ["127.0.0.1:81"]})]
    (let [socket (tcp network :ipv4)]
      (bind socket (address "0.0.0.0" 0))
      (is (= :not-granted (attempt (.startListen socket))))
      (is (= :invalid-state (attempt (.startListen socket))) "it is closed")
      (is (= :not-granted (attempt (bind (tcp network :ipv4) (local :ipv4 (peers/free-port :ipv4)))))))))

;; --- UDP -------------------------------------------------------------------------------------------------------------

(defn- stream ^DatagramStreams [^UdpSocket socket] (.stream socket (none)))

(defn- sent [^DatagramStreams streams to] (attempt (.send (.out streams) (byte-array 1) (some-of to))))

(deftest udp-clients-receive-only-from-granted-peers
  (with-open [friend   (peers/network)
              stranger (peers/network)]
    (let [friend-socket   (doto (udp friend :ipv4) (bind-udp (local :ipv4 0)))
          stranger-socket (doto (udp stranger :ipv4) (bind-udp (local :ipv4 0)))]
      (with-open [network (peers/network {:connect [(str "127.0.0.1:" (port (.localAddress friend-socket)))]})]
        (let [socket  (doto (udp network :ipv4) (bind-udp (local :ipv4 0)))
              streams (stream socket)]
          (is (true? (sent streams (.localAddress friend-socket))))
          (is (= :not-granted (sent streams (.localAddress stranger-socket))))
          (is (= :not-granted (attempt (.stream socket (some-of (.localAddress stranger-socket))))))
          (sent (stream stranger-socket) (.localAddress socket))
          (sent (stream friend-socket) (.localAddress socket))
          (wait-for (.readable (.in streams)))
          (is (= (.localAddress friend-socket) (.sender ^Datagram (first (.receive (.in streams) 1)))))
          (is (empty? (.receive (.in streams) 1))))))))

(deftest udp-servers-may-reply-to-every-sender
  (with-open [asker   (peers/network)
              network (peers/network {:listen ["127.0.0.1:0"]})]
    (let [asking  (doto (udp asker :ipv4) (bind-udp (local :ipv4 0)))
          from    (.localAddress asking)
          serving (doto (udp network :ipv4) (bind-udp (local :ipv4 0)))
          streams (stream serving)]
      (is (= :not-granted (sent streams from)))
      (sent (stream asking) (.localAddress serving))
      (wait-for (.readable (.in streams)))
      (is (= :not-granted (sent streams from)) "it was not received yet")
      (is (= from (.sender ^Datagram (first (.receive (.in streams) 1)))))
      (is (true? (sent streams from)))
      (is (some? (.stream serving (some-of from)))))))

;; --- Names -----------------------------------------------------------------------------------------------------------

(deftest looking-up-an-address-returns-it
  (let [asked (atom [])]
    (with-open [network (peers/network {:connect ["10.0.0.1:80"]} 8 (resolver asked (atom {})))]
      (doseq [[text answer] {"0.0.0.0" "0.0.0.0", "127.0.0.1" "127.0.0.1", "::" "0:0:0:0:0:0:0:0", "[::1]" "0:0:0:0:0:0:0:1",
                             "DEAD:BEEF::0" "dead:beef:0:0:0:0:0:0", "2001:0db8:0:0:0:0:0:0" "2001:db8:0:0:0:0:0:0",
                             "::ffff:10.0.0.1" "10.0.0.1"}]
        (is (.isReady (.answered (.lookUp network text))) "at once")
        (is (= [answer] (ips network text)) text))
      (is (empty? @asked)))))

(deftest invalid-names-are-refused
  (with-open [network (peers/network)]
    (doseq [text ["" " " "a.b<&>" "127.0.0.1:80" "[::]:80" "http://example.com/" "127.1" "0x7f000001" "2130706433" "1.2.3.4.5" "a..b" "."
                  "fe80::1%eth0" "a\u0000b" "a\nb" (str/join (repeat 300 "a.")) (str/join (repeat 64 "a")) (str/join (repeat 1000000 "ä"))]]
      (is (= :invalid-argument (ips network text)) (subs text 0 (min 20 (count text)))))))

(deftest texts-of-any-kind-are-looked-up-or-refused
  (with-open [network (peers/network {:connect ["*:*"]} 8 (reify Resolver (resolve [_ _] [])))]
    (let [character (gen/fmap #(String. (Character/toChars %))
                              (gen/such-that #(not (<= 0xd800 % 0xdfff))
                                             (gen/one-of [(gen/choose 0 127) (gen/choose 0x5d0 0x6ff) (gen/choose 0 0x10ffff)])))
          text      (gen/fmap str/join (gen/vector (gen/one-of [character (gen/elements ["." "-" "xn--" "a" "[" "]" ":" "0" "127."])]) 0 12))
          result    (tc/quick-check 500 (prop/for-all [text text]
                                                      (Endpoint/parse (str text ":80"))
                                                      (contains? #{[] :invalid-argument} (let [found (ips network text)] (if (vector? found) [] found))))
                                    :seed 20261128)]
      (is (:pass? result) (str (:result result) " " (get-in result [:shrunk :smallest]))))))

(deftest names-are-looked-up-if-an-entry-has-them
  (let [asked (atom [])
        names (atom {"db.local" ["10.0.0.1" "::1"], "a.example.org" ["10.0.0.2"], "example.org" ["10.0.0.3"], "xn--mnchen-3ya.de" ["10.0.0.4"]})]
    (with-open [network (peers/network {:connect ["db.local:5432" "*.example.org:*" "münchen.de:80" "absent.local:1"]} 8 (resolver asked names))]
      (is (= ["10.0.0.1" "0:0:0:0:0:0:0:1"] (ips network "db.local")))
      (is (= ["10.0.0.1" "0:0:0:0:0:0:0:1"] (ips network "DB.LOCAL.")))
      (is (= ["10.0.0.2"] (ips network "a.example.org")))
      (is (= ["10.0.0.4"] (ips network "MÜNCHEN.de")))
      (is (= :not-granted (ips network "example.org")))
      (is (= :not-granted (ips network "badexample.org")))
      (is (= :not-granted (ips network "db.local.evil.org")))
      (is (= :name-unresolvable (ips network "absent.local")))
      (is (= ["db.local" "a.example.org" "xn--mnchen-3ya.de" "absent.local"] @asked)))))

(deftest a-name-allows-only-the-addresses-of-its-lookup
  (let [names (atom {"db.local" ["127.0.0.1" "127.0.0.2"]})]
    (with-open [network (peers/network {:connect ["db.local:5432"]} 64 (resolver (atom []) names))]
      (is (= :not-granted (connects network "127.0.0.1" 5432)) "before it was looked up")
      (ips network "db.local")
      (is (nil? (connects network "127.0.0.1" 5432)))
      (is (nil? (connects network "127.0.0.2" 5432)))
      (is (= :not-granted (connects network "127.0.0.1" 5433)))
      (is (= :not-granted (connects network "127.0.0.3" 5432)))
      (testing "even if the name changes its meaning"
        (reset! names {"db.local" ["127.0.0.3"]})
        (is (= ["127.0.0.1" "127.0.0.2"] (ips network "db.local")))
        (is (= :not-granted (connects network "127.0.0.3" 5432)))
        (is (nil? (connects network "127.0.0.1" 5432))))
      (testing "only this instance is affected"
        (with-open [other (peers/network {:connect ["db.local:5432"]} 64 (resolver (atom []) names))]
          (is (= :not-granted (connects other "127.0.0.1" 5432)))
          (is (= ["127.0.0.3"] (ips other "db.local"))))))))

(deftest a-lookup-that-failed-can-be-tried-again
  (let [names (atom {})]
    (with-open [network (peers/network {:connect ["db.local:5432"]} 64 (resolver (atom []) names))]
      (is (= :name-unresolvable (ips network "db.local")))
      (reset! names {"db.local" ["127.0.0.1"]})
      (is (= ["127.0.0.1"] (ips network "db.local"))))))

(deftest localhost-is-this-machine
  (with-open [server  (peers/server :ipv4)
              network (peers/network {:connect [(str "localhost:" (.getLocalPort server))]})]
    (is (contains? (set (ips network "localhost")) "127.0.0.1"))
    (is (some? (connect (tcp network :ipv4) (local :ipv4 (.getLocalPort server)))) "with no need to look it up")))

(deftest a-lookup-is-pending-until-it-is-answered
  (let [go      (CountDownLatch. 1)
        slow    (reify Resolver (resolve [_ _] (.await go) [(InetAddress/getByName "10.0.0.1")]))]
    (with-open [network (peers/network {:connect ["*:80"]} 8 slow)]
      (let [pending (vec (repeatedly 8 #(.lookUp network "a")))
            lookup  ^NameLookup (first pending)]
        (is (false? (.isReady (.answered lookup))))
        (is (= :would-block (attempt (.next lookup))))
        (is (= :out-of-memory (attempt (.lookUp network "b"))) "so many and no more")
        (.countDown go)
        (wait-for (.answered lookup))
        (is (= "10.0.0.1" (.getHostAddress ^InetAddress (.get (.next lookup)))))
        (dotimes [_ 2] (is (.isEmpty (.next lookup))))
        (waiting/until "the others to end" #(not= :out-of-memory (attempt (.lookUp network "b"))))))))

(deftest failures-of-resolvers-have-their-errors
  (doseq [[thrown error] {(UnknownHostException. "x: Name or service not known")            :name-unresolvable
                          (UnknownHostException. "x")                                       :name-unresolvable
                          (UnknownHostException. "x: Temporary failure in name resolution") :temporary-resolver-failure
                          (UnknownHostException. "x: Non-recoverable failure in name resolution") :permanent-resolver-failure
                          (SecurityException. "no")                                         :permanent-resolver-failure}]
    (with-open [network (peers/network {:connect ["*:*"]} 8 (reify Resolver (resolve [_ _] (throw thrown))))]
      (dotimes [_ 2] (is (= error (ips network "x")) (str thrown))))))

(deftest the-number-of-looked-up-names-is-limited
  (let [asked (atom [])
        all   (reify Resolver (resolve [_ _] [(InetAddress/getByName "10.0.0.1")]))]
    (with-open [network (peers/network {:connect ["*.example.org:80"]} 8 all)]
      (is (= #{["10.0.0.1"] :out-of-memory} (set (map #(ips network (str "n" % ".example.org")) (range 1026)))))
      (is (= ["10.0.0.1"] (ips network "n1.example.org")))
      (is (= [] @asked)))))

;; --- What the host's exceptions mean ----------------------------------------------------------------------------------

(deftest exceptions-of-channels-have-their-errors
  (doseq [[^java.io.IOException e error] {(java.net.ConnectException. "Connection refused")               :connection-refused
                                          (java.net.ConnectException. "Connection timed out")             :timeout
                                          (java.net.ConnectException. "Verbindungsaufbau abgelehnt")      :connection-refused
                                          (java.net.NoRouteToHostException. "No route to host")           :remote-unreachable
                                          (java.net.SocketException. "Network is unreachable")            :remote-unreachable
                                          (java.net.SocketException. "Host is down")                      :remote-unreachable
                                          (java.net.SocketException. "Connection reset")                  :connection-reset
                                          (java.io.IOException. "Connection reset by peer")               :connection-reset
                                          (java.io.IOException. "Broken pipe")                            :connection-broken
                                          (java.io.IOException. "Software caused connection abort")       :connection-aborted
                                          (java.net.BindException. "Address already in use")              :address-in-use
                                          (java.net.BindException. "Cannot assign requested address")     :address-not-bindable
                                          (java.net.BindException. "Permission denied")                   :access-denied
                                          (java.net.PortUnreachableException. "")                         :connection-refused
                                          (java.net.SocketException. "Message too long")                  :datagram-too-large
                                          (java.net.SocketException. "Too many open files")               :new-socket-limit
                                          (java.net.SocketException. "No buffer space available")         :out-of-memory
                                          (java.nio.channels.ClosedChannelException.)                     :invalid-state
                                          (java.io.IOException. "something else")                         :unknown
                                          (java.io.IOException.)                                          :unknown}]
    (is (= error (keyword (str/lower-case (str/replace (str (SocketError/of e)) "_" "-")))) (str e))))
