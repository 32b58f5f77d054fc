;; Imports that no world has.
(module
  (import "$root" "log" (func (param i32)))
  (import "env" "now" (func (result i64)))
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))))
