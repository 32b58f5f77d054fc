(ns radicchio.wasm.wasi-files-test
  "WASI preview 1: what files and directories do, as POSIX has it, and at the bounds of what a guest may ask for."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.core-guests :refer [on-both refusal thrown]]
            [radicchio.wasm.wasi-probe :refer [call delete-tree entries hard-link int-at iovec link on-path open probe read-fd read-file
                                               readlink rename stat symlink temp-dir text with-tree write-fd]]))

(set! *warn-on-reflection* true)

;; --- Listings --------------------------------------------------------------------------------------------------------

(deftest a-listing-shows-links-as-links
  (with-tree [root guest {"a.txt" "content"}]
    (link (io/file root "in" "dangling") "nothing")
    (link (io/file root "in" "out") "../secret")
    (link (io/file root "in" "far") "/etc/hosts")
    (link (io/file root "in" "loop") "loop")
    (link (io/file root "in" "to-sub") "sub")
    (let [all {"." :directory, ".." :directory, "a.txt" :file, "dangling" :link, "far" :link, "loop" :link, "out" :link,
               "sub" :directory, "to-sub" :link}]
      (is (= all (entries guest 3 4096)))
      (testing "with any buffer size"
        (is (= all (entries guest 3 64) (entries guest 3 33)))))
    (is (= :inval (readlink guest "a.txt")))
    (is (= ["/etc/hosts" "../secret"] (map #(readlink guest %) ["far" "out"])) "their text is no way out")
    (doseq [name ["dangling" "out" "far" "loop" "to-sub"]]
      (is (= 7 (:kind (stat guest name :follow false))))
      (is (= :success (on-path guest "path_unlink_file" name))))
    (is (= "secret" (slurp (io/file root "secret"))))))

(deftest a-listing-goes-on-at-any-entry
  (with-tree [root guest {}]
    (dotimes [i 50] (spit (io/file root "in" (str "file-" i)) ""))
    (is (= 53 (count (entries guest 3 4096)) (count (entries guest 3 100))))
    (is (= [:success 0] [(call guest "fd_readdir" 3 8192 4096 1000000 16) (int-at guest 16)]) "beyond the end there is nothing")
    (is (= [:success 0] [(call guest "fd_readdir" 3 8192 4096 -1 16) (int-at guest 16)]))
    (is (= [:success 0] [(call guest "fd_readdir" 3 8192 0 0 16) (int-at guest 16)]))
    (is (= :notdir (let [fd (open guest "file-1")] (call guest "fd_readdir" fd 8192 100 0 16))))))

;; --- Open files ------------------------------------------------------------------------------------------------------

(deftest an-open-file-is-the-file-that-was-opened
  (with-tree [root guest {"old" "old", "gone" "12345", "moved" "1234567"}]
    (let [old (open guest "old"), gone (open guest "gone" :write true), moved (open guest "moved" :write true)
          before (stat guest old)]
      (spit (io/file root "in" "new") "new content, longer")
      (is (= [:success :success :success] [(rename guest "new" "old") (on-path guest "path_unlink_file" "gone") (rename guest "moved" "sub/m")]))
      (testing "replaced"
        (is (= before (stat guest old)))
        (is (= "old" (read-fd guest old))))
      (testing "unlinked"
        (is (= 5 (:size (stat guest gone))))
        (is (= [:success 2] [(call guest "fd_filestat_set_size" gone 2) (:size (stat guest gone))]))
        (spit (io/file root "in" "gone") "another")
        (is (= [2 :notsup] [(:size (stat guest gone)) (call guest "fd_filestat_set_times" gone 0 5000000000 4)]) "its times are those of nothing")
        (is (< 1000000 (.lastModified (io/file root "in" "gone")))))
      (testing "moved by a guest"
        (is (= :success (call guest "fd_filestat_set_times" moved 0 5000000000 4)))
        (is (= [7 5000000000] ((juxt :size :modified) (stat guest moved))))
        (is (= 5000 (.lastModified (io/file root "in" "sub" "m"))))
        (is (= :success (rename guest "sub" "bus")))
        (is (= 1 (:links (stat guest moved))))
        (is (= :success (hard-link guest "bus/m" "again")))
        (is (= 2 (:links (stat guest moved))))))))

(deftest an-open-directory-is-the-directory-that-was-opened
  (with-tree [root guest {"sub/a" "a"}]
    (let [sub (open guest "sub" :directory true)]
      (is (= :success (rename guest "sub" "other")))
      (is (= :success (on-path guest "path_create_directory" "sub")))
      (is (= {"." :directory, ".." :directory, "a" :file} (entries guest sub 4096)))
      (let [[at n] (text guest 1024 "made")]
        (is (= :success (call guest "path_create_directory" sub at n))))
      (is (.isDirectory (io/file root "in" "other" "made")))
      (testing "no path leads above it"
        (is (= :notcapable (open guest "../secret" :dir sub)))
        (is (= :notcapable (open guest ".." :dir sub :directory true)))))
    (testing "the granted directory itself"
      (.renameTo (io/file root "in") (io/file root "renamed"))
      (.mkdirs (io/file root "in"))
      (spit (io/file root "in" "trap") "")
      (is (= [:noent :success] [(open guest "trap") (on-path guest "path_create_directory" "here")])
          "another program moved it: making things in it works, or says that it is gone")
      (is (.isDirectory (io/file root "renamed" "here"))))))

(deftest appending-is-at-the-end
  (with-tree [root guest {"f" "abc"}]
    (let [[at n] (text guest 1024 "f")
          _      (is (= :success (call guest "path_open" 3 1 at n 0 66 66 1 16)))
          fd     (int-at guest 16)]
      (is (= [:success :success] [(write-fd guest fd "d") (call guest "fd_seek" fd 0 0 8)]))
      (is (= "abcd" (read-fd guest fd)))
      (call guest "fd_seek" fd 0 0 8)
      (is (= :success (write-fd guest fd "e")))
      (testing "until that is switched off"
        (is (= :success (call guest "fd_fdstat_set_flags" fd 0)))
        (call guest "fd_seek" fd 0 0 8)
        (is (= :success (write-fd guest fd "A")))
        (is (= "Abcde" (slurp (io/file root "in" "f")))))
      (text guest 4096 "Z")
      (iovec guest 4096 1)
      (is (= [:success "AZcde"] [(call guest "fd_pwrite" fd 0 1 1 8) (slurp (io/file root "in" "f"))])))))

(deftest what-a-descriptor-may-not-do-fails
  (with-tree [root guest {"f" "abc"}]
    (let [fd (open guest "f")]
      (is (= :badf (write-fd guest fd "x")))
      (is (= :badf (call guest "fd_filestat_set_size" fd 0)))
      (is (= :badf (call guest "fd_allocate" fd 0 100))))
    (is (= :badf (read-fd guest (open guest "f" :read false :write true))))
    (testing "a file is not truncated through a directory without the right to write"
      (let [[at n] (text guest 1024 ".")]
        (is (= :success (call guest "path_open" 3 0 at n 2 2 2 0 16)))
        (let [dir (int-at guest 16)]
          (is (= [:notcapable :notcapable] [(open guest "f" :dir dir :write true) (open guest "f" :dir dir :truncate true)]))
          (is (int? (open guest "f" :dir dir))))))
    (is (= "abc" (slurp (io/file root "in" "f"))))
    (is (= [:spipe :spipe :badf] [(call guest "fd_seek" 1 0 0 8) (call guest "fd_tell" 0 8) (call guest "fd_seek" 3 0 0 8)]))))

(deftest a-file-is-cut-by-the-right-of-its-directory
  (with-tree [root guest {"f" "abc"}]
    (let [fd (open guest "f" :read false :truncate true)]
      (is (= "" (slurp (io/file root "in" "f"))))
      (is (= :badf (write-fd guest fd "x")) "the descriptor may not write all the same"))))

(deftest a-directory-is-not-opened-to-be-written
  (with-tree [_ guest {}]
    (let [[at n] (text guest 1024 ".")]
      (is (= [:isdir :isdir :success]
             (for [[opening rights] [[2 66] [0 64] [2 2]]]
               (call guest "path_open" 3 0 at n opening rights 0 0 16)))))))

;; --- Paths -----------------------------------------------------------------------------------------------------------

(deftest paths-mean-what-they-do-in-posix
  (with-tree [root guest {"f" "abc", "g" "g", "sub/x" "x"}]
    (link (io/file root "in" "to-f") "f")
    (link (io/file root "in" "to-sub") "sub/")
    (.mkdirs (io/file root "in" "empty"))
    (testing "empty names, and characters that no name may have"
      (is (= :noent (open guest "") (stat guest "") (on-path guest "path_create_directory" "")))
      (is (= [:inval :inval] [(open guest "a\u0000b") (on-path guest "path_unlink_file" "f\u0000")]))
      (is (= :nametoolong (open guest (apply str (repeat 5000 "a")))))
      (wasm/memory-write guest 1024 (byte-array [(unchecked-byte 0xff) (unchecked-byte 0xfe)]))
      (is (= :ilseq (call guest "path_unlink_file" 3 1024 2))))
    (testing "slashes at the end"
      (is (= :notdir (open guest "f/") (stat guest "f/") (stat guest "to-f/") (on-path guest "path_unlink_file" "f/")))
      (is (= :notdir (on-path guest "path_unlink_file" "to-f/") (rename guest "f/" "h") (rename guest "f" "h/")))
      (is (= 3 (:kind (stat guest "sub/")) (:kind (stat guest "to-sub" )) (:kind (stat guest "to-sub/" :follow false))))
      (is (= :isdir (open guest "new/" :create true :write true)))
      (is (= :noent (symlink guest "f" "new/") (hard-link guest "f" "new/")))
      (is (= :success (on-path guest "path_create_directory" "new/") (rename guest "new/" "newer/"))))
    (testing "dots"
      (is (= :exist (on-path guest "path_create_directory" ".") (on-path guest "path_create_directory" "sub/..")))
      (is (= :inval (on-path guest "path_remove_directory" ".") (rename guest "." "x") (rename guest "sub/." "x")))
      (is (= "x" (read-file guest "to-sub/../sub/./x"))))
    (testing "replacing by a move"
      (is (= [:notempty :isdir :notdir :inval] [(rename guest "empty" "sub") (rename guest "f" "sub") (rename guest "sub" "f") (rename guest "sub" "sub/deeper")]))
      (is (= [:success :success] [(rename guest "sub" "empty") (rename guest "g" "f")]))
      (is (= "g" (read-file guest "f")))
      (is (= :success (rename guest "f" "f") (hard-link guest "f" "f2") (rename guest "f" "f2")))
      (is (= ["g" "g"] [(read-file guest "f") (read-file guest "f2")]) "two names of one file both stay")
      (is (= :success (rename guest "to-f" "f2")) "a link is moved as one")
      (is (= "f" (readlink guest "f2"))))
    (testing "making an existing file"
      (is (= :exist (open guest "empty" :create true :exclusive true) (open guest "f2" :create true :exclusive true) (symlink guest "x" "f2")))
      (is (= :inval (open guest "d" :create true :directory true)))
      (is (= :isdir (open guest "empty" :create true :write true) (on-path guest "path_unlink_file" "empty")))
      (is (= :perm (hard-link guest "empty" "hard"))))
    (testing "a name is never a different name on a host with other rules"
      (is (every? int? (map #(open guest % :create true :write true) ["a:b" "a\\b" "CON" "x." " "]))))
    (is (= "secret" (slurp (io/file root "secret"))))))

(deftest times-of-a-link-are-not-those-of-its-target
  (with-tree [root guest {"f" "abc"}]
    (link (io/file root "in" "l") "f")
    (let [before (.lastModified (io/file root "in" "f"))
          times  (fn [path follow flags] (let [[at n] (text guest 1024 path)] (call guest "path_filestat_set_times" 3 follow at n 0 5000000000 flags)))]
      (is (= :notsup (times "l" 0 4)))
      (is (= before (.lastModified (io/file root "in" "f"))))
      (is (= [:success 5000] [(times "l" 1 4) (.lastModified (io/file root "in" "f"))]))
      (is (= [:inval :inval] [(times "f" 1 12) (times "f" 1 16)])))))

;; --- Bounds ----------------------------------------------------------------------------------------------------------

(deftest numbers-at-their-bounds-are-errors
  (with-tree [root guest {"f" "abc"} {:clock true, :random true, :in "x"}]
    (let [fd (open guest "f" :write true), most Long/MAX_VALUE, least Long/MIN_VALUE]
      (doseq [size [-1 least]]
        (is (= :inval (call guest "fd_filestat_set_size" fd size))))
      (is (contains? #{:fbig :inval :nospc} (call guest "fd_filestat_set_size" fd most)))
      (is (= [:inval :inval :inval :inval] (map (fn [[offset n]] (call guest "fd_allocate" fd offset n)) [[0 0] [-1 1] [most 1] [0 -1]])))
      (is (= [:inval :inval :inval] (map (fn [[offset whence]] (call guest "fd_seek" fd offset whence 8)) [[-1 0] [least 1] [0 3]])))
      (is (= [:success :inval] (map (fn [[offset whence]] (call guest "fd_seek" fd offset whence 8)) [[most 0] [1 1]])))
      (is (= "" (read-fd guest fd)))
      (is (contains? #{:fbig :inval} (write-fd guest fd "x")))
      (iovec guest 4096 1)
      (is (= [:inval :inval] [(call guest "fd_pread" fd 0 1 -1 8) (call guest "fd_pwrite" fd 0 1 -1 8)]))
      (is (= [:success 0] [(call guest "fd_pread" fd 0 1 most 8) (int-at guest 8)]))
      (is (= [:inval :inval :success] (map (fn [[a b c]] (call guest "fd_advise" fd a b c)) [[-1 0 0] [0 0 6] [0 0 5]])))
      (is (= :inval (call guest "fd_filestat_set_times" fd 0 0 3)))
      (is (contains? #{:success :inval :io} (call guest "fd_filestat_set_times" fd -1 -1 5))))
    (let [[at n] (text guest 1024 "f"), flags (fn [dir-flags open-flags fd-flags] (call guest "path_open" 3 dir-flags at n open-flags 2 2 fd-flags 16))]
      (is (= [:inval :inval :inval :notsup] [(flags 2 0 0) (flags 0 16 0) (flags 0 0 32) (flags 0 0 2)])))
    (is (= "abc" (slurp (io/file root "in" "f"))))))

(deftest lengths-out-of-bounds-trap-before-anything-is-done
  (with-tree [root guest {"f" "abc"} {:random true}]
    (let [fd (open guest "f" :write true), big 0x7fffffff]
      (doseq [[name & args]
              [["path_create_directory" 3 1 big] ["path_filestat_get" 3 0 1 big 64] ["path_remove_directory" 3 1 -1] ["path_unlink_file" 3 -1 big]
               ["path_readlink" 3 0 1 1 -1 0] ["path_readlink" 3 1 big 64 10 80] ["path_rename" 3 1 big 3 0 1] ["path_symlink" 1 -1 3 0 1]
               ["path_open" 3 0 1 -2 0 2 0 0 64] ["path_open" 3 0 1024 1 1 64 0 0 -1] ["path_link" 3 0 0 1 3 1 big]
               ["path_filestat_set_times" 3 0 1 big 0 0 4] ["random_get" 0 -1] ["random_get" -1 1] ["random_get" 1 big]
               ["fd_readdir" 3 0 -1 0 16] ["fd_readdir" 3 0 100 0 -1] ["fd_prestat_dir_name" 3 1 -1] ["fd_filestat_get" fd -1]
               ["fd_fdstat_get" fd 0x7ffffff8] ["fd_read" fd 0 -1 8] ["fd_write" fd -8 1 8] ["fd_pread" fd 0 0x10000000 0 8] ["fd_tell" fd -4]
               ["args_get" -1 0] ["args_get" 0 -1] ["args_sizes_get" 0 -1] ["poll_oneoff" -1 0 1 0] ["poll_oneoff" 0 -1 1 0]]]
        (text guest 1024 "f")
        (testing (pr-str name args)
          (is (= :out-of-bounds-memory (:trap (ex-data (thrown #(apply call guest name args))))))))
      (iovec guest 1 -1)
      (is (= :out-of-bounds-memory (:trap (ex-data (thrown #(call guest "fd_write" 1 0 1 8))))))
      (is (= "abc" (slurp (io/file root "in" "f"))) "nothing was cut, or made")
      (is (= #{"in" "secret"} (set (.list root)))))))

(deftest open-files-are-limited
  (on-both backend
    (let [root (temp-dir)]
      (try
        (spit (io/file root "f") "abc")
        (with-open [guest (probe backend {:dirs {"/d" root}, :limits {:open-files 3}})]
          (is (= [4 5 6 :mfile] (vec (repeatedly 4 #(open guest "f")))))
          (is (= :mfile (open guest "." :directory true) (open guest "new" :create true :write true)))
          (is (not (.exists (io/file root "new"))))
          (is (= [:success 5] [(call guest "fd_close" 5) (open guest "f")]) "the lowest free number")
          (is (= [:success :mfile] [(call guest "fd_renumber" 5 6) (do (open guest "f") (open guest "f"))]))
          (is (= [:badf :badf] [(call guest "fd_renumber" 4 77) (call guest "fd_renumber" 77 4)])))
        (is (= [:config ":limits :open-files: expected an integer from 1 to 2147483647, got 0"]
               (refusal #(probe backend {:limits {:open-files 0}}))))
        (finally (delete-tree root))))))

(deftest any-thread-s-directories-are-closed-with-the-instance
  (let [root (temp-dir), fds #(count (.list (io/file "/proc/self/fd")))]
    (when (.isDirectory (io/file "/proc/self/fd"))
      (try
        (spit (io/file root "f") "abc")
        (let [before (fds)]
          (dotimes [_ 50]
            (with-open [guest (probe :interpreter {:dirs {"/d" root}})]
              (dotimes [_ 10] (open guest "f"))
              (open guest "." :directory true)
              (entries guest 3 50)))
          (is (< (fds) (+ before 100))))
        (finally (delete-tree root))))))
