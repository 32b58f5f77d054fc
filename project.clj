(defproject io.github.radicchio/radicchio "0.1.0"
  :description "WebAssembly components as Clojure namespaces, on the JVM alone."
  :url "https://github.com/radicchio/radicchio"
  :license {:name "Apache-2.0" :url "https://www.apache.org/licenses/LICENSE-2.0"}
  :dependencies [[org.clojure/clojure "1.11.4"]
                 [org.clojure/tools.cli "1.1.230"]
                 [org.clojure/data.json "2.5.2"]
                 [com.dylibso.chicory/runtime "1.7.5"]
                 [org.ow2.asm/asm "9.9.1"]
                 [com.samskivert/jmustache "1.16"]
                 [org.eclipse.jetty/jetty-server "12.1.14"]
                 [org.eclipse.jetty/jetty-client "12.1.14"]
                 [instaparse "1.4.7" :exclusions [org.clojure/clojure]]]
  :source-paths ["src/clj"]
  :java-source-paths ["src/java"]
  :resource-paths ["resources"]
  :test-paths ["test"]
  ;; Without -path: Leiningen names folders that may not exist. Without -classfile: Chicory's jars lack one of its annotations.
  :javac-options ["--release" "17" "-XDstringConcat=inline" "-Xlint:all,-path,-classfile" "-Werror" "-proc:none" "-encoding" "UTF-8"]
  :test-selectors {:default (complement (some-fn :slow :fuzz))
                   :slow :slow
                   :fuzz :fuzz}
  :target-path "target/lein/%s"
  :clean-targets ["target/lein"]
  :profiles {:dev {:dependencies [[org.clojure/test.check "1.1.1"]
                                  [com.google.jimfs/jimfs "1.3.0"]]
                   ;; classes that tests compile must not go into the user's cache
                   :jvm-opts ["-Dradicchio.cache=false"]}})
