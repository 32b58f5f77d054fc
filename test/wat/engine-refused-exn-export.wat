(module (func (export "make") (result exnref) (ref.null exn)))
