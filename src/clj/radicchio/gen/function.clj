(ns ^:no-doc radicchio.gen.function
  "Models an exported function of a scope as a Clojure function: parameters, arities, hints, docstring."
  (:require [radicchio.gen.docs :as docs]
            [radicchio.gen.emit :as emit]
            [radicchio.gen.names :as names]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- readable
  "Returns a parameter's name in a form that quoted data can contain."
  [label]
  (if (names/unreadable (symbol label)) (name label) (symbol label)))

(defn- function-type [{:keys [params result attributes]}]
  (cond-> [:func]
    (:async attributes) (conj {:async true})
    true (conj (mapv (fn [[label type]] [(readable label) type]) params))
    result (conj result)))

(defn- through-aliases [definitions type]
  (let [definition (when (symbol? type) (definitions type))]
    (if (= :type (some-> definition wit/kind))
      (recur definitions (first (wit/contents definition)))
      type)))

(defn- returned
  "Returns the result type of the Clojure function, or nil if it returns nil or a tagged value."
  [{:keys [result]} definitions results]
  (let [type (through-aliases definitions result)]
    (if (and (vector? type) (= :result (first type)))
      (when-not (= :value results) (through-aliases definitions (second type)))
      type)))

(defn- return-tag [type]
  (cond (= :string type) 'String
        (#{[:list :u8] [:list :s8]} (when (vector? type) (subvec type 0 (min 2 (count type))))) 'bytes
        (= [:stream :u8] type) 'java.io.InputStream
        (= :error-context type) 'Throwable
        (and (vector? type) (= :future (first type))) 'java.util.concurrent.CompletableFuture
        (and (vector? type) (#{:own :stream} (first type))) 'java.lang.AutoCloseable))

(def ^:private primitives
  {:u8 'long :u16 'long :u32 'long :s8 'long :s16 'long :s32 'long :s64 'long :f32 'double :f64 'double})

(defn- hinted [tag symbol]
  (str (when tag (str "^" (emit/symbol-text tag) " ")) (emit/symbol-text symbol)))

(def ^:private primitive-calls
  "The calls that box nothing, by the hint of the result."
  '{bind/call    {long bind/call-long, double bind/call-double}
    bind/call-on {long bind/call-long-on, double bind/call-double-on}})

(defn- arity
  "Returns parameters with the types that may hint them, and the call."
  [{:keys [tag return-type primitive?]} params call arguments]
  (let [fits? (and primitive? (<= (count params) 4))
        returned (when fits? (primitives return-type))
        values (cond-> params (= 'bind/call-on call) rest)
        call (or (when (every? (comp primitives second) values)
                   (get-in primitive-calls [call returned]))
                 call)]
    {:tag (or returned tag)
     :params (mapv (fn [[symbol type]] (hinted (when fits? (primitives type)) symbol)) params)
     :call (into [call] arguments)}))

(defn- arities
  "Returns the arities of a function: without and with an instance. A method needs no instance, because its handle has
  one. Parameters beyond the maximum of a Clojure function become a vector."
  [{:keys [kind]} private symbols types hints]
  (let [params (map vector symbols types)
        many? (< names/most-parameters (+ (count params) (if (= :method kind) 0 1)))
        arity (partial arity hints)
        [this & others] params]
    (cond (and (= :method kind) many?)
          [(arity [this ['params nil]] 'bind/apply-method [private 'this 'params])]
          (= :method kind)
          [(arity (cons this others) 'bind/call-method (cons private symbols))]
          many?
          [(arity [['params nil]] 'bind/apply [private 'params])
           (arity [['instance nil] ['params nil]] 'bind/apply-on ['instance private 'params])]
          :else
          [(arity params 'bind/call (cons private symbols))
           (arity (cons ['instance nil] params) 'bind/call-on (list* 'instance private symbols))])))

(defn- parameter-symbols
  "Returns symbols for parameters. The handle of a method is `this`. No parameter shadows a name that the body uses."
  [{:keys [kind params]} private]
  (let [method? (= :method kind)
        labels (map (comp name first) (if method? (rest params) params))]
    (into (if method? ['this] [])
          (names/parameter-names labels #{(if method? 'this 'instance) private}))))

(defn- metadata [id {:keys [since deprecated]}]
  (cond-> (array-map :wit/name id)
    since (assoc :added since)
    deprecated (assoc :deprecated deprecated)))

(defn model
  "Returns the model of an exported function in a generated namespace: :name, :private, its export's var, :id, :types, the
  var of its types or nil, :type, :options, :docs, :metadata, :arities, each :tag :params :call. Uses :results and
  :primitive of the component's options."
  [{:keys [results primitive]} definitions types-name {:keys [id clojure-name] :as function}]
  (let [private (names/private-name clojure-name)
        symbols (parameter-symbols function private)
        result (through-aliases definitions (:result function))
        return-type (returned function definitions results)
        tagged? (and (= :value results) (vector? result) (= :result (first result)))]
    {:name clojure-name
     :private private
     :id id
     :types types-name
     :type (function-type function)
     :options (not-empty (cond-> (array-map)
                           tagged? (assoc :results :value)
                           (not= clojure-name (names/function-name function)) (assoc :name (str clojure-name))))
     :docs (docs/docstring {:docs (:docs (:attributes function))
                            :params (map vector (map str symbols) (map second (:params function)))
                            :result (if (and (vector? result) (= :result (first result))) result (:result function))
                            :definitions definitions
                            :results results})
     :metadata (metadata id (:attributes function))
     :arities (arities function private symbols
                       (map #(through-aliases definitions (second %)) (:params function))
                       {:tag (return-tag return-type) :return-type return-type :primitive? primitive})}))
