(ns radicchio.docs-test
  "README.md and docs/*.md show what happens.

  In a document, in order:
    ```clojure                      each form is evaluated; `;=> value` after it is its expected value,
                                    `;=> throws: text` a part of its exception's message.
    <!-- file: NAME -->             the next block is that file of the reader's project.
    ```console                      `$ command` lines run in that project, output is compared; a line `…` matches any lines.
    <!-- copy: PATH NAME -->        the repository's PATH is the reader's NAME.
    <!-- not run: why -->           the next block is only shown.
  Each document has a separate namespace and project folder."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.test-runner :refer [skip]])
  (:import (java.io File)
           (java.nio.file Files LinkOption)
           (java.nio.file.attribute FileAttribute)
           (java.util.concurrent TimeUnit)))

(set! *warn-on-reflection* true)

;; --- A document as steps ---------------------------------------------------------------------------------------------

(def ^:private comment-line #"<!-- (file|copy|not run): (.*?) -->")

(defn- steps
  "Returns the steps of a document's text, in order: {:do :evaluate|:write|:run|:copy, :text …, :line n}."
  [text]
  (loop [[line & more :as lines] (str/split-lines text), number 1, note nil, found []]
    (cond
      (empty? lines) found

      (str/starts-with? line "```")
      (let [[block [_ & after]] (split-with #(not (str/starts-with? % "```")) more)
            language (subs line 3)
            step     {:line number, :text (str/join "\n" block)}
            kind     (cond
                       (= "not run" (first note)) nil
                       (= "file" (first note))    :write
                       (= "clojure" language)     :evaluate
                       (= "console" language)     :run)]
        (recur after (+ number (count block) 2) nil
               (cond-> found kind (conj (assoc step :do kind :name (second note))))))

      :else
      (let [[_ kind argument] (re-matches comment-line line)]
        (recur more (inc number)
               (if kind [kind argument] (when (str/blank? line) note))
               (cond-> found (= "copy" kind) (conj {:do :copy, :line number, :text argument})))))))

;; --- Clojure -----------------------------------------------------------------------------------------------------------

(defn- chunks
  "Splits source after each `;=>` line: [[source expected-or-nil] …]."
  [text]
  (loop [[line & more :as lines] (str/split-lines text), source [], found []]
    (if (empty? lines)
      (cond-> found (seq source) (conj [(str/join "\n" source) nil]))
      (if-let [[_ before expected] (re-matches #"(.*?)\s*;=> (.*)" line)]
        (recur more [] (conj found [(str/join "\n" (conj source before)) expected]))
        (recur more (conj source line) found)))))

(defn- eval-all
  "Returns the value of the last form. Unlike `load-string`, it does not wrap exceptions."
  [source]
  (let [reader (java.io.PushbackReader. (java.io.StringReader. source))]
    (loop [value nil]
      (let [form (read {:eof ::end} reader)]
        (if (= ::end form) value (recur (eval form)))))))

(defn- in-project
  "Replaces \"./x\" in source by a file of the reader's project."
  [source ^File project]
  (str/replace source "\"./" (str "\"" project "/")))

(defn- evaluate [ns-name project [source expected] place]
  (testing (str place ": " (str/trim source))
    (let [result (try
                   {:value (binding [*ns* (the-ns ns-name), *warn-on-reflection* false]
                             (eval-all (in-project source project)))}
                   (catch Throwable t {:thrown t}))
          throws (some->> expected (re-matches #"throws: (.*)") second)]
      (cond
        throws   (is (str/includes? (str (some-> ^Throwable (:thrown result) ex-message)) throws))
        (:thrown result) (throw (:thrown result))
        (nil? expected) nil
        (str/ends-with? expected "…") (is (str/starts-with? (pr-str (:value result))
                                                            (subs expected 0 (dec (count expected)))))
        :else    (is (= (read-string expected) (:value result)))))))

;; --- The reader's project ------------------------------------------------------------------------------------------------

(def ^:private top (.getCanonicalFile (io/file ".")))

(defn- temporary-folder ^File []
  (.toFile (Files/createTempDirectory "radicchio-docs" (into-array FileAttribute []))))

(defn- delete-recursively [^File file]
  (run! delete-recursively (when-not (Files/isSymbolicLink (.toPath file)) (.listFiles file)))
  (.delete file))

(defn- commands-folder
  "Makes a folder for the PATH in which `clj`, `lein` and `wasm-tools` are this repository's scripts, beside bin/wit."
  ^File [^File project]
  (let [folder (io/file project ".commands")]
    (doseq [[command script] {".commands/clj" "clojure", ".commands/clojure" "clojure", ".commands/lein" "lein",
                               ".commands/wasm-tools" "wasm-tools", "bin/wit" "wit"}
            :let [file (doto (io/file project command) io/make-parents)
                  link (.toPath file)]
            :when (not (Files/exists link (make-array LinkOption 0)))]
      (Files/createSymbolicLink link (.toPath (io/file top "bin" script)) (make-array FileAttribute 0)))
    folder))

(def ^:private command-line
  "Makes the image of bin/wit, which says so when the sources have changed."
  (delay (shell/sh (str (io/file top "bin" "wit")) "version")))

(defn- output-of [^String command ^File project]
  (let [builder (doto (ProcessBuilder. ^java.util.List (list "bash" "-c" command))
                  (.directory project)
                  (.redirectErrorStream true))]
    (.compute (.environment builder) "PATH"
              (reify java.util.function.BiFunction
                (apply [_ _ path] (str (commands-folder project) File/pathSeparator path))))
    (let [process (.start builder)
          output  (future (slurp (.getInputStream process)))]
      (when-not (.waitFor process 300 TimeUnit/SECONDS)
        (.destroyForcibly process))
      (str/split-lines (str/trim @output)))))

(defn- matches?
  "Tests whether lines match. An expected line `…` matches any number of lines, and `…` inside a line matches any text."
  [expected lines]
  (let [pattern (->> expected
                     (map #(if (= "…" (str/trim %))
                             "(?:.*\n)*?"
                             (str (str/join ".*" (map (fn [part] (java.util.regex.Pattern/quote part))
                                                      (str/split % #"…" -1)))
                                  "\n")))
                     str/join)]
    (boolean (re-matches (re-pattern pattern) (str (str/join "\n" lines) "\n")))))

(defn- run-console [text project place]
  (force command-line)
  (loop [lines (str/split-lines text)]
    (when-let [[line & more] (seq lines)]
      (let [command          (second (re-matches #"\$ (.*)" line))
            [expected after] (split-with #(not (str/starts-with? % "$ ")) more)
            expected         (remove str/blank? expected)
            printed          (remove str/blank? (output-of command project))]
        (testing (str place ": $ " command)
          (is (or (empty? expected) (matches? expected printed))
              (str "printed:\n" (str/join "\n" printed))))
        (recur after)))))

;; --- The library in the documents ---------------------------------------------------------------------------------------

(def ^:private version (str/trim (slurp (io/resource "radicchio/version.txt"))))
(def ^:private installed "0.1.0-docs")

(defn- with-installed-jar
  "Calls `f` while the local Maven repository has this repository's jar under a separate version."
  [f]
  (let [home (io/file (System/getProperty "user.home") ".m2/repository/io/github/radicchio/radicchio" installed)]
    (try
      (let [{:keys [exit out err]} (shell/sh (str (io/file top "bin/clojure")) "-T:build" "install"
                                             ":version" (pr-str installed) :dir top)]
        (is (zero? exit) (str out err)))
      (f)
      (finally
        (delete-recursively home)
        (io/delete-file (io/file top "target" (str "radicchio-" installed ".jar")) true)))))

(defn- with-version
  "Replaces the released version in a file's text by the installed one."
  [text]
  (str/replace text (str "\"" version "\"") (str "\"" installed "\"")))

;; --- A document ------------------------------------------------------------------------------------------------------------

(defn- follow-steps [^File document steps]
  (let [project (temporary-folder)
        ns-name (symbol (str "radicchio.docs-test." (str/replace (.getName document) #"\.md$" "")))]
    (try
      (binding [*ns* (create-ns ns-name)] (refer-clojure))
      (doseq [{:keys [line text name] kind :do} steps
              :let [place (str (.getName document) ":" line)]]
        (case kind
          :evaluate (doseq [chunk (chunks text)] (evaluate ns-name project chunk place))
          :write    (doto (io/file project name) io/make-parents (spit (str (with-version text) "\n")))
          :copy     (let [[from to] (str/split text #" ")]
                      (io/copy (io/file top from) (doto (io/file project to) io/make-parents)))
          :run      (run-console text project place)))
      (finally
        (remove-ns ns-name)
        (delete-recursively project)))))

(defn- follow [^File document]
  (follow-steps document (steps (slurp document))))

(def ^:private guests (io/file top "docs" "guests.md"))

(defn- pages
  "Returns the pages of docs/ that run commands, or those that do not. The page of guests is not among them: each of its
  parts has a test."
  [commands?]
  (for [^File page (sort (.listFiles (io/file top "docs")))
        :when (and (str/ends-with? (.getName page) ".md")
                   (not= guests page)
                   (= commands? (boolean (some #(= :run (:do %)) (steps (slurp page))))))]
    page))

(deftest ^:slow the-readme-and-pages-with-commands-show-what-happens
  (with-installed-jar
    #(run! follow (cons (io/file top "README.md") (pages true)))))

(deftest pages-of-docs-show-what-happens
  (run! follow (pages false)))

;; --- Guests in five languages ------------------------------------------------------------------------------------------

(defn- lines-of-part
  "[first last]: the lines of the part of a text with a heading of the second level."
  [text heading]
  (let [lines    (str/split-lines text)
        headings (keep-indexed #(when (str/starts-with? %2 "## ") (inc (long %1))) lines)
        start    (first (filter #(= (str "## " heading) (nth lines (dec (long %)))) headings))]
    [start (or (first (filter #(< (long start) (long %)) headings)) (inc (count lines)))]))

(defn- part-of-guests
  "The steps before the first part, and those of one."
  [heading]
  (let [text          (slurp guests)
        [start end]   (lines-of-part text heading)
        [beginning _] (lines-of-part text "Rust")]
    (filter #(or (< (long (:line %)) (long beginning)) (< (long start) (long (:line %)) (long end))) (steps text))))

(defn- runs? [& command]
  (try (zero? (:exit (apply shell/sh command)))
       (catch java.io.IOException _ false)))

(defn- build-guest
  "Follows the part of a language, if its tools are here."
  [heading & tools]
  (if-let [missing (seq (remove #(apply runs? %) tools))]
    (skip (str "to build a guest " (str/join " and " (map first missing)) " must be there"))
    (follow-steps guests (part-of-guests heading))))

(def ^:private node   ["npm" "--version"])
(def ^:private python ["python3" "-c" "import ensurepip, venv"])

(deftest ^:slow a-guest-in-rust       (build-guest "Rust" ["cargo" "--version"] ["rustup" "--version"]))
(deftest ^:slow a-guest-in-go         (build-guest "Go" ["go" "version"] node))
(deftest ^:slow a-guest-in-javascript (build-guest "JavaScript" node))
(deftest ^:slow a-guest-in-python     (build-guest "Python" python))
(deftest ^:slow a-guest-in-c          (build-guest "C" python node))
