(ns ^:no-doc radicchio.wasm.http-grant
  "The option :http of :wasi: the HTTP requests that a guest may send, and the client that sends them."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options])
  (:import (java.net.http HttpClient)
           (java.util Optional)
           (radicchio.wasi.http.client AllowedOrigins HttpGrant HttpSender JdkSender)
           (radicchio.wasi.http.library HttpLibrary)))

(set! *warn-on-reflection* true)

(defn- origins ^AllowedOrigins [where value]
  (cond (true? value) AllowedOrigins/ALL
        (and (sequential? value) (every? string? value))
        (AllowedOrigins/of
         (mapv (fn [origin]
                 (try
                   (AllowedOrigins/of [origin])
                   origin
                   (catch IllegalArgumentException e
                     (throw (options/refuse (str where ": " (foreign/printed origin)
                                                 " is not an origin such as \"https://api.example.com\": "
                                                 (ex-message e)))))))
               value))
        :else (throw (options/refuse (str where ": expected true or a vector of origins, as [\"https://api.example.com\"], got "
                                          (foreign/printed value))))))

(defn- sender ^HttpSender [client]
  (cond (nil? client) (.sender (HttpLibrary/find))
        (instance? HttpClient client)
        (try
          (JdkSender. client)
          (catch IllegalArgumentException e
            (throw (options/refuse (str ":wasi :http :client: the client cannot be used: " (ex-message e))))))
        :else (throw (options/refuse (str ":wasi :http :client: expected a java.net.http.HttpClient, got "
                                          (foreign/printed client))))))

(defn grant
  "Returns an Optional of the grant in :http: nil or false grants nothing, true requests to any origin, a vector of origins
  requests to them. {:allow true-or-origins :client java.net.http.HttpClient} sends them with that client. Throws :config
  for any other value."
  ^Optional [value]
  (cond (not value) (Optional/empty)
        (map? value)
        (let [{:keys [allow client]} value]
          (options/check-part :http value)
          (Optional/of (HttpGrant. (origins ":wasi :http :allow" allow) (sender client))))
        :else (Optional/of (HttpGrant. (origins ":wasi :http" value) (sender nil)))))
