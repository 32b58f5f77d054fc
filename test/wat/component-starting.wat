;; A component within another calls it while it starts.
(component
  (core module $m (func (export "f")))
  (core instance $i (instantiate $m))
  (func $f (canon lift (core func $i "f")))
  (component $child
    (import "f" (func $f))
    (core func $f (canon lower (func $f)))
    (core module $starts
      (import "" "f" (func $f))
      (start $f))
    (core instance (instantiate $starts (with "" (instance (export "f" (func $f)))))))
  (instance (instantiate $child (with "f" (func $f)))))
