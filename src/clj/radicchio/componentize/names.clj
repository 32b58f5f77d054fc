(ns ^:no-doc radicchio.componentize.names
  "The names in a core module for the imports and exports of a world: the original ones of toolchains,
  \"local:img/resize@1.0.0#resize-image\", and those of the build target `cm32p2`, \"cm32p2|local:img/resize@1|resize-image\"."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- canonical-version
  "Returns the compatible part of a version: 1.2.3 is 1, 0.2.3 is 0.2; 0.0.3 and pre-releases are unchanged."
  [version]
  (let [[_ major minor] (re-matches #"(\d+)\.(\d+)\.\d+(?:\+.*)?" version)]
    (cond (nil? major) (str/replace version #"\+.*" "")
          (not= "0" major) major
          (not= "0" minor) (str major "." minor)
          :else (str/replace version #"\+.*" ""))))

(defn- canonical-id
  "Returns an interface's id in the notation of `cm32p2`."
  [id]
  (let [[before version] (str/split id #"@" 2)]
    (if version (str before "@" (canonical-version version)) id)))

(defn- own-resources [scope]
  (map wit/item-name (wit/items :resource scope)))

;; Imports

(defn- import-names
  "Returns the names of functions, and of resources to drop, of one imported scope. `label` is nil for the world itself."
  [label scope functions resources]
  (let [early (or label "$root")
        later (if label (str "cm32p2|" (canonical-id label)) "cm32p2")]
    (concat (for [{:keys [name] :as function} functions, module [early later]]
              [[module name] {:kind :lower :label label :scope scope :function function}])
            (for [resource resources
                  name [[early (str "[resource-drop]" resource)] [later (str resource "_drop")]]]
              [name {:kind :drop :label label :resource resource}]))))

(defn- intrinsic-names
  "Returns the names of the built-ins for an exported interface's own resources."
  [label resources]
  (for [resource resources
        kind [:drop :new :rep]
        name [[(str "[export]" label) (str "[resource-" (name kind) "]" resource)]
              [(str "cm32p2|_ex_" (canonical-id label)) (str resource "_" (name kind))]]]
    [name {:kind kind :label label :resource resource :exported? true}]))

(defn imports
  "Returns everything that a core module of the world can import: a map from [module name] to
    {:kind :lower :label … :scope … :function …}      a function, in the format of `wit/functions`, of the world itself
                                                     (:label is nil), or of an imported interface with the name :label
    {:kind :drop, :new or :rep :label … :resource …}  a resource built-in; :exported? is true if the guest defines the
                                                     resource."
  [data world]
  (let [interfaces (fn [items] (for [item items, :let [extern (wit/extern data item)]
                                     :when (= :interface (wit/kind extern))]
                                 [(wit/item-name item) extern]))]
    (into {}
          (concat (import-names nil world (wit/functions world) (own-resources world))
                  (mapcat (fn [[label scope]] (import-names label scope (wit/functions scope) (own-resources scope)))
                          (interfaces (wit/imports world)))
                  (mapcat (fn [[label scope]] (intrinsic-names label (own-resources scope)))
                          (interfaces (wit/exports world)))))))

;; Exports: all names of an export, the most common one first

(defn function-exports
  "Returns the names under which a function can be exported."
  [label function-name]
  [(wit/export-id label function-name)
   (str "cm32p2|" (some-> label canonical-id) "|" function-name)])

(defn post-return
  "Returns the name of the post-return function of the export `name`."
  [name]
  (if (str/starts-with? name "cm32p2|") (str name "_post") (str "cabi_post_" name)))

(defn destructors
  "Returns the names of a resource's destructor."
  [label resource]
  [(str label "#[dtor]" resource) (str "cm32p2|" (canonical-id label) "|" resource "_dtor")])

(def memories ["memory" "cm32p2_memory"])
(def initializers ["_initialize" "cm32p2_initialize"])
(def lift-reallocs ["cabi_export_realloc" "cabi_realloc" "cm32p2_realloc"])
(def lower-reallocs ["cabi_import_realloc" "cabi_realloc" "cm32p2_realloc"])
