(ns ^:no-doc radicchio.gen.java-names
  "Names of generated Java, by Java's conventions, from those of WIT."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(def ^:private keywords
  #{"abstract" "assert" "boolean" "break" "byte" "case" "catch" "char" "class" "const" "continue" "default" "do" "double"
    "else" "enum" "extends" "final" "finally" "float" "for" "goto" "if" "implements" "import" "instanceof" "int" "interface"
    "long" "native" "new" "package" "private" "protected" "public" "return" "short" "static" "strictfp" "super" "switch"
    "synchronized" "this" "throw" "throws" "transient" "try" "void" "volatile" "while" "true" "false" "null" "_" "var" "yield"
    "record" "sealed" "permits"})

(def ^:private variables
  "Names that generated code uses for its own variables."
  #{"instance" "handle" "options" "arguments"})

(def ^:private methods-of-object
  "Names that a method without parameters, or a record's component, cannot have."
  #{"clone" "finalize" "getClass" "hashCode" "notify" "notifyAll" "toString" "wait" "close" "toValue" "instance"})

(def ^:private classes
  "The names of classes that generated code uses, which a generated class must not hide."
  #{"AutoCloseable" "Boolean" "CompletableFuture" "CompletionStage" "Component" "Conversions" "Double" "Enum" "EnumSet" "Exception"
    "Float" "Handle" "IllegalArgumentException" "InputStream" "Instance" "Integer" "Iterable" "LinkedHashMap" "List" "Long"
    "Map" "Object" "Optional" "Options" "Override" "Record" "Result" "Set" "String" "Throwable" "Tuple" "Variant" "Void"})

(defn- words [label]
  (remove str/blank? (str/split (name label) #"-")))

(defn pascal
  "resize-image: ResizeImage; an acronym, HTTP, is Http."
  [label]
  (str/join (map #(str/capitalize %) (words label))))

(defn camel
  "resize-image: resizeImage."
  [label]
  (let [[first & more] (words label)]
    (str (str/lower-case first) (str/join (map #(str/capitalize %) more)))))

(defn constant
  "too-large: TOO_LARGE."
  [label]
  (str/upper-case (str/replace (name label) "-" "_")))

(defn- unless [taken text]
  (if (or (keywords text) (taken text)) (str text "_") text))

(defn variable
  "Returns the name of a parameter."
  [label]
  (unless variables (camel label)))

(defn member
  "Returns the name of a method, or of a component of a record."
  [label]
  (unless methods-of-object (camel label)))

(defn class-name
  "Returns the name of a nested class, which must not be one of `taken`, the names of the classes around it."
  [label taken]
  (let [text (pascal label)]
    (if (or (classes text) (some #{text} taken)) (str text "Value") text)))

(defn- candidates
  "Returns names for the class of an interface, the shortest first."
  [{:keys [label id direction]}]
  (let [{:keys [package name version]} (wit/parse-id (or id label))
        of-package (when package (second (str/split (first (str/split package #"@")) #":")))
        short (pascal name)
        long (str (some-> of-package pascal) short)
        versioned (str long (when version (str "V" (str/replace version #"[^0-9A-Za-z]" "_"))))]
    (distinct (for [prefix ["" (if (= :import direction) "Imported" "Exported")], text [short long versioned]]
                (str prefix text)))))

(defn holders
  "Returns the names of the classes of interfaces, each {:id :label :direction}: short, unless two would have one name."
  [interfaces taken]
  (reduce (fn [names interface]
            (let [used (into (set (vals names)) (concat taken classes))]
              (assoc names interface (or (first (remove used (candidates interface)))
                                         (str (last (candidates interface)) "_" (count names))))))
          {}
          interfaces))
