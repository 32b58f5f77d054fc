(ns radicchio.runtime.resources-test
  "Resources of guests in the host's hands, and the host's in a guest's."
  (:require [clojure.test :refer [deftest is testing]]
            [radicchio.runtime.guests :as guests]
            [radicchio.wasm.component :as wasm])
  (:import (radicchio.runtime Instance)))

(set! *warn-on-reflection* true)

(def ^:private boxes "test:resources/boxes@1.0.0#")
(def ^:private more "test:resources/more-boxes@1.0.0#")

(defn- instance
  (^Instance [backend] (instance backend (fn [])))
  (^Instance [backend ended]
   (guests/instance (guests/guest "resources" backend)
                    {:imports {"test:resources/host@1.0.0" {"ended" ended}}})))

(defn- box-of [i text] (wasm/call i (str boxes "[constructor]box") text))
(defn- text-of [i box] (wasm/call i (str boxes "[method]box.text") box))
(defn- alive [i] (wasm/call i :alive))
(defn- close! [^java.lang.AutoCloseable x] (.close x))

(deftest a-resource-lives-until-its-handle-is-closed
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (with-open [^java.lang.AutoCloseable a (box-of i "a")]
         (wasm/call i :box-set-text a "b")
         (is (= "b" (text-of i a)))
         (is (= 1 (alive i))))
       (is (= 0 (alive i)))))))

(deftest an-ended-handle-is-refused-with-the-reason
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)
                 other (instance backend)]
       (let [a (box-of i "a") b (box-of i "b") c (box-of i "c")
             joined (wasm/call i :box-join a b)]
         (is (= "ab" (text-of i joined)))
         (is (= {:error :closed :path "self" :message "self: this box handle was given away"}
                (guests/failure #(text-of i a))))
         (close! c)
         (close! c)
         (is (= {:error :closed :path "self" :message "self: this box handle was closed"}
                (guests/failure #(text-of i c))))
         (is (= {:error :argument :path "self"
                 :message "self: expected a box of this instance, got one of another instance"}
                (guests/failure #(text-of other joined))))
         (is (= {:error :argument :path "outer"
                 :message "outer: expected a box of this instance, got one of another instance"}
                (guests/failure #(wasm/call i (str more "[static]box.open") joined)))
             "two resources of one name are not one")
         (is (= {:error :argument :path "self" :message "self: expected a handle of resource box, got \"x\" (java.lang.String)"}
                (guests/failure #(text-of i "x"))))
         (is (= {:error :argument :path "other"
                 :message "other: this handle is already given away by an earlier argument"}
                (guests/failure #(wasm/call i :box-join joined joined))))
         (is (= {:error :argument :path "self"
                 :message "self: expected a handle of resource box of the guest, got one of the host's"}
                (guests/failure #(text-of i (wasm/resource "x")))))
         (testing "an offered handle is kept after a refusal"
           (is (= "ab" (text-of i joined)))))))))

(deftest a-refused-argument-leaves-the-other-handles-live
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (let [a (box-of i "a")]
         (is (= :argument (guests/kind #(wasm/call i :echo [a nil]))))
         (is (= "a" (text-of i a)))
         (let [[a'] (wasm/call i :echo [a])]
           (is (= "a" (text-of i a')))
           (is (= :closed (guests/kind #(text-of i a))))))))))

(deftest handles-are-passed-in-lists-options-and-other-resources
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (let [a (box-of i "ab") b (box-of i "c")]
         (is (= 3 (wasm/call i :total [a b])))
         (is (= 4 (wasm/call i :total [a a])) "one handle may be lent twice")
         (is (nil? (wasm/call i :echo-option nil)))
         (let [a' (wasm/call i :echo-option a)
               outer (wasm/call i (str more "[constructor]box") a')]
           (is (= "ab" (wasm/call i (str more "[method]box.text") outer)))
           (is (= "ab" (text-of i (wasm/call i (str more "[static]box.open") outer))))))))))

(deftest a-fallible-constructor-throws-its-err
  (with-open [i (instance :interpreter)]
    (is (= {:error :wit :wit/error :empty :wit/name (str boxes "[constructor]box")
            :message (str boxes "[constructor]box returned an error: :empty")}
           (guests/failure #(box-of i ""))))))

(deftest an-unknown-handle-index-traps
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (is (= {:error :trap :trap :canonical-abi :message "unknown handle index 123456"}
              (guests/failure #(wasm/call i :bad-handle))))))))

(deftest closing-an-instance-runs-the-remaining-destructors
  (guests/on-both-backends
   (fn [backend]
     (let [ended (atom 0)
           i (instance backend #(swap! ended inc))
           kept (box-of i "kept")]
       (box-of i "forgotten")
       (wasm/call i :end :telling)
       (.close i)
       (.close i)
       (is (= 2 @ended))
       (is (= {:error :closed :message "this instance is closed; make a new one"} (guests/failure #(alive i))))
       (close! kept)
       (is (= "box handle, owned, was closed" (str kept)))))))

(deftest destructors-that-make-handles-during-closing-are-bounded
  (guests/on-both-backends
   (fn [backend]
     (let [i (instance backend)]
       (dotimes [_ 3] (box-of i "x"))
       (wasm/call i :end :making-another)
       (.close i)
       (is (= {:error :closed :message "this instance is closed; make a new one"} (guests/failure #(alive i))))))))

(deftest a-destructor-that-traps-ends-its-instance
  (guests/on-both-backends
   (fn [backend]
     (testing "when the host closes a handle"
       (with-open [i (instance backend)]
         (let [a (box-of i "a")]
           (wasm/call i :end :trapping)
           (is (= :trap (guests/kind #(close! a))))
           (is (= :trap (guests/kind #(alive i)))))))
     (testing "when the instance closes, after everything was freed"
       (let [i (instance backend)]
         (box-of i "a")
         (box-of i "b")
         (wasm/call i :end :trapping)
         (is (= :trap (guests/kind #(.close i))))
         (is (= :closed (guests/kind #(alive i))))
         (is (nil? (.close i))))))))

(deftest handles-of-a-dead-instance-close-without-an-error
  (with-open [i (instance :interpreter)]
    (let [a (box-of i "a")]
      (guests/failure #(wasm/call i :bad-handle))
      (close! a)
      (is (= "box handle, owned, belongs to an instance that has ended" (str a))))))

(deftest the-number-of-handles-is-limited
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (guests/instance (guests/guest "resources" backend)
                                    {:imports {"test:resources/host@1.0.0" {"ended" (fn [])}}
                                     :limits {:handles 10}})]
       (is (= 10 (count (wasm/call i :fill 10))))
       (is (= {:error :limit :limit :handles
               :message "expected at most 10 handles of the host to one instance, got more; close them, or raise :handles"}
              (guests/failure #(box-of i "one more")))))
     (with-open [i (guests/instance (guests/guest "resources" backend)
                                    {:imports {"test:resources/host@1.0.0" {"ended" (fn [])}}
                                     :limits {:handles 10}})]
       (is (= {:error :limit :limit :handles
               :message "expected at most 10 handles in an instance, got more; raise :handles if it needs them"}
              (guests/failure #(wasm/call i :fill 11))))))))

(deftest ten-thousand-resources-reuse-handle-slots
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (guests/instance (guests/guest "resources" backend)
                                    {:imports {"test:resources/host@1.0.0" {"ended" (fn [])}}
                                     :limits {:handles 4}})]
       (dotimes [_ 10000]
         (close! (box-of i "x")))
       (is (= 0 (alive i)))
       (is (= 0 (.handleCount i)))))))

(deftest instances-and-handles-print-descriptions
  (let [i (instance :interpreter)
        a (box-of i "a")]
    (is (= "component instance, live, 15 functions" (str i)))
    (is (= "box handle, owned, live" (str a)))
    (.close i)
    (is (= "component instance, closed, 15 functions" (str i)))))

(deftest a-handle-that-ends-while-later-arguments-are-read-is-refused
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (instance backend)]
       (let [a (box-of i "a")
             closing (reify CharSequence
                       (length [_] 1)
                       (charAt [_ _] \x)
                       (subSequence [this _ _] this)
                       (toString [_] (close! a) "x"))]
         (is (= {:error :closed :path "self" :message "self: this box handle was closed"}
                (guests/failure #(wasm/call i :box-set-text a closing))))
         (is (.isLive i))
         (is (= 0 (alive i))))))))

;; Resources of the host

(defn- thing-functions [dropped]
  {"notify" (fn []), "add" +, "shout" str, "divide" quot, "check" (fn [_]), "exchange" (fn [_ _] [:none])
   "add-seventeen" (fn [& xs] (apply + xs))
   "[constructor]thing" (fn [name] (wasm/resource {:name name}))
   "[method]thing.name" :name
   "[static]thing.join" (fn [a b] (wasm/resource {:name (str (:name a) (:name b))}))
   "[resource-drop]thing" #(swap! dropped conj (:name %))})

(defn- with-things ^Instance [backend dropped]
  (guests/instance (guests/guest "calls" backend)
                   {:imports {"test:calls/host@1.0.0" (update (thing-functions dropped) "[method]thing.name" #(fn [x] (% x)))
                              "seed" (fn [] 1), "log-all" (fn [_])}}))

(deftest nil-is-not-a-resource
  (is (= {:error :argument :message "expected an object that implements a resource, got nil"}
         (guests/failure #(wasm/resource nil)))))

(deftest a-guest-holds-resources-of-the-host
  (guests/on-both-backends
   (fn [backend]
     (let [dropped (atom [])]
       (with-open [i (with-things backend dropped)]
         (is (= "new" (wasm/call i :name-of-new "new")))
         (is (= ["new"] @dropped))
         (let [lent (wasm/resource {:name "lent"})]
           (is (= "lent" (wasm/call i :name-of lent)))
           (is (.isLive lent) "what was lent is still ours")
           (is (= {:name "lent"} (wasm/call i :pass lent)) "it comes back as the object that implements it")
           (is (= {:error :closed :path "thing" :message "thing: this thing handle was given away"}
                  (guests/failure #(wasm/call i :pass lent)))))
         (is (= {:name "ab"} (wasm/call i :join (wasm/resource {:name "a"}) (wasm/resource {:name "b"}))))
         (is (= ["new" "b"] @dropped))
         (wasm/call i :drop (wasm/resource {:name "dropped"}))
         (wasm/call i :keep (wasm/resource {:name "kept"}))
         (is (= ["new" "b" "dropped"] @dropped)))
       (is (= ["new" "b" "dropped" "kept"] @dropped) "what a guest keeps ends with its instance")))))

(deftest a-host-resource-is-closed-when-a-guest-drops-it
  (let [closed (atom 0)
        functions (dissoc (thing-functions (atom [])) "[resource-drop]thing")]
    (with-open [i (guests/instance (guests/guest "calls" :interpreter)
                                   {:imports {"test:calls/host@1.0.0" (update functions "[method]thing.name" #(fn [x] (% x)))
                                              "seed" (fn [] 1), "log-all" (fn [_])}})]
      (wasm/call i :drop (wasm/resource (reify java.lang.AutoCloseable (close [_] (swap! closed inc)))))
      (is (= 1 @closed)))
    (let [handle (wasm/resource (reify java.lang.AutoCloseable (close [_] (swap! closed inc))))]
      (.close handle)
      (.close handle)
      (is (= 2 @closed) "a handle that was never given away closes what it owns, once"))))

(deftest a-borrow-that-is-not-dropped-traps
  (guests/on-both-backends
   (fn [backend]
     (with-open [i (with-things backend (atom []))]
       (let [lent (wasm/resource {:name "lent"})]
         (is (= {:error :trap :trap :canonical-abi
                 :message "borrow handles still remain at the end of the call: 1"}
                (guests/failure #(wasm/call i :keep-loan lent))))
         (.close lent))))))

(deftest a-trap-of-a-sibling-names-the-functions-of-all
  (guests/on-both-backends
   (fn [backend]
     (let [frames (fn [f] (with-open [i (guests/instance (guests/wat "trapping" backend))]
                            (:frames (guests/failure #(wasm/call i f)))))]
       (is (= ["sibling!traps" "user!calls" "user!run"] (frames :f)))
       (is (= ["sibling!ends" "user!drops"] (frames :drop)))))))
