(ns radicchio.error.foreign-text-test
  "Foreign names, texts and values in messages."
  (:require [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.foreign-text :as foreign])
  (:import (java.io Writer)
           (java.util ArrayList HashMap)
           (radicchio.error ErrException ErrorKind ForeignText RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private without-shape
  "Characters that a terminal, an editor or a reader interprets."
  (concat (range 0x20) (range 0x7f 0xa0) [0xad 0x61c 0x6dd 0x70f 0x115f 0x180e 0x3164 0xfeff 0xfff9]
          (range 0x200b 0x2010) (range 0x2028 0x202f) (range 0x2060 0x2070) [0xd800 0xdbff 0xdc00 0xdfff]
          [0x1d173 0xe0001 0xe0041 0xffff]))

(defn- text-of ^String [code-point]
  (String. (Character/toChars code-point)))

(deftest characters-without-a-shape-become-escapes
  (doseq [c without-shape
          shown [(foreign/escaped (str "a" (text-of c) "b")) (foreign/quoted (str "a" (text-of c) "b"))
                 (foreign/printed (symbol (str "a" (text-of c) "b"))) (foreign/printed [(str "a" (text-of c) "b")])]]
    (is (re-find #"a\\(n|r|t|b|f|u[0-9a-f]{4}(\\u[0-9a-f]{4})?)b" shown) (format "U+%04X" c))))

(deftest other-text-is-unchanged
  (are [text] (and (= text (foreign/escaped text)) (= (str \" text \") (foreign/quoted text)))
    "" "plain" "é → 漢字 かな 한국어" "🍰 ☕️ 👍🏽" "Ελληνικά עברית العربية हिन्दी ไทย" "tab-less; #_ (x) {y}" "a\u00a0b\u3000c"))

(deftest quotes-and-backslashes-are-escaped-within-quotes-only
  (is (= "C:\\a\"b\"" (foreign/escaped "C:\\a\"b\"")))
  (is (= "\"C:\\\\a\\\"b\\\"\"" (foreign/quoted "C:\\a\"b\""))))

(defspec a-quoted-text-reads-back 300
  (prop/for-all [text (gen/fmap str/join (gen/vector (gen/one-of [gen/string-ascii (gen/fmap text-of (gen/elements without-shape))
                                                                  (gen/elements ["é" "🍰" "\\u" "\\" "\""])])
                                                     0 6))]
    (or (< 30 (count text)) (= text (read-string (foreign/quoted text))))))

(defspec shown-text-is-visible-and-bounded 300
  (prop/for-all [value (gen/one-of [gen/any-printable gen/string (gen/fmap text-of (gen/elements without-shape))])]
    (every? (fn [^String shown]
              (and (<= (count shown) (+ 3 ForeignText/LONGEST))
                   (every? #(ForeignText/hasShape %) (iterator-seq (.iterator (.codePoints shown))))))
            [(foreign/printed value) (foreign/escaped value) (foreign/quoted value)])))

(deftest long-text-is-truncated-between-characters
  (is (= (str (apply str (repeat 200 "a")) "…") (foreign/escaped (apply str (repeat 588943 "a")))))
  (is (= (str (apply str (repeat 100 "🍰")) "…") (foreign/escaped (apply str (repeat 101 "🍰")))))
  (is (= (str "a" (apply str (repeat 99 "🍰")) "…") (foreign/escaped (str "a" (apply str (repeat 101 "🍰"))))))
  (is (= (str "\"" (apply str (repeat 100 "\\n")) "…\"") (foreign/quoted (apply str (repeat 1000 "\n"))))))

(defrecord Secret [password])
(defmethod print-method Secret [_ ^Writer out] (.write out "#secret\u001b[31m\n"))
(defrecord Nest [inner])
(defrecord Failing [x])
(defmethod print-method Failing [_ _] (throw (IllegalStateException. "no")))
(defrecord Endless [x])
(defmethod print-method Endless [_ ^Writer out] (loop [] (.write out "again ") (recur)))
(defrecord Swallowing [x])
(defmethod print-method Swallowing [_ ^Writer out]
  (dotimes [_ 1000] (try (.write out "more") (catch Throwable _ nil))))
(defmethod print-method ::mine [_ ^Writer out] (.write out "#mine"))
(deftype Untold [] Object (toString [_] (throw (UnsupportedOperationException.))))

(deftest values-print-as-pr-prints-them
  (are [value] (= (pr-str value) (foreign/printed value))
    nil true 1 -1N 1/2 1.5 2M ##Inf "a\"b" \a \newline \space \λ :k :a/b 'x 'y/z [] () {} #{} [1 [2 [3]]] '(1 2) {:a 1, :b [2]}
    #{1} (range 3) (sorted-map 1 2) (first {1 2}) #"re" #'first (->> [1 2] (map inc) doall) (cons 1 '(2)) (subvec [1 2 3] 1)
    (vector-of :int 1 2) #uuid "00000000-0000-0000-0000-000000000000" (HashMap. {1 2}) (ArrayList. [1 2])
    (with-meta [1] {:type ::mine}) inc String))

(deftest printing-calls-a-custom-printer-and-survives-it
  (is (= "[#secret\\u001b[31m\\n]" (foreign/printed [(->Secret "p")])))
  (is (= "[1 #<radicchio.error.foreign_text_test.Failing, printing it threw java.lang.IllegalStateException> 2]"
         (foreign/printed [1 (->Failing 1) 2])))
  (is (str/starts-with? (foreign/printed (->Endless 1)) "again again"))
  (is (str/starts-with? (foreign/printed (->Swallowing 1)) "moremore"))
  (is (str/includes? (foreign/printed (Untold.)) "printing it threw java.lang.UnsupportedOperationException")))

(deftest printing-realizes-nothing-lazy
  (let [calls (atom 0)
        lazy  (map (fn [x] (swap! calls inc) (throw (ex-info "no" {:x x}))) (range))]
    (is (= "[(…)]" (foreign/printed [lazy])))
    (is (= "(1 …)" (foreign/printed (cons 1 lazy))))
    (is (= "(0 …)" (foreign/printed (iterate inc 0))))
    (is (zero? @calls))))

(defn- nested [n] (reduce (fn [inner _] [inner]) [] (range n)))

(deftest printing-stops-at-the-bound
  (let [self (ArrayList.)]
    (.add self self)
    (doseq [[what value] {"a huge string"     (apply str (repeat 5000000 "x"))
                          "a huge vector"     (vec (range 1000000))
                          "an infinite seq"   (repeat 1)
                          "a deep nesting"    (nested 100000)
                          "deep records"      (reduce (fn [x _] (->Nest x)) 1 (range 5000))
                          "itself"            self
                          "a huge number"     (.shiftLeft BigInteger/ONE 50000000)
                          "a number within"   [(bigint (.shiftLeft BigInteger/ONE 50000000))]
                          "a builder"         (doto (StringBuilder.) (.setLength 50000000))
                          "bytes"             (byte-array 10000000)}
            :let [shown (foreign/printed value)]]
      (is (<= (count shown) 201) what)))
  (is (= "#<byte[3]>" (foreign/printed (byte-array 3))))
  (is (= "#<clojure.lang.BigInt of 50000001 bits>" (foreign/printed (bigint (.shiftLeft BigInteger/ONE 50000000))))))

(deftest printing-ignores-a-users-print-settings
  (binding [*print-dup* true, *print-readably* false]
    (is (= "[\"a\" 1]" (foreign/printed ["a" 1])))))

(deftest lists-show-the-number-of-the-rest
  (is (= "a, b\\n" (foreign/listed ["a" "b\n"])))
  (is (= "" (foreign/listed nil)))
  (is (str/ends-with? (foreign/listed (map #(str "n" %) (range 1000))) ", n49 and 950 more"))
  (is (> 2300 (count (foreign/listed (repeat 40 (apply str (repeat 1000 "y"))))))))

(deftest lines-keep-their-line-feeds
  (is (= "a\n\\u001b[1m\\rb\t→\n" (foreign/lines "a\n\u001b[1m\rb\t→\n"))))

(deftest exceptions-of-other-libraries-are-shown-by-class-and-message
  (testing "an exception whose message throws is shown by its class"
    (is (= "java.io.IOException: a\\nb" (foreign/thrown (java.io.IOException. "a\nb"))))
    (is (= "java.io.IOException" (foreign/thrown (java.io.IOException.))))
    (is (str/starts-with? (foreign/thrown (proxy [Exception] [] (getMessage [] (throw (IllegalStateException.)))))
                          "radicchio.error.foreign_text_test.proxy$"))))

(deftest our-exceptions-show-no-control-character
  (let [e (RadicchioException/of ErrorKind/CONFIG "a\u001b[31m\u202e\r\nb" {:name "\u001b"} nil)]
    (is (= "a\\u001b[31m\\u202e\\r\nb" (ex-message e)))
    (is (= "\u001b" (:name (ex-data e))) "data stays data")
    (is (= (ex-message e) (ex-message (.with e "x" 1)))))
  (is (> 40000 (count (ex-message (RadicchioException/of ErrorKind/CONFIG (apply str (repeat 5000000 "x")))))))
  (is (= "a host function's err: [\"\\n\" #<byte[2]>]" (ex-message (ErrException. ["\n" (byte-array 2)])))))
