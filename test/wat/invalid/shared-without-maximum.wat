(component (core type (module (export "b" (memory 1 shared)))))
