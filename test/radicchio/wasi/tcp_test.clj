(ns radicchio.wasi.tcp-test
  "TCP sockets of the capability, against sockets of the JDK and against each other, on loopback."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check :as tc]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.support.waiting :as waiting]
            [radicchio.wasi.peers :as peers :refer [accept address attempt bind bytes-of connect families listen listener local network
                                                    on-each-family port receive send-all server tcp text wait-for]])
  (:import (java.io IOException)
           (java.net InetSocketAddress ServerSocket Socket SocketException)
           (java.util Arrays Random)
           (java.util.concurrent CompletableFuture TimeUnit)
           (radicchio.wasi.sockets Resolver)
           (radicchio.wasi.sockets.channel SocketSetting)
           (radicchio.wasi.sockets.tcp TcpSocket TcpSocket$Direction TcpStreams)
           (radicchio.wasi.streams ClosedSinkException Readiness Waiting)))

(set! *warn-on-reflection* true)

(defn- random-bytes ^bytes [n]
  (let [b (byte-array n)] (.nextBytes (Random. n) b) b))

(defn- with-connection
  "Calls f with the two ends of a connection: a socket of the capability with its streams, and one of the JDK."
  [f]
  (on-each-family
   (fn [family]
     (testing family
       (with-open [network (network)
                   server  (server family)]
         (let [socket  (tcp network family)
               streams (connect socket (local family (.getLocalPort server)))]
           (with-open [peer (.accept server)]
             (.setSoTimeout peer 60000)
             (f socket streams peer))))))))

;; --- Connections -----------------------------------------------------------------------------------------------------

(deftest bytes-arrive-in-both-directions
  (with-connection
    (fn [_ ^TcpStreams streams ^Socket peer]
      (send-all (.out streams) (bytes-of "ping"))
      (is (= "ping" (text (.readNBytes (.getInputStream peer) 4))))
      (.write (.getOutputStream peer) (bytes-of "pong"))
      (is (= "pong" (text (receive (.in streams) 4)))))))

(deftest a-read-without-data-returns-nothing
  (with-connection
    (fn [_ ^TcpStreams streams ^Socket peer]
      (is (= 0 (.read (.in streams) (byte-array 10) 0 10)))
      (is (false? (.isReady (.readable (.in streams)))))
      (.write (.getOutputStream peer) (bytes-of "abc"))
      (wait-for (.readable (.in streams)))
      (is (= 0 (.read (.in streams) (byte-array 0) 0 0)) "of no bytes")
      (is (= "abc" (text (receive (.in streams) 3))) "the byte that told is not lost"))))

(deftest large-transfers-both-ways-at-once
  (with-connection
    (fn [^TcpSocket socket ^TcpStreams streams ^Socket peer]
      (let [size  (* 8 1024 1024)
            there (random-bytes size)
            back  (random-bytes (inc size))
            peer-reads  (future (.readNBytes (.getInputStream peer) size))
            peer-writes (future (.write (.getOutputStream peer) back) (.shutdownOutput peer))
            writes      (future (send-all (.out streams) there) (.shutDown socket TcpSocket$Direction/SEND))
            got         (receive (.in streams) (inc size))]
        @writes @peer-writes
        (is (Arrays/equals there ^bytes @peer-reads))
        (is (Arrays/equals back got))
        (is (= -1 (.read (.in streams) (byte-array 1) 0 1)))))))

(deftest a-sink-buffers-bytes-that-the-system-does-not-accept
  (with-connection
    (fn [^TcpSocket socket ^TcpStreams streams ^Socket peer]
      (.set socket SocketSetting/SEND_BUFFER 1024)
      (let [out   (.out streams)
            piece (random-bytes (.capacity out))
            sent  (loop [pieces 0] ; until the peer, which does not read, stops it
                    (if (zero? (.capacity out))
                      pieces
                      (do (.write out piece 0 (alength piece)) (recur (inc pieces)))))]
        (is (false? (.isReady (.writable out))))
        (.shutDown socket TcpSocket$Direction/SEND)
        (is (thrown? ClosedSinkException (.capacity out)))
        (let [got (.readAllBytes (.getInputStream peer))]
          (is (= (* (long sent) (alength piece)) (alength got)))
          (is (Arrays/equals piece (Arrays/copyOfRange got (- (alength got) (alength piece)) (alength got)))))))))

(deftest written-bytes-are-sent-after-everything-is-closed
  (with-connection
    (fn [^TcpSocket socket ^TcpStreams streams ^Socket peer]
      (.set socket SocketSetting/SEND_BUFFER 1024)
      (let [out   (.out streams)
            piece (random-bytes (.capacity out))
            sent  (loop [pieces 0]
                    (if (zero? (.capacity out))
                      pieces
                      (do (.write out piece 0 (alength piece)) (recur (inc pieces)))))]
        (.close out) (.close (.in streams)) (.close socket)
        (is (= (* (long sent) (alength piece)) (alength (.readAllBytes (.getInputStream peer)))))))))

(deftest written-bytes-are-sent-after-the-instance-has-ended
  (with-open [server (server :ipv4)]
    (let [network (network)
          socket  (tcp network :ipv4)
          streams (connect socket (local :ipv4 (.getLocalPort server)))]
      (with-open [peer (.accept server)]
        (.setSoTimeout peer 60000)
        (.set socket SocketSetting/SEND_BUFFER 1024)
        (let [piece (random-bytes (.capacity (.out streams)))
              sent  (loop [pieces 0]
                      (if (zero? (.capacity (.out streams)))
                        pieces
                        (do (.write (.out streams) piece 0 (alength piece)) (recur (inc pieces)))))]
          (.close (.out streams)) (.close (.in streams)) (.close socket)
          (.close network)
          (is (= (* (long sent) (alength piece)) (alength (.readAllBytes (.getInputStream peer))))))))))

(deftest the-end-of-the-other-side-is-the-end-of-the-source
  (with-connection
    (fn [_ ^TcpStreams streams ^Socket peer]
      (.write (.getOutputStream peer) (bytes-of "last"))
      (.shutdownOutput peer)
      (is (= "last" (text (receive (.in streams) 10))))
      (is (= -1 (.read (.in streams) (byte-array 10) 0 10)))
      (is (= -1 (.read (.in streams) (byte-array 10) 0 0)) "of no bytes too")
      (testing "the other direction still works"
        (send-all (.out streams) (bytes-of "answer"))
        (is (= "answer" (text (.readNBytes (.getInputStream peer) 6))))))))

(deftest shutting-down-the-source-discards-received-bytes
  (with-connection
    (fn [^TcpSocket socket ^TcpStreams streams ^Socket peer]
      (.write (.getOutputStream peer) (bytes-of "unread"))
      (wait-for (.readable (.in streams)))
      (dotimes [_ 2] (.shutDown socket TcpSocket$Direction/RECEIVE))
      (is (.isReady (.readable (.in streams))))
      (is (= -1 (.read (.in streams) (byte-array 10) 0 10)))
      (is (= -1 (.read (.in streams) (byte-array 10) 0 0))))))

(deftest shutting-down-the-sink-ends-the-other-side-s-source
  (with-connection
    (fn [^TcpSocket socket ^TcpStreams streams ^Socket peer]
      (is (pos? (.capacity (.out streams))))
      (dotimes [_ 2] (.shutDown socket TcpSocket$Direction/SEND))
      (is (thrown? ClosedSinkException (.write (.out streams) (bytes-of "Hi") 0 2)))
      (is (thrown? ClosedSinkException (.capacity (.out streams))))
      (is (thrown? ClosedSinkException (.flush (.out streams))))
      (is (= -1 (.read (.getInputStream peer))))
      (.shutDown socket TcpSocket$Direction/BOTH)
      (is (= -1 (.read (.in streams) (byte-array 1) 0 1))))))

(deftest a-reset-is-reported-once-and-then-the-streams-are-closed
  (with-connection
    (fn [_ ^TcpStreams streams ^Socket peer]
      (.setSoLinger peer true 0)
      (.close peer)
      (wait-for (.readable (.in streams)))
      (is (thrown? IOException (.read (.in streams) (byte-array 1) 0 1)))
      (is (= -1 (.read (.in streams) (byte-array 1) 0 1)))
      (let [failures (fn [] (try (.write (.out streams) (bytes-of "x") 0 1) nil
                                 (catch IOException e e)))]
        (waiting/until "a write to fail" failures)
        (is (thrown? ClosedSinkException (.capacity (.out streams))))))))

(deftest a-connection-is-closed-when-socket-and-streams-are
  (with-connection
    (fn [^TcpSocket socket ^TcpStreams streams ^Socket peer]
      (.close socket)
      (send-all (.out streams) (bytes-of "still"))
      (is (= "still" (text (.readNBytes (.getInputStream peer) 5))))
      (.close (.in streams))
      (dotimes [_ 2] (.close (.out streams)))
      (is (= -1 (.read (.getInputStream peer)))))))

;; --- Connect ---------------------------------------------------------------------------------------------------------

(deftest a-refused-connection-fails-when-it-is-finished-and-closes-the-socket
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [socket (tcp network family)]
         (.startConnect socket (local family (peers/free-port family)))
         (wait-for (.settled socket))
         (is (= :connection-refused (attempt (.finishConnect socket))))
         (is (= :not-in-progress (attempt (.finishConnect socket))))
         (is (= :invalid-state (attempt (.startConnect socket (local family 1)))))
         (is (= :invalid-state (attempt (.localAddress socket))))
         (is (= :invalid-state (attempt (.get socket SocketSetting/KEEP_ALIVE))))
         (is (= :invalid-state (attempt (.setBacklog socket 1)))))))))

(deftest addresses-that-cannot-be-connected-to-leave-the-socket-usable
  (with-open [network (network)]
    (let [v4 (tcp network :ipv4) v6 (tcp network :ipv6)]
      (doseq [[^TcpSocket socket ip port] [[v4 "0.0.0.0" 47] [v6 "::" 47] [v4 "127.0.0.1" 0] [v6 "::1" 0] [v4 "::1" 47] [v6 "127.0.0.1" 47]
                                           [v4 "255.255.255.255" 47] [v4 "224.254.0.0" 47] [v6 "ff00::" 47]
                                           [v6 "::ffff:127.0.0.1" 47] [v4 "::ffff:127.0.0.1" 47] [v6 "::7f00:1" 47]]]
        (is (= :invalid-argument (attempt (.startConnect socket (address ip port)))) [ip port])))))

(deftest a-bound-socket-connects-from-its-address
  (on-each-family
   (fn [family]
     (with-open [network (network)
                 server  (server family)]
       (let [socket (tcp network family)]
         (bind socket (local family 0))
         (let [from (.localAddress socket)]
           (connect socket (local family (.getLocalPort server)))
           (is (= from (.localAddress socket)))
           (with-open [peer (.accept server)]
             (is (= from (.getRemoteSocketAddress peer)))
             (is (= (.getLocalSocketAddress peer) (.remoteAddress socket))))))))))

;; --- Bind ------------------------------------------------------------------------------------------------------------

(deftest bind-chooses-a-port-or-takes-the-given-one
  (on-each-family
   (fn [family]
     (doseq [ip [(peers/loopback family) ({:ipv4 "0.0.0.0", :ipv6 "::"} family)]]
       (with-open [network (network)]
         (let [one (tcp network family)]
           (bind one (address ip 0))
           (let [given (.localAddress one)]
             (is (= (.getAddress (address ip 0)) (.getAddress given)))
             (is (pos? (port given)))
             (.close one)
             (let [other (tcp network family)]
               (bind other given)
               (is (= given (.localAddress other)))))))))))

(deftest an-address-in-use-cannot-be-bound
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [taken (.localAddress (listener network family))
             other (tcp network family)]
         (is (= :address-in-use (attempt (.startBind other taken))))
         (is (nil? (attempt (bind other (local family 0)))) "a failed bind can be tried again"))))))

(deftest a-port-is-reserved-from-bind-until-listen
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [socket (tcp network family)]
         (bind socket (local family 0))
         (let [reserved (.localAddress socket)]
           (is (thrown? SocketException (peers/client reserved)) "it does not listen yet")
           (is (thrown? IOException (with-open [other (ServerSocket.)]
                                      (.setReuseAddress other false)
                                      (.bind other reserved))))
           (listen socket)
           (is (= reserved (.localAddress socket)))
           (.close (peers/client reserved))))))))

(deftest a-port-can-be-bound-again-at-once
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [first-listener (listener network family)
             at             (.localAddress first-listener)
             client         (tcp network family)
             _              (connect client at)
             accepted       (accept first-listener)
             streams        (.streams accepted)]
         (send-all (.out streams) (bytes-of "0123456789"))
         (.close (.in streams)) (.close (.out streams)) (.close accepted)
         (is (false? (.isReady (.settled first-listener))))
         (.whenReady (.settled first-listener)) ; the selector knows it from now on
         (.close first-listener)
         (doto (tcp network family) (bind at) listen))))))

(deftest addresses-that-cannot-be-bound
  (with-open [network (network)]
    (let [v4 (tcp network :ipv4) v6 (tcp network :ipv6)]
      (doseq [[^TcpSocket socket ip] [[v4 "255.255.255.255"] [v4 "224.254.0.0"] [v6 "ff00::"] [v4 "::1"] [v6 "127.0.0.1"]
                                      [v6 "::ffff:127.0.0.1"] [v4 "::ffff:127.0.0.1"]]]
        (is (= :invalid-argument (attempt (.startBind socket (address ip 0)))) ip))
      (is (= :address-not-bindable (attempt (.startBind v4 (address "192.0.2.0" 0)))))
      (on-each-family #(when (= :ipv6 %)
                         (is (= :address-not-bindable (attempt (.startBind v6 (address "2001:db8::" 0))))))))))

;; --- Listen ----------------------------------------------------------------------------------------------------------

(deftest listeners-accept-connections
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [listener (listener network family)]
         (is (= :would-block (attempt (.accept listener))))
         (is (false? (.isReady (.settled listener))))
         (with-open [peer (peers/client (.localAddress listener))]
           (let [accepted (accept listener)]
             (is (= (.getLocalSocketAddress peer) (.remoteAddress accepted)))
             (is (= (.getRemoteSocketAddress peer) (.localAddress accepted)))
             (is (= :would-block (attempt (.accept listener))))
             (.write (.getOutputStream peer) (bytes-of "hello"))
             (is (= "hello" (text (receive (.in (.streams accepted)) 5)))))))))))

(deftest connections-wait-in-the-backlog
  (on-each-family
   (fn [family]
     (with-open [network (network)]
       (let [socket (tcp network family)]
         (is (= :invalid-argument (attempt (.setBacklog socket 0))))
         (.setBacklog socket -1)
         (.setBacklog socket 8)
         (doto socket (bind (local family 0)) listen)
         (is (= :not-supported (attempt (.setBacklog socket 9))))
         (let [peers (vec (repeatedly 5 #(peers/client (.localAddress socket))))]
           (doseq [^Socket peer peers] (.write (.getOutputStream peer) 1))
           (is (= 5 (count (set (repeatedly 5 #(.remoteAddress (accept socket)))))))
           (doseq [^Socket peer peers] (.close peer))))))))

(deftest an-ipv6-listener-does-not-accept-ipv4
  (on-each-family
   (fn [family]
     (when (= :ipv6 family)
       (with-open [network (network)]
         (let [socket (tcp network :ipv6)]
           (doto socket (bind (address "::" 0)) listen)
           (with-open [v4 (peers/client (local :ipv4 (port (.localAddress socket))))]
             (.setSoTimeout v4 60000)
             (waiting/until "the connection to be refused" #(not= :open (do (.isReady (.settled socket))
                                                                            (if (pos? (.available (.getInputStream v4))) :open :refused))))
             (is (= :would-block (attempt (.accept socket))))
             (is (= -1 (try (.read (.getInputStream v4)) (catch SocketException _ -1)))))
           (with-open [_ (peers/client (local :ipv6 (port (.localAddress socket))))]
             (is (= (families :ipv6) (.family (accept socket)))))))))))

;; --- States ----------------------------------------------------------------------------------------------------------

(defn- states
  "What each operation that a state forbids answers."
  [^TcpSocket socket]
  {:finish-bind    (attempt (.finishBind socket))
   :finish-connect (attempt (.finishConnect socket) :streams)
   :finish-listen  (attempt (.finishListen socket))
   :accept         (attempt (.accept socket) :socket)
   :shutdown       (attempt (.shutDown socket TcpSocket$Direction/BOTH))
   :local          (attempt (.localAddress socket) :address)
   :remote         (attempt (.remoteAddress socket) :address)
   :listening      (.isListening socket)})

(def ^:private settings (vec (SocketSetting/values)))

(defn- settable? [^TcpSocket socket]
  (every? (fn [^SocketSetting setting]
            (and (nat-int? (attempt (.get socket setting)))
                 (nil? (attempt (.set socket setting 1)))))
          settings))

(deftest states-of-a-socket
  (on-each-family
   (fn [family]
     (testing family
       (with-open [network (network)]
         (let [nothing  {:finish-bind   :not-in-progress, :finish-connect :not-in-progress
                         :finish-listen :not-in-progress, :accept         :invalid-state
                         :shutdown      :invalid-state,   :local          :invalid-state
                         :remote        :invalid-state,   :listening      false}
               socket   (tcp network family)
               client   (tcp network family)
               anywhere (local family 0)]
           (testing "unbound"
             (is (= nothing (states socket)))
             (is (= :invalid-state (attempt (.startListen socket))))
             (is (.isReady (.settled socket)))
             (is (settable? socket)))
           (testing "binding"
             (.startBind socket anywhere)
             (is (= :invalid-state (attempt (.localAddress socket))))
             (is (= :not-in-progress (attempt (.finishListen socket))))
             (is (= :not-in-progress (attempt (.finishConnect socket))))
             (is (nil? (attempt (.finishBind socket)))))
           (testing "bound"
             (is (= (assoc nothing :local :address) (states socket)))
             (is (= :invalid-state (attempt (.startBind socket anywhere))))
             (is (.isReady (.settled socket)))
             (is (settable? socket)))
           (testing "while another operation is in progress"
             (let [other (tcp network family)]
               (.startBind other anywhere)
               (is (= :concurrency-conflict (attempt (.startBind other anywhere))))
               (is (= :concurrency-conflict (attempt (.startConnect other anywhere))))
               (is (= :concurrency-conflict (attempt (.startListen other))))))
           (testing "listening"
             (.startListen socket)
             (is (false? (.isListening socket)))
             (is (= :invalid-state (attempt (.accept socket))))
             (is (= :concurrency-conflict (attempt (.startListen socket))))
             (.finishListen socket)
             (is (= (assoc nothing :local :address :accept :would-block :listening true) (states socket)))
             (is (= :invalid-state (attempt (.startBind socket anywhere))))
             (is (= :invalid-state (attempt (.startConnect socket (.localAddress socket)))))
             (is (= :invalid-state (attempt (.startListen socket))))
             (is (settable? socket)))
           (testing "connecting"
             (.startConnect client (.localAddress socket))
             (is (= :concurrency-conflict (attempt (.startConnect client (.localAddress socket)))))
             (is (= :invalid-state (attempt (.remoteAddress client))))
             (is (= :invalid-state (attempt (.setBacklog client 1))))
             (is (= :invalid-state (attempt (.shutDown client TcpSocket$Direction/BOTH)))))
           (testing "connected"
             (wait-for (.settled client))
             (.finishConnect client)
             (is (= (assoc nothing :local :address :remote :address :shutdown nil) (states client)))
             (is (= :invalid-state (attempt (.startBind client anywhere))))
             (is (= :invalid-state (attempt (.startConnect client (.localAddress socket)))))
             (is (= :invalid-state (attempt (.startListen client))))
             (is (= :invalid-state (attempt (.setBacklog client 1))))
             (is (.isReady (.settled client)))
             (is (settable? client)))))))))

;; A socket as the specification's diagram has it: {operation {state [result next-state]}}, with what any other state
;; answers under :else.
(def ^:private diagram
  (let [other  {:binding :concurrency-conflict, :connecting :concurrency-conflict, :refusing :concurrency-conflict
                :opening :concurrency-conflict, :else :invalid-state}
        starts (fn [moves] (merge (update-vals other (fn [error] [error])) moves))
        ends   (fn [moves] (merge {:else [:not-in-progress]} moves))
        needs  (fn [moves] (merge {:else [:invalid-state]} moves))]
    {:start-bind     (starts {:unbound [nil :binding]})
     :start-connect  (starts {:unbound [nil :connecting], :bound [nil :connecting]})
     :start-refused  (starts {:unbound [nil :refusing], :bound [nil :refusing]})
     :start-listen   (starts {:bound [nil :opening]})
     :finish-bind    (ends {:binding [nil :bound]})
     :finish-connect (ends {:connecting [:streams :connected], :refusing [:connection-refused :closed]})
     :finish-listen  (ends {:opening [nil :listening]})
     :accept         (needs {:listening [:would-block]})
     :shutdown       (needs {:connected [nil]})
     :local          (needs {:bound [:address], :opening [:address], :listening [:address], :connected [:address]})
     :remote         (needs {:connected [:address]})
     :close          {:else [nil :closed]}}))

(defn- operation
  "What an operation of the diagram answers. `server` is a socket of the JDK, `refusing` an address where nothing is."
  [^TcpSocket socket operation ^ServerSocket server refusing]
  (attempt
   (case operation
     :start-bind     (.startBind socket (local :ipv4 0))
     :start-connect  (.startConnect socket (local :ipv4 (.getLocalPort server)))
     :start-refused  (.startConnect socket refusing)
     :start-listen   (.startListen socket)
     :finish-bind    (.finishBind socket)
     :finish-connect (do (wait-for (.settled socket)) (.finishConnect socket) :streams)
     :finish-listen  (.finishListen socket)
     :accept         (do (.accept socket) :socket)
     :shutdown       (.shutDown socket TcpSocket$Direction/BOTH)
     :local          (do (.localAddress socket) :address)
     :remote         (do (.remoteAddress socket) :address)
     :close          (.close socket))))

(defn- as-the-diagram?
  "Do the operations, one after the other on a new socket, answer what the diagram says?"
  [network server refusing operations]
  (let [socket (tcp network :ipv4)]
    (try
      (loop [state :unbound [next-one & more] operations]
        (or (nil? next-one)
            (let [moves           (diagram next-one)
                  [result target] (get moves state (:else moves))
                  unsure?         (and (= :local next-one) (#{:connecting :refusing} state))]
              (if (or (= result (operation socket next-one server refusing)) unsure?)
                (recur (or target state) more)
                false))))
      (finally (.close socket)))))

(deftest operations-in-any-order-follow-the-state-diagram
  (with-open [network (network)
              server  (server :ipv4 5000)]
    (let [refusing (local :ipv4 (peers/free-port :ipv4))
          steps    (gen/vector ; that rarely close
                    (gen/elements (concat (keys diagram) (remove #{:close} (keys diagram)))) 1 12)
          result   (tc/quick-check 300 (prop/for-all [operations steps] (as-the-diagram? network server refusing operations))
                                   :seed 20261128)]
      (is (:pass? result) (str (get-in result [:shrunk :smallest]))))
    (testing "each way through"
      (doseq [way [[:start-bind :finish-bind :start-listen :finish-listen :accept :local :shutdown :close :accept]
                   [:start-bind :finish-bind :start-connect :finish-connect :local :remote :shutdown :shutdown :start-listen :close :remote]
                   [:start-connect :start-connect :finish-connect :finish-connect :start-bind :local]
                   [:start-refused :start-bind :finish-connect :finish-connect :start-connect :local :close :close]
                   [:start-bind :start-listen :close :finish-bind]
                   [:start-bind :finish-bind :start-listen :start-connect :accept :close :finish-listen]]]
        (is (as-the-diagram? network server (local :ipv4 (peers/free-port :ipv4)) way) (str way))))))

;; --- Options ---------------------------------------------------------------------------------------------------------

(deftest options-are-kept-and-clamped
  (on-each-family
   (fn [family]
     (testing family
       (with-open [network (network)]
         (doseq [bound? [false true]
                 :let [socket (tcp network family)]]
           (when bound? (bind socket (local family 0)))
           (doseq [[^SocketSetting setting value] {SocketSetting/KEEP_ALIVE          1
                                                   SocketSetting/KEEP_ALIVE_IDLE     42
                                                   SocketSetting/KEEP_ALIVE_INTERVAL 42
                                                   SocketSetting/KEEP_ALIVE_COUNT    42
                                                   SocketSetting/HOP_LIMIT           42
                                                   SocketSetting/RECEIVE_BUFFER      0x10000
                                                   SocketSetting/SEND_BUFFER         0x10000}]
             (testing (str setting)
               (.set socket setting value)
               (is (= value (.get socket setting)))
               (.set socket setting 1)
               (is (pos? (.get socket setting)))
               (.set socket setting -1)
               (is (pos? (.get socket setting)) "the largest there is")
               (when-not (= SocketSetting/KEEP_ALIVE setting)
                 (is (= :invalid-argument (attempt (.set socket setting 0)))))))))))))

(deftest accepted-sockets-inherit-the-options-of-the-listener
  (on-each-family
   (fn [family]
     (testing family
       (with-open [network (network)]
         (let [wanted   {SocketSetting/KEEP_ALIVE          1
                         SocketSetting/KEEP_ALIVE_IDLE     42
                         SocketSetting/KEEP_ALIVE_INTERVAL 43
                         SocketSetting/KEEP_ALIVE_COUNT    44
                         SocketSetting/HOP_LIMIT           45
                         SocketSetting/RECEIVE_BUFFER      0x10000
                         SocketSetting/SEND_BUFFER         0x10000}
               set-all  (fn [^TcpSocket socket values] (doseq [[^SocketSetting k v] values] (.set socket k v)))
               get-all  (fn [^TcpSocket socket] (into {} (for [^SocketSetting k (keys wanted)] [k (.get socket k)])))
               listener (tcp network family)]
           (set-all listener wanted)
           (doto listener (bind (local family 0)) listen)
           (with-open [_ (peers/client (.localAddress listener))
                       _ (peers/client (.localAddress listener))]
             (let [accepted (accept listener)]
               (is (= wanted (get-all accepted)))
               (set-all listener (update-vals wanted dec))
               (is (= wanted (get-all accepted)) "what the listener gets later is for later ones")
               (is (= (update-vals wanted dec) (get-all (accept listener))))))))))))

;; --- What an instance holds ------------------------------------------------------------------------------------------

(deftest an-instance-has-no-more-sockets-than-it-may
  (with-open [network (peers/network {:connect ["*:*"] :listen ["*:*"]} 3 Resolver/SYSTEM)]
    (let [listener (listener network :ipv4)
          sockets  [(tcp network :ipv4) (peers/udp network :ipv4)]]
      (is (= :new-socket-limit (attempt (tcp network :ipv4))))
      (is (= :new-socket-limit (attempt (peers/udp network :ipv4))))
      (with-open [peer (peers/client (.localAddress listener))]
        (wait-for (.settled listener))
        (is (= :new-socket-limit (attempt (.accept listener))))
        (.close ^TcpSocket (first sockets))
        (let [accepted (.accept listener)]
          (.write (.getOutputStream peer) (bytes-of "kept"))
          (is (= "kept" (text (receive (.in (.streams accepted)) 4))) "it waited")
          (let [streams (.streams accepted)]
            (.close accepted)
            (is (= :new-socket-limit (attempt (tcp network :ipv4))) "its streams hold the connection")
            (.close (.in streams))
            (.close (.out streams))
            (is (some? (tcp network :ipv4)))))))))

(deftest everything-closes-with-the-instance
  (on-each-family
   (fn [family]
     (with-open [server (server family)]
       (let [network   (network)
             listener  (listener network family)
             bound     (tcp network family)
             connected (tcp network family)
             _         (bind bound (local family 0))
             streams   (connect connected (local family (.getLocalPort server)))
             at        [(.localAddress listener) (.localAddress bound)]
             waiting   (.whenReady (.settled listener))]
         (with-open [peer (.accept server)]
           (.setSoTimeout peer 60000)
           (.close network)
           (is (= -1 (.read (.getInputStream peer))))
           (is (nil? (.get (.toCompletableFuture waiting) 60 TimeUnit/SECONDS)) "who waits is told")
           (doseq [^InetSocketAddress address at]
             (.close (ServerSocket. (.getPort address) 1 (.getAddress address))))
           (is (= :invalid-state (attempt (.accept listener))))
           (is (= :invalid-state (attempt (tcp network family))))
           (is (= :invalid-state (attempt (bind bound (local family 0)))))
           (is (thrown? IOException (.read (.in streams) (byte-array 1) 0 1)))
           (is (thrown? IOException (do (.write (.out streams) (byte-array 1) 0 1) (.capacity (.out streams)))))))))))

(deftest an-ended-wait-leaves-no-registration
  (with-open [network (network)]
    (let [quiet (.settled (listener network :ipv4))
          stage ^CompletableFuture (.whenReady quiet)]
      (dotimes [_ 2000]
        (let [other (Readiness.)
              sets  (future (.set other))]
          (Waiting/forAny [quiet other])
          @sets))
      (is (identical? stage (.whenReady quiet)) "one wait is pending")
      (is (> 10 (.getNumberOfDependents stage))))))

(deftest the-selectors-thread-ends-when-nothing-is-waited-for
  (let [threads (fn [] (filter #(= "radicchio-sockets" (.getName ^Thread %)) (keys (Thread/getAllStackTraces))))]
    (with-open [network (network)]
      (let [listener (listener network :ipv4)]
        (.whenReady (.settled listener))
        (waiting/until "one thread, and the end of an earlier one" #(= 1 (count (threads))))
        (is (every? #(.isDaemon ^Thread %) (threads)))
        (dotimes [_ 3] (.whenReady (.settled listener)))
        (with-open [_ (peers/client (.localAddress listener))]
          (accept listener))))
    (waiting/until "the thread to end" #(empty? (threads)))
    (testing "another one starts"
      (with-open [network (network)]
        (let [listener (listener network :ipv4)]
          (.whenReady (.settled listener))
          (with-open [_ (peers/client (.localAddress listener))]
            (is (some? (accept listener)))))))))

(deftest many-threads-with-connections-of-their-own
  (with-open [network (peers/network {:connect ["*:*"] :listen ["*:*"]} 256 Resolver/SYSTEM)]
    (let [talks  (fn [i]
                   (let [content  (random-bytes (+ 100000 (* 1000 (long i))))
                         listener (listener network :ipv4)
                         client   (tcp network :ipv4)
                         streams  (connect client (.localAddress listener))
                         accepted (accept listener)
                         theirs   (.streams accepted)
                         reading  (future (receive (.in theirs) (alength content)))]
                     (send-all (.out streams) content)
                     (doseq [^java.lang.AutoCloseable each [(.out streams) (.in streams) client listener]] (.close each))
                     (let [same? (Arrays/equals content ^bytes @reading)]
                       (doseq [^java.lang.AutoCloseable each [(.in theirs) (.out theirs) accepted]] (.close each))
                       same?)))
          worker (fn [w] (future (mapv #(talks (+ (* 10 (long w)) (long %))) (range 10))))]
      (is (every? true? (mapcat deref (mapv worker (range 8))))))))
