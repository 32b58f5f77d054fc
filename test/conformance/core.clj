(ns conformance.core
  "The core specification's reference tests of linking and sharing, on both backends: `bin/conformance core`, or
  `clojure -M:conformance -m conformance.core DIR` for any folder of `.wast` files.

  Each script runs in a new store for each backend. A module that the engine refuses by name is skipped with the message, and
  so is everything that needs it. Known faults of the engine inside one module are in `core_known.edn`, each entry with its
  reason. An entry that no longer fails is itself a failure."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [conformance.wast :as wast])
  (:import (java.io File)
           (java.time Duration)
           (java.util List Optional OptionalLong)
           (radicchio.engine Backend CoreInstance CoreModule CoreModule$Import CoreType Engine
                             ExternType$FuncType ExternType$GlobalType ExternType$MemoryType
                             ExternType$TableType Func Global HostFunc Limits CoreStore)
           (radicchio.error ErrorKind RadicchioException)))

(set! *warn-on-reflection* true)

;; Values

(defn- bits
  "Returns the slot of a number that the script writes as unsigned decimal bits."
  [type value]
  (let [n (unchecked-long (.longValue (bigint value)))]
    (if (#{"i32" "f32"} type) (long (unchecked-int n)) n)))

(def ^:private externs
  "Returns the host's object for (ref.extern n): one object for each n, identical to itself."
  (memoize (fn [n] [:extern n])))

(defn- slot [^CoreStore store {:strs [type value]}]
  (cond
    (= "null" value) CoreStore/NULL_REF
    (= "externref" type) (.externref store (externs value))
    :else (bits type value)))

(def ^:private lane-bits {"i8" 8, "i16" 16, "i32" 32, "i64" 64, "f32" 32, "f64" 64})

(defn- halves
  "Returns the two slots of a vector from the unsigned numbers of its lanes, the low half first."
  [lanes ^long width]
  (for [half (partition (quot 64 width) lanes)]
    (unchecked-long (reduce (fn [n lane] (+ (* n (.shiftLeft BigInteger/ONE width)) (bigint lane)))
                            0N (reverse half)))))

(defn- slots-of [store {:strs [type lane_type value] :as argument}]
  (if (= "v128" type)
    (halves (map #(mod (bigint %) (.shiftLeft BigInteger/ONE (lane-bits lane_type))) value) (lane-bits lane_type))
    [(slot store argument)]))

(defn- lanes
  "Returns the numbers of a vector's lanes, as slots of their type."
  [halves lane-type]
  (let [width (long (lane-bits lane-type))]
    (for [half halves, i (range (quot 64 width))]
      (bit-shift-right (bit-shift-left (long half) (- 64 width (* i width))) (- 64 width)))))

(defn- nan? [type ^long slot canonical?]
  (if (= "f32" type)
    (let [n (bit-and slot 0x7fffffff)]
      (if canonical? (= n 0x7fc00000) (= 0x7fc00000 (bit-and n 0x7fc00000))))
    (let [n (bit-and slot 0x7fffffffffffffff)]
      (if canonical? (= n 0x7ff8000000000000) (= 0x7ff8000000000000 (bit-and n 0x7ff8000000000000))))))

(defn- is? [^CoreStore store {:strs [type value values] :as expected} slot]
  (cond
    (= "either" type) (boolean (some #(is? store % slot) values))
    (= "nan:canonical" value) (nan? type slot true)
    (= "nan:arithmetic" value) (nan? type slot false)
    (or (= "null" value) (= "refnull" type)) (= CoreStore/NULL_REF slot)
    (str/ends-with? type "ref") (if (and value (= "externref" type))
                                  (identical? (externs value) (.object store slot))
                                  (not= CoreStore/NULL_REF slot))
    (#{"i32" "f32"} type) (= (bits type value) (long (unchecked-int slot)))
    :else (= (bits type value) slot)))

(defn- are?
  "Tests whether slots are the expected results, of which a vector has two."
  [store expected slots]
  (if-let [[{:strs [type lane_type value values] :as wanted} & more] (seq expected)]
    (let [vector? (or (= "v128" type) (= "v128" (get (first values) "type")))
          [these others] (split-at (if vector? 2 1) slots)]
      (and (= (count these) (if vector? 2 1))
           (cond
             (= "either" type) (boolean (some #(are? store [%] these) values))
             vector? (every? true? (map (fn [number lane]
                                          (is? store {"type"  (if (#{"i8" "i16"} lane_type) "i32" lane_type)
                                                      "value" (if (#{"i8" "i16"} lane_type) (str (mod (bigint number) (if (= "i8" lane_type) 256 65536))) number)}
                                               (if (#{"i8" "i16"} lane_type) (mod (long lane) (if (= "i8" lane_type) 256 65536)) lane)))
                                        value (lanes these lane_type)))
             :else (is? store wanted (first these)))
           (recur store more others)))
    (empty? slots)))

(defn- shown [slots] (str/join " " slots))

;; Instances

(defn- nothing ^HostFunc [] (reify HostFunc (call [_ _] (long-array 0))))

(defn- spectest
  "The imports that every script can use."
  [^CoreStore store]
  (let [function #(.function store (ExternType$FuncType. % []) (nothing))
        global   (fn [^CoreType type slot] (.global store (ExternType$GlobalType. type false) slot))]
    {"print" (function []), "print_i32" (function [CoreType/I32]), "print_i64" (function [CoreType/I64])
     "print_f32" (function [CoreType/F32]), "print_f64" (function [CoreType/F64])
     "print_i32_f32" (function [CoreType/I32 CoreType/F32]), "print_f64_f64" (function [CoreType/F64 CoreType/F64])
     "global_i32" (global CoreType/I32 666), "global_i64" (global CoreType/I64 666)
     "global_f32" (global CoreType/F32 (Float/floatToRawIntBits 666.6))
     "global_f64" (global CoreType/F64 (Double/doubleToRawLongBits 666.6))
     "table" (.table store (ExternType$TableType. CoreType/FUNCREF 10 (OptionalLong/of 20) false) CoreStore/NULL_REF)
     "memory" (.memory store (ExternType$MemoryType. 1 (OptionalLong/of 2) false false))}))

(defn- exported [instance name]
  (if (map? instance)
    (get instance name)
    (.orElse (.export ^CoreInstance instance name) nil)))

(defn- provided [{:keys [registered]} ^CoreModule$Import i]
  (or (some-> (get registered (.module i)) (exported (.name i)))
      (throw (RadicchioException/of ErrorKind/UNLINKABLE
                                    (str "unknown import " (.module i) " " (.name i))))))

(defn- instantiate [{:keys [^CoreStore store] :as state} ^CoreModule module]
  (.instantiate store module ^List (mapv #(provided state %) (.imports module))))

(defn- compiled ^CoreModule [{:keys [backend]} {:keys [bytes]}]
  (Engine/compile ^bytes bytes ^Backend backend))

;; Outcomes: :passed, [:failed why] or [:skipped why]

(defn- unsupported
  "Returns the message of an exception that refuses a feature by name."
  [^Throwable e]
  (when (and (instance? RadicchioException e) (= ErrorKind/INVALID (.kind ^RadicchioException e)))
    (second (re-find #"^the module uses (.*), which this engine does not support" (ex-message e)))))

(defn- instance-of [{:keys [instances current]} {:strs [module]}]
  (if module (get instances module) current))

(defn- perform
  "Returns the slots of an action's results."
  [state {:strs [type field args] :as action}]
  (let [extern (exported (instance-of state action) field)]
    (case type
      "invoke" (.call ^Func extern (long-array (mapcat #(slots-of (:store state) %) args)))
      "get" (let [^Global global extern]
              (cond-> [(.get global)]
                (= CoreType/V128 (.value ^ExternType$GlobalType (.type global))) (conj (.high global)))))))

(def ^:private trap-kinds
  "Returns the trap texts of scripts, with the kinds of our traps that match them."
  {"unreachable" #{"unreachable"}
   "out of bounds memory access" #{"out-of-bounds-memory"}
   "out of bounds table access" #{"out-of-bounds-table"}
   "out of bounds array access" #{"out-of-bounds-array"}
   "undefined element" #{"undefined-element"}
   "uninitialized element" #{"uninitialized-element"}
   "uninitialized" #{"uninitialized-element"}
   "indirect call type mismatch" #{"indirect-call-type"}
   "indirect call" #{"indirect-call-type"}
   "integer divide by zero" #{"integer-divide-by-zero"}
   "integer overflow" #{"integer-overflow"}
   "invalid conversion to integer" #{"invalid-conversion"}
   "null function reference" #{"null-reference"}
   "null reference" #{"null-reference"}
   "null function" #{"null-reference"}
   "null exception reference" #{"null-reference"}
   "null i31 reference" #{"null-reference"}
   "null array reference" #{"null-reference"}
   "null structure reference" #{"null-reference"}
   "cast failure" #{"cast-failure"}
   "call stack exhausted" #{"stack-exhausted"}})

(defn- kind-of [^Throwable e]
  (if (instance? RadicchioException e) (.kind ^RadicchioException e) (class e)))

(defn- expect-kind [expected e]
  (cond (nil? e) [:failed (str "it went well; expected " expected)]
        (= expected (kind-of e)) :passed
        :else [:failed (str "expected " expected ", got " (kind-of e) ": " (ex-message e))]))

(defn- expect-trap [text e]
  (let [outcome (expect-kind ErrorKind/TRAP e)
        kinds   (some (fn [n] (trap-kinds (str/join " " (take n (str/split text #" "))))) (range 5 0 -1))
        kind    (some-> e ex-data :trap name)]
    (cond (not= :passed outcome) outcome
          (contains? (or kinds #{}) kind) :passed
          :else [:failed (str "expected the trap \"" text "\", got :" kind)])))

(defn- thrown [f]
  (try (f) nil (catch Throwable e e)))

(defn- expect-return [{:keys [store]} expected results]
  (cond (are? store expected results) :passed
        :else [:failed (str "expected " (pr-str expected) ", got " (shown results))]))

(defn- with-instance [state {:strs [name]} instance]
  (cond-> (assoc state :current instance)
    name (assoc-in [:instances name] instance)))

(defn- missing [state reason command]
  [(with-instance state command nil) [:skipped reason]])

(defn- with-module
  "Instantiates a module. If it is refused by name, later commands that need it are skipped."
  [state command]
  (try
    (let [instance (instantiate state (compiled state command))]
      [(with-instance state command instance) :passed])
    (catch Exception e
      (if-let [feature (unsupported e)]
        (missing state feature command)
        [(with-instance state command nil) [:failed (str "refused: " (ex-message e))]]))))

(defn- refused [state kind command]
  (let [e (thrown #(compiled state command))]
    (if-let [feature (and (= kind ErrorKind/MALFORMED) e (unsupported e))]
      [:skipped feature]
      (expect-kind kind e))))

(defn- not-instantiated [state kind command]
  (try
    (let [module (compiled state command)]
      (expect-kind kind (thrown #(instantiate state module))))
    (catch RadicchioException e
      (if-let [feature (unsupported e)] [:skipped feature] (expect-kind kind e)))))

(defn- acted
  "Returns the outcome of a command with an action, from its results or its exception."
  [state {:strs [action]} on-results on-thrown]
  (if (nil? (instance-of state action))
    [:skipped "needs a module that was refused"]
    (let [[results e] (try [(perform state action) nil] (catch Throwable e [nil e]))]
      (if e (on-thrown e) (on-results results)))))

(defn- run-command
  "Returns [state outcome] after a command."
  [{:keys [^CoreStore store backend] :as state} {:strs [type text as name expected] :as command}]
  (let [went-well (fn [_] [:failed "it went well"])
        threw     (fn [e] [:failed (str "it threw " (kind-of e) ": " (ex-message e))])]
    (case type
      "module" (with-module state command)
      "module_definition" (if (= "text" (get command "module_type"))
                            [state [:skipped "the text format"]]
                            (try [(assoc-in state [:definitions name] (compiled state command)) :passed]
                                 (catch RadicchioException e
                                   [state (if-let [f (unsupported e)] [:skipped f] (threw e))])))
      "module_instance" (let [{:strs [module instance]} command]
                          (if-let [definition (get-in state [:definitions module])]
                            (let [made (instantiate state definition)]
                              [(cond-> (assoc state :current made) instance (assoc-in [:instances instance] made)) :passed])
                            [state [:skipped "needs a module that was refused"]]))
      "register" (if-let [instance (if name (get (:instances state) name) (:current state))]
                   [(assoc-in state [:registered as] instance) :passed]
                   [state [:skipped "needs a module that was refused"]])
      "action" [state (acted state command (constantly :passed) threw)]
      "assert_return" [state (acted state command #(expect-return state expected %) threw)]
      "assert_trap" [state (if (:bytes command)
                             (not-instantiated state ErrorKind/TRAP command)
                             (acted state command went-well #(expect-trap text %)))]
      "assert_exhaustion" [state (acted state command went-well #(expect-trap text %))]
      "assert_exception" [state (acted state command went-well
                                       #(if (= :uncaught-exception (:trap (ex-data %))) :passed (threw %)))]
      "assert_unlinkable" [state (not-instantiated state ErrorKind/UNLINKABLE command)]
      "assert_uninstantiable" [state (not-instantiated state ErrorKind/TRAP command)]
      "assert_invalid" [state (refused state ErrorKind/INVALID command)]
      "assert_malformed" [state (refused state ErrorKind/MALFORMED command)]
      [state [:skipped (str "the command " type)]])))

;; Scripts

(def ^:private limits
  (Limits. Limits/MOST_PAGES (Optional/of (Duration/ofSeconds 60))))

(defn- known
  "{[backend script] {line reason}}: the known faults of the engine inside one module."
  []
  (let [{:keys [both compiler interpreter]} (edn/read-string (slurp (io/resource "conformance/core_known.edn")))]
    (merge-with merge
                (into {} (for [backend (Backend/values) [script lines] both] [[backend script] lines]))
                (into {} (for [[script lines] compiler] [[Backend/COMPILER script] lines]))
                (into {} (for [[script lines] interpreter] [[Backend/INTERPRETER script] lines])))))

(defn- judged
  "Returns the outcome for a line with a known fault."
  [reason outcome]
  (cond (nil? reason) outcome
        (= :passed outcome) [:failed (str "it passes, and is known as: " reason)]
        (= :failed (first outcome)) [:skipped reason]
        :else outcome))

(defn- run-script [backend ^File script script-name commands known-lines]
  (let [^CoreStore store (Engine/store limits)
        start {:store store, :backend backend, :instances {}, :registered {"spectest" (spectest store)}}]
    (loop [state start, [{:strs [line module_type] :as command} & more] commands, outcomes []]
      (if (nil? command)
        outcomes
        (let [[state outcome]
              (if (= "text" module_type)
                [state [:skipped "the text format"]]
                (do (.enter store)
                    (try (run-command state command)
                         (catch Exception e [state [:failed (str e)]])
                         (finally (.leave store)))))]
          (recur state more (conj outcomes {:place (str script-name ":" line)
                                            :backend backend
                                            :outcome (judged (get known-lines line) outcome)})))))))

(defn- report [outcomes]
  (let [kind #(let [o (:outcome %)] (if (keyword? o) o (first o)))]
    (doseq [{:keys [place backend outcome] :as o} outcomes :when (= :failed (kind o))]
      (println (str "FAIL " place " " (str/lower-case (str backend)) "\n  " (second outcome))))
    (doseq [backend (Backend/values)]
      (let [{:keys [passed failed skipped]} (frequencies (map kind (filter #(= backend (:backend %)) outcomes)))]
        (println (str "core, " (str/lower-case (str backend)) ": " (or passed 0) " passed, " (or failed 0)
                      " failed, " (or skipped 0) " skipped"))))
    (let [skipped (filter #(= :skipped (kind %)) outcomes)]
      (doseq [[why n] (sort-by (comp - val) (frequencies (map #(second (:outcome %)) skipped)))]
        (println (str "  " n " skipped: " why)))
      {:passed (count (filter #(= :passed (kind %)) outcomes))
       :failed (count (filter #(= :failed (kind %)) outcomes))
       :skipped (count skipped)})))

(defn ^:scripts run-suite
  "Runs the scripts below a folder on both backends. Prints failures and the number of skipped tests for each reason. Returns
  {:passed n :failed n :skipped n}."
  [folder]
  (let [faults (known)
        below  (.toPath (io/file folder))]
    (report
     (doall
      (for [^File script (wast/scripts folder)
            :let [script-name (str (.relativize below (.toPath script)))
                  commands    (wast/commands script)]
            backend (Backend/values)
            outcome (if-let [why (:unreadable commands)]
                      [{:place script-name, :backend backend, :outcome [:skipped (str "wasm-tools does not read it: " why)]}]
                      (run-script backend script script-name commands (get faults [backend script-name])))]
        outcome)))))

(defn -main [& [folder]]
  (let [{:keys [passed failed skipped]} (run-suite folder)]
    (println (str passed " passed, " failed " failed, " skipped " skipped"))
    (shutdown-agents)
    (System/exit (if (zero? failed) 0 1))))
