;; A memory and a table that are imported and not exported.
(module
  (import "env" "memory" (memory 1))
  (import "env" "table" (table 2 funcref))
  (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1))))
