(ns ^:no-doc radicchio.wit.grammar
  "Runs the grammar, resources/radicchio/wit.ebnf, over tokens. Instaparse reads it; its rules become matchers, which
  go over the tokens once. Instaparse's own way to run a grammar remembers every rule at every place: it takes a
  thousand times as long, and 2 KB a character. The tests use it to see that both read the same.

  A node is what Instaparse would make: a vector of the rule's name and what was matched, nodes and texts. Its
  metadata are :start and :end, the indexes of its first token and of the one after its last."
  (:require [instaparse.combinators :as combinators]
            [radicchio.loading :as loading])
  (:import (java.util ArrayList HashMap HashSet)
           (java.util.regex Matcher Pattern)))

(set! *warn-on-reflection* true)

(def max-nesting
  "How deep types may nest, and packages: the reference's limit of both."
  100)

;; A run over the tokens of a part

(definterface Run
  (^boolean literal [^String expected ^long i])
  (^boolean pattern [^java.util.regex.Pattern expected ^long i])
  (^boolean miss [expected ^long i])
  (^String text [^long i])
  (^boolean enter [^long i])
  (^void leave [])
  (failure []))

(deftype TokenRun [^String source ^ints starts ^ints ends ^long end
                   ^HashMap matchers                           ; {pattern its matcher}
                   ^HashSet missed                             ; what was expected at the furthest token
                   ^:unsynchronized-mutable ^long furthest     ; the furthest token that was not what was expected
                   ^:unsynchronized-mutable ^long depth
                   ^:unsynchronized-mutable ^long too-deep]    ; the token that would have been nested too deep, or -1
  Run
  (literal [this expected i]
    (let [start (aget starts i)]
      (if (and (< i end)
               (= (.length expected) (- (aget ends i) start))
               (.startsWith source expected start))
        true
        (.miss this expected i))))
  (pattern [this expected i]
    (let [^Matcher matcher (or (.get matchers expected)
                               (let [matcher (.useTransparentBounds (.matcher expected source) true)]
                                 (.put matchers expected matcher)
                                 matcher))]
      (if (and (< i end) (.matches (.region matcher (aget starts i) (aget ends i))))
        true
        (.miss this expected i))))
  (miss [_ expected i]
    (when (> i furthest)
      (set! furthest i)
      (.clear missed))
    (when (= i furthest)
      (.add missed expected))
    false)
  (text [_ i] (.substring source (aget starts i) (aget ends i)))
  (enter [_ i]
    (if (= depth (long max-nesting))
      (do (set! too-deep i) false)
      (do (set! depth (inc depth)) true)))
  (leave [_] (set! depth (dec depth)))
  (failure [_] (if (neg? too-deep)
                 {:at furthest :expected (set missed)}
                 {:at too-deep})))

;; Rules → matchers

(definterface Matching
  (^long match [run ^long i ^java.util.ArrayList out]
   "Where the match from i ends, its nodes and texts added to out; -1, and out as it was, if there is none."))

(defn- drop-from! [^ArrayList out ^long size]
  (loop [i (.size out)]
    (when (> i size)
      (.remove out (int (dec i)))
      (recur (dec i)))))

(defn- literal [^String expected hide]
  (reify Matching
    (match [_ run i out]
      (if (.literal ^Run run expected i)
        (do (when-not hide (.add out expected))
            (inc i))
        -1))))

(defn- pattern [^Pattern expected hide]
  (reify Matching
    (match [_ run i out]
      (if (.pattern ^Run run expected i)
        (do (when-not hide (.add out (.text ^Run run i)))
            (inc i))
        -1))))

(defn- sequential [^objects parts]
  (reify Matching
    (match [_ run i out]
      (let [size (.size out)]
        (loop [k 0, at i]
          (if (= k (alength parts))
            at
            (let [next (.match ^Matching (aget parts k) run at out)]
              (if (neg? next)
                (do (drop-from! out size) -1)
                (recur (inc k) next)))))))))

(defn- choice [^objects parts]
  (reify Matching
    (match [_ run i out]
      (loop [k 0]
        (if (= k (alength parts))
          -1
          (let [next (.match ^Matching (aget parts k) run i out)]
            (if (neg? next) (recur (inc k)) next)))))))

(defn- optional [^Matching part]
  (reify Matching
    (match [_ run i out]
      (let [next (.match part run i out)]
        (if (neg? next) i next)))))

(defn- repeated [^Matching part]
  (reify Matching
    (match [_ run i out]
      (loop [at i]
        (let [next (.match part run at out)]
          (if (neg? next) at (recur next)))))))

(defn- nested [^Matching part]
  (reify Matching
    (match [_ run i out]
      (if (.enter ^Run run i)
        (let [next (.match part run i out)]
          (.leave ^Run run)
          next)
        -1))))

(defn- node
  "What matches a rule that leaves a node."
  [rule ^Matching part]
  (reify Matching
    (match [_ run i out]
      (let [inner (ArrayList.)
            next (.match part run i inner)]
        (when-not (neg? next)
          (.add inner 0 rule)
          (.add out (with-meta (vec (.toArray inner)) {:start i :end next})))
        next))))

(def ^:private nesting-rules #{:type :package})

(declare matcher)

(defn- matchers ^objects [rules known parsers hide]
  (object-array (map #(matcher rules known % hide) parsers)))

(defn- rule-matcher
  "The matcher of a rule by its name; `known` has those that were made. A rule may name itself, so it is looked up
  when it is first needed."
  [known name]
  (let [found (volatile! nil)]
    (reify Matching
      (match [_ run i out]
        (let [^Matching rule (or @found (vreset! found (get @known name)))]
          (.match rule run i out))))))

(defn- matcher [rules known {:keys [tag parser parsers] :as rule} hidden]
  (let [hide (boolean (or hidden (:hide rule)))
        inner #(matcher rules known parser hide)]
    (case tag
      :string (literal (:string rule) hide)
      :regexp (pattern (:regexp rule) hide)
      :nt (rule-matcher known (:keyword rule))
      :cat (sequential (matchers rules known parsers hide))
      :alt (choice (matchers rules known parsers hide))
      :opt (optional (inner))
      :star (repeated (inner))
      :plus (sequential (object-array [(inner) (repeated (inner))])))))

(defn- named-matcher [rules known [name {:keys [red] :as rule}]]
  (let [part (matcher rules known rule false)
        whole (if (= :raw (:reduction-type red)) part (node name part))]
    (if (nesting-rules name) (nested whole) whole)))

;; The grammar

(defn rules
  "{name rule}: the grammar as Instaparse reads it."
  []
  (combinators/ebnf (slurp (loading/resource "radicchio/wit.ebnf"))))

(defn- read-grammar []
  (let [rules (rules)
        known (volatile! {})]
    (vreset! known (into {} (map (fn [[name :as entry]] [name (named-matcher rules known entry)])) rules))
    {:matchers @known
     :tokens (into {} (for [[name {:keys [regexp]}] rules :when regexp] [regexp name]))
     :version (:regexp (:version rules))}))

(def ^:private grammar
  "{:matchers {rule matcher} :tokens {pattern rule} :version pattern}, read when the first text is parsed."
  (loading/once read-grammar))

(defn version
  "The pattern of a version."
  ^Pattern []
  (:version (grammar)))

(defn token-rule
  "The name of the rule that a pattern among the expected terminals is of."
  [pattern]
  (get (:tokens (grammar)) pattern))

(defn run
  "Matches a rule with the tokens from index `from` to `to`, all of them. Takes a text and its tokens as
  `radicchio.wit.tokens/tokens` gives them. Returns {:node …}, or {:at index :expected terminals}, the furthest token
  that did not fit and what would have; {:at index} alone if what begins there is nested too deep."
  [rule ^String text {:keys [starts ends]} from to]
  (let [run (TokenRun. text starts ends (long to) (HashMap.) (HashSet.) -1 0 -1)
        out (ArrayList.)
        ^Matching matcher (get (:matchers (grammar)) rule)
        end (.match matcher run (long from) out)]
    (cond (= end (long to)) {:node (.get out 0)}
          (neg? end) (.failure run)
          :else (do (.miss run :end end)
                    (.failure run)))))
