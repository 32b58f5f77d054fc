(ns ^:no-doc radicchio.wasm.module-view
  "An instance of a core module as a map of its exports: functions, views of memories, values of globals, and tables and tags
  to share. Prints modules and their instances."
  (:require [clojure.core.protocols :as protocols]
            [clojure.string :as str]
            [radicchio.wasm.cells :as cells]
            [radicchio.wasm.memory :as memory]
            [radicchio.wasm.module :as module]
            [radicchio.wasm.needs :as needs]
            [radicchio.wasm.object :as object])
  (:import (radicchio.core ModuleInstance)
           (radicchio.engine Backend CoreModule CoreModule$Import)))

(set! *warn-on-reflection* true)

(defn- text [k]
  (if (keyword? k) (subs (str k) 1) (str k)))

(defn- export [^ModuleInstance instance k]
  (first (filter #(= (text k) (:name %)) (module/exports (.module instance)))))

(defn- value
  "Returns the value of an export. Throws :unlinkable with the candidates if it is missing."
  [instance k]
  (let [name (text k)]
    (case (:kind (export instance k))
      :func   (module/function instance name)
      :memory (memory/view instance {:memory name})
      :global (cells/global-get instance name)
      (module/shared instance name))))

(defn- names [^ModuleInstance instance]
  (map (comp keyword :name) (module/exports (.module instance))))

(defn stats
  "Returns figures of an instance: {:backend :compiler, :functions 3, :live true, :interpreted 0}."
  [^ModuleInstance instance]
  (let [module (.module instance)]
    {:backend (if (= Backend/COMPILER (.backend module)) :compiler :interpreter)
     :functions (count (filter #(= :func (:kind %)) (module/exports module)))
     :live (not (.isClosed instance))
     :interpreted (.interpretedFunctions module)}))

(defn- described [^ModuleInstance instance]
  {:source (object/source-name (.module instance))
   :stats (stats instance)
   :exports (with-meta (into {} (map (juxt (comp keyword :name) #(dissoc % :name))) (module/exports (.module instance)))
              {`protocols/nav (fn [_ k _] (value instance k))})})

(defn view
  "Returns an instance as a map of its exports. Closing it closes the instance."
  ^radicchio.wasm.object.View [instance]
  (object/->View instance
                 {:find value
                  :has? export
                  :names names
                  :text (fn [^ModuleInstance instance]
                          (let [source (object/source-name (.module instance))]
                            (str "instance of " (or source "a module") (when (.isClosed instance) ", closed"))))
                  :data described
                  :instantiate (fn [^ModuleInstance instance options] (view (module/instantiate (.module instance) nil options)))}))

;; At the REPL

(defn- granted [^CoreModule module]
  (needs/all (keep (fn [^CoreModule$Import import] (needs/of-function (.module import) (.name import))) (.imports module))))

(defmethod print-method CoreModule [^CoreModule module out]
  (let [exports (count (.exports module))]
    (object/print-text (str "module" (some->> (object/source-name module) (str " ")) ", " exports
                            (if (= 1 exports) " export" " exports")
                            (when-let [options (seq (granted module))] (str ", may use " (str/join ", " options))))
                       out)))

(defmethod print-method ModuleInstance [instance out]
  (print-method (view instance) out))

(extend CoreModule
  protocols/Datafiable
  {:datafy (fn [module]
             {:source (object/source-name module)
              :exports (module/exports module)
              :imports (module/imports module)})})

(extend ModuleInstance protocols/Datafiable {:datafy described})
