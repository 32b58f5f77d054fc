(ns radicchio.engine.cache-test
  "Compiled modules are found again: in the cache of the user, and on the class path where they were compiled ahead of
  time. What is found runs as what was compiled; what is damaged, foreign or not this user's own is compiled anew."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing use-fixtures]]
            [radicchio.engine.guests :refer [call new-store one thrown wasm within]]
            [radicchio.engine.large-function :as large]
            [radicchio.engine.wide-function :as wide])
  (:import (java.io File RandomAccessFile)
           (java.lang ProcessBuilder$Redirect)
           (java.net URL URLClassLoader)
           (java.nio ByteBuffer)
           (java.nio.file Files LinkOption OpenOption Path)
           (java.nio.file.attribute FileAttribute FileTime PosixFilePermissions)
           (java.time Duration)
           (java.util List Optional)
           (java.util.zip CRC32C)
           (radicchio.engine Backend ClearedCache CompileOptions CompiledAhead CoreModule Engine Limits)
           (radicchio.engine CoreModule$Origin)))

(set! *warn-on-reflection* true)

;; Folders

(def ^:private ^:dynamic ^Path *folder* nil)

(defn- delete-all [^File file]
  (run! delete-all (.listFiles file))
  (.setWritable file true)
  (.delete file))

(defn- with-property [^String property value f]
  (let [before (System/getProperty property)]
    (System/setProperty property (str value))
    (try (f) (finally (if before (System/setProperty property before) (System/clearProperty property))))))

(use-fixtures :each
  (fn [test]
    (let [top (Files/createTempDirectory "radicchio-cache" (make-array FileAttribute 0))]
      (try
        (binding [*folder* (.resolve top "cache")]
          (with-property "radicchio.cache" *folder* test))
        (finally (delete-all (.toFile top)))))))

(defn- files []
  (vec (sort-by #(.getName ^File %) (.listFiles (.toFile *folder*)))))

(defn- entry ^File []
  (let [found (files)]
    (is (= 1 (count found)))
    (first found)))

(defn- compiled ^CoreModule [^bytes bytes]
  (Engine/compile bytes Backend/COMPILER))

(defn- origin [^bytes bytes]
  (keyword (str/lower-case (str (.origin (compiled bytes))))))

(defn- permissions [^Path path]
  (PosixFilePermissions/toString (Files/getPosixFilePermissions path (make-array LinkOption 0))))

;; Hits and misses

(deftest a-module-is-compiled-once
  (let [loops (wasm "loops")]
    (is (= :compiled (origin loops)))
    (is (= :cache (origin loops)))
    (is (= :compiled (origin (wasm "kinds"))) "another one is another one")
    (is (= 2 (count (files))))
    (is (every? #(re-matches #"[0-9a-f]{64}-[0-9a-f]{16}\.classes" (.getName ^File %)) (files)))))

(deftest the-interpreter-needs-no-cache
  (is (= CoreModule$Origin/INTERPRETED (.origin (Engine/compile (wasm "loops") Backend/INTERPRETER))))
  (is (empty? (files))))

(deftest without-the-cache-no-file-is-read-or-written
  (let [options (.withoutCache (CompileOptions/of Backend/COMPILER))
        without #(.origin (Engine/compile (wasm "loops") options))]
    (is (= CoreModule$Origin/COMPILED (without)))
    (is (empty? (files)))
    (origin (wasm "loops"))
    (is (= CoreModule$Origin/COMPILED (without)))
    (with-property "radicchio.cache" "false"
      #(do (is (= :compiled (origin (wasm "loops"))))
           (is (= :compiled (origin (wasm "loops"))))))))

(deftest folder-and-files-are-this-users-alone
  (origin (wasm "loops"))
  (is (= "rwx------" (permissions *folder*)))
  (is (= "rw-------" (permissions (.toPath (entry))))))

;; What is found runs as what was compiled

(defn- twice
  "What `f` returns of the module just compiled, and of that from the cache."
  [^bytes bytes f]
  (let [fresh (compiled bytes), kept (compiled bytes)]
    (is (= [CoreModule$Origin/COMPILED CoreModule$Origin/CACHE] [(.origin fresh) (.origin kept)]))
    [(f fresh) (f kept)]))

(defn- instantiated [store ^CoreModule module & imports]
  (.instantiate ^radicchio.engine.CoreStore store module ^List (vec imports)))

(defn- same? [[fresh kept]]
  (= fresh kept))

(deftest imports-and-exports-are-the-same
  (doseq [name ["kinds" "imports" "carrier" "tables" "traps" "start"]]
    (testing name
      (let [[[imports exports] :as both] (twice (wasm name) (fn [^CoreModule m] [(.imports m) (.exports m) (str m)]))]
        (is (same? both))
        (is (seq (concat imports exports)))))))

(deftest traps-and-the-names-of-their-frames-are-the-same
  (let [[fresh :as both] (twice (wasm "traps")
                                (fn [module]
                                  (within [store (new-store)]
                                    (let [guest (instantiated store module)]
                                      (vec (for [[name & args] [["unreachable"] ["load" -1] ["init" 0 0 5] ["table-get" 1]
                                                                ["call" 4] ["call" 0] ["divide" 1 0]]
                                                 :let [e (thrown #(apply call guest name args))]]
                                             [(ex-message e) (dissoc (ex-data e) :instance)]))))))]
    (is (= [:unreachable :out-of-bounds-memory :out-of-bounds-memory :out-of-bounds-table :undefined-element
            :indirect-call-type :integer-divide-by-zero]
           (map (comp :trap second) fresh)))
    (is (every? (comp seq :frames second) fresh))
    (is (same? both))))

(deftest functions-in-tables-are-called-from-a-module-without-bodies
  (let [bytes (wasm "loops")]
    (is (= [1 1] (twice bytes (fn [module] (within [store (new-store)] (one (instantiated store module) "one"))))))))

;; Functions that are too large

(deftest a-function-too-large-to-be-compiled-runs-interpreted-from-the-cache-too
  (let [[fresh kept] (twice (large/counting) (fn [^CoreModule m]
                                               [(.interpretedFunctions m)
                                                (within [store (new-store)]
                                                  (let [guest (instantiated store m)]
                                                    [(one guest "large" 5) (one guest "through" 5)]))]))]
    (is (= [1 [20005 20006]] fresh))
    (is (= fresh kept))))

(deftest a-function-of-more-parameters-than-a-method-has-runs-from-the-cache-too
  (let [[fresh kept] (twice (wide/parameters 252 [0x41 0 0x11 0 0])
                            (fn [^CoreModule m]
                              [(.interpretedFunctions m)
                               (within [store (new-store)] (one (instantiated store m) "run"))]))]
    (is (= [0 253] fresh))
    (is (= fresh kept))))

(deftest a-function-too-large-to-be-compiled-branches-and-catches-as-in-the-interpreter
  (let [run  (fn [module]
               (within [store (new-store (Limits. 100 (Optional/of (Duration/ofSeconds 20))))]
                 (let [guest (instantiated store module)] (mapv #(one guest "run" %) [0 1 2 9]))))
        both (twice (large/branching) run)]
    (is (= 1 (.interpretedFunctions ^CoreModule (compiled (large/branching)))))
    (is (= [10 5 42 3] (run (Engine/compile (large/branching) Backend/INTERPRETER)) (first both)))
    (is (same? both))))

;; Entries that are not what they should be

(defn- recompiled-and-replaced [bytes]
  (is (= :compiled (origin bytes)))
  (is (= :cache (origin bytes)) "it was replaced")
  (is (= 1 (count (files)))))

(deftest a-damaged-entry-is-compiled-again-and-replaced
  (let [bytes (wasm "loops")]
    (origin bytes)
    (let [length (.length (entry))]
      (doseq [at [0 9 30 100 (quot length 2) (- length 9) (dec length)]]
        (testing (str "byte " at)
          (with-open [file (RandomAccessFile. (entry) "rw")]
            (.seek file at)
            (let [b (.read file)]
              (.seek file at)
              (.write file (bit-xor b 1))))
          (recompiled-and-replaced bytes))))))

(deftest a-truncated-entry-is-compiled-again-and-replaced
  (let [bytes (wasm "loops")]
    (origin bytes)
    (doseq [length [0 1 15 16 40 (dec (.length (entry)))]]
      (testing (str length " bytes")
        (with-open [file (RandomAccessFile. (entry) "rw")] (.setLength file length))
        (recompiled-and-replaced bytes)))))

(deftest an-entry-of-another-module-is-compiled-again-and-replaced
  (let [loops (wasm "loops")]
    (origin loops)
    (let [name (entry)]
      (.delete name)
      (origin (wasm "kinds"))
      (.renameTo (entry) name)
      (recompiled-and-replaced loops))))

(defn- forge!
  "Changes a byte of an entry and its checksum with it."
  [^File file at]
  (let [bytes (Files/readAllBytes (.toPath file)), end (- (alength bytes) 8)]
    (aset-byte bytes at (unchecked-byte (bit-xor 1 (aget bytes at))))
    (let [checksum (doto (CRC32C.) (.update bytes 0 end))]
      (.putLong (ByteBuffer/wrap bytes) end (.getValue checksum)))
    (Files/write (.toPath file) bytes ^"[Ljava.nio.file.OpenOption;" (make-array OpenOption 0))))

(deftest an-entry-of-another-kind-or-version-is-compiled-again-and-replaced
  (let [bytes (wasm "loops")]
    (origin bytes)
    (doseq [[what at] {"kind" 7, "version" 12, "module" 40}]
      (testing what
        (forge! (entry) at)
        (recompiled-and-replaced bytes)))))

;; Folders that are not what they should be

(defn- set-permissions [^Path path text]
  (Files/setPosixFilePermissions path (PosixFilePermissions/fromString text)))

(deftest a-folder-that-others-can-write-is-not-used
  (let [loops (wasm "loops")]
    (origin loops)
    (doseq [open ["rwxrwx---" "rwx----w-" "rwxrwxrwx"]]
      (testing open
        (set-permissions *folder* open)
        (is (= :compiled (origin loops)) "what is there is not trusted")
        (is (= :compiled (origin (wasm "kinds"))))
        (is (= 1 (count (files))) "nothing is added")))
    (set-permissions *folder* "rwxr-xr-x")
    (is (= :cache (origin loops)))))

(deftest a-folder-that-cannot-be-made-is-not-an-error
  (let [file (doto (.toFile (.resolve (.getParent *folder*) "file")) (spit "a file"))]
    (with-property "radicchio.cache" (io/file file "cache")
      #(do (is (= :compiled (origin (wasm "loops"))))
           (is (= :compiled (origin (wasm "loops"))))))
    (with-property "radicchio.cache" file
      #(is (= :compiled (origin (wasm "loops")))))
    (is (= "a file" (slurp file)))))

(deftest a-folder-that-is-not-a-path-is-refused
  (let [e (with-property "radicchio.cache" "a\u0000b" #(thrown (fn [] (origin (wasm "loops")))))]
    (is (= :config (:radicchio/error (ex-data e))))
    (is (= "the cache of compiled modules: a\\u0000b is not a path" (ex-message e)))))

;; Size

(defn- age! [seconds]
  (doseq [^File f (files)]
    (Files/setLastModifiedTime (.toPath f) (FileTime/fromMillis (- (.toMillis (Files/getLastModifiedTime
                                                                              (.toPath f) (make-array LinkOption 0)))
                                                                   (* 1000 (long seconds)))))))

(deftest the-least-recently-used-files-are-deleted-above-the-limit
  (let [[a b c] (map large/counting [1 2 3])]
    (origin a)
    (let [size (.length (entry))]
      (age! 100)
      (origin b)
      (age! 100)
      (is (= :cache (origin a)) "now it was used")
      (with-property "radicchio.cache.bytes" (quot (* 5 size) 2)
        #(origin c))
      (is (= 2 (count (files))))
      (is (= [:cache :cache] (map origin [a c])))
      (with-property "radicchio.cache.bytes" (quot size 2)
        #(is (= :compiled (origin b)) "what is larger than all the room is not kept"))
      (is (= :compiled (origin b))))))

(deftest unfinished-files-are-deleted-after-an-hour
  (origin (wasm "loops"))
  (let [old (.toFile (.resolve *folder* "new1.unfinished")), fresh (.toFile (.resolve *folder* "new2.unfinished"))]
    (run! #(spit % "part of an entry") [old fresh])
    (Files/setLastModifiedTime (.toPath old) (FileTime/fromMillis (- (System/currentTimeMillis) 3700000)))
    (origin (wasm "kinds"))
    (is (= [false true] (map #(.exists ^File %) [old fresh])))))

(deftest a-limit-that-is-not-a-number-is-refused
  (let [e (with-property "radicchio.cache.bytes" "many" #(thrown (fn [] (origin (wasm "loops")))))]
    (is (= :config (:radicchio/error (ex-data e))))
    (is (= "radicchio.cache.bytes: expected a number of bytes, got many" (ex-message e)))))

(deftest the-cache-can-be-cleared
  (run! origin [(wasm "loops") (wasm "kinds")])
  (let [bytes   (apply + (map #(.length ^File %) (files)))
        foreign (doto (.toFile (.resolve *folder* "notes.txt")) (spit "mine"))
        cleared (Engine/clearCache)]
    (is (= (ClearedCache. (Optional/of *folder*) 2 bytes) cleared))
    (is (= [foreign] (files)) "what is not the cache's own stays")
    (is (= (ClearedCache. (Optional/of *folder*) 0 0) (Engine/clearCache)))
    (is (= :compiled (origin (wasm "loops"))))))

;; Several processes

(defn- child
  "A process that compiles a file's module and prints where it came from."
  ^Process [^File module]
  (let [java (str (System/getProperty "java.home") File/separator "bin" File/separator "java")
        ^List words [java "-XX:TieredStopAtLevel=1" (str "-Dradicchio.cache=" *folder*)
                     "-cp" (System/getProperty "java.class.path") "clojure.main" "-e"
                     (str "(print (str (.origin (radicchio.engine.Engine/compile"
                          " (java.nio.file.Files/readAllBytes (.toPath (java.io.File. " (pr-str (str module)) ")))"
                          " radicchio.engine.Backend/COMPILER))))")]]
    (-> (ProcessBuilder. words)
        (.redirectError ProcessBuilder$Redirect/INHERIT)
        .start)))

(deftest processes-that-compile-the-same-at-once-all-succeed
  (let [module (File/createTempFile "module" ".wasm" (.toFile (.getParent *folder*)))]
    (io/copy (large/counting 4) module)
    (let [processes (vec (repeatedly 3 #(child module)))
          origins   (mapv #(slurp (.getInputStream ^Process %)) processes)]
      (is (every? zero? (map #(.waitFor ^Process %) processes)))
      (is (every? #{"COMPILED" "CACHE"} origins))
      (is (some #{"COMPILED"} origins))
      (is (= 1 (count (files))) "one entry, and nothing unfinished")
      (is (= :cache (origin (large/counting 4)))))))

;; Ahead of time

(defn- on-class-path
  "What `f` returns while a folder is on the class path."
  [^Path folder f]
  (let [thread (Thread/currentThread), before (.getContextClassLoader thread)]
    (with-open [loader (URLClassLoader. (into-array URL [(.toURL (.toUri folder))]) before)]
      (.setContextClassLoader thread loader)
      (try (f) (finally (.setContextClassLoader thread before))))))

(deftest a-module-compiled-ahead-of-time-is-found-by-its-digest
  (let [classes (Files/createDirectory (.resolve (.getParent *folder*) "classes") (make-array FileAttribute 0))
        bytes   (large/counting 5)
        made    (Engine/compileInto bytes classes)]
    (is (re-matches #"radicchio\.guest\.M[0-9a-f]{16}" (.name made)))
    (is (= [2 1 true] [(.functions made) (.interpretedFunctions made) (.written made)]))
    (is (= (CompiledAhead. (.name made) (.bytes made) 2 1 false) (Engine/compileInto bytes classes)) "it is there already")
    (is (empty? (files)) "the cache is not touched")
    (on-class-path classes
      (fn []
        (let [module (compiled bytes)]
          (is (= CoreModule$Origin/CLASS_PATH (.origin module)))
          (is (= 1 (.interpretedFunctions module)))
          (is (= [20010 20011] (within [store (new-store)]
                                 (let [guest (instantiated store module)]
                                   [(one guest "large" 5) (one guest "through" 5)]))))
          (is (= :compiled (origin (large/counting 6))) "another module is not there"))))
    (is (= :compiled (origin bytes)) "off the class path it is not found")))

(deftest classes-of-another-version-are-not-used
  (let [classes (.resolve (.getParent *folder*) "classes")
        bytes   (wasm "loops")
        made    (Engine/compileInto bytes classes)
        ^File summary (first (filter #(str/ends-with? (str %) ".module") (file-seq (.toFile classes))))]
    (is (= (str (str/replace (.name made) "." "/") ".module") (str (.relativize classes (.toPath summary)))))
    (forge! summary 12)
    (on-class-path classes #(is (= :compiled (origin bytes))))
    (is (.written (Engine/compileInto bytes classes)) "it is compiled again")
    (with-property "radicchio.cache" "false"
      (fn [] (on-class-path classes #(is (= :class_path (origin bytes))))))))

(deftest a-folder-that-cannot-be-written-is-refused
  (let [file (doto (.toFile (.resolve (.getParent *folder*) "file")) (spit "a file"))
        e    (thrown #(Engine/compileInto (wasm "loops") (.toPath file)))]
    (is (= :config (:radicchio/error (ex-data e))))
    (is (str/starts-with? (ex-message e) (str "cannot write classes to " file ": ")))))
