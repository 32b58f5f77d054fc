;; A core module by the names that most toolchains give, without its WIT.
(module
  (memory (export "memory") 1)
  (global $next (mut i32) (i32.const 64))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
    (global.set $next (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  ;; the result lies at 0: whether there is one, and at 8 the mean
  (func (export "mean") (param $at i32) (param $count i32) (result i32)
    (local $end i32)
    (local $sum f64)
    (i32.store8 (i32.const 0) (i32.ne (local.get $count) (i32.const 0)))
    (local.set $end (i32.add (local.get $at) (i32.mul (local.get $count) (i32.const 8))))
    (block $done
      (loop $more
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $sum (f64.add (local.get $sum) (f64.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $more)))
    (f64.store (i32.const 8) (f64.div (local.get $sum) (f64.convert_i32_u (local.get $count))))
    (i32.const 0))
  ;; what was given may be forgotten when the result was read
  (func (export "cabi_post_mean") (param i32)
    (global.set $next (i32.const 64))))
