(ns ^:no-doc radicchio.cli.report
  "Formats the output of the commands from their data: text to print, and one sentence if they fail."
  (:require [clojure.string :as str]
            [radicchio.foreign-text :as foreign]))

(set! *warn-on-reflection* true)

(defn- lines [& parts]
  (str/join "\n" (remove nil? (flatten parts))))

(defn- orphan-line [file]
  (str file ": orphaned, it is not generated from wit.edn; delete it"))

(defn generated
  "Returns the output of `wit gen`: the files and their status."
  [{:keys [files orphans]}]
  {:text (lines (for [{:keys [file status]} files] (str file ": " (name status)))
                (map orphan-line orphans))})

(defn- check-line [{:keys [file status diff]}]
  (case status
    :same nil
    :differs (lines (str file ": differs, it was edited or its sources are newer") diff)
    :missing (str file ": missing")
    :foreign (str file ": foreign, it was not generated; move it away")
    :orphaned (orphan-line file)))

(defn- plural [n noun]
  (str n " " noun (when-not (= 1 n) "s")))

(defn- files-are [n]
  (str (plural n "generated file") (if (= 1 n) " is" " are")))

(defn checked
  "Returns the output of `wit check`: the files that differ, which are a failure."
  [{:keys [clean? files]}]
  (let [wrong (count (remove #(= :same (:status %)) files))]
    (if clean?
      {:text (str (files-are (count files)) " up to date")}
      {:text (lines (keep check-line files))
       :failure (str (files-are wrong) " not up to date; run gen")})))

(defn- size [n]
  (cond (< n 10000) (str n " bytes")
        (< n 10000000) (str (quot (long n) 1000) " KB")
        :else (str (quot (long n) 1000000) " MB")))

(def ^:private shown
  "The most exports, and the most imports, that a description lists."
  8)

(defn- listed
  "Returns lines for the first things, and one for the number of the others."
  [line things]
  (let [more (- (count things) (long shown))]
    (concat (map line (take shown things))
            (when (pos? more) [(str "  … and " more " more; --wit prints all")]))))

(defn- import-line [{:keys [id status options]}]
  (str "  " (foreign/escaped id)
       (case status
         :wasi (cond (seq options) (str "  granted by " (str/join ", " options))
                     options       "  always there"
                     :else         "  denied when it is called, unless :imports supplies it")
         :types "  only types, no import needed"
         :needed "  pass it in :imports")))

(defn- export-lines
  "Returns a line for each function that is exported, after the interface that it is in."
  [exports]
  (for [{:keys [id functions type]} exports
        line (cond (nil? functions) [(str "  " (foreign/escaped id) (when type (str "  " (foreign/escaped type))))]
                   (= [id] (map :name functions)) [(str "  " (foreign/escaped id) ": " (:signature (first functions)))]
                   :else (cons (str "  " (foreign/escaped id))
                               (for [{:keys [name signature]} functions]
                                 (str "    " (foreign/escaped name) ": " signature))))]
    line))

(defn- interpreted-line
  "Returns a line about functions that cannot be compiled, or nil if there are none."
  [n]
  (when (and n (pos? (long n)))
    (str (plural n "function") (if (= 1 n) " is" " are") " too large for the JVM, and"
         (if (= 1 n) " is" " are") " interpreted")))

(defn- needs-line
  "Returns a line about the grants and imports that a guest may need, or nil if it needs none."
  [{:keys [imports options]}]
  (let [needed (map :id (filter #(= :needed (:status %)) imports))]
    (when (or (seq options) (seq needed))
      (str (when (seq options) (str "May use " (str/join ", " options)))
           (when (and (seq options) (seq needed)) "; also imports ")
           (when (and (empty? options) (seq needed)) "Imports ")
           (when (seq needed) (foreign/listed needed))))))

(defn inspected
  "Returns the output of `wit inspect`: the description of a file."
  [{:keys [file kind bytes modules imports exports interpreted] :as inspection}]
  {:text (lines (str (foreign/path file) ": " (case kind :component "a component" :module "a core module") " of " (size bytes)
                     (when (= :component kind)
                       (str ", " (size (reduce + modules)) " of it in " (plural (count modules) "core module"))))
                (needs-line inspection)
                (interpreted-line interpreted)
                (if (seq exports)
                  ["Exports:" (listed identity (export-lines exports))]
                  "Exports: none")
                (if (seq imports)
                  ["Imports:" (listed import-line (sort-by #(.indexOf [:needed :wasi :types] (:status %)) imports))]
                  "Imports: none"))})

(defn wit
  "Returns the output of `wit inspect --wit`: the WIT of a file."
  [{:keys [file text]}]
  (if text
    {:text (str/trim-newline text)}
    {:text "" :failure (str (foreign/path file) " is a core module without WIT")}))

(defn compiled
  "Returns the output of `wit compile`: the compiled modules."
  [modules]
  {:text (lines (for [{:keys [file to module modules bytes class-bytes functions interpreted status]} modules]
                  [(str file (when (< 1 (long modules)) (str ", core module " module " of " modules)) ", " (size bytes) ", "
                        (plural functions "function") ": "
                        (case status
                          :written (str "classes of " (size class-bytes) " written to " to)
                          :unchanged (str "classes of " (size class-bytes) " are already in " to)))
                   (some->> (interpreted-line interpreted) (str "  "))]))})

(defn composed
  "Returns the output of `wit compose`: the file, the sources of imports, and the imports that are left."
  [{:keys [file bytes wired imports candidates]}]
  {:text (lines (str (foreign/path file) ": " (size bytes) " written")
                (for [[part sources] wired, [import source] sources]
                  (str "  " (foreign/escaped part) " imports " (foreign/escaped import) " from " (foreign/escaped source)))
                (when (seq imports)
                  ["Imports that are left:" (map #(str "  " (foreign/escaped %)) imports)])
                (when (seq candidates)
                  ["Imports that a component nearly satisfies:" (map #(str "  " %) candidates)]))})

(defn cleared
  "Returns the output of `wit cache clear`: the deleted modules."
  [{:keys [folder modules bytes]}]
  {:text (if folder
           (str folder ": " (plural modules "compiled module") ", " (size bytes) ", deleted")
           "the cache is turned off")})

(defn ran
  "Returns the output of `wit run`: only the exit code, because the program has printed its output."
  [{:keys [exit]}]
  {:exit exit})

(defn returned
  "Returns the output of `wit call`: a result, or the file that it was written to."
  [{:keys [text file bytes]}]
  (cond
    file {:text (str (foreign/path file) ": " (plural bytes "byte") " written")}
    text {:text text}
    :else {}))

(defn formatted
  "Returns the output of `wit fmt`: the files that were formatted, or, as a failure, those that are not."
  [{:keys [files]}]
  (let [wrong (filter #(= :differs (:status %)) files)]
    (cond-> {:text (lines (for [{:keys [file status diff]} files :when (not= :unchanged status)]
                            (or diff (str (foreign/path file) ": formatted"))))}
      (seq wrong) (assoc :failure (str (plural (count wrong) "file") (if (next wrong) " are" " is")
                                       " not formatted; run wit fmt")))))

(defn version
  "Returns the output of `wit version`."
  [{:keys [version]}]
  {:text (str "Radicchio " version)})

;; --- Changes -----------------------------------------------------------------------------------------------------------

(def ^:private signs {:added "+", :removed "-", :changed "~", :documented "~"})

(defn- whom
  "Returns the roles whose code a change breaks, in words."
  [breaks]
  (if (seq breaks)
    (str "breaks " (str/join " and " (map name (sort breaks))))
    "breaks no code"))

(defn- change-lines [{:keys [change kind name old new parts breaks of]}]
  (let [head (str (when of (str (clojure.core/name (first of)) " ")) (clojure.core/name kind) " " (foreign/escaped name))]
    (concat [(str "  " (signs change) " " head
                  (case change
                    :added (some->> new (str ": "))
                    :removed (some->> old (str ": "))
                    :documented ": its documentation or gates"
                    nil)
                  (when-not (= :documented change) (str ", " (whom breaks))))]
            (when (= :changed change)
              (concat (when old [(str "      - " old)])
                      (when new [(str "      + " new)])))
            (for [{:keys [change text]} parts]
              (str "      " (signs change) " " text)))))

(defn- step-line
  "Returns a sentence about the version after all changes."
  [{:keys [step breaks from to asks fits?]}]
  (if (nil? step)
    "Nothing changed."
    (str (str/capitalize (whom breaks)) ": a " (name step) " step"
         (when from (str ", from " from " to " asks))
         (when to (str "; the version is " to (if fits? ", which is enough" "")))
         ".")))

(defn compared
  "Returns the output of `wit diff`: the changes, and the step of the version that they require. It is a failure if the version
  is less."
  [{:keys [changes from to asks fits? breaks] :as compared}]
  (cond-> {:text (lines (for [[[kind id] changes] (map (juxt (comp :in first) identity) (partition-by :in changes))]
                          [(str (name kind) " " (foreign/escaped id)) (map change-lines changes)])
                        (step-line compared))}
    (not fits?) (assoc :failure (if (and from to)
                                  (str "the changes require version " asks " or later; it is " to)
                                  (str "the new one " (whom breaks) ", and its version does not show that")))))
