;; Tests of the types of references to exceptions, which the interpreter's validator does not accept.
(module
  (tag $t (param i32))
  (func $caught (param i32) (result exnref)
    (if (i32.eqz (local.get 0)) (then (return (ref.null exn))))
    (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t (i32.const 1))) (unreachable)))
  (func (export "exception") (param i32) (result i32 i32 i32)
    (ref.test (ref exn) (call $caught (local.get 0))) (ref.test exnref (call $caught (local.get 0)))
    (ref.test nullexnref (call $caught (local.get 0))))
  (func (export "cast-exception") (param i32) (ref.cast (ref exn) (call $caught (local.get 0))) (drop)))
