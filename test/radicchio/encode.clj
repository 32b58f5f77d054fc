(ns radicchio.encode
  "Encodes components of `radicchio.component` to bytes: the decoder's inverse, for tests.

    (encode/component component)   the bytes; offsets in the definitions are ignored
    (encode/plain component)       its contents as plain data without offsets, to compare by =

  Each definition gets a separate section. Custom sections are at the end."
  (:import (java.io ByteArrayOutputStream)
           (java.lang.reflect RecordComponent)
           (java.util List Optional OptionalInt OptionalLong)
           (radicchio.component Alias$OfCoreExport Alias$OfExport Alias$Outer Bytes Canon Canon$CancelCopy
                                Canon$Context Canon$Copy Canon$ErrorContext Canon$Lift Canon$Lower
                                Canon$OfType Canon$ResourceDrop Canon$ResourceNew Canon$ResourceRep
                                Canon$Simple Canon$SubtaskCancel Canon$Switch Canon$TaskReturn Canon$ThreadNew
                                Canon$Wait CanonOptions CanonOptions$Async CanonOptions$Callback
                                CanonOptions$Encoding CanonOptions$MemoryOption CanonOptions$PostReturn
                                CanonOptions$Realloc Component CoreDefType$CoreExtern CoreDefType$CoreFuncDef
                                CoreDefType$CoreFuncIndex CoreDefType$CoreTagIndex CoreDefType$ModuleDef
                                CoreDefType$ModuleExport CoreDefType$ModuleImport CoreDefType$ModuleOuterAlias
                                CoreDefType$ModuleTypeDecl CustomSection Declarator$ExportDecl DefType$BorrowDef
                                DefType$CaseDef DefType$ComponentTypeDef DefType$EnumDef DefType$FixedListDef
                                DefType$FlagsDef DefType$FuncDef DefType$FutureDef DefType$InstanceTypeDef
                                DefType$Labelled DefType$ListDef DefType$MapDef DefType$OptionDef DefType$OwnDef
                                DefType$PrimDef DefType$RecordDef DefType$ResourceDef DefType$ResultDef
                                DefType$StreamDef DefType$TupleDef DefType$VariantDef Definition$Arg
                                Component$ComponentDef Definition$CoreArg Definition$CoreInlineExport
                                Definition$CoreInlineInstance Definition$CoreInstantiate Definition$CoreModuleDef
                                Definition$CoreTypeDef Definition$Export Definition$Import Definition$InlineExport
                                Definition$InlineInstance Definition$Instantiate Definition$SortIndex
                                Definition$Start Definition$TypeDef Definition$ValueDef ExternDesc$ComponentDesc
                                ExternDesc$CoreModuleDesc ExternDesc$FuncDesc ExternDesc$InstanceDesc
                                ExternDesc$SubResourceDesc ExternDesc$TypeEqDesc ExternDesc$ValueDesc
                                ExternDesc$ValueEqDesc ExternName Sort TypeRef$Index TypeRef$Primitive)
           (radicchio.engine CoreType CoreType$Ref ExternType$FuncType ExternType$GlobalType
                             ExternType$MemoryType ExternType$TableType)))

(set! *warn-on-reflection* true)

;; Bytes: nested sequences of ints, byte arrays, nil for nothing; flattened at the end

(defn- leb [n]
  (loop [n (long n) out []]
    (if (< -1 n 128)
      (conj out n)
      (recur (unsigned-bit-shift-right n 7) (conj out (bit-or 128 (bit-and n 127)))))))

(defn- u32 [n] (leb (Integer/toUnsignedLong (int n))))

(defn- index
  "Encodes a type's index in a place that may also have a code: a signed number."
  [n]
  (loop [n (Integer/toUnsignedLong (int n)) out []]
    (if (< n 64)
      (conj out n)
      (recur (unsigned-bit-shift-right n 7) (conj out (bit-or 128 (bit-and n 127)))))))

(defn- write! [^ByteArrayOutputStream out content]
  (cond (nil? content) nil
        (bytes? content) (.writeBytes out ^bytes content)
        (int? content) (.write out (int content))
        :else (run! #(write! out %) content)))

(defn- ->bytes ^bytes [content]
  (let [out (ByteArrayOutputStream.)]
    (write! out content)
    (.toByteArray out)))

(defn- sized [content]
  (let [all (->bytes content)] [(leb (alength all)) all]))

(defn- text [^String s]
  (sized (.getBytes s "UTF-8")))

(defmulti encode "The bytes of a record." class)

(defn- items [f xs] [(leb (count xs)) (map f xs)])
(defn- all [xs] (items encode xs))
(defn- flag [b] (if b 1 0))

(defn- optional [f ^Optional o]
  (if (.isPresent o) [1 (f (.get o))] 0))

(defn- optional-index [^OptionalInt o]
  (if (.isPresent o) [1 (u32 (.getAsInt o))] 0))

;; Sorts and names

(def ^:private sort-code
  {Sort/CORE_FUNC [0 0] Sort/CORE_TABLE [0 1] Sort/CORE_MEMORY [0 2] Sort/CORE_GLOBAL [0 3] Sort/CORE_TAG [0 4]
   Sort/CORE_TYPE [0 0x10] Sort/CORE_MODULE [0 0x11] Sort/CORE_INSTANCE [0 0x12] Sort/FUNC [1] Sort/VALUE [2]
   Sort/TYPE [3] Sort/COMPONENT [4] Sort/INSTANCE [5]})

(defmethod encode Definition$SortIndex [^Definition$SortIndex x] [(sort-code (.sort x)) (u32 (.index x))])
(defn- core-sort-index [^Definition$SortIndex x] [(rest (sort-code (.sort x))) (u32 (.index x))])

(defmethod encode ExternName [^ExternName x]
  (let [attributes (keep-indexed (fn [i ^Optional o] (when (.isPresent o) [i (text (.get o))]))
                                 [(.implemented x) (.versionSuffix x) (.externalId x)])]
    (if (seq attributes)
      [2 (text (.text x)) (items identity attributes)]
      [0 (text (.text x))])))

;; Core types

(def ^:private heap-code
  {"noexn" 0x74 "nofunc" 0x73 "noextern" 0x72 "none" 0x71 "func" 0x70 "extern" 0x6f "any" 0x6e "eq" 0x6d "i31" 0x6c
   "struct" 0x6b "array" 0x6a "exn" 0x69})

(defn- core-value [type]
  (if (instance? CoreType$Ref type)
    [(if (.nullable ^CoreType$Ref type) 0x63 0x64)
     (let [i (.index ^CoreType$Ref type)]
       (if (.isPresent i) (index (.getAsInt i)) (heap-code (.heap ^CoreType$Ref type))))]
    (condp = type CoreType/I32 0x7f CoreType/I64 0x7e CoreType/F32 0x7d CoreType/F64 0x7c CoreType/V128 0x7b)))

(defn- limits [minimum ^OptionalLong maximum flags]
  [(bit-or (long flags) (flag (.isPresent maximum))) (leb minimum) (when (.isPresent maximum) (leb (.getAsLong maximum)))])

(defmethod encode ExternType$FuncType [^ExternType$FuncType x]
  [0x60 (items core-value (.params x)) (items core-value (.results x))])
(defmethod encode ExternType$TableType [^ExternType$TableType x]
  [1 (core-value (.element x)) (limits (.min x) (.max x) (if (.table64 x) 4 0))])
(defmethod encode ExternType$MemoryType [^ExternType$MemoryType x]
  [2 (limits (.min x) (.max x) (+ (if (.shared x) 2 0) (if (.memory64 x) 4 0)))])
(defmethod encode ExternType$GlobalType [^ExternType$GlobalType x]
  [3 (core-value (.value x)) (flag (.mutable x))])
(defmethod encode CoreDefType$CoreFuncDef [^CoreDefType$CoreFuncDef x]
  [(cond (.open x) [0x00 0x50 (items u32 (.supertypes x))]
         (seq (.supertypes x)) [0x4f (items u32 (.supertypes x))]
         :else [])
   (encode (.type x))])
(defmethod encode CoreDefType$ModuleDef [^CoreDefType$ModuleDef x] [0x50 (all (.declarators x))])
(defmethod encode CoreDefType$CoreExtern [^CoreDefType$CoreExtern x] (encode (.type x)))
(defmethod encode CoreDefType$CoreFuncIndex [^CoreDefType$CoreFuncIndex x] [0 (u32 (.type x))])
(defmethod encode CoreDefType$CoreTagIndex [^CoreDefType$CoreTagIndex x] [4 0 (u32 (.type x))])
(defmethod encode CoreDefType$ModuleImport [^CoreDefType$ModuleImport x]
  [0 (text (.module x)) (text (.name x)) (encode (.type x))])
(defmethod encode CoreDefType$ModuleTypeDecl [^CoreDefType$ModuleTypeDecl x] [1 (encode (.type x))])
(defmethod encode CoreDefType$ModuleOuterAlias [^CoreDefType$ModuleOuterAlias x]
  [2 0x10 1 (u32 (.count x)) (u32 (.index x))])
(defmethod encode CoreDefType$ModuleExport [^CoreDefType$ModuleExport x] [3 (text (.name x)) (encode (.type x))])

;; Types. Primitives go from bool, 0x7f, downwards in the order of their declarations.

(defn- prim-code [^Enum prim]
  (if (= "ERROR_CONTEXT" (.name prim)) 0x64 (- 0x7f (.ordinal prim))))

(defmethod encode TypeRef$Primitive [^TypeRef$Primitive x] (prim-code (.type x)))
(defmethod encode TypeRef$Index [^TypeRef$Index x] (index (.index x)))
(defmethod encode DefType$Labelled [^DefType$Labelled x] [(text (.label x)) (encode (.type x))])
(defmethod encode DefType$CaseDef [^DefType$CaseDef x] [(text (.label x)) (optional encode (.type x)) 0])
(defmethod encode DefType$PrimDef [^DefType$PrimDef x] (prim-code (.type x)))
(defmethod encode DefType$RecordDef [^DefType$RecordDef x] [0x72 (all (.fields x))])
(defmethod encode DefType$VariantDef [^DefType$VariantDef x] [0x71 (all (.cases x))])
(defmethod encode DefType$ListDef [^DefType$ListDef x] [0x70 (encode (.element x))])
(defmethod encode DefType$FixedListDef [^DefType$FixedListDef x] [0x67 (encode (.element x)) (u32 (.length x))])
(defmethod encode DefType$TupleDef [^DefType$TupleDef x] [0x6f (all (.elements x))])
(defmethod encode DefType$FlagsDef [^DefType$FlagsDef x] [0x6e (items text (.labels x))])
(defmethod encode DefType$EnumDef [^DefType$EnumDef x] [0x6d (items text (.cases x))])
(defmethod encode DefType$OptionDef [^DefType$OptionDef x] [0x6b (encode (.element x))])
(defmethod encode DefType$ResultDef [^DefType$ResultDef x] [0x6a (optional encode (.ok x)) (optional encode (.err x))])
(defmethod encode DefType$OwnDef [^DefType$OwnDef x] [0x69 (u32 (.resource x))])
(defmethod encode DefType$BorrowDef [^DefType$BorrowDef x] [0x68 (u32 (.resource x))])
(defmethod encode DefType$StreamDef [^DefType$StreamDef x] [0x66 (optional encode (.element x))])
(defmethod encode DefType$FutureDef [^DefType$FutureDef x] [0x65 (optional encode (.element x))])
(defmethod encode DefType$MapDef [^DefType$MapDef x] [0x63 (encode (.key x)) (encode (.value x))])

(defn- result [^Optional o]
  (if (.isPresent o) [0 (encode (.get o))] [1 0]))

(defmethod encode DefType$FuncDef [^DefType$FuncDef x]
  [(if (.async x) 0x43 0x40) (all (.params x)) (result (.result x))])
(defmethod encode DefType$ResourceDef [^DefType$ResourceDef x]
  [0x3f (core-value (.representation x)) (optional-index (.destructor x))])

(defn- declarator [x]
  [(condp instance? x
     Definition$CoreTypeDef 0
     Definition$TypeDef 1
     Definition$Import 3
     Declarator$ExportDecl 4
     2)
   (encode x)])

(defmethod encode DefType$ComponentTypeDef [^DefType$ComponentTypeDef x] [0x41 (items declarator (.declarators x))])
(defmethod encode DefType$InstanceTypeDef [^DefType$InstanceTypeDef x] [0x42 (items declarator (.declarators x))])
(defmethod encode Declarator$ExportDecl [^Declarator$ExportDecl x] [(encode (.name x)) (encode (.type x))])

(defmethod encode ExternDesc$CoreModuleDesc [^ExternDesc$CoreModuleDesc x] [0 0x11 (u32 (.type x))])
(defmethod encode ExternDesc$FuncDesc [^ExternDesc$FuncDesc x] [1 (u32 (.type x))])
(defmethod encode ExternDesc$ValueEqDesc [^ExternDesc$ValueEqDesc x] [2 0 (u32 (.value x))])
(defmethod encode ExternDesc$ValueDesc [^ExternDesc$ValueDesc x] [2 1 (encode (.type x))])
(defmethod encode ExternDesc$TypeEqDesc [^ExternDesc$TypeEqDesc x] [3 0 (u32 (.type x))])
(defmethod encode ExternDesc$SubResourceDesc [_] [3 1])
(defmethod encode ExternDesc$ComponentDesc [^ExternDesc$ComponentDesc x] [4 (u32 (.type x))])
(defmethod encode ExternDesc$InstanceDesc [^ExternDesc$InstanceDesc x] [5 (u32 (.type x))])

;; Canonical definitions

(defmethod encode CanonOptions [^CanonOptions x] (all (.list x)))
(defmethod encode CanonOptions$Encoding [^CanonOptions$Encoding x] (.ordinal (.encoding x)))
(defmethod encode CanonOptions$MemoryOption [^CanonOptions$MemoryOption x] [3 (u32 (.memory x))])
(defmethod encode CanonOptions$Realloc [^CanonOptions$Realloc x] [4 (u32 (.func x))])
(defmethod encode CanonOptions$PostReturn [^CanonOptions$PostReturn x] [5 (u32 (.func x))])
(defmethod encode CanonOptions$Async [_] 6)
(defmethod encode CanonOptions$Callback [^CanonOptions$Callback x] [7 (u32 (.func x))])

(def ^:private canon-code
  {"lift" [0 0] "lower" [1 0] "resource.new" 2 "resource.drop" 3 "resource.rep" 4 "task.cancel" 5 "subtask.cancel" 6
   "task.return" 9 "context.get" 0x0a "context.set" 0x0b "thread.yield" 0x0c "subtask.drop" 0x0d "stream.new" 0x0e
   "stream.read" 0x0f "stream.write" 0x10 "stream.cancel-read" 0x11 "stream.cancel-write" 0x12
   "stream.drop-readable" 0x13 "stream.drop-writable" 0x14 "future.new" 0x15 "future.read" 0x16 "future.write" 0x17
   "future.cancel-read" 0x18 "future.cancel-write" 0x19 "future.drop-readable" 0x1a "future.drop-writable" 0x1b
   "error-context.new" 0x1c "error-context.debug-message" 0x1d "error-context.drop" 0x1e "waitable-set.new" 0x1f
   "waitable-set.wait" 0x20 "waitable-set.poll" 0x21 "waitable-set.drop" 0x22 "waitable.join" 0x23
   "backpressure.inc" 0x24 "backpressure.dec" 0x25 "thread.index" 0x26 "thread.new-indirect" 0x27
   "thread.resume-later" 0x28 "thread.suspend" 0x29 "thread.suspend-then-resume" 0x2a "thread.yield-then-resume" 0x2b
   "thread.suspend-then-promote" 0x2c "thread.yield-then-promote" 0x2d})

(defn- operands [x]
  (condp instance? x
    Canon$Lift (let [^Canon$Lift c x] [(u32 (.func c)) (encode (.options c)) (u32 (.type c))])
    Canon$Lower (let [^Canon$Lower c x] [(u32 (.func c)) (encode (.options c))])
    Canon$ResourceNew (u32 (.type ^Canon$ResourceNew x))
    Canon$ResourceDrop (u32 (.type ^Canon$ResourceDrop x))
    Canon$ResourceRep (u32 (.type ^Canon$ResourceRep x))
    Canon$TaskReturn (let [^Canon$TaskReturn c x] [(result (.result c)) (encode (.options c))])
    Canon$Simple nil
    Canon$Context (let [^Canon$Context c x] [(core-value (.type c)) (u32 (.slot c))])
    Canon$SubtaskCancel (flag (.async ^Canon$SubtaskCancel x))
    Canon$OfType (u32 (.type ^Canon$OfType x))
    Canon$Copy (let [^Canon$Copy c x] [(u32 (.type c)) (encode (.options c))])
    Canon$CancelCopy (let [^Canon$CancelCopy c x] [(u32 (.type c)) (flag (.async c))])
    Canon$ErrorContext (encode (.options ^Canon$ErrorContext x))
    Canon$Wait (let [^Canon$Wait c x] [(flag (.cancellable c)) (u32 (.memory c))])
    Canon$Switch (flag (.cancellable ^Canon$Switch x))
    Canon$ThreadNew (let [^Canon$ThreadNew c x] [(u32 (.type c)) (u32 (.table c))])))

(defmethod encode Canon [^Canon x] [(canon-code (.name x)) (operands x)])

;; Definitions

(defn- copy [^Bytes b] (.copy b))

(defmethod encode Definition$CoreInstantiate [^Definition$CoreInstantiate x] [0 (u32 (.module x)) (all (.args x))])
(defmethod encode Definition$CoreArg [^Definition$CoreArg x] [(text (.name x)) 0x12 (u32 (.instance x))])
(defmethod encode Definition$CoreInlineInstance [^Definition$CoreInlineInstance x] [1 (all (.exports x))])
(defmethod encode Definition$CoreInlineExport [^Definition$CoreInlineExport x]
  [(text (.name x)) (core-sort-index (.what x))])
(defmethod encode Definition$CoreTypeDef [^Definition$CoreTypeDef x] (encode (.type x)))
(defmethod encode Definition$Instantiate [^Definition$Instantiate x] [0 (u32 (.component x)) (all (.args x))])
(defmethod encode Definition$Arg [^Definition$Arg x] [(text (.name x)) (encode (.what x))])
(defmethod encode Definition$InlineInstance [^Definition$InlineInstance x] [1 (all (.exports x))])
(defmethod encode Definition$InlineExport [^Definition$InlineExport x] [(encode (.name x)) (encode (.what x))])
(defmethod encode Alias$OfExport [^Alias$OfExport x]
  [(sort-code (.sort x)) 0 (u32 (.instance x)) (text (.name x))])
(defmethod encode Alias$OfCoreExport [^Alias$OfCoreExport x]
  [(sort-code (.sort x)) 1 (u32 (.instance x)) (text (.name x))])
(defmethod encode Alias$Outer [^Alias$Outer x] [(sort-code (.sort x)) 2 (u32 (.count x)) (u32 (.index x))])
(defmethod encode Definition$TypeDef [^Definition$TypeDef x] (encode (.type x)))
(defmethod encode Definition$Start [^Definition$Start x] [(u32 (.func x)) (items u32 (.args x)) (u32 (.results x))])
(defmethod encode Definition$Import [^Definition$Import x] [(encode (.name x)) (encode (.type x))])
(defmethod encode Definition$Export [^Definition$Export x]
  [(encode (.name x)) (encode (.what x)) (optional encode (.type x))])
(defmethod encode Definition$ValueDef [^Definition$ValueDef x] [(encode (.type x)) (sized (copy (.encoded x)))])

(declare component)

(defn- section [x]
  (let [one (fn [id] [id (sized [1 (encode x)])])]
    (condp instance? x
      Definition$CoreModuleDef [1 (sized (copy (.bytes ^Definition$CoreModuleDef x)))]
      Definition$CoreInstantiate (one 2)
      Definition$CoreInlineInstance (one 2)
      Definition$CoreTypeDef (one 3)
      Component$ComponentDef [4 (sized (component (.component ^Component$ComponentDef x)))]
      Definition$Instantiate (one 5)
      Definition$InlineInstance (one 5)
      Definition$TypeDef (one 7)
      Canon (one 8)
      Definition$Start [9 (sized (encode x))]
      Definition$Import (one 10)
      Definition$Export (one 11)
      Definition$ValueDef (one 12)
      (one 6))))

(defn- custom [^CustomSection x]
  [0 (sized [(text (.name x)) (copy (.data x))])])

(defn component
  "Returns the bytes of a component. Types of garbage collection and shared threads have no encoding here."
  ^bytes [^Component c]
  (->bytes [0x00 0x61 0x73 0x6d 0x0d 0x00 0x01 0x00
            (map section (.definitions c))
            (map custom (.customSections c))]))

;; Comparison

(defn- fields [^java.lang.Record r]
  (for [^RecordComponent c (.getRecordComponents (class r)) :when (not= "offset" (.getName c))]
    (.invoke (.getAccessor c) r (object-array 0))))

(defn plain
  "Returns a record's contents: [its class's name, its components without offsets…], recursively."
  [x]
  (cond (instance? Component x) [:component
                                 (mapv plain (.definitions ^Component x))
                                 (mapv plain (.customSections ^Component x))]
        (instance? Bytes x) (vec (copy x))
        (instance? java.lang.Record x) (into [(.getSimpleName (class x))] (map plain) (fields x))
        (instance? List x) (mapv plain x)
        (instance? Optional x) (plain (.orElse ^Optional x nil))
        :else x))
