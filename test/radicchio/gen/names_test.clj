(ns radicchio.gen.names-test
  (:require [clojure.test :refer [are deftest is]]
            [radicchio.gen.names :as names]))

(set! *warn-on-reflection* true)

(deftest every-public-name-of-clojure-core-is-excluded-if-it-is-defined
  (let [publics (keys (ns-publics 'clojure.core))]
    (is (= (sort publics) (names/excluded publics))
        "resources/radicchio/clojure-core.edn has the names of the newest Clojure")
    (is (= [] (names/excluded '[resize-image if*])))))

(deftest parameters-get-a-star-only-if-necessary
  (are [names taken symbols] (= symbols (names/parameter-names names taken))
    ["width" "height"] '#{instance} '[width height]
    ["if" "let" "instance" "this"] '#{instance} '[if* let instance* this]
    ["instance"] '#{instance instance*} '[instance**]
    ["try" "fn"] #{} '[try* fn]))

(deftest functions-have-their-wit-names
  (are [function name] (= name (names/function-name function))
    {:kind :func :label 'resize-image} 'resize-image
    {:kind :constructor :resource 'canvas} '->canvas
    {:kind :method :resource 'canvas :label 'draw} 'canvas-draw
    {:kind :static :resource 'canvas :label 'parse} 'canvas-parse))

(deftest private-vars-for-types-differ
  (are [ids taken symbols] (= symbols (names/types-names ids taken))
    ["local:img/resize@1.0.0"] #{} '[resize-types]
    ["a:x/items@1.0.0" "a:x/items@2.0.0" "b:x/items"] #{} '[items-types x-items-types b-x-items-types]
    ["a:x/items@1.0.0" "a:x/items@2.0.0" "a:x/items@3.0.0-rc.1" "a:x/items@3.0.0-rc-1"] '#{items-types}
    '[x-items-types a-x-items-types a-x-items-3-0-0-rc-1-types a-x-items-3-0-0-rc-1-types-2]
    ["run"] '#{run-types} '[run-types-2]))
