(module (func (export "v") (param v128)))
