(module (import "host" "use" (func (param anyref))))
