(ns ^:no-doc radicchio.wasm.needs
  "The options of :wasi that grant what a component or core module imports. Data, which loads no host of WASI."
  (:require [clojure.string :as str]))

(set! *warn-on-reflection* true)

(def ^:private order
  "The options, in the order of messages: the most powerful first."
  [:dirs :network :http :clock :random :env :args :in :out :err])

(def ^:private by-interface
  "Options by the minor version and the interface of WASI; none for one that every guest gets."
  {"0.2"
   {"wasi:cli/environment"          [:env :args]
    "wasi:cli/exit"                 []
    "wasi:cli/stdin"                [:in]
    "wasi:cli/stdout"               [:out]
    "wasi:cli/stderr"               [:err]
    "wasi:cli/terminal-stdin"       []
    "wasi:cli/terminal-stdout"      []
    "wasi:cli/terminal-stderr"      []
    "wasi:clocks/monotonic-clock"   [:clock]
    "wasi:clocks/wall-clock"        [:clock]
    "wasi:filesystem/preopens"      [:dirs]
    "wasi:filesystem/types"         [:dirs]
    "wasi:http/outgoing-handler"    [:http]
    "wasi:http/types"               []
    "wasi:io/error"                 []
    "wasi:io/poll"                  []
    "wasi:io/streams"               []
    "wasi:random/insecure"          [:random]
    "wasi:random/insecure-seed"     [:random]
    "wasi:random/random"            [:random]
    "wasi:sockets/instance-network" [:network]
    "wasi:sockets/ip-name-lookup"   [:network]
    "wasi:sockets/tcp"              [:network]
    "wasi:sockets/tcp-create-socket" [:network]
    "wasi:sockets/udp"              [:network]
    "wasi:sockets/udp-create-socket" [:network]}

   "0.3"
   {"wasi:cli/environment"       [:env :args]
    "wasi:cli/exit"              []
    "wasi:cli/stdin"             [:in]
    "wasi:cli/stdout"            [:out]
    "wasi:cli/stderr"            [:err]
    "wasi:cli/terminal-stdin"    []
    "wasi:cli/terminal-stdout"   []
    "wasi:cli/terminal-stderr"   []
    "wasi:clocks/monotonic-clock" [:clock]
    "wasi:clocks/system-clock"   [:clock]
    "wasi:filesystem/preopens"   [:dirs]
    "wasi:filesystem/types"      [:dirs]
    "wasi:http/client"           [:http]
    "wasi:http/types"            []
    "wasi:random/insecure"       [:random]
    "wasi:random/insecure-seed"  [:random]
    "wasi:random/random"         [:random]
    "wasi:sockets/ip-name-lookup" [:network]
    "wasi:sockets/types"         [:network]}})

(def ^:private by-prefix
  "Options by the beginning of a function's name in preview 1; the first that matches."
  [["args_" [:args]]
   ["environ_" [:env]]
   ["clock_" [:clock]]
   ["poll_" [:clock]]
   ["random_" [:random]]
   ["path_" [:dirs]]
   ["fd_prestat" [:dirs]]
   ["fd_readdir" [:dirs]]
   ["fd_read" [:in :dirs]]
   ["fd_write" [:out :err :dirs]]
   ["" []]])

(defn of-interface
  "Returns the options that grant an interface, by its id; nil if no option does and guests do not get it either."
  [id]
  (when-let [[_ interface version] (re-matches #"(wasi:[^@]+)@(0\.\d+)\.\d+" id)]
    (get-in by-interface [version interface])))

(defn of-function
  "Returns the options that grant a function of a module's imports; nil if it is not one of preview 1."
  [module function]
  (when (= "wasi_snapshot_preview1" module)
    (some (fn [[prefix options]] (when (str/starts-with? function prefix) options)) by-prefix)))

(defn all
  "Returns the options of several imports, each once, those first that let a guest do most."
  [options]
  (filterv (set (apply concat options)) order))
