;; Two versions of one interface, each with a function of the same name, beside one of the world's own.
(component
  (core module $m
    (func (export "one") (result i32) i32.const 1)
    (func (export "two") (result i32) i32.const 2)
    (func (export "three") (result i32) i32.const 3))
  (core instance $i (instantiate $m))
  (func $one (result u32) (canon lift (core func $i "one")))
  (func $two (result u32) (canon lift (core func $i "two")))
  (func $three (result u32) (canon lift (core func $i "three")))
  (instance $old (export "number" (func $one)) (export "other" (func $three)))
  (instance $new (export "number" (func $two)))
  (export "test:versions/numbers@1.0.0" (instance $old))
  (export "test:versions/numbers@2.0.0" (instance $new))
  (export "number" (func $three)))
