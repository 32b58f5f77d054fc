(ns radicchio.test-runner
  "Finds and runs the tests below test/radicchio: `bin/test`, with namespaces or tests (ns/name) to run only those.

  A test with ^:slow or ^:fuzz in its metadata, or in its namespace's, belongs to that group: it runs with --slow, --fuzz or
  --all, or if it is named. A reflection warning about one of our namespaces is a failure. A test whose needs are missing calls
  `skip`; with CI=true everything must be present, and a skip is a failure."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :as t]
            [clojure.test.check.clojure-test :as check])
  (:import (java.io File StringWriter Writer)))

(set! *warn-on-reflection* true)

;; --- What to run ---------------------------------------------------------------------------------------------------

(def ^:private groups #{:slow :fuzz})

(defn- usage-error [message]
  (throw (ex-info (str message "\nUsage: bin/test [--slow] [--fuzz] [--all] [namespace | namespace/test]…")
                  {::usage true})))

(defn- parse [args]
  (reduce (fn [options arg]
            (case arg
              "--slow" (update options :groups conj :slow)
              "--fuzz" (update options :groups conj :fuzz)
              "--all"  (assoc options :groups (conj groups nil))
              (if (str/starts-with? arg "-")
                (usage-error (str "bin/test knows no option " arg "."))
                (update options :named conj (symbol arg)))))
          {:groups #{}, :named []}
          args))

(defn- namespaces-below [^File root]
  (let [prefix (inc (count (.getPath root)))]
    (sort
     (for [^File file (file-seq root)
           :when (str/ends-with? (.getName file) "_test.clj")]
       (-> (subs (.getPath file) prefix)
           (str/replace #"\.clj$" "")
           (str/replace File/separator ".")
           (str/replace \_ \-)
           symbol)))))

(defn- wanted-namespaces [named all]
  (if (empty? named)
    all
    (let [wanted (distinct (map #(symbol (or (namespace %) (name %))) named))]
      (doseq [n wanted :when (not (some #{n} all))]
        (usage-error (str "There is no test namespace " n " below test/.")))
      wanted)))

(defn- tests-of [ns-sym]
  (->> (ns-interns ns-sym) vals (filter (comp :test meta)) (sort-by (comp (juxt :line :name) meta))))

(defn- name-of [v]
  (str (ns-name (:ns (meta v))) "/" (:name (meta v))))

(defn- groups-of [v]
  (into #{} (filter (merge (meta (:ns (meta v))) (meta v))) groups))

(defn- wanted?
  "Tests whether the options select the test. Naming a test selects it. Naming a namespace selects its default tests, or all of
  them if the whole namespace is in a group."
  [{named :named, on :groups} v]
  (let [ns-sym (ns-name (:ns (meta v)))
        own    (groups-of v)]
    (cond
      (some #{(symbol (name-of v))} named)                          true
      (and (seq named) (not-any? #{ns-sym} named))                  false
      (contains? on nil)                                            true
      (seq on)                                                      (boolean (some on own))
      (empty? own)                                                  true
      :else (boolean (and (seq named) (some (meta (:ns (meta v))) own))))))

(def ^:private results (atom {:passed 0, :failed [], :skipped [], :seconds {}}))

;; --- Loading, with warnings as failures ----------------------------------------------------------------------------

(defn- echoing
  "Makes a writer to `to` and `kept`."
  ^Writer [^Writer to ^StringWriter kept]
  (proxy [Writer] []
    (write ([x] (if (integer? x)
                  (do (.write to (int x)) (.write kept (int x)))
                  (do (.write to ^String (str x)) (.write kept ^String (str x)))))
           ([x offset length]
            (let [s (if (string? x) (subs x offset (+ offset length)) (String. ^chars x (int offset) (int length)))]
              (.write to ^String s)
              (.write kept ^String s))))
    (flush [] (.flush to))
    (close [] (.flush to))))

(defn- warnings-of [^StringWriter output]
  (filter #(re-find #"^(Reflection|Boxed math) warning, (radicchio|leiningen|build)" %)
          (str/split-lines (str output))))

(defn- loads?
  "Tests whether the namespace can be required. If not, prints why and counts it as failed."
  [ns-sym]
  (try
    (require ns-sym)
    true
    (catch Throwable e
      (println "ERROR:" (str ns-sym) "does not load:" (str (or (ex-cause e) e)) (pr-str (ex-data e)))
      (swap! results update :failed conj (str ns-sym " (does not load)"))
      false)))

(defn- load-namespaces
  "Requires the namespaces: {:loaded those that loaded, :warnings the reflection warnings that were printed}."
  [namespaces]
  (let [kept (StringWriter.)]
    (binding [*err* (echoing *err* kept)
              *warn-on-reflection* true]
      (let [loaded (filterv loads? namespaces)]
        {:loaded loaded, :warnings (warnings-of kept)}))))

;; --- Running -------------------------------------------------------------------------------------------------------

(def ^:private ci? (= "true" (System/getenv "CI")))

(defn skip
  "A test calls this with the reason if it cannot run here, and then returns. It counts as neither passed nor failed, with CI=true
  as failed."
  [reason]
  (t/do-report (if ci?
                 {:type :fail, :message "skipped, which CI does not allow", :expected "all that it needs", :actual reason}
                 {:type ::skip, :reason reason})))

(defmethod t/report ::skip [{:keys [reason]}]
  (swap! results update :skipped conj [(first t/*testing-vars*) reason]))

;; A property that holds prints nothing. One that fails is reported with its shrunk input.
(defmethod t/report ::check/complete [_])

(defn- seconds-since [^long start]
  (/ (- (System/nanoTime) start) 1e9))

(defn- run-test
  "Runs a test inside its namespace's :each fixtures. A test var is what passes or fails."
  [v each]
  (let [bad     (atom 0)
        skipped (count (:skipped @results))
        report  t/report
        slow    (seq (groups-of v))
        start   (System/nanoTime)]
    (binding [t/report (fn [event]
                         (when (#{:fail :error} (:type event)) (swap! bad inc))
                         (report event))]
      (each #(t/test-var v)))
    (cond
      (pos? @bad)                             (swap! results update :failed conj (name-of v))
      (= skipped (count (:skipped @results))) (swap! results update :passed inc))
    (when slow
      (printf "  %s: %.1f s%n" (name-of v) (seconds-since start))
      (flush))))

(defn- run-namespace [options ns-sym]
  (when-let [tests (seq (filter #(wanted? options %) (tests-of ns-sym)))]
    (println (str ns-sym))
    (flush)
    (let [fixtures #(t/join-fixtures (% (meta (find-ns ns-sym))))
          once     (fixtures ::t/once-fixtures)
          each     (fixtures ::t/each-fixtures)
          start    (System/nanoTime)]
      (try
        (once (fn [] (run! #(run-test % each) tests)))
        (catch Throwable e
          (println "ERROR in a :once fixture of" (str ns-sym))
          (println e)
          (swap! results update :failed conj (str ns-sym " (its fixture)"))))
      (swap! results update :seconds assoc ns-sym (seconds-since start)))))

(defn- print-durations
  "Prints the namespaces that took longest."
  []
  (let [all  (sort-by (comp - val) (:seconds @results))
        long (take 12 (filter #(<= 2.0 (double (val %))) all))]
    (when (seq long)
      (println "Longest, in seconds:")
      (doseq [[ns-sym seconds] long]
        (printf "  %6.1f  %s%n" seconds ns-sym))
      (printf "  %6.1f  all%n" (reduce + (vals all))))))

(defn- summarize [warnings]
  (let [{:keys [passed failed skipped]} @results
        failed (cond-> failed (seq warnings) (conj (str (count warnings) " reflection warnings")))]
    (print-durations)
    (doseq [[v reason] skipped]
      (println (str "Skipped " (name-of v) ": " reason)))
    (doseq [warning warnings]
      (println warning))
    (doseq [test failed]
      (println "Failed" (str test)))
    (println (str passed " passed, " (count failed) " failed"))
    (flush)
    (if (empty? failed) 0 1)))

(defn -main [& args]
  ;; classes that tests compile must not go into the user's cache
  (System/setProperty "radicchio.cache" "false")
  (try
    (let [options    (parse args)
          namespaces (wanted-namespaces (:named options) (namespaces-below (io/file "test")))
          {:keys [loaded warnings]} (load-namespaces namespaces)]
      (binding [t/*test-out*          *out*
                t/*stack-trace-depth* 30]
        (run! #(run-namespace options %) loaded))
      (let [status (summarize warnings)]
        (shutdown-agents)
        (System/exit status)))
    (catch clojure.lang.ExceptionInfo e
      (when-not (::usage (ex-data e))
        (throw e))
      (binding [*out* *err*] (println (ex-message e)))
      (System/exit 2))))
