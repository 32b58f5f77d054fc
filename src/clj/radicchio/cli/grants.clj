(ns ^:no-doc radicchio.cli.grants
  "The grants of the command line, for each command that runs a guest. A guest that is run by hand gets the streams, time and
  randomness of the process. Files, environment and network must be granted.

    :dirs        {\"/data\" \"folder\"}
    :env         {\"NAME\" \"value\"}
    :cwd         its current directory, a path in :dirs
    :http        the origins that it may send requests to, or true
    :connect     the addresses that it may connect to
    :listen      the addresses that it may listen at
    :timeout-ms  the most milliseconds of a call"
  (:require [clojure.string :as str]))

(set! *warn-on-reflection* true)

(def option-keys [:dirs :env :cwd :http :connect :listen :timeout-ms])

(defn- pair [text]
  (let [[k v] (str/split text #"=" 2)]
    (when (and v (seq k)) [k v])))

(defn- mapped [option meaning key]
  [nil option meaning :id key :multi true :update-fn (fnil conj {})
   :parse-fn pair :validate [some? (str "expected " (second (str/split option #" ")))]])

(defn- listed [option meaning key]
  [nil option meaning :id key :multi true :update-fn (fnil conj [])])

(def word-options
  "These options in the format of `clojure.tools.cli`."
  [(mapped "--dir GUEST=HOST" "A directory that the guest sees as GUEST; repeatable" :dirs)
   (mapped "--env NAME=VALUE" "An environment variable; repeatable" :env)
   [nil "--cwd GUEST" "The current directory of the guest"]
   (listed "--http ORIGIN" "An origin that it may send requests to, such as https://api.example.com; repeatable" :http)
   (listed "--connect HOST:PORT" "An address that it may connect to; repeatable" :connect)
   (listed "--listen ADDRESS:PORT" "An address that it may listen at; repeatable" :listen)
   [nil "--timeout MS" "The most milliseconds that it may take" :id :timeout-ms
    :parse-fn parse-long :validate [(every-pred some? pos?) "expected a number of milliseconds"]]])

(defn wasi
  "Returns the grants of these options, in the format of `radicchio.wasm`'s :wasi."
  [{:keys [dirs env connect listen] :as options}]
  (cond-> (merge {:in :inherit, :out :inherit, :err :inherit, :clock true, :random true}
                 (select-keys options [:cwd :http]))
    dirs               (assoc :dirs dirs)
    env                (assoc :env env)
    (or connect listen) (assoc :network (cond-> {} connect (assoc :connect connect) listen (assoc :listen listen)))))

(defn limits
  "Returns the limits of these options, in the format of `radicchio.wasm`'s :limits."
  [{:keys [timeout-ms]}]
  (cond-> {} timeout-ms (assoc :timeout-ms timeout-ms)))
