(component (core type (func (param (ref null 9)))))
