(ns conformance.component-model
  "The Component Model's reference tests: `clojure -M:test -m conformance.component-model DIR`, where DIR has `.wast`
  files, in folders of any depth. Prints the failures, the skipped tests with reasons, and
  `N passed, N failed, N skipped`. Exits with 1 if a test failed.

  Components are decoded and validated, and calls run on both backends. Scripts that need unsupported features are
  skipped."
  (:require [clojure.java.io :as io]
            [conformance.component-execution :as execution]
            [conformance.wast :as wast])
  (:import (java.io File)
           (radicchio.binary Binary Binary$Form)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.validate Validate)))

(set! *warn-on-reflection* true)

(defn shared
  "Returns a folder of the conformance data."
  ^File [& path]
  (apply io/file (or (System/getenv "RADICCHIO_SHARED") "../shared") "conformance" path))

;; Outcomes of a command: :passed, [:failed why] or [:skipped why]

(defn- refusal
  "Returns the exception of decoding or, if that succeeds, of validating; nil if both succeed."
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

(def ^:private engine-validates
  "Texts of assertions about the contents of core modules, which the engine validates when it compiles them."
  #{"type mismatch"})

(defn- run
  "Checks that a valid component runs."
  [execute! state command]
  (let [outcome (accepted command)]
    (if (= :passed outcome) (execute! state command) outcome)))

(defn check
  "Checks one command of a script; `state` has the script's instances."
  [state {:strs [type module_type text] :as command}]
  (cond
    (= "text" module_type) [:skipped "the text format"]
    (and (= "assert_invalid" type) (engine-validates text)) (execution/assert-uncompilable command)
    :else (case type
            "module" (run execution/instantiate! state command)
            "module_definition" (run execution/define! state command)
            "module_instance" (execution/instantiate! state command)
            "action" (execution/act state command)
            "assert_return" (execution/assert-return state command)
            "assert_trap" (execution/assert-trap state command)
            "assert_uninstantiable" (execution/assert-uninstantiable command)
            "assert_invalid" (refused ErrorKind/INVALID command)
            "assert_malformed" (refused ErrorKind/MALFORMED command)
            [:skipped (str "a command " type)])))

(defn- checked [check state command]
  (try (check state command)
       (catch Exception e [:failed (str (.getName (class e)) ": " (ex-message e))])))

(defn run-script
  "Returns the outcomes of a script's commands, each with its :place."
  [script check]
  (let [all (wast/commands script)]
    (if-let [why (:unreadable all)]
      [{:place (str script) :outcome [:skipped (str "wasm-tools does not read it: " why)]}]
      (let [state (execution/new-state)]
        (mapv (fn [command]
                (let [line (get command "line")]
                  {:place (str script ":" line)
                   :outcome (checked check state (assoc command :place (str (.getName (io/file script)) ":" line)))}))
              all)))))

(defn ^:scripts run-suite
  "Runs the scripts below a folder. Prints failures, returns {:passed n :failed n :skipped n :reasons {why n}}."
  [folder]
  (let [outcomes (mapcat #(run-script % check) (wast/scripts folder))
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
