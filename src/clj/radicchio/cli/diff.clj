(ns ^:no-doc radicchio.cli.diff
  "`wit diff`: what changed between two versions of a component or WIT package."
  (:require [radicchio.cli.wit-file :as wit-file]
            [radicchio.foreign-text :as foreign]
            [radicchio.wasm.options :as options]
            [radicchio.wit.changes :as changes]))

(set! *warn-on-reflection* true)

(defn diff
  "Compares two versions. Options: :old and :new, paths of .wasm files, .wit files or folders of WIT; :root, the folder that
  they are relative to. Returns the result of `radicchio.wit.changes/changes`. Throws RadicchioException if one cannot be
  read, or if one is a component and the other is a package."
  [{:keys [old new root] :as given}]
  (options/check-keys "diff" given [:old :new :root])
  (doseq [key [:old :new] :when (not (string? (key given)))]
    (throw (options/refuse (str "diff: " key ": expected the path of a .wasm file, a .wit file or a folder, got "
                                (foreign/printed (key given))))))
  (let [[a b] (map #(wit-file/read-wit "diff" root %) [old new])]
    (when (not= (wit-file/component? a) (wit-file/component? b))
      (throw (options/refuse (str "diff: expected two components or two WIT packages; only "
                                  (foreign/path (if (wit-file/component? a) old new)) " is a component"))))
    (changes/changes a b)))
