;; A function and a destructor of a sibling that trap, called from a core module of another component.
(component
  (component $sibling
    (core module $sibling
      (func $traps (export "f") unreachable)
      (func $ends (export "end") (param i32) unreachable))
    (core instance $i (instantiate $sibling))
    (type $r (resource (rep i32) (dtor (core func $i "end"))))
    (core func $new (canon resource.new $r))
    (core module $maker
      (import "" "new" (func $new (param i32) (result i32)))
      (func (export "make") (result i32) (call $new (i32.const 7))))
    (core instance $m (instantiate $maker (with "" (instance (export "new" (func $new))))))
    (export $r' "r" (type $r))
    (func (export "f") (canon lift (core func $i "f")))
    (func (export "make") (result (own $r')) (canon lift (core func $m "make"))))
  (instance $sibling (instantiate $sibling))

  (component $user
    (import "s" (instance $s (export "r" (type $r (sub resource))) (export "f" (func)) (export "make" (func (result (own $r))))))
    (alias export $s "r" (type $r))
    (core func $f (canon lower (func $s "f")))
    (core func $make (canon lower (func $s "make")))
    (core func $drop (canon resource.drop $r))
    (core module $user
      (import "" "f" (func $f))
      (import "" "make" (func $make (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func $calls (call $f))
      (func $run (export "f") (call $calls))
      (func $drops (export "drop") (call $drop (call $make))))
    (core instance $i (instantiate $user (with "" (instance
      (export "f" (func $f)) (export "make" (func $make)) (export "drop" (func $drop))))))
    (func (export "f") (canon lift (core func $i "f")))
    (func (export "drop") (canon lift (core func $i "drop"))))
  (instance $user (instantiate $user (with "s" (instance $sibling))))
  (export "f" (func $user "f"))
  (export "drop" (func $user "drop")))
