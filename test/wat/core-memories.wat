;; Two memories.
(module
  (memory (export "left") 1)
  (memory (export "right") 2 3)
  (data (memory 1) (i32.const 0) "right")
  (data (memory 0) (i32.const 0) "left"))
