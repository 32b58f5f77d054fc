(ns ^:no-doc radicchio.wasm.compose
  "Composes components: the exports of some satisfy the imports of others. See `radicchio.wasm/compose`."
  (:require [radicchio.foreign-text :as foreign]
            [radicchio.wasm.component :as component]
            [radicchio.wasm.instance-options :as instance-options]
            [radicchio.wasm.object :as object]
            [radicchio.wasm.options :as options]
            [radicchio.wasm.source :as source])
  (:import (java.util Map Optional)
           (radicchio.binary Binary Binary$Form)
           (radicchio.error ErrorKind RadicchioException Spelling)
           (radicchio.runtime CompiledComponent Instance)
           (radicchio.runtime.compose Composition Composition$Unsatisfied Part Part$Wire)
           (radicchio.runtime.link InstanceOptions PartOptions Versions)
           (radicchio.validate TypedComponent Validate)
           (radicchio.validate.type Entity$Named)
           (radicchio.values.clojure ClojureValues)))

(set! *warn-on-reflection* true)

;; What people write

(def ^:private part-keys [:from :imports :wasi :missing :results])

(defn- part-name [k]
  (cond (or (keyword? k) (symbol? k)) (name k)
        (and (string? k) (seq k)) k
        :else (throw (options/refuse (str "compose: expected a keyword, symbol or string for the name of a component, got "
                                          (foreign/printed k))))))

(defn- described
  "Returns a component of the composition as a map: {:from source, :imports … }."
  [name x]
  (let [m (if (and (map? x) (not (object/compiled-of x))) x {:from x})]
    (options/check-keys (str "compose: " name) m part-keys)
    (when-not (contains? m :from)
      (throw (options/refuse (str "compose: " name ": expected a source, or a map with :from, got " (foreign/printed x)))))
    m))

(defn- wire
  "Returns the source of an import if it is a component: :kv, or [:kv \"acme:kv/store@1.0.0\"]. Otherwise nil."
  [x]
  (cond (or (keyword? x) (symbol? x) (string? x)) (Part$Wire. (part-name x) (Optional/empty))
        (and (vector? x) (= 2 (count x)) (string? (second x))) (Part$Wire. (part-name (first x)) (Optional/of (second x)))))

(defn- import-name [k]
  (cond (string? k) k
        (keyword? k) (subs (str k) 1)
        (symbol? k) (str k)
        :else (throw (options/refuse (str ":imports: expected a string or keyword for a name, got " (foreign/printed k))))))

(defn- split-imports
  "Returns the imports that are other components, as {name wire}, and the others."
  [name imports]
  (when-not (or (nil? imports) (map? imports))
    (throw (options/refuse (str "compose: " name ": :imports: expected a map, got " (foreign/printed imports)))))
  (reduce-kv (fn [[wires others] k v]
               (if-let [w (wire v)]
                 [(assoc wires (import-name k) w) others]
                 [wires (assoc others (import-name k) v)]))
             [{} {}]
             imports))

;; Components

(defn- typed-component
  "Returns the valid component of a source. Throws :config for a core module."
  ^TypedComponent [name source]
  (let [compiled (object/compiled-of source)
        ^TypedComponent typed (cond (instance? CompiledComponent compiled) (.typed ^CompiledComponent compiled)
                                    (nil? compiled)
                                    (let [bytes (source/read-bytes source)]
                                      (when (= Binary$Form/COMPONENT (Binary/sniff bytes))
                                        (source/naming source #(Validate/check (Binary/decode bytes))))))]
    (when-not (and typed (= Binary$Form/COMPONENT (Binary/sniff (.copy (.bytes (.component typed))))))
      (throw (options/refuse (str "compose: " name ": expected a component, got a core module; wasm-tools component new"
                                  " makes a component of it"))))
    typed))

(defn- imports-of [^TypedComponent typed]
  (map #(.text (.name ^Entity$Named %)) (.imports (.type typed))))

(defn- wanted?
  "Tests whether a component imports what a name of :imports supplies."
  [typed k]
  (some #(.isPresent (Versions/satisfying % [k])) (imports-of typed)))

(defn- refuse-unused!
  "Throws :unlinkable for a name of the :imports of all that no component imports."
  [parts others]
  (when-let [k (first (sort (remove (fn [k] (some #(wanted? (:typed %) k) parts)) (keys others))))]
    (throw (RadicchioException/of
            ErrorKind/UNLINKABLE
            (str "compose: :imports: no component imports " (foreign/escaped k)
                 (let [imported (mapcat (comp imports-of :typed) parts)
                       ^Optional near (Spelling/nearest (Versions/base k) (mapv #(Versions/base %) imported))]
                   (when (.isPresent near) (str "; did you mean " (foreign/escaped (.get near)) "?"))))))))

(defn- prepared
  "Returns a component as a map: its :name, :typed component, :wires, :imports of the host, and other options."
  [[k x]]
  (let [name (part-name k)
        m (described name x)
        [wires others] (split-imports name (:imports m))]
    (assoc (select-keys m [:wasi :missing :results]) :name name :typed (typed-component name (:from m)) :wires wires :imports others)))

(defn- prepared-parts
  "Returns the components, each with its own options."
  [components]
  (when-not (and (map? components) (seq components))
    (throw (options/refuse (str "compose: expected a map of names and components, got " (foreign/printed components)))))
  (let [parts (mapv prepared (sort-by (comp part-name key) components))  ; the same bytes each time
        all-names (map :name parts)]
    (when-not (apply distinct? all-names)
      (throw (options/refuse (str "compose: two components have one name: " (foreign/listed identity all-names)))))
    parts))

(defn- with-defaults
  "Returns the components, with the options of all as defaults."
  [parts all]
  (let [[wires others] (split-imports "options" (:imports all))]
    (when (seq wires)
      (throw (options/refuse (str "compose: :imports of all components: expected functions, got the component "
                                  (foreign/printed (first (keys wires))) "; put it in the :imports of one component"))))
    (refuse-unused! parts others)
    (for [{:keys [typed] :as part} parts]
      (-> (merge (select-keys all [:wasi :missing :results]) part)
          (update :imports #(merge (into {} (filter (fn [[k _]] (wanted? typed k))) others) %))))))

(defn- composition ^Composition [parts exports]
  (let [exports (cond (nil? exports) nil
                      (sequential? exports) (mapv part-name exports)
                      :else [(part-name exports)])]
    (Composition/of (mapv (fn [{:keys [name typed wires imports]}]
                            (Part. name typed wires (set (keys imports))))
                          parts)
                    (Optional/ofNullable exports))))

(defn- sources
  "Returns {part {import \"kv acme:kv/store@1.0.0\"}}, for the imports that components satisfy."
  [^Composition composed]
  (into {} (map (fn [[part sources]] [part (into {} sources)])) (.sources composed)))

;; Composing to bytes

(defn compose-bytes
  "Composes components to one. The first argument and :exports are as for `wasm/compose`; the values of :imports must be
  components. Returns a map of :bytes, the component; :imports, the names of the imports that are left; :wired, the sources of
  the imports, {name {import \"kv acme:kv/store@1.0.0\"}}; and :candidates, descriptions of imports that a component nearly
  satisfies. Throws as `wasm/compose`."
  [components {:keys [exports]}]
  (let [parts (prepared-parts components)]
    (doseq [{:keys [name imports]} parts, k (keys imports)]
      (throw (options/refuse (str "compose: " name ": :imports " (foreign/escaped k) ": expected the name of a component"))))
    (let [composed (composition parts exports)]
      {:bytes (.copy (.bytes (.component (.component composed))))
       :imports (vec (.imports composed))
       :wired (sources composed)
       :candidates (vec (for [^Composition$Unsatisfied u (.unsatisfied composed) :when (seq (.candidates u))]
                          (.text u)))})))

;; Running

(defn- instance-options-of
  "Returns the options of the components, in order. Closes those made if one cannot be made."
  [parts limits]
  (let [made (volatile! [])]
    (try
      (doseq [part parts]
        (vswap! made conj (instance-options/instance-options
                           (assoc (select-keys part [:imports :wasi :missing :results]) :limits limits))))
      @made
      (catch Throwable t
        (doseq [^InstanceOptions o @made]
          (.close (.fallback (.imports o))))
        (throw t)))))

(def ^:private option-keys [:exports :imports :wasi :limits :missing :results :backend :cache])

(defn- check-options [components options]
  (options/check-keys "compose" options option-keys)
  (doseq [[name x] components :when (and (map? x) (not (object/compiled-of x)))]
    (instance-options/check (dissoc (select-keys x part-keys) :from :imports))
    (part-name name))
  (instance-options/check (dissoc options :exports :imports)))

(def ^:private part-options [:imports :wasi :missing :results])

(defn- made
  "Makes an instance of compiled components. `again` makes another one with other options."
  [^Composition composed compiled parts limits again]
  (let [all (instance-options-of parts limits)
        by-name (zipmap (map :name parts) all)]
    (component/view
     (Instance/composed compiled (PartOptions/ofWhole all)
                        ^Map (into {} (map (fn [[place name]] [place (PartOptions. name (by-name name))]))
                                   (.places composed)))
     again)))

(defn compose
  "See `radicchio.wasm/compose`."
  ^java.lang.AutoCloseable [components options]
  (check-options (when (map? components) components) options)
  (let [prepared (prepared-parts components)
        parts (with-defaults prepared options)
        composed (composition parts (:exports options))
        compiled (CompiledComponent/of (.component composed)
                                       (options/compile-options (select-keys options [:backend :cache]))
                                       ClojureValues/INSTANCE)
        make (fn make [parts options]
               (.requireSatisfied composed (into {} (map (fn [{:keys [name missing]}]
                                                           [name (instance-options/missing missing)]))
                                                 parts))
               (made composed compiled parts (:limits options)
                     (fn [more]
                       (options/check-keys "wasm/instantiate" more (conj part-options :limits))
                       (instance-options/check (dissoc more :imports))
                       (make (with-defaults prepared (merge options more)) (merge options more)))))]
    (object/remember-composition compiled
                                 (str "composition of " (foreign/listed foreign/escaped (map :name parts)))
                                 (sources composed))
    (make parts options)))
