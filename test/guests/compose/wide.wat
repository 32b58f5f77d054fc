;; Adds one to numbers of another type, and has no function more.
(component
  (core module $m (func (export "next") (param i64) (result i64) (i64.add (local.get 0) (i64.const 1))))
  (core instance $i (instantiate $m))
  (func $next (param "of" u64) (result u64) (canon lift (core func $i "next")))
  (instance $n (export "next" (func $next)))
  (export "acme:n/n@1.1.0" (instance $n)))
