(ns radicchio.wasi.files-test
  "The capability of files, on the host's file system and on those that have other rules or cannot open relative to a directory."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm.wasi-probe :refer [delete-tree temp-dir]])
  (:import (com.google.common.jimfs Configuration Jimfs)
           (java.net URI)
           (java.nio ByteBuffer)
           (java.nio.charset StandardCharsets)
           (java.nio.file CopyOption FileSystem FileSystems Files LinkOption OpenOption Path)
           (java.nio.file.attribute FileAttribute)
           (java.util EnumSet Optional Set)
           (radicchio.wasi.files Directory FileFailure FileStat Listing$Entry OpenFile OpenFlag Opened Times)))

(set! *warn-on-reflection* true)

;; --- File systems ----------------------------------------------------------------------------------------------------

(defn- zip ^FileSystem [^Path file]
  (FileSystems/newFileSystem (URI/create (str "jar:" (.toUri file))) {"create" "true"}))

(defn- with-file-systems
  "Calls f with a name and an empty directory of each file system."
  [f]
  (let [root (temp-dir)]
    (try
      (testing "host" (f :host (.toPath root)))
      (doseq [[name ^Configuration configuration] {:unix (Configuration/unix), :windows (Configuration/windows), :mac (Configuration/osX)}]
        (testing name
          (with-open [fs (Jimfs/newFileSystem configuration)]
            (f name (Files/createDirectories (.resolve ^Path (first (.getRootDirectories fs)) "some") (make-array FileAttribute 0))))))
      (testing :zip
        (with-open [fs (zip (.toPath (io/file root "x.zip")))]
          (f :zip (Files/createDirectory (.getPath fs "/some" (make-array String 0)) (make-array FileAttribute 0)))))
      (finally (delete-tree root)))))

(defn- put [^Path dir name ^String content]
  (Files/writeString (.resolve dir ^String name) content ^"[Ljava.nio.file.OpenOption;" (make-array OpenOption 0)))

(defn- flags ^Set [& names]
  (let [set (EnumSet/noneOf OpenFlag)]
    (doseq [n names] (.add set (OpenFlag/valueOf (str/upper-case (name n)))))
    set))

(defmacro ^:private attempt
  "What the body gives, or the error it fails with."
  [& body]
  `(try ~@body (catch FileFailure e# (keyword (str/lower-case (str (.error e#)))))))

(defn- content [^Directory dir path]
  (attempt (let [^OpenFile file (.open dir path (flags :follow :read))
                 buffer         (ByteBuffer/allocate 100)]
             (try
               (let [n (.read file buffer 0)]
                 (String. (.array buffer) 0 (max 0 n)))
               (finally (.close file))))))

(defn- write [^Directory dir path ^String text & more]
  (attempt (let [^OpenFile file (.open dir path (apply flags :create :follow :write more))]
             (try
               (.write file (ByteBuffer/wrap (.getBytes text)) 0)
               (finally (.close file))))))

(defn- names [^Directory dir]
  (with-open [listing (.list dir)]
    (loop [all #{}]
      (let [^Optional entry (.next listing)]
        (if (.isPresent entry) (recur (conj all (.name ^Listing$Entry (.get entry)))) all)))))

;; --- Everywhere ------------------------------------------------------------------------------------------------------

(deftest files-and-directories-on-any-file-system
  (with-file-systems
    (fn [kind ^Path root]
      (put root "secret" "secret")
      (let [in (Files/createDirectory (.resolve root "in") (make-array FileAttribute 0))]
        (put in "f" "content")
        (let [dir (Directory/grant in false)]
          (is (= "content" (content dir "f") (content dir "./f")))
          (is (= :leaves (content dir "../secret") (content dir "./../secret") (content dir "/f")))
          (is (= :no_entry (content dir "g") (content dir "g/h") (content dir "")))
          (is (= 3 (write dir "g" "abc")))
          (is (= "abc" (content dir "g")))
          (is (nil? (attempt (.createDirectory dir "sub/"))))
          (is (= :exists (attempt (.createDirectory dir "sub")) (attempt (.createDirectory dir "f"))))
          (is (nil? (attempt (.rename dir "g" dir "sub/h"))))
          (is (= #{"." ".." "f" "sub"} (names dir)))
          (is (= :not_empty (attempt (.removeDirectory dir "sub"))))
          (is (= [:is_directory :not_directory] [(attempt (.unlink dir "sub")) (attempt (.removeDirectory dir "f"))]))
          (is (= [7 3] [(.size (.stat dir "f" true)) (.size (.stat dir "sub/h" true))]))
          (is (= :invalid (attempt (.rename dir "sub" dir "sub/x"))))
          (let [sub (.open dir "sub" (flags :follow :directory))]
            (is (= "abc" (content sub "h")))
            (is (= :leaves (content sub "../f")))
            (if (= :zip kind)
              (is (= :unsupported (attempt (.rename dir "sub" dir "moved"))))
              (is (nil? (attempt (.rename dir "sub" dir "moved")))))
            (is (= "abc" (content sub "h")) "it goes along with what guests move")
            (.close ^Opened sub))
          (let [sub (if (= :zip kind) "sub" "moved")]
            (is (nil? (attempt (.unlink dir (str sub "/h")))))
            (is (nil? (attempt (.removeDirectory dir sub)))))
          (is (= #{"." ".." "f"} (names dir)))
          (let [reader (Directory/grant in true)]
            (is (= :granted_read_only (write reader "f" "x") (write reader "new" "x") (attempt (.createDirectory reader "d")) (attempt (.unlink reader "f"))
                   (attempt (.rename reader "f" reader "g")) (attempt (.createSymbolicLink reader "f" "l")) (attempt (.link reader "f" reader "l"))))
            (is (= :cross_device (attempt (.rename dir "f" reader "g")) (attempt (.link dir "f" reader "g"))))
            (.close reader))
          (.close dir))
        (is (= "secret" (Files/readString (.resolve root "secret"))) kind)))))

(deftest links-on-any-file-system-that-has-them
  (with-file-systems
    (fn [kind ^Path root]
      (when-not (= :zip kind)
        (put root "secret" "secret")
        (let [in   (Files/createDirectory (.resolve root "in") (make-array FileAttribute 0))
              path (fn [s] (.getPath (.getFileSystem root) s (make-array String 0)))
              link (fn [name target] (Files/createSymbolicLink (.resolve in ^String name) target (make-array FileAttribute 0)))]
          (put in "f" "content")
          (Files/createDirectory (.resolve in "sub") (make-array FileAttribute 0))
          (link "out" (path "../secret"))
          (link "far" (.resolve root "secret"))
          (link "up" (path ".."))
          (link "sub/back" (path "../f"))
          (link "loop" (path "loop"))
          (let [dir (Directory/grant in false)]
            (is (= :leaves (content dir "out") (content dir "far") (content dir "up/secret") (write dir "out" "x") (write dir "far" "x")))
            (is (= :loop (content dir "loop") (attempt (.open dir "out" (flags :read)))))
            (is (= "content" (content dir "sub/back")))
            (is (nil? (attempt (.createSymbolicLink dir "sub/back" "l"))))
            (is (= ["content" "sub/back"] [(content dir "l") (.readLink dir "l")]))
            (is (= :leaves (attempt (.createSymbolicLink dir "../secret" "m")) (attempt (.createSymbolicLink dir "/x" "m"))))
            (is (nil? (attempt (.link dir "f" dir "hard"))))
            (is (= "content" (content dir "hard")))
            (testing "a hard link is of the link, or is refused if the file system would follow it"
              (is (= (if (= :host kind) [nil :leaves] [:no_entry :no_entry])
                     [(attempt (.link dir "out" dir "hard-out")) (content dir "hard-out")])))
            (is (nil? (attempt (.unlink dir "out"))))
            (is (= :unsupported (attempt (.setTimes dir "far" false (Times. (Optional/empty) (Optional/of (java.nio.file.attribute.FileTime/fromMillis 0)))))))
            (is (= "secret" (Files/readString (.resolve root "secret"))))
            (.close dir)))))))

(deftest an-open-file-is-never-confused-with-another
  (with-file-systems
    (fn [kind ^Path root]
      (when-not (= :zip kind)
        (put root "f" "content")
        (put root "g" "another, longer")
        (let [dir (Directory/grant root false)
              ^OpenFile file (.open dir "f" (flags :follow :read :write))]
          (is (nil? (attempt (.rename dir "g" dir "f"))))
          (is (= 7 (.size ^FileStat (.stat file))))
          (is (= :unsupported (attempt (.setTimes file (Times. (Optional/empty) (Optional/of (java.nio.file.attribute.FileTime/fromMillis 0)))))))
          (is (< 1000 (.toMillis (.modified (.stat dir "f" true)))))
          (.close file)
          (.close dir))))))

(deftest a-file-replaced-by-another-program-is-detected
  (let [root (.toPath (temp-dir))]
    (try
      (let [in (Files/createDirectories (.resolve root "in/d") (make-array FileAttribute 0))]
        (put root "secret" "secret")
        (put in "secret" "mine")
        (let [dir  (Directory/grant (.resolve root "in") false)
              sub  (.open dir "d" (flags :follow :directory))]
          (Files/move in (.resolve root "in/e") (make-array CopyOption 0))
          (Files/createSymbolicLink in (.resolve root ".") (make-array FileAttribute 0))
          (is (= "mine" (content sub "secret")) "an open directory is itself")
          (is (= :no_entry (attempt (.link ^Directory sub "secret" dir "got"))))
          (is (nil? (attempt (.createDirectory ^Directory sub "made"))))
          (is (Files/isDirectory (.resolve root "in/e/made") (make-array LinkOption 0)))
          (is (not (Files/exists (.resolve root "made") (make-array LinkOption 0))))
          (is (= "secret" (Files/readString (.resolve root "secret"))))))
      (finally (delete-tree (.toFile root))))))

;; --- Names -----------------------------------------------------------------------------------------------------------

(deftest names-that-are-special-on-windows-are-refused
  (with-open [fs (Jimfs/newFileSystem (Configuration/windows))]
    (let [root (.getPath fs "C:\\some" (make-array String 0))]
      (Files/createDirectory root (make-array FileAttribute 0))
      (put (.getPath fs "C:\\" (make-array String 0)) "secret" "secret")
      (let [dir (Directory/grant root false)]
        (doseq [name ["..\\secret" "C:" "C:secret" "C:\\secret" "\\secret" "\\\\server\\share" "f:stream" "f::$DATA" "CON" "con" "NUL" "nul.txt" "COM1"
                      "lpt9.x" "COM\u00b9" "AUX " "f." "f " "a\\b" "CONIN$"]]
          (testing name
            (is (#{:leaves :illegal_name} (write dir name "x")))
            (is (#{:leaves :illegal_name} (attempt (.createDirectory dir name))))
            (is (#{:leaves :illegal_name} (attempt (.createSymbolicLink dir name "l"))))))
        (is (= 1 (write dir "CONSOLE" "x") (write dir "COM" "x") (write dir "a.con" "x")))
        (is (= #{"." ".." "CONSOLE" "COM" "a.con"} (names dir)))
        (testing "two spellings of a name are one file"
          (is (= "x" (content dir "console")))
          (let [^OpenFile file (.open dir "CONSOLE" (flags :follow :read))]
            (is (nil? (attempt (.unlink dir "console"))))
            (write dir "console" "another")
            (is (= :unsupported (attempt (.setTimes file (Times. (Optional/empty) (Optional/empty))))))))))))

(defn- create [^Path path]
  (Files/createFile path (make-array FileAttribute 0)))

(deftest names-that-are-not-unicode
  (let [root (temp-dir)
        raw  (fn ^Path [^bytes name] (Path/of (URI/create (str (.toUri (.toPath root)) (str/join (map #(format "%%%02X" (bit-and 0xff %)) name))))))]
    (try
      (let [dir (Directory/grant (.toPath root) false)]
        (create (raw (.getBytes "good" StandardCharsets/UTF_8)))
        (is (= #{"." ".." "good"} (names dir)))
        (when (try (create (raw (byte-array [-1 -2]))) (catch java.io.IOException _ nil))
          (is (= :illegal_name (attempt (names dir))) "it does not become another name")
          (Files/delete (raw (byte-array [-1 -2]))))
        (.close dir))
      (finally (delete-tree root)))))
