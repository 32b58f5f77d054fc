(module (func (export "f") (result i32) (i8x16.extract_lane_s 0 (i8x16.splat (i32.const 1)))))
