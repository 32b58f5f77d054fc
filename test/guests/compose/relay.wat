;; Passes streams and futures through another component, and returns what comes back.
(component
  (import "acme:flow/pipe" (instance $pipe
    (export "pass" (func (param "s" (stream u8)) (result (stream u8))))
    (export "wait" (func (param "f" (future u32)) (result (future u32))))))
  (core func $pass (canon lower (func $pipe "pass")))
  (core func $wait (canon lower (func $pipe "wait")))
  (core module $m
    (import "pipe" "pass" (func $pass (param i32) (result i32)))
    (import "pipe" "wait" (func $wait (param i32) (result i32)))
    (func (export "pass") (param i32) (result i32) (call $pass (local.get 0)))
    (func (export "wait") (param i32) (result i32) (call $wait (local.get 0))))
  (core instance $i (instantiate $m
    (with "pipe" (instance (export "pass" (func $pass)) (export "wait" (func $wait))))))
  (func (export "relay") (param "s" (stream u8)) (result (stream u8)) (canon lift (core func $i "pass")))
  (func (export "later") (param "f" (future u32)) (result (future u32)) (canon lift (core func $i "wait"))))
