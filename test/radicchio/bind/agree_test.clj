(ns radicchio.bind.agree-test
  (:require [clojure.string :as str]
            [clojure.test :refer [deftest is testing]]
            [radicchio.bind.agree :as agree]))

(set! *warn-on-reflection* true)

(defn- component
  "Returns WIT data of a component that exports the items as the interface a:b/i."
  [items]
  [:wit [:package "root:component" [:world "root:component/root" [:export "a:b/i"]]]
   [:package "a:b" (into [:interface "a:b/i"] items)]])

(defn- differences
  "Returns the differences for the function f of a namespace that has `types` and f's `type`."
  [items types type]
  (agree/differences (component items) [{:id "a:b/i#f" :types types :type type}]))

(deftest names-of-types-are-ignored
  (doseq [[items types type]
          '[[[[:record point [:x :u8]] [:func f [[p point]] [:list point]]]
             [[:type byte :u8] [:record other {:docs "O."} [:x {:docs "X."} byte]]]
             [:func [[p other]] [:list other]]]
            [[[:enum e :a :b] [:variant v [:x e] [:y]] [:func f [] [:result nil v]]]
             [[:enum k :a [:b {:docs "B."}]] [:variant w [:x k] [:y]]]
             [:func [] [:result nil w]]]
            [[[:resource box] [:func f [[b [:borrow box]]] [:own box]]]
             [[:resource boxes/box "a:b/i"]]
             [:func [[b [:borrow boxes/box]]] [:own boxes/box]]]
            [[[:func f [[l [:list :u8 4]]] [:tuple :u8 [:stream] [:option :string]]]]
             []
             [:func [[l [:list :u8 4]]] [:tuple :u8 [:stream] [:option :string]]]]]]
    (testing (pr-str items)
      (is (= nil (differences items types type))))))

(deftest a-difference-shows-both-sides
  (doseq [[items types type here there]
          '[[[[:func f [[a :u8]]]] [] [:func [[a :u16]]] "func(a: u16)" "func(a: u8)"]
            [[[:func f [[a :u8]]]] [] [:func [[b :u8]]] "func(b: u8)" "func(a: u8)"]
            [[[:func f [] :u8]] [] [:func []] "func()" "func() -> u8"]
            [[[:func f [] [:list :u8 4]]] [] [:func [] [:list :u8 5]] "func() -> list<u8, 5>" "func() -> list<u8, 4>"]
            [[[:func f [] [:result :u8]]] [] [:func [] [:result nil :u8]]
             "func() -> result<_, u8>" "func() -> result<u8>"]
            [[[:enum e :a :b] [:func f [] e]] [[:enum e :b :a]] [:func [] e]
             "func() -> enum {b, a}" "func() -> enum {a, b}"]
            [[[:record r [:x :u8]] [:func f [] r]] [[:record r [:y :u8]]] [:func [] r]
             "func() -> record {y: u8}" "func() -> record {x: u8}"]
            [[[:variant v [:x :u8]] [:func f [] v]] [[:variant v [:x]]] [:func [] v]
             "func() -> variant {x}" "func() -> variant {x(u8)}"]
            [[[:resource box] [:func f [] [:own box]]] [[:resource can "a:b/i"]] [:func [[c [:borrow can]]] [:own can]]
             "func(c: borrow<can>) -> can" "func() -> box"]]]
    (testing (pr-str items)
      (is (= [(str "a:b/i#f\n    here          " here "\n    the component " there)] (differences items types type))))))

(deftest a-missing-function-is-reported
  (is (= ["a:b/i#f\n    the component does not export it"] (differences '[[:func g []]] [] '[:func []])))
  (is (= ["a:b/x#f\n    the component does not export it"]
         (agree/differences (component []) '[{:id "a:b/x#f" :types [] :type [:func []]}]))))

(defn- doubling
  "Returns definitions, each of which contains the previous one twice: expanded they are 2^n."
  [n innermost]
  (into [[:type 't-0 innermost]]
        (for [i (range 1 n) :let [part (symbol (str "t-" (dec (long i))))]]
          [:record (symbol (str "t-" i)) [:a part] [:b part]])))

(deftest types-that-share-parts-are-compared-and-reported-in-time
  (let [items (conj (doubling 100 :u8) '[:func f [] t-99])]
    (is (= nil (differences items (doubling 100 :u8) '[:func [] t-99])))
    (let [[text :as all] (differences items (doubling 100 :u16) '[:func [] t-99])]
      (is (= 1 (count all)))
      (is (str/starts-with? text "a:b/i#f\n    here          func() -> record {a: record {a: "))
      (is (< (count text) 10000)))))
