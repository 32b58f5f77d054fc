(component (core type (module (type $t (func (result i32))) (import "a" "b" (tag (type $t))))))
