;; Memory for the echo guest (see ../echo.clj): the first page is for results, the rest is
;; an arena that `reset` empties.
(module
  (memory (export "memory") 1)
  (global $top (mut i32) (i32.const 65536))

  (func (export "reset") (global.set $top (i32.const 65536)))

  ;; Growing a block makes a new one and copies; nothing is freed before `reset`.
  (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
    (local $at i32)
    (local.set $at
      (i32.and (i32.add (global.get $top) (i32.sub (local.get $align) (i32.const 1)))
               (i32.sub (i32.const 0) (local.get $align))))
    (global.set $top (i32.add (local.get $at) (local.get $size)))
    (block $enough
      (br_if $enough (i32.le_u (global.get $top) (i32.shl (memory.size) (i32.const 16))))
      (br_if $enough
        (i32.ne (i32.const -1)
          (memory.grow
            (i32.shr_u
              (i32.add (i32.sub (global.get $top) (i32.shl (memory.size) (i32.const 16))) (i32.const 65535))
              (i32.const 16)))))
      (unreachable))
    (memory.copy (local.get $at) (local.get $old) (local.get $old-size))
    (local.get $at)))
