(ns ^:no-doc radicchio.wasm.network
  "Converts the value of :network to the grant of the network."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options])
  (:import (java.util List Optional)
           (radicchio.wasi.sockets.grant Endpoint Endpoint$Host$Name NetworkGrant)))

(set! *warn-on-reflection* true)

(defn- expected [where what got]
  (options/refuse (str ":wasi :network" where ": expected " what ", got " (foreign/printed got))))

(defn- endpoint
  "Returns the entry of a text, if the text is an entry and `fits?` accepts it."
  ^Endpoint [where what fits? text]
  (let [^Optional parsed (if (string? text) (Endpoint/parse text) (Optional/empty))]
    (if (and (.isPresent parsed) (fits? (.get parsed)))
      (.get parsed)
      (throw (expected where what text)))))

(defn- endpoints ^List [option what fits? value]
  (when-not (or (nil? value) (sequential? value) (set? value))
    (throw (expected (str " " option) (str "a vector of entries, each " what) value)))
  (into []
        (map-indexed (fn [i text] (endpoint (str " " option "[" i "]") what fits? text)))
        value))

(defn- connectable?
  "Tests whether a guest can connect to an entry. It cannot connect to port 0."
  [^Endpoint entry]
  (not= 0 (.orElse (.port entry) nil)))

(defn- local?
  "Tests whether an entry certainly means this machine: an address, or the name that always means this machine."
  [^Endpoint entry]
  (or (.isLocalhost entry) (not (instance? Endpoint$Host$Name (.host entry)))))

(defn grant
  "Returns the grant in a value of :network: all of the network, parts of it, or nothing. Throws :config for an invalid
  value."
  ^NetworkGrant [value]
  (cond
    (not value)   NetworkGrant/NOTHING
    (true? value) NetworkGrant/EVERYTHING
    (map? value)
    (let [{:keys [connect listen]} value]
      (options/check-part :network value)
      (NetworkGrant.
       (endpoints ":connect"
                  "a host and a port, as \"db.local:5432\", \"10.0.0.1:*\", \"*.example.org:443\", \"[::1]:80\" or \"*:443\""
                  connectable? connect)
       (endpoints ":listen" "an address and a port, as \"127.0.0.1:8080\", \"localhost:0\", \"[::1]:80\" or \"*:443\""
                  local? listen)))
    :else (throw (expected "" "true, or a map with :connect and :listen" value))))
