(module $nested
  (import "host" "callback" (func $callback))
  (tag $t)
  (func $thrower (export "throw") (throw $t))
  (func (export "deep-throw") (call $thrower))
  (func (export "run") (result i32)
    (block $caught
      (try_table (catch_all $caught) (call $callback))
      (return (i32.const 1)))
    (i32.const 2))
  (func (export "run-caught") (result i32)
    (block $caught
      (try_table (catch_all $caught) (call $callback) (call $thrower))
      (return (i32.const 1)))
    (i32.const 2)))
