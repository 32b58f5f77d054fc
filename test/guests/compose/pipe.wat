;; Returns the stream or future that it got.
(component
  (core module $m
    (memory (export "mem") 1)
    (func (export "same") (param i32) (result i32) local.get 0))
  (core instance $i (instantiate $m))
  (type $bytes (stream u8))
  (type $later (future u32))
  (func $pass (param "s" $bytes) (result $bytes) (canon lift (core func $i "same")))
  (func $wait (param "f" $later) (result $later) (canon lift (core func $i "same")))
  (instance $pipe (export "pass" (func $pass)) (export "wait" (func $wait)))
  (export "acme:flow/pipe" (instance $pipe)))
