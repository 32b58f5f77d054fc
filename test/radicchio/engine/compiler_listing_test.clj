(ns radicchio.engine.compiler-listing-test
  "The JVM instructions in docs/compiler.md are those that the compiler writes. RADICCHIO_BLESS=1 rewrites them."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]])
  (:import (java.io File PrintWriter StringWriter)
           (java.nio.file Files)
           (java.util.spi ToolProvider)
           (radicchio.engine.chicory.compiler ModuleCompiler ModuleCompiler$Result)))

(set! *warn-on-reflection* true)

(def ^:private page "docs/compiler.md")
(def ^:private block #"(?s)<!-- listing: (\S+) -->\n```\n(.*?)```")

(defn- javap
  "What javap prints for the code of a class."
  [^bytes code]
  (let [file  (File/createTempFile "Listed" ".class")
        out   (StringWriter.)
        print (PrintWriter. out)]
    (try
      (Files/write (.toPath file) code ^"[Ljava.nio.file.OpenOption;" (make-array java.nio.file.OpenOption 0))
      (.run ^ToolProvider (.get (ToolProvider/findFirst "javap")) print print
            ^"[Ljava.lang.String;" (into-array ["-c" "-p" (str file)]))
      (.flush print)
      (str out)
      (finally (.delete file)))))

(defn- listing
  "The instructions of a module's first function, without the numbers of constants."
  [path]
  (let [^ModuleCompiler$Result made (ModuleCompiler/compile (Files/readAllBytes (.toPath (io/file path))) "guest.Listed" #{})
        printed (javap (get (.classes made) "guest.ListedFuncGroup_0"))
        [_ body] (re-find #"(?s) func_0\([^\n]*\n    Code:\n(.*?)\n\n" (str/replace printed "\r" ""))]
    (str (->> (str/split-lines body)
              (map #(-> % (str/replace #"#\d+(, +\d+)? +// " "") (str/replace #"^ +(?=\d+: )" "") str/trimr))
              (str/join "\n"))
         "\n")))

(deftest the-page-on-the-compiler-lists-what-it-writes
  (let [text (slurp page)
        [_ path listed] (re-find block text)
        now  (listing path)]
    (if (System/getenv "RADICCHIO_BLESS")
      (spit page (str/replace text block (fn [[_ path]] (str "<!-- listing: " path " -->\n```\n" now "```"))))
      (is (= now listed)))))
