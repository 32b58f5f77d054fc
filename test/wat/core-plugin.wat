;; A plugin: it tells the host of each number from 1 to n, and returns their sum.
(module $plugin
  (import "env" "log" (func $log (param i32)))
  (func $count (export "count") (param $n i32) (result i32)
    (if (result i32) (i32.eqz (local.get $n))
      (then (i32.const 0))
      (else
        (i32.add
          (call $count (i32.sub (local.get $n) (i32.const 1)))
          (call $tell (local.get $n))))))
  (func $tell (param $n i32) (result i32)
    (call $log (local.get $n))
    (local.get $n)))
