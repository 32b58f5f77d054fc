(ns ^:no-doc radicchio.componentize.definitions
  "Definitions of a component, or declarators of an instance type, while they are being made: a list that grows, and how
  many of each sort there are, which is the index of the next one. Made, filled and read by one thread."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit])
  (:import (java.util List Optional)
           (radicchio.component Alias$OfCoreExport Alias$OfExport Alias$Outer Bytes Component Declarator$ExportDecl
                                DefType DefType$BorrowDef DefType$CaseDef DefType$EnumDef DefType$FixedListDef
                                DefType$FlagsDef DefType$FuncDef DefType$FutureDef DefType$InstanceTypeDef
                                DefType$Labelled DefType$ListDef DefType$MapDef DefType$OptionDef DefType$OwnDef
                                DefType$PrimDef DefType$RecordDef DefType$ResultDef DefType$StreamDef
                                DefType$TupleDef DefType$VariantDef Definition$Export Definition$Import
                                Definition$SortIndex Definition$TypeDef Declarator Definition ExternDesc
                                ExternDesc$FuncDesc ExternDesc$InstanceDesc ExternDesc$SubResourceDesc
                                ExternDesc$TypeEqDesc ExternName Sort TypeRef$Index TypeRef$Primitive
                                ValType$Prim)))

(set! *warn-on-reflection* true)

;; The list

(defn list-of
  "An empty list, within another one or of its own."
  ([] (list-of nil))
  ([parent] {:parent parent :made (volatile! []) :counts (volatile! {}) :aliases (volatile! {})}))

(defn place
  "Where the next definition will stand among those of the outermost list: what it has for an offset."
  [{:keys [parent made]}]
  (if parent (recur parent) (int (count @made))))

(defn- sort-of [x]
  (let [^Optional sort (if (instance? Definition x) (.defines ^Definition x) (.defines ^Declarator x))]
    (.get sort)))

(defn add!
  "Appends a definition; its index in the index space of its sort."
  [{:keys [made counts]} definition]
  (let [sort (sort-of definition)
        index (get @counts sort 0)]
    (vswap! made conj definition)
    (vswap! counts assoc sort (inc (long index)))
    index))

(defn component
  "The component of all definitions."
  ^Component [{:keys [made]} ^bytes bytes]
  (Component. (Bytes/of bytes) ^List @made []))

;; Externs

(defn extern-name
  "The name of an import or export; `id`, where not nil, is the interface that it implements under that name."
  (^ExternName [text] (extern-name text nil))
  (^ExternName [text id]
   (ExternName/of text (Optional/ofNullable id) (Optional/empty) (Optional/empty))))

(defn func-desc [index] (ExternDesc$FuncDesc. (int index)))
(defn instance-desc [index] (ExternDesc$InstanceDesc. (int index)))
(defn type-desc [index] (ExternDesc$TypeEqDesc. (int index)))
(def resource-desc (ExternDesc$SubResourceDesc.))

(defn import! [to name ^ExternDesc desc]
  (add! to (Definition$Import. (place to) name desc)))

(defn export!
  "Exports what has an index; `desc`, where not nil, is the type it is to have outside."
  [to name ^Sort sort index ^ExternDesc desc]
  (add! to (Definition$Export. (place to) name (Definition$SortIndex. sort (int index)) (Optional/ofNullable desc))))

(defn declare! [to name ^ExternDesc desc]
  (add! to (Declarator$ExportDecl. (place to) name desc)))

;; Aliases, each made once

(defn- once! [{:keys [aliases]} k make]
  (or (get @aliases k)
      (let [index (make)]
        (vswap! aliases assoc k index)
        index)))

(defn exported! [to ^Sort sort instance name]
  (once! to [sort instance name]
         #(add! to (Alias$OfExport. (place to) sort (int instance) name))))

(defn core-exported! [to ^Sort sort instance name]
  (once! to [sort instance name]
         #(add! to (Alias$OfCoreExport. (place to) sort (int instance) name))))

(defn outer-type!
  "A type of the list around this one."
  [to index]
  (once! to [:outer index]
         #(add! to (Alias$Outer. (place to) Sort/TYPE (int 1) (int index)))))

;; Types of WIT data; `names` has the indices of the types that have names in scope

(declare type-ref!)

(defn- optional-ref! [to names type]
  (Optional/ofNullable (some->> type (type-ref! to names))))

(defn- primitive [type]
  (ValType$Prim/valueOf (str/upper-case (str/replace (name type) "-" "_"))))

(defn- labelled! [to names label type]
  (DefType$Labelled. (name label) (type-ref! to names type)))

(defn- vector-type! ^DefType [to names [kind a b :as type]]
  (let [ref! #(type-ref! to names %)]
    (case kind
      :own (DefType$OwnDef. (int (names a)))
      :borrow (DefType$BorrowDef. (int (names a)))
      :list (if b (DefType$FixedListDef. (ref! a) (unchecked-int b)) (DefType$ListDef. (ref! a)))
      :option (DefType$OptionDef. (ref! a))
      :tuple (DefType$TupleDef. (mapv ref! (rest type)))
      :map (DefType$MapDef. (ref! a) (ref! b))
      :result (DefType$ResultDef. (optional-ref! to names a) (optional-ref! to names b))
      :stream (DefType$StreamDef. (optional-ref! to names a))
      :future (DefType$FutureDef. (optional-ref! to names a)))))

(defn- define-type! [to ^DefType type]
  (add! to (Definition$TypeDef. (place to) type)))

(defn- type-index!
  "The index of a type, which is defined where it has none yet."
  [to names type]
  (cond (symbol? type) (names type)
        (keyword? type) (define-type! to (DefType$PrimDef. (primitive type)))
        :else (define-type! to (vector-type! to names type))))

(defn- type-ref! [to names type]
  (if (keyword? type)
    (TypeRef$Primitive. (primitive type))
    (TypeRef$Index. (int (type-index! to names type)))))

(defn value-type!
  "Defines what a :record, :variant, :enum, :flags or :type of WIT data says; its index."
  [to names item]
  (let [fields (wit/contents item)
        labels (delay (mapv #(name (wit/case-name %)) fields))]
    (case (wit/kind item)
      :type (type-index! to names (first fields))
      :enum (define-type! to (DefType$EnumDef. @labels))
      :flags (define-type! to (DefType$FlagsDef. @labels))
      :record (define-type! to (DefType$RecordDef. (mapv #(labelled! to names (wit/case-name %) (wit/case-type %))
                                                         fields)))
      :variant (define-type! to (DefType$VariantDef.
                                 (mapv #(DefType$CaseDef. (name (wit/case-name %))
                                                          (optional-ref! to names (wit/case-type %)))
                                       fields))))))

(defn function-type!
  "Defines the type of a function, as `wit/functions` has it; its index."
  [to names {:keys [params result attributes]}]
  (define-type! to (DefType$FuncDef. (boolean (:async attributes))
                                     (mapv (fn [[label type]] (labelled! to names label type)) params)
                                     (optional-ref! to names result))))

(defn types!
  "Defines the types that an interface or world names, in order; their indices by name. How is what `by` says:
    :used      of the id of an interface and a name there: the index of that type
    :resource  of a resource's name: its index
    :named     of a name and the index of what it names: the index to go by from now on; :used? where it was used."
  [to scope {:keys [used resource named]}]
  (reduce (fn [names item]
            (let [name (wit/item-name item)]
              (assoc names name
                     (case (wit/kind item)
                       :use (let [[id there] (wit/contents item)] (named name (used id there) true))
                       :resource (resource name)
                       (named name (value-type! to names item) false)))))
          {}
          (wit/types scope)))

;; Instances

(defn import-instance!
  "Imports an instance of an interface that has all its types and the functions given; its index. `used` is as in
  `types!`, of the list that it is imported to."
  [to ^ExternName name scope functions used]
  (let [type (list-of to)
        declare-type! (fn [label desc] (declare! type (extern-name (str label)) desc))
        names (types! type scope
                      {:used (fn [id there] (outer-type! type (used id there)))
                       :resource #(declare-type! % resource-desc)
                       :named (fn [label index _] (declare-type! label (type-desc index)))})]
    (doseq [{:keys [name] :as function} functions]
      (declare! type (extern-name name) (func-desc (function-type! type names function))))
    (import! to name (instance-desc (define-type! to (DefType$InstanceTypeDef. ^List @(:made type)))))))
