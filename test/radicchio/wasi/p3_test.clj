(ns radicchio.wasi.p3-test
  "WASI 0.3: what needs no streams."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.guest :refer [bytes-of call err failure guest-p3 on-both-backends text-of]]
            [radicchio.wasm.component :as wasm]
            [radicchio.wasm.wasi-probe :refer [delete-tree temp-dir]])
  (:import (java.io File)
           (java.nio.file Files LinkOption)
           (java.nio.file.attribute BasicFileAttributes FileTime)
           (java.time Clock Instant ZoneOffset)
           (java.util Random)))

(set! *warn-on-reflection* true)

;; --- cli, clocks, random -----------------------------------------------------------------------------------------------

(deftest nothing-granted-is-a-working-default
  (on-both-backends
   (fn [backend]
     (with-open [i (guest-p3 backend {})]
       (is (= [[] [] nil] [(call i :get-arguments) (call i :get-environment) (call i :get-initial-cwd)]))
       (is (= [] (call i :get-directories)))
       (is (= [nil nil nil] (map #(call i %) [:get-terminal-stdin :get-terminal-stdout :get-terminal-stderr])))
       (is (= [0 0] (call i :get-insecure-seed)) "a constant")))))

(deftest arguments-environment-and-directory-are-as-granted
  (with-open [i (guest-p3 {:wasi {:program "tool" :args ["-v"] :env {"A" "1"} :dirs {"/data/" "."} :cwd "/data/src"}})]
    (is (= [["tool" "-v"] [["A" "1"]] "/data/src"]
           [(call i :get-arguments) (call i :get-environment) (call i :get-initial-cwd)]))))

(deftest an-exit-unwinds-the-guest
  (doseq [[expected f] {0 #(call % :exit [:ok]), 1 #(call % :exit [:err]), 7 #(call % :exit-with-code 7)}]
    (with-open [i (guest-p3 {})]
      (is (= [:exit expected] ((juxt :error :exit) (failure #(f i))))))))

(deftest time-and-randomness-are-denied-with-the-option-that-grants-them
  (doseq [[function option args] [[:now ":clock" []] [:wait-for ":clock" [0]] [:wait-until ":clock" [0]]
                                  [:get-random-u64 ":random" []] [:get-random-bytes ":random" [1]]
                                  [:get-insecure-random-u64 ":random" []] [:get-insecure-random-bytes ":random" [1]]]]
    (with-open [i (guest-p3 {})]
      (let [{:keys [error message]} (failure #(apply wasm/call i (if (= :now function)
                                                                   "test:wasi/clocks-monotonic-clock#now"
                                                                   function)
                                                     args))]
        (is (= :denied error))
        (is (re-find (re-pattern (str "grant it with :wasi \\{" option " true\\}")) message))))))

(deftest a-granted-clock-returns-its-time
  (let [at (Instant/parse "1969-12-31T23:59:58.25Z")]
    (with-open [i (guest-p3 {:wasi {:clock {:wall (Clock/fixed at ZoneOffset/UTC) :monotonic (constantly 5)}}})]
      (is (= {:seconds -2 :nanoseconds 250000000} (wasm/call i "test:wasi/clocks-system-clock#now"))
          "before 1970 the seconds are negative, the nanoseconds are not")
      (is (= 5 (wasm/call i "test:wasi/clocks-monotonic-clock#now")))
      (is (= [1 1] (map #(wasm/call i %) ["test:wasi/clocks-system-clock#get-resolution"
                                          "test:wasi/clocks-monotonic-clock#get-resolution"])))
      (is (nil? (call i :wait-until 4)) "a mark that has been reached")
      (is (nil? (call i :wait-for 0))))))

(deftest random-numbers-are-those-of-the-generator
  (with-open [i (guest-p3 {:wasi {:random (Random. 42)}})]
    (is (= 13421181215734401783N (call i :get-random-u64)))
    (is (= 3 (count (call i :get-random-bytes 3))))
    (is (= 0 (count (call i :get-insecure-random-bytes 0))))
    (is (integer? (call i :get-insecure-random-u64)))
    (is (not= [0 0] (call i :get-insecure-seed)))))

;; --- filesystem --------------------------------------------------------------------------------------------------------

(defn- in-a-directory
  "Calls f with a guest that sees a new directory as /, the handle of that, and the directory."
  [f]
  (let [dir (temp-dir)]
    (try
      (with-open [i (guest-p3 {:wasi {:dirs {"/" dir}}})]
        (f i (ffirst (call i :get-directories)) (io/file dir)))
      (finally (delete-tree dir)))))

(defn- open
  ([i dir path] (open i dir path #{} #{:read :write}))
  ([i dir path how flags] (call i :descriptor-open-at dir #{:symlink-follow} path how flags)))

(deftest files-are-created-and-described
  (in-a-directory
   (fn [i dir ^File folder]
     (let [file (open i dir "a.txt" #{:create} #{:read :write})]
       (is (= [:regular-file] (call i :descriptor-get-type file)))
       (is (= #{:read :write} (call i :descriptor-get-flags file)))
       (is (nil? (call i :descriptor-set-size file 5)))
       (is (= 5 (.length (io/file folder "a.txt"))))
       (is (= [[:regular-file] 5] ((juxt :type :size) (call i :descriptor-stat file))))
       (is (= [[:directory]] [(:type (call i :descriptor-stat dir))]))
       (is (= [nil nil nil] [(call i :descriptor-sync file) (call i :descriptor-sync-data file)
                             (call i :descriptor-advise file 0 0 :sequential)]))
       (is (= [true false] [(call i :descriptor-is-same-object file (open i dir "a.txt"))
                            (call i :descriptor-is-same-object file dir)]))
       (is (= (call i :descriptor-metadata-hash file) (call i :descriptor-metadata-hash-at dir #{} "a.txt")))
       (call i :drop-descriptor file)))))

(deftest entries-are-created-renamed-and-removed
  (in-a-directory
   (fn [i dir ^File folder]
     (call i :descriptor-create-directory-at dir "d")
     (call i :drop-descriptor (open i dir "d/f" #{:create} #{:write}))
     (call i :descriptor-rename-at dir "d/f" dir "g")
     (call i :descriptor-link-at dir #{} "g" dir "h")
     (call i :descriptor-symlink-at dir "g" "s")
     (is (= "g" (call i :descriptor-readlink-at dir "s")))
     (is (= [[:symbolic-link] [:regular-file]] [(:type (call i :descriptor-stat-at dir #{} "s"))
                                                (:type (call i :descriptor-stat-at dir #{:symlink-follow} "s"))]))
     (doseq [path ["g" "h" "s"]] (call i :descriptor-unlink-file-at dir path))
     (call i :descriptor-remove-directory-at dir "d")
     (is (= [] (vec (.list folder)))))))

(deftest times-before-1970-are-supported
  (in-a-directory
   (fn [i dir ^File folder]
     (spit (io/file folder "f") "")
     (call i :descriptor-set-times-at dir #{} "f" [:no-change] [:timestamp {:seconds -2 :nanoseconds 0}])
     (is (= (FileTime/from (Instant/ofEpochSecond -2))
            (.lastModifiedTime (Files/readAttributes (.toPath (io/file folder "f")) BasicFileAttributes
                                                     ^"[Ljava.nio.file.LinkOption;" (make-array LinkOption 0)))))
     (is (= {:seconds -2 :nanoseconds 0}
            (:data-modification-timestamp (call i :descriptor-stat-at dir #{} "f"))))
     (let [file (open i dir "f")]
       (is (nil? (call i :descriptor-set-times file [:now] [:no-change])))
       (is (= [:invalid] (err i :descriptor-set-times file [:no-change] [:timestamp {:seconds 0 :nanoseconds 1000000000}])))
       (is (= [:invalid] (err i :descriptor-set-times file [:no-change]
                              [:timestamp {:seconds Long/MAX_VALUE :nanoseconds 0}])))))))

(deftest errors-have-the-cases-of-0-3
  (in-a-directory
   (fn [i dir ^File folder]
     (spit (io/file folder "f") "")
     (is (= [[:no-entry] [:exist] [:not-directory] [:not-permitted] [:bad-descriptor]]
            [(err i :descriptor-stat-at dir #{} "no")
             (err i :descriptor-create-directory-at dir "f")
             (err i :descriptor-open-at dir #{} "f" #{:directory} #{:read})
             (err i :descriptor-stat-at dir #{} "../up")
             (err i :descriptor-set-size (open i dir "f" #{} #{:read}) 1)]))
     (is (= {"wasi:filesystem/types#[method]descriptor.stat-at" 1} (:refused (wasm/stats i)))
         "a path that leads out is counted"))))

;; --- http --------------------------------------------------------------------------------------------------------------

(defn- fields [i handle]
  (map (fn [[name value]] [name (text-of value)]) (call i :fields-copy-all handle)))

(deftest fields-are-kept-in-order-and-checked
  (with-open [i (guest-p3 {:limits {:header-bytes 200}})]
    (let [f (call i :new-fields)]
      (is (nil? (call i :fields-append f "Accept" (bytes-of "a"))))
      (is (nil? (call i :fields-append f "accept" (bytes-of "b"))))
      (is (nil? (call i :fields-set f "x" [(bytes-of "1")])))
      (is (= [["Accept" "a"] ["Accept" "b"] ["x" "1"]] (fields i f)) "a name has one casing, the first")
      (is (= ["a" "b"] (map text-of (call i :fields-get f "ACCEPT"))))
      (is (true? (call i :fields-has f "X")))
      (is (= ["a" "b"] (map text-of (call i :fields-get-and-delete f "accept"))))
      (is (= [] (call i :fields-get-and-delete f "accept")))
      (is (nil? (call i :fields-delete f "x")))
      (is (= [[:invalid-syntax] [:forbidden] [:invalid-syntax] [:invalid-syntax]]
             [(err i :fields-append f "a b" (bytes-of "")) (err i :fields-set f "Host" [])
              (err i :fields-append f "a" (bytes-of "\n")) (err i :fields-delete f "")]))
      (testing "too many bytes are an error of 0.3"
        (is (= [:size-exceeded] (err i :fields-append f "a" (bytes-of (apply str (repeat 200 "x")))))))
      (let [copy (call i :fields-clone f)]
        (call i :fields-append copy "y" (bytes-of "2"))
        (is (= [[] [["y" "2"]]] [(fields i f) (fields i copy)])))))
  (with-open [i (guest-p3 {})]
    (is (= [["a" "1"]] (fields i (call i :fields-from-list [["a" (bytes-of "1")]]))))
    (is (= [:forbidden] (err i :fields-from-list [["upgrade" (bytes-of "1")]])))))

(deftest timeouts-of-requests-are-kept
  (with-open [i (guest-p3 {})]
    (let [options (call i :new-request-options)]
      (doseq [name ["connect" "first-byte" "between-bytes"]
              :let [get (keyword (str "request-options-get-" name "-timeout"))
                    set (keyword (str "request-options-set-" name "-timeout"))]]
        (is (nil? (call i get options)))
        (is (nil? (call i set options 5)))
        (is (= 5 (call i get options))))
      (let [copy (call i :request-options-clone options)]
        (call i :request-options-set-connect-timeout copy nil)
        (is (= [5 nil] (map #(call i :request-options-get-connect-timeout %) [options copy])))))))

;; --- sockets -----------------------------------------------------------------------------------------------------------

(def ^:private any-port [:ipv4 {:port 0 :address [127 0 0 1]}])

(deftest sockets-are-bound-and-described
  (with-open [i (guest-p3 {:wasi {:network {:listen ["127.0.0.1:0"]}}})]
    (let [socket (call i :tcp-socket-create :ipv4)]
      (is (= [:invalid-state] (err i :tcp-socket-get-local-address socket)))
      (is (= [:invalid-argument] (err i :tcp-socket-bind socket [:ipv6 {:port 0 :flow-info 0 :address [0 0 0 0 0 0 0 1] :scope-id 0}])))
      (is (nil? (call i :tcp-socket-bind socket any-port)) "after a bind that failed")
      (is (= [:invalid-state] (err i :tcp-socket-bind socket any-port)))
      (is (pos? (:port (second (call i :tcp-socket-get-local-address socket)))))
      (is (= [false :ipv4] [(call i :tcp-socket-get-is-listening socket) (call i :tcp-socket-get-address-family socket)]))
      (is (= [:invalid-state] (err i :tcp-socket-get-remote-address socket)))
      (is (= [:invalid-argument] (err i :tcp-socket-set-listen-backlog-size socket 0)))
      (is (nil? (call i :tcp-socket-set-listen-backlog-size socket 4))))))

(deftest options-of-sockets-are-read-and-set
  (with-open [i (guest-p3 {:wasi {:network true}})]
    (let [tcp (call i :tcp-socket-create :ipv4)
          udp (call i :udp-socket-create :ipv4)]
      (doseq [[socket option value] [["tcp-socket" "keep-alive-enabled" true] ["tcp-socket" "keep-alive-idle-time" 2000000000]
                                     ["tcp-socket" "keep-alive-interval" 3000000000] ["tcp-socket" "keep-alive-count" 5]
                                     ["tcp-socket" "hop-limit" 9] ["tcp-socket" "receive-buffer-size" 65536]
                                     ["tcp-socket" "send-buffer-size" 65536] ["udp-socket" "unicast-hop-limit" 7]
                                     ["udp-socket" "receive-buffer-size" 65536] ["udp-socket" "send-buffer-size" 65536]]
              :let [handle ({"tcp-socket" tcp "udp-socket" udp} socket)]]
        (testing option
          (is (nil? (call i (keyword (str socket "-set-" option)) handle value)))
          (is (= value (call i (keyword (str socket "-get-" option)) handle)))))
      (is (= [:invalid-argument] (err i :tcp-socket-set-hop-limit tcp 0))))))

(deftest datagram-sockets-have-at-most-one-peer
  (with-open [i (guest-p3 {:wasi {:network true}})]
    (let [socket (call i :udp-socket-create :ipv4)
          peer   [:ipv4 {:port 9 :address [127 0 0 1]}]]
      (is (= [[:invalid-state] [:invalid-state] [:invalid-state]]
             [(err i :udp-socket-disconnect socket) (err i :udp-socket-receive socket)
              (err i :udp-socket-get-local-address socket)]))
      (is (= [:invalid-argument] (err i :udp-socket-connect socket any-port)) "port 0 is no peer")
      (is (nil? (call i :udp-socket-connect socket peer)) "binds it")
      (is (= peer (call i :udp-socket-get-remote-address socket)))
      (is (= [:invalid-state] (err i :udp-socket-bind socket any-port)))
      (is (nil? (call i :udp-socket-disconnect socket)))
      (is (= [:invalid-state] (err i :udp-socket-get-remote-address socket)))
      (is (= [:invalid-argument] (err i :udp-socket-send socket (bytes-of "x") nil)) "no peer at all")
      (is (= :ipv4 (call i :udp-socket-get-address-family socket)))
      (let [other (call i :udp-socket-create :ipv4)]
        (is (nil? (call i :udp-socket-bind other any-port)))))))

(deftest the-network-is-denied-without-a-grant
  (with-open [i (guest-p3 {})]
    (let [tcp (call i :tcp-socket-create :ipv4)
          udp (call i :udp-socket-create :ipv4)]
      (is (= [[:access-denied] [:access-denied] [:access-denied] [:access-denied]]
             [(err i :tcp-socket-bind tcp any-port)
              (err i :tcp-socket-connect tcp [:ipv4 {:port 9 :address [127 0 0 1]}])
              (err i :udp-socket-send udp (bytes-of "x") [:ipv4 {:port 9 :address [127 0 0 1]}])
              (err i :resolve-addresses "localhost")]))
      (is (= #{"wasi:sockets/types#[method]tcp-socket.bind" "wasi:sockets/types#[method]tcp-socket.connect"
               "wasi:sockets/types#[method]udp-socket.send" "wasi:sockets/ip-name-lookup#resolve-addresses"}
             (set (keys (:refused (wasm/stats i)))))))))

;; --- Versions ----------------------------------------------------------------------------------------------------------

(deftest a-function-of-the-user-replaces-one-of-0-3
  (doseq [id ["wasi:random/random@0.3.0" "wasi:random/random@0.3.7" "wasi:random/random"]]
    (with-open [i (guest-p3 {:imports {id {"get-random-u64" (constantly 4)}} :wasi {:random (Random. 1)}})]
      (is (= 4 (call i :get-random-u64)))
      (is (= 3 (count (call i :get-random-bytes 3))))))
  (is (= (str "unknown names in :imports:\n"
              "  wasi:random/random@0.2.0; did you mean wasi:random/random@0.3.0?")
         (:message (failure #(guest-p3 {:imports {"wasi:random/random@0.2.0" {"get-random-u64" (constantly 4)}}}))))))
