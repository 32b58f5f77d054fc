;; Exports a function whose type mentions an error-context, without a built-in for them.
(component
  (core module $m
    (func (export "run") (param i32 i32)))
  (core instance $i (instantiate $m))
  (func (export "run") (param "why" (option error-context)) (canon lift (core func $i "run"))))
