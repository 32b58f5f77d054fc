(module (type $s (struct (field i32))) (func (export "make") (result (ref $s)) (struct.new $s (i32.const 7))))
