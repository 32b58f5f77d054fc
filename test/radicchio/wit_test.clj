(ns radicchio.wit-test
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.wit :as wit]
            [radicchio.wit.compare :as compare]
            [radicchio.wit.shape :as shape])
  (:import (radicchio.error RadicchioException)))

(set! *warn-on-reflection* true)

(def ^:private data
  '[:wit
    [:package "local:img@1.0.0"
     [:interface "local:img/types@1.0.0" {:docs "Types."}
      [:type size :u32]
      [:type also size]
      [:resource canvas
       [:constructor [[width also]]]
       [:constructor {:docs "?"} [] [:result [:own canvas] :string]]
       [:method draw {:docs "Draws." :async true} [[x :u8]] :bool]
       [:static parse [[text :string]] [:own canvas]]]]
     [:interface "local:img/resize@1.0.0"
      [:use extent "local:img/types@1.0.0" also]
      [:record image [:width {:docs "W."} extent] [:pixels [:list :u8]]]
      [:func scale [[image image]] image]]
     [:world "local:img/app@1.0.0"
      [:use size "local:img/types@1.0.0" size]
      [:import "local:img/types@1.0.0"]
      [:import "log" [:func {:docs "Logs."} [[message :string]]]]
      [:import "host" [:interface [:func now [] :u64]]]
      [:import "cache" "local:img/types@1.0.0"]
      [:export "local:img/resize@1.0.0"]]]
    [:package "other:dep@1.0.0" [:world "other:dep/w@1.0.0"]]
    [:package "other:dep@2.0.0" [:world "other:dep/w@2.0.0"]]])

(defn- message [f]
  (try (f) nil
       (catch RadicchioException e
         (is (= :config (:radicchio/error (ex-data e))))
         (ex-message e))))

(deftest ids-are-parsed-and-made
  (is (= {:package "a:b@1.0.0-rc.1" :name "c" :version "1.0.0-rc.1"} (wit/parse-id "a:b/c@1.0.0-rc.1")))
  (is (= {:package "a:b" :name nil :version nil} (wit/parse-id "a:b")))
  (is (= {:package nil :name "run" :version nil} (wit/parse-id "run")))
  (is (= "a:b/c@1.0.0" (wit/make-id "a:b@1.0.0" "c")))
  (is (= "a:b/c" (wit/make-id "a:b" "c"))))

(deftest a-world-is-found-by-name-by-id-or-as-the-only-one
  (doseq [name [nil "app" "local:img/app" "local:img/app@1.0.0" 'app]]
    (is (= "local:img/app@1.0.0" (wit/item-name (wit/world data name)))))
  (is (= "other:dep/w@2.0.0" (wit/item-name (wit/world data "other:dep/w@2.0.0"))))
  (is (= "ambiguous world without a version: other:dep/w; expected one of other:dep/w@1.0.0, other:dep/w@2.0.0"
         (message #(wit/world data "other:dep/w"))))
  (is (= "unresolved world ap; expected one of local:img/app@1.0.0" (message #(wit/world data "ap"))))
  (is (= "package a:b has several worlds; select one by name; expected one of a:b/v, a:b/w"
         (message #(wit/world [:wit [:package "a:b" [:world "a:b/v"] [:world "a:b/w"]]]))))
  (is (= "package a:b has no world; there are none" (message #(wit/world [:wit [:package "a:b"]])))))

(deftest a-missing-interface-is-reported-with-the-existing-ones
  (is (= "unresolved interface local:img/x@1.0.0; expected one of local:img/types@1.0.0, local:img/resize@1.0.0"
         (message #(wit/interface data "local:img/x@1.0.0")))))

(deftest names-attributes-and-contents-are-distinguished
  (is (= 'canvas (wit/item-name '[:resource canvas])))
  (is (= nil (wit/item-name '[:func {:docs "x"} []]) (wit/item-name '[:constructor []])))
  (is (= '[[[a :u8]] :u8] (wit/contents '[:func f {:docs "x"} [[a :u8]] :u8]) (wit/contents '[:func [[a :u8]] :u8])))
  (is (= "W." (wit/docs [:width {:docs "W."} :u32])))
  (is (= {} (wit/attributes :read) (wit/attributes [:circle :f32])))
  (is (= [:u32 nil nil] (map wit/case-type [[:width {:docs "W."} :u32] [:nothing] :read])))
  (is (= [:width :nothing :read] (map wit/case-name [[:width {:docs "W."} :u32] [:nothing] :read]))))

(deftest functions-have-canonical-names-and-methods-have-self
  (is (= '[["[constructor]canvas" :constructor [[width also]] [:own canvas]]
           ["[constructor]canvas" :constructor [] [:result [:own canvas] :string]]
           ["[method]canvas.draw" :method [[self [:borrow canvas]] [x :u8]] :bool]
           ["[static]canvas.parse" :static [[text :string]] [:own canvas]]]
         (map (juxt :name :kind :params :result) (wit/functions (wit/interface data "local:img/types@1.0.0")))))
  (is (= '[{:name "log" :kind :func :label log :params [[message :string]] :attributes {:docs "Logs."}}]
         (wit/functions (wit/world data))))
  (is (= "local:img/x#f" (wit/export-id "local:img/x" "f")))
  (is (= "f" (wit/export-id nil "f"))))

(deftest types-are-followed-through-uses-and-aliases
  (let [resize (wit/interface data "local:img/resize@1.0.0")]
    (is (= :u32 (:type (wit/look-through data resize 'extent))))
    (is (= [:list :u8] (:type (wit/look-through data resize [:list :u8]))))
    (is (= :record (wit/kind (:type (wit/look-through data resize 'image)))))
    (is (= '[:type also size] (:item (wit/definition data resize 'extent))))
    (is (= "unresolved type x in local:img/resize@1.0.0; expected one of extent, image" (message #(wit/definition data resize 'x))))))

(deftest referenced-interfaces-come-after-those-they-use
  (is (= ["local:img/types@1.0.0" "local:img/resize@1.0.0"] (wit/referenced data (wit/world data))))
  (is (= ["local:img/types@1.0.0"] (wit/used-in-turn data (wit/interface data "local:img/resize@1.0.0")))))

(deftest an-import-resolves-to-its-interface
  (is (= [:interface :func :interface :interface] (map #(wit/kind (wit/extern data %)) (wit/imports (wit/world data))))))

(deftest problems-of-the-shape-have-their-place
  (is (= [] (shape/problems data)))
  (is (shape/wit-data? data))
  (doseq [[item path message]
          '[[[:record r [:a]] [1 2 2 2] "expected a type of a field"]
            [[:record r [:a :u33]] [1 2 2 2 1] "expected a type, found :u33"]
            [[:record "r"] [1 2 2 1] "expected a kebab-case name, a symbol, found \"r\""]
            [[:enum e [:a :u8]] [1 2 2 2] "expected no type in a case of :enum"]
            [[:func f [[a [:list :u8 :u8 :u8]]]] [1 2 2 2 0 1] "expected a type, found [:list :u8 :u8 :u8]"]
            [[:func f {:doc "x"} []] [1 2 2] "unknown attribute :doc"]
            [[:func f {} []] [1 2 2] "expected no map of attributes instead of an empty one"]
            [[:func f {:since "1"} []] [1 2 2] "attribute :since cannot be \"1\""]
            [[:func fooBar []] [1 2 2 1] "expected a kebab-case name, a symbol, found fooBar"]
            [[:import "x"] [1 2 2] "expected an item of an interface, found [:import \"x\"]"]
            [[:resource r [:func f []]] [1 2 2 2] "expected a constructor, method or static function, found [:func f []]"]]]
    (testing (pr-str item)
      (is (= [{:path path :message message}] (shape/problems [:wit [:package "a:b" [:interface "a:b/i" item]]])))))
  (is (= [{:path [] :message "expected [:wit package …]"}] (shape/problems nil) (shape/problems [:wit]))))

(defn- compared [a b]
  (letfn [(wrap [items] (into [:wit [:package "a:b" (into [:interface "a:b/i"] items)
                                     [:world "a:b/w" [:export "a:b/i"]]]]))]
    (let [a (wrap a) b (wrap b)]
      (for [{:keys [path left right]} (compare/compare-worlds a (wit/world a) b (wit/world b))]
        [(drop 2 path) left right]))))

(deftest worlds-are-compared-by-structure
  (testing "names of types, aliases, order and documentation are ignored"
    (is (= [] (compared '[[:record point [:x :u8]] [:func f [[p point]] [:list point]] [:func g []]]
                        '[[:func g {:docs "G."} []] [:type n :u8] [:record p2 {:docs "P."} [:x n]] [:type p p2]
                          [:func f [[p p]] [:list p2]]]))))
  (doseq [[a b expected]
          '[[[[:func f []]] [] [[["f"] :present :absent]]]
            [[] [[:func f []]] [[["f"] :absent :present]]]
            [[[:func f [[a :u8]]]] [[:func f [[a :u16]]]] [[["f" a] :u8 :u16]]]
            [[[:func f [[a :u8]]]] [[:func f [[b :u8]]]] [[["f"] [a] [b]]]]
            [[[:func f [] :u8]] [[:func f []]] [[["f" :result] :u8 :absent]]]
            [[[:func f {:async true} []]] [[:func f []]] [[["f" :async] true false]]]
            [[[:record r [:x :u8]] [:func f [[a [:list r]]]]] [[:record r [:x :s8]] [:func f [[a [:list r]]]]]
             [[["f" a :list 0 :x] :u8 :s8]]]
            [[[:enum e :a :b] [:func f [] e]] [[:enum e :b :a] [:func f [] e]] [[["f" :result] [:a :b] [:b :a]]]]
            [[[:record r [:x :u8]] [:func f [] r]] [[:func f [] :u8]] [[["f" :result] [:record r] :u8]]]
            [[[:func f [] [:list :u8 4]]] [[:func f [] [:list :u8 5]]] [[["f" :result] [:list :u8 4] [:list :u8 5]]]]
            [[[:resource r] [:func f [] [:own r]]] [[:resource q] [:func f [] [:own q]]]
             [[["r"] :present :absent] [["q"] :absent :present]
              [["f" :result] [:own ["a:b/i" r]] [:own ["a:b/i" q]]]]]]]
    (testing (pr-str a b)
      (is (= expected (compared a b))))))

(deftest types-that-share-parts-are-compared-in-time
  (let [items (concat '[[:type t-0 :u8]]
                      (for [i (range 1 60) :let [part (symbol (str "t-" (dec (long i))))]]
                        [:record (symbol (str "t-" i)) [:a part] [:b part]])
                      '[[:func f [] t-59]])]
    (is (= [] (compared items items)))))

(defn- chain
  "Returns WIT data of n interfaces, each of which uses a type of the previous one, renames it and has a function of it."
  [n]
  (let [id #(str "a:b/i" %)]
    [:wit (-> [:package "a:b" [:interface (id 0) '[:record t [:a :u32]]]]
              (into (for [i (range 1 n)]
                      [:interface (id i) [:use 's (id (dec (long i))) 't] '[:type t s] '[:func f [[x t]] s]]))
              (conj (into [:world "a:b/w"] (for [i (range n)] [:import (id i)]))))]))

(deftest long-chains-of-interfaces-are-compared-in-time
  (let [compared (future (let [a (chain 3000) b (chain 3000)]
                           (compare/compare-worlds a (wit/world a) b (wit/world b))))]
    (is (= [] (deref compared 60000 :late)))))

(deftest types-of-any-depth-are-compared
  (let [items (concat '[[:record t-0 [:a :u8]]]
                      (for [i (range 1 5000)]
                        [:record (symbol (str "t-" i)) [:a (symbol (str "t-" (dec (long i))))]])
                      '[[:func f [] t-4999]])]
    (is (= [] (compared items items)))
    (is (= [:u8 :u16] (rest (first (compared items (cons '[:record t-0 [:a :u16]] (rest items)))))))))

(defn- counted
  "A text that counts how often it is compared with another."
  [comparisons]
  (reify Object
    (hashCode [_] 1)
    (equals [this other] (swap! comparisons inc) (identical? this other))))

(deftest inline-interfaces-are-told-apart-without-comparing-their-contents
  (let [comparisons (atom 0)
        written (fn [] (into [:interface]
                             (mapcat (fn [i] (let [r (symbol (str "r" i))]
                                               [[:record r {:docs (counted comparisons)} [:a :u8]]
                                                [:func (symbol (str "f" i)) [[:x r]]]])))
                             (range 30)))
        data (fn [] [:wit [:package "a:b" [:world "a:b/w" [:import "x" (written)] [:import "y" (written)]]]])
        a (data)
        b (data)]
    (is (= [] (compare/compare-worlds a (wit/world a) b (wit/world b))))
    (is (zero? @comparisons))))

(deftest an-alias-of-itself-is-reported
  (doseq [items '[[[:type t u] [:type u t]]
                  [[:use t "a:b/i" u] [:use u "a:b/i" t]]
                  [[:type t u] [:use u "a:b/i" t]]]
          :let [interface (into [:interface "a:b/i"] items)
                data [:wit [:package "a:b" interface]]]]
    (is (re-find #"^type [tu] is an alias of itself" (message #(wit/look-through data interface 't))))))

(deftest a-label-is-the-clojure-name-of-a-function
  (is (= ["run" "resize-image" "resize-image" "->canvas" "canvas-draw" "canvas-parse"]
         (map wit/label ["run" "resize-image" "local:img/x@1.0.0#resize-image" "local:img/x@1.0.0#[constructor]canvas"
                         "[method]canvas.draw" "local:img/x@1.0.0#[static]canvas.parse"]))))
