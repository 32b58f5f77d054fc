;; Imports two functions of WASI by types that they do not have: another result, and a resource of its own.
(component
  (import "wasi:random/random@0.2.3" (instance $random
    (export "get-random-u64" (func (result u32)))))
  (import "wasi:io/poll@0.2.3" (instance $poll
    (export "stream" (type $stream (sub resource)))
    (export "poll" (func (param "in" (list (borrow $stream))) (result (list u32)))))))
