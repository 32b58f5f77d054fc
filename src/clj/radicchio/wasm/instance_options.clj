(ns ^:no-doc radicchio.wasm.instance-options
  "Checks the options of a component's instance, and converts them for the runtime."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.loading :as loading]
            [radicchio.wasm.options :as options])
  (:import (clojure.lang IFn)
           (radicchio.runtime.link HostImports HostImports$Fallback HostImports$Given InstanceOptions InstanceOptions$Missing)
           (radicchio.runtime.call HostCallable)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

;; Imports

(defn- callable
  "Returns a callable of the runtime for a function, or for a Var of a function."
  [where f]
  (when-not (or (fn? f) (var? f) (and (ifn? f) (not (coll? f)) (not (keyword? f)) (not (symbol? f))))
    (throw (options/refuse (str where ": expected a function, got " (foreign/printed f)))))
  (let [^IFn f f]
    (reify HostCallable
      (call [_ arguments]
        (case (alength arguments)
          0 (.invoke f)
          1 (.invoke f (aget arguments 0))
          2 (.invoke f (aget arguments 0) (aget arguments 1))
          3 (.invoke f (aget arguments 0) (aget arguments 1) (aget arguments 2))
          4 (.invoke f (aget arguments 0) (aget arguments 1) (aget arguments 2) (aget arguments 3))
          (.applyTo f (seq arguments)))))))

(defn- text [where k]
  (cond (string? k) k
        (keyword? k) (subs (str k) 1)
        (symbol? k) (str k)
        :else (throw (options/refuse (str where ": expected a string or keyword for a name, got " (foreign/printed k))))))

(defn- named-callables [where functions]
  (into {} (for [[k f] functions :let [name (text where k)]]
             [name (HostImports$Given. (callable (str where " " name) f) ClojureValues/INSTANCE)])))

(defn host-imports
  "Returns the imports in :imports: a map from an interface's id to a map of its functions, or from the name of a function
  of the world to that function. Names are strings or keywords. Functions may be Vars."
  ^radicchio.runtime.link.HostImports [imports fallback]
  (when-not (or (nil? imports) (map? imports))
    (throw (options/refuse (str ":imports: expected a map, got " (foreign/printed imports)))))
  (let [{interfaces true functions false} (group-by (comp map? val) imports)]
    (HostImports. (into {} (for [[k fs] interfaces :let [id (text ":imports" k)]]
                             [id (named-callables (str ":imports " id) fs)]))
                  (named-callables ":imports" functions)
                  fallback)))

;; All

(def instance-keys
  "The options of an instance, including those for compiling its component."
  [:imports :wasi :limits :missing :backend :cache :results])

(defn missing
  "Returns the treatment of missing imports for the option :missing. Throws :config for an unknown one."
  ^radicchio.runtime.link.InstanceOptions$Missing [option]
  (condp identical? option
    nil InstanceOptions$Missing/REFUSE
    :error InstanceOptions$Missing/REFUSE_ALL
    :trap InstanceOptions$Missing/TRAP
    (throw (options/refuse (str ":missing: expected :trap or :error, got " (foreign/printed option))))))

(def ^:private component-host
  "Returns the function that makes hosts. Loads the namespaces of WASI for the first instance."
  (loading/once #(loading/function 'radicchio.wasm.wasi/component-host)))

(defn- wasi
  "Returns the host with the grants of wasi:*."
  ^HostImports$Fallback [option limits]
  ((component-host) option limits))

(defn check
  "Throws :config for the options that `instance-options` refuses, as far as possible without opening or making anything."
  [{:keys [limits results] :as options}]
  (options/check-keys "options of an instance" options instance-keys)
  (options/check-limits limits)
  (when-not (or (nil? results) (identical? :value results))
    (throw (options/refuse (str ":results: expected :value, got " (foreign/printed results)))))
  (missing (:missing options)))

(defn instance-options
  "Converts the options of `instantiate` for the runtime:
    :imports  {\"interface\" {\"function\" f}} and {\"function\" f}
    :wasi     the grants of wasi:*
    :limits   {:memory-pages n :table-elements n :total-memory n :timeout-ms n :lifted-bytes n :lowered-bytes n
               :handles n :tasks n :open-files n :random-bytes n :header-bytes n}
    :missing  with :trap, missing imports trap when they are called; with :error they are errors, also those of wasi:*
    :results  with :value, host functions return a result as [:ok v] or [:err e]
    :backend, :cache  used when the component is compiled.
  Throws :config for invalid options. The result is for one instance, which closes the files that :wasi opened."
  ^radicchio.runtime.link.InstanceOptions [{:keys [imports limits results] :as options}]
  (check options)
  (InstanceOptions. (options/engine-limits limits)
                    (long (options/limit limits :lifted-bytes InstanceOptions/DEFAULT_LIFTED_BYTES))
                    (long (options/limit limits :lowered-bytes InstanceOptions/DEFAULT_LOWERED_BYTES))
                    (int (options/limit limits :handles InstanceOptions/DEFAULT_HANDLES))
                    (int (options/limit limits :tasks InstanceOptions/DEFAULT_TASKS))
                    (missing (:missing options))
                    (= :value results)
                    (host-imports imports (wasi (:wasi options) limits))))
