(ns ^:no-doc radicchio.gen.diff
  "Computes the difference of two texts, in the format of `diff -u`."
  (:require [clojure.string :as str]))

(set! *warn-on-reflection* true)

(def ^:private surroundings "The lines shown before and after a change." 3)

(def ^:private most-cells
  "The most pairs of lines for which the smallest difference is computed. Above it, all lines from the first to the last
  change are shown as replaced."
  4000000)

(defn- common-prefix ^long [a b]
  (count (take-while true? (map = a b))))

(defn- common-lengths
  "Returns a table: at [i][j] the length of the longest common subsequence of `a` from i and `b` from j."
  [a b]
  (let [n (count a) m (count b)
        table (make-array Integer/TYPE (inc n) (inc m))]
    (doseq [i (range (dec n) -1 -1)]
      (let [^ints row (aget ^objects table i)
            ^ints below (aget ^objects table (inc (int i)))
            line (nth a i)]
        (loop [j (dec m)]
          (when-not (neg? j)
            (aset row j (int (if (= line (nth b j))
                               (inc (aget below (inc j)))
                               (max (aget below j) (aget row (inc j))))))
            (recur (dec j))))))
    table))

(defn- smallest
  "Returns the edits from `a` to `b`: pairs of :same, :removed or :added and the line."
  [a b]
  (let [^objects table (common-lengths a b)
        n (count a) m (count b)]
    (loop [i 0 j 0 edits []]
      (cond (and (= i n) (= j m)) edits
            (= i n) (recur i (inc j) (conj edits [:added (nth b j)]))
            (= j m) (recur (inc i) j (conj edits [:removed (nth a i)]))
            (= (nth a i) (nth b j)) (recur (inc i) (inc j) (conj edits [:same (nth a i)]))
            (>= (aget ^ints (aget table (inc i)) j) (aget ^ints (aget table i) (inc j)))
            (recur (inc i) j (conj edits [:removed (nth a i)]))
            :else (recur i (inc j) (conj edits [:added (nth b j)]))))))

(defn- edits [a b]
  (let [before (common-prefix a b)
        after (min (common-prefix (rseq a) (rseq b)) (- (min (count a) (count b)) before))
        middle-a (subvec a before (- (count a) after))
        middle-b (subvec b before (- (count b) after))
        same (fn [lines] (map (fn [line] [:same line]) lines))]
    (vec (concat (same (subvec a 0 before))
                 (if (< most-cells (* (count middle-a) (count middle-b)))
                   (concat (map (fn [line] [:removed line]) middle-a) (map (fn [line] [:added line]) middle-b))
                   (smallest middle-a middle-b))
                 (same (subvec a (- (count a) after)))))))

(defn- numbered
  "Adds the numbers of the next lines on both sides to edits: [edit old new]."
  [edits]
  (map vector
       edits
       (reductions + 1 (map #(if (= :added (first %)) 0 1) edits))
       (reductions + 1 (map #(if (= :removed (first %)) 0 1) edits))))

(defn- hunks
  "Returns runs of edits around changes. Runs that touch are merged."
  [edits]
  (let [edits (vec (numbered edits))
        changed (keep-indexed (fn [i [[kind]]] (when-not (= :same kind) i)) edits)
        ranges (reduce (fn [ranges i]
                         (let [from (max 0 (- (long i) (long surroundings)))
                               to (min (count edits) (+ (long i) (long surroundings) 1))
                               [last-from last-to] (peek ranges)]
                           (if (and last-to (<= from (long last-to)))
                             (conj (pop ranges) [last-from to])
                             (conj ranges [from to]))))
                       [] changed)]
    (map (fn [[from to]] (subvec edits from to)) ranges)))

(defn- hunk-lines [hunk]
  (let [[_ old new] (first hunk)
        size (fn [kind] (count (remove #(= kind (ffirst %)) hunk)))]
    (cons (str "@@ -" old "," (size :added) " +" new "," (size :removed) " @@")
          (for [[[kind line]] hunk]
            (str (case kind :same " " :removed "-" :added "+") line)))))

(defn unified
  "Returns the change from `old` to `new` as lines of a unified diff below the two names."
  [old-name old new-name new]
  (let [lines (fn [text] (str/split text #"\n" -1))]
    (str/join "\n" (list* (str "--- " old-name)
                          (str "+++ " new-name)
                          (mapcat hunk-lines (hunks (edits (vec (lines old)) (vec (lines new)))))))))
