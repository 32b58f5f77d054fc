(component (core type $s (sub (func (result (ref null func))))) (core type (sub $s (func (result (ref func))))))
