(ns conformance.wit
  "The WIT suite, `bin/conformance wit`. Valid texts have the structure that the reference tool prints. Invalid texts are
  refused at the line that the reference names. Every valid text, and WASI's own packages in wasi-wit/ beside it, survives
  printing and has exactly one parse."
  (:require [clojure.data :as data]
            [clojure.data.json :as json]
            [clojure.java.io :as io]
            [clojure.pprint :as pprint]
            [clojure.string :as str]
            [conformance.wit-structure :as structure]
            [radicchio.wit.general-parser :as general]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.print :as print]
            [radicchio.wit.resolve :as resolve])
  (:import (java.io File)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def features "What these tests enable." ["active"])

(defn- cases
  "Returns {:name … :path … :expected file} for a folder, by the files that end in `suffix`."
  [^File folder suffix]
  (for [^File file (sort-by #(.getName ^File %) (.listFiles folder))
        :when (str/ends-with? (.getName file) suffix)
        :let [name (subs (.getName file) 0 (- (count (.getName file)) (count suffix)))
              one (io/file folder (str name ".wit"))
              many (io/file folder name)]]
    {:name name :path (if (.isDirectory many) many one) :expected file}))

(defn accept-cases "The cases that must resolve." [folder] (cases (io/file folder "accept") ".wit.json"))
(defn reject-cases "The cases that must be refused." [folder] (cases (io/file folder "reject") ".wit.result"))

(defn wit-files
  "Returns every .wit file below a folder."
  [folder]
  (sort (filter #(and (.isFile ^File %) (str/ends-with? (str %) ".wit")) (file-seq (io/file folder)))))

(defn wasi-packages
  "Returns {:name … :path … :deps …}: each package of a version of WASI, with the others as dependencies."
  [folder]
  (for [^File version (sort (.listFiles (io/file folder)))
        :let [packages (sort (.listFiles version))]
        ^File package packages]
    {:name (str (.getName version) "/" (.getName package))
     :path package
     :deps (remove #{package} packages)}))

;; Checks of a case: nil if it passes, else a text

(defn round-trip
  "Checks that printing, parsing and resolving WIT data gives the same data."
  [data]
  (let [text (print/print-wit data)
        again (resolve/resolve [[(parse/parse text "printed.wit")]] {:features :all})]
    (when (not= data again)
      (str "printed and read again, it differs:\n" (with-out-str (pprint/pprint (take 2 (data/diff data again))))))))

(def ^:private empty-records
  "Cases that have a record without fields, with its line. WIT.md requires at least one field, and so does the reference since
  it wrote these cases. They must be refused there."
  {"multi-file" 4, "union-fuzz-2" 11, "use-chain" 4, "async-bad-world3" 5})

(defn- refused-as-empty [{:keys [path name]}]
  (try (resolve/load-wit path {:features features})
       "its record without fields was accepted"
       (catch RadicchioException e
         (when-not (some #{[:empty (empty-records name)]} (map (juxt :problem :line) (:problems (ex-data e))))
           (str "refused elsewhere: " (ex-message e))))))

(defn- resolves-to-structure [{:keys [path expected]}]
  (let [data (resolve/load-wit path {:features features})
        ours (structure/of-data data)
        theirs (structure/of-json (json/read-str (slurp expected)))]
    (if (= ours theirs)
      (round-trip data)
      (str "its structure differs; ours, theirs:\n"
           (with-out-str (pprint/pprint (take 2 (data/diff ours theirs))))))))

(defn accept
  "Checks that the case resolves to the structure that the reference prints, and survives printing."
  [{:keys [name] :as case}]
  (if (empty-records name) (refused-as-empty case) (resolves-to-structure case)))

(defn expected-places
  "Returns the [file line column] in a reference's message."
  [text]
  (set (for [[_ path line column] (re-seq #"parse-fail/(\S+?\.wit):(\d+):(\d+)" text)]
         [(last (str/split path #"/")) (parse-long line) (parse-long column)])))

(defn- places [e]
  (for [{:keys [file line column]} (:problems (ex-data e)) :when file]
    [(.getName (io/file file)) line column]))

(defn- refused-in-line [{:keys [path expected]}]
  (let [wanted (expected-places (slurp expected))]
    (try (resolve/load-wit path {:features features})
         "it was accepted"
         (catch RadicchioException e
           (when-not (or (empty? wanted)
                         (some (set (map butlast wanted)) (map butlast (places e))))
             (str "refused elsewhere: " (ex-message e) "\nthe reference: " (slurp expected)))))))

(defn reject
  "Checks that the case is refused, with a problem at the line that the reference names."
  [{:keys [name] :as case}]
  (if (empty-records name) (refused-as-empty case) (refused-in-line case)))

(defn wasi
  "Checks that the package resolves, and survives printing."
  [{:keys [path deps]}]
  (round-trip (resolve/load-wit path {:deps deps :features :all})))

(defn unambiguous
  "Checks that the grammar has one parse of the file, and that Instaparse finds the same."
  [{:keys [path]}]
  (when-let [{:keys [text ours theirs]} (first (general/disagreements (slurp path)))]
    (str text "\nwe read it as\n" ours "\nInstaparse in " (count theirs) " ways\n" (first theirs))))

;; The suite

(defn- run [kind check case]
  (let [failure (try (check case)
                     (catch Exception e (str (.getName (class e)) ": " (ex-message e))))]
    (when failure
      (println (str "FAIL " kind "/" (:name case) "\n" (str/replace failure #"(?m)^" "  "))))
    (nil? failure)))

(defn run-suite
  "Runs all cases of a folder. Returns {:passed n :failed n}."
  [folder]
  (let [results (concat (map #(run "accept" accept %) (accept-cases folder))
                        (map #(run "reject" reject %) (reject-cases folder))
                        (map #(run "wasi" wasi %) (wasi-packages (io/file folder ".." "wasi-wit")))
                        (for [file (mapcat wit-files [(io/file folder "accept") (io/file folder ".." "wasi-wit")])]
                          (run "unambiguous" unambiguous {:name (str file) :path file})))]
    {:passed (count (filter true? results)) :failed (count (remove true? results))}))
