(ns radicchio.gen.diff-test
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is]]
            [clojure.test.check.clojure-test :refer [defspec]]
            [clojure.test.check.generators :as g]
            [clojure.test.check.properties :as p]
            [radicchio.gen.diff :as diff]))

(set! *warn-on-reflection* true)

(defn- lines [& lines] (str/join "\n" lines))

(deftest a-difference-is-shown-with-its-surroundings
  (is (= (lines "--- old" "+++ new"
                "@@ -2,7 +2,7 @@" " b" " c" " d" "-e" "+E" " f" " g" " h")
         (diff/unified "old" (lines "a" "b" "c" "d" "e" "f" "g" "h" "i")
                       "new" (lines "a" "b" "c" "d" "E" "f" "g" "h" "i")))))

(deftest changes-far-apart-are-separate-hunks
  (is (= (lines "--- old" "+++ new"
                "@@ -1,3 +1,4 @@" "+0" " 1" " 2" " 3"
                "@@ -7,4 +8,3 @@" " 7" " 8" " 9" "-10")
         (diff/unified "old" (apply lines (range 1 11)) "new" (apply lines (range 0 10))))))

(defn- apply-diff
  "Applies a unified diff to the old lines."
  [old diff]
  (loop [[line & more :as hunks] (drop 2 (str/split-lines diff)), position (num 0), new []]
    (if (empty? hunks)
      (into new (subvec old position))
      (if-let [[_ start] (re-find #"^@@ -(\d+)," line)]
        (let [start (max (long position) (dec (long (parse-long start))))]
          (recur more start (into new (subvec old position start))))
        (let [text (subs line 1)]
          (case (first line)
            \space (recur more (inc (long position)) (conj new text))
            \- (recur more (inc (long position)) new)
            \+ (recur more position (conj new text))))))))

(def ^:private texts
  (g/vector (g/elements ["a" "b" "c" "d"]) 1 30))

(defspec a-diff-turns-the-old-text-into-the-new-one 200
  (p/for-all [old texts new texts]
    (= new (apply-diff old (diff/unified "old" (str/join "\n" old) "new" (str/join "\n" new))))))
