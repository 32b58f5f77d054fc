;; What stock toolchains import without need, streams and a pre-release among it, and two functions that use it.
(component
  (import "wasi:cli/environment@0.2.3" (instance $environment
    (export "get-environment" (func (result (list (tuple string string)))))
    (export "get-arguments" (func (result (list string))))))
  (import "wasi:random/random@0.2.3" (instance $random
    (export "get-random-u64" (func (result u64)))))
  (import "wasi:http/body@0.3.0" (instance $body
    (type $bytes (stream u8))
    (type $done (future))
    (export "pipe" (func (param "from" $bytes) (param "trailers" (option $done)) (result (tuple $bytes error-context))))))
  (import "wasi:io/streams@0.2.0-rc-2023-11-10" (instance $streams
    (export "output-stream" (type $out (sub resource)))
    (export "[method]output-stream.write" (func (param "self" (borrow $out)) (param "contents" (list u8))))))
  (core module $libc
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 64))
  (core instance $libc (instantiate $libc))
  (alias core export $libc "memory" (core memory $memory))
  (alias core export $libc "realloc" (core func $realloc))
  (core func $get-environment
    (canon lower (func $environment "get-environment") (memory $memory) (realloc $realloc)))
  (core func $get-arguments
    (canon lower (func $environment "get-arguments") (memory $memory) (realloc $realloc)))
  (core func $random (canon lower (func $random "get-random-u64")))
  (core func $pipe (canon lower (func $body "pipe") (memory $memory)))
  (core func $write (canon lower (func $streams "[method]output-stream.write") (memory $memory)))
  (core module $m
    (import "" "get-environment" (func $environment (param i32)))
    (import "" "get-arguments" (func $arguments (param i32)))
    (import "" "random" (func $random (result i64)))
    (import "" "pipe" (func $pipe (param i32 i32 i32 i32)))
    (import "" "write" (func $write (param i32 i32 i32)))
    (import "libc" "memory" (memory 1))
    (func (export "granted") (result i32)
      (i32.store offset=4 (i32.const 0) (i32.const 7))
      (i32.store offset=12 (i32.const 0) (i32.const 7))
      (call $environment (i32.const 0))
      (call $arguments (i32.const 8))
      (i32.add (i32.load offset=4 (i32.const 0)) (i32.load offset=12 (i32.const 0))))
    (func (export "roll") (result i64) (call $random))
    (func (export "stream") (call $pipe (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0)))
    (func (export "write") (call $write (i32.const 1) (i32.const 0) (i32.const 0))))
  (core instance $i (instantiate $m
    (with "" (instance
      (export "get-environment" (func $get-environment)) (export "get-arguments" (func $get-arguments))
      (export "random" (func $random)) (export "pipe" (func $pipe)) (export "write" (func $write))))
    (with "libc" (instance $libc))))
  (func (export "granted") (result u32) (canon lift (core func $i "granted")))
  (func (export "roll") (result u64) (canon lift (core func $i "roll")))
  (func (export "stream") (canon lift (core func $i "stream")))
  (func (export "write") (canon lift (core func $i "write"))))
