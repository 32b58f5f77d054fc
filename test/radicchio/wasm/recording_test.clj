(ns radicchio.wasm.recording-test
  "Recording the calls of an instance, and answering calls from a recording."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [are deftest is testing]]
            [radicchio.runtime.guests :refer [failure kind on-both-backends]]
            [radicchio.wasm :as wasm])
  (:import (java.io File)
           (java.util ArrayList)))

(set! *warn-on-reflection* true)

(defn- guest [name] (io/resource (str "guests/" name ".wasm")))

(defn- with-file [f]
  (let [file (File/createTempFile "recording" ".edn")]
    (try (f file) (finally (.delete file)))))

(defn- calls [file]
  (mapv #(dissoc (edn/read-string {:default tagged-literal} %) :line) (rest (str/split-lines (slurp file)))))

(defn- message [^File file f]
  (some-> (failure f) :message (str/replace (str file) "FILE")))

(deftest a-replay-answers-what-was-recorded
  (on-both-backends
   (fn [backend]
     (with-file
       (fn [file]
         (let [shape [:corner {:x 1.5 :y 2.5}]
               script (fn [i]
                        [((:echo-u8 i) 3)
                         ((:echo-string i) "ü\n")
                         (vec ((:echo-u8s i) (byte-array [1 -1])))
                         ((:echo-u32s i) (int-array [1 2]))
                         ((:echo-shape i) shape)
                         ((:echo-three i) #{:read :run})
                         ((:echo-option i) nil)
                         ((:echo-u64 i) 18446744073709551615N)
                         (wasm/call i :echo-colour :green)
                         (wasm/attempt (:echo-err i) [:err :red])
                         ((:nothing i))])
               live (with-open [i (wasm/recording (wasm/load (guest "values/values") {:backend backend}) file)] (script i))]
           (is (= live (with-open [i (wasm/replay file)] (script i))))
           (is (= [3 "ü\n" [1 -1] [1 2] shape #{:read :run} nil 18446744073709551615N :green [:err :red] nil] live))))))))

(deftest a-recording-is-a-form-of-edn-on-each-line
  (with-file
    (fn [file]
      (with-open [i (wasm/recording (wasm/load (guest "values/values")) file)]
        ((:echo-u8s i) (ArrayList. [1 2]))
        (is (= :argument (kind #((:echo-u8 i) 256)))))
      (is (= "{:radicchio/recording 1, :functions [{:name \"test:values/echo@1.0.0#echo-bool\", :params [\"x\"]}"
             (subs (first (str/split-lines (slurp file))) 0 94)))
      (is (= [{:call "test:values/echo@1.0.0#echo-u8s" :args [[1 2]] :ok (tagged-literal 'wit/bytes "AQI=")}
              {:call "test:values/echo@1.0.0#echo-u8" :args [256]
               :throws {:kind :argument :message "x: expected a u8 (an integer from 0 to 255), got 256 (java.lang.Long)"}}]
             (calls file)))
      (with-open [i (wasm/replay file)]
        ((:echo-u8s i) [1 2])
        (is (= {:error :argument :message "x: expected a u8 (an integer from 0 to 255), got 256 (java.lang.Long)"}
               (failure #((:echo-u8 i) 256))))))))

(deftest handles-have-numbers
  (with-file
    (fn [file]
      (let [script (fn [i] (with-open [^java.lang.AutoCloseable bucket ((:->bucket i) "tea")]
                             ((:bucket-put i) bucket 2)
                             [((:bucket-total i) bucket) ((:describe i) bucket)]))
            lines (atom [])]
        (is (= [2 "tea"]
               (with-open [i (-> (wasm/load (guest "compose/kv") {:imports {"acme:log/log" {"line" #(swap! lines conj %)}}})
                                 (wasm/recording file))]
                 (script i))
               (with-open [i (wasm/replay file)] (script i))))
        (is (= ["dropped"] @lines) "closing a handle of a replay calls nothing")
        (is (= (tagged-literal 'wit/handle 1) (:ok (first (calls file)))))))))

(deftest a-call-that-differs-says-where
  (with-file
    (fn [file]
      (with-open [i (wasm/recording (wasm/load (guest "values/values")) file)]
        ((:echo-person i) {:name "Ada" :homes [{:x 1 :y 2}]})
        ((:echo-u8 i) 1))
      (with-open [i (wasm/replay file)]
        (is (= "#<replay of FILE, 2 of 2 calls left: " (subs (str/replace (pr-str i) (str file) "FILE") 0 37)))
        (are [text call] (= text (message file #(call)))
          "FILE:2: the call of test:values/echo@1.0.0#echo-person differs: argument x :homes 0 :y: recorded 2, got 3"
          #((:echo-person i) {:name "Ada" :homes [{:x 1 :y 3}]})
          "FILE:2: the call of test:values/echo@1.0.0#echo-person differs: argument x :name: recorded \"Ada\", got nothing"
          #((:echo-person i) {:homes [{:x 1 :y 2}]})
          "FILE:2: the call of test:values/echo@1.0.0#echo-person differs: recorded 1 arguments, got 0"
          #((:echo-person i))
          "FILE:2: recorded a call of test:values/echo@1.0.0#echo-person, got a call of test:values/echo@1.0.0#echo-u8"
          #((:echo-u8 i) 1))
        (is (= :drift (kind #((:echo-u8 i) 1))))
        (testing "a call that differs is not taken"
          ((:echo-person i) {:name "Ada" :homes [{:x 1 :y 2}]})
          ((:echo-u8 i) 1))
        (is (= "FILE: there are no more calls; got a call of test:values/echo@1.0.0#echo-u8 with [1]"
               (message file #((:echo-u8 i) 1)))))
      (testing "in any order"
        (with-open [i (wasm/replay file {:any-order true})]
          (is (= 1 ((:echo-u8 i) 1)))
          (is (= "FILE: no call that is left has these arguments; got a call of test:values/echo@1.0.0#echo-u8 with [1]"
                 (message file #((:echo-u8 i) 1)))))))))

(deftest traps-are-recorded-too
  (with-file
    (fn [file]
      (with-open [i (wasm/recording (wasm/load (guest "mischief/mischief")) file)]
        (is (= 42 ((:fine i))))
        (is (= :trap (kind (:unreachable i)))))
      (with-open [i (wasm/replay file)]
        ((:fine i))
        (is (= :trap (kind (:unreachable i))))))))

(deftest what-edn-does-not-have-is-refused
  (with-file
    (fn [file]
      (with-open [i (wasm/recording (wasm/load (guest "compose/pipe")) file)]
        (is (= :config (kind #((:pass i) (java.io.ByteArrayInputStream. (byte-array 1))))))
        (is (= "a recording cannot have #object[java.util.concurrent.CompletableFuture"
               (subs (message file #((:wait i) (java.util.concurrent.CompletableFuture.))) 0 70))))
      (is (= [] (calls file))))))

(deftest mistakes-are-named
  (with-file
    (fn [^File file]
      (are [text sentence] (= sentence (do (spit file text) (message file #(wasm/replay file))))
        "" "replay: FILE is not a recording of this format"
        "{:a 1}" "replay: FILE is not a recording of this format"
        "{:radicchio/recording 1 :functions []}\n{:call" "FILE:2: expected a form of EDN: EOF while reading"
        "{:radicchio/recording 1 :functions []}\n{:call 1}" "FILE:2: expected a call, {:call id :args […]} with :ok, :err or :throws")
      (is (= "replay: cannot read FILE/x: FILE/x (Not a directory)" (message file #(wasm/replay (io/file file "x")))))
      (with-open [i (wasm/load (guest "values/values"))]
        (is (= "recording: expected the path of a file, got 1" (message file #(wasm/recording i 1)))))
      (is (= :config (kind #(wasm/replay file {:order :any})))))))
