;; The example of docs/compiler.md: the sum of the words of an array, from its end.
(module
  (memory 1)
  (func (export "sum") (param $n i32) (result i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (i32.load offset=8 (local.get $n))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 4)))))
    (local.get $sum)))
