(ns ^:no-doc radicchio.wasm.options
  "Options that core modules and components share, checked and made what the engine takes."
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
  "A :config error."
  ([message] (refuse message {}))
  ([message data] (RadicchioException/of ErrorKind/CONFIG message data nil)))

(defn show-uninstantiated
  "What came in place of an instance, and how to get one where it is what `wasm/compile` gives."
  [x]
  (str (foreign/printed x)
       (when (or (instance? CoreModule x) (instance? CompiledComponent x)) "; wasm/instantiate makes one of it")))

(defn check-keys
  "Refuses keys of the map `options` that are not in `known`. `where` is what the message begins with."
  [where options known]
  (when-not (or (nil? options) (map? options))
    (throw (refuse (str where ": expected a map of options, got " (foreign/printed options)))))
  (when-let [unknown (seq (remove (fn [k] (some #(identical? k %) known)) (keys options)))]
    (throw (refuse (str where ": unknown " (foreign/listed identity (sort (map foreign/printed unknown)))
                        "; there is " (if (seq known) (str/join ", " (sort (map foreign/printed known))) "none"))
                   {:unknown (vec unknown)}))))

(defn backend
  "The engine's backend of :compiler, :interpreter or nil, the compiler."
  ^radicchio.engine.Backend [option]
  (condp identical? option
    nil Backend/COMPILER
    :compiler Backend/COMPILER
    :interpreter Backend/INTERPRETER
    (throw (refuse (str ":backend: expected :compiler or :interpreter, got " (foreign/printed option))))))

(defn compile-options
  "How a module or component is compiled: :backend as `backend` takes it; :cache, false where the user's cache is
  neither read nor written."
  ^radicchio.engine.CompileOptions [options]
  (let [cache (get options :cache true)]
    (when-not (boolean? cache)
      (throw (refuse (str ":cache: expected true or false, got " (foreign/printed cache)))))
    (CompileOptions. (backend (:backend options)) cache)))

;; Limits

(defn positive
  "A value of an option as an integer from 1 to `most`, `default` if there is none."
  [where most value default]
  (cond (nil? value) default
        (and (integer? value) (<= 1 value most)) (long value)
        :else (throw (refuse (str where ": expected an integer from 1 to " most ", got " (foreign/printed value))))))

(def engine-limit-keys
  "The keys of :limits that core modules and components have."
  [:memory-pages :table-elements :total-memory :timeout-ms :open-files :random-bytes :header-bytes])

(def component-limit-keys
  "The keys of :limits that a component's instance has."
  (into engine-limit-keys [:lifted-bytes :lowered-bytes :handles]))

(def ^:private most
  {:memory-pages Limits/MOST_PAGES, :table-elements Limits/MOST_TABLE_ELEMENTS, :total-memory Long/MAX_VALUE
   :timeout-ms Long/MAX_VALUE, :open-files Integer/MAX_VALUE, :random-bytes Integer/MAX_VALUE
   :header-bytes Integer/MAX_VALUE
   :lifted-bytes Long/MAX_VALUE, :lowered-bytes Long/MAX_VALUE, :handles Integer/MAX_VALUE})

(defn limit
  "The value of a key of :limits, `default` if there is none."
  [limits key default]
  (positive (str ":limits " key) (most key) (get limits key) default))

(defn check-limits
  "Refuses :limits of a component's instance that have another key, or a value that is not a limit."
  [limits]
  (check-keys ":limits" limits component-limit-keys)
  (doseq [key component-limit-keys]
    (limit limits key nil)))

(defn open-files
  "How many files a guest may have open at a time, of :limits."
  [limits]
  (limit limits :open-files Grants$GuestLimits/DEFAULT_OPEN_FILES))

(defn random-bytes
  "How many random bytes a guest may ask for at once, of :limits."
  [limits]
  (limit limits :random-bytes Grants$GuestLimits/DEFAULT_RANDOM_BYTES))

(defn header-bytes
  "About how many bytes the fields of one HTTP message may have that a guest makes, of :limits."
  [limits]
  (limit limits :header-bytes Grants$GuestLimits/DEFAULT_HEADER_BYTES))

(defn engine-limits
  "The part of :limits that the engine enforces: memory, tables and time."
  ^radicchio.engine.Limits [limits]
  (Limits. (int (limit limits :memory-pages InstanceOptions/DEFAULT_MEMORY_PAGES))
           (int (limit limits :table-elements Limits/MOST_TABLE_ELEMENTS))
           (long (limit limits :total-memory Limits/DEFAULT_TOTAL_MEMORY))
           (if-let [ms (limit limits :timeout-ms nil)]
             (Optional/of (Duration/ofMillis ms))
             (Optional/empty))))
