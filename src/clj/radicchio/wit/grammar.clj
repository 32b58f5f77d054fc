(ns ^:no-doc radicchio.wit.grammar
  "Applies the grammar, resources/radicchio/wit.ebnf, to tokens. Instaparse reads the grammar; its rules become matchers,
  which pass over the tokens once. Instaparse's own parser stores every rule at every position: it takes a thousand times as
  long, and 2 KB a character. The tests use it to check that both give the same result.

  A node has Instaparse's format: a vector of the rule's name and the matched nodes and texts. Its metadata have :start and
  :end, the indexes of its first token and of the token after its last one."
  (:require [instaparse.combinators :as combinators]
            [radicchio.loading :as loading])
  (:import (java.util ArrayList HashMap HashSet)
           (java.util.regex Matcher Pattern)))

(set! *warn-on-reflection* true)

(def max-nesting
  "The deepest nesting of types, and of packages: the limit of the reference implementation."
  100)

;; The matching of one part's tokens

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
                   ^HashSet missed                             ; the terminals expected at the furthest token
                   ^:unsynchronized-mutable ^long furthest     ; the furthest token that did not match
                   ^:unsynchronized-mutable ^long depth
                   ^:unsynchronized-mutable ^long too-deep]    ; the first token that is nested too deep, or -1
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
   "Returns the end of the match from i, and adds its nodes and texts to out. Without a match, returns -1 and restores out."))

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
  "Returns a matcher for a rule that produces a node."
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
  "Returns the matcher of a rule by its name. `known` has the existing ones. A rule may be recursive, so its matcher is
  resolved on first use."
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
  "Returns {name rule}: the grammar, read by Instaparse."
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
  "{:matchers {rule matcher} :tokens {pattern rule} :version pattern}, read on the first parse."
  (loading/once read-grammar))

(defn version
  "Returns the pattern of a version."
  ^Pattern []
  (:version (grammar)))

(defn token-rule
  "Returns the name of the rule that has the pattern, for messages about expected terminals."
  [pattern]
  (get (:tokens (grammar)) pattern))

(defn run
  "Matches a rule with all tokens from index `from` to `to`. Takes a text and its tokens in the format of
  `radicchio.wit.tokens/tokens`. Returns {:node …}, or {:at index :expected terminals}, the furthest token that did not match
  and the terminals that would match. {:at index} alone means that the token is nested too deep."
  [rule ^String text {:keys [starts ends]} from to]
  (let [run (TokenRun. text starts ends (long to) (HashMap.) (HashSet.) -1 0 -1)
        out (ArrayList.)
        ^Matching matcher (get (:matchers (grammar)) rule)
        end (.match matcher run (long from) out)]
    (cond (= end (long to)) {:node (.get out 0)}
          (neg? end) (.failure run)
          :else (do (.miss run :end end)
                    (.failure run)))))
