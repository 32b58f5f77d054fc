(ns radicchio.wit.reference-test
  "Edited WIT texts are accepted and refused as by the reference, wasm-tools, and refusals have a place. Intended differences are
  `deliberate`, and listed in docs/conformance.md."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.test-runner :as runner]
            [radicchio.wit.edits :as edits]
            [radicchio.wit.parse :as parse]
            [radicchio.wit.resolve :as resolve])
  (:import (java.io File)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (java.util List)
           (java.util.concurrent TimeUnit)
           (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private conformance
  "The folder of the reference's samples. Without it there are other samples."
  (io/file (or (System/getenv "RADICCHIO_SHARED") "../shared") "conformance"))

;; The two answers

(defn- ours
  "Returns {:accepted true}, or {:accepted false :message …}, or the text \"wrong\" instead of true for an unexpected
  exception."
  [text]
  (try (resolve/resolve [[(parse/parse text "a.wit")]])
       {:accepted true}
       (catch RadicchioException e
         (let [{:radicchio/keys [error] :keys [line column]} (ex-data e)]
           {:accepted (if (and (#{:parse :resolve} error) line column) false "wrong")
            :message (ex-message e)}))
       (catch Throwable e
         {:accepted "wrong" :message (str e)})))

(defn- run
  "Returns {:exit code :output text} of a command that ends within a minute."
  [& command]
  (let [process (.start (.redirectErrorStream (ProcessBuilder. ^List command) true))
        output (slurp (.getInputStream process))]
    (when-not (.waitFor process 60 TimeUnit/SECONDS)
      (.destroyForcibly process))
    {:exit (.waitFor process) :output output}))

(defn- tool
  "Returns the path of wasm-tools, or nil if it is not available."
  []
  (let [{:keys [exit output]} (run "bin/cli/wasm-tools")]
    (when (zero? (long exit)) (last (str/split-lines output)))))

(defn- theirs
  "Returns the same for wasm-tools. The text is written to `file`."
  [tool ^File file text]
  (spit file text)
  (let [{:keys [exit output]} (run tool "component" "wit" (str file))]
    {:accepted (zero? (long exit)) :message output}))

;; The comparison

(def deliberate
  "The intended differences: [what, do we accept it?, where the pattern is searched, pattern]."
  [["error-context is not a keyword in WIT.md" true :theirs #"found keyword `error-context`"]
   ["nested namespaces and packages" true :theirs #"expected ('\{'|'/'|`/`|';'|'\.'), found ['`][:/]"]
   ["a use of a world that belongs to a feature is not there without it" true :theirs
    #"a type which is excluded due to its feature not being activated[^|]*\|[^|]*\|.*\buse\b"]
   ["the types of an interface or a world that is not there need no gate of their own" true :theirs
    #"this type is not gated by a feature but its (interface|world) is"]
   ["a path may name its own package" true :theirs
    #"package `([^`@]+)[^`]*` creates a dependency cycle[^|]*\|[^|]*\|.*[ (]\1/"]
   ["a name is defined once, by a type or by a use" false :ours #"defined twice|too much like"]
   ["a version is a semantic version" false :ours #"found '[-+]'"]
   ["a fixed length is at least one" false :ours #"a fixed length is from 1"]
   ["a stream or a future does not carry a borrow" false :ours #"cannot carry a borrow"]
   ["a stream of char is not valid in a component yet" false :ours #"a stream of char"]
   ["an external id is of what WIT.md says" false :ours #"@external-id cannot stand on"]
   ["the words of annotations are no identifiers" false :ours #"found `%(since|unstable|deprecated|external-id|version|feature)`"]
   ["build metadata is not part of a version's order" true :theirs #"cannot reference unreleased version \S+\+"]])

(defn- explained? [text ours theirs]
  (some (fn [[_ accepted in pattern]]
          (and (= accepted (:accepted ours))
               (re-find pattern (case in :text text :ours (str (:message ours)) :theirs (str (:message theirs))))))
        deliberate))

(defn disagreement
  "Returns the two answers to an edited sample, or nil if they agree or have an intended difference."
  [samples tool file seed]
  (let [text (edits/edited samples seed)
        ours (ours text)
        theirs (theirs tool file text)]
    (when-not (or (= (:accepted ours) (:accepted theirs))
                  (and (boolean? (:accepted ours)) (explained? text ours theirs)))
      {:seed seed :text text :ours ours :theirs theirs})))

(defn disagreements
  "Returns those of the edits of the seeds, computed on one thread for each processor."
  [seeds]
  (if-let [tool (tool)]
    (let [samples (edits/samples conformance)
          folder (doto (.toFile (Files/createTempDirectory "wit" (make-array FileAttribute 0))) .deleteOnExit)]
      (->> (partition-all 100 seeds)
           (pmap (fn [seeds]
                   (let [file (io/file folder (str (first seeds) ".wit"))]
                     (try (doall (keep #(disagreement samples tool file %) seeds))
                          (finally (io/delete-file file true))))))
           (into [] cat)))
    (runner/skip "wasm-tools is not there")))

(deftest edited-texts-are-accepted-and-refused-as-the-reference-does
  (is (empty? (disagreements (range 500)))))

(deftest ^:fuzz many-edited-texts-are-accepted-and-refused-as-the-reference-does
  (is (empty? (disagreements (range 500 100000)))))

(deftest edited-texts-are-refused-with-a-place-or-accepted
  (let [samples (edits/samples conformance)]
    (doseq [seed (range 1000000 1002000)
            :let [{:keys [accepted message]} (ours (edits/edited samples seed))]
            :when (= "wrong" accepted)]
      (is (nil? message) (str "seed " seed)))))
