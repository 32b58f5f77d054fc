(ns radicchio.wasm.network-grant-test
  "What values of :network grant, and what is said about those that grant nothing sensible."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.wasi.peers :refer [attempt local tcp]]
            [radicchio.wasm.network :as network])
  (:import (java.net InetSocketAddress)
           (radicchio.error RadicchioException)
           (radicchio.wasi.sockets Network Resolver)
           (radicchio.wasi.sockets.grant Endpoint NetworkGrant)))

(set! *warn-on-reflection* true)

(defn- port [^Endpoint entry] (.orElse (.port entry) nil))

(deftest values-that-grant
  (is (= NetworkGrant/NOTHING (network/grant nil) (network/grant false) (network/grant {})))
  (is (= NetworkGrant/EVERYTHING (network/grant true)))
  (let [granted (network/grant {:connect ["db.local:5432" "*.example.org:*"] :listen '("127.0.0.1:8080" "localhost:0" "*:*")})]
    (is (= [5432 nil] (map port (.connect granted))))
    (is (= [8080 0 nil] (map port (.listen granted)))))
  (is (= (network/grant {:connect ["a:1"]}) (network/grant {:connect #{"a:1"}}))))

(deftest a-grant-is-what-a-network-asks
  (with-open [network (Network. (network/grant {:connect ["127.0.0.1:81"]}) 8 Resolver/SYSTEM)]
    (is (nil? (attempt (.startConnect (tcp network :ipv4) ^InetSocketAddress (local :ipv4 81)))))
    (is (= :not-granted (attempt (.startConnect (tcp network :ipv4) ^InetSocketAddress (local :ipv4 82)))))))

(defn- refused [value]
  (try (network/grant value)
       (catch RadicchioException e
         [(:radicchio/error (ex-data e)) (ex-message e)])))

(deftest values-that-say-nothing-sensible
  (let [connect "a host and a port, as \"db.local:5432\", \"10.0.0.1:*\", \"*.example.org:443\", \"[::1]:80\" or \"*:443\""
        listen  "an address and a port, as \"127.0.0.1:8080\", \"localhost:0\", \"[::1]:80\" or \"*:443\""]
    (is (= [:config ":wasi :network: expected true, or a map with :connect and :listen, got \"all\""] (refused "all")))
    (is (= [:config (str ":wasi :network :connect: expected a vector of entries, each " connect ", got \"a:1\"")]
           (refused {:connect "a:1"})))
    (is (= [:config (str ":wasi :network :connect[1]: expected " connect ", got \"db.local\"")]
           (refused {:connect ["a:1" "db.local"]})))
    (doseq [text ["::1:80" "http://a:1" "a:0" "" :a nil 80]]
      (is (= :config (first (refused {:connect [text]}))) text))
    (is (= [:config (str ":wasi :network :listen[0]: expected " listen ", got \"db.local:80\"")]
           (refused {:listen ["db.local:80"]})))
    (is (= :config (first (refused {:listen ["*.localhost:80"]}))))
    (is (= :config (first (refused {:connects ["a:1"]}))))
    (is (re-find #":connect" (second (refused {:connects ["a:1"]}))))))
