(ns ^:no-doc radicchio.cli.grants
  "What the command line grants a guest, for each command that runs one. Streams, time and randomness are what a person
  who runs a guest by hand means it to have; files, environment and network are asked for.

    :dirs        {\"/data\" \"folder\"}
    :env         {\"NAME\" \"value\"}
    :cwd         the directory that it starts in, a name within :dirs
    :http        the origins that it may send requests to, or true
    :connect     the addresses that it may connect to
    :listen      the addresses that it may listen at
    :timeout-ms  how long a call may take"
  (:require [clojure.string :as str]))

(set! *warn-on-reflection* true)

(def option-keys [:dirs :env :cwd :http :connect :listen :timeout-ms])

(defn- pair [text]
  (let [[k v] (str/split text #"=" 2)]
    (when (and v (seq k)) [k v])))

(defn- mapped [option meaning key]
  [nil option meaning :id key :multi true :update-fn (fnil conj {})
   :parse-fn pair :validate [some? (str "is " (second (str/split option #" ")))]])

(defn- listed [option meaning key]
  [nil option meaning :id key :multi true :update-fn (fnil conj [])])

(def word-options
  "These options as `clojure.tools.cli` reads them."
  [(mapped "--dir GUEST=HOST" "A directory that it sees as GUEST; repeatable" :dirs)
   (mapped "--env NAME=VALUE" "A variable of its environment; repeatable" :env)
   [nil "--cwd GUEST" "The directory that it starts in"]
   (listed "--http ORIGIN" "Where it may send requests to, as https://api.example.com; repeatable" :http)
   (listed "--connect HOST:PORT" "An address that it may connect to; repeatable" :connect)
   (listed "--listen ADDRESS:PORT" "An address that it may listen at; repeatable" :listen)
   [nil "--timeout MS" "How long it may take" :id :timeout-ms
    :parse-fn parse-long :validate [(every-pred some? pos?) "is a number of milliseconds"]]])

(defn wasi
  "What these options grant, as `radicchio.wasm` takes it under :wasi."
  [{:keys [dirs env connect listen] :as options}]
  (cond-> (merge {:in :inherit, :out :inherit, :err :inherit, :clock true, :random true}
                 (select-keys options [:cwd :http]))
    dirs               (assoc :dirs dirs)
    env                (assoc :env env)
    (or connect listen) (assoc :network (cond-> {} connect (assoc :connect connect) listen (assoc :listen listen)))))

(defn limits
  "The limits of these options, as `radicchio.wasm` takes them under :limits."
  [{:keys [timeout-ms]}]
  (cond-> {} timeout-ms (assoc :timeout-ms timeout-ms)))
