;; A guest that throws an exception of its own, and one that would catch anything.
(module
  (import "env" "throw" (func $throw))
  (memory (export "memory") 1)
  (tag $e (param i32))
  (func (export "throw-own") (throw $e (i32.const 1)))
  (func (export "catch-all") (result i32)
    (block $caught (try_table (catch_all $caught) (call $throw)) (return (i32.const 0)))
    (i32.const 1)))
