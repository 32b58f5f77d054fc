(ns radicchio.api-test
  "The door for Java programs: radicchio.api, and the values of Java."
  (:require [clojure.java.io :as io]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.runtime.guests :refer [failure kind]])
  (:import (java.io ByteArrayOutputStream InputStream)
           (java.math BigInteger)
           (java.nio ByteBuffer)
           (java.nio.file Path)
           (java.time Duration)
           (java.util ArrayList LinkedHashMap List Map Optional Set)
           (java.util.concurrent CompletableFuture)
           (radicchio.api Component Composition HostFunction Instance Options Wasi)
           (radicchio.api.values Result Result$Err Result$Ok Tuple$Of2 Variant)
           (radicchio.engine Backend CompileOptions)
           (radicchio.runtime.resource Handle)))

(set! *warn-on-reflection* true)

(def ^:private ^Component compiled
  (memoize (fn [path ^Backend backend]
             (Component/compile (.readAllBytes (io/input-stream (io/resource path))) (CompileOptions/of backend)))))

(defmacro ^:private with-instance
  "Runs the body with an instance on each backend."
  [[name path options] & body]
  `(doseq [backend# [Backend/COMPILER Backend/INTERPRETER]]
     (testing backend#
       (with-open [~(with-meta name {:tag 'radicchio.api.Instance})
                   (.instantiate ^Component (compiled ~path backend#) ~(or options `(.build (Options/builder))))]
         ~@body))))

(defn- call [^Instance instance name & arguments]
  (.call instance name (object-array arguments)))

(defn- function ^HostFunction [f]
  (reify HostFunction (call [_ arguments] (apply f arguments))))

(def ^:private values "guests/values/values.wasm")

(deftest scalars-are-java-values
  (with-instance [i values]
    (are [name given came] (let [returned (call i name given)]
                             (and (= came returned) (= (class came) (class returned))))
      "echo-bool" true true
      "echo-u8" (int 255) (int 255)
      "echo-u8" (byte 1) (int 1)
      "echo-s8" (int -128) (int -128)
      "echo-u16" (int 65535) (int 65535)
      "echo-s16" (short -1) (int -1)
      "echo-u32" 4294967295 4294967295
      "echo-s32" (int -1) (int -1)
      "echo-s64" Long/MIN_VALUE Long/MIN_VALUE
      "echo-u64" -1 -1
      "echo-u64" (BigInteger. "18446744073709551615") -1
      "echo-f32" (float 1.5) (float 1.5)
      "echo-f64" 0.1 0.1
      "echo-f64" (int 3) 3.0
      "echo-char" (int 0x1F600) (int 0x1F600)
      "echo-char" \a (int 97)
      "echo-char" "ü" (int 252)
      "echo-string" "grüße" "grüße"
      "echo-string" (StringBuilder. "x") "x")))

(deftest lists-maps-records-and-cases-are-those-of-java
  (with-instance [i values]
    (are [name given came] (= came (call i name given))
      "echo-u32s" [1 2] [1 2]
      "echo-u32s" (ArrayList. [1 4294967295]) [1 4294967295]
      "echo-s32s" (int-array [1 -2]) [1 -2]
      "echo-s32s" (long-array [1 -2]) [1 -2]
      "echo-f64s" (double-array [0.5]) [0.5]
      "echo-bools" (boolean-array [true false]) [true false]
      "echo-strings" (into-array String ["a" "b"]) ["a" "b"]
      "echo-map" {"a" 1} {"a" 1}
      "echo-tuple" [1 "x" 2.5] [1 "x" 2.5]
      "echo-point" {"x" 1.5 "y" 2.5} {"x" (float 1.5) "y" 2.5}
      "echo-person" {"name" "Ada" "age" (Optional/of (int 36)) "homes" [{"x" 0 "y" 0}]}
      {"name" "Ada" "age" (Optional/of (int 36)) "homes" [{"x" (float 0) "y" 0.0}]}
      "echo-person" {"name" "Ada" "homes" []} {"name" "Ada" "age" (Optional/empty) "homes" []}
      "echo-shape" (Variant/of "nothing") (Variant. "nothing" nil)
      "echo-shape" (Variant/of "label" "x") (Variant. "label" "x")
      "echo-colour" "green" "green"
      "echo-three" ["read" "run"] #{"read" "run"}
      "echo-thirty-two" #{"b0" "b31"} #{"b0" "b31"}
      "echo-option" (Optional/empty) (Optional/empty)
      "echo-option" (Optional/of 7) (Optional/of 7)
      "echo-options" (Optional/of (Optional/empty)) (Optional/of (Optional/empty))
      "echo-ok" (Result/ok "x") (Result/ok "x")
      "echo-ok" (Result/err nil) (Result/err nil)
      "echo-err" (Result/err "red") (Result/err "red")
      "echo-empty" (Result/ok) (Result/ok)
      "echo-result" (Result/err "no") (Optional/of (Result/err "no")))
    (is (= [1 -1] (vec (call i "echo-u8s" (byte-array [1 -1])))))
    (is (= [1 -1] (vec (call i "echo-u8s" (ByteBuffer/wrap (byte-array [1 -1]))))))
    (is (= [1 -1] (vec (call i "echo-u8s" [1 255]))))
    (is (= [1 2 3 4] (vec (call i "echo-four" (byte-array [1 2 3 4])))))
    (testing "are immutable"
      (is (thrown? UnsupportedOperationException (.add ^List (call i "echo-u32s" [1]) 2)))
      (is (thrown? UnsupportedOperationException (.put ^Map (call i "echo-map" {}) "a" 1)))
      (is (thrown? UnsupportedOperationException (.add ^Set (call i "echo-three" []) "run"))))))

(deftest values-that-do-not-fit-are-refused-and-the-instance-lives
  (with-instance [i values]
    (are [name given message] (= {:error :argument :message message} (dissoc (failure #(call i name given)) :path))
      "echo-u8" (int 256) "x: expected a u8 (an integer from 0 to 255), got 256"
      "echo-u8" 1.0 "x: expected a u8 (an integer from 0 to 255), got 1.0"
      "echo-u8" nil "x: expected a u8 (an integer from 0 to 255), got nil"
      "echo-u64" (int -1) "x: expected a u64 (a Long, whose bits are unsigned; an int from 0 up; or a BigInteger below 2^64), got -1"
      "echo-f32" 1e300 "x: expected an f32, which has a smaller range, got 1.0E300"
      "echo-f64" 9007199254740993 "x: expected an f64; it cannot represent this integer exactly, got 9007199254740993"
      "echo-bool" 1 "x: expected true or false, got 1"
      "echo-char" "ab" "x: expected a char (a code point, a Character or a string of one code point, not a surrogate), got \"ab\""
      "echo-string" 1 "x: expected a string, got 1"
      "echo-string" "\ud800" "x: expected a string, got one with an unpaired surrogate at index 0 (\\uD800)"
      "echo-u32s" "no" "x: expected a list (a Collection or an array), got \"no\""
      "echo-u32s" [1 -1] "x[1]: expected a u32 (an integer from 0 to 4294967295), got -1"
      "echo-u32s" (int-array [1 -1]) "x[1]: expected a u32 (an integer from 0 to 4294967295), got -1"
      "echo-strings" ["a" 1] "x[1]: expected a string, got 1"
      "echo-four" (byte-array 3) "x: expected exactly 4 elements, got 3"
      "echo-point" {"x" 1} "x: expected a map with the keys \"x\", \"y\"; \"y\" is missing"
      "echo-point" {"x" 1 "y" 2 "yy" 3} "x: expected a map with the keys \"x\", \"y\"; got \"yy\"; did you mean \"y\"?"
      "echo-point" {"x" "1" "y" 2} "x.x: expected an f32 (a number), got \"1\""
      "echo-shape" "nothing" (str "x: expected a radicchio.api.values.Variant of \"nothing\", \"circle\", \"serial\", \"label\","
                                  " \"corner\", got \"nothing\"")
      "echo-shape" (Variant/of "circel" 1) (str "x: expected one of \"nothing\", \"circle\", \"serial\", \"label\", \"corner\","
                                                " got \"circel\"; did you mean \"circle\"?")
      "echo-shape" (Variant/of "circle" "1") "x.circle: expected an f32 (a number), got \"1\""
      "echo-shape" (Variant/of "nothing" 1) "x: expected no payload (null) of the case \"nothing\", got 1"
      "echo-colour" "gren" "x: expected one of \"red\", \"green\", \"blue\", got \"gren\"; did you mean \"green\"?"
      "echo-option" 7 "x: expected an Optional, got 7"
      "echo-tuple" [1] "x: expected a List of 3 elements, got [1]"
      "echo-empty" true "x: expected a radicchio.api.values.Result, got true")
    (is (= 1 (call i "echo-u8" 1)))))

(deftest names-find-functions-and-errors-list-them
  (with-instance [i values]
    (is (= 1 (call i "test:values/echo@1.0.0#echo-u8" 1)))
    (is (= "missing export: the component does not export a function echo; it exports test:values/echo@1.0.0#echo-bool"
           (subs (:message (failure #(call i "echo"))) 0 106)))
    (is (= {:error :argument :message "test:values/echo@1.0.0#echo-u8 takes 1 (x), got 0"} (failure #(call i "echo-u8"))))))

(deftest host-functions-speak-java
  (let [lines (atom [])
        options (.. (Options/builder)
                    (function "acme:kv/store@1.0.0" "[constructor]bucket" (function (fn [name] (StringBuilder. ^String name))))
                    (function "acme:kv/store@1.0.0" "[method]bucket.put" (function (fn [^StringBuilder b n] (.append b (long n)) nil)))
                    (function "acme:kv/store@1.0.0" "[method]bucket.total" (function (fn [^StringBuilder b] (.length b))))
                    (function "acme:kv/store@1.0.0" "[resource-drop]bucket" (function (fn [b] (swap! lines conj [:dropped (str b)]))))
                    (function "acme:kv/store@1.0.0" "describe" (function (fn [b] (str b))))
                    (function "acme:log/log" "line" (function (fn [text] (swap! lines conj text) nil)))
                    build)]
    (doseq [backend [Backend/COMPILER Backend/INTERPRETER]]
      (reset! lines [])
      (with-open [i (.instantiate ^Component (compiled "guests/compose/app.wasm" backend) ^Options options)]
        (is (= "tea2121" (call i "run" "tea" 21)))
        (is (= ["tea2121" [:dropped "tea2121"]] @lines))
        (testing "a resource of the host leaves the guest as its object"
          (let [bucket (call i "open" "x")]
            (is (instance? StringBuilder bucket))
            (is (= 1 (call i "total" bucket)))
            (is (= 3 (call i "total" (StringBuilder. "abc"))))))))))

(deftest resources-of-the-guest-are-handles
  (let [lines (atom [])
        options (.. (Options/builder) (function "acme:log/log" "line" (function (fn [text] (swap! lines conj text)))) build)]
    (with-instance [i "guests/compose/kv.wasm" options]
      (reset! lines [])
      (let [^Handle bucket (call i "[constructor]bucket" "tea")]
        (with-open [bucket bucket]
          (is (nil? (call i "[method]bucket.put" bucket 2)))
          (is (= 2 (call i "[method]bucket.total" bucket)))
          (is (= "tea" (call i "describe" bucket))))
        (is (= ["dropped"] @lines))
        (is (= :closed (kind #(call i "describe" bucket))))
        (is (= :argument (kind #(call i "describe" (Object.)))))))))

(deftest streams-and-futures-are-those-of-java
  (with-instance [i "guests/compose/pipe.wasm"]
    (with-open [^InputStream in (call i "pass" (byte-array [1 2 3]))]
      (is (= [1 2 3] (vec (.readAllBytes in)))))
    (let [later (CompletableFuture.)
          ^CompletableFuture got (call i "wait" later)]
      (.complete later 7)
      (is (= 7 (.get got))))
    (let [later (.callAsync ^Instance i "wait" (object-array [(CompletableFuture/completedFuture 5)]))]
      (is (= 5 (.get ^CompletableFuture (.get later)))))))

(deftest grants-of-wasi-are-a-builder
  (let [out (ByteArrayOutputStream.)
        options (.. (Options/builder)
                    (wasi (.. (Wasi/builder) (arguments (into-array String ["p" "a"])) (standardOutput out) build))
                    build)]
    (with-instance [i "guests/compose/who.wasm" options]
      (is (= ["p" "a"] (call i "arguments"))))
    (is (= {:error :config :message "no such directory: /no/such"}
           (failure #(.instantiate ^Component (compiled "guests/compose/who.wasm" Backend/INTERPRETER)
                                   ^Options (.. (Options/builder)
                                                (wasi (.. (Wasi/builder)
                                                          (directory "/data" (Path/of "/no/such" (into-array String [])))
                                                          build))
                                                build)))))
    (is (thrown-with-msg? IllegalArgumentException #"within the granted directories, got /data"
                          (.. (Wasi/builder) (workingDirectory "/data") build)))))

(deftest components-are-composed-with-a-builder
  (let [lines (atom [])
        log (.. (Options/builder) (function "acme:log/log" "line" (function (fn [text] (swap! lines conj text) nil))) build)
        component #(compiled (str "guests/compose/" % ".wasm") Backend/COMPILER)]
    (let [shop (.. (Composition/builder) (add "app" (component "app") log) (add "kv" (component "kv") log) build)]
      (is (= ["acme:log/log@0.1.0"] (.imports shop)))
      (doseq [_ [1 2]]
        (reset! lines [])
        (with-open [i (.instantiate shop)]
          (is (= "tea" (call i "run" "tea" 1)))
          (call i "open" "left"))
        (is (= ["tea" "dropped" "dropped"] @lines)))
      (with-open [i (.instantiate (Component/compile (.bytes shop)) log)]
        (is (= "tea" (call i "run" "tea" 1)))))
    (with-open [i (.instantiate (.. (Composition/builder) (add "user" (component "user")) (add "ten" (component "ten"))
                                    (add "n" (component "number")) (wire "user" "acme:n/n" "ten")
                                    (exports (into-array String ["user"])) build))]
      (is (= 210 (call i "twice" 1))))
    (is (= (str "unsatisfied import:\n  acme:n/n@1.0.0 of user\n  candidate: acme:n/n@2.0.0 of newer\n"
                "    next  user expects  func(of: u32) -> u32\n"
                "          newer has     func(of: u32, by: u32) -> u32\nAdd")
           (subs (:message (failure #(.. (Composition/builder) (add "user" (component "user")) (add "newer" (component "newer"))
                                         build)))
                 0 184)))
    (is (thrown-with-msg? IllegalArgumentException #"wire: expected the name of a component, got usr; the components are user"
                          (.. (Composition/builder) (add "user" (component "user")) (wire "usr" "acme:n/n" "user") build)))))

(deftest limits-are-checked-and-kept
  (is (thrown-with-msg? IllegalArgumentException #"memoryPages: expected a number from 1 up, got 0"
                        (.memoryPages (Options/builder) 0)))
  (is (thrown-with-msg? IllegalArgumentException #"timeout: expected a positive duration, got PT0S"
                        (.timeout (Options/builder) Duration/ZERO)))
  (let [options (.. (Options/builder) (timeout (Duration/ofSeconds 4)) build)]
    (with-instance [i "guests/mischief/mischief.wasm" options]
      (is (= :limit (kind #(call i "loop-for-ever"))))
      (is (not (.isLive i)))
      (is (= :trap (kind #(call i "fine"))))))
  (let [i (.instantiate ^Component (compiled values Backend/INTERPRETER))]
    (.close i)
    (.close i)
    (is (= :closed (kind #(call i "echo-u8" 1))))))

(deftest missing-imports-and-wrong-files-are-named
  (is (= {:error :unlinkable :message "unsatisfied import:\n  acme:log/log@0.1.0#line: func(text: string)"}
         (update (dissoc (failure #(.instantiate ^Component (compiled "guests/compose/kv.wasm" Backend/INTERPRETER))) :missing)
                 :message subs 0 65)))
  (is (= :config (kind #(Component/compile (.readAllBytes (io/input-stream (io/resource "wat/core-start.wasm")))))))
  (is (= :malformed (kind #(Component/compile (byte-array 3)))))
  (is (thrown? java.io.UncheckedIOException (Component/compile (Path/of "no-such.wasm" (into-array String []))))))

(deftest results-have-shortcuts
  (is (= 1 (.orElseThrow ^Result (Result/ok 1))))
  (is (thrown-with-msg? java.util.NoSuchElementException #"the result is err: 2" (.orElseThrow ^Result (Result/err 2))))
  (is (instance? Result$Ok (Result/ok)))
  (is (instance? Result$Err (Result/err nil)))
  (is (= (Tuple$Of2. 1 "x") (Tuple$Of2. 1 "x")))
  (is (= [1 "x"] (.toList (Tuple$Of2. 1 "x")))))

(deftest ordered-maps-keep-their-order
  (with-instance [i values]
    (let [map (doto (LinkedHashMap.) (.put "z" 1) (.put "a" 2))]
      (is (= ["z" "a"] (vec (.keySet ^Map (call i "echo-map" map))))))))
