;; Asks the host for a resource while it is instantiated, then traps.
(component
  (import "host" (instance $host
    (export "thing" (type $thing (sub resource)))
    (export "make" (func (result (own $thing))))))
  (core func $make (canon lower (func $host "make")))
  (core module $m
    (import "" "make" (func $make (result i32)))
    (func $start
      (drop (call $make))
      unreachable)
    (start $start))
  (core instance $i (instantiate $m (with "" (instance (export "make" (func $make)))))))
