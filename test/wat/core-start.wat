;; A start function that calls the host before anybody has the instance.
(module
  (import "env" "started" (func $started (param i32)))
  (func $start (call $started (i32.const 42)))
  (func (export "nothing"))
  (start $start))
