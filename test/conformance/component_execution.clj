(ns conformance.component-execution
  "Runs the Component Model's reference tests: makes instances and calls their functions, on both backends."
  (:require [clojure.string :as str]
            [radicchio.wasm.component :as wasm])
  (:import (radicchio.error RadicchioException)
           (radicchio.runtime ExportedFunction Instance)))

(set! *warn-on-reflection* true)

(def ^:private backends [:compiler :interpreter])

;; Values in wasm-tools' format

(declare value)

(defn- result-value [{:strs [Ok Err] :as result}]
  (let [[arm payload] (if (contains? result "Ok") [:ok Ok] [:err Err])]
    (if payload [arm (value payload)] [arm])))

(defn- float-value
  "Returns a float from its bits, an unsigned number, or from a kind of NaN."
  [type text]
  (cond (str/starts-with? text "nan") ##NaN
        (= "f32" type) (double (Float/intBitsToFloat (Integer/parseUnsignedInt text)))
        :else (Double/longBitsToDouble (Long/parseUnsignedLong text))))

(defn value
  "Returns the Clojure value of a typed value."
  [{:strs [type value] :as typed}]
  (let [of conformance.component-execution/value]
    (case type
      "bool" value
      ("u8" "s8" "u16" "s16" "u32" "s32" "s64") (parse-long value)
      "u64" (let [n (bigint value)] (if (<= n Long/MAX_VALUE) (long n) n))
      ("f32" "f64") (float-value type value)
      ("char" "string") value
      ("list" "tuple") (mapv of value)
      "record" (into {} (map (fn [[field v]] [(keyword field) (of v)])) value)
      "variant" (let [{:strs [case payload]} value]
                  (if payload [(keyword case) (of payload)] [(keyword case)]))
      "enum" (keyword value)
      "option" (some-> value of)
      "result" (result-value value)
      "flags" (set (map keyword value))
      (throw (ex-info (str "no value of type " type) {:value typed})))))

(defn- comparable [v]
  (cond (bytes? v) (mapv #(bit-and 255 (long %)) v)
        (vector? v) (mapv comparable v)
        (and (double? v) (Double/isNaN v)) :nan
        :else v))

;; A script's state: {:definitions {name compiled}, :current instances, :named {name instances}}. Instances are one for each
;; backend, or the exception that prevented it.

(defn new-state [] (atom {:definitions {} :named {}}))

(defn- per-backend [f]
  (try (zipmap backends (map f backends))
       (catch Exception e e)))

(defn- compiled [bytes]
  (per-backend #(wasm/compile bytes {:backend %})))

(defn- instances [components]
  (if (map? components)
    (per-backend #(wasm/instantiate (components %) {}))
    components))

(defn- unsupported? [e]
  (and (instance? RadicchioException e)
       (str/starts-with? (ex-message e) "the component needs features that are not supported yet")))

(defn- blocked
  "Returns the outcome of a command whose instance is missing."
  [^Exception e]
  (cond (nil? e) [:failed "there is no instance"]
        (unsupported? e) [:skipped "concurrency"]
        (= :unlinkable (:radicchio/error (ex-data e)))
        [:skipped "imports that the suite does not give"]
        :else [:failed (str "no instance: " (ex-message e))]))

(defn- outcome [made]
  (if (map? made) :passed (blocked made)))

;; Commands

(defn define! [state {:strs [name] :keys [bytes]}]
  (swap! state assoc-in [:definitions name] (compiled bytes))
  :passed)

(defn- enter! [state name made]
  (swap! state #(cond-> (assoc % :current made) name (assoc-in [:named name] made)))
  (outcome made))

(defn instantiate!
  "Handles a `module` command, inline or of a definition."
  [state {:strs [name instance module] :keys [bytes]}]
  (enter! state
          (or name instance)
          (instances (if bytes (compiled bytes) (get-in @state [:definitions module])))))

(defn- invoke [instances {:strs [field args]}]
  (for [backend backends]
    (let [instance ^Instance (instances backend)
          function (first (filter #(= field (.id ^ExportedFunction %)) (.functions instance)))]
      (try
        {:value (.callTagged ^ExportedFunction function (to-array (map value args)))}
        (catch Exception e {:thrown e})))))

(defn- with-instances [state {:strs [action]} f]
  (let [target (if-let [module (get action "module")]
                 (get-in @state [:named module])
                 (:current @state))]
    (if (map? target)
      (or (some f (invoke target action)) :passed)
      (blocked target))))

(defn assert-return [state {:strs [expected] :as command}]
  (with-instances
   state command
   (fn [{:keys [value thrown]}]
     (let [wanted (comparable (some-> (first expected) conformance.component-execution/value))]
       (cond thrown [:failed (str "threw " thrown)]
             (not= wanted (comparable value)) [:failed (str "expected " (pr-str wanted) ", got "
                                                            (pr-str (comparable value)))])))))

(defn act
  "Handles an `action` command, whose result does not matter."
  [state command]
  (with-instances state command (fn [{:keys [thrown]}] (when thrown [:failed (str "threw " thrown)]))))

(def ^:private in-our-words
  "Our words for the expected messages of the tests."
  {"wasm trap: wasm `unreachable` instruction executed" "unreachable instruction executed"
   "wasm trap: cannot enter component instance" "instance"
   "cannot enter component instance" "instance"
   "wasm trap: deadlock detected: event loop cannot make further progress"
   "deadlock detected: event loop cannot make further progress"
   "unaligned pointer" "not aligned"
   "wasm trap: unaligned pointer" "not aligned"
   "wasm trap: list content out-of-bounds" "beyond end of memory"
   "string pointer/length out of bounds of memory" "string content out-of-bounds"
   "incomplete utf-8 byte sequence" "invalid utf-8"})

;; Traps of the tests that the specification allows to be others.
(def ^:private other-traps
  {;; `canon_lower` traps if it would wait: here the callee traps before it waits. These tests expect a trap before the call,
   ;; which the specification no longer asks for; its later versions of the tests let the callee wait.
   "dont-block-start.wast:25" "unreachable instruction executed"
   "trap-if-block-and-sync.wast:287" "unreachable instruction executed"
   "trap-if-block-and-sync.wast:289" "unreachable instruction executed"
   ;; `Store.tick` may run between two calls, and resumes a thread that the first call left ready. That thread then traps.
   "during-sync-call-no-sibling-resume.wast:215" "unreachable instruction executed"})

(defn- says? [^Throwable e place text]
  (let [message (ex-message e)]
    (or (str/includes? message text)
        (some->> (other-traps place) (str/includes? message))
        (str/includes? message (in-our-words text text))
        (str/starts-with? (str/replace text "`" "") (first (str/split message #": "))))))

(defn- trapped [e place text]
  (cond (nil? e) [:failed (str "did not trap: " text)]
        (not= :trap (:radicchio/error (ex-data e))) [:failed (str "threw " e ", not a trap: " text)]
        (not (says? e place text)) [:failed (str "trapped as " (ex-message e) ", not as " text)]))

(defn assert-trap [state {:keys [place] :strs [text] :as command}]
  (with-instances state command #(trapped (:thrown %) place text)))

(defn assert-uncompilable
  "Checks that each backend refuses the contents of a core module."
  [{:keys [bytes] :strs [text]}]
  (let [outcomes (for [backend backends]
                   (try (wasm/compile bytes {:backend backend})
                        [:failed (str "compiled with " backend ": " text)]
                        (catch RadicchioException e
                          (if (= :invalid (:radicchio/error (ex-data e)))
                            :passed
                            [:failed (str "refused as " (ex-message e) ", not as " text)]))))]
    (or (some #(when (vector? %) %) outcomes) :passed)))

(defn assert-uninstantiable [{:strs [text] :keys [bytes place]}]
  (let [made (instances (compiled bytes))]
    (cond (map? made) [:failed (str "was instantiated: " text)]
          (unsupported? made) [:skipped "concurrency"]
          :else (or (trapped made place text) :passed))))
