(ns radicchio.bind
  "The functions that generated namespaces call: for their component, for its exports, and for calls of them. A component is
  loaded, compiled and compared with its namespace on first use. Making these values reads no file and starts no thread.
  Any thread may use everything here; an instance runs one call at a time.

  Calls throw RadicchioException: :argument and :closed for values that do not fit their types, before the guest runs;
  :wit if the guest returned an err; :trap, :limit, :denied, :reentered; :unlinkable for unsatisfied imports; :drift if the
  component and the namespace disagree. An exception of a host function is thrown unchanged."
  (:refer-clojure :exclude [apply])
  (:require [radicchio.bind.component :as component]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.repl]
            [radicchio.wit :as wit])
  (:import (java.util List Optional)
           (java.util.function Supplier)
           (radicchio.bind.component Component)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime Export Instance OwnInstance)
           (radicchio.runtime.resource Handle)))

(set! *warn-on-reflection* true)

;; Components

(defn component
  "Returns the component of a generated namespace. Options:
    :format    1, the format of the generated text
    :from      its name on the class path
    :load      :file if :from is the path of a file
    :world     the id of the world, for readers
    :core-world  WIT data with the world, if :from is a core module that does not contain it
    :results   :value if host functions return a result as [:ok v] or [:err e]
    :instance  {:wasi … :limits … :renew false}, options of the namespace's own instance
    :ns        the namespace, for messages.
  Throws :drift for an unknown format, :config for invalid options."
  [options]
  (component/make options))

(defn instantiate
  "Makes a new instance of a component, with separate state. The caller must close it. Options: :imports, :wasi, :limits,
  :missing, :backend, :cache."
  ^radicchio.runtime.Instance [^Component c options]
  (let [{:keys [results]} (.-options c)
        options (cond-> (or options {}) (and results (map? options)) (update :results #(or % results)))
        _       (instance-options/check options)
        code    (component/code c (component/compile-options c options))]
    (.instantiate code (instance-options/instance-options options))))

(defn- supplier ^Supplier [f]
  (reify Supplier
    (get [_]
      (let [made (f)]
        (if (instance? Instance made)
          made
          (throw (options/refuse (str "use-instance!: expected a function that returns an instance; it returned "
                                      (foreign/printed made)))))))))

(defn use-instance!
  "Makes `x` the instance that functions use by default. `x` is an instance, or a function of no arguments that makes one
  when it is needed, and again after it died, or nil for the initial default. Returns the previous instance, which is not
  closed, or nil."
  [^Component c x]
  (let [^OwnInstance own (.-own c)
        ^Optional previous (cond (nil? x) (.reset own)
                                 (instance? Instance x) (.use own ^Instance x)
                                 (fn? x) (.use own (supplier x))
                                 :else (throw (options/refuse
                                               (str "use-instance!: expected an instance, or a function that makes"
                                                    " one; got " (foreign/printed x)))))]
    (.orElse previous nil)))

;; Exports

(defn export
  "Returns a callable export of a component. `id` is \"local:img/resize@1.0.0#resize-image\", or the name of a function of
  the world. `types` are the definitions, WIT data, of the symbols in `type`. `type` is [:func params result?]. Options:
  :results :value, to return a result as [:ok v] or [:err e] instead of throwing; :name, a symbol, for messages."
  (^radicchio.runtime.Export [c id types type] (export c id types type {}))
  (^radicchio.runtime.Export [^Component c id types type {:keys [results name]}]
   (component/declare! c {:id id :types types :type type})
   (let [[params] (wit/contents type)
         ^List names (mapv (comp str first) params)]
     (Export. id
              (if name (clojure.core/name name) (wit/label id))
              names
              (reify Supplier (get [_] (component/any-code c)))
              (.-own c)
              (= :value results)))))

;; Calls

(defn- many ^objects [a b c d e f more]
  (to-array (list* a b c d e f more)))

(defn call
  "Calls an export on the namespace's own instance."
  ([^Export export] (.call export))
  ([^Export export a] (.call export a))
  ([^Export export a b] (.call export a b))
  ([^Export export a b c] (.call export a b c))
  ([^Export export a b c d] (.call export a b c d))
  ([^Export export a b c d e] (.call export a b c d e))
  ([^Export export a b c d e f & more] (.apply export (many a b c d e f more))))

(defn- kind-of [x]
  (cond (nil? x) "nil"
        (map? x) "a map"
        (string? x) "a string"
        (number? x) "a number"
        (bytes? x) "a byte[]"
        (sequential? x) "a sequence"
        (instance? Handle x) "a handle"
        :else (str "a " (.getName (class x)))))

(defn- not-an-instance [instance ^Export export given]
  (let [parameters (.parameters export)
        given (inc (long given))]
    (RadicchioException/of
     ErrorKind/ARGUMENT
     (str (foreign/escaped (.name export)) " takes " (count parameters)
          (when (seq parameters) (str " (" (foreign/listed " " foreign/escaped parameters) ")"))
          ", after an instance of its component if you pass one; got " given ", the first " (kind-of instance)))))

(defn- on ^Instance [instance export given]
  (if (instance? Instance instance)
    instance
    (throw (not-an-instance instance export given))))

(defn call-on
  "Calls an export on the given instance of its component."
  ([instance ^Export export] (.callOn export (on instance export 0)))
  ([instance ^Export export a] (.callOn export (on instance export 1) a))
  ([instance ^Export export a b] (.callOn export (on instance export 2) a b))
  ([instance ^Export export a b c] (.callOn export (on instance export 3) a b c))
  ([instance ^Export export a b c d] (.callOn export (on instance export 4) a b c d))
  ([instance ^Export export a b c d e] (.callOn export (on instance export 5) a b c d e))
  ([instance ^Export export a b c d e f & more]
   (.applyOn export (on instance export (+ 6 (count more))) (many a b c d e f more))))

(defn- handle ^Handle [this ^Export export]
  (if (instance? Handle this)
    this
    (throw (RadicchioException/of
            ErrorKind/ARGUMENT
            (str (foreign/escaped (.name export)) " expects a handle as its first argument; got " (kind-of this))))))

(defn call-method
  "Calls a method on the instance of its handle."
  ([^Export export this] (.applyMethod export (handle this export) (object-array [this])))
  ([^Export export this a] (.applyMethod export (handle this export) (object-array [this a])))
  ([^Export export this a b] (.applyMethod export (handle this export) (object-array [this a b])))
  ([^Export export this a b c] (.applyMethod export (handle this export) (object-array [this a b c])))
  ([^Export export this a b c d & more]
   (.applyMethod export (handle this export) (to-array (list* this a b c d more)))))

(defn apply
  "Calls an export with a sequence of arguments on the namespace's own instance."
  [^Export export arguments]
  (.apply export (to-array arguments)))

(defn apply-on
  "Calls an export with a sequence of arguments on an instance of its component."
  [instance ^Export export arguments]
  (.applyOn export (on instance export (count arguments)) (to-array arguments)))

(defn apply-method
  "Calls a method on the instance of its handle, with a sequence of the other arguments."
  [^Export export this arguments]
  (.applyMethod export (handle this export) (to-array (cons this arguments))))
