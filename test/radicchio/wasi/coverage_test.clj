(ns radicchio.wasi.coverage-test
  "Which test calls which function of WASI 0.2 and 0.3 through a guest."
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

(def ^:private called-by-the-service
  "What a guest of Rust calls in order to answer requests of WASI 0.3."
  (into {"wasi:http/handler#handle" 'radicchio.http-service-test/a-service-is-a-ring-handler
         "wasi:cli/run#run"         'radicchio.wasi.program-test/a-program-ends-with-its-code-and-what-it-wrote}
        (for [id ["client#send" "types#[static]request.new" "types#[static]request.consume-body" "types#[static]response.new"
                  "types#[method]request.get-path-with-query" "types#[method]response.set-status-code"
                  "types#[method]fields.append"]]
          [(str "wasi:http/" id) 'radicchio.http-service-test/a-service-is-a-ring-handler])))

(def ^:private called-by-a-made-name
  "What tests of WASI 0.3 call by names that they put together."
  (into {}
        (for [[test functions] {'radicchio.wasi.p3-guest-test/files-are-written-and-read-through-streams
                                ["descriptor-write-via-stream" "descriptor-append-via-stream"]
                                'radicchio.wasi.p3-guest-test/requests-are-described
                                (for [what ["method" "path-with-query" "scheme" "authority" "options"], verb ["get" "set"]]
                                  (str "request-" verb "-" what))
                                'radicchio.wasi.p3-test/timeouts-of-requests-are-kept
                                (for [what ["connect" "first-byte" "between-bytes"], verb ["get" "set"]]
                                  (str "request-options-" verb "-" what "-timeout"))
                                'radicchio.wasi.p3-test/options-of-sockets-are-read-and-set
                                (for [what ["tcp-socket-%s-keep-alive-enabled" "tcp-socket-%s-keep-alive-idle-time"
                                            "tcp-socket-%s-keep-alive-interval" "tcp-socket-%s-keep-alive-count"
                                            "tcp-socket-%s-hop-limit" "tcp-socket-%s-receive-buffer-size"
                                            "tcp-socket-%s-send-buffer-size" "udp-socket-%s-unicast-hop-limit"
                                            "udp-socket-%s-receive-buffer-size" "udp-socket-%s-send-buffer-size"]
                                      verb ["get" "set"]]
                                  (format what verb))}
              function functions]
          [function test])))

(defn- functions
  "The ids of the functions of a generation's table, those of the packages."
  [generation]
  (:ids (reduce (fn [{:keys [interface] :as state} line]
                  (cond (not (str/starts-with? line " ")) (assoc state :interface line)
                        (str/starts-with? line "  $")     state
                        :else (update state :ids conj (str interface "#" (first (str/split (str/trim line) #": "))))))
                {:ids []}
                (filter seq (str/split-lines (slurp (signatures/table generation)))))))

(defn- name-in-tests
  "What the guest that passes calls on calls a function: input-stream-read, new-fields."
  [id]
  (-> id
      (str/replace #".*#" "")
      (str/replace #"\[constructor\]" "new-")
      (str/replace #"\[\w+\]" "")
      (str/replace "." "-")))

(defn- tests
  "{test text} of the tests of a generation."
  [generation]
  (into (sorted-map)
        (for [^File file (file-seq (io/file "test/radicchio/wasi"))
              :when (and (str/ends-with? (.getName file) "_test.clj")
                         (= (= "p3" generation) (str/starts-with? (.getName file) "p3_")))
              :let [text      (slurp file)
                    namespace (second (re-find #"\(ns (\S+)" text))]
              part (rest (str/split text #"\n\(deftest "))]
          [(str namespace "/" (re-find #"\S+" part)) part])))

(defn- known-callers
  "The tests that are known to call a function whose name they do not contain."
  [generation id name]
  (remove nil?
          (if (= "p3" generation)
            [(called-by-the-service id) (called-by-a-made-name name)]
            [(exported-by-guests id)
             (called-by-the-http-guest id)
             (when (str/starts-with? id "wasi:sockets/")
               (@called-by-the-sockets-guest (str/replace id #".*#(\[\w+\])?" "")))])))

(defn callers
  "{function #{test}}: which tests name which function of a generation, \"p2\" or \"p3\"."
  [generation]
  (let [tests (tests generation)]
    (into (sorted-map)
          (for [id    (functions generation)
                :when (packages (second (re-find #"wasi:([a-z-]+)/" id)))
                :let  [name    (name-in-tests id)
                       pattern (re-pattern (str "(:|#|\")" name "(?![\\w-])"))]]
            [id (into (into (sorted-set) (map str) (known-callers generation id name))
                      (keep (fn [[test text]] (when (re-find pattern text) test)))
                      tests)]))))

(deftest every-function-of-0-2-is-called-by-a-test
  (let [callers (callers "p2")]
    (is (= (+ 72 52 53) (count callers)))
    (is (= [] (map key (filter (comp empty? val) callers))))))

(deftest every-function-of-0-3-is-called-by-a-test
  (let [callers (callers "p3")]
    (is (= 127 (count callers)))
    (is (= [] (map key (filter (comp empty? val) callers))))))
