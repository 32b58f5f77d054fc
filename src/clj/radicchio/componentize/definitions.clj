(ns ^:no-doc radicchio.componentize.definitions
  "Builds the definitions of a component, or the declarators of an instance type: a list that grows, and the count of each
  sort, which is the index of the next definition. One thread makes, fills and reads a list."
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
  "Returns an empty list, inside another list or on its own."
  ([] (list-of nil))
  ([parent] {:parent parent :made (volatile! []) :counts (volatile! {}) :aliases (volatile! {})}))

(defn place
  "Returns the place of the next definition among those of the outermost list, which serves as its offset."
  [{:keys [parent made]}]
  (if parent (recur parent) (int (count @made))))

(defn- sort-of [x]
  (let [^Optional sort (if (instance? Definition x) (.defines ^Definition x) (.defines ^Declarator x))]
    (.get sort)))

(defn add!
  "Appends a definition. Returns its index in the index space of its sort."
  [{:keys [made counts]} definition]
  (let [sort (sort-of definition)
        index (get @counts sort 0)]
    (vswap! made conj definition)
    (vswap! counts assoc sort (inc (long index)))
    index))

(defn component
  "Returns the component of all definitions."
  ^Component [{:keys [made]} ^bytes bytes]
  (Component. (Bytes/of bytes) ^List @made []))

;; Externs

(defn extern-name
  "Returns the name of an import or export. `id` is the interface that it implements under that name, or nil."
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
  "Exports the definition with an index. `desc` is its type outside the component, or nil."
  [to name ^Sort sort index ^ExternDesc desc]
  (add! to (Definition$Export. (place to) name (Definition$SortIndex. sort (int index)) (Optional/ofNullable desc))))

(defn declare! [to name ^ExternDesc desc]
  (add! to (Declarator$ExportDecl. (place to) name desc)))

;; Aliases. Each is made once.

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
  "Returns the index of a type of the enclosing list."
  [to index]
  (once! to [:outer index]
         #(add! to (Alias$Outer. (place to) Sort/TYPE (int 1) (int index)))))

;; Types of WIT data. `names` has the indices of the types whose names are in scope.

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
  "Returns the index of a type, which is defined if it has none yet."
  [to names type]
  (cond (symbol? type) (names type)
        (keyword? type) (define-type! to (DefType$PrimDef. (primitive type)))
        :else (define-type! to (vector-type! to names type))))

(defn- type-ref! [to names type]
  (if (keyword? type)
    (TypeRef$Primitive. (primitive type))
    (TypeRef$Index. (int (type-index! to names type)))))

(defn value-type!
  "Defines the type of a :record, :variant, :enum, :flags or :type of WIT data. Returns its index."
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
  "Defines the type of a function in the format of `wit/functions`. Returns its index."
  [to names {:keys [params result attributes]}]
  (define-type! to (DefType$FuncDef. (boolean (:async attributes))
                                     (mapv (fn [[label type]] (labelled! to names label type)) params)
                                     (optional-ref! to names result))))

(defn types!
  "Defines the types that an interface or world names, in order. Returns their indices by name. The functions in `by`:
    :used      takes the id of an interface and a name there, returns the index of that type
    :resource  takes a resource's name, returns its index
    :named     takes a name and the index of its type, returns the index to use from now on; :used? is true for a used type."
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
  "Imports an instance of an interface with all its types and the given functions. Returns its index. `used` is as in
  `types!`, for the list that imports it."
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
