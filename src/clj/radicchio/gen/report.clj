(ns ^:no-doc radicchio.gen.report
  "What the commands say, whichever door they came through: text to print, and, where they fail, one sentence."
  (:require [clojure.string :as str]
            [radicchio.gen :as gen])
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

(defn- import-line [{:keys [id status]}]
  (str "  " id
       (case status
         :wasi "  denied, unless options of :wasi grant it"
         :types "  types alone, nothing to give"
         :needed "")))

(defn- inspected [{:keys [file kind bytes modules imports exports text]}]
  {:text (lines (str file ": " (case kind :component "a component" :module "a core module") " of " (size bytes)
                     (when (= :component kind)
                       (str ", " (size (reduce + modules)) " of it in " (plural (count modules) "core module"))))
                ""
                (if (seq imports)
                  ["Imports:" (map import-line imports)]
                  "Imports: none")
                ""
                (or text ["Exports:" (map #(str "  " (:id %)) exports)]))})

(defn- printed [inspection {:keys [edn]}]
  (if edn
    {:text (pr-str (dissoc inspection :text))}
    (inspected inspection)))

(defn answer
  "Runs :gen, :check or :inspect with options as `radicchio.gen` takes them. Returns {:text …}, what to print, may be
  empty, and where it failed or `check` found something :failure, a sentence."
  [command options]
  (try
    (case command
      :gen (generated (gen/generate! options))
      :check (checked (gen/check options))
      :inspect (printed (gen/inspect (dissoc options :edn)) options))
    (catch RadicchioException e
      {:text "" :failure (ex-message e)})))
