(component (core module $m (memory (export "m") 1 2 shared)) (core instance $i (instantiate $m)) (alias core export $i "m" (core memory $mem)) (core func (canon waitable-set.wait (memory $mem))))
