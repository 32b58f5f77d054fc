(ns radicchio.abi.malice-test
  "Malicious guests: for any core values and bytes, the result is a value, a trap or a limit."
  (:require [clojure.test :refer [deftest is testing]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as gen]
            [clojure.test.check.properties :as prop]
            [radicchio.abi.generators :as generators]
            [radicchio.abi.guest :as guest])
  (:import (java.util Random)
           (radicchio.abi PlainValues)
           (radicchio.error RadicchioException)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

(defn- failure [f]
  (try (f) nil
       (catch RadicchioException e [(:radicchio/error (ex-data e)) (ex-message e)])))

(defn- lifting [t flat]
  (failure #(guest/lift (guest/guest {}) t ClojureValues/INSTANCE flat)))

(deftest pointers-out-of-bounds-trap
  (doseq [[t flat message]
          [[:string [-1 0] "string content out-of-bounds: 0 bytes at 4294967295 in a memory of 65536"]
           [:string [65535 2] "string content out-of-bounds: 2 bytes at 65535 in a memory of 65536"]
           [:string [0 -1] "string content out-of-bounds: 4294967295 bytes, expected at most 268435455"]
           [[:list :u8] [65536 1] "list content out-of-bounds: 1 bytes at 65536 in a memory of 65536"]
           [[:list :u8] [0 -1] "list content out-of-bounds: 4294967295 bytes, expected at most 268435455"]
           [[:list :u64] [0 0x20000000] "list content out-of-bounds: 4294967296 bytes, expected at most 268435455"]
           [[:list :u64] [0xfffffff8 1] "list content out-of-bounds: 8 bytes at 4294967288 in a memory of 65536"]
           [[:list :string] [65536 0x1fffffff] "list content out-of-bounds: 4294967288 bytes, expected at most 268435455"]
           [(into [:tuple] (repeat 17 :u8)) [65520] "parameters out-of-bounds: 17 bytes at 65520 in a memory of 65536"]]]
    (testing (pr-str t flat)
      (is (= [:trap message] (lifting t flat))))))

(deftest an-empty-list-may-be-at-the-end-of-memory
  (is (nil? (lifting [:list :u8] [65536 0])))
  (is (nil? (lifting :string [65536 0]))))

(deftest unaligned-pointers-trap
  (doseq [[t flat message]
          [[[:list :u16] [1 0] "unaligned pointer: list content at 1, expected an alignment of 2"]
           [[:list [:tuple :u8 :u64]] [12 1] "unaligned pointer: list content at 12, expected an alignment of 8"]
           [(into [:tuple] (repeat 17 :u32)) [2] "unaligned pointer: parameters at 2, expected an alignment of 4"]]]
    (is (= [:trap message] (lifting t flat))))
  (doseq [encoding [:utf16 :latin1+utf16]]
    (is (= [:trap "unaligned pointer: string content at 1, expected an alignment of 2"]
           (failure #(guest/lift (guest/guest {:encoding encoding}) :string ClojureValues/INSTANCE [1 0]))))))

(deftest results-are-checked-like-parameters
  (let [pair [:tuple :u32 :u32]
        g    (guest/guest {})]
    (is (= [:trap "unaligned pointer: result at 2, expected an alignment of 4"]
           (failure #(guest/lift-result g pair ClojureValues/INSTANCE [2]))))
    (is (= [:trap "result out-of-bounds: 8 bytes at 65532 in a memory of 65536"]
           (failure #(guest/lift-result g pair ClojureValues/INSTANCE [65532]))))
    (is (= [:trap "unaligned pointer: result at 2, expected an alignment of 4"]
           (failure #(guest/lower-result g pair ClojureValues/INSTANCE [1 2] [2]))))
    (is (= [:trap "result out-of-bounds: 8 bytes at 4294967292 in a memory of 65536"]
           (failure #(guest/lower-result g pair ClojureValues/INSTANCE [1 2] [-4]))))))

(deftest results-of-realloc-are-checked
  (doseq [[t value result message]
          [[:string "hi" -1 "realloc return: beyond end of memory: 4294967295 for 2 bytes in a memory of 65536"]
           [:string "" -1 "realloc return: beyond end of memory: 4294967295 for 0 bytes in a memory of 65536"]
           [[:list :u8] [] -1 "realloc return: beyond end of memory: 4294967295 for 0 bytes in a memory of 65536"]
           [[:list :u32] [1] 2 "realloc return: result not aligned: 2 for 4 bytes aligned to 4"]
           [[:list :string] ["a"] -4 "realloc return: beyond end of memory: 4294967292 for 8 bytes in a memory of 65536"]
           [(into [:tuple] (repeat 17 :u32)) (range 17) 1 "realloc return: result not aligned: 1 for 68 bytes aligned to 4"]
           [[:map :u8 :u8] {1 2} 65535 "realloc return: beyond end of memory: 65535 for 2 bytes in a memory of 65536"]]]
    (testing (pr-str t)
      (is (= [:trap message]
             (failure #(guest/lower (guest/guest {:realloc (constantly result)}) t ClojureValues/INSTANCE value)))))))

(deftest a-realloc-that-shrinks-to-an-invalid-address-traps
  (let [utf16 (guest/guest {:encoding :utf16})
        _     (guest/poke-bytes utf16 1024 [0xe9 0 0xe9 0])
        text  (guest/lift utf16 :string PlainValues/INSTANCE [1024 2])
        calls (atom 0)
        g     (guest/guest {:realloc (fn [& _] (if (< (swap! calls inc) 3) 16 70000))})]
    (is (= [:trap "realloc return: beyond end of memory: 70000 for 4 bytes in a memory of 65536"]
           (failure #(guest/lower g :string PlainValues/INSTANCE text))))))

;; --- Host memory beyond the guest's own --------------------------------------------------------------------------------

(deftest a-guest-that-repeats-the-same-bytes-reaches-a-limit
  (let [g (guest/guest {:size (* 1024 1024), :budget (* 100 1024 1024)})]
    (doseq [i (range 8192)]
      (guest/poke-ints g (* 8 i) [0 (* 1024 1024)]))
    (doseq [t [[:list [:list :u8]] [:list :string] [:list [:list :bool]]]]
      (is (= [:limit (str "expected at most 104857600 bytes of heap for the guest's values in one call, got more; raise"
                          " :lifted-bytes to allow it")]
             (failure #(guest/lift g t ClojureValues/INSTANCE [0 8192])))))
    (is (= {:radicchio/error :limit, :limit :lifted-bytes}
           (try (guest/lift g [:list :string] ClojureValues/INSTANCE [0 8192])
                (catch RadicchioException e (ex-data e)))))))

(deftest small-elements-count-with-their-size-on-the-heap
  (let [g (guest/guest {:size 65536, :budget 1000000})]
    (is (nil? (failure #(guest/lift g [:list :u8] ClojureValues/INSTANCE [0 65536]))))
    (is (= :limit (first (failure #(guest/lift g [:list [:tuple :u8]] ClojureValues/INSTANCE [0 65536])))))
    (is (= :limit (first (failure #(guest/lift (assoc g :budget 300000) [:list :bool] ClojureValues/INSTANCE [0 65536])))))
    (is (nil? (failure #(guest/lift g [:list :u8 65536] PlainValues/INSTANCE [0]))))
    (is (= :limit (first (failure #(guest/lift (assoc g :budget 1000) [:list :u8 65536] PlainValues/INSTANCE [0])))))))

;; --- Noise ----------------------------------------------------------------------------------------------------------

(defn- noisy-guest [seed encoding]
  (let [g      (guest/guest {:encoding encoding, :size 4096, :budget 300000})
        random (Random. seed)
        bytes  (byte-array 4096)]
    (.nextBytes random bytes)
    (dotimes [i 256]
      (when (.nextBoolean random)
        (aset bytes (* 16 i) (byte (.nextInt random 4)))
        (dotimes [j 3] (aset bytes (+ 1 j (* 16 i)) (byte 0)))))
    (guest/poke-bytes g 0 bytes)
    g))

(def ^:private core-value
  (gen/frequency [[3 (gen/choose 0 16)] [3 (gen/fmap #(* 8 %) (gen/choose 0 512))] [1 gen/large-integer]]))

(defspec random-bytes-give-a-value-a-trap-or-a-limit 1500
  (prop/for-all [t        generators/value-type
                 flat     (gen/vector core-value 16)
                 seed     gen/large-integer
                 encoding (gen/elements (keys guest/encodings))
                 values   (gen/elements [ClojureValues/INSTANCE PlainValues/INSTANCE])]
    (let [failed (failure #(guest/lift (noisy-guest seed encoding) t values flat))]
      (contains? #{nil :trap :limit} (first failed)))))
