(ns radicchio.wit.sample
  "Random WIT data for properties: every kind of item and type, names that are keywords, documentation."
  (:require [clojure.test.check.generators :as gen]
            [radicchio.hostile :as hostile]
            [radicchio.wit :as wit]
            [radicchio.wit.documentation :as documentation]
            [radicchio.wit.names :as names]))

(set! *warn-on-reflection* true)

(def ^:private pool
  (into (vec (sort names/keywords))
        ["a" "b2" "XML" "parse-XML" "is-2D" "m1x3d-4CR0" "version" "feature" "since" "self-ish" "image" "width" "shape"
         "canvas" "draw" "error" "ok" "none" "some" "left-hand" "right-hand" "A-B-C" "x" "y" "z" "run" "stop"]))

(defn- names-gen
  "Generates the names of one scope, as many as requested."
  []
  (gen/shuffle pool))

(def ^:private docs-gen
  (gen/one-of [(gen/elements ["One line." "Two\nlines." "A list:\n  - of one\n\nand more /* than */ // that" "ünïcødé ☃ 𝄞"])
               (gen/such-that some? (gen/fmap documentation/normal hostile/text) 100)]))

(def ^:private attributes-gen
  (gen/frequency [[4 (gen/return {})]
                  [2 (gen/fmap #(hash-map :docs %) docs-gen)]
                  [1 (gen/return {:since "1.0.0"})]
                  [1 (gen/return {:since "0.9.0-rc.1+b.7" :deprecated "1.2.0"})]
                  [1 (gen/return {:unstable "new-things"})]]))

(def ^:private item-attributes-gen
  (gen/let [attributes attributes-gen
            external (gen/frequency [[6 (gen/return nil)] [1 gen/string]])]
    (cond-> attributes external (assoc :external-id external))))

(defn- element [kind name attributes contents]
  (into (cond-> (if name [kind name] [kind]) (seq attributes) (conj attributes)) contents))

(defn- element-of-stream
  "Returns a type like the given one that is neither char nor a name, which can be char."
  [type]
  (cond (= :char type) :u8
        (symbol? type) [:option type]
        :else type))

(defn- type-gen
  "Generates a type that may name the types in `known`, {:types [symbol …] :resources [symbol …]}."
  [{:keys [types resources]}]
  (gen/recursive-gen
   (fn [inner]
     (gen/one-of [(gen/fmap #(vector :list %) inner)
                  (gen/let [t inner, n (gen/choose 1 1000)] [:list t n])
                  (gen/fmap #(vector :option %) inner)
                  (gen/fmap #(into [:tuple] %) (gen/vector inner 1 4))
                  (gen/let [k (gen/elements [:bool :u8 :s64 :char :string]), v inner] [:map k v])
                  (gen/fmap #(vector :result %) inner)
                  (gen/let [ok inner, err inner] [:result ok err])
                  (gen/fmap #(vector :result nil %) inner)
                  (gen/fmap #(vector :stream (element-of-stream %)) inner)
                  (gen/fmap #(vector :future %) inner)]))
   (gen/one-of (cond-> [(gen/elements (sort wit/primitives))
                        (gen/elements [[:result] [:stream] [:future]])]
                 (seq types) (conj (gen/elements types))
                 (seq resources) (conj (gen/fmap #(vector :own %) (gen/elements resources)))))))

(defn- params-gen [known]
  (gen/let [names (names-gen)
            types (gen/vector (if (seq (:resources known))
                                (gen/one-of [(type-gen known)
                                             (gen/fmap #(vector :borrow %) (gen/elements (:resources known)))])
                                (type-gen known))
                              0 6)]
    (mapv vector (map symbol names) types)))

(defn- signature-gen [known]
  (gen/let [params (params-gen known)
            result (gen/one-of [(gen/return nil) (type-gen known)])]
    (if result [params result] [params])))

(defn- function-gen [known kind name]
  (gen/let [attributes item-attributes-gen
            async gen/boolean
            signature (signature-gen known)]
    (element kind name (cond-> attributes async (assoc :async true)) signature)))

(defn- fields-gen [kind known]
  (gen/let [names (names-gen)
            n (gen/choose 1 5)
            attributes (gen/vector (gen/one-of [(gen/return {}) (gen/fmap #(hash-map :docs %) docs-gen)]) n)
            types (gen/vector (type-gen known) n)
            payloads (gen/vector gen/boolean n)]
    (mapv (fn [name attributes type payload]
            (let [type (case kind :record type :variant (when payload type) nil)
                  field (cond-> [(keyword name)] (seq attributes) (conj attributes) type (conj type))]
              (if (and (= 1 (count field)) (not= :variant kind)) (first field) field)))
          names attributes types payloads)))

(defn- resource-gen [known name labels]
  (gen/let [attributes item-attributes-gen
            constructor (gen/elements [nil :plain :fallible])
            params (params-gen known)
            kinds (gen/vector (gen/elements [:method :static]) 0 3)
            functions (apply gen/tuple (map #(function-gen known %1 %2) kinds labels))]
    (element :resource name attributes
             (cond->> functions
               constructor (cons (cond-> [:constructor params]
                                   (= :fallible constructor) (conj [:result [:own name] :string])))))))

(defn- item-gen [known name labels]
  (gen/let [kind (gen/elements [:record :variant :enum :flags :type :resource :func])
            attributes item-attributes-gen
            item (case kind
                   (:record :variant :enum :flags) (gen/fmap #(element kind name attributes %) (fields-gen kind known))
                   :type (gen/fmap #(element :type name attributes [%]) (type-gen known))
                   :resource (resource-gen known name labels)
                   :func (function-gen known :func name))]
    item))

(defn- know [known item]
  (case (wit/kind item)
    :func known
    :resource (update known :resources conj (wit/item-name item))
    (update known :types conj (wit/item-name item))))

(defn- use-gen
  "Generates uses of types that an earlier interface defines, or nil if there is none."
  [earlier names]
  (let [candidates (for [interface earlier
                         item (wit/types interface)
                         :when (not (#{:use :resource} (wit/kind item)))]
                     [(wit/item-name interface) (wit/item-name item)])]
    (if (seq candidates)
      (gen/let [chosen (gen/vector (gen/elements candidates) 0 2)]
        (mapv (fn [[id there] here] [:use here id there]) chosen names))
      (gen/return []))))

(defn- items-gen [earlier]
  (gen/let [names (gen/fmap #(map symbol %) (names-gen))
            uses (use-gen earlier names)
            n (gen/choose 0 6)]
    (let [[own labels] (split-at n (drop (count uses) names))]
      (reduce (fn [generated [name labels]]
                (gen/bind generated
                          (fn [{:keys [known items]}]
                            (gen/let [item (item-gen known name labels)]
                              {:known (know known item) :items (conj items item)}))))
              (gen/return {:known (reduce know {:types [] :resources []} uses) :items uses})
              (map vector own (partition-all 3 labels))))))

(defn- interface-gen [id earlier]
  (gen/let [attributes attributes-gen
            {:keys [items]} (items-gen earlier)]
    (element :interface id attributes items)))

(defn- world-gen
  "Generates a world that imports and exports all of the interfaces, which are in an order of use."
  [id interfaces]
  (gen/let [attributes attributes-gen
            inline (items-gen interfaces)
            import-func (signature-gen {})
            export-func (signature-gen {})
            exported gen/boolean]
    (let [ids (map wit/item-name interfaces)]
      (element :world id attributes
               (concat [[:type 'size :u32]]
                       (map #(vector :import %) ids)
                       [[:import "inline" (into [:interface] (:items inline))]]
                       (when (seq ids) [[:import "named" (first ids)]])
                       [[:import "log" (into [:func {:docs "Logs."}] import-func)]]
                       (when exported (map #(vector :export %) ids))
                       [[:export "run" (into [:func] export-func)]])))))

(defn- package-gen [package-id n]
  (gen/let [names (names-gen)
            package-attributes (gen/one-of [(gen/return {}) (gen/fmap #(hash-map :docs %) docs-gen)])
            interfaces (reduce (fn [generated name]
                                 (gen/bind generated
                                           (fn [done]
                                             (gen/fmap #(conj done %)
                                                       (interface-gen (wit/make-id package-id name) done)))))
                               (gen/return [])
                               (take n names))
            world (world-gen (wit/make-id package-id (nth names n)) interfaces)]
    (element :package package-id package-attributes (conj interfaces world))))

(def data-gen
  "Generates WIT data of one package, as the resolver would return it with all features enabled."
  (gen/let [package-id (gen/elements ["local:demo@1.2.0" "local:type-2@1.2.0+build.5"])
            n (gen/choose 0 3)
            package (package-gen package-id n)]
    [:wit package]))
