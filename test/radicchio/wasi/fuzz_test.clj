(ns radicchio.wasi.fuzz-test
  "Calls of every function of WASI 0.2 with random arguments, handles among them that are wrong: a guest gets results, errors
  and traps, and the host never fails."
  (:require [clojure.test :refer [deftest is]]
            [radicchio.wasi.guest :refer [guest]]
            [radicchio.wasm :as wasm]
            [radicchio.wasm.wasi-probe :refer [delete-tree temp-dir]]
            [radicchio.wit :as wit]
            [radicchio.wit.extract :as extract])
  (:import (java.io File)
           (java.util Random)
           (radicchio.runtime CompiledComponent Instance)))

(set! *warn-on-reflection* true)

(def ^:private wit-data
  (delay (extract/wit (.typed ^CompiledComponent (wasm/compile "test/guests/wasi/passing.wasm" {:backend :interpreter})))))

(def ^:private functions
  "[{:id … :scope interface :params [[name type] …]} …]"
  (delay (vec (for [export (wit/exports (wit/world @wit-data))
                    :let   [scope (wit/extern @wit-data export)]
                    {:keys [name params]} (wit/functions scope)]
                {:id (wit/export-id (wit/item-name scope) name), :scope scope, :params params}))))

;; --- Random values ---------------------------------------------------------------------------------------------------

(defn- pick [^Random r xs] (nth xs (.nextInt r (count xs))))

(def ^:private names ["a" "b" "sub" "sub/a" "." ".." "/" "" "a/" "link" "../x" "a\u0000b" "sub/../a" "GET" "localhost" "ü"])

(declare value)

(defn- item-value [r scope item]
  (let [parts (wit/contents item)]
    (case (wit/kind item)
      :record  (into {} (map (fn [part] [(wit/case-name part) (value r scope (wit/case-type part))])) parts)
      :variant (let [case (pick r parts)]
                 (if-let [type (wit/case-type case)]
                   [(wit/case-name case) (value r scope type)]
                   [(wit/case-name case)]))
      :enum    (wit/case-name (pick r parts))
      :flags   (into #{} (comp (filter (fn [_] (.nextBoolean ^Random r))) (map wit/case-name)) parts))))

(defn- number [^Random r type]
  (case type
    :bool (.nextBoolean r)
    :u8 (.nextInt r 256)
    :u16 (pick r [0 1 80 8080 65535])
    :u32 (pick r [0 1 2 3 4 5 6 7 8 9 10 11 12 4294967295])
    :u64 (pick r [0 1 2 10 4096 65536 9223372036854775807 18446744073709551615N])
    :string (pick r names)))

(defn- value [^Random r scope type]
  (let [{:keys [scope type]} (wit/look-through @wit-data scope type)]
    (if (keyword? type)
      (number r type)
      (let [[kind a b] type]
        (case kind
          :list   (if (= :u8 a) (byte-array (.nextInt r 5000)) (vec (repeatedly (.nextInt r 3) #(value r scope a))))
          :option (when (.nextBoolean r) (value r scope a))
          :tuple  (mapv #(value r scope %) (rest type))
          :result (if (.nextBoolean r) (if a [:ok (value r scope a)] [:ok]) (if b [:err (value r scope b)] [:err]))
          (item-value r scope type))))))

;; --- Calls -----------------------------------------------------------------------------------------------------------

(def ^:private never
  "What would wait for as long as it says, or is no function of WASI."
  #"block|poll$|resolve|connect")

(defn- outcome
  "What a call ends with: :ok, :err, the kind of an exception; the exception if it is not one that a guest may cause."
  [instance {:keys [id scope params]} r]
  (try
    (apply wasm/call instance id (map #(value r scope (second %)) params))
    :ok
    (catch Exception e
      (let [{kind :radicchio/error :keys [trap]} (ex-data e)]
        (cond (= :wit kind) :err
              (and (= :trap kind) (not= :host-exception trap)) :trap
              (#{:denied :exit :limit} kind) kind
              :else e)))))

(defn- calls
  "The outcomes of so many calls, in instances that are made anew when one died."
  [seed n dir]
  (let [r     (Random. seed)
        fs    (vec (remove #(re-find never (:id %)) @functions))
        fresh #(guest {:wasi   {:dirs {"/" dir, "/ro" {:path dir :read-only true}} :clock true :random (Random. 1) :in "input"
                                :network true :http ["http://localhost:1"]}
                       :limits {:timeout-ms 20000}})]
    (loop [^Instance i (fresh), n n, counts {}]
      (if (zero? n)
        (do (.close i) counts)
        (let [outcome (outcome i (pick r fs) r)]
          (if (.isLive i)
            (recur i (dec n) (update counts outcome (fnil inc 0)))
            (do (.close i)
                (let [i (fresh)]
                  (wasm/call i "test:wasi/filesystem-preopens#get-directories")
                  (recur i (dec n) (update counts outcome (fnil inc 0)))))))))))

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
  (dotimes [seed 20] (check seed 5000)))
