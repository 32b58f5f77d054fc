;; A chain of structs in a global, as long as it is told to be.
(module
  (type $n (struct (field (ref null $n))))
  (global $head (mut (ref null $n)) (ref.null $n))
  (func (export "push") (param i32)
    (loop $l
      (global.set $head (struct.new $n (global.get $head)))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "length") (result i32) (local (ref null $n) i32)
    (local.set 0 (global.get $head))
    (block $b (loop $l
      (br_if $b (ref.is_null (local.get 0)))
      (local.set 1 (i32.add (local.get 1) (i32.const 1)))
      (local.set 0 (struct.get $n 0 (local.get 0)))
      (br $l)))
    (local.get 1)))
