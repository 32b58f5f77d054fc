(ns radicchio.wasi.fuzz-test
  "Calls of every function of WASI 0.2 with random arguments, handles among them that are wrong: a guest gets results, errors
  and traps, and the host never fails."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.extract :as extract]
            [radicchio.wasi.guest :refer [guest]]
            [radicchio.wasi.passing :as passing]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.wasi-probe :refer [delete-tree patiently temp-dir]]
            [radicchio.wit :as wit])
  (:import (java.io File)
           (java.util Random)
           (radicchio.runtime CompiledComponent Instance)))

(set! *warn-on-reflection* true)

(def ^:private wit-data
  (delay (extract/wit (.typed ^CompiledComponent (wasm/compile "test/guests/wasi/passing.wasm" {:backend :interpreter})))))

(defn- original
  "{name function} of an imported interface of WASI: its functions by the names that the guest gives them, with the types
  that they have in WASI, and those that drop its resources."
  [scope]
  (into (into {} (map (fn [f] [(#'passing/own-name f) (assoc f :scope scope)])) (wit/functions scope))
        (for [type (wit/types scope) :when (= :resource (wit/kind type))]
          [(str "drop-" (wit/item-name type)) {:scope scope, :params [['handle [:own (wit/item-name type)]]]}])))

(defn- imported
  "The interface of WASI to which an exported one passes calls on."
  [exported-id]
  (first (for [import (wit/imports (wit/world @wit-data))
               :let   [scope (wit/extern @wit-data import)
                       id    (str/replace (wit/item-name scope) #"^wasi:|@.*" "")]
               :when  (= exported-id (str "test:wasi/" (str/replace id "/" "-")))]
           scope)))

(def ^:private functions
  "[{:id … :scope interface-of-wasi :params [[name type] …] :result type} …]"
  (delay (vec (for [export (wit/exports (wit/world @wit-data))
                    :let   [exported (wit/extern @wit-data export)
                            id       (wit/item-name exported)
                            original (original (imported id))]
                    {:keys [name]} (wit/functions exported)]
                (assoc (select-keys (original name) [:scope :params :result]) :id (wit/export-id id name))))))

;; --- Random values ---------------------------------------------------------------------------------------------------

(defn- pick [^Random r xs] (nth xs (.nextInt r (count xs))))

(def ^:private names ["a" "b" "sub" "sub/a" "." ".." "/" "" "a/" "link" "../x" "a\u0000b" "sub/../a" "GET" "localhost" "ü"])

(declare value)

(defn- item-value [r pools scope item]
  (let [parts (wit/contents item)]
    (case (wit/kind item)
      :record  (into {} (map (fn [part] [(wit/case-name part) (value r pools scope (wit/case-type part))])) parts)
      :variant (let [case (pick r parts)]
                 (if-let [type (wit/case-type case)]
                   [(wit/case-name case) (value r pools scope type)]
                   [(wit/case-name case)]))
      :enum    (wit/case-name (pick r parts))
      :flags   (into #{} (comp (filter (fn [_] (.nextBoolean ^Random r))) (map wit/case-name)) parts))))

(defn- number [^Random r type]
  (case type
    :bool (.nextBoolean r)
    :u8 (.nextInt r 256)
    :u16 (pick r [0 1 80 8080 65535])
    :u32 (.nextInt r 12)
    :u64 (pick r [0 1 2 10 4096 65536 9223372036854775807 18446744073709551615N])
    :string (pick r names)))

(defn- resource
  "What tells a resource type from others."
  [scope name]
  (let [{:keys [scope type]} (wit/look-through @wit-data scope name)]
    [(wit/item-name scope) (wit/item-name type)]))

(defn- handle
  "Mostly one that the guest has of that type; `pools` has them."
  [^Random r pools type]
  (let [pool (get pools type)]
    (if (and (seq pool) (pos? (.nextInt r 30)))
      (pick r (vec pool))
      (.nextInt r 12))))

(defn- value [^Random r pools scope type]
  (let [{:keys [scope type]} (wit/look-through @wit-data scope type)]
    (if (keyword? type)
      (number r type)
      (let [[kind a b] type]
        (case kind
          (:own :borrow) (handle r pools (resource scope a))
          :list   (if (= :u8 a) (byte-array (.nextInt r 5000)) (vec (repeatedly (.nextInt r 3) #(value r pools scope a))))
          :option (when (.nextBoolean r) (value r pools scope a))
          :tuple  (mapv #(value r pools scope %) (rest type))
          :result (if (.nextBoolean r)
                    (if a [:ok (value r pools scope a)] [:ok])
                    (if b [:err (value r pools scope b)] [:err]))
          (item-value r pools scope type))))))

(defn- handles
  "[[type handle] …]: the handles that a value owns."
  [scope type v]
  (let [{:keys [scope type]} (wit/look-through @wit-data scope type)]
    (when (and (vector? type) (some? v))
      (case (first type)
        :own           [[(resource scope (second type)) v]]
        :option        (handles scope (second type) v)
        :list          (when-not (bytes? v) (mapcat #(handles scope (second type) %) v))
        :tuple         (mapcat #(handles scope %1 %2) (rest type) v)
        :result        (when (and (second type) (= :ok (first v))) (handles scope (second type) (second v)))
        nil))))

(defn- returned
  "The handles that a call returned. A function whose type is a result returns the payload of ok."
  [{:keys [scope result]} v]
  (if (= :result (when (vector? result) (first result)))
    (when (second result) (handles scope (second result) v))
    (when result (handles scope result v))))

;; --- Calls -----------------------------------------------------------------------------------------------------------

(def ^:private waiting
  "Functions that may wait until the time limit ends the instance; they are called now and then."
  #"block|poll$|resolve|connect")

(defn- outcome
  "[outcome handles]: what a call ends with, :ok, :err, the kind of an exception, or the exception if it is not one that a
  guest may cause; and the handles that it returned."
  [instance {:keys [id] :as function} arguments]
  (try
    (let [v (apply wasm/call instance id arguments)]
      [:ok (returned function v)])
    (catch Exception e
      (let [{kind :radicchio/error :keys [trap]} (ex-data e)]
        [(cond (= :wit kind) :err
               (and (= :trap kind) (not= :host-exception trap)) :trap
               (#{:denied :exit :limit} kind) kind
               :else e)]))))

(defn- needed
  "The resource types of the handles that a function takes; not those within options and lists."
  [{:keys [scope params]}]
  (for [[_ type] params
        :let     [{:keys [scope type]} (wit/look-through @wit-data scope type)]
        :when    (and (vector? type) (#{:own :borrow} (first type)))]
    (resource scope (second type))))

(defn- callable
  "A function for which the guest has handles; now and then any."
  [^Random r functions pools]
  (let [function (pick r functions)]
    (if (or (zero? (.nextInt r 100)) (every? #(seq (get pools %)) (needed function)))
      function
      (recur r functions pools))))

(defn- given-away
  "The pools without the handles that arguments give away."
  [pools {:keys [scope params]} arguments]
  (reduce (fn [pools [type handle]] (update pools type disj handle))
          pools
          (mapcat #(handles scope (second %1) %2) params arguments)))

(defn- calls
  "The outcomes of so many calls, in instances that are made anew when one died."
  [seed n dir]
  (let [r     (Random. seed)
        {waits true, others false} (group-by #(boolean (re-find waiting (:id %))) @functions)
        fresh #(patiently
                (fn []
                  (guest {:wasi   {:dirs    {"/" dir, "/ro" {:path dir :read-only true}}, :clock true, :random (Random. 1), :in "input"
                                   :network {:connect ["127.0.0.1:*" "localhost:*"], :listen ["127.0.0.1:*"]}
                                   :http    ["http://localhost:1"]}
                          :limits {:timeout-ms 500}})))
        more  (fn [pools found] (reduce (fn [pools [type handle]] (update pools type (fnil conj #{}) handle)) pools found))]
    (loop [^Instance i (fresh), pools {}, n n, counts {}]
      (if (zero? n)
        (do (.close i) counts)
        (let [{:keys [scope params] :as function} (callable r (if (zero? (.nextInt r 100)) waits others) pools)
              arguments       (mapv #(value r pools scope (second %)) params)
              [outcome found] (outcome i function arguments)
              counts          (update counts outcome (fnil inc 0))]
          (if (.isLive i)
            (recur i (-> pools (given-away function arguments) (more found)) (dec n) counts)
            (do (.close i)
                (recur (fresh) {} (dec n) counts))))))))

(defn- check [seed n]
  (let [^File dir (temp-dir)]
    (try
      (let [counts (calls seed n dir)]
        (is (empty? (remove keyword? (keys counts))) (str "seed " seed))
        (is (every? counts [:ok :err :trap])))
      (finally (delete-tree dir)))))

(deftest random-calls-never-make-the-host-fail
  (check 42 400))

(deftest ^:fuzz many-random-calls-never-make-the-host-fail
  (dotimes [seed 200] (check seed 5000)))
