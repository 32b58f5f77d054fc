(ns radicchio.wasi.filesystem-test
  "wasi:filesystem of WASI 0.2, on the disk and in memory."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasi.guest :refer [bytes-of call err guest text-of]]
            [radicchio.wasm.wasi-probe :refer [delete-tree temp-dir]])
  (:import (com.google.common.jimfs Configuration Jimfs)
           (java.nio.file Files OpenOption Path)
           (java.nio.file.attribute FileAttribute)
           (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(defn- spit-path [^Path path ^String text]
  (Files/write path (bytes-of text) ^"[Ljava.nio.file.OpenOption;" (make-array OpenOption 0)))

(defn- slurp-path [^Path path]
  (text-of (Files/readAllBytes path)))

(defn- on-each-file-system
  "Calls f with an empty directory of the disk, and one in memory."
  [f]
  (testing "files on the disk"
    (let [dir (temp-dir)]
      (try (f (.toPath (io/file dir)))
           (finally (delete-tree dir)))))
  (testing "in memory"
    (with-open [memory (Jimfs/newFileSystem (Configuration/unix))]
      (let [dir (.getPath memory "/granted" (make-array String 0))]
        (Files/createDirectory dir (make-array FileAttribute 0))
        (f dir)))))

(defn- granted
  "A guest that sees a directory as /data, and the handle of that."
  ^Instance [dir & [options]]
  (guest (merge {:wasi {:dirs {"/data" dir}}} options)))

(defn- data [i]
  (ffirst (call i :get-directories)))

(defn- open
  ([i dir path] (open i dir path #{} #{:read :write}))
  ([i dir path how flags] (call i :descriptor-open-at dir #{:symlink-follow} path how flags)))

(deftest preopens-are-returned-by-every-call
  (on-each-file-system
   (fn [dir]
     (with-open [i (guest {:wasi {:dirs {"/a" dir, "b" {:path dir :read-only true}}}})]
       (is (= [[1 "/a"] [2 "b"]] (call i :get-directories)))
       (is (= [[3 "/a"] [4 "b"]] (call i :get-directories)))
       (is (= :directory (call i :descriptor-get-type 1)))
       (is (= [#{:read :mutate-directory} #{:read}] (map #(call i :descriptor-get-flags %) [1 2])))
       (is (true? (call i :descriptor-is-same-object 1 2)))
       (call i :drop-descriptor 1)
       (is (= :directory (call i :descriptor-get-type 3)) "dropping one leaves the others")))
   ))

(deftest files-are-created-written-and-read
  (on-each-file-system
   (fn [dir]
     (with-open [i (granted dir)]
       (let [root (data i)
             file (open i root "a.txt" #{:create :exclusive} #{:read :write})]
         (is (= :regular-file (call i :descriptor-get-type file)))
         (is (= #{:read :write} (call i :descriptor-get-flags file)))
         (is (= 5 (call i :descriptor-write file (bytes-of "hello") 0)))
         (is (= 3 (call i :descriptor-write file (bytes-of "LLO") 2)))
         (is (= "heLLO" (slurp-path (.resolve ^Path dir "a.txt"))))
         (let [[bytes end?] (call i :descriptor-read file 3 1)]
           (is (= ["eLL" false] [(text-of bytes) end?])))
         (let [[bytes end?] (call i :descriptor-read file 10 5)]
           (is (= ["" true] [(text-of bytes) end?])))
         (is (= [[] false] (update (call i :descriptor-read file 0 0) 0 vec)) "nothing was asked for")
         (is (nil? (call i :descriptor-set-size file 2)))
         (is (= 2 (:size (call i :descriptor-stat file))))
         (is (nil? (call i :descriptor-advise file 0 10 :sequential)))
         (is (nil? (call i :descriptor-sync file)))
         (is (nil? (call i :descriptor-sync-data file)))
         (is (= :exist (err i :descriptor-open-at root #{} "a.txt" #{:create :exclusive} #{:write})))
         (is (= :no-entry (err i :descriptor-open-at root #{} "b.txt" #{} #{:read})))
         (let [cut (open i root "a.txt" #{:truncate} #{:write})]
           (is (= 0 (:size (call i :descriptor-stat cut))))
           (is (= :bad-descriptor (err i :descriptor-read cut 1 0)) "it was opened to be written")))))))

(deftest streams-read-write-and-append
  (on-each-file-system
   (fn [dir]
     (spit-path (.resolve ^Path dir "a") "0123456789")
     (with-open [i (granted dir)]
       (let [root (data i)
             file (open i root "a")
             in   (call i :descriptor-read-via-stream file 8)
             out  (call i :descriptor-write-via-stream file 2)
             end  (call i :descriptor-append-via-stream file)]
         (is (= "" (text-of (call i :input-stream-read in 0))) "a read of nothing is not the end")
         (is (= "89" (text-of (call i :input-stream-read in 100))))
         (is (= :closed (first (err i :input-stream-read in 100))))
         (is (< 0 (long (call i :output-stream-check-write out))))
         (is (nil? (call i :output-stream-write out (bytes-of "ab"))))
         (is (nil? (call i :output-stream-blocking-write-and-flush out (bytes-of "cd"))))
         (is (nil? (call i :output-stream-blocking-write-and-flush end (bytes-of "!"))))
         (is (nil? (call i :output-stream-blocking-write-and-flush end (bytes-of "?"))))
         (is (= "01abcd6789!?" (slurp-path (.resolve ^Path dir "a"))))
         (call i :drop-descriptor file)
         (is (nil? (call i :output-stream-blocking-write-and-flush end (bytes-of ".")))
             "a stream holds its file open")
         (is (= "01abcd6789!?." (slurp-path (.resolve ^Path dir "a")))))))))

(deftest a-stream-s-failure-is-a-code-of-the-file-system
  (on-each-file-system
   (fn [dir]
     (spit-path (.resolve ^Path dir "a") "x")
     (with-open [i (granted dir)]
       (let [file  (open i (data i) "a")
             out   (call i :descriptor-write-via-stream file 18446744073709551615N)
             _     (call i :output-stream-check-write out)
             error (second (err i :output-stream-write out (bytes-of "y")))]
         (is (= :file-too-large (call i :filesystem-error-code error)))
         (is (= "beyond the largest file" (call i :error-to-debug-string error)))
         (is (nil? (call i :drop-error error)))
         (is (= [:closed] (err i :output-stream-check-write out)) "it is closed afterwards")
         (is (= "" (text-of (first (call i :descriptor-read file 1 18446744073709551615N))))
             "and beyond the end there is nothing to read"))))))

(deftest directories-are-listed-without-dots-and-links-as-links
  (on-each-file-system
   (fn [^Path dir]
     (spit-path (.resolve dir "file") "x")
     (Files/createDirectory (.resolve dir "folder") (make-array FileAttribute 0))
     (Files/createSymbolicLink (.resolve dir "dangling") (.getPath (.getFileSystem dir) "nothing" (make-array String 0))
                               (make-array FileAttribute 0))
     (with-open [i (granted dir)]
       (let [root    (data i)
             stream  (call i :descriptor-read-directory root)
             entries (take-while some? (repeatedly #(call i :directory-entry-stream-read-directory-entry stream)))]
         (is (= #{{:name "file" :type :regular-file} {:name "folder" :type :directory}
                  {:name "dangling" :type :symbolic-link}}
                (set entries)))
         (is (nil? (call i :directory-entry-stream-read-directory-entry stream)) "the end stays the end")
         (is (nil? (call i :drop-directory-entry-stream stream)))
         (is (= :not-directory (err i :descriptor-read-directory (open i root "file")))))))))

(deftest entries-are-created-renamed-linked-and-removed
  (on-each-file-system
   (fn [^Path dir]
     (with-open [i (granted dir)]
       (let [root (data i)]
         (is (nil? (call i :descriptor-create-directory-at root "sub")))
         (is (= :exist (err i :descriptor-create-directory-at root "sub")))
         (call i :drop-descriptor (open i root "sub/a" #{:create} #{:write}))
         (is (nil? (call i :descriptor-link-at root #{} "sub/a" root "b")))
         (is (= :invalid (err i :descriptor-link-at root #{:symlink-follow} "sub/a" root "c")))
         (is (= :not-permitted (err i :descriptor-link-at root #{} "sub" root "c")) "a directory has one name")
         (is (nil? (call i :descriptor-rename-at root "b" root "c")))
         (is (= :no-entry (err i :descriptor-rename-at root "b" root "c")))
         (is (nil? (call i :descriptor-symlink-at root "sub/a" "link")))
         (is (= :not-permitted (err i :descriptor-symlink-at root "/etc/passwd" "absolute")))
         (is (= "sub/a" (call i :descriptor-readlink-at root "link")))
         (is (= :invalid (err i :descriptor-readlink-at root "c")))
         (is (= :regular-file (:type (call i :descriptor-stat-at root #{:symlink-follow} "link"))))
         (is (= :symbolic-link (:type (call i :descriptor-stat-at root #{} "link"))))
         (is (= :not-empty (err i :descriptor-remove-directory-at root "sub")))
         (is (= :is-directory (err i :descriptor-unlink-file-at root "sub")))
         (is (= :not-directory (err i :descriptor-remove-directory-at root "c")))
         (is (nil? (call i :descriptor-unlink-file-at root "sub/a")))
         (is (nil? (call i :descriptor-remove-directory-at root "sub"))))))))

(deftest no-path-leads-out
  (on-each-file-system
   (fn [^Path dir]
     (Files/createSymbolicLink (.resolve dir "out") (.getPath (.getFileSystem dir) "/" (make-array String 0))
                               (make-array FileAttribute 0))
     (Files/createDirectory (.resolve dir "sub") (make-array FileAttribute 0))
     (spit-path (.resolve dir "inside") "in")
     (with-open [i (granted dir)]
       (let [root (data i)]
         (doseq [path ["/etc" "../x" "sub/../.." "out" "out/etc"]]
           (is (= :not-permitted (err i :descriptor-open-at root #{:symlink-follow} path #{} #{:read})) path))
         (is (= :no-entry (err i :descriptor-stat-at root #{} "")))
         (is (= :invalid (err i :descriptor-stat-at root #{} "a\u0000b")))
         (is (= :not-permitted (err i :descriptor-readlink-at root "out")) "an absolute target")
         (is (nil? (call i :descriptor-symlink-at root "../inside" "sub/in")))
         (is (= 2 (:size (call i :descriptor-stat-at root #{:symlink-follow} "sub/in"))) "a link that stays inside")
         (is (pos? (long (get (.refusals i) "wasi:filesystem/types#[method]descriptor.open-at")))))))))

(deftest times-and-identity-are-those-of-the-file
  (on-each-file-system
   (fn [^Path dir]
     (spit-path (.resolve dir "a") "x")
     (spit-path (.resolve dir "b") "x")
     (with-open [i (granted dir)]
       (let [root (data i)
             file (open i root "a")
             time {:seconds 1000000000 :nanoseconds 5000}]
         (is (nil? (call i :descriptor-set-times file [:timestamp time] [:timestamp time])))
         (is (= time (:data-modification-timestamp (call i :descriptor-stat file))))
         (is (nil? (call i :descriptor-set-times-at root #{} "b" [:no-change] [:timestamp time])))
         (is (= time (:data-modification-timestamp (call i :descriptor-stat-at root #{} "b"))))
         (is (nil? (call i :descriptor-set-times file [:now] [:no-change])))
         (is (< 1000000000 (long (:seconds (:data-access-timestamp (call i :descriptor-stat file))))))
         (is (= :invalid (err i :descriptor-set-times file [:no-change]
                              [:timestamp {:seconds 0 :nanoseconds 1000000000}])))
         (let [hash (call i :descriptor-metadata-hash file)]
           (is (= hash (call i :descriptor-metadata-hash-at root #{} "a")))
           (is (not= hash (call i :descriptor-metadata-hash-at root #{} "b")))
           (is (nil? (call i :descriptor-rename-at root "a" root "c")))
           (is (= hash (call i :descriptor-metadata-hash-at root #{} "c") (call i :descriptor-metadata-hash file))))
         (is (true? (call i :descriptor-is-same-object file (open i root "c"))))
         (is (false? (call i :descriptor-is-same-object file (open i root "b")))))))))

(deftest a-read-only-grant-refuses-changes
  (on-each-file-system
   (fn [^Path dir]
     (spit-path (.resolve dir "a") "x")
     (with-open [i (guest {:wasi {:dirs {"/" {:path dir :read-only true}}}})]
       (let [root (data i)
             file (open i root "a" #{} #{:read})]
         (is (= "x" (text-of (first (call i :descriptor-read file 9 0)))))
         (is (= (repeat 9 :not-permitted)
                [(err i :descriptor-open-at root #{} "a" #{} #{:write})
                 (err i :descriptor-open-at root #{} "a" #{:truncate} #{:read})
                 (err i :descriptor-open-at root #{} "b" #{:create} #{:read})
                 (err i :descriptor-open-at root #{} "." #{:directory} #{:mutate-directory})
                 (err i :descriptor-create-directory-at root "d")
                 (err i :descriptor-unlink-file-at root "a")
                 (err i :descriptor-rename-at root "a" root "b")
                 (err i :descriptor-symlink-at root "a" "b")
                 (err i :descriptor-link-at root #{} "a" root "b")]))
         (is (= (repeat 4 :not-permitted)
                [(err i :descriptor-set-size file 0)
                 (err i :descriptor-write file (byte-array 1) 0)
                 (err i :descriptor-write-via-stream file 0)
                 (err i :descriptor-append-via-stream file)]))
         (is (= "x" (slurp-path (.resolve dir "a"))))))
     (testing "not through a directory in it"
       (with-open [i (guest {:wasi {:dirs {"/" {:path dir :read-only true}}}})]
         (let [root (open i (data i) "." #{:directory} #{:read})]
           (is (= :not-permitted (err i :descriptor-create-directory-at root "d")))
           (is (= :not-permitted (err i :descriptor-open-at root #{} "a" #{} #{:write})))))))))

(deftest a-directory-may-be-changed-if-its-parent-may
  (on-each-file-system
   (fn [^Path dir]
     (with-open [i (granted dir)]
       (let [root (open i (data i) "." #{:directory} #{})]
         (is (= #{:read} (call i :descriptor-get-flags root)))
         (is (nil? (call i :descriptor-create-directory-at root "d")))
         (is (= #{:read :mutate-directory}
                (call i :descriptor-get-flags (open i (data i) "." #{:directory} #{:mutate-directory}))))
         (is (= :is-directory (err i :descriptor-open-at root #{} "d" #{:directory} #{:read :write})))
         (is (= [:is-directory :is-directory :bad-descriptor]
                [(err i :descriptor-read root 1 0) (err i :descriptor-read-via-stream root 0)
                 (err i :descriptor-write root (byte-array 1) 0)])))))))

(deftest a-created-or-truncated-file-is-opened-for-writing
  (on-each-file-system
   (fn [^Path dir]
     (spit-path (.resolve dir "a") "x")
     (with-open [i (granted dir)]
       (let [root (data i)]
         (is (= [#{:read :write} #{:read :write} #{:write} #{:read :write} #{:read}]
                (for [[file opening wanted] [["b" #{:create} #{}] ["a" #{:create} #{:read}] ["a" #{:create} #{:write}]
                                             ["a" #{:truncate} #{:read}] ["a" #{} #{}]]]
                  (call i :descriptor-get-flags (open i root file opening wanted)))))
         (is (= "" (slurp-path (.resolve dir "a")))))))))

(deftest open-files-are-limited
  (on-each-file-system
   (fn [^Path dir]
     (spit-path (.resolve dir "a") "x")
     (with-open [i (granted dir {:limits {:open-files 2}})]
       (let [root (data i)
             file (open i root "a")]
         (open i root "a")
         (is (= :insufficient-memory (err i :descriptor-open-at root #{} "a" #{} #{:read})))
         (is (= :insufficient-memory (err i :descriptor-read-directory root)))
         (call i :drop-descriptor file)
         (is (= :regular-file (call i :descriptor-get-type (open i root "a")))))))))

(deftest a-path-of-the-user-is-a-descriptor
  (on-each-file-system
   (fn [^Path dir]
     (spit-path (.resolve dir "a") "x")
     (with-open [i (guest {:imports {"wasi:filesystem/preopens@0.2.0"
                                     {"get-directories" (fn [] [[dir "/mine"] [(.resolve dir "a") "file"]])}}})]
       (let [[[root name] [file]] (call i :get-directories)]
         (is (= "/mine" name))
         (is (= 1 (:size (call i :descriptor-stat-at root #{} "a"))))
         (is (= 1 (call i :descriptor-write file (bytes-of "y") 0))))))))
