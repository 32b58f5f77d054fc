(module $plain-data
  (import "first" "memory" (memory 1 4))
  (data (i32.const 300) "plain")
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
