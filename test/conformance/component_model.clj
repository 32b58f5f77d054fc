(ns conformance.component-model
  "The Component Model's reference tests: `clojure -M:test -m conformance.component-model DIR`, where DIR has `.wast`
  files, in folders of any depth. Prints what failed, what was skipped and why, and
  `N passed, N failed, N skipped`; exits with 1 where something failed.

  wasm-tools takes the scripts apart into binaries and commands; it is looked for on the PATH, or where
  WASM_TOOLS says. Here a component is decoded and validated; what has to run is skipped."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [conformance.wit-structure :as structure])
  (:import (java.io File)
           (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)
           (radicchio.binary Binary Binary$Form)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn shared
  "A folder of the conformance data."
  ^File [& path]
  (apply io/file (or (System/getenv "RADICCHIO_SHARED") "../shared") "conformance" path))

(defn scripts
  "The `.wast` files below a folder, sorted."
  [folder]
  (sort (filter #(str/ends-with? (str %) ".wast") (file-seq (io/file folder)))))

;; Scripts into commands

(defn- wasm-tools [& args]
  (let [program (or (System/getenv "WASM_TOOLS") "bin/wasm-tools")]
    (try (apply shell/sh program args)
         (catch java.io.IOException e
           (throw (ex-info (str "wasm-tools is needed: put it on the PATH, or its path into WASM_TOOLS; "
                                (ex-message e))
                           {} e))))))

(defn- delete-all [^File folder]
  (run! #(.delete ^File %) (reverse (file-seq folder))))

(defn- read-binary [^File folder {:strs [filename module_type] :as command}]
  (if (and filename (= "binary" module_type))
    (assoc command :bytes (Files/readAllBytes (.toPath (io/file folder filename))))
    command))

(defn commands
  "The commands of a script, maps as wasm-tools writes them, with the binary that a command names under :bytes;
  or {:unreadable why}."
  [script]
  (let [folder (.toFile (Files/createTempDirectory "wast" (make-array FileAttribute 0)))]
    (try
      (let [json (io/file folder "script.json")
            {:keys [exit err]} (wasm-tools "json-from-wast" (str script) "--wasm-dir" (str folder)
                                           "-o" (str json))]
        (if (zero? exit)
          (mapv #(read-binary folder %) (get (structure/read-json (slurp json)) "commands"))
          {:unreadable (first (str/split-lines err))}))
      (finally (delete-all folder)))))

;; What a command asks for: :passed, [:failed why] or [:skipped why]

(defn- refusal
  "The exception that decoding, or if that succeeds validating, throws; nil where both pass."
  [^bytes wasm]
  (try (Validate/check (Binary/decode wasm))
       nil
       (catch RadicchioException e e)))

(defn- accepted [{:keys [bytes]}]
  (if (= Binary$Form/CORE_MODULE (Binary/sniff bytes))
    [:skipped "a core module: the engine's to validate"]
    (if-let [e (refusal bytes)]
      [:failed (str "refused: " (ex-message e))]
      :passed)))

(defn- refused [kind {:keys [bytes] :strs [text]}]
  (let [^RadicchioException e (refusal bytes)]
    (cond (nil? e) [:failed (str "accepted, which should be refused: " text)]
          (= kind (.kind e)) :passed
          :else [:failed (str "refused as " (.kind e) ", not as " kind ": " (ex-message e))])))

(def engine-validates
  "Texts of assertions about the inside of core modules, which the engine validates when it compiles them."
  #{"type mismatch"})

(defn check
  "Checks one command as far as decoding and validating go."
  [{:strs [type module_type text] :as command}]
  (cond
    (= "text" module_type) [:skipped "the text format"]
    (and (= "assert_invalid" type) (engine-validates text)) [:skipped "the engine validates core code"]
    :else (case type
            ("module" "module_definition") (accepted command)
            "assert_invalid" (refused ErrorKind/INVALID command)
            "assert_malformed" (refused ErrorKind/MALFORMED command)
            [:skipped "has to run"])))

(defn run-script
  "The outcomes of a script's commands, each with its :place."
  [script check]
  (let [all (commands script)]
    (if-let [why (:unreadable all)]
      [{:place (str script) :outcome [:skipped (str "wasm-tools does not read it: " why)]}]
      (for [command all]
        {:place (str script ":" (get command "line"))
         :outcome (try (check command)
                       (catch Exception e [:failed (str (.getName (class e)) ": " (ex-message e))]))}))))

(defn run-suite
  "Runs the scripts below a folder. Prints failures, gives {:passed n :failed n :skipped n :reasons {why n}}."
  [folder]
  (let [outcomes (mapcat #(run-script % check) (scripts folder))
        by-kind (group-by #(let [o (:outcome %)] (if (keyword? o) o (first o))) outcomes)]
    (doseq [{:keys [place] [_ why] :outcome} (:failed by-kind)]
      (println (str "FAIL " place "\n  " why)))
    {:passed (count (:passed by-kind))
     :failed (count (:failed by-kind))
     :skipped (count (:skipped by-kind))
     :reasons (frequencies (map #(second (:outcome %)) (:skipped by-kind)))}))

(defn -main [& [folder]]
  (let [{:keys [passed failed skipped reasons]} (run-suite (or folder (shared "component-model")))]
    (doseq [[why n] (sort-by val > reasons)]
      (println (str n " skipped: " why)))
    (println (str passed " passed, " failed " failed, " skipped " skipped"))
    (shutdown-agents)
    (System/exit (if (zero? failed) 0 1))))
