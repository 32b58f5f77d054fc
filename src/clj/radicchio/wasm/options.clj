(ns ^:no-doc radicchio.wasm.options
  "Checks the options that core modules and components share, and converts them for the engine."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign])
  (:import (java.time Duration)
           (java.util Optional)
           (radicchio.engine Backend CompileOptions CoreModule Limits)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime CompiledComponent)
           (radicchio.runtime.link InstanceOptions)
           (radicchio.wasi Grants$GuestLimits)))

(set! *warn-on-reflection* true)

(defn refuse
  "Returns a :config error with a message."
  ([message] (refuse message {}))
  ([message data] (RadicchioException/of ErrorKind/CONFIG message data nil)))

(defn show-uninstantiated
  "Describes a value that is not an instance. For a result of `wasm/compile`, adds how to make an instance of it."
  [x]
  (str (foreign/printed x)
       (when (or (instance? CoreModule x) (instance? CompiledComponent x)) "; wasm/instantiate makes one of it")))

(defn check-keys
  "Throws :config if the map `options` has keys that are not in `known`. The message begins with `where`."
  [where options known]
  (when-not (or (nil? options) (map? options))
    (throw (refuse (str where ": expected a map of options, got " (foreign/printed options)))))
  (when-let [unknown (seq (remove (fn [k] (some #(identical? k %) known)) (keys options)))]
    (throw (refuse (str where ": unknown " (foreign/listed identity (sort (map foreign/printed unknown)))
                        "; expected " (if (seq known)
                                        (str "one of " (str/join ", " (sort (map foreign/printed known))))
                                        "no options"))
                   {:unknown (vec unknown)}))))

(defn backend
  "Returns the engine's backend for :compiler, :interpreter or nil, which is the compiler."
  ^radicchio.engine.Backend [option]
  (condp identical? option
    nil Backend/COMPILER
    :compiler Backend/COMPILER
    :interpreter Backend/INTERPRETER
    (throw (refuse (str ":backend: expected :compiler or :interpreter, got " (foreign/printed option))))))

(defn compile-options
  "Returns the options for compiling a module or component: :backend as in `backend`; with :cache false the user's
  cache is neither read nor written."
  ^radicchio.engine.CompileOptions [options]
  (let [cache (get options :cache true)]
    (when-not (boolean? cache)
      (throw (refuse (str ":cache: expected true or false, got " (foreign/printed cache)))))
    (CompileOptions. (backend (:backend options)) cache)))

;; Grants of WASI

(def grant-keys
  "The keys of :wasi."
  #{:args :env :cwd :in :out :err :dirs :clock :random :network :http :program})

(def ^:private parts-of-grants
  "Keys of :wasi whose values may be maps of options, with the keys of these."
  {:clock [:wall :monotonic], :network [:connect :listen], :http [:allow :client]})

(defn check-part
  "Throws :config if the value of :clock, :network or :http is a map with unknown keys."
  [key value]
  (when (map? value)
    (check-keys (str ":wasi " key) value (parts-of-grants key))))

(defn check-grants
  "Throws :config if the options of :wasi, or the options inside them, have unknown keys."
  [grants]
  (check-keys ":wasi" grants grant-keys)
  (doseq [key (keys parts-of-grants)]
    (check-part key (get grants key)))
  (when (map? (:dirs grants))
    (doseq [directory (filter map? (vals (:dirs grants)))]
      (check-keys ":wasi :dirs" directory [:path :read-only]))))

;; Limits

(defn positive
  "Returns the value of an option, an integer from 1 to `most`; `default` for nil."
  [where most value default]
  (cond (nil? value) default
        (and (integer? value) (<= 1 value most)) (long value)
        :else (throw (refuse (str where ": expected an integer from 1 to " most ", got " (foreign/printed value))))))

(def engine-limit-keys
  "The keys of :limits for core modules and components."
  [:memory-pages :table-elements :total-memory :timeout-ms :open-files :random-bytes :header-bytes])

(def component-limit-keys
  "The keys of :limits for a component's instance."
  (into engine-limit-keys [:lifted-bytes :lowered-bytes :handles :tasks]))

(def ^:private most
  {:memory-pages Limits/MOST_PAGES, :table-elements Limits/MOST_TABLE_ELEMENTS, :total-memory Long/MAX_VALUE
   :timeout-ms Long/MAX_VALUE, :open-files Integer/MAX_VALUE, :random-bytes Integer/MAX_VALUE
   :header-bytes Integer/MAX_VALUE
   :lifted-bytes Long/MAX_VALUE, :lowered-bytes Long/MAX_VALUE, :handles Integer/MAX_VALUE, :tasks Integer/MAX_VALUE})

(defn limit
  "Returns the value of a key of :limits; `default` if it is missing."
  [limits key default]
  (positive (str ":limits " key) (most key) (get limits key) default))

(defn check-limits
  "Throws :config if the :limits of a component's instance have an unknown key, or a value that is not a limit."
  [limits]
  (check-keys ":limits" limits component-limit-keys)
  (doseq [key component-limit-keys]
    (limit limits key nil)))

(defn open-files
  "Returns the most open files of a guest, from :limits."
  [limits]
  (limit limits :open-files Grants$GuestLimits/DEFAULT_OPEN_FILES))

(defn random-bytes
  "Returns the most random bytes of one request of a guest, from :limits."
  [limits]
  (limit limits :random-bytes Grants$GuestLimits/DEFAULT_RANDOM_BYTES))

(defn header-bytes
  "Returns the approximate most bytes of the fields of one HTTP message of a guest, from :limits."
  [limits]
  (limit limits :header-bytes Grants$GuestLimits/DEFAULT_HEADER_BYTES))

(defn engine-limits
  "Returns the limits that the engine enforces, from :limits: memory, tables and time."
  ^radicchio.engine.Limits [limits]
  (Limits. (int (limit limits :memory-pages InstanceOptions/DEFAULT_MEMORY_PAGES))
           (int (limit limits :table-elements Limits/MOST_TABLE_ELEMENTS))
           (long (limit limits :total-memory Limits/DEFAULT_TOTAL_MEMORY))
           (if-let [ms (limit limits :timeout-ms nil)]
             (Optional/of (Duration/ofMillis ms))
             (Optional/empty))))
