(module $start
  (import "host" "started" (func $started))
  (global $n (export "n") (mut i32) (i32.const 0))
  (global $named (export "named") (mut i32) (i32.const 0))
  (func $begin (global.set $n (i32.const 7)) (call $started))
  (func (export "_start") (global.set $named (i32.const 9)))
  (start $begin))
