(component (core type (module (type (func (param (ref 5)))))))
