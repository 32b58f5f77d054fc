(ns ^:no-doc radicchio.wit.interfaces
  "Resolution, third pass: converts the items of a scope to WIT data, and checks the rules of every type."
  (:require [radicchio.wit.names :as names]
            [radicchio.wit.packages :as packages]
            [radicchio.wit.scopes :as scopes])
  (:import (radicchio.component ValType$Prim)))

(set! *warn-on-reflection* true)

(defn element
  "Makes an element of WIT data, without attributes if there are none."
  [kind name attributes contents]
  (into (cond-> (if (nil? name) [kind] [kind name]) (seq attributes) (conj attributes)) contents))

;; Types

(defn- unknown-type [env scope in {:keys [name at]}]
  (if-let [feature (get-in scope [:inactive name])]
    (packages/note! env {:problem :inactive :name name :feature feature :at at :in in})
    (packages/note! env {:problem :unknown-type :name name :at at :in in
                         :hint (case name
                                 "float32" "use f32"
                                 "float64" "use f64"
                                 nil)
                         :candidates (lazy-seq    ; only for a problem that is reported
                                        (sort (for [[known {:keys [kind]}] (:names scope)
                                                    :when (= (names/canonical known) (names/canonical name))
                                                    :when (not= :func kind)]
                                                known)))})))

(defn- type-entry
  "Returns the entry of a type's name. If it is not a type, notes the problem and returns nil."
  [env scope in {:keys [name at] :as node}]
  (let [entry (get-in scope [:names name])]
    (cond (nil? entry) (unknown-type env scope in node)
          (= :func (:kind entry)) (packages/note! env {:problem :not-a-type :name name :at at :in in})
          :else entry)))

(defn- check-resource
  "Notes a name that resolves to something other than a resource."
  [env scope in {:keys [name at]}]
  (let [{:keys [entry] there :scope} (scopes/origin env scope name)]
    (when (and entry (not= :unknown (:kind entry)) (not (scopes/resource? env scope name)))
      (packages/note! env (merge {:problem :not-a-resource :name name :at at :in in}
                                 (packages/elsewhere scope there))))))

(defn- handle [env scope in {:keys [tag name] :as node}]
  (when (type-entry env scope in node)
    (check-resource env scope in node))
  [tag (symbol name)])

(defn- named-type [env scope in {:keys [name] :as node}]
  (cond (and (= "error-context" name) (nil? (get-in scope [:names name]))) :error-context
        (and (type-entry env scope in node) (scopes/resource? env scope name)) [:own (symbol name)]
        :else (symbol name)))

(def ^:private map-keys
  (into #{} (comp (filter #(.isMapKey ^ValType$Prim %)) (map #(keyword (.text ^ValType$Prim %)))) (ValType$Prim/values)))

(defn- meant-tag
  "Returns the tag of a type's node after all aliases: a type's tag, or a definition's kind."
  [env scope {:keys [tag name]}]
  (if (= :name tag)
    (let [{:keys [kind item]} (:entry (scopes/meaning env scope name))]
      (if (= :type kind) (:tag (:type item)) (or kind :unknown)))
    tag))

(defn type-data
  "Returns the type of a node."
  [env scope in {:keys [tag args length at] :as node}]
  (let [inner #(type-data env scope in %)]
    (when (and (#{:stream :future} tag) (some #(scopes/borrows? env scope %) args))
      (packages/note! env {:problem :borrow-inside :kind (name tag) :at at :in in}))
    (when (and (= :stream tag) (seq args) (= :char (meant-tag env scope (first args))))
      (packages/note! env {:problem :stream-of-char :at at :in in}))
    (when (and (= :map tag) (not (contains? (conj map-keys :unknown) (meant-tag env scope (first args)))))
      (packages/note! env {:problem :map-key :at (:at (first args)) :in in}))
    (case tag
      :name (named-type env scope in node)
      (:own :borrow) (handle env scope in node)
      :list (cond-> [:list (inner (first args))] length (conj length))
      :result (let [[ok err] args]
                (cond err [:result (when ok (inner ok)) (inner err)]
                      ok [:result (inner ok)]
                      :else [:result]))
      (:option :tuple :map :stream :future) (into [tag] (map inner) args)
      tag)))

;; Functions

(defn- check-params [env in params method?]
  (packages/check-unique env (concat (when method? [{:name "self" :in in}])
                                     (for [{:keys [name name-at]} params]
                                       {:name name :at name-at :kind "parameter" :in in}))))

(defn- check-result [env scope in {:keys [result name name-at]}]
  (when (and result (scopes/borrows? env scope result))
    (packages/note! env {:problem :borrow-result :name name :at name-at :in in})))

(defn signature
  "Returns the parameters and the result, if there is one, of a function's node."
  [env scope in {:keys [kind params result] :as node}]
  (check-params env in params (= :method kind))
  (check-result env scope in node)
  (cond-> [(mapv (fn [{:keys [name type]}] [(symbol name) (type-data env scope in type)]) params)]
    result (conj (type-data env scope in result))))

(defn function-attributes
  "Returns a function's attributes, including :async."
  [{:keys [attributes async]}]
  (cond-> attributes async (assoc :async true)))

(defn- constructor [env scope in resource {:keys [result] :as node}]
  (let [ok (first (:args result))
        wrong (cond (nil? result) nil
                    (not= :result (:tag result)) result
                    (nil? ok) result
                    (not (and (#{:name :own} (:tag ok)) (= resource (:name ok)))) ok)]
    (when wrong
      (packages/note! env {:problem :constructor-result :resource resource :at (:at wrong) :in in}))
    (element :constructor nil (:attributes node)
             (signature env scope in (assoc node :name "constructor")))))

(defn- resource-function [env scope in resource {:keys [kind name] :as node}]
  (if (= :constructor kind)
    (constructor env scope in resource node)
    (element kind (symbol name) (function-attributes node)
             (signature env scope (cons (str (clojure.core/name kind) " " name) in) node))))

;; Items

(defn- check-fields [env in kind fields]
  (packages/check-unique env (for [{:keys [name name-at]} fields]
                               {:name name :at name-at :kind kind :in in})))

(defn- field [env scope in {:keys [name attributes type]}]
  (let [name (keyword name)]
    (if (or type (seq attributes))
      (cond-> [name] (seq attributes) (conj attributes) type (conj (type-data env scope in type)))
      name)))

(defn- fields [env scope in {:keys [kind fields]}]
  (check-fields env in (case kind :record "field" :flags "flag" "case") fields)
  (mapv (fn [node]
          (let [data (field env scope in node)]
            (if (and (= :variant kind) (keyword? data)) [data] data)))
        fields))

(defn- alias-type
  "Returns the type of an alias. The name of a resource stays a name here, because the alias is one of the resource."
  [env scope in {:keys [tag name] :as node}]
  (if (and (= :name tag) (scopes/resource? env scope name))
    (symbol name)
    (type-data env scope in node)))

(defn- use-items [{:keys [target names attributes]}]
  (when target
    (for [{:keys [name as]} names]
      (element :use (symbol as) attributes [target (symbol name)]))))

(defn item-data
  "Returns the elements for an item of an interface or a type of a world."
  [env scope {:keys [kind name attributes] :as item}]
  (let [in (cons (str (clojure.core/name kind) " " name) (:in scope))
        made #(element kind (symbol name) attributes %)]
    (case kind
      :use (use-items item)
      :type [(made [(alias-type env scope in (:type item))])]
      (:record :variant :enum :flags) [(made (fields env scope in item))]
      :resource [(made (map #(resource-function env scope in name %) (:functions item)))]
      :func [(element :func (symbol name) (function-attributes item) (signature env scope in item))])))

(defn items-data
  "Returns all elements of an interface's scope, in order."
  [env scope]
  (vec (mapcat #(item-data env scope %) (:items scope))))
