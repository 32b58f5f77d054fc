(ns conformance.wasi
  "`bin/conformance wasi FOLDER [ADAPTER]`: runs the programs of the public WASI test suite that lie built below a folder,
  for preview 1 as they are and, with an adapter of preview 1 to 0.2, as components; for WASI 0.3 in a session with the
  operations of their manifests (`conformance.wasi-session`).

  A folder that has a manifest.json holds programs for the version of WASI that it names. Beside a program NAME.wasm,
  NAME.json says with what it runs and what is expected of it; without one it has to end with 0. A program gets a copy of
  the folder that is its root, so that none sees another's files and the suite stays as it is."
  (:require [clojure.data.json :as json]
            [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [conformance.wasi-session :as session]
            [conformance.wast :as wast]
            [radicchio.wasm :as wasm])
  (:import (java.io ByteArrayOutputStream File)
           (java.nio.file CopyOption Files FileVisitOption LinkOption Path SecureDirectoryStream)
           (java.nio.file.attribute BasicFileAttributeView FileAttribute FileTime)
           (java.util.concurrent TimeUnit)))

(set! *warn-on-reflection* true)

;; --- What a program runs with, and what is expected of it ------------------------------------------------------------

(def ^:private versions
  "How programs for a version of WASI run here; of others, why not."
  {"wasm32-wasip1" {:ways [:preview-1 :component]}
   "wasm32-wasip3" {:ways [:session]}})

(def ^:private nothing-said {:args [], :env {}, :root nil, :in "", :out nil, :err nil, :exit 0, :skip nil})

(defn- operation [spec {:strs [type id payload] :as step}]
  (case [type id]
    ["run" nil]     (merge spec {:args (get step "args" []), :env (get step "env" {}), :root (get step "root")})
    ["wait" nil]    (assoc spec :exit (get step "exit_code" 0))
    ["write" "stdin"] (update spec :in str payload)
    (["read" nil] ["read" "stdout"]) (update spec :out str payload)
    ["read" "stderr"] (update spec :err str payload)
    (assoc spec :skip (str "they need the operation " (str/join " " (remove nil? [type id]))))))

(defn- session
  "What NAME.json says of a program that runs in a session."
  [{:strs [operations args env root exit_code proposals servers world]}]
  (let [run (first (filter #(= "run" (get % "type")) operations))]
    {:args       (or args [])
     :env        (or env {})
     :root       (or root (get run "root"))
     :proposals  proposals
     :servers    servers
     :world      world
     :operations (or operations [{"type" "run", "args" (or args [])} {"type" "wait", "exit_code" (or exit_code 0)}])}))

(defn- specification
  "What NAME.json says, in either of its two forms."
  [^File file version]
  (let [{:strs [operations args env root stdout stderr exit_code proposals] :as said}
        (when (.isFile file) (json/read-str (slurp file)))]
    (cond
      (= [:session] (get-in versions [version :ways])) (session said)
      (seq proposals) (assoc nothing-said :skip (str "they need " (str/join ", " proposals)))
      operations      (reduce operation nothing-said operations)
      :else           (merge nothing-said {:args (or args []), :env (or env {}), :root root
                                           :out stdout, :err stderr, :exit (or exit_code 0)}))))

(defn- sibling ^File [^File program suffix]
  (io/file (.getParentFile program) (str/replace (.getName program) #"\.wasm$" suffix)))

(defn- version [^File program]
  (let [manifest (io/file (.getParentFile program) "manifest.json")]
    (when (.isFile manifest)
      (get (json/read-str (slurp manifest)) "version"))))

(defn- programs
  "The programs below a folder, sorted: {:file … :name … :version … and what is said of it}."
  [^File folder]
  (for [^File file (sort (file-seq folder))
        :when (str/ends-with? (.getName file) ".wasm")
        :let  [version (version file)]]
    (assoc (specification (sibling file ".json") version)
           :file file
           :name (str (.relativize (.toPath folder) (.toPath file)))
           :version version)))

;; --- What the JDK cannot do ------------------------------------------------------------------------------------------

(defn- delete-all [^File folder]
  (with-open [paths (Files/walk (.toPath folder) (make-array FileVisitOption 0))]
    (run! #(Files/delete ^Path %) (reverse (vec (.toArray paths))))))

(defn- temporary ^File []
  (.toFile (Files/createTempDirectory "wasi" (make-array FileAttribute 0))))

(def ^:private exact-times?
  "Does this JDK set the times of a file in an open directory to the nanosecond? Older ones cut them to the microsecond."
  (delay
    (let [folder (temporary)
          time   (FileTime/from 1700000000123456789 TimeUnit/NANOSECONDS)
          links  (into-array [LinkOption/NOFOLLOW_LINKS])]
      (try
        (spit (io/file folder "file") "")
        (with-open [opened (Files/newDirectoryStream (.toPath folder))]
          (or (not (instance? SecureDirectoryStream opened))
              (let [^BasicFileAttributeView view
                    (.getFileAttributeView ^SecureDirectoryStream opened (Path/of "file" (make-array String 0))
                                           BasicFileAttributeView links)]
                (.setTimes view time nil nil)
                (= time (.lastModifiedTime (.readAttributes view))))))
        (finally (delete-all folder))))))

(defn- beyond-the-jdk
  "Why a program cannot pass on this JDK, or nil."
  [program-name]
  (cond
    (and (re-find #"\b(fd|path|symlink)_filestat(_set)?\.wasm$" program-name) (not @exact-times?))
    "this JDK sets the times of files to the microsecond, they compare nanoseconds"

    (re-find #"\bsymlink_filestat\.wasm$" program-name)
    "the JDK cannot set the times of a link in an open directory"))

;; --- What an adapter does ---------------------------------------------------------------------------------------------

(defn- beyond-the-adapter
  "Why a program cannot pass as the component that the adapter makes of it, on any host; or nil."
  [program-name]
  (condp re-find program-name
    #"\bproc_exit-failure\.wasm$"
    "the adapter passes on whether an exit code is 0, and no more"

    #"\bfd_write-to-invalid-fd\.wasm$"
    "the adapter does not look at the descriptor when there is nothing to write"

    #"assemblyscript.*\b(args_get-multiple-arguments|environ_get-multiple-variables)\.wasm$"
    "AssemblyScript's allocator takes the memory in which the adapter keeps its state"

    nil))

;; --- A run -----------------------------------------------------------------------------------------------------------

(defn- copy-all [^File from ^File to]
  (doseq [^File file (rest (file-seq from))]
    (Files/copy (.toPath file) (.resolve (.toPath to) (.relativize (.toPath from) (.toPath file)))
                ^"[Ljava.nio.file.CopyOption;" (into-array CopyOption [LinkOption/NOFOLLOW_LINKS]))))

(defn- adapted
  "The component that wasm-tools makes of a program for preview 1."
  ^bytes [^File program adapter]
  (let [folder (temporary), out (io/file folder "component.wasm")]
    (try
      (let [{:keys [exit err]} (shell/sh "bin/wasm-tools" "component" "new" (str program)
                                         "--adapt" (str "wasi_snapshot_preview1=" adapter) "-o" (str out))]
        (when-not (zero? exit)
          (throw (ex-info (str "wasm-tools component new: " (str/trim err)) {})))
        (Files/readAllBytes (.toPath out)))
      (finally (delete-all folder)))))

(defn- grants [{:keys [args env in ^File file]} root err backend]
  {:program (.getName file), :args args, :env env, :in in, :err err, :dirs (if root {"/" root} {})
   :clock true, :random true, :backend backend, :limits {:timeout-ms 60000}})

(defn- difference
  "What is not as expected of a run that ended, or nil."
  [{:keys [out err exit]} ran]
  (cond
    (not= exit (:exit ran))         (str "expected exit " exit ", got " (:exit ran))
    (and out (not= out (:out ran))) (str "expected " (pr-str out) " on standard output, got " (pr-str (:out ran)))
    (and err (not= err (:err ran))) (str "expected " (pr-str err) " on standard error, got " (pr-str (:err ran)))))

(defn- run-outcome [program folder bytes backend]
  (let [err (ByteArrayOutputStream.)]
    (some-> (try
              (difference program (assoc (wasm/run bytes (grants program folder err backend)) :err (str err)))
              (catch Exception e (ex-message e)))
            (str (when (pos? (.size err)) (str "; it wrote: " (str/trim (str err))))))))

(defn- outcome
  "nil, or what is wrong with a run of a program's bytes in a way."
  [{:keys [root ^File file] :as program} way bytes backend]
  (let [folder (when root (temporary))]
    (try
      (when root (copy-all (io/file (.getParentFile file) root) folder))
      (if (= :session way)
        (session/outcome (assoc program :dirs (if folder {"/" folder} {})) bytes backend)
        (run-outcome program folder bytes backend))
      (finally (when folder (delete-all folder))))))

(defn- runs
  "Runs a program in one way on both backends: {:passed n, :failed n}, printing what is wrong."
  [{:keys [file name] :as program} way adapter]
  (let [bytes (if (= :component way) (adapted file adapter) (Files/readAllBytes (.toPath ^File file)))]
    (apply merge-with +
           (for [backend [:compiler :interpreter]]
             (if-let [wrong (outcome program way bytes backend)]
               (do (println (str "FAIL " name ", " (clojure.core/name way) ", " (clojure.core/name backend) ": " wrong))
                   {:failed 1})
               {:passed 1})))))

(defn- left-out
  "Why a program does not run in a way, or nil."
  [{:keys [skip version name]} way adapter]
  (or (get-in versions [version :skip])
      skip
      (beyond-the-jdk name)
      (when-not (versions version) (str "no manifest.json of their folder says for which version of WASI they are"))
      (when (= :component way)
        (or (wast/missing)
            (beyond-the-adapter name)
            (when-not adapter "no adapter is given that makes components of them")))))

(defn ^{:words "FOLDER [ADAPTER]"} run-suite
  "Runs what lies below a folder; `adapter` is the file of an adapter of preview 1 to commands of WASI 0.2."
  [[folder adapter]]
  (let [results (for [program (programs (io/file folder))
                      way     (get-in versions [(:version program) :ways] [:preview-1])]
                  (if-let [why (left-out program way adapter)]
                    {:skipped 1, :reasons {why 1}}
                    (runs program way adapter)))]
    (reduce (partial merge-with #(if (map? %1) (merge-with + %1 %2) (+ %1 %2)))
            {:passed 0, :failed 0, :skipped 0, :reasons {}}
            results)))
