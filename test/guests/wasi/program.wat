;; A program: writes its arguments' count as a digit to standard output, "err" to standard error, and ends as that count
;; says: 1 ok, 2 err, 3 exit with code 7, 4 a trap.
(component
  (import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
  (alias export $error "error" (type $error-type))
  (import "wasi:io/streams@0.2.0" (instance $streams
    (alias outer 1 $error-type (type $e))
    (export "error" (type $error (eq $e)))
    (type $failed (own $error))
    (export "output-stream" (type $out (sub resource)))
    (type $stream-error' (variant (case "last-operation-failed" $failed) (case "closed")))
    (export "stream-error" (type $stream-error (eq $stream-error')))
    (type $result (result (error $stream-error)))
    (export "[method]output-stream.blocking-write-and-flush"
      (func (param "self" (borrow $out)) (param "contents" (list u8)) (result $result)))))
  (alias export $streams "output-stream" (type $output-stream))
  (import "wasi:cli/stdout@0.2.0" (instance $stdout
    (alias outer 1 $output-stream (type $o))
    (export "output-stream" (type $out (eq $o)))
    (export "get-stdout" (func (result (own $out))))))
  (import "wasi:cli/stderr@0.2.0" (instance $stderr
    (alias outer 1 $output-stream (type $o))
    (export "output-stream" (type $out (eq $o)))
    (export "get-stderr" (func (result (own $out))))))
  (import "wasi:cli/environment@0.2.0" (instance $environment
    (export "get-arguments" (func (result (list string))))))
  (import "wasi:cli/exit@0.2.12" (instance $exit
    (export "exit-with-code" (func (param "status-code" u8)))))
  (core module $libc
    (memory (export "memory") 1)
    (data (i32.const 16) "err")
    (global $at (mut i32) (i32.const 1024))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $at)
      (global.set $at (i32.and (i32.add (i32.add (global.get $at) (local.get 3)) (i32.const 7)) (i32.const -8)))))
  (core instance $libc (instantiate $libc))
  (alias core export $libc "memory" (core memory $memory))
  (alias core export $libc "realloc" (core func $realloc))
  (core func $get-stdout (canon lower (func $stdout "get-stdout")))
  (core func $get-stderr (canon lower (func $stderr "get-stderr")))
  (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $memory)))
  (core func $arguments (canon lower (func $environment "get-arguments") (memory $memory) (realloc $realloc)))
  (core func $exit (canon lower (func $exit "exit-with-code")))
  (core module $m
    (import "" "get-stdout" (func $get-stdout (result i32)))
    (import "" "get-stderr" (func $get-stderr (result i32)))
    (import "" "write" (func $write (param i32 i32 i32 i32)))
    (import "" "arguments" (func $arguments (param i32)))
    (import "" "exit" (func $exit (param i32)))
    (import "libc" "memory" (memory 1))
    (func (export "run") (result i32)
      (local $count i32)
      (call $arguments (i32.const 0))
      (local.set $count (i32.load offset=4 (i32.const 0)))
      (i32.store8 (i32.const 8) (i32.add (i32.const 48) (local.get $count)))
      (call $write (call $get-stdout) (i32.const 8) (i32.const 1) (i32.const 32))
      (call $write (call $get-stderr) (i32.const 16) (i32.const 3) (i32.const 32))
      (if (i32.eq (local.get $count) (i32.const 3)) (then (call $exit (i32.const 7))))
      (if (i32.eq (local.get $count) (i32.const 4)) (then unreachable))
      (i32.eq (local.get $count) (i32.const 2))))
  (core instance $i (instantiate $m
    (with "" (instance
      (export "get-stdout" (func $get-stdout)) (export "get-stderr" (func $get-stderr)) (export "write" (func $write))
      (export "arguments" (func $arguments)) (export "exit" (func $exit))))
    (with "libc" (instance $libc))))
  (func $run (result (result)) (canon lift (core func $i "run")))
  (instance $out (export "run" (func $run)))
  (export "wasi:cli/run@0.2.0" (instance $out)))
