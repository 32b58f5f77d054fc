(ns radicchio.architecture-test
  "The house's rules hold for its sources, and each rule finds what breaks it. architecture.edn is the exact list of what breaks a
  rule today, so that it gets shorter and never longer."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.test :refer [deftest is testing]]
            [radicchio.architecture :as architecture]))

(set! *warn-on-reflection* true)

(def ^:private known (edn/read-string (slurp (io/file "test/radicchio/architecture.edn"))))

(def ^:private house (delay (architecture/sources "src")))

(deftest the-engine-and-clojure-are-confined
  (is (empty? (architecture/engine-outside @house)))
  (is (empty? (architecture/jetty-outside @house)))
  (is (empty? (architecture/clojure-outside @house)))
  (is (empty? (architecture/instaparse-outside @house))))

(deftest rooms-use-only-allowed-rooms
  (is (empty? (architecture/forbidden-uses @house)))
  (is (empty? (architecture/package-circles @house))))

(deftest files-of-a-package-use-each-other-in-one-direction
  (is (= (:file-circles known) (architecture/file-circles @house))))

(deftest a-class-name-is-used-once
  (is (empty? (architecture/names-used-twice @house))))

(deftest files-are-short-and-named-for-their-contents
  (is (empty? (architecture/long-files @house)))
  (is (empty? (architecture/catch-all-files @house)))
  (is (empty? (architecture/packages-without-manual @house)))
  (is (empty? (architecture/silent-about-reflection @house))))

(defn- java [& lines] (apply str (interpose "\n" lines)))

(deftest each-rule-finds-violations
  (testing "confinement"
    (is (= ["src/java/radicchio/runtime/A.java"]
           (architecture/engine-outside
            {"src/java/radicchio/runtime/A.java"        "import com.dylibso.chicory.wasm.Parser;"
             "src/java/radicchio/runtime/B.java"        "/** Not com.dylibso.chicory.wasm.Parser. */"
             "src/java/radicchio/engine/chicory/C.java" "import com.dylibso.chicory.wasm.Parser;"})))
    (is (= ["src/java/radicchio/wasi/http/A.java"]
           (architecture/jetty-outside
            {"src/java/radicchio/wasi/http/A.java"       "import org.eclipse.jetty.server.Server;"
             "src/java/radicchio/wasi/http/jetty/B.java" "import org.eclipse.jetty.server.Server;"})))
    (is (= ["src/java/radicchio/abi/A.java"]
           (architecture/clojure-outside
            {"src/java/radicchio/abi/A.java"    "Object x = clojure.lang.RT.first(y);"
             "src/java/radicchio/values/B.java" "import clojure.lang.RT;"})))
    (is (= ["src/clj/radicchio/wasm.clj"]
           (architecture/instaparse-outside
            {"src/clj/radicchio/wasm.clj"        "(:require [instaparse.core])"
             "src/clj/radicchio/wit/grammar.clj" "(:require [instaparse.core])"}))))
  (testing "rooms"
    (is (= ["radicchio.abi.A uses radicchio.wasi.B"]
           (architecture/forbidden-uses
            {"src/java/radicchio/abi/A.java"  (java "package radicchio.abi;" "import radicchio.wasi.B;")
             "src/java/radicchio/wasi/B.java" "package radicchio.wasi;"})))
    (is (= [#{"radicchio.runtime" "radicchio.wasi"}]
           (architecture/package-circles
            {"src/java/radicchio/runtime/A.java" "import radicchio.wasi.B;"
             "src/java/radicchio/wasi/B.java"    "import radicchio.runtime.A;"}))))
  (testing "circles within a package"
    (is (= {"radicchio.abi" 2}
           (architecture/file-circles
            {"src/java/radicchio/abi/A.java" "class A { B b; }"
             "src/java/radicchio/abi/B.java" "class B { A a; C c; }"
             "src/java/radicchio/abi/C.java" "class C { String aNameThatIsNotA = \"A\"; } // A"})))
    (is (= {"radicchio.abi" 2}
           (architecture/file-circles
            {"src/java/radicchio/abi/A.java" "public sealed interface A permits B, C { void on(B b); void on(C c); }"
             "src/java/radicchio/abi/B.java" "record B(C c) implements A {}"
             "src/java/radicchio/abi/C.java" "record C(B b) implements A {}"}))
        "a sealed type may name its cases; they may not use each other in a circle"))
  (testing "names and sizes"
    (is (= ["Reader"]
           (architecture/names-used-twice
            {"src/java/radicchio/abi/Reader.java"    ""
             "src/java/radicchio/binary/Reader.java" ""
             "src/java/radicchio/binary/Writer.java" ""
             "src/java/radicchio/api/Writer.java"    ""})))
    (is (= ["src/clj/radicchio/a.clj"]
           (architecture/long-files {"src/clj/radicchio/a.clj" (apply str (repeat 501 "x\n"))
                                     "src/clj/radicchio/b.clj" (apply str (repeat 500 "x\n"))})))
    (is (= ["src/clj/radicchio/gen_utils.clj"]
           (architecture/catch-all-files {"src/clj/radicchio/gen_utils.clj" ""
                                          "src/clj/radicchio/common/gen.clj" ""})))
    (is (= ["radicchio.abi"]
           (architecture/packages-without-manual
            {"src/java/radicchio/abi/A.java"             ""
             "src/java/radicchio/wasi/B.java"            ""
             "src/java/radicchio/wasi/package-info.java" ""})))
    (is (= ["src/clj/radicchio/a.clj"]
           (architecture/silent-about-reflection {"src/clj/radicchio/a.clj" "(ns radicchio.a)"
                                                  "src/java/radicchio/A.java" ""})))))
