(module $down
  (import "host" "work" (func $work))
  (func $down (export "down") (param i32)
    (if (local.get 0) (then (call $down (i32.sub (local.get 0) (i32.const 1)))) (else (call $work))))
  (func $endless (export "endless") (call $endless))
  (func (export "unreachable") (unreachable))
  (func (export "one") (result i32) (i32.const 1)))
