(ns radicchio.validate.validate-test
  "Rules of validation, each by its message. The reference tests (`bin/conformance component-model`) try them all; here
  is what they do not look at: what is said, where, and that no component is work without end."
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [radicchio.extract :as extract]
            [radicchio.support.nests :as nests]
            [radicchio.support.stacks :as stacks])
  (:import (java.util Optional OptionalInt)
           (radicchio.binary Binary)
           (radicchio.component Alias$Outer Alias$OfExport Bytes Canon$Lift Canon$Lower Canon$ResourceNew CanonOptions
                                Component Declarator$ExportDecl DefType$BorrowDef DefType$ComponentTypeDef
                                DefType$EnumDef DefType$FixedListDef DefType$FlagsDef DefType$FuncDef
                                DefType$InstanceTypeDef DefType$Labelled DefType$ListDef DefType$OptionDef
                                DefType$OwnDef DefType$PrimDef DefType$RecordDef DefType$ResourceDef DefType$TupleDef
                                Component$ComponentDef Definition$Export Definition$Import Definition$InlineExport Definition$InlineInstance Definition$Instantiate
                                Definition$SortIndex Definition$Start Definition$TypeDef ExternDesc$FuncDesc
                                ExternDesc$InstanceDesc ExternDesc$SubResourceDesc
                                ExternDesc$ValueDesc ExternName Sort TypeRef$Index TypeRef$Primitive ValType$Prim)
           (radicchio.engine CoreType)
           (radicchio.error RadicchioException)
           (radicchio.validate TypedComponent Validate)
           (radicchio.validate.type ComponentTemplate ComponentTemplate$ComponentShape ComponentType Entity$Named
                                    Entity$TypeEntity)))

(set! *warn-on-reflection* true)

(def ^:private u32 (TypeRef$Primitive. ValType$Prim/U32))

(defn- component
  "A component of definitions, given as functions of their offsets: 0, 10, 20, …"
  ^Component [& definitions]
  (Component. (Bytes/of (byte-array 0)) (map-indexed (fn [i f] (f (* 10 (long i)))) definitions) []))

(defn- type-def [deftype] (fn [at] (Definition$TypeDef. (int at) deftype)))
(defn- import-def [name desc] (fn [at] (Definition$Import. (int at) (ExternName/of name) desc)))

(defn- export-def [name sort index]
  (fn [at] (Definition$Export. (int at) (ExternName/of name) (Definition$SortIndex. sort (int index)) (Optional/empty))))

(defn- inline [name sort index]
  (Definition$InlineExport. (ExternName/of name) (Definition$SortIndex. sort (int index))))

(defn- nested [& definitions]
  (fn [at] (Component$ComponentDef. (int at) (apply component definitions))))

(defn- func [params result]
  (type-def (DefType$FuncDef. false (map (fn [[label t]] (DefType$Labelled. label t)) params) (Optional/ofNullable result))))

(defn- resource [] (type-def (DefType$ResourceDef. CoreType/I32 (OptionalInt/empty))))
(defn- record-def [fields] (type-def (DefType$RecordDef. (map (fn [[label t]] (DefType$Labelled. label t)) fields))))
(defn- index [i] (TypeRef$Index. (int i)))

(defn- refusal
  "[message offset] of the exception that validating throws."
  [& definitions]
  (try (Validate/check (apply component definitions))
       nil
       (catch RadicchioException e
         (is (= :invalid (:radicchio/error (ex-data e))))
         [(ex-message e) (:offset (ex-data e))])))

(deftest errors-in-types-name-the-cause-and-the-place
  (doseq [[message offset & definitions]
          [["type 1: unknown type 5: there are 1 before this, at 0xa" 10
            (type-def (DefType$PrimDef. ValType$Prim/BOOL)) (type-def (DefType$ListDef. (index 5)))]
           ["type 0: unknown type 4294967295: there are 0 before this, at 0x0" 0 (type-def (DefType$OwnDef. (int -1)))]
           ["type 1: type 0 is a function type, expected the type of a value, at 0xa" 10
            (func [] nil) (type-def (DefType$OptionDef. (index 0)))]
           ["type 1: type 0 is u32, expected a resource, at 0xa" 10
            (type-def (DefType$PrimDef. ValType$Prim/U32)) (type-def (DefType$BorrowDef. 0))]
           ["type 0: expected at least one field in a record, at 0x0" 0 (record-def [])]
           ["type 0: the field 'fooBar' is not in kebab-case, at 0x0" 0 (record-def [["fooBar" u32]])]
           ["type 0: the field 'FOO' conflicts with a previous one, at 0x0" 0 (record-def [["foo" u32] ["FOO" u32]])]
           ["type 0: the case '' is not in kebab-case, at 0x0" 0 (type-def (DefType$EnumDef. [""]))]
           ["type 0: expected at most 32 flags in a flags type, got 33, at 0x0" 0
            (type-def (DefType$FlagsDef. (map #(str "f" %) (range 33))))]
           ["type 0: expected at least one element in a list of fixed length, at 0x0" 0 (type-def (DefType$FixedListDef. u32 0))]
           ["type 0: expected a size of less than 2^28 bytes, at 0x0" 0 (type-def (DefType$FixedListDef. u32 (int -1)))]
           ["type 2: unexpected borrow in a function's result, at 0x14" 20
            (resource) (type-def (DefType$BorrowDef. 0)) (func [] (index 1))]]]
    (is (= [message offset] (apply refusal definitions)))))

(deftest errors-in-names-name-the-cause-and-the-place
  (let [f (func [] nil)
        desc (ExternDesc$FuncDesc. 0)]
    (doseq [[message offset & definitions]
            [["import \"Foo\": invalid name of an import: 'Foo' is not in kebab-case, at 0xa" 10 f (import-def "Foo" desc)]
             ["import \"a:b/c@1.0\": invalid name of an import: '1.0' is not a semantic version, at 0xa" 10
              f (import-def "a:b/c@1.0" desc)]
             ["import \"RUN\": conflicts with the previous import \"run\", at 0x14" 20
              f (import-def "run" desc) (import-def "RUN" desc)]
             ["import \"[method]a.b\": expected self as the first parameter of a method, at 0xa" 10 f (import-def "[method]a.b" desc)]
             ["import \"[static]a.b\": unresolved resource a: it is not imported before, at 0xa" 10 f (import-def "[static]a.b" desc)]
             ["import \"[constructor]a\": expected a constructor to return own<a> or result<own<a>, …>, at 0xa" 10
              f (import-def "[constructor]a" desc)]]]
      (is (= [message offset] (apply refusal definitions))))))

(deftest errors-in-definitions-name-the-cause-and-the-place
  (doseq [[message offset & definitions]
          [["canon lift: unknown core func 3: there are 0 before this, at 0xa" 10
            (func [] nil) (fn [at] (Canon$Lift. (int at) 3 CanonOptions/NONE 0))]
           ["canon lower: option memory is required, at 0x14" 20
            (func [["text" (TypeRef$Primitive. ValType$Prim/STRING)]] nil)
            (import-def "f" (ExternDesc$FuncDesc. 0))
            (fn [at] (Canon$Lower. (int at) 0 CanonOptions/NONE))]
           ["canon resource.new: type 0 is a resource of another component, expected one that this component defines, at 0xa" 10
            (import-def "r" (ExternDesc$SubResourceDesc.)) (fn [at] (Canon$ResourceNew. (int at) 0))]
           ["alias: unexpected alias of a scope 7 out: the number of outer scopes is 0, at 0x0" 0
            (fn [at] (Alias$Outer. (int at) Sort/TYPE 7 0))]
           ["alias: instance 0 does not export \"x\", at 0x14" 20
            (type-def (DefType$InstanceTypeDef. [])) (import-def "i" (ExternDesc$InstanceDesc. 0))
            (fn [at] (Alias$OfExport. (int at) Sort/FUNC 0 "x"))]
           ["component 1: alias: type 0 of an outer component mentions a resource, which is not allowed for an alias, at 0x0" 0
            (resource) (nested) (nested (fn [at] (Alias$Outer. (int at) Sort/TYPE 1 0)))]
           ["instance 0: import \"f\": missing argument, at 0xa" 10
            (nested (func [] nil) (import-def "f" (ExternDesc$FuncDesc. 0)))
            (fn [at] (Definition$Instantiate. (int at) 0 []))]
           ["export \"t\": mentions a record that is neither imported nor exported before, at 0x14" 20
            (record-def [["x" u32]]) (type-def (DefType$ListDef. (index 0))) (export-def "t" Sort/TYPE 1)]
           ["import \"v\": values are not supported (the proposal for value imports and exports), at 0x0" 0
            (import-def "v" (ExternDesc$ValueDesc. u32))]
           ["start: values are not supported (the proposal for value imports and exports), at 0x0" 0
            (fn [at] (Definition$Start. (int at) 0 [] 0))]]]
    (is (= [message (long offset)] (apply refusal definitions)))))

(defn- validated ^ComponentType [& definitions]
  (.type (Validate/check (apply component definitions))))

(deftest a-valid-component-has-a-type
  (let [type (validated (func [["x" u32]] u32)
                        (import-def "f" (ExternDesc$FuncDesc. 0))
                        (export-def "g" Sort/FUNC 0))]
    (is (= ["f"] (map #(str (.name ^Entity$Named %)) (.imports type))))
    (is (= ["g"] (map #(str (.name ^Entity$Named %)) (.exports type))))))

(deftest only-validation-makes-a-typed-component
  (is (empty? (.getConstructors TypedComponent)))
  (let [given (component)]
    (is (identical? given (.component (Validate/check given))))))

(defn- exported-component-type
  "The template of a component type that is the first export."
  ^ComponentTemplate [^ComponentType type]
  (let [^Entity$TypeEntity entity (.entity ^Entity$Named (first (.exports type)))]
    (.template ^ComponentTemplate$ComponentShape (.shape (.type entity)))))

(deftest any-thread-opens-a-component-type-any-number-of-times
  (let [declarators (mapv #((type-def (DefType$PrimDef. ValType$Prim/U8)) %) (range 1000))
        template (exported-component-type (validated (type-def (DefType$ComponentTypeDef. declarators))
                                                     (export-def "c" Sort/TYPE 0)))
        open #(dotimes [_ 600] (.open template))
        threads (doall (repeatedly 2 #(future (open))))]
    (is (= [nil nil] (mapv deref threads)))))

;; Components that are much larger than they are long

(deftest types-of-exponential-size-are-refused
  (let [lists (fn [i] [(type-def (DefType$ListDef. (index (* 2 i))))
                       (type-def (DefType$TupleDef. [(index (inc (* 2 i))) (index (inc (* 2 i)))]))])]
    (is (= ["type 36: expected fewer than 1000000 parts of the expanded type, at 0x168" 360]
           (apply refusal (type-def (DefType$PrimDef. ValType$Prim/U8)) (mapcat lists (range 60)))))))

(deftest deeply-nested-types-are-refused
  (is (= ["type 100: expected at most 100 levels of nested types, got more, at 0x3e8" 1000]
         (apply refusal (type-def (DefType$PrimDef. ValType$Prim/U8))
                (for [i (range 250)] (type-def (DefType$ListDef. (index i))))))))

(deftest an-exponential-number-of-instances-is-refused
  (let [twice (fn [at] (Definition$Instantiate. (int at) 0 []))
        [message] (refusal (nth (iterate #(nested % twice twice) (nested)) 40))]
    (is (str/includes? (str message) "too large: its expanded types and instances need more work than is allowed"))))

(deftest the-total-size-of-imports-and-exports-is-limited
  (let [doubling (fn [i] (type-def (DefType$TupleDef. [(index i) (index i)])))
        ;; Type i has 2^(i+1) - 1 parts: the last one 524,287.
        types (cons (type-def (DefType$PrimDef. ValType$Prim/U8)) (map doubling (range 18)))
        large (func [["x" (index 18)]] nil)
        type  19
        takes (fn [name] (import-def name (ExternDesc$FuncDesc. type)))
        refused (fn [& more] (first (apply refusal (concat types [large] more))))
        declared (fn [name] (fn [at] (Declarator$ExportDecl. (int at) (ExternName/of name) (ExternDesc$FuncDesc. 0))))
        alias (fn [at] (Alias$Outer. (int at) Sort/TYPE 1 type))]
    (is (nil? (refused (takes "a"))))
    (is (= "import \"b\": expected fewer than 1000000 parts of the expanded type, at 0xd2" (refused (takes "a") (takes "b"))))
    (is (= "export \"b\": expected fewer than 1000000 parts of the expanded type, at 0xd2"
           (refused (takes "a") (export-def "b" Sort/FUNC 0))))
    (is (= "type 20: export \"b\": expected fewer than 1000000 parts of the expanded type, at 0x2"
           (refused (type-def (DefType$InstanceTypeDef. [(alias 0) ((declared "a") 1) ((declared "b") 2)])))))
    (is (= "component 0: import \"b\": expected fewer than 1000000 parts of the expanded type, at 0x14"
           (refused (nested alias (import-def "a" (ExternDesc$FuncDesc. 0)) (import-def "b" (ExternDesc$FuncDesc. 0))))))
    (is (= "instance 0: expected fewer than 1000000 parts of the expanded type, at 0xd2"
           (refused (takes "a") (fn [at] (Definition$InlineInstance. (int at) [(inline "x" Sort/FUNC 0) (inline "y" Sort/FUNC 0)])))))
    (is (= "type 21: export \"c\": expected fewer than 1000000 parts of the expanded type, at 0x2"
           (refused (type-def (DefType$InstanceTypeDef. [(alias 0) ((declared "a") 1)]))
                    (type-def (DefType$InstanceTypeDef.
                               [((fn [at] (Alias$Outer. (int at) Sort/TYPE 1 20)) 0)
                                (Declarator$ExportDecl. 1 (ExternName/of "a") (ExternDesc$InstanceDesc. 0))
                                (Declarator$ExportDecl. 2 (ExternName/of "c") (ExternDesc$InstanceDesc. 0))])))))))

(deftest deeply-nested-references-of-instances-are-refused
  (let [types (fn [n] (cons (type-def (DefType$InstanceTypeDef. []))
                            (for [i (range 1 n)]
                              (type-def (DefType$InstanceTypeDef.
                                         [(Alias$Outer. 0 Sort/TYPE 1 (int (dec i)))
                                          (Declarator$ExportDecl. 0 (ExternName/of "e") (ExternDesc$InstanceDesc. 0))])))))]
    (stacks/with 256
      (fn []
        (is (nil? (apply refusal (types 100))))
        (is (= ["type 100: expected at most 100 levels of nested types, got more, at 0x3e8" 1000] (apply refusal (types 5000))))))))

(deftest a-thousand-nested-components-and-instances-need-little-stack
  (stacks/with 256
    (fn []
      (doseq [wasm [(nests/components 1000) (nests/instances 1000)]]
        (let [typed (Validate/check (Binary/decode wasm))]
          (is (= 999 (:components (extract/summary typed))))
          (is (some? (extract/wit typed))))))))

(deftest an-error-in-a-deeply-nested-part-has-a-short-message
  (is (= ["component 0 (40 deep): type 0: unknown type 7: there are 0 before this, at 0x0" 0]
         (refusal (nth (iterate nested (type-def (DefType$ListDef. (index 7)))) 40)))))
