;; Imports a function that needs memory by another type than it has.
(module
  (import "$root" "log" (func (param i32)))
  (memory (export "memory") 1))
