;; Calls the import twice.
(component
  (import "acme:n/n@1.0.0" (instance $n (export "next" (func (param "of" u32) (result u32)))))
  (core func $next (canon lower (func $n "next")))
  (core module $m
    (import "n" "next" (func $next (param i32) (result i32)))
    (func (export "twice") (param i32) (result i32) (call $next (call $next (local.get 0)))))
  (core instance $i (instantiate $m (with "n" (instance (export "next" (func $next))))))
  (func (export "twice") (param "of" u32) (result u32) (canon lift (core func $i "twice"))))
