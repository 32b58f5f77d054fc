(component (core type (module (type (func)) (import "a" "b" (global (ref null 1))))))
