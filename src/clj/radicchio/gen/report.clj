(ns ^:no-doc radicchio.gen.report
  "What the commands say, whichever door they came through: text to print, and, where they fail, one sentence."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.gen.inspect :as inspection]
            [radicchio.loading :as loading])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(defn- lines [& parts]
  (str/join "\n" (remove nil? (flatten parts))))

(defn- orphan-line [file]
  (str file ": orphaned, nothing in wit.edn generates it; delete it"))

(defn- generated [{:keys [files orphans]}]
  {:text (lines (for [{:keys [file status]} files] (str file ": " (name status)))
                (map orphan-line orphans))})

(defn- check-line [{:keys [file status diff]}]
  (case status
    :same nil
    :differs (lines (str file ": differs, it was edited or is older than what it is generated from") diff)
    :missing (str file ": missing")
    :foreign (str file ": was not generated; move it away")
    :orphaned (orphan-line file)))

(defn- plural [n noun]
  (str n " " noun (when-not (= 1 n) "s")))

(defn- files-are [n]
  (str (plural n "generated file") (if (= 1 n) " is" " are")))

(defn- checked [{:keys [clean? files]}]
  (let [wrong (count (remove #(= :same (:status %)) files))]
    (if clean?
      {:text (str (files-are (count files)) " what gen would write")}
      {:text (lines (keep check-line files))
       :failure (str (files-are wrong) " not what gen would write; run gen")})))

(defn- size [n]
  (cond (< n 10000) (str n " bytes")
        (< n 10000000) (str (quot (long n) 1000) " KB")
        :else (str (quot (long n) 1000000) " MB")))

(defn- import-line [kind {:keys [id status]}]
  (str "  " (foreign/escaped id)
       (case status
         :wasi (case kind
                 :component "  denied when it is called, unless :imports gives it"
                 :module "  denied when it is called, unless :wasi grants it")
         :types "  types alone, nothing to give"
         :needed "")))

(defn- interpreted-line
  "Of functions that the compiler cannot take; nil where there are none."
  [n]
  (when (and n (pos? (long n)))
    (str (plural n "function") (if (= 1 n) " is" " are") " too large for the JVM, and run" (when (= 1 n) "s") " interpreted")))

(defn- inspected [{:keys [file kind bytes modules imports exports text interpreted]}]
  {:text (lines (str file ": " (case kind :component "a component" :module "a core module") " of " (size bytes)
                     (when (= :component kind)
                       (str ", " (size (reduce + modules)) " of it in " (plural (count modules) "core module"))))
                (interpreted-line interpreted)
                ""
                (if (seq imports)
                  ["Imports:" (map #(import-line kind %) imports)]
                  "Imports: none")
                ""
                (or text ["Exports:" (map #(str "  " (foreign/escaped (:id %))) exports)]))})

(defn- printed [inspection {:keys [edn]}]
  (if edn
    {:text (pr-str (dissoc inspection :text))}
    (inspected inspection)))

(defn- compiled [modules]
  {:text (lines (for [{:keys [file to module modules bytes class-bytes functions interpreted status]} modules]
                  [(str file (when (< 1 (long modules)) (str ", core module " module " of " modules)) ", " (size bytes) ", "
                        (plural functions "function") ": "
                        (case status
                          :written (str "classes of " (size class-bytes) " written to " to)
                          :unchanged (str "classes of " (size class-bytes) " are in " to " already")))
                   (some->> (interpreted-line interpreted) (str "  "))]))})

(defn- cleared [{:keys [folder modules bytes]}]
  {:text (if folder
           (str folder ": " (plural modules "compiled module") ", " (size bytes) ", deleted")
           "the cache is turned off")})

(defn- call
  "Calls a function of a namespace that the other commands do without: inspecting loads no generator and no templates."
  [function & arguments]
  (apply (loading/function function) arguments))

(defn answer
  "Runs :gen, :check or :inspect with options as `radicchio.gen` takes them, :compile as `radicchio.aot` does, or
  :cache-clear. Returns {:text …}, what to print, may be empty, and where it failed or `check` found something :failure,
  a sentence."
  [command options]
  (try
    (update
     (case command
       :gen (generated (call 'radicchio.gen/generate! options))
       :check (checked (call 'radicchio.gen/check options))
       :inspect (printed (inspection/inspect (cond-> options (map? options) (dissoc :edn))) options)
       :compile (compiled (call 'radicchio.aot/compile! options))
       :cache-clear (cleared (call 'radicchio.aot/clear-cache!)))
     :text foreign/lines)
    (catch RadicchioException e
      {:text "" :failure (ex-message e)})))
