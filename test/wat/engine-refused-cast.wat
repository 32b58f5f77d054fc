(module (type $f (func)) (import "host" "table" (table 1 funcref)) (func (export "is") (param i32) (result i32) (ref.test (ref $f) (table.get (local.get 0)))))
