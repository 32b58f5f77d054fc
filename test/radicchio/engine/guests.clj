(ns radicchio.engine.guests
  "Guests for the engine's tests: test/wat/engine-NAME.wasm on either backend, in a store that the test has entered."
  (:require [clojure.java.io :as io]
            [clojure.test :as t])
  (:import (java.nio.file Files)
           (java.util List OptionalLong)
           (radicchio.engine Backend CoreInstance CoreType Engine Extern ExternType$FuncType ExternType$TableType
                             Func HostFunc Limits CoreStore)))

(set! *warn-on-reflection* true)

(def backends (vec (Backend/values)))

(defmacro on-both
  "Runs the body with the symbol bound to each backend."
  [backend & body]
  `(doseq [~backend backends]
     (t/testing (str ~backend)
       ~@body)))

(defmacro within
  "The body within an entrance of a store, which is bound."
  [[store made] & body]
  `(let [~(with-meta store {:tag `CoreStore}) ~made]
     (.enter ~store)
     (try ~@body (finally (.leave ~store)))))

(defn new-store
  (^CoreStore [] (new-store Limits/DEFAULT))
  (^CoreStore [limits] (Engine/store limits)))

(defn wasm ^bytes [name]
  (Files/readAllBytes (.toPath (io/file "test" "wat" (str "engine-" name ".wasm")))))

(def compiled
  "A module of test/wat, compiled once for each backend."
  (memoize (fn [name ^Backend backend] (Engine/compile (wasm name) backend))))

(defn instance
  "An instance of a module of test/wat."
  ^CoreInstance [^CoreStore store backend name & imports]
  (.instantiate store (compiled name backend) ^List (vec imports)))

(defn export ^Extern [^CoreInstance instance name]
  (.orElseThrow (.export instance name)))

(defn call
  "What an exported function returns, a vector of slots."
  [instance name & args]
  (vec (.call ^Func (export instance name) (long-array args))))

(defn one
  "The one slot that an exported function returns."
  [instance name & args]
  (first (apply call instance name args)))

(defn thrown
  "What a function throws; nil where it does not."
  [f]
  (try (f) nil (catch Throwable e e)))

(defn trap
  "The kind of trap that a call ends with; nil where it returns."
  [instance name & args]
  (some-> (thrown #(apply call instance name args)) ex-data :trap))

(defn host
  "A host function: `f` takes the argument slots as a vector and gives the result slots, or nil for none."
  (^Func [store f] (host store [] [] f))
  (^Func [^CoreStore store params results f]
   (.function store (ExternType$FuncType. params results)
              (reify HostFunc (call [_ args] (long-array (f (vec args))))))))

(defn funcref-table ^Extern [^CoreStore store size]
  (.table store (ExternType$TableType. CoreType/FUNCREF size (OptionalLong/of size) false) CoreStore/NULL_REF))
