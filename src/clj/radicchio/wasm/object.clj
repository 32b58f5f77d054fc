(ns ^:no-doc radicchio.wasm.object
  "The objects that users have of modules, components and instances: one interface for all of them, so that every function of
  `radicchio.wasm` accepts each if it makes sense, and instances that look up their exports like a map."
  (:require [clojure.core.protocols :as protocols]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source])
  (:import (clojure.lang Associative MapEntry)
           (java.io File Writer)
           (java.net URI URL)
           (java.nio.file Path)
           (java.util Collections Map WeakHashMap)
           (radicchio.core ModuleInstance)
           (radicchio.engine CoreModule)
           (radicchio.runtime CompiledComponent Instance)))

(set! *warn-on-reflection* true)

(definterface WasmObject
  (compiled [] "Returns the CoreModule or CompiledComponent.")
  (instance [] "Returns the ModuleInstance or Instance, or nil if there is none.")
  (held [] "Takes the lock of the instance for this thread. Returns what releases it when closed, or nil without an instance.")
  (instantiated [options] "Returns a new instance of the same, as `wasm/instantiate` does."))

(defn compiled-of
  "Returns the CoreModule or CompiledComponent of an object, or nil if it has none."
  [x]
  (cond (or (instance? CoreModule x) (instance? CompiledComponent x)) x
        (instance? ModuleInstance x) (.module ^ModuleInstance x)
        (instance? Instance x) (.component ^Instance x)
        (instance? WasmObject x) (.compiled ^WasmObject x)))

(defn instance-of
  "Returns the ModuleInstance or Instance of an object, or nil if it has none."
  [x]
  (cond (or (instance? ModuleInstance x) (instance? Instance x)) x
        (instance? WasmObject x) (.instance ^WasmObject x)))

(defn module-instance
  "Returns the ModuleInstance of an object. Throws :config if it has none."
  ^radicchio.core.ModuleInstance [x]
  (if (instance? ModuleInstance x)
    x
    (let [found (instance-of x)]
      (if (instance? ModuleInstance found)
        found
        (throw (options/refuse (str "expected an instance of a core module, got " (options/show-uninstantiated x))))))))

(defn component-instance
  "Returns the Instance of an object. Throws :config if it has none."
  ^radicchio.runtime.Instance [x]
  (if (instance? Instance x)
    x
    (let [found (instance-of x)]
      (if (instance? Instance found)
        found
        (throw (options/refuse (str "expected an instance, got " (options/show-uninstantiated x))))))))

(defn hold
  "Takes the lock of an instance for this thread. Returns an AutoCloseable that gives it up. Throws :config if the object has no
  instance."
  ^java.lang.AutoCloseable [x]
  (let [found (instance-of x)]
    (or (cond (instance? Instance found) (.hold ^Instance found)
              (instance? ModuleInstance found) (.hold ^ModuleInstance found)
              (instance? WasmObject x) (.held ^WasmObject x))
        (throw (options/refuse (str "expected an instance, got " (options/show-uninstantiated x)))))))

;; Names, for printing

(defonce ^:private ^Map names
  ;; {compiled its source's name}
  (Collections/synchronizedMap (WeakHashMap.)))

(defn remember
  "Remembers the name of the source of a compiled module or component, if it has one. Returns what was compiled."
  [compiled source]
  (when (or (string? source) (instance? File source) (instance? Path source) (instance? URL source) (instance? URI source))
    (.put names compiled (source/describe source)))
  compiled)

(defonce ^:private ^Map compositions
  ;; {compiled {part {import source}}}
  (Collections/synchronizedMap (WeakHashMap.)))

(defn remember-composition
  "Remembers the name of a compiled composition, and the sources of its components' imports."
  [compiled name sources]
  (.put names compiled name)
  (.put compositions compiled sources))

(defn sources
  "Returns the sources of the imports of a composition's components; nil if it is not a composition."
  [compiled]
  (.get compositions compiled))

(defn source-name
  "Returns the name of the source of a compiled module or component, or nil."
  [compiled]
  (.get names compiled))

;; Instances

(def ^:private most-shown "The most names of exports in the text of an instance." 12)

(deftype View [target                          ; a ModuleInstance or an Instance
               ways]                           ; {:find f :names f :text f :data f :instantiate f}, functions of the target;
                                               ; and perhaps :close, a function that is called last
  WasmObject
  (compiled [_] (compiled-of target))
  (instance [_] target)
  (held [_] (hold target))
  (instantiated [_ options] ((:instantiate ways) target options))
  java.lang.AutoCloseable
  (close [_] (try
               (.close ^java.lang.AutoCloseable target)
               (finally (when-let [close (:close ways)] (close)))))
  Associative
  (valAt [_ k] ((:find ways) target k))
  (valAt [this k default] (if (.containsKey this k) ((:find ways) target k) default))
  (containsKey [_ k] (boolean ((:has? ways) target k)))
  (entryAt [this k] (when (.containsKey this k) (MapEntry/create k ((:find ways) target k))))
  (assoc [this k v] (assoc (into {} this) k v))
  (count [_] (count ((:names ways) target)))
  (cons [this entry] (conj (into {} this) entry))
  (empty [_] {})
  (equiv [_ other] (and (instance? View other) (identical? target (.-target ^View other))))
  (seq [_] (seq (map #(MapEntry/create % ((:find ways) target %)) ((:names ways) target))))
  protocols/Datafiable
  (datafy [_] ((:data ways) target))
  Object
  (equals [this other] (.equiv this other))
  (hashCode [_] (System/identityHashCode target))
  (toString [_]
    (let [names ((:names ways) target)
          more (- (count names) (long most-shown))]
      (str ((:text ways) target)
           (when (seq names)
             (str ": " (foreign/listed " " #(if (keyword? %) (foreign/escaped (name %)) (foreign/quoted %)) (take most-shown names))
                  (when (pos? more) (str " and " more " more"))))))))

(defn print-text
  "Prints the text of an object: #<box handle, owned, live>."
  [x ^Writer out]
  (.write out (str "#<" x ">")))

(defmethod print-method View [x out] (print-text x out))
(prefer-method print-method View clojure.lang.IPersistentCollection)
