(component (core type $s (func)) (core type (sub $s (func))))
