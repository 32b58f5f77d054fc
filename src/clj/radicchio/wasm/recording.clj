(ns ^:no-doc radicchio.wasm.recording
  "Records the calls of an instance as EDN, and answers calls from a recording. See `radicchio.wasm/recording`.

  The first form of a file is {:radicchio/recording 1 :functions [{:name id :params [name …]} …]}. Each other form is a
  call: {:call id :args […]} with one of :ok, :err, and :throws, {:kind :trap :message \"…\"}. Forms are on a line each.
  Bytes are #wit/bytes \"base64\", a handle is #wit/handle n."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.string :as str]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options])
  (:import (java.io BufferedWriter File IOException)
           (java.nio.file Path)
           (java.util Base64 IdentityHashMap List Map Set)
           (radicchio.component FuncType ValType$Field)
           (radicchio.error ErrorKind RadicchioException)
           (radicchio.runtime ExportedFunction Instance)
           (radicchio.runtime.resource Handle)))

(set! *warn-on-reflection* true)

;; Values as data

(deftype ^:private ReplayedHandle [number]
  java.lang.AutoCloseable
  (close [_])
  Object
  (toString [_] (str "handle " number " of a recording")))

(defn- handle-number
  "Returns the number of a handle in a recording, which is new for a new handle."
  [^IdentityHashMap handles handle]
  (or (.get handles handle)
      (let [number (inc (.size handles))]
        (.put handles handle number)
        number)))

(defn- number-data [x]
  (cond (or (instance? Byte x) (instance? Short x) (instance? Integer x)) (long x)
        (instance? Float x) (double x)
        (instance? BigInteger x) (bigint x)
        :else x))

(defn- data
  "Returns a value as data that EDN has. Throws :config for a stream, a future and whatever else EDN does not have."
  [handles x]
  (let [each #(data handles %)]
    (cond (or (nil? x) (boolean? x) (string? x) (keyword? x)) x
          (number? x) (number-data x)
          (char? x) (str x)
          (bytes? x) (tagged-literal 'wit/bytes (.encodeToString (Base64/getEncoder) x))
          (instance? Handle x) (tagged-literal 'wit/handle (handle-number handles x))
          (instance? ReplayedHandle x) (tagged-literal 'wit/handle (.-number ^ReplayedHandle x))
          (instance? Map x) (into {} (map (fn [[k v]] [(each k) (each v)])) x)
          (instance? Set x) (into #{} (map each) x)
          (or (sequential? x) (instance? List x) (some-> x class .isArray)) (mapv each x)
          :else (throw (options/refuse (str "a recording cannot have " (foreign/printed x)
                                            "; expected numbers, strings, lists, maps, sets, keywords, bytes or handles"))))))

(defn- value
  "Returns the value of data from a recording."
  [x]
  (cond (and (tagged-literal? x) (= 'wit/bytes (:tag x))) (.decode (Base64/getDecoder) ^String (:form x))
        (and (tagged-literal? x) (= 'wit/handle (:tag x))) (ReplayedHandle. (:form x))
        (map? x) (into {} (map (fn [[k v]] [(value k) (value v)])) x)
        (set? x) (into #{} (map value) x)
        (vector? x) (mapv value x)
        :else x))

(defn- form-text [form]
  (binding [*print-length* nil, *print-level* nil, *print-namespace-maps* false, *print-meta* false, *print-dup* false
            *print-readably* true]
    (pr-str form)))

;; Recording

(defn- file-of ^File [where x]
  (cond (and (string? x) (seq x)) (io/file x)
        (instance? File x) x
        (instance? Path x) (.toFile ^Path x)
        :else (throw (options/refuse (str where ": expected the path of a file, got " (foreign/printed x))))))

(defn- parameters [^ExportedFunction function]
  (mapv #(.name ^ValType$Field %) (.params ^FuncType (.type function))))

(defn- header [^Instance instance]
  {:radicchio/recording 1
   :functions (mapv (fn [^ExportedFunction f] {:name (.id f) :params (parameters f)}) (.functions instance))})

(defn- write! [^BufferedWriter out form]
  (locking out
    (.write out ^String (form-text form))
    (.newLine out)
    (.flush out)))

(defn- outcome
  "Calls a function. Returns [key data f]: how the call is recorded, and a function that returns or throws the same."
  [handles f arguments]
  (try
    (let [result (apply f arguments)]
      [:ok (data handles result) (constantly result)])
    (catch RadicchioException e
      (let [throws #(throw e)]
        (if (= ErrorKind/WIT (.kind e))
          [:err (data handles (:wit/error (ex-data e))) throws]
          [:throws {:kind (:radicchio/error (ex-data e)) :message (.ownMessage e)} throws])))))

(defn- recorded
  "Returns a function that calls an exported one and writes the call."
  [out handles ^ExportedFunction function f]
  (fn [& arguments]
    (let [args (data handles (vec arguments))
          [key result return] (outcome handles f arguments)]
      (write! out {:call (.id function) :args args key result})
      (return))))

(defn recording
  "See `radicchio.wasm/recording`."
  ^java.lang.AutoCloseable [object file]
  (let [instance (object/component-instance object)
        handles (IdentityHashMap.)
        path (file-of "recording" file)
        out (try
              (io/make-parents path)
              (io/writer path :encoding "UTF-8")
              (catch IOException e
                (throw (options/refuse (str "recording: cannot write " (foreign/path path) ": " (foreign/message e))))))
        find (fn [k] (let [function (component/find-function instance k)]
                       (recorded out handles function (component/function instance k))))]
    (write! out (header instance))
    (component/view instance
                    (fn [_] (throw (options/refuse "a recording cannot be instantiated; instantiate its component")))
                    {:find (fn [_ k] (find k))
                     :text (fn [_] (str "recording of calls in " (foreign/path path)))
                     :close #(.close ^BufferedWriter out)})))

;; Replaying

(defn- invalid [file line message]
  (options/refuse (str (foreign/path file) ":" line ": " message)))

(defn- read-form [file number text]
  (try
    (edn/read-string {:default tagged-literal} text)
    (catch RuntimeException e
      (throw (invalid file number (str "expected a form of EDN: " (foreign/message e)))))))

(defn- read-recording
  "Returns [functions calls] of a file; calls have :line."
  [^File file]
  (let [forms (try
                (with-open [in (io/reader file :encoding "UTF-8")]
                  (vec (keep-indexed (fn [i text]
                                       (let [line (inc (long i))]
                                         (when-not (str/blank? text) (assoc (read-form file line text) :line line))))
                                     (line-seq in))))
                (catch IOException e
                  (throw (options/refuse (str "replay: cannot read " (foreign/path file) ": " (foreign/message e))))))
        [{:keys [functions] :as header} & calls] forms]
    (when-not (= 1 (:radicchio/recording header))
      (throw (options/refuse (str "replay: " (foreign/path file) " is not a recording of this format"))))
    (doseq [{:keys [line] :as call} calls]
      (when-not (and (string? (:call call)) (vector? (:args call)) (some #(contains? call %) [:ok :err :throws]))
        (throw (invalid file line "expected a call, {:call id :args […]} with :ok, :err or :throws"))))
    [functions (vec calls)]))

(defn- difference
  "Returns [path recorded got] of the first place where data differ, or nil."
  [path recorded got]
  (cond (= recorded got) nil
        (and (map? recorded) (map? got))
        (some (fn [k] (difference (conj path k) (get recorded k ::none) (get got k ::none)))
              (sort-by str (distinct (concat (keys recorded) (keys got)))))
        (and (vector? recorded) (vector? got) (= (count recorded) (count got)))
        (some (fn [i] (difference (conj path i) (nth recorded i) (nth got i))) (range (count recorded)))
        :else [path recorded got]))

(defn- shown [x] (if (= ::none x) "nothing" (foreign/printed x)))

(defn- differs [file {:keys [line call]} message]
  (RadicchioException/of ErrorKind/DRIFT (str (foreign/path file) ":" line ": " message) {:line line, :recorded call} nil))

(defn- described
  "Returns a sentence about the difference of arguments."
  [params recorded got]
  (if (not= (count recorded) (count got))
    (str "recorded " (count recorded) " arguments, got " (count got))
    (let [[[i & more] was is] (difference [] recorded got)]
      (str "argument " (foreign/escaped (nth params i (str i)))
           (str/join (map #(str " " (foreign/printed %)) more))
           ": recorded " (shown was) ", got " (shown is)))))

(defn- answer [{:keys [ok err throws call] :as recorded}]
  (cond (contains? recorded :ok) (value ok)
        (contains? recorded :err) (throw (RadicchioException/of ErrorKind/WIT
                                                                (str (foreign/escaped call) " returned an error"
                                                                     (when (some? err) (str ": " (foreign/printed err))))
                                                                {:wit/error (value err) :wit/name call} nil))
        :else (throw (RadicchioException/of (ErrorKind/valueOf (str/upper-case (name (:kind throws)))) (str (:message throws))))))

(defn- next-call
  "Returns the recorded call that answers a call, after it took it from the rest."
  [file left any-order? {:keys [name params]} args]
  (locking left
    (let [calls @left
          matches? #(and (= name (:call %)) (= args (:args %)))
          found (if any-order? (first (filter matches? calls)) (first calls))]
      (cond
        (nil? found)
        (throw (RadicchioException/of ErrorKind/DRIFT
                                      (str (foreign/path file) ": "
                                           (if any-order? "no call that is left has these arguments" "there are no more calls")
                                           "; got a call of " (foreign/escaped name) " with " (foreign/printed args))))
        (not= name (:call found))
        (throw (differs file found (str "recorded a call of " (foreign/escaped (:call found)) ", got a call of "
                                        (foreign/escaped name))))
        (not= args (:args found))
        (throw (differs file found (str "the call of " (foreign/escaped name) " differs: " (described params (:args found) args))))
        :else (do (vreset! left (vec (remove #(identical? found %) calls)))
                  found)))))

(defn replay
  "See `radicchio.wasm/replay`."
  ^java.lang.AutoCloseable [path options]
  (options/check-keys "replay" options [:any-order])
  (let [file (file-of "replay" path)
        [functions calls] (read-recording file)
        left (volatile! calls)
        by-name (into {} (map (juxt :name identity)) functions)
        function (fn [{:keys [name]}]
                   (fn [& arguments]
                     (answer (next-call file left (:any-order options) (by-name name) (data (IdentityHashMap.) (vec arguments))))))
        {:keys [names has? find]} (component/by-key functions function)]
    (object/->View (reify java.lang.AutoCloseable (close [_]))
                   {:find (fn [_ k] (find k))
                    :has? (fn [_ k] (has? k))
                    :names (constantly names)
                    :text (fn [_] (str "replay of " (foreign/path file) ", " (count @left) " of " (count calls) " calls left"))
                    :data (fn [_] {:file (str file) :calls (mapv #(dissoc % :line) calls) :left (count @left)})
                    :instantiate (fn [_ _] (replay path options))})))
