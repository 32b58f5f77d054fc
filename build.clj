(ns build
  "Builds a release. `clj -T:build jar` makes target/radicchio-VERSION.jar, which is the library, the tool and the Leiningen
  plugin. `install` installs it into the local Maven repository. `javadoc` makes the jar of its documentation for Java. `cli`
  makes target/wit-VERSION, the program `wit`."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.tools.build.api :as b])
  (:import (java.nio.file CopyOption Files StandardCopyOption)))

(set! *warn-on-reflection* true)

(def lib 'io.github.radicchio/radicchio)
(def ^:private version-file "radicchio/version.txt")

(def version
  "The version of the jar, and of `wit version`, from resources/radicchio/version.txt."
  (str/trim (slurp (io/file "resources" version-file))))

(def ^:private class-dir "target/classes")
(defn- jar-file [version] (format "target/%s-%s.jar" (name lib) version))
(def ^:private basis (delay (b/create-basis {:project "deps.edn"})))

(def ^:private pom-data
  [[:description "WebAssembly components as Clojure namespaces, on the JVM alone."]
   [:url "https://github.com/radicchio/radicchio"]
   [:licenses
    [:license
     [:name "Apache-2.0"]
     [:url "https://www.apache.org/licenses/LICENSE-2.0"]]]])

(defn clean
  "Deletes target/."
  [_]
  (b/delete {:path "target"}))

(defn- move! [^String from ^String to]
  (Files/move (.toPath (io/file from)) (.toPath (io/file to))
              (into-array CopyOption [StandardCopyOption/ATOMIC_MOVE])))

(defn- compile!
  "Compiles the sources below `from` into `to`, which contains nothing else. A class whose source was deleted disappears.
  If the compilation fails, `to` is unchanged."
  [from to javac]
  (let [fresh (str to ".new")
        old   (str to ".old")]
    (b/delete {:path fresh})
    (.mkdirs (io/file fresh))
    (b/javac (merge {:src-dirs   [from]
                     :class-dir  fresh
                     :basis      @basis
                     ;; by default a concatenation is linked at its first use, which could be at the end of the stack
                     :javac-opts ["--release" "17" "-XDstringConcat=inline" "-Xlint:all,-classfile" "-Werror" "-proc:none" "-encoding" "UTF-8"]}
                    javac))
    (b/delete {:path old})
    (when (.exists (io/file to))
      (move! to old))
    (move! fresh to)
    (b/delete {:path old})))

(defn compile-java
  "Compiles src/java into target/classes."
  [_]
  (compile! "src/java" class-dir {}))

(defn compile-bench
  "Compiles bench/java into target/bench."
  [_]
  (compile! "bench/java" "target/bench" {}))

(defn jar
  "Makes the jar: compiled Java, Clojure as source, resources, and the pom. `:version` overrides the version."
  [{:keys [version], :or {version version}}]
  (let [contents "target/jar"
        jar-file (jar-file version)]
    (compile-java nil)
    (b/delete {:path contents})
    (b/write-pom {:class-dir contents
                  :lib       lib
                  :version   version
                  :basis     @basis
                  :src-dirs  ["src/clj"]
                  :src-pom   :none
                  :pom-data  pom-data})
    (b/copy-dir {:src-dirs   ["src/clj" "resources" class-dir]
                 :target-dir contents})
    (spit (io/file contents version-file) (str version "\n"))
    (b/copy-file {:src "LICENSE", :target (str contents "/META-INF/LICENSE")})
    (b/jar {:class-dir contents, :jar-file jar-file, :manifest {"Automatic-Module-Name" "radicchio"}})
    (println jar-file)))

(defn javadoc
  "Makes target/radicchio-VERSION-javadoc.jar: the pages of radicchio.api, and of what its signatures name."
  [{:keys [version], :or {version version}}]
  (let [folder   "target/javadoc"
        jar-file (format "target/%s-%s-javadoc.jar" (name lib) version)
        ^java.util.spi.ToolProvider tool (.orElseThrow (java.util.spi.ToolProvider/findFirst "javadoc"))]
    (b/delete {:path folder})
    (when-not (zero? (.run tool ^java.io.PrintStream System/out ^java.io.PrintStream System/err
                           ^"[Ljava.lang.String;"
                           (into-array String ["-quiet" "-Xdoclint:all,-missing" "-Werror" "-encoding" "UTF-8" "-d" folder
                                               "-sourcepath" "src/java" "-classpath" (str/join ":" (:classpath-roots @basis))
                                               "radicchio.api" "radicchio.api.values" "radicchio.error"
                                               "radicchio.runtime.resource" "radicchio.engine"])))
      (throw (ex-info "javadoc failed" {})))
    (b/jar {:class-dir folder, :jar-file jar-file})
    (println jar-file)))

(defn install
  "Makes the jar and puts it into the local Maven repository. `:version` overrides the version."
  [{:keys [version] :or {version version} :as options}]
  (jar options)
  (b/install {:basis     @basis
              :lib       lib
              :version   version
              :jar-file  (jar-file version)
              :class-dir "target/jar"})
  (println "installed" (str lib) version))

(defn- namespaces
  "Returns the names of the library's namespaces."
  []
  (sort (for [^java.io.File file (file-seq (io/file "src/clj/radicchio"))
              :when (str/ends-with? (str file) ".clj")]
          (-> (subs (str file) (count "src/clj/")) (str/replace #"\.clj$" "") (str/replace "/" ".") (str/replace "_" "-") symbol))))

(defn cli
  "Makes the program `wit`, for people who have a JDK and no Clojure: target/wit-VERSION/bin/wit, a launcher, and
  lib/wit.jar, with all dependencies. The folder can be copied to any place, and bin/wit linked from the PATH."
  [{:keys [version] :or {version version}}]
  (let [folder  (str "target/wit-" version)
        classes "target/cli-classes"]
    (compile-java nil)
    (b/delete {:path folder})
    (b/delete {:path classes})
    (b/copy-dir {:src-dirs ["resources" class-dir], :target-dir classes})
    (spit (io/file classes version-file) (str version "\n"))
    (b/copy-dir {:src-dirs ["src/clj"], :target-dir classes, :include "radicchio**"})
    (b/compile-clj {:basis @basis, :src-dirs ["src/clj"], :class-dir classes, :ns-compile (namespaces)
                    :bindings {#'*warn-on-reflection* false}})
    (b/uber {:class-dir classes, :uber-file (str folder "/lib/wit.jar"), :basis @basis, :main 'clojure.main})
    (b/delete {:path classes})
    (b/copy-file {:src "LICENSE", :target (str folder "/LICENSE")})
    (b/copy-file {:src "bin/cli/launcher", :target (str folder "/bin/wit")})
    (.setExecutable (io/file folder "bin/wit") true)
    (println folder)))
