(ns radicchio.abi.deadline-test
  "Values whose size a guest chooses check the deadline while they are lifted and lowered, and long values arrive complete."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.abi.guest :as guest])
  (:import (java.util Arrays)
           (radicchio.abi PlainValues)
           (radicchio.engine Deadline)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(defn- passing-after
  "Returns a deadline that passes at the given check."
  ^Deadline [asked n]
  (reify Deadline
    (check [_] (when (< n (swap! asked inc)) (throw (RadicchioException/of ErrorKind/LIMIT "the time is over"))))
    (checkTime [_])
    (nanosLeft [_] 1)))

(defn- looks
  "Returns how often f checks the deadline, which is its argument and is not over. Then f runs once for each check, with a
  deadline that passes at it: each run ends there."
  [f]
  (let [asked (atom 0)]
    (f (passing-after asked Long/MAX_VALUE))
    (let [all @asked]
      (doseq [n (range 0 all (max 1 (quot all 10)))]
        (is (thrown-with-msg? RadicchioException #"the time is over" (f (passing-after (atom 0) n)))))
      all)))

(def ^:private megabyte (* 1024 1024))

(defn- lifts-in-pieces [least t values size flat]
  (testing (pr-str t)
    (let [g (guest/guest {:size size, :budget 1000000000})]
      (is (<= least (looks #(guest/lift (assoc g :deadline %) t values flat)))))))

(deftest lifting-large-values-checks-the-deadline
  (let [size (* 4 megabyte), pieces 4, clojure ClojureValues/INSTANCE]
    (doseq [values [clojure PlainValues/INSTANCE]]
      (lifts-in-pieces pieces :string values size [0 size])
      (lifts-in-pieces pieces [:list :u8] values size [0 size])
      (lifts-in-pieces pieces [:list :bool] values size [0 size])
      (lifts-in-pieces pieces [:list :u64] values size [0 (quot size 8)])
      (lifts-in-pieces 10 [:list [:tuple :u8]] values megabyte [0 megabyte])
      (lifts-in-pieces 10 [:list [:record [:x :u8] [:y [:option :u8]]]] values megabyte [0 (quot megabyte 4)])
      (lifts-in-pieces 10 [:list [:list :u8]] values megabyte [0 (quot megabyte 8)])
      (lifts-in-pieces 10 [:list :string] values megabyte [0 (quot megabyte 8)])
      (lifts-in-pieces 10 [:map :u32 :u32] values megabyte [0 (quot megabyte 8)]))))

(deftest lifting-elements-that-share-memory-checks-the-deadline
  (let [g (guest/guest {:size megabyte, :budget 1000000000})]
    (guest/poke-ints g 0 (mapcat (fn [_] [65536 65536]) (range 100)))
    (is (<= 100 (looks #(guest/lift (assoc g :deadline %) [:list [:list :u8]] ClojureValues/INSTANCE [0 100]))))))

(defn- lowers-in-pieces [least t value]
  (testing (pr-str t)
    (is (<= least (looks #(guest/lower (guest/guest {:size (* 48 megabyte), :deadline %}) t ClojureValues/INSTANCE value))))))

(deftest lowering-large-values-checks-the-deadline
  (lowers-in-pieces 4 :string (apply str (repeat (* 4 megabyte) "x")))
  (lowers-in-pieces 4 :string (apply str (repeat (* 2 megabyte) "☃")))
  (lowers-in-pieces 4 [:list :u8] (byte-array (* 4 megabyte)))
  (lowers-in-pieces 10 [:list :u32] (vec (range 100000)))
  (lowers-in-pieces 10 [:list [:tuple :u32]] (mapv vector (range 100000)))
  (lowers-in-pieces 10 [:map :u32 :u32] (zipmap (range 100000) (range))))

;; Long strings, which are converted in pieces

(def ^:private long-texts
  "A string that is longer than a piece, with characters of every length at the borders of pieces."
  (for [tail ["" "é" "☃" "🍰"], head (range 4)]
    (str (apply str (repeat head "x")) (apply str (repeat (quot (* 5 megabyte) (* 4 (max 1 (count tail)))) (str "a" tail))) tail "z")))

(deftest long-strings-arrive-complete-in-every-encoding
  (doseq [^String text long-texts, from (keys guest/encodings)]
    (let [a    (guest/guest {:encoding from, :size (* 32 megabyte), :budget 1000000000})
          flat (guest/lower a :string ClojureValues/INSTANCE text)]
      (is (= text (guest/lift a :string ClojureValues/INSTANCE flat)) from)
      (doseq [to (keys guest/encodings)]
        (let [b    (guest/guest {:encoding to, :size (* 64 megabyte), :budget 1000000000})
              flat (guest/lower b :string PlainValues/INSTANCE (guest/lift a :string PlainValues/INSTANCE flat))]
          (is (= text (guest/lift b :string ClojureValues/INSTANCE flat)) [from to]))))))

(deftest a-malformed-long-string-traps-with-its-place
  (let [g     (guest/guest {:size (* 4 megabyte), :budget 1000000000})
        bytes (byte-array (* 3 megabyte))]
    (Arrays/fill bytes (byte 97))
    (aset bytes (+ 5 (* 2 megabyte)) (unchecked-byte 0xff))
    (.write ^radicchio.engine.Memory (:memory g) 0 bytes 0 (alength bytes))
    (is (thrown-with-msg? RadicchioException #"invalid utf-8 string: byte 2097157 of the 3145728 at 0"
                          (guest/lift g :string ClojureValues/INSTANCE [0 (alength bytes)])))))

(deftest a-string-longer-than-the-specification-allows-traps
  (let [g (guest/guest {:encoding :utf16, :realloc (fn [& _] (throw (ex-info "it is not asked for" {})))})
        bytes (byte-array (inc (bit-shift-left 1 27)))]
    (is (thrown-with-msg? RadicchioException #"string content out-of-bounds: up to 268435458 bytes"
                          (guest/lower g :string PlainValues/INSTANCE
                                       (radicchio.abi.value.GuestString. bytes radicchio.abi.value.GuestString$Form/UTF8 (alength bytes)))))))
