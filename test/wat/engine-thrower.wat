(module $thrower
  (import "tag" "tag" (tag $t (param i32)))
  (func (export "throw") (param i32) (throw $t (local.get 0))))
