(ns radicchio.wasi.http-peers
  "Servers and clients of HTTP that a test writes byte by byte."
  (:require [clojure.string :as str])
  (:import (java.io InputStream)
           (java.net InetAddress ServerSocket Socket)
           (java.nio.charset StandardCharsets)))

(set! *warn-on-reflection* true)

(def liveness-ms
  "How long a test waits for what comes at once, on a machine that is busy."
  60000)

(defn latin
  "The bytes of a text, a char a byte."
  ^bytes [^String s]
  (.getBytes s StandardCharsets/ISO_8859_1))

(defn read-until
  "What comes until the text is there, or the end."
  [^InputStream in ^String end]
  (let [out (StringBuilder.)]
    (loop []
      (let [c (.read in)]
        (when-not (neg? c)
          (.append out (char c))
          (when-not (str/ends-with? out end) (recur)))))
    (str out)))

(defn with-peer
  "Calls f with the port of a server that answers one connection by g of the socket, and gives [what f gave, what g gave]."
  [g f]
  (with-open [listening (ServerSocket. 0 50 (InetAddress/getByName "127.0.0.1"))]
    (let [answered (future (with-open [socket (.accept listening)]
                             (.setSoTimeout socket liveness-ms)
                             (g socket)))
          given    (f (.getLocalPort listening))]
      [given (deref answered liveness-ms :late)])))

(defn say [^Socket socket ^String text]
  (.write (.getOutputStream socket) (latin text))
  (.flush (.getOutputStream socket)))

(defn answering
  "Reads a request up to `end` and says the text."
  ([text] (answering "\r\n\r\n" text))
  ([end text] (fn [^Socket s] (let [request (read-until (.getInputStream s) end)] (say s text) request))))

(defn talk
  "What a server says to the text until it closes; the text's sender closes its side first if it is half-closed."
  [port ^String text & [half-close?]]
  (with-open [socket (Socket. "127.0.0.1" (int port))]
    (.setSoTimeout socket liveness-ms)
    (say socket text)
    (when half-close? (.shutdownOutput socket))
    (read-until (.getInputStream socket) "never")))
