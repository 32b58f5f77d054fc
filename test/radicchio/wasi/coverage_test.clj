(ns radicchio.wasi.coverage-test
  "Which test calls which function of WASI 0.2 through a guest."
  (:require [clojure.java.io :as io]
            [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.wasi.signatures :as signatures])
  (:import (java.io File)))

(set! *warn-on-reflection* true)

(def ^:private packages
  "Those whose functions are all called."
  #{"cli" "clocks" "filesystem" "http" "io" "random" "sockets"})

(def ^:private exported-by-guests
  {"wasi:cli/run#run" 'radicchio.wasi.program-test/a-program-ends-with-its-code-and-what-it-wrote
   "wasi:http/incoming-handler#handle" 'radicchio.http-test/a-server-answers})

(defn- called-by-the-http-guest
  "The test in which the guest that answers requests calls what only such a guest can."
  [id]
  (cond (str/includes? id "[method]incoming-request.") 'radicchio.http-test/a-component-is-a-ring-handler
        (str/includes? id "response-outparam.set")     'radicchio.http-test/a-server-answers))

(def ^:private called-by-the-sockets-guest
  "What the guest of sockets calls in its test, by the transcript that is expected of it."
  (delay (into {}
               (for [line (str/split-lines (slurp "test/guests/sockets/transcript.txt"))]
                 [(first (str/split line #" ")) 'radicchio.wasi.sockets-guest-test/every-function-answers]))))

(defn- functions
  "The ids of the functions of the table, those of the packages."
  []
  (:ids (reduce (fn [{:keys [interface] :as state} line]
                  (cond (not (str/starts-with? line " ")) (assoc state :interface line)
                        (str/starts-with? line "  $")     state
                        :else (update state :ids conj (str interface "#" (first (str/split (str/trim line) #": "))))))
                {:ids []}
                (filter seq (str/split-lines (slurp (signatures/table "p2")))))))

(defn- name-in-tests
  "What the guest that passes calls on calls a function: input-stream-read, new-fields."
  [id]
  (-> id
      (str/replace #".*#" "")
      (str/replace #"\[constructor\]" "new-")
      (str/replace #"\[\w+\]" "")
      (str/replace "." "-")))

(defn- tests
  "{test text} of the tests of WASI 0.2."
  []
  (into (sorted-map)
        (for [^File file (file-seq (io/file "test/radicchio/wasi"))
              :when (str/ends-with? (.getName file) "_test.clj")
              :let [text      (slurp file)
                    namespace (second (re-find #"\(ns (\S+)" text))]
              part (rest (str/split text #"\n\(deftest "))]
          [(str namespace "/" (re-find #"\S+" part)) part])))

(defn callers
  "{function #{test}}: which tests name which function of the packages."
  []
  (let [tests (tests)]
    (into (sorted-map)
          (for [id    (functions)
                :when (packages (second (re-find #"wasi:([a-z-]+)/" id)))
                :let  [name    (name-in-tests id)
                       sockets (when (str/starts-with? id "wasi:sockets/")
                                 (@called-by-the-sockets-guest (str/replace id #".*#(\[\w+\])?" "")))
                       http    (called-by-the-http-guest id)
                       pattern (re-pattern (str "(:|#|\")" name "(?![\\w-])"))]]
            [id (cond-> (into (sorted-set) (keep (fn [[test text]] (when (re-find pattern text) test))) tests)
                  (exported-by-guests id) (conj (str (exported-by-guests id)))
                  http                    (conj (str http))
                  sockets                 (conj (str sockets)))]))))

(deftest every-function-is-called-by-a-test
  (let [callers (callers)]
    (is (= (+ 72 52 53) (count callers)))
    (is (= [] (map key (filter (comp empty? val) callers))))))
