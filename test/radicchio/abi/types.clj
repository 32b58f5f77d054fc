(ns radicchio.abi.types
  "Types in the notation of WIT data, resolved: [:list :u8], [:record [:x :u8]], [:variant [:a :u8] [:b]], [:enum :a :b],
  [:flags :a], [:own resource], [:map :string :u8] … A resource is a ResourceType."
  (:import (java.util List Optional)
           (radicchio.component FuncType ResourceType ValType ValType$BorrowType ValType$Case ValType$EnumType
                                ValType$Field ValType$FixedListType ValType$FlagsType ValType$FutureType
                                ValType$ListType ValType$MapType ValType$OptionType ValType$OwnType ValType$Prim
                                ValType$RecordType ValType$ResultType ValType$StreamType ValType$TupleType
                                ValType$VariantType)))

(set! *warn-on-reflection* true)

(declare val-type)

(def ^:private prims
  (into {} (for [^ValType$Prim p (ValType$Prim/values)]
             [(keyword (.replace (.toLowerCase (.name p)) "_" "-")) p])))

(defn- optional ^Optional [t]
  (Optional/ofNullable (some-> t val-type)))

(defn- named [[label t]]
  (ValType$Field. (name label) (val-type t)))

(defn- variant-case [[label t]]
  (ValType$Case. (name label) (optional t)))

(defn val-type
  "Returns the ValType of a type as data. A ValType is returned unchanged."
  ^ValType [t]
  (cond
    (instance? ValType t) t
    (keyword? t)          (or (prims t) (if (#{:result :stream :future} t) (val-type [t]) (throw (ex-info "no type" {:t t}))))
    :else
    (let [[kind a b :as all] t
          more (rest all)]
      (case kind
        :list    (if b (ValType$FixedListType. (val-type a) b) (ValType$ListType. (val-type a)))
        :record  (ValType$RecordType. (mapv named more))
        :variant (ValType$VariantType. (mapv variant-case more))
        :enum    (ValType$EnumType. (mapv name more))
        :flags   (ValType$FlagsType. (mapv name more))
        :tuple   (ValType$TupleType. (mapv val-type more))
        :option  (ValType$OptionType. (val-type a))
        :result  (ValType$ResultType. (optional a) (optional b))
        :map     (ValType$MapType. (val-type a) (val-type b))
        :own     (ValType$OwnType. a)
        :borrow  (ValType$BorrowType. a)
        :stream  (ValType$StreamType. (optional a))
        :future  (ValType$FutureType. (optional a))))))

(defn func-type
  "Returns the type of a function from [name type] pairs and an optional result."
  (^FuncType [params] (func-type params nil))
  (^FuncType [params result] (FuncType. ^List (mapv named params) (optional result) false)))

(defn resource
  "Makes a new resource type."
  ^ResourceType [label]
  (proxy [ResourceType] [label]))
