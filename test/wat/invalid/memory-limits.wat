(component (core type (module (import "a" "b" (memory 3 2)))))
