(ns radicchio.wasi.passing
  "Makes `test/guests/wasi/passing.wasm` of WASI's WIT: a component that passes each call of one of its own functions on
  to a function of WASI 0.2, every one of them; and `passing-p3.wasm`, of WASI 0.3. A handle is to its
  callers the number that it has in the guest's table, so that a test sees and does what a guest does: it drops parents before children, and uses what it does not have.

  It exports test:wasi/PACKAGE-INTERFACE for each interface of WASI, with `RESOURCE-METHOD`, `new-RESOURCE` and
  `drop-RESOURCE` for methods, constructors and the end of a handle. Made anew, with the WIT in one folder as
  `radicchio.wasi.signatures` takes it, by

    (radicchio.wasi.passing/write! \"p2\" \"wit\")

  which needs bin/wasm-tools."
  (:require [clojure.java.io :as io]
            [clojure.java.shell :as shell]
            [clojure.string :as str]
            [radicchio.wasi.passing-ends :as ends]
            [radicchio.wit :as wit]
            [radicchio.wit.print :as print]
            [radicchio.wit.resolve :as resolve])
  (:import (java.nio.file Files)
           (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(def ^:private components
  {"p2" "test/guests/wasi/passing.wasm"
   "p3" "test/guests/wasi/passing-p3.wasm"})

(def ^:private exported-by-guests
  "What a guest exports, and does not import."
  #{"wasi:cli/run" "wasi:http/incoming-handler" "wasi:http/handler"})

(defn- unversioned [id] (str/replace id #"@.*" ""))

(defn- interfaces [data]
  (->> (mapcat wit/interfaces (wit/packages data))
       (remove #(exported-by-guests (unversioned (wit/item-name %))))
       (sort-by wit/item-name)))

;; --- Types, with numbers in place of handles ---------------------------------------------------------------------------

(declare plain-type)

(defn- type-name
  "The name of a type here, where functions have names like those of types there."
  [item]
  (symbol (str "the-" (wit/item-name item))))

(defn- plain-item [context item]
  (case (wit/kind item)
    :record         (into [:record (type-name item)]
                          (map #(vector (wit/case-name %) (plain-type context (wit/case-type %))))
                          (wit/contents item))
    :variant        (into [:variant (type-name item)]
                          (map #(if (wit/case-type %)
                                  [(wit/case-name %) (plain-type context (wit/case-type %))]
                                  [(wit/case-name %)]))
                          (wit/contents item))
    (:enum :flags) (into [(wit/kind item) (type-name item)] (map wit/case-name) (wit/contents item))))

(defn- plain-type
  "A type without handles; types with names are noted in the context, in order."
  [{:keys [data scope noted] :as context} type]
  (let [{:keys [scope type]} (wit/look-through data scope type)
        context (assoc context :scope scope)]
    (cond (keyword? type) type
          (#{:record :variant :enum :flags} (first type)) (let [item (plain-item context type)]
                                                            (when-not (some #{item} @noted) (swap! noted conj item))
                                                            (type-name type))
          (#{:own :borrow :stream :future} (first type)) :u32
          :else (into [(first type)] (map #(when % (plain-type context %))) (rest type)))))

;; --- Core types -----------------------------------------------------------------------------------------------------

(defn- join [a b]
  (cond (= a b) a
        (and (#{:i32 :f32} a) (#{:i32 :f32} b)) :i32
        :else :i64))

(defn- joined [flats]
  (reduce (fn [all flat]
            (let [n (max (count all) (count flat))]
              (mapv #(cond (nil? (get all %)) (get flat %) (nil? (get flat %)) (get all %)
                           :else (join (get all %) (get flat %)))
                    (range n))))
          [] flats))

(defn- flat
  "The core types of a type (`flatten_type`)."
  [{:keys [data scope] :as context} type]
  (let [{:keys [scope type]} (wit/look-through data scope type)
        flat    (partial flat (assoc context :scope scope))
        variant (fn [types] (into [:i32] (joined (map #(if % (flat %) []) types))))]
    (case (if (keyword? type) type (first type))
      (:u64 :s64) [:i64]
      :f32 [:f32]
      :f64 [:f64]
      (:string :list) [:i32 :i32]
      :record (into [] (mapcat #(flat (wit/case-type %))) (wit/contents type))
      :tuple (into [] (mapcat flat) (rest type))
      :variant (variant (map wit/case-type (wit/contents type)))
      :option (variant [nil (second type)])
      :result (variant [(get type 1) (get type 2)])
      [:i32])))

(defn- lowered [context {:keys [params result]}]
  (let [params (into [] (mapcat #(flat context (second %))) params)
        params (if (< 16 (count params)) [:i32] params)
        result (if result (flat context result) [])]
    {:params params, :result result, :area? (< 1 (count result))}))

;; --- What is passed on -----------------------------------------------------------------------------------------------

(defn- own-name [{:keys [kind resource label name]}]
  (case kind
    :constructor (str "new-" resource)
    (:method :static) (str resource "-" label)
    name))

(defn- passed
  "[{:interface … :import … :export … :item func :core {…}} …] of an interface, and the types that they need."
  [data interface]
  (let [noted   (atom [])
        context {:data data, :scope interface, :noted noted}
        id      (wit/item-name interface)
        ours    (str "test:wasi/" (str/replace (unversioned (subs id 5)) "/" "-"))
        func    (fn [f] {:interface id
                         :import    (:name f)
                         :export    (own-name f)
                         :item      (cond-> [:func (symbol (own-name f)) (select-keys (:attributes f) [:async])
                                             (mapv (fn [[n t]] [n (plain-type context t)]) (:params f))]
                                      (:result f) (conj (plain-type context (:result f))))
                         :core      (lowered context f)})
        drop    (fn [resource] {:interface id
                                :import    (str "[resource-drop]" (wit/item-name resource))
                                :export    (str "drop-" (wit/item-name resource))
                                :item      [:func (symbol (str "drop-" (wit/item-name resource))) [['handle :u32]]]
                                :core      {:params [:i32], :result [], :area? false}})
        plain   (fn [scope type] (plain-type (assoc context :scope scope) type))
        all     (vec (concat (map func (wit/functions interface))
                             (mapcat #(ends/exports data interface id % (own-name %) plain) (wit/functions interface))
                             (map drop (filter #(= :resource (wit/kind %)) (wit/types interface)))))]
    {:ours ours, :functions all, :types @noted}))

(defn- world [data all]
  (let [package (into [:package "test:wasi"]
                      (concat (for [{:keys [ours types functions]} all]
                                (into [:interface ours] (concat types (map :item functions))))
                              [(into [:world "test:wasi/passing"]
                                     (concat (map (fn [i] [:import (wit/item-name i)]) (interfaces data))
                                             (map (fn [{:keys [ours]}] [:export ours]) all)))]))]
    (into [:wit package] (wit/packages data))))

(def ^:private area 1024)

(def ^:private allocation
  "  (memory (export \"memory\") 2)
  (global $free (mut i32) (i32.const 4096))
  (func $realloc (export \"cabi_realloc\") (param $old i32) (param $size i32) (param $align i32) (param $new i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get $new)))
    (block $fits
      (br_if $fits (i32.le_u (global.get $free) (i32.mul (memory.size) (i32.const 65536))))
      (br_if $fits (i32.ne (i32.const -1)
        (memory.grow (i32.add (i32.const 1) (i32.div_u (local.get $new) (i32.const 65536))))))
      unreachable)
    (memory.copy (local.get $at) (local.get $old) (local.get $size))
    (local.get $at))\n")

(defn- types-text [word types]
  (when (seq types) (str " (" word " " (str/join " " (map name types)) ")")))

(defn- import-text [n {:keys [interface import core core-type]}]
  (if core-type
    (str "  (import \"" interface "\" \"" import "\" (func $f" n " " core-type "))\n")
    (let [{:keys [params result area?]} core]
    (str "  (import \"" interface "\" \"" import "\" (func $f" n
         (types-text "param" (cond-> params area? (conj :i32)))
         (when-not area? (types-text "result" result)) "))\n"))))

(defn- end-text [n ours {:keys [export body]}]
  (str "  (func (export \"" ours "#" export "\") " (str/replace body "$f" (str "$f" n)) ")\n"))

(defn- export-text [n ours {:keys [export core]}]
  (let [{:keys [params result area?]} core
        result (if area? [:i32] result)
        call   (str "(call $f" n (apply str (map #(str " (local.get " % ")") (range (count params))))
                    (when area? (str " (i32.const " area ")")) ")")]
    (str "  (func (export \"" ours "#" export "\")" (types-text "param" params) (types-text "result" result)
         " " call (when area? (str " (i32.const " area ")")) ")\n"
         "  (func (export \"cabi_post_" ours "#" export "\")" (types-text "param" result)
         " (global.set $free (i32.const 4096)))\n")))

(defn- module [all]
  (let [numbered (map-indexed vector (for [{:keys [ours functions]} all, f functions] [ours f]))]
    (str "(module\n"
         (apply str (for [[n [_ f]] numbered] (import-text n f)))
         allocation
         (apply str (for [[n [ours f]] numbered] ((if (:body f) end-text export-text) n ours f)))
         ")\n")))

(defn- wasm-tools [& args]
  (let [{:keys [exit err]} (apply shell/sh "bin/wasm-tools" args)]
    (when-not (zero? (long exit)) (throw (ex-info err {})))))

(defn write!
  "Writes the component of a generation, \"p2\" or \"p3\", of the WIT in a folder."
  [generation folder]
  (let [component (components generation)
        data (resolve/load-wit folder)
        all  (mapv #(passed data %) (interfaces data))
        all  (filterv #(seq (:functions %)) all)
        made (.toFile (Files/createTempDirectory "passing" (make-array FileAttribute 0)))
        file (fn [name] (str (io/file made name)))]
    (spit (file "passing.wit") (print/print-wit (world data all)))
    (spit (file "passing.wat") (module all))
    (wasm-tools "component" "embed" (file "passing.wit") (file "passing.wat") "--world" "test:wasi/passing"
                "-o" (file "passing.wasm"))
    (io/make-parents component)
    (wasm-tools "component" "new" (file "passing.wasm") "-o" component)
    (wasm-tools "strip" "-a" component "-o" component)))
