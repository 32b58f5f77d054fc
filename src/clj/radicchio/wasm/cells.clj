(ns radicchio.wasm.cells
  "Reads and writes the globals and tables of an instance."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wasm.module :as module])
  (:import (radicchio.engine ExternType$TableType Global Table)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.core ModuleInstance)
           (radicchio.values.core CoreSlot)))

(set! *warn-on-reflection* true)

(defn- within [^ModuleInstance instance f]
  (.enter instance)
  (try (f) (finally (.leave instance))))

(defn- global ^Global [instance name]
  (module/export instance :global Global name))

(defn global-get [object name]
  (let [instance (module/core object)]
    (within instance
      #(let [global (global instance name)]
         (CoreSlot/make instance (.value (.type global)) (str "The global " (foreign/printed name)) (.get global))))))

(defn global-set [object name value]
  (let [instance (module/core object)]
    (within instance
      #(let [global (global instance name)]
         (.set global (CoreSlot/read instance (.value (.type global)) (str "The global " (foreign/printed name)) value))
         nil))))

(defn- table ^Table [instance name]
  (module/export instance :table Table name))

(defn- index ^long [value]
  (if (and (integer? value) (<= 0 value Long/MAX_VALUE))
    (long value)
    (throw (RadicchioException/of ErrorKind/ARGUMENT (str "index: expected an integer from 0 up, got "
                                                          (foreign/printed value))))))

(defn table-size [object name]
  (let [instance (module/core object)]
    (within instance #(.size (table instance name)))))

(defn- what [name] (str "The table " (foreign/printed name)))

(defn table-get [object name at]
  (let [instance (module/core object)]
    (within instance
      #(let [table (table instance name)
             ^ExternType$TableType type (.type table)]
         (CoreSlot/make instance (.element type) (what name) (.get table (index at)))))))

(defn table-set [object name at value]
  (let [instance (module/core object)]
    (within instance
      #(let [table (table instance name)
             ^ExternType$TableType type (.type table)]
         (.set table (index at) (CoreSlot/read instance (.element type) (what name) value))
         nil))))

(defn table-grow [object name count value]
  (let [instance (module/core object)]
    (within instance
      #(let [table  (table instance name)
             ^ExternType$TableType type (.type table)
             before (.grow table (index count) (CoreSlot/read instance (.element type) (what name) value))]
         (when-not (neg? before) before)))))
