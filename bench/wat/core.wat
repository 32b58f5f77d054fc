;; What the benchmarks of core modules call.
(module
  (import "env" "tick" (func $tick (param i32) (result i32)))
  (memory (export "memory") 1100)
  (table $operations 2 funcref)
  (elem (i32.const 0) $add $subtract)
  (type $operation (func (param i32 i32) (result i32)))

  (func $add (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func $subtract (param i32 i32) (result i32)
    (i32.sub (local.get 0) (local.get 1)))

  (func $fib (export "fib") (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add (call $fib (i32.sub (local.get $n) (i32.const 1)))
                     (call $fib (i32.sub (local.get $n) (i32.const 2)))))))

  ;; Calls the host n times.
  (func (export "ticks") (param $n i32) (result i32) (local $sum i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $sum (i32.add (local.get $sum) (call $tick (local.get $n))))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next)))
    (local.get $sum))

  ;; Calls through the table n times, adding and subtracting in turn.
  (func (export "indirect") (param $n i32) (result i32) (local $sum i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $sum (call_indirect $operations (type $operation)
                          (local.get $sum) (local.get $n)
                          (i32.and (local.get $n) (i32.const 1))))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $next)))
    (local.get $sum)))
