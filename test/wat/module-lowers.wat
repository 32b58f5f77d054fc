;; Imports a function as one that takes a string, and has no memory.
(module
  (import "$root" "log" (func (param i32 i32))))
