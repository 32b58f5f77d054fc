(module $host-loop
  (import "host" "work" (func $work))
  (func (export "once") (call $work))
  (func (export "forever") (loop $again (call $work) (br $again))))
