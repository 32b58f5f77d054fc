(ns ^:no-doc radicchio.gen.java
  "Generates a Java class for a component: its world, in one file.

  Each interface is a nested class of the same name: one that the component exports is a class whose methods call it; one
  that it imports is an interface that the user implements. Their types are nested in them: records, enums, sealed
  interfaces. The functions of the world are methods of the class itself."
  (:require [clojure.string :as str]
            [radicchio.gen.java-definitions :as definitions]
            [radicchio.gen.java-lines :refer [block javadoc lines literal separated]]
            [radicchio.gen.java-names :as names]
            [radicchio.gen.java-types :as types]
            [radicchio.gen.problem :as problem]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

;; Functions

(defn- parameter [context [label type]]
  (str (types/type-text context type) " " (names/variable label)))

(defn- parameters [context params]
  (str/join ", " (map #(parameter context %) params)))

(defn- result-text [context {:keys [result]}]
  (if result (types/type-text context result) "void"))

(defn- call-expression [context id function params method]
  (str "instance." method "("
       (str/join ", " (cons (literal id) (map (fn [[label type]] (types/lower context type (names/variable label))) params)))
       ")"))

(defn- method-name [{:keys [kind label resource]}]
  (case kind
    :constructor (str "new" (names/pascal resource))
    :static (names/member (str resource "-" label))
    (names/member label)))

(defn- statement [context {:keys [result]} call]
  (if result
    (str "return " (types/lift context result call) ";")
    (str call ";")))

(defn- exported-function
  "Returns the method of a function that a component exports. `self` is how a method passes its handle, or nil."
  [context id {:keys [params attributes] :as function} self]
  (let [given (if self (rest params) params)
        call (fn [method]
               (cond-> (call-expression context id function given method)
                 self (str/replace-first (literal id) (str (literal id) ", handle"))))
        head (fn [type suffix] (str "public " type " " (method-name function) suffix "(" (parameters context given) ")"))]
    (separated
     [(lines (javadoc (:docs attributes))
             (block (head (result-text context function) "")
                    [(statement context function (call "call"))]))
      (when (:async attributes)
        (lines "/** Begins the same call, and does not wait for it. Cancelling the future asks the component to end it. */"
               (block (head (types/type-text context [:future (:result function)]) "Async")
                      [(str "return Conversions.future(" (call "callAsync") ", v -> "
                            (if-let [result (:result function)] (types/lift context result "v") "null") ");")])))])))

(defn- exported-resource [context id item class]
  (let [functions (wit/resource-functions item)]
    (lines (javadoc (wit/docs item))
           (block (str "public static final class " class " implements AutoCloseable")
                  (separated
                   (concat
                    [["final Handle handle;" "private final Instance instance;"]
                     (block (str class "(Instance instance, Handle handle)") ["this.instance = instance;" "this.handle = handle;"])]
                    (for [function functions :when (= :method (:kind function))]
                      (exported-function context (wit/export-id id (:name function)) function true))
                    [(lines "/** Ends the resource if this object owns it. Does nothing the second time. */"
                            "@Override"
                            (block "public void close()" ["handle.close();"]))]))))))

(defn- imported-signature [context {:keys [params attributes result] :as function} self?]
  (str (if (:async attributes)
         (str "CompletionStage<" (if result (types/type-text context result true) "Void") ">")
         (result-text context function))
       " " (method-name function) "(" (parameters context (if self? (rest params) params)) ")"))

(defn- imported-resource [context item class]
  (lines (javadoc (wit/docs item) "Implemented by the host; closed when the component drops it, if it is AutoCloseable.")
         (block (str "interface " class)
                (separated (for [function (wit/resource-functions item) :when (= :method (:kind function))]
                             (lines (javadoc (:docs (:attributes function)))
                                    (str (imported-signature context function true) ";")))))))

(defn- supplied
  "Returns the call that supplies a function of the host."
  [context id host {:keys [name params result attributes kind] :as function}]
  (let [method? (= :method kind)
        [self & others] (map-indexed (fn [i [_ type]] (types/lift context type (str "arguments[" i "]"))) params)
        call (if method?
               (str "(" self ")." (method-name function) "(" (str/join ", " others) ")")
               (str host "." (method-name function) "(" (str/join ", " (cond->> others self (cons self))) ")"))
        value (cond (nil? result) nil
                    (:async attributes) (str call ".thenApply(v -> " (types/lower context result "v") ")")
                    :else (types/lower context result call))]
    (lines (str "options.function(")
           (str "    " (str/join ", " (map literal (remove nil? [id name]))) ",")
           (cond (or value (:async attributes)) [(str "    arguments -> " (or value call) ");")]
                 :else (lines "    arguments -> {"
                              (str "      " (str/replace-first call #"^\((\([^)]*\) [^)]*)\)\." "($1).") ";")
                              "      return null;"
                              "    });")))))

;; Interfaces

(defn- scope-types [{:keys [scope class-of] :as context} public resource]
  (for [item (wit/types scope)
        :when (not (#{:use :type} (wit/kind item)))
        :let [class (last (str/split (class-of (assoc context :here nil) item) #"\."))]]
    (if (= :resource (wit/kind item))
      (when resource (resource item class))
      (definitions/type-lines context item class public))))

(defn- exported-holder [context {:keys [label scope]} class]
  (lines (javadoc (wit/docs scope) (str "Exported as " label "."))
         (block (str "public static final class " class)
                (separated
                 (concat
                  [["private final Instance instance;"]
                   (block (str "private " class "(Instance instance)") ["this.instance = instance;"])]
                  (scope-types context "public " #(exported-resource context label %1 %2))
                  (for [function (wit/functions scope) :when (not= :method (:kind function))]
                    (exported-function context (wit/export-id label (:name function)) function nil)))))))

(defn- imported-holder [context {:keys [label scope types-only?]} class]
  (lines (javadoc (wit/docs scope)
                  (if types-only? (str "Types of " label ".") (str "Imported as " label "; implemented by the host.")))
         (block (str "public interface " class)
                (separated
                 (concat
                  (scope-types context "" (when-not types-only? #(imported-resource context %1 %2)))
                  (when-not types-only?
                    (for [function (wit/functions scope) :when (not= :method (:kind function))]
                      (lines (javadoc (:docs (:attributes function)))
                             (str (imported-signature context function false) ";")))))))))

;; The world

(defn- interfaces [data world items direction]
  (for [item (case direction :import (wit/imports world) :export (wit/exports world))
        :let [extern (wit/extern data item)]
        :when (= :interface (wit/kind extern))]
    {:label (wit/item-name item) :id (wit/item-name extern) :scope extern :direction direction}))

(defn- world-functions [data world items]
  (for [item items
        :let [extern (wit/extern data item)]
        :when (= :func (wit/kind extern))]
    (first (wit/functions [:interface (into [:func (symbol (wit/item-name item))] (rest extern))]))))

(defn- without-functions
  "Marks interfaces of WASI, which the runtime implements: only their types are generated, if others use them."
  [data exported imported]
  (let [own (remove #(wit/wasi? (:label %)) imported)
        needed (into #{} (mapcat #(wit/used-in-turn data (:scope %))) (concat own exported))]
    (keep (fn [{:keys [label id] :as interface}]
            (cond (not (wit/wasi? label)) (cond-> interface
                                            (empty? (wit/functions (:scope interface))) (assoc :types-only? true))
                  (needed id) (assoc interface :types-only? true)))
          imported)))

(defn- supply-method [context-of world-context imported functions holders]
  (let [hosts (remove :types-only? imported)
        named (for [host hosts] [(holders host) (names/variable (holders host)) host])
        functions? (seq functions)]
    (when (or (seq hosts) functions?)
      (lines (javadoc "Adds the imports of the component to options, and returns these.")
             (block (str "public static Options.Builder imports(Options.Builder options"
                         (str/join (map (fn [[class variable]] (str ", " class " " variable)) named))
                         (when functions? ", Imports imports") ")")
                    (lines (mapcat (fn [[_ variable {:keys [label scope] :as host}]]
                                     (mapcat #(supplied (assoc (context-of host) :here nil) label variable %) (wit/functions scope)))
                                   named)
                           (mapcat #(supplied world-context nil "imports" %) functions)
                           "return options;"))))))

(def ^:private imports
  {"CompletableFuture" "java.util.concurrent.CompletableFuture", "CompletionStage" "java.util.concurrent.CompletionStage"
   "EnumSet" "java.util.EnumSet", "InputStream" "java.io.InputStream", "LinkedHashMap" "java.util.LinkedHashMap"
   "LinkedHashSet" "java.util.LinkedHashSet", "List" "java.util.List", "Map" "java.util.Map", "Optional" "java.util.Optional"
   "Set" "java.util.Set", "Component" "radicchio.api.Component", "Instance" "radicchio.api.Instance", "Options" "radicchio.api.Options"
   "Conversions" "radicchio.api.values.Conversions", "Result" "radicchio.api.values.Result", "Tuple" "radicchio.api.values.Tuple"
   "Variant" "radicchio.api.values.Variant", "Handle" "radicchio.runtime.resource.Handle"})

(defn- used-imports [body]
  (let [code (str/join "\n" (remove #(re-find #"^\s*(/\*\*|\*)" %) body))
        words (set (re-seq #"(?<![.\w])[A-Z]\w*" code))]
    (sort (for [[class full] imports :when (words class)] full))))

(defn- class-problem [{:keys [ns where]}]
  (when-not (re-matches #"([a-z_][\w]*\.)*[A-Z]\w*" (str ns))
    (str where ": " ns " is not the name of a Java class; write one such as com.acme.Images")))

(defn source
  "Returns the text of the Java file of a component: {:options :data :world :files}, as `radicchio.gen.source/read-source`
  returns it. The namespace of the component is the name of the class. Pure. Throws RadicchioException, kind :config, for a
  name that is not a class's."
  [{:keys [options data world files]}]
  (problem/refuse-any! (some-> (class-problem options) list))
  (let [full (str (:ns options))
        class (last (str/split full #"\."))
        package (str/join "." (butlast (str/split full #"\.")))
        exported (vec (interfaces data world nil :export))
        imported (vec (without-functions data exported (interfaces data world nil :import)))
        holders (names/holders (concat imported exported) #{class "Imports"})
        by-id (fn [direction id] (some #(when (and (= direction (:direction %)) (= id (:id %))) %) (concat exported imported)))
        side (fn [direction scope] (if (and (= :export direction) (by-id :export (wit/item-name scope))) :export :import))
        class-of (fn [{:keys [scope direction here]} item]
                   (let [holder (some-> (by-id direction (wit/item-name scope)) holders)
                         own (names/class-name (wit/item-name item) (remove nil? [class holder]))]
                     (cond (and (= :resource (wit/kind item)) (some-> (wit/item-name scope) wit/wasi?)) "Object"
                           (or (nil? holder) (= holder here)) own
                           :else (str holder "." own))))
        base {:data data :side side :class-of class-of}
        context-of (fn [{:keys [scope direction] :as interface}]
                     (assoc base :scope scope :direction direction :here (holders interface)))
        world-context (fn [direction] (assoc base :scope world :direction direction :here nil))
        world-imports (world-functions data world (wit/imports world))
        world-exports (world-functions data world (wit/exports world))
        body (separated
              (concat
               [["private final Instance instance;"]
                (lines (javadoc "Wraps an instance of the component, which is closed with this.")
                       (block (str "public " class "(Instance instance)") ["this.instance = instance;"]))
                (lines (javadoc "Makes an instance of the component. The caller must close it.")
                       (block (str "public static " class " of(Component component, Options options)")
                              [(str "return new " class "(component.instantiate(options));")]))
                (supply-method context-of (world-context :import) imported world-imports holders)]
               (for [interface exported]
                 (lines (javadoc (str "Returns the functions of " (:label interface) "."))
                        (block (str "public " (holders interface) " " (names/member (holders interface)) "()")
                               [(str "return new " (holders interface) "(instance);")])))
               (for [function world-exports]
                 (exported-function (world-context :export) (:name function) function nil))
               [(lines "/** Closes the instance. */" "@Override" (block "public void close()" ["instance.close();"]))]
               (scope-types (world-context :import) "public " nil)
               (when (seq world-imports)
                 [(lines (javadoc "Functions that the world imports; implemented by the host.")
                         (block "public interface Imports"
                                (separated (for [function world-imports]
                                             (lines (javadoc (:docs (:attributes function)))
                                                    (str (imported-signature (world-context :import) function false) ";"))))))])
               (for [interface exported] (exported-holder (context-of interface) interface (holders interface)))
               (for [interface imported] (imported-holder (context-of interface) interface (holders interface)))))]
    (str (str/join "\n"
                   (separated
                    [(when (seq package) [(str "package " package ";")])
                     (map #(str "import " % ";") (used-imports body))
                     (lines (javadoc (wit/docs world)
                                     (str "Generated by Radicchio from " (str/join " and " files) "; `wit gen` remakes it."))
                            (block (str "public final class " class " implements AutoCloseable") body))]))
         "\n")))
