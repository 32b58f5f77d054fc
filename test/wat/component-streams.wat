;; Each export returns its argument, so that the host reads what it gave.
(component
  (core module $m
    (memory (export "mem") 1)
    (func (export "same") (param i32) (result i32) local.get 0))
  (core instance $i (instantiate $m))
  (type $bytes (stream u8))
  (type $numbers (stream u32))
  (type $texts (stream string))
  (type $later (future string))
  (func (export "bytes") (param "s" $bytes) (result $bytes) (canon lift (core func $i "same")))
  (func (export "numbers") (param "s" $numbers) (result $numbers) (canon lift (core func $i "same")))
  (func (export "texts") (param "s" $texts) (result $texts) (canon lift (core func $i "same")))
  (func (export "later") (param "f" $later) (result $later) (canon lift (core func $i "same")))
  (func (export "error") (param "e" error-context) (result error-context) (canon lift (core func $i "same"))))
