(module $segments
  (memory (export "memory") 1 4)
  (data $a "AAAA") (data $b "BBBB")
  (func (export "init") (param i32) (result i32)
    (memory.init $a (local.get 0) (i32.const 0) (i32.const 4))
    (i32.load (local.get 0)))
  (func (export "drop") (data.drop $a))
  (func (export "init-out-of-bounds") (memory.init $b (i32.const 65534) (i32.const 0) (i32.const 4))))
