;; A start function begins a task of another component that waits, and then waits for it, which it must not.
(component
  (component $Waiting
    (core module $Memory (memory (export "mem") 1))
    (core instance $memory (instantiate $Memory))
    (core module $M
      (import "" "set.new" (func $set.new (result i32)))
      (import "" "set.wait" (func $set.wait (param i32 i32) (result i32)))
      (func (export "waits") (drop (call $set.wait (call $set.new) (i32.const 0)))))
    (core func $set.new (canon waitable-set.new))
    (core func $set.wait (canon waitable-set.wait (memory (core memory $memory "mem"))))
    (core instance $i (instantiate $M (with "" (instance
      (export "set.new" (func $set.new))
      (export "set.wait" (func $set.wait))))))
    (func (export "waits") async (canon lift (core func $i "waits"))))
  (component $Starting
    (import "waits" (func $waits async))
    (core module $M
      (import "" "waits" (func $waits))
      (func $start (call $waits))
      (start $start))
    (core func $waits' (canon lower (func $waits)))
    (core instance (instantiate $M (with "" (instance (export "waits" (func $waits')))))))
  (instance $waiting (instantiate $Waiting))
  (instance (instantiate $Starting (with "waits" (func $waiting "waits")))))
