(ns radicchio.http-load-test
  "`wit serve` as a process with a small heap, under load by real clients: curl and wrk."
  (:require [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is use-fixtures]]
            [radicchio.test-runner :as test-runner])
  (:import (java.io File)
           (java.net ServerSocket Socket)
           (java.util List)))

(set! *warn-on-reflection* true)

(def ^:private guest "test/guests/http/server.wasm")

(def ^:private ^:dynamic *port* nil)

(defn- free-port []
  (with-open [s (ServerSocket. 0)] (.getLocalPort s)))

(defn- listening? [port]
  (try
    (with-open [_ (Socket. "127.0.0.1" (int port))] true)
    (catch java.io.IOException _ false)))

(defn- serving
  "Calls f with the port of a server in a process of its own, whose heap has 256 MB."
  [options f]
  (let [port    (free-port)
        ^List command (into ["bin/wit" "serve" guest "--port" (str port) "--timeout" "600000"] options)
        builder (doto (ProcessBuilder. command)
                  (.redirectErrorStream true)
                  (.redirectOutput (File/createTempFile "serve" ".log")))
        _       (.put (.environment builder) "JDK_JAVA_OPTIONS" "-Xmx256m")
        process (.start builder)]
    (try
      (loop [n 0]
        (when-not (or (listening? port) (< 3000 n))
          (Thread/sleep 100)
          (recur (inc n))))
      (binding [*port* port] (f))
      (finally
        (.destroy process)
        (.waitFor process)))))

(use-fixtures :once (fn [run] (serving ["--pool" "8"] run)))

(defn- url [path] (str "http://127.0.0.1:" *port* path))

(defmacro ^:private with-program
  "Evaluates the body if the program is installed."
  [program & body]
  `(if (zero? (:exit (shell/sh "which" ~program)))
     (do ~@body)
     (test-runner/skip (str ~program " is not installed"))))

(def ^:private gigabyte 1073741824)

(deftest ^:slow a-gigabyte-goes-out-in-a-small-heap
  (with-program "curl"
    (is (= (str gigabyte) (str/trim (:out (shell/sh "curl" "-s" "-o" "/dev/null" "-w" "%{size_download}" (url (str "/source?" gigabyte)))))))))

(deftest ^:slow a-gigabyte-comes-in-and-both-ways-in-a-small-heap
  (with-program "curl"
    (let [send (fn [path & more]
                 (str/trim (:out (shell/sh "bash" "-c" (str "head -c " gigabyte " /dev/zero | curl -s -T - -X POST " (str/join " " more) " '" (url path) "'")))))]
      (is (= (str gigabyte) (send "/sink")))
      (is (= (str gigabyte) (send "/echo" "-o" "/dev/null" "-w" "'%{size_download}'"))))))

(deftest ^:slow ten-thousand-requests-are-answered-64-at-a-time
  (with-program "wrk"
    (let [{:keys [out]} (shell/sh "bash" "-c" (str "seq 10000 | xargs -P 64 -n 157 sh -c 'for i; do echo " (url "/hello") "; done | xargs curl -s' sh | sort | uniq -c"))]
      (is (= "10000 hello" (str/trim out)) "none is lost"))
    (let [{:keys [out]} (shell/sh "wrk" "-t1" "-c64" "-d5s" "--timeout" "60s" (url "/hello"))]
      (is (not (re-find #"Non-2xx|Socket errors" out)) out))))

(deftest ^:slow slow-clients-do-not-hold-up-others
  (with-program "curl"
    (let [slow (doall (repeatedly 20 #(future (shell/sh "curl" "-s" "--limit-rate" "20k" "-m" "20" "-o" "/dev/null" (url "/source?10000000")))))]
      (dotimes [_ 20]
        (is (= "hello\n" (:out (shell/sh "curl" "-s" "-m" "60" (url "/hello"))))))
      (run! deref slow)
      (is (= "hello\n" (:out (shell/sh "curl" "-s" (url "/hello")))) "and their leaving ends their guests"))))
