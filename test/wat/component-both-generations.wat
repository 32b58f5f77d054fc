;; Imports WASI 0.2 and 0.3 at once. Returns the indices of a pollable of the first and of a stream and a future of the second.
(component
  (import "wasi:io/poll@0.2.0" (instance $poll (export "pollable" (type (sub resource)))))
  (alias export $poll "pollable" (type $pollable))
  (import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
    (alias outer 1 $pollable (type $p))
    (export "subscribe-duration" (func (param "when" u64) (result (own $p))))))
  (import "wasi:cli/types@0.3.0" (instance $types
    (type $error (enum "io" "illegal-byte-sequence" "pipe"))
    (export "error-code" (type (eq $error)))))
  (alias export $types "error-code" (type $error))
  (import "wasi:cli/stdin@0.3.0" (instance $stdin
    (alias outer 1 $error (type $e))
    (export "read-via-stream" (func (result (tuple (stream u8) (future (result (error $e)))))))))
  (core module $Memory (memory (export "mem") 1))
  (core instance $memory (instantiate $Memory))
  (core func $subscribe (canon lower (func $clock "subscribe-duration")))
  (core func $read (canon lower (func $stdin "read-via-stream") (memory (core memory $memory "mem"))))
  (core func $drop-pollable (canon resource.drop $pollable))
  (core module $M
    (import "" "mem" (memory 1))
    (import "" "subscribe" (func $subscribe (param i64) (result i32)))
    (import "" "read" (func $read (param i32)))
    (import "" "drop" (func $drop (param i32)))
    (func (export "indices") (result i32)
      (i32.store (i32.const 16) (call $subscribe (i64.const 0)))
      (call $read (i32.const 20))
      (i32.const 16))
    (func (export "mixed-up")
      (call $read (i32.const 20))
      (call $drop (i32.load (i32.const 20)))))
  (core instance $i (instantiate $M (with "" (instance
    (export "mem" (memory $memory "mem"))
    (export "subscribe" (func $subscribe))
    (export "read" (func $read))
    (export "drop" (func $drop-pollable))))))
  (func (export "indices") (result (tuple u32 u32 u32))
    (canon lift (core func $i "indices") (memory (core memory $memory "mem"))))
  (func (export "mixed-up") (canon lift (core func $i "mixed-up"))))
