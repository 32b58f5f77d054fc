;; Calls the host while it is instantiated.
(component
  (import "begin" (func $begin))
  (core func $begin (canon lower (func $begin)))
  (core module $m
    (import "" "begin" (func $begin))
    (func $start (call $begin))
    (func (export "run"))
    (start $start))
  (core instance $i (instantiate $m (with "" (instance (export "begin" (func $begin))))))
  (func (export "run") (canon lift (core func $i "run"))))
