;; Keeps an object of the host in one of its own.
(module $boxes
  (type $box (struct (field externref)))
  (global $box (mut (ref null $box)) (ref.null $box))
  (func (export "drop") (param externref))
  (func (export "keep") (param externref) (global.set $box (struct.new $box (local.get 0))))
  (func (export "kept") (result externref) (struct.get $box 0 (global.get $box))))
