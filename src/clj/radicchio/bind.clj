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
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.repl]
            [radicchio.wit :as wit])
  (:import (java.util List Optional)
           (java.util.function Supplier)
           (radicchio.bind.component Component)
           (radicchio.bind OwnInstance)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime ExportedFunction Instance)
           (radicchio.runtime.resource Handle)
           (radicchio.wasm.object WasmObject)))

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
  "Makes a new instance of a component, with separate state. It is looked up like a map of its functions. The caller must close
  it. Options: :imports, :wasi, :limits, :missing, :backend, :cache."
  ^java.lang.AutoCloseable [c options]
  (.instantiated ^WasmObject c options))

(defn- supplier ^Supplier [f]
  (reify Supplier
    (get [_]
      (let [made (f)
            found (object/instance-of made)]
        (if (instance? Instance found)
          found
          (throw (options/refuse (str "use-instance!: expected a function that returns an instance; it returned "
                                      (foreign/printed made)))))))))

(defn use-instance!
  "Makes `x` the instance that functions use by default. `x` is an instance, or a function of no arguments that makes one
  when it is needed, and again after it died, or nil for the initial default. Returns the previous instance, which is not
  closed, or nil."
  [^Component c x]
  (let [^OwnInstance own (.-own c)
        ^Optional previous (cond (nil? x) (.reset own)
                                 (instance? Instance (object/instance-of x)) (.use own ^Instance (object/instance-of x))
                                 (fn? x) (.use own (supplier x))
                                 :else (throw (options/refuse
                                               (str "use-instance!: expected an instance, or a function that makes"
                                                    " one; got " (foreign/printed x)))))]
    (when (.isPresent previous) (component/viewed (.get previous)))))

;; Exports

(defn export
  "Returns a callable export of a component. `id` is \"local:img/resize@1.0.0#resize-image\", or the name of a function of
  the world. `types` are the definitions, WIT data, of the symbols in `type`. `type` is [:func params result?]. Options:
  :results :value, to return a result as [:ok v] or [:err e] instead of throwing; :name, a symbol, for messages."
  (^radicchio.runtime.ExportedFunction [c id types type] (export c id types type {}))
  (^radicchio.runtime.ExportedFunction [^Component c id types type {:keys [results name]}]
   (component/declare! c {:id id :types types :type type})
   (let [[params] (wit/contents type)
         ^List names (mapv (comp str first) params)]
     (.function ^OwnInstance (.-own c)
                id
                (if name (clojure.core/name name) (wit/label id))
                names
                (reify Supplier (get [_] (component/any-code c)))
                (= :value results)))))

;; Calls

(defn- many ^objects [a b c d e f more]
  (to-array (list* a b c d e f more)))

(defn call
  "Calls an export on the namespace's own instance."
  ([^ExportedFunction export] (.invoke export))
  ([^ExportedFunction export a] (.invoke export a))
  ([^ExportedFunction export a b] (.invoke export a b))
  ([^ExportedFunction export a b c] (.invoke export a b c))
  ([^ExportedFunction export a b c d] (.invoke export a b c d))
  ([^ExportedFunction export a b c d e] (.invoke export a b c d e))
  ([^ExportedFunction export a b c d e f & more] (.call export (many a b c d e f more))))

(defmacro call-long
  "Calls an export on the namespace's own instance, with a long for each integer and a double for each float. Returns a long.
  If its type has only such numbers, and at most four parameters, nothing is boxed."
  [export & arguments]
  `(.primitive ~(with-meta export {:tag `ExportedFunction}) ~@(map #(list `ExportedFunction/bits %) arguments)))

(defmacro call-double
  "Does the same as `call-long` for an export that returns a float. Returns a double."
  [export & arguments]
  `(Double/longBitsToDouble (call-long ~export ~@arguments)))

(defn- kind-of [x]
  (cond (nil? x) "nil"
        (map? x) "a map"
        (string? x) "a string"
        (number? x) "a number"
        (bytes? x) "a byte[]"
        (sequential? x) "a sequence"
        (instance? Handle x) "a handle"
        :else (str "a " (.getName (class x)))))

(defn- not-an-instance [instance ^ExportedFunction export given]
  (let [parameters (.parameters export)
        given (inc (long given))]
    (RadicchioException/of
     ErrorKind/ARGUMENT
     (str (foreign/escaped (.name export)) " takes " (count parameters)
          (when (seq parameters) (str " (" (foreign/listed " " foreign/escaped parameters) ")"))
          ", after an instance of its component if you pass one; got " given ", the first " (kind-of instance)))))

(defn ^:no-doc on
  "Returns the instance that was passed to a function of a namespace."
  ^Instance [instance export ^long given]
  (if (instance? Instance instance)
    instance
    (let [found (when (instance? WasmObject instance) (.instance ^WasmObject instance))]
      (if (instance? Instance found)
        found
        (throw (not-an-instance instance export given))))))

(defn call-on
  "Calls an export on the given instance of its component."
  ([instance ^ExportedFunction export] (.invokeOn export (on instance export 0)))
  ([instance ^ExportedFunction export a] (.invokeOn export (on instance export 1) a))
  ([instance ^ExportedFunction export a b] (.invokeOn export (on instance export 2) a b))
  ([instance ^ExportedFunction export a b c] (.invokeOn export (on instance export 3) a b c))
  ([instance ^ExportedFunction export a b c d] (.invokeOn export (on instance export 4) a b c d))
  ([instance ^ExportedFunction export a b c d e] (.invokeOn export (on instance export 5) a b c d e))
  ([instance ^ExportedFunction export a b c d e f & more]
   (.callOn export (on instance export (+ 6 (count more))) (many a b c d e f more))))

(defmacro call-long-on
  "Does the same as `call-long` on the given instance of its component."
  [instance export & arguments]
  `(.primitiveOn ~(with-meta export {:tag `ExportedFunction})
                 (on ~instance ~export ~(count arguments))
                 ~@(map #(list `ExportedFunction/bits %) arguments)))

(defmacro call-double-on
  "Does the same as `call-double` on the given instance of its component."
  [instance export & arguments]
  `(Double/longBitsToDouble (call-long-on ~instance ~export ~@arguments)))

(defn- handle ^Handle [this ^ExportedFunction export]
  (if (instance? Handle this)
    this
    (throw (RadicchioException/of
            ErrorKind/ARGUMENT
            (str (foreign/escaped (.name export)) " expects a handle as its first argument; got " (kind-of this))))))

(defn call-method
  "Calls a method on the instance of its handle."
  ([^ExportedFunction export this] (.callMethod export (handle this export) (object-array [this])))
  ([^ExportedFunction export this a] (.callMethod export (handle this export) (object-array [this a])))
  ([^ExportedFunction export this a b] (.callMethod export (handle this export) (object-array [this a b])))
  ([^ExportedFunction export this a b c] (.callMethod export (handle this export) (object-array [this a b c])))
  ([^ExportedFunction export this a b c d & more]
   (.callMethod export (handle this export) (to-array (list* this a b c d more)))))

(defn apply
  "Calls an export with a sequence of arguments on the namespace's own instance."
  [^ExportedFunction export arguments]
  (.call export (to-array arguments)))

(defn apply-on
  "Calls an export with a sequence of arguments on an instance of its component."
  [instance ^ExportedFunction export arguments]
  (.callOn export (on instance export (count arguments)) (to-array arguments)))

(defn apply-method
  "Calls a method on the instance of its handle, with a sequence of the other arguments."
  [^ExportedFunction export this arguments]
  (.callMethod export (handle this export) (to-array (cons this arguments))))
