;; Functions by which a component calls one within it, is called by one within it, and calls itself.
(component
  (core module $m (func (export "f")))
  (core instance $i (instantiate $m))
  (func $f (canon lift (core func $i "f")))
  (core module $calls
    (import "" "f" (func $f))
    (func (export "g") (call $f)))

  (component $child
    (core module $m (func (export "f")))
    (core instance $i (instantiate $m))
    (func (export "f") (canon lift (core func $i "f"))))
  (instance $child (instantiate $child))
  (core func $down (canon lower (func $child "f")))
  (core instance $down (instantiate $calls (with "" (instance (export "f" (func $down))))))
  (func (export "down") (canon lift (core func $down "g")))

  (component $back
    (import "f" (func $f))
    (core func $up (canon lower (func $f)))
    (core module $calls
      (import "" "f" (func $f))
      (func (export "g") (call $f)))
    (core instance $i (instantiate $calls (with "" (instance (export "f" (func $up))))))
    (func (export "g") (canon lift (core func $i "g"))))
  (instance $back (instantiate $back (with "f" (func $f))))
  (export "up" (func $back "g"))

  (core func $self (canon lower (func $f)))
  (core instance $itself (instantiate $calls (with "" (instance (export "f" (func $self))))))
  (func (export "itself") (canon lift (core func $itself "g"))))
