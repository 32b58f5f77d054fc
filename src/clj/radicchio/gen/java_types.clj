(ns ^:no-doc radicchio.gen.java-types
  "Types of WIT as types of Java, and the expressions that convert their values.

  A context is a map: :data, WIT data; :scope, the interface or world whose names the type has; :direction, :import or
  :export, the side of that scope; :side, a function of a direction and an interface, the side of the interface as seen from
  there; :class-of, a function of a context and an item, the item's class."
  (:refer-clojure :exclude [bytes?])
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(def ^:private primitives
  {:bool ["boolean" "Boolean"], :s8 ["int" "Integer"], :u8 ["int" "Integer"], :s16 ["int" "Integer"], :u16 ["int" "Integer"]
   :s32 ["int" "Integer"], :char ["int" "Integer"], :u32 ["long" "Long"], :s64 ["long" "Long"], :u64 ["long" "Long"]
   :f32 ["float" "Float"], :f64 ["double" "Double"], :string ["String" "String"], :error-context ["Throwable" "Throwable"]})

(def ^:private longest-tuple 4)

;; Resolution

(defn resolved
  "Follows a type through names to [context structure]: a keyword, a vector, or an item with its context."
  [{:keys [data scope side direction] :as context} type]
  (if (symbol? type)
    (let [{found :scope :keys [item]} (wit/definition data scope type)
          there (if (identical? found scope) context (assoc context :scope found :direction (side direction found)))]
      (if (= :type (wit/kind item))
        (recur there (first (wit/contents item)))
        [there item]))
    [context type]))

(defn- bytes? [context [kind element]]
  (and (= :list kind) (#{:u8 :s8} (second (resolved context element)))))

;; Types

(declare type-text)

(defn- boxed [context type] (type-text context type true))
(defn- boxed-or-void [context type] (if type (boxed context type) "Void"))

(defn- structured [context [kind a b :as type]]
  (case kind
    (:own :borrow) (boxed context a)
    :list (if (bytes? context type) "byte[]" (str "List<" (boxed context a) ">"))
    :option (str "Optional<" (boxed context a) ">")
    :tuple (if (<= 1 (count (rest type)) longest-tuple)
             (str "Tuple.Of" (count (rest type)) "<" (str/join ", " (map #(boxed context %) (rest type))) ">")
             "List<Object>")
    :map (str "Map<" (boxed context a) ", " (boxed context b) ">")
    :result (str "Result<" (boxed-or-void context a) ", " (boxed-or-void context b) ">")
    :stream (if (= :u8 (some->> a (resolved context) second)) "InputStream" (str "Iterable<" (if a (boxed context a) "Void") ">"))
    :future (str "CompletableFuture<" (boxed-or-void context a) ">")))

(defn type-text
  "Returns the Java type of a type, as a class if `boxed?`."
  ([context type] (type-text context type false))
  ([{:keys [class-of] :as context} type boxed?]
   (let [[there structure] (resolved context type)]
     (cond (keyword? structure) ((primitives structure) (if boxed? 1 0))
           (#{:record :variant :enum} (wit/kind structure)) (class-of there structure)
           (= :flags (wit/kind structure)) (str "Set<" (class-of there structure) ">")
           (= :resource (wit/kind structure)) (class-of there structure)
           :else (structured there structure)))))

;; Which conversions change nothing, and which need the instance

(defn- parts
  "Returns the types that a structure contains."
  [structure]
  (case (wit/kind structure)
    (:own :borrow) []
    (:record :variant) (keep wit/case-type (wit/contents structure))
    (:enum :flags :resource) []
    (filter #(or (keyword? %) (symbol? %) (vector? %)) (rest structure))))

(defn needs-instance?
  "Tests whether lifting a type makes objects of an instance: resources of the guest."
  [context type]
  (let [[there structure] (resolved context type)]
    (cond (keyword? structure) false
          (#{:own :borrow} (wit/kind structure)) (= :export (:direction (first (resolved there (second structure)))))
          :else (boolean (some #(needs-instance? there %) (parts structure))))))

(defn- plain?
  "Tests whether values of a type are the same on both sides."
  [context type]
  (let [[there structure] (resolved context type)]
    (cond (keyword? structure) true
          (#{:record :variant :enum :flags} (wit/kind structure)) false
          (#{:own :borrow} (wit/kind structure)) (not (needs-instance? context type))
          (= :tuple (wit/kind structure)) (> (count (rest structure)) longest-tuple)
          :else (every? #(plain? there %) (parts structure)))))

;; Expressions

(declare lift lower)

(defn- fresh
  "Returns the name of a lambda's parameter at a depth of nesting."
  [depth]
  (str "v" (when (pos? (long depth)) depth)))

(defn- lifting [context type depth]
  (if type
    (let [v (fresh depth)] (str v " -> " (lift context type v (inc (long depth)))))
    "v -> null"))

(defn- of-class [{:keys [class-of] :as there} item value]
  (str (class-of there item) ".of(" value (when (needs-instance? there (wit/item-name item)) ", instance") ")"))

(defn- lift-resource [context resource value]
  (let [[there item] (resolved context resource)]
    (if (= :export (:direction there))
      (str "new " ((:class-of there) there item) "(instance, (Handle) " value ")")
      (let [class ((:class-of there) there item)]
        (if (= "Object" class) value (str "(" class ") " value))))))

(defn- lift-structure [context [kind a b :as type] value depth]
  (let [f #(lifting context % depth)]
    (case kind
      (:own :borrow) (lift-resource context a value)
      :list (if (bytes? context type) (str "(byte[]) " value) (str "Conversions.list(" value ", " (f a) ")"))
      :option (str "Conversions.option(" value ", " (f a) ")")
      :map (str "Conversions.map(" value ", " (f a) ", " (f b) ")")
      :result (str "Conversions.result(" value ", " (f a) ", " (f b) ")")
      :future (str "Conversions.future(" value ", " (f a) ")")
      :stream (if (= "InputStream" (structured context type))
                (str "(InputStream) " value)
                (str "Conversions.stream(" value ", " (if a (f a) "v -> v") ")"))
      :tuple (if (<= 1 (count (rest type)) longest-tuple)
               (let [t (str "t" (when (pos? (long depth)) depth))]
                 (str "Conversions.tuple(" value ", " t " -> new Tuple.Of" (count (rest type)) "<>("
                      (str/join ", " (map-indexed (fn [i part] (lift context part (str t ".get(" i ")") (inc (long depth))))
                                                  (rest type)))
                      "))"))
               (str "Conversions.list(" value ", v -> v)")))))

(defn lift
  "Returns the expression of a Java value for a value that an instance returned."
  ([context type value] (lift context type value 0))
  ([{:keys [class-of] :as context} type value depth]
   (let [[there structure] (resolved context type)]
     (cond (keyword? structure) (str "(" ((primitives structure) 1) ") " value)
           (#{:record :variant :enum} (wit/kind structure)) (of-class there structure value)
           (= :flags (wit/kind structure)) (str (class-of there structure) ".setOf(" value ")")
           (= :resource (wit/kind structure)) (lift-resource context type value)
           :else (lift-structure there structure value depth)))))

(defn- lowering [context type depth]
  (if (and type (not (plain? context type)))
    (let [v (fresh depth)] (str v " -> " (lower context type v (inc (long depth)))))
    "v -> v"))

(defn- lower-structure [context [kind a b :as type] value depth]
  (let [f #(lowering context % depth)]
    (case kind
      (:own :borrow) (str value ".handle")
      :list (str "Conversions.values(" value ", " (f a) ")")
      :option (str value ".map(" (f a) ")")
      :map (str "Conversions.values(" value ", " (f a) ", " (f b) ")")
      :result (str value ".map(" (f a) ", " (f b) ")")
      :future (str value ".thenApply(" (f a) ")")
      :stream (str "Conversions.elements(" value ", " (f a) ")")
      :tuple (str "List.of("
                  (str/join ", " (map (fn [part accessor] (lower context part (str value "." accessor "()") (inc (long depth))))
                                      (rest type) ["first" "second" "third" "fourth"]))
                  ")"))))

(defn lower
  "Returns the expression of an instance's value for a Java value."
  ([context type value] (lower context type value 0))
  ([{:keys [class-of] :as context} type value depth]
   (let [[there structure] (resolved context type)]
     (cond (plain? context type) value
           (#{:record :variant} (wit/kind structure)) (str value ".toValue()")
           (= :enum (wit/kind structure)) (str value ".wit()")
           (= :flags (wit/kind structure)) (str (class-of there structure) ".names(" value ")")
           :else (lower-structure there structure value depth)))))
