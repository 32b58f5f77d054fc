;; Fills the heap with small objects that it keeps.
(module
  (type $link (struct (field anyref)))
  (global $all (mut anyref) (ref.null any))
  (func (export "f")
    (loop $more
      (global.set $all (struct.new $link (global.get $all)))
      (br $more))))
