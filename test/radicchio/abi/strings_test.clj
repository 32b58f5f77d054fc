(ns radicchio.abi.strings-test
  "Strings between all encodings: the bytes that arrive, and the calls of realloc that the specification prescribes, as
  [old old-size alignment new-size]."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.abi.guest :as guest])
  (:import (java.nio ByteBuffer)
           (java.nio.charset CharacterCodingException Charset CodingErrorAction StandardCharsets)
           (radicchio.abi PlainValues)
           (radicchio.error RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(def ^:private charsets
  {:utf8 StandardCharsets/UTF_8, :utf16 StandardCharsets/UTF_16LE, :latin1 StandardCharsets/ISO_8859_1})

(defn- encode [^String s form]
  (mapv #(bit-and (int %) 0xff) (.getBytes s ^Charset (charsets form))))

(def ^:private tag 0x80000000)

(defn- source
  "Returns a string, lifted plainly from a guest that has it in this form; :tagged is UTF-16 in a latin1+utf16 guest."
  [s form]
  (let [bytes    (encode s ({:tagged :utf16} form form))
        encoding ({:latin1 :latin1+utf16, :tagged :latin1+utf16} form form)
        g        (guest/guest {:encoding encoding})
        units    (case form (:utf8 :latin1) (count bytes) (quot (count bytes) 2))]
    (guest/poke-bytes g 1024 bytes)
    (guest/lift g :string PlainValues/INSTANCE [1024 (if (= :tagged form) (bit-or units tag) units)])))

(defn- stored
  "Returns [bytes, tagged code units or just code units, calls of realloc] of a string stored in a guest of an encoding."
  [staged to]
  (let [g               (guest/guest {:encoding to})
        [pointer units] (guest/lower g :string PlainValues/INSTANCE staged)
        tagged?         (and (= :latin1+utf16 to) (not (zero? (bit-and units tag))))
        units           (bit-and units (dec tag))
        size            (if (or (= :utf16 to) tagged?) (* 2 units) units)]
    [(guest/peek-bytes g pointer size) (if tagged? [:tagged units] units) @(:calls g)]))

(deftest every-transcoding-calls-realloc-as-specified
  (doseq [[s from to form units calls]
          [["hi"  :utf8   :utf8  :utf8  2 [[0 0 1 2]]]
           ["hé"  :utf8   :utf8  :utf8  3 [[0 0 1 3]]]
           ["hi"  :utf16  :utf8  :utf8  2 [[0 0 1 2]]]
           ["hé☃" :utf16  :utf8  :utf8  6 [[0 0 1 3] [16 3 1 9] [19 9 1 6]]]
           ["☃☃"  :utf16  :utf8  :utf8  6 [[0 0 1 2] [16 2 1 6]]]
           ["hi"  :tagged :utf8  :utf8  2 [[0 0 1 2]]]
           ["hé"  :latin1 :utf8  :utf8  3 [[0 0 1 2] [16 2 1 4] [18 4 1 3]]]
           ["hi"  :utf8   :utf16 :utf16 2 [[0 0 2 4]]]
           ["hé"  :utf8   :utf16 :utf16 2 [[0 0 2 6] [16 6 2 4]]]
           ["hé"  :utf16  :utf16 :utf16 2 [[0 0 2 4]]]
           ["hé"  :latin1 :utf16 :utf16 2 [[0 0 2 4]]]
           ["h☃"  :tagged :utf16 :utf16 2 [[0 0 2 4]]]
           ["hi"  :utf8   :latin1+utf16 :latin1 2 [[0 0 2 2]]]
           ["hé"  :utf8   :latin1+utf16 :latin1 2 [[0 0 2 3] [16 3 2 2]]]
           ["hé☃" :utf8   :latin1+utf16 :utf16 [:tagged 3] [[0 0 2 6] [16 6 2 12] [22 12 2 6]]]
           ["hé"  :utf16  :latin1+utf16 :latin1 2 [[0 0 2 2]]]
           ["hé☃" :utf16  :latin1+utf16 :utf16 [:tagged 3] [[0 0 2 3] [16 3 2 6]]]
           ["hé"  :latin1 :latin1+utf16 :latin1 2 [[0 0 2 2]]]
           ["h☃"  :tagged :latin1+utf16 :utf16 [:tagged 2] [[0 0 2 4]]]
           ["hé"  :tagged :latin1+utf16 :latin1 2 [[0 0 2 4] [16 4 1 2]]]
           [""    :utf8   :utf16 :utf16 0 [[0 0 2 0]]]
           [""    :utf16  :utf8  :utf8  0 [[0 0 1 0]]]]]
    (testing (str s " from " from " to " to)
      (is (= [(encode s form) units] (butlast (stored (source s from) to))))
      (is (= calls (map (fn [call] (vec call)) (last (stored (source s from) to))))))))

(deftest a-host-string-is-stored-with-one-allocation
  (doseq [[s to form units calls]
          [["hé☃" :utf8 :utf8 6 [[0 0 1 6]]]
           ["hé☃" :utf16 :utf16 3 [[0 0 2 6]]]
           ["hé"  :latin1+utf16 :latin1 2 [[0 0 2 2]]]
           ["h☃"  :latin1+utf16 :utf16 [:tagged 2] [[0 0 2 4]]]
           [""    :utf8 :utf8 0 [[0 0 1 0]]]]]
    (is (= [(encode s form) units calls] (stored s to)))))

(deftest a-list-of-strings-is-stored-in-order
  (let [g     (guest/guest {})
        [p n] (guest/lower g [:list :string] ClojureValues/INSTANCE ["ab" "c"])]
    (is (= [16 2] [p n]))
    (is (= [[0 0 4 16] [0 0 1 2] [0 0 1 1]] @(:calls g)))
    (is (= [32 0 0 0 2 0 0 0 34 0 0 0 1 0 0 0 97 98 99] (guest/peek-bytes g 16 19)))))

;; --- Invalid strings -------------------------------------------------------------------------------------------------

(defn- trap [encoding bytes units]
  (let [g (guest/guest {:encoding encoding})]
    (guest/poke-bytes g 1024 bytes)
    (try (guest/lift g :string ClojureValues/INSTANCE [1024 units])
         (catch RadicchioException e
           (is (= {:radicchio/error :trap, :trap :canonical-abi} (ex-data e)))
           (ex-message e)))))

(deftest ill-formed-strings-trap
  (doseq [[encoding bytes units message]
          [[:utf8 [0xff] 1 "invalid utf-8 string: byte 0 of the 1 at 1024"]
           [:utf8 [97 97 97 97 97 97 97 97 97 0xc3] 10 "invalid utf-8 string: byte 9 of the 10 at 1024"]
           [:utf8 [0xed 0xa0 0x80] 3 "invalid utf-8 string: byte 0 of the 3 at 1024"]
           [:utf8 [0xc0 0x80] 2 "invalid utf-8 string: byte 0 of the 2 at 1024"]
           [:utf8 [0xf4 0x90 0x80 0x80] 4 "invalid utf-8 string: byte 0 of the 4 at 1024"]
           [:utf16 [0x3d 0xd8 97 0] 2 "invalid utf-16 string: byte 0 of the 4 at 1024"]
           [:utf16 [97 0 0x3d 0xd8] 2 "invalid utf-16 string: byte 2 of the 4 at 1024"]
           [:utf16 [0x00 0xdc] 1 "invalid utf-16 string: byte 0 of the 2 at 1024"]
           [:latin1+utf16 [0x3d 0xd8] (bit-or tag 1) "invalid utf-16 string: byte 0 of the 2 at 1024"]]]
    (is (= message (trap encoding bytes units)))))

(defn- strictly [bytes ^Charset charset]
  (try (str (.decode (doto (.newDecoder charset)
                       (.onMalformedInput CodingErrorAction/REPORT)
                       (.onUnmappableCharacter CodingErrorAction/REPORT))
                     (ByteBuffer/wrap (byte-array (map unchecked-byte bytes)))))
       (catch CharacterCodingException _ :malformed)))

(defn- lifted [bytes encoding]
  (let [g (guest/guest {:encoding encoding})]
    (guest/poke-bytes g 1024 bytes)
    (try (guest/lift g :string ClojureValues/INSTANCE [1024 (if (= :utf16 encoding) (quot (count bytes) 2) (count bytes))])
         (catch RadicchioException e
           (if (= :trap (:radicchio/error (ex-data e))) :malformed (throw e))))))

(def ^:private suspicious-byte
  (gen/frequency [[3 (gen/elements [0x7f 0x80 0x8f 0x90 0x9f 0xa0 0xbf 0xc0 0xc1 0xc2 0xdf 0xe0 0xe1 0xec 0xed 0xee 0xef
                                    0xf0 0xf1 0xf3 0xf4 0xf5 0xff])]
                  [1 (gen/choose 0 127)]
                  [1 (gen/choose 128 191)]]))

(defspec utf8-is-as-strict-as-the-platforms-decoder 3000
  (prop/for-all [bytes (gen/vector suspicious-byte 0 12)]
    (= (strictly bytes StandardCharsets/UTF_8) (lifted bytes :utf8))))

(defspec utf16-is-as-strict-as-the-platforms-decoder 1000
  (prop/for-all [units (gen/vector (gen/elements [0x41 0xd7ff 0xd800 0xdbff 0xdc00 0xdfff 0xe000 0xffff]) 0 8)]
    (let [bytes (mapcat (fn [u] [(bit-and u 0xff) (bit-shift-right u 8)]) units)]
      (= (strictly bytes StandardCharsets/UTF_16LE) (lifted bytes :utf16)))))
