;; Adds two, in an incompatible version.
(component
  (core module $m (func (export "next") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
  (core instance $i (instantiate $m))
  (func $next (param "of" u32) (param "by" u32) (result u32) (canon lift (core func $i "next")))
  (instance $n (export "next" (func $next)))
  (export "acme:n/n@2.0.0" (instance $n)))
