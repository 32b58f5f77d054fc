(ns conformance.wast
  "Splits the specifications' test scripts (`.wast`) into commands with wasm-tools, from `bin/cli/wasm-tools`."
  (:require [clojure.data.json :as json]
            [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str])
  (:import (java.io File)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(defn scripts
  "Returns the `.wast` files below a folder, sorted."
  [folder]
  (sort (filter #(str/ends-with? (str %) ".wast") (file-seq (io/file folder)))))

(def ^:private wasm-tools
  "Returns the program's path, or {:missing why}."
  (delay (let [{:keys [exit out err]} (shell/sh "bin/cli/wasm-tools")]
           (if (zero? exit) (str/trim out) {:missing (last (str/split-lines err))}))))

(defn missing
  "Returns why no script can be read here, or nil."
  []
  (:missing @wasm-tools))

(defn- delete-all [^File folder]
  (run! #(.delete ^File %) (reverse (file-seq folder))))

(defn- read-binary [^File folder {:strs [filename module_type] :as command}]
  (if (and filename (= "binary" module_type))
    (assoc command :bytes (Files/readAllBytes (.toPath (io/file folder filename))))
    command))

(defn commands
  "Returns the commands of a script, maps in wasm-tools' format, with a command's binary under :bytes; or
  {:unreadable why}."
  [script]
  (when-let [why (missing)]
    (throw (ex-info why {})))
  (let [folder (.toFile (Files/createTempDirectory "wast" (make-array FileAttribute 0)))]
    (try
      (let [out (io/file folder "script.json")
            {:keys [exit err]} (shell/sh @wasm-tools "json-from-wast" (str script)
                                         "--wasm-dir" (str folder) "-o" (str out))]
        (if (zero? exit)
          (mapv #(read-binary folder %) (get (json/read-str (slurp out)) "commands"))
          {:unreadable (first (str/split-lines err))}))
      (finally (delete-all folder)))))
