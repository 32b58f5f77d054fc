;; Lifts asynchronously and has built-ins of concurrency.
(component
  (core module $m
    (func (export "run") (result i32) i32.const 0)
    (func (export "callback") (param i32 i32 i32) (result i32) i32.const 0))
  (core instance $i (instantiate $m))
  (core func $return (canon task.return))
  (core func $set (canon waitable-set.new))
  (type $s (stream u8))
  (core func $new (canon stream.new $s))
  (func (export "run") async
    (canon lift (core func $i "run") async (callback (core func $i "callback")))))
