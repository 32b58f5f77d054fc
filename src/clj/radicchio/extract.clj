(ns radicchio.extract
  "Extracts a component's WIT, as WIT data, from the component itself. Loads no parser.

    (extract/wit typed)               the WIT of a component, or of a WIT package in binary form
    (extract/core-module-wit bytes)   the WIT that a toolchain added to a core module
    (extract/summary typed)           sizes, sections, imports, exports

  `typed` is a valid component, (Validate/check (Binary/decode bytes)).

  The world of a component is \"root:component/root\", in a separate package. The interfaces that it imports and exports are
  in their packages, with the parts that the component contains. Documentation is present if a toolchain added it: in WIT
  packages and core modules, not in a complete component."
  (:require [clojure.string :as str]
            [radicchio.extract.items :as items]
            [radicchio.extract.package-docs :as package-docs]
            [radicchio.wit :as wit])
  (:import (java.util Arrays Optional)
           (radicchio.binary Binary)
           (radicchio.component Bytes Component CustomSection Definition$CoreModuleDef
                                ExternName NameForm$InterfaceName)
           (radicchio.validate TypedComponent Validate)
           (radicchio.validate.type ComponentTemplate$ComponentEntity ComponentTemplate$ComponentShape ComponentType Entity
                                    Entity$FuncEntity Entity$InstanceEntity Entity$Named Entity$TypeEntity)))

(set! *warn-on-reflection* true)

;; Findings: {:owners … :interfaces {id items} :order [id …]}, the interfaces in a volatile

(defn- new-findings []
  {:owners (items/owners) :interfaces (volatile! {}) :order (volatile! [])})

(defn- merge-items
  "Merges two lists of items of the same interface: additional items of the second one come last, and a resource gets the
  additional functions."
  [before after]
  (:items (reduce (fn [{:keys [items places] :as merged} [kind name :as item]]
                    (let [at (places name)]
                      (cond (nil? at) {:items (conj items item) :places (assoc places name (count items))}
                            (= :resource kind (first (items at)))
                            (update-in merged [:items at] #(into % (remove (set %)) (drop 2 item)))
                            :else merged)))
                  {:items before :places (zipmap (map second before) (range))}
                  after)))

(defn- found-interface [{:keys [interfaces order]} id items]
  (when-not (contains? @interfaces id) (vswap! order conj id))
  (vswap! interfaces update id (fnil merge-items []) items)
  id)

;; Names

(defn- optional [^Optional o] (.orElse o nil))

(defn- attributes [^ExternName name]
  (when-let [external-id (optional (.externalId name))]
    {:external-id external-id}))

(defn- with-attributes
  "Adds attributes to an element, after its first `head` parts."
  [element head attributes]
  (cond (empty? attributes) element
        (map? (get element head)) (update element head merge attributes)
        :else (into (conj (subvec element 0 head) attributes) (subvec element head))))

(defn- interface-id
  "Returns the id of the interface that a name refers to, with its whole version, or nil for a plain name."
  [^ExternName name]
  (cond (instance? NameForm$InterfaceName (.form name)) (str (.text name) (optional (.versionSuffix name)))
        (optional (.implemented name)) (optional (.implemented name))))

;; Worlds

(defn- instance-items [findings id ^Entity$InstanceEntity instance]
  (items/items (items/scope (:owners findings) id) (.values (.exports instance))))

(defn- instance-item
  "Returns the item of an imported or exported instance: an interface by its id, under another name, or inline."
  [findings kind ^ExternName name instance]
  (let [id (interface-id name)
        own-id? (instance? NameForm$InterfaceName (.form name))]
    (if id
      (do (found-interface findings id (instance-items findings id instance))
          (with-attributes (if own-id? [kind id] [kind (.text name) id]) 2 (attributes name)))
      [kind (.text name) (-> (into [:interface] (instance-items findings (Object.) instance))
                             (with-attributes 1 (attributes name)))])))

(defn- world-item
  "Returns a world's item for an import or export, or nil for a type, which is among the world's types."
  [findings scope types kind ^Entity$Named named]
  (let [^ExternName name (.name named)
        ^Entity entity (.entity named)]
    (condp instance? entity
      Entity$InstanceEntity (instance-item findings kind name entity)
      Entity$FuncEntity [kind (.text name) (with-attributes (items/func-type scope entity) 1 (attributes name))]
      Entity$TypeEntity (let [item (-> (items/type-item scope (.text name) (.type ^Entity$TypeEntity entity))
                                       (with-attributes 2 (attributes name)))]
                          (vswap! types conj item)
                          nil)
      (items/fail "the " (clojure.core/name kind) " \"" name "\" is a " (.sort entity) ", which WIT cannot express"))))

(defn- resource-of
  "Returns [resource item] for a function of a world that belongs to a resource of the world."
  [[kind name [_ & func]]]
  (when-let [[_ what resource label] (re-matches #"\[(constructor|method|static)\]([^.]+)(?:\.(.+))?" name)]
    (let [attributes (when (map? (first func)) [(first func)])
          [params result] (if attributes (rest func) func)]
      [(symbol resource)
       (case what
         "constructor" (cond-> [:constructor params] (not= :own (first result)) (conj result))
         "method" (-> (into [:method (symbol label)] attributes)
                      (conj (vec (rest params)))
                      (into (when result [result])))
         "static" (-> (into [:static (symbol label)] attributes) (conj params) (into (when result [result]))))])))

(defn- first-of-each-name [types]
  (let [named (group-by second types)]
    (map (comp first named) (distinct (map second types)))))

(defn- into-resources
  "Moves functions of the world's own resources into the resources. Returns [types others]."
  [types others]
  (let [owned (fn [item] (when (and (vector? (last item)) (= :func (first (last item)))) (resource-of item)))
        functions (reduce (fn [functions [resource function]] (update functions resource (fnil conj []) function))
                          {}
                          (keep owned others))]
    [(mapv (fn [[kind name :as type]] (if (= :resource kind) (into type (functions name)) type)) types)
     (into [] (remove owned) others)]))

(defn- world
  "Returns the world of a component's type, and adds its interfaces to the findings."
  [findings id ^ComponentType type]
  (let [scope (items/scope (:owners findings) [:world id])
        types (volatile! [])
        imports (into [] (keep #(world-item findings scope types :import %)) (.imports type))
        exports (into [] (keep #(world-item findings scope types :export %)) (.exports type))
        func? #(and (vector? (last %)) (= :func (first (last %))))
        [types others] (into-resources (into @(:uses scope) (first-of-each-name @types))
                                       (mapcat #(concat (remove func? %) (filter func? %)) [imports exports]))]
    (-> [:world id] (into types) (into others))))

;; Packages

(defn- packages
  "Returns packages of interfaces and worlds by their ids: `main` first, then in the order of the findings."
  [main findings worlds]
  (let [interfaces (map #(into [:interface %] (@(:interfaces findings) %)) @(:order findings))
        by-package (group-by #(:package (wit/parse-id (wit/item-name %))) (concat interfaces worlds))
        ids (distinct (cons main (map #(:package (wit/parse-id %)) @(:order findings))))]
    (into [:wit] (map #(into [:package %] (by-package %))) ids)))

(defn- component-types
  "Returns the component types if a component exports nothing else, which is the binary form of WIT. Otherwise returns nil."
  [^ComponentType type]
  (let [exported (map (fn [^Entity$Named n]
                        (let [entity (.entity n)]
                          (when (instance? Entity$TypeEntity entity)
                            (let [shape (.shape (.type ^Entity$TypeEntity entity))]
                              (when (instance? ComponentTemplate$ComponentShape shape)
                                (.open (.template ^ComponentTemplate$ComponentShape shape)))))))
                      (.exports type))]
    (when (and (seq exported) (every? some? exported))
      exported)))

(defn- documented [data ^Component component]
  (if-let [^CustomSection section (some #(when (= "package-docs" (.name ^CustomSection %)) %)
                                        (.customSections component))]
    (package-docs/document data (.copy (.data section)))
    data))

(defn- wit-package
  "Returns the WIT of component types. Each of them exports one interface or one world, under its id."
  [types]
  (let [findings (new-findings)
        exported (mapv (fn [^ComponentType type]
                         (let [^Entity$Named only (first (.exports type))
                               id (interface-id (.name only))
                               entity (.entity only)]
                           (doseq [^Entity$Named i (.imports type)]
                             (instance-item findings :import (.name i) (.entity i)))
                           (if (instance? ComponentTemplate$ComponentEntity entity)
                             (world findings id (.open (.template ^ComponentTemplate$ComponentEntity entity)))
                             (found-interface findings id (instance-items findings id entity)))))
                       types)
        main (:package (wit/parse-id (let [e (first exported)] (if (string? e) e (wit/item-name e)))))]
    (packages main findings (filterv vector? exported))))

(defn- wit-package? [types]
  (every? (fn [^ComponentType type]
            (let [^Entity$Named only (first (.exports type))]
              (and (= 1 (count (.exports type)))
                   (interface-id (.name only))
                   (every? #(instance? Entity$InstanceEntity (.entity ^Entity$Named %)) (.imports type))
                   (or (instance? ComponentTemplate$ComponentEntity (.entity only))
                       (instance? Entity$InstanceEntity (.entity only))))))
          types))

(defn wit
  "Returns the WIT of a valid component, as WIT data.

  Throws RadicchioException, :invalid if WIT cannot express an import or export."
  [^TypedComponent typed]
  (let [component (.component typed)
        type (.type typed)
        types (component-types type)]
    (if (and types (wit-package? types))
      (documented (wit-package types) component)
      (let [findings (new-findings)
            world (world findings "root:component/root" type)]
        (packages "root:component" findings [world])))))

(defn core-module-worlds
  "Decodes the WIT that a toolchain added to a core module, in its sections `component-type…`. Returns components whose types
  contain the WIT, one for each part of the program that was bound to a separate world. Takes the module's bytes.

  Throws RadicchioException, :malformed."
  [^bytes module]
  (for [^CustomSection section (Binary/coreCustomSections (Bytes/of module) "component-type")
        :let [data (.data section)]]
    (Binary/decode (Arrays/copyOfRange (.source data) (.offset data) (+ (.offset data) (.length data))))))

(defn- merge-worlds [world other]
  (let [items (into (vec (wit/contents world)) (remove (set (wit/contents world))) (wit/contents other))
        of (fn [kinds] (filter (comp kinds wit/kind) items))
        before (subvec world 0 (- (count world) (count (wit/contents world))))]
    (-> before (into (remove (comp #{:import :export} wit/kind) items)) (into (of #{:import})) (into (of #{:export})))))

(defn- merge-wit
  "Adds the interfaces of a second WIT to the first one, and merges the two worlds, with the name of the first."
  [data other]
  (let [world (wit/world data)
        findings (new-findings)]
    (doseq [interface (concat (wit/interfaces data) (wit/interfaces other))]
      (found-interface findings (wit/item-name interface) (vec (wit/contents interface))))
    (packages (wit/item-name (wit/main-package data)) findings [(merge-worlds world (wit/world other))])))

(defn core-module-wit
  "Returns the WIT that a toolchain added to a core module, as WIT data; its main package has the world. Several worlds are
  merged. Returns nil if the module has no WIT. Takes the module's bytes.

  Throws RadicchioException, :malformed or :invalid."
  [^bytes module]
  (when-let [worlds (seq (core-module-worlds module))]
    (reduce merge-wit (map #(wit (Validate/check %)) worlds))))

;; Summary

(defn- core-modules [^Component component]
  (filter #(instance? Definition$CoreModuleDef %) (.definitions component)))

(defn- module-summary [^Definition$CoreModuleDef module]
  {:offset (.offset (.bytes module)) :bytes (.length (.bytes module))})

(defn- section-summary [^CustomSection section]
  {:name (.name section) :bytes (.length (.data section))})

(defn- extern-summary [^Entity$Named named]
  (let [^ExternName name (.name named)
        entity (.entity named)]
    (cond-> {:name (.text name) :sort (keyword (str/replace (str (.sort ^Entity entity)) \space \-))}
      (interface-id name) (assoc :interface (interface-id name))
      (instance? Entity$InstanceEntity entity)
      (assoc :functions (vec (for [[text ^Entity$Named e] (.exports ^Entity$InstanceEntity entity)
                                   :when (instance? Entity$FuncEntity (.entity e))]
                               text))))))

(defn summary
  "Returns a summary of a valid component. A map of
    :bytes            its size
    :core-modules     [{:offset … :bytes …} …], including those of nested components
    :components       the number of nested components
    :custom-sections  [{:name … :bytes …} …]
    :imports          [{:name \"wasi:io/poll@0.2.9\" :sort :instance :interface id :functions [name …]} …]; :sort
                      is :instance, :func, :type, :component or :core-module; :interface and :functions are present
                      for instances
    :exports          the same."
  [^TypedComponent typed]
  (let [component (.component typed)
        type (.type typed)
        components (.all component)]
    {:bytes (.length (.bytes component))
     :core-modules (into [] (mapcat #(map module-summary (core-modules %))) components)
     :components (dec (count components))
     :custom-sections (mapv section-summary (.customSections component))
     :imports (mapv extern-summary (.imports type))
     :exports (mapv extern-summary (.exports type))}))
