;; A parent calls its child, which calls the parent back, which may; the parent then calls the child again, which may
;; not, as the first call of the child has not returned.
(component
  (core module $table
    (table (export "table") 2 funcref)
    (type $f (func (result i32)))
    (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
  (core instance $table (instantiate $table))
  (core module $parent
    (import "" "call" (func $call (param i32) (result i32)))
    (func (export "back") (result i32) (i32.const 5))
    (func (export "back-in") (result i32) (call $call (i32.const 0))))
  (core instance $parent (instantiate $parent (with "" (instance $table))))
  (func $back (result u32) (canon lift (core func $parent "back")))
  (func $back-in (result u32) (canon lift (core func $parent "back-in")))

  (component $child
    (import "back" (func $back (result u32)))
    (core func $back (canon lower (func $back)))
    (core module $m
      (import "" "back" (func $back (result i32)))
      (func (export "run") (result i32) (i32.add (i32.const 1) (call $back))))
    (core instance $i (instantiate $m (with "" (instance (export "back" (func $back))))))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))
  (instance $fine (instantiate $child (with "back" (func $back))))
  (instance $again (instantiate $child (with "back" (func $back-in))))

  (core func $fine (canon lower (func $fine "run")))
  (core func $again (canon lower (func $again "run")))
  (core module $fill
    (import "" "table" (table 2 funcref))
    (import "" "fine" (func $fine (result i32)))
    (import "" "again" (func $again (result i32)))
    (elem (i32.const 0) $again $fine)
    (func (export "fine") (result i32) (call $fine))
    (func (export "again") (result i32) (call $again)))
  (core instance $fill (instantiate $fill (with "" (instance
    (export "table" (table $table "table")) (export "fine" (func $fine)) (export "again" (func $again))))))
  (func (export "fine") (result u32) (canon lift (core func $fill "fine")))
  (func (export "again") (result u32) (canon lift (core func $fill "again"))))
