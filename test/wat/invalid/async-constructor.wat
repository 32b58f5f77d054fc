(component (type (instance (export "r" (type $r (sub resource))) (export "[constructor]r" (func async (result (own $r)))))))
