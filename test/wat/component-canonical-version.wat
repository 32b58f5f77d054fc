;; Imports an interface by the canonical form of its version.
(component
  (import "test:a/x@0.2" (instance $a (export "number" (func (result u32)))))
  (core func $a (canon lower (func $a "number")))
  (core module $m
    (import "" "a" (func $a (result i32)))
    (func (export "number") (result i32) (call $a)))
  (core instance $i (instantiate $m (with "" (instance (export "a" (func $a))))))
  (func (export "number") (result u32) (canon lift (core func $i "number"))))
