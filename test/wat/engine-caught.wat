;; Functions that trap after they caught what others threw.
(module $m
  (tag $t)
  (func $inner (throw $t))
  (func $middle (call $inner))
  (func $traps unreachable)
  (func $outer (export "f")
    (block $h (try_table (catch $t $h) (call $middle)))
    (call $traps))
  (func $outer2 (export "g")
    (block $h (try_table (catch $t $h) (call $middle)))
    unreachable))
