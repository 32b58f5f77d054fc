;; Imports of every kind, and functions that call them.
(module $guest
  (import "env" "log" (func $log (param i32)))
  (import "env" "sum" (func $sum (param i32 i64 f32 f64) (result f64)))
  (import "env" "pair" (func $pair (param i32) (result i32 i64)))
  (import "env" "answer" (func $answer (result i32)))
  (import "env" "describe" (func $describe (param externref) (result externref)))
  (func (export "log") (param i32) (call $log (local.get 0)))
  (func (export "sum") (param i32 i64 f32 f64) (result f64)
    (call $sum (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
  (func (export "pair") (param i32) (result i32 i64) (call $pair (local.get 0)))
  (func $ask (export "answer") (result i32) (call $answer))
  (func (export "describe") (param externref) (result externref) (call $describe (local.get 0)))
  (func (export "square") (param i32) (result i32) (i32.mul (local.get 0) (local.get 0))))
