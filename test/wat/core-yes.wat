;; A program that writes lines until that fails, and exits with the error number.
(module $yes
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "yes\n")
  (func (export "_start") (local $errno i32)
    (i32.store (i32.const 16) (i32.const 64))
    (i32.store (i32.const 20) (i32.const 4))
    (loop $l
      (local.set $errno (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 32)))
      (br_if $l (i32.eqz (local.get $errno))))
    (call $exit (local.get $errno))))
