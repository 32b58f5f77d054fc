(component (core type $s (sub (func (param i32)))) (core type (sub $s (func))))
