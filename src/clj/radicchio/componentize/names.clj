(ns ^:no-doc radicchio.componentize.names
  "How core modules name what a world imports and exports: as toolchains have done from the start,
  \"local:img/resize@1.0.0#resize-image\", and by the build target `cm32p2`, \"cm32p2|local:img/resize@1|resize-image\"."
  (:require [clojure.string :as str]
            [radicchio.wit :as wit]))

(set! *warn-on-reflection* true)

(defn- canonical-version
  "The part of a version that says what it is compatible with: 1.2.3 is 1, 0.2.3 is 0.2, 0.0.3 and pre-releases are whole."
  [version]
  (let [[_ major minor] (re-matches #"(\d+)\.(\d+)\.\d+(?:\+.*)?" version)]
    (cond (nil? major) (str/replace version #"\+.*" "")
          (not= "0" major) major
          (not= "0" minor) (str major "." minor)
          :else (str/replace version #"\+.*" ""))))

(defn- canonical-id
  "An interface's id as `cm32p2` has it."
  [id]
  (let [[before version] (str/split id #"@" 2)]
    (if version (str before "@" (canonical-version version)) id)))

(defn- own-resources [scope]
  (map wit/item-name (wit/items :resource scope)))

;; Imports

(defn- import-names
  "Names of functions, and of resources to drop, of one imported scope; `label` is nil for the world itself."
  [label scope functions resources]
  (let [early (or label "$root")
        later (if label (str "cm32p2|" (canonical-id label)) "cm32p2")]
    (concat (for [{:keys [name] :as function} functions, module [early later]]
              [[module name] {:kind :lower :label label :scope scope :function function}])
            (for [resource resources
                  name [[early (str "[resource-drop]" resource)] [later (str resource "_drop")]]]
              [name {:kind :drop :label label :resource resource}]))))

(defn- intrinsic-names
  "Names of what an exported interface's own resources are handled with."
  [label resources]
  (for [resource resources
        kind [:drop :new :rep]
        name [[(str "[export]" label) (str "[resource-" (name kind) "]" resource)]
              [(str "cm32p2|_ex_" (canonical-id label)) (str resource "_" (name kind))]]]
    [name {:kind kind :label label :resource resource :exported? true}]))

(defn imports
  "All that a core module of the world can import: [module name] to
    {:kind :lower :label … :scope … :function …}      a function, as `wit/functions` has it, of an imported interface, whose
                                                     name in the world is :label, or of the world itself, nil
    {:kind :drop, :new or :rep :label … :resource …}  what handles a resource; :exported? where the guest defines it."
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

;; Exports: each name that something may have, the first one being that of most toolchains

(defn function-exports
  "The names under which a function can be exported."
  [label function-name]
  [(wit/export-id label function-name)
   (str "cm32p2|" (some-> label canonical-id) "|" function-name)])

(defn post-return
  "The name of the function to call when the results of the export `name` were read."
  [name]
  (if (str/starts-with? name "cm32p2|") (str name "_post") (str "cabi_post_" name)))

(defn destructors
  "The names of a resource's destructor."
  [label resource]
  [(str label "#[dtor]" resource) (str "cm32p2|" (canonical-id label) "|" resource "_dtor")])

(def memories ["memory" "cm32p2_memory"])
(def initializers ["_initialize" "cm32p2_initialize"])
(def lift-reallocs ["cabi_export_realloc" "cabi_realloc" "cm32p2_realloc"])
(def lower-reallocs ["cabi_import_realloc" "cabi_realloc" "cm32p2_realloc"])
