(component (core type (module (import "a" "b" (table 3 2 funcref)))))
