(ns radicchio.bench.http
  "Requests a second of a component that says hello, with fresh and with kept instances, compared with the bare server; and
  the first answer of `wit serve` as a whole process. Needs wrk, from Debian's package of that name."
  (:require [clojure.java.shell :as shell]
            [clojure.string :as str]
            [radicchio.http :as http]
            [radicchio.wasm :as wasm])
  (:import (java.io IOException)
           (java.lang ProcessBuilder$Redirect)
           (java.net ServerSocket Socket)
           (java.util List)))

(set! *warn-on-reflection* true)

(def ^:private guest "test/guests/http/server.wasm")

(defn- wrk
  "Requests a second, 64 at a time, for some seconds."
  [port seconds]
  (let [{:keys [out]} (shell/sh "wrk" "-t1" "-c64" "--timeout" "30s" (str "-d" seconds "s") (str "http://127.0.0.1:" port "/hello"))]
    (when (re-find #"Non-2xx|Socket errors" out)
      (throw (ex-info (str "requests failed:\n" out) {})))
    (parse-double (second (re-find #"Requests/sec:\s+([\d.]+)" out)))))

(defn- bare [_]
  {:status 200, :headers {"Content-Type" "text/plain"}, :body "hello\n"})

(defn- rates
  "The median rate of each handler, measured in turn."
  [handlers]
  (let [servers (mapv (fn [[name handler]] [name (http/serve handler {:port 0})]) handlers)]
    (try
      (doseq [[_ server] servers] (wrk (http/port server) 8))
      (let [rounds (vec (repeatedly 3 (fn [] (into {} (for [[name server] servers] [name (wrk (http/port server) 4)])))))]
        (into {} (for [[name] servers] [name (second (sort (map name rounds)))])))
      (finally
        (doseq [[_ ^java.lang.AutoCloseable server] servers] (.close server))))))

(defn- free-port []
  (with-open [s (ServerSocket. 0)] (.getLocalPort s)))

(defn- answers? [port]
  (try
    (with-open [socket (Socket. "127.0.0.1" (int port))]
      (.write (.getOutputStream socket) (.getBytes "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
      (str/includes? (slurp (.getInputStream socket)) "hello"))
    (catch IOException _ false)))

(defn- first-answer
  "Seconds from the start of `bin/wit serve` to its first answer."
  []
  (let [port    (free-port)
        ^List command ["bin/wit" "serve" guest "--port" (str port)]
        start   (System/nanoTime)
        process (.start (doto (ProcessBuilder. command)
                          (.redirectErrorStream true)
                          (.redirectOutput ProcessBuilder$Redirect/DISCARD)))]
    (try
      (while (not (answers? port))
        (Thread/sleep 5))
      (/ (- (System/nanoTime) start) 1e9)
      (finally (.destroy process) (.waitFor process)))))

(defn run []
  (println)
  (println "requests a second for hello, 64 at a time")
  (let [component (wasm/compile guest)
        order     [:bare-server :kept-instances :fresh-instances]
        measured  (rates [[:bare-server bare]
                          [:kept-instances (http/handler component {:pool 64})]
                          [:fresh-instances (http/handler component)]])]
    (doseq [name order]
      (println (format "  %-44s %10.0f %8.2f×" (clojure.core/name name) (measured name) (/ (measured name) (measured :bare-server))))))
  (first-answer)
  (println (format "  %-44s %8.2f s" "first answer of wit serve, from the cache" (nth (sort (repeatedly 5 first-answer)) 2))))
