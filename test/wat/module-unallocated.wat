;; Exports a function that takes a string, which nobody can allocate.
(module
  (memory (export "memory") 1)
  (func (export "take") (param i32 i32)))
