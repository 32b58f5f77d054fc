;; Exports what it imports.
(component
  (import "check" (func $check (param "number" u32) (result (result u32 (error string)))))
  (export "check-again" (func $check)))
