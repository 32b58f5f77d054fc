(component (core type (module (import "a" "b" (table 1 (ref null 3))))))
