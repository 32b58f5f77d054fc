(ns radicchio.runtime.linking-test
  "Instantiation: what is given for imports, components inside components, what is refused before anything runs."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.support.nests :as nests]
            [radicchio.support.stacks :as stacks]
            [radicchio.wasm.component :as wasm])
  (:import (radicchio.runtime ExportedFunction)))

(set! *warn-on-reflection* true)

(deftest one-error-lists-all-missing-imports-with-their-types
  (is (= {:error :unlinkable
          :message
          (str "5 unsatisfied imports:\n"
               "  test:calls/host@1.0.0#[static]thing.join: func(one: thing, other: borrow<thing>) -> thing\n"
               "  test:calls/host@1.0.0#shout: func(text: string) -> string\n"
               "  test:calls/host@1.0.0#exchange: func(items: list<record {name: string, sizes: list<u32>}>, wanted:"
               " option<string>) -> variant {none, one(record {name: string, sizes: list<u32>}), many(list<record"
               " {name: string, sizes: list<u32>}>)}\n"
               "  seed: func() -> u64\n"
               "  log-all: func(lines: list<string>)\n"
               "Pass functions in :imports, {\"interface\" {\"function\" f}} or {\"function\" f}; with {:missing :trap} they"
               " trap when they are called.")}
         (-> (guests/failure
              #(guests/instance (guests/guest "calls" :interpreter)
                                {:imports {(keyword "test:calls/host@1.0.0")
                                           {:notify (fn []) :add + :divide quot :check identity
                                            :add-seventeen + "[constructor]thing" str "[method]thing.name" str}}}))
             (dissoc :missing)))))

(deftest an-error-of-missing-imports-lists-unused-imports
  (let [message (:message (guests/failure
                           #(guests/instance (guests/guest "calls" :interpreter)
                                             {:imports {"test:calls/host@1.3.0" {"shuot" str "add" + "[resource-drop]thing" str}
                                                        "test:calls/hots@1.0.0" {"shout" str}
                                                        "sed" (fn [] 1)
                                                        "seed" (fn [] 1)}})))]
    (is (= ["Unused names in :imports:"
            "  sed"
            "  test:calls/host@1.3.0#shuot"
            "  test:calls/hots@1.0.0#shout"]
           (->> (str/split-lines message) (drop-while #(not= "Unused names in :imports:" %)) butlast)))))

(deftest a-missing-import-may-trap-when-it-is-called
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (guests/instance (guests/guest "calls" backend) {:missing :trap})]
       (is (= {:error :trap :trap :missing-import
               :message "the missing import test:calls/host@1.0.0#add was called; pass it in :imports"}
              (guests/failure #(wasm/call i :add 1 2))))))))

(deftest an-import-is-satisfied-by-a-compatible-version
  (let [one (fn [n] {"number" (constantly n)})
        exact {"test:a/x@1.2.0" (one 1) "test:b/x@0.2.1" (one 10) "test:c/x@0.0.3" (one 100)
               "test:d/x@1.0.0-rc.1" (one 1000) "test:e/x" (one 10000)}
        instance (fn ^java.lang.AutoCloseable [imports] (guests/instance (guests/wat "versions" :interpreter) {:imports imports}))
        missing (fn [imports] (:missing (guests/failure #(instance imports))))]
    (testing "by the same one"
      (with-open [^java.lang.AutoCloseable i (instance exact)]
        (is (= 11111 (wasm/call i :sum)))
        (is (= (zipmap (keys exact) (keys exact)) (:satisfied (wasm/stats i))))))
    (testing "the newest compatible one satisfies it, and is reported"
      (with-open [^java.lang.AutoCloseable i (instance (-> (dissoc exact "test:a/x@1.2.0" "test:b/x@0.2.1")
                                  (assoc "test:a/x@1.0.0" (one 2) "test:a/x@1.10.0" (one 3) "test:a/x@1.9.0" (one 4)
                                         "test:a/x@1.11.0-beta" (one 5) "test:b/x@0.2.0" (one 20))))]
        (is (= 11123 (wasm/call i :sum)))
        (is (= {"test:a/x@1.2.0" "test:a/x@1.10.0", "test:b/x@0.2.1" "test:b/x@0.2.0"}
               (select-keys (:satisfied (wasm/stats i)) ["test:a/x@1.2.0" "test:b/x@0.2.1"])))))
    (testing "never by another major version; below 1.0 by another minor; below 0.1 by another patch"
      (is (= ["test:a/x@1.2.0#number: func() -> u32 (supplied: test:a/x@2.0.0, which is not compatible)"]
             (missing (-> (dissoc exact "test:a/x@1.2.0") (assoc "test:a/x@2.0.0" (one 0))))))
      (is (= ["test:b/x@0.2.1#number: func() -> u32 (supplied: test:b/x@0.3.0, which is not compatible)"]
             (missing (-> (dissoc exact "test:b/x@0.2.1") (assoc "test:b/x@0.3.0" (one 0))))))
      (is (= ["test:c/x@0.0.3#number: func() -> u32 (supplied: test:c/x@0.0.4, which is not compatible)"]
             (missing (-> (dissoc exact "test:c/x@0.0.3") (assoc "test:c/x@0.0.4" (one 0)))))))
    (testing "a pre-release is satisfied only by itself, an interface without version only by one without"
      (is (= ["test:d/x@1.0.0-rc.1#number: func() -> u32 (supplied: test:d/x@1.0.0, which is not compatible)"]
             (missing (-> (dissoc exact "test:d/x@1.0.0-rc.1") (assoc "test:d/x@1.0.0" (one 0))))))
      (is (= ["test:e/x#number: func() -> u32 (supplied: test:e/x@1.0.0, which is not compatible)"]
             (missing (-> (dissoc exact "test:e/x") (assoc "test:e/x@1.0.0" (one 0)))))))))

(deftest a-canonical-version-is-satisfied-by-a-compatible-version
  (let [instance (fn [given] (guests/instance (guests/wat "canonical-version" :interpreter)
                                              {:imports {given {"number" (constantly 7)}}}))]
    (doseq [given ["test:a/x@0.2" "test:a/x@0.2.0" "test:a/x@0.2.6"]]
      (with-open [^java.lang.AutoCloseable i (instance given)]
        (is (= 7 (wasm/call i :number)) given)))
    (is (= ["test:a/x@0.2#number: func() -> u32 (supplied: test:a/x@0.3.0, which is not compatible)"]
           (:missing (guests/failure #(instance "test:a/x@0.3.0")))))))

(deftest two-versions-of-one-interface-are-two-interfaces
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (guests/instance (guests/wat "two-versions" backend))]
       (is (= 1 (wasm/call i "test:versions/numbers@1.0.0#number")))
       (is (= 2 (wasm/call i "test:versions/numbers@2.0.0#number")))
       (is (= 3 (wasm/call i :number)) "a function of the world itself has its name alone")
       (is (= 3 (wasm/call i :other)))))))

(deftest wasi-links-without-a-grant-and-is-denied-when-called
  (guests/on-both-backends
   (fn [backend]
     (let [component (guests/wat "wasi" backend)]
       (with-open [i (guests/instance component)]
         (is (= 0 (wasm/call i :granted)) "environment and arguments are empty")
         (is (= {:error :denied :import "wasi:random/random@0.2.3#get-random-u64"
                 :message (str "wasi:random/random@0.2.3#get-random-u64 was called, but it is not granted; grant it with"
                               " :wasi {:random true}")}
                (guests/failure #(wasm/call i :roll)))))
       (doseq [f [:stream :write]]
         (testing f
           (with-open [i (guests/instance component)]
             (is (= :denied (guests/kind #(wasm/call i f)))))))
       (testing "granted files are used"
         (with-open [i (guests/instance component {:imports {"wasi:random/random@0.2.9" {"get-random-u64" (fn [] 4)}}})]
           (is (= 4 (wasm/call i :roll)))))
       (testing "strictness is an option"
         (is (= ["wasi:cli/environment@0.2.3#get-environment: func() -> list<tuple<string, string>>"
                 "wasi:cli/environment@0.2.3#get-arguments: func() -> list<string>"
                 "wasi:random/random@0.2.3#get-random-u64: func() -> u64"
                 (str "wasi:http/body@0.3.0#pipe: func(from: stream<u8>, trailers: option<future>)"
                      " -> tuple<stream<u8>, error-context>")
                 (str "wasi:io/streams@0.2.0-rc-2023-11-10#[method]output-stream.write: func(self: borrow<output-stream>,"
                      " contents: list<u8>)")]
                (:missing (guests/failure #(guests/instance component {:missing :error}))))))))))

(deftest wasi-imported-with-another-type-does-not-link
  (is (= {:error :unlinkable
          :message (str "imports whose types differ from WASI's:\n"
                        "  wasi:random/random@0.2.3#get-random-u64: imported as func() -> u32, expected func() -> u64\n"
                        "  wasi:io/poll@0.2.3#poll: imported as func(in: list<borrow<(another) stream>>) -> list<u32>,"
                        " expected func(in: list<borrow<wasi:io/poll.pollable>>) -> list<u32>")}
         (guests/failure #(guests/instance (guests/wat "wasi-mismatch" :interpreter))))))

(deftest components-with-streams-and-error-contexts-compile
  (doseq [name ["component-async" "component-error-context"]]
    (is (some? (wasm/compile (io/resource (str "wat/" name ".wasm")))) name)))

(deftest resources-of-the-host-end-when-instantiation-fails
  (guests/on-both-backends
   (fn [backend]
     (let [ended (atom [])]
       (is (= :unreachable
              (:trap (guests/failure
                      #(guests/instance (guests/wat "start-fails" backend)
                                        {:imports {"host" {"make" (fn [] (wasm/resource :thing))
                                                           "[resource-drop]thing" (fn [x] (swap! ended conj x))}}})))))
       (is (= [:thing] @ended))))))

(deftest a-reexported-import-returns-and-throws-like-any-function
  (with-open [i (guests/instance (guests/wat "passed-on" :interpreter)
                                 {:imports {"check" (fn [n] (if (even? n) n (throw (wasm/err "odd"))))}})]
    (is (= 2 (wasm/call i :check-again 2)))
    (is (= [:ok 2] (.callTagged ^ExportedFunction (first (.functions i)) (object-array [2]))))
    (is (= {:error :wit :wit/error "odd" :wit/name "check-again" :message "check-again returned an error: \"odd\""}
           (guests/failure #(wasm/call i :check-again 1))))))

(defn- leb [n]
  (if (< n 128) [n] (cons (bit-or 128 (bit-and 127 n)) (leb (quot n 128)))))

(defn- many-instances
  "A component with an empty one in it, and n instances of that."
  ^bytes [n]
  (let [preamble [0x00 0x61 0x73 0x6d 0x0d 0x00 0x01 0x00]
        instances (concat (leb n) (mapcat identity (repeat n [0x00 0x00 0x00])))
        section (fn [id content] (concat [id] (leb (count content)) content))]
    (byte-array (map unchecked-byte (concat preamble (section 4 preamble) (section 5 instances))))))

(deftest the-number-of-instances-of-a-component-is-limited
  (let [instance #(guests/instance (wasm/compile (many-instances %)))]
    (with-open [i ^java.lang.AutoCloseable (instance 9999)]
      (is (some? i) "with its own that makes ten thousand"))
    (is (= {:error :limit :limit :instances
            :message "expected at most 10000 instances of nested components and core modules, got more"}
           (guests/failure #(instance 10000))))))

(deftest nested-components-call-each-other
  (guests/on-both-backends
   (fn [backend]
     (let [told (atom [])]
       (with-open [i (guests/instance (guests/wat "nested" backend) {:imports {"tell" #(swap! told conj %)}})]
         (is (= "GRUESSE" (wasm/call i :run "gruesse")))
         (is (= ["GRUESSE"] @told))
         (is (= 210 (wasm/call i :things)) "handles are lent and given from one to the other")
         (is (= 110 (wasm/call i :ended)) "and each resource ended once")
         (is (= 0 (.handleCount i)))
         (is (= {:error :trap :trap :canonical-abi :message "unknown handle index 1"}
                (guests/failure #(wasm/call i :look-after-eating)))))))))

(deftest a-component-and-a-nested-one-must-not-call-each-other
  (guests/on-both-backends
   (fn [backend]
     (let [refused {:error :trap :trap :canonical-abi
                    :message "cannot enter component instance: a component and a nested one must not call each other"}]
       (doseq [f [:down :up :itself]]
         (testing f
           (with-open [i (guests/instance (guests/wat "related" backend))]
             (is (= refused (dissoc (guests/failure #(wasm/call i f)) :frames))))))
       (is (= refused (dissoc (guests/failure #(guests/instance (guests/wat "starting" backend))) :frames)))))))

(deftest realloc-and-post-return-may-not-leave-their-instance
  (guests/on-both-backends
   (fn [backend]
     (let [component (guests/wat "leaving" backend)]
       (doseq [[f & arguments] [[:take "text"] [:host-after] [:new-after] [:drop-after]]]
         (testing f
           (with-open [i (guests/instance component {:imports {"host" (fn [])}})]
             (is (= {:error :trap :trap :canonical-abi
                     :message "cannot leave component instance: realloc or post-return is running"}
                    (dissoc (guests/failure #(apply wasm/call i f arguments)) :frames))))))))))

(deftest the-host-is-called-while-an-instance-starts
  (guests/on-both-backends
   (fn [backend]
     (let [component (guests/wat "start" backend)
           began (atom 0)
           oops (ex-info "oops" {})]
       (with-open [i (guests/instance component {:imports {"begin" #(swap! began inc)}})]
         (is (= 1 @began))
         (is (nil? (wasm/call i :run))))
       (is (identical? oops (guests/failure #(guests/instance component {:imports {"begin" (fn [] (throw oops))}}))))))))

(deftest a-type-of-exponential-size-links-quickly
  (let [component (guests/wat "repeating" :interpreter)]
    (is (= 2001 (count (re-find #"func\(x: tuple<tuple<.*…" (first (:missing (guests/failure #(guests/instance component))))))))
    (with-open [i (guests/instance component {:imports {"given" (fn [_])}})]
      (is (= :denied (guests/kind #(wasm/call i :run)))))))

(deftest invalid-options-are-refused
  (let [refused (fn [options] (:message (guests/failure #(guests/instance (guests/wat "start" :interpreter) options))))]
    (is (= "options of an instance: unknown :import; expected one of :backend, :cache, :imports, :limits, :missing, :results, :wasi"
           (refused {:import {}})))
    (is (= ":imports: expected a map, got [1]" (refused {:imports [1]})))
    (is (= ":imports begin: expected a function, got 3" (refused {:imports {"begin" 3}})))
    (is (= ":imports test:a/x begin: expected a function, got \"f\"" (refused {:imports {"test:a/x" {"begin" "f"}}})))
    (is (= ":imports: expected a string or keyword for a name, got 1" (refused {:imports {1 str}})))
    (is (= ":missing: expected :trap or :error, got :ignore" (refused {:missing :ignore})))
    (is (= ":results: expected :value, got :tagged" (refused {:results :tagged})))
    (is (= ":limits :timeout-ms: expected an integer from 1 to 9223372036854775807, got 0"
           (refused {:limits {:timeout-ms 0}})))
    (is (= ":limits: expected a map of options, got 5" (refused {:limits 5})))))

(deftest a-thousand-nested-components-are-instantiated-on-a-small-stack
  (stacks/with 256
    (fn []
      (guests/on-both-backends
       (fn [backend]
         (with-open [i (guests/instance (wasm/compile (nests/instances 1000) {:backend backend}))]
           (is (empty? (.functions i)))))))))
