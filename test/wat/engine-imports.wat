(module $imports
  (import "" "" (func $a (param i32) (result i32)))
  (import "" "" (func $b (param i64) (result i64)))
  (import "" "" (global $g i32))
  (import "" "" (memory 1 2))
  (func (export "a") (param i32) (result i32) (call $a (local.get 0)))
  (func (export "b") (param i64) (result i64) (call $b (local.get 0)))
  (func (export "g") (result i32) (global.get $g)))
