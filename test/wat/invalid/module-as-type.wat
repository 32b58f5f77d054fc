(component (core type $m (module)) (core type $f (func (param (ref null $m)))))
