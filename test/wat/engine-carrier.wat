(module $carrier
  (type $unary (func (param i32) (result i32)))
  (tag $t (export "tag") (param funcref))
  (func $triple (type $unary) (i32.mul (i32.const 3) (local.get 0)))
  (elem declare func $triple)
  (func (export "throw") (throw $t (ref.func $triple))))
