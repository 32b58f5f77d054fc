;; Changes and reads one directory, descriptor 3, as fast as it can: for guests that attack a sandbox together. `swap`
;; puts a link that leads out, `x`, in the place of the directory `d`, and back; `attack` does everything by way of `d`.
(module $rogue
  (import "wasi_snapshot_preview1" "path_rename" (func $rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_remove_directory" (func $rmdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $symlink (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_readlink" (func $readlink (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_link" (func $link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_set_times" (func $times (param i32 i32 i32 i32 i64 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "d") (data (i32.const 8) "dd") (data (i32.const 16) "x")
  (data (i32.const 24) "d/secret") (data (i32.const 40) "d/made") (data (i32.const 56) "got") (data (i32.const 64) "d/link")
  (data (i32.const 80) "hacked")
  ;; how often a secret was read, or seen by its size
  (global $found (export "found") (mut i32) (i32.const 0))

  (func (export "swap") (param $n i32)
    (loop $l
      (drop (call $rename (i32.const 3) (i32.const 0) (i32.const 1) (i32.const 3) (i32.const 8) (i32.const 2)))
      (drop (call $rename (i32.const 3) (i32.const 16) (i32.const 1) (i32.const 3) (i32.const 0) (i32.const 1)))
      (drop (call $rename (i32.const 3) (i32.const 0) (i32.const 1) (i32.const 3) (i32.const 16) (i32.const 1)))
      (drop (call $rename (i32.const 3) (i32.const 8) (i32.const 2) (i32.const 3) (i32.const 0) (i32.const 1)))
      (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))

  ;; reads what a path is, up to 64 bytes, and counts a secret, which begins with S
  (func $peek (param $at i32) (param $length i32)
    (if (i32.eqz (call $open (i32.const 3) (i32.const 1) (local.get $at) (local.get $length) (i32.const 0) (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 1024)))
      (then
        (i32.store (i32.const 1100) (i32.const 2000)) (i32.store (i32.const 1104) (i32.const 64)) (i32.store8 (i32.const 2000) (i32.const 0))
        (drop (call $read (i32.load (i32.const 1024)) (i32.const 1100) (i32.const 1) (i32.const 1200)))
        (if (i32.eq (i32.load8_u (i32.const 2000)) (i32.const 83)) (then (global.set $found (i32.add (global.get $found) (i32.const 1)))))
        (drop (call $close (i32.load (i32.const 1024)))))))

  ;; writes into what a path is
  (func $deface (param $at i32) (param $length i32) (param $flags i32)
    (if (i32.eqz (call $open (i32.const 3) (i32.const 1) (local.get $at) (local.get $length) (local.get $flags) (i64.const 64) (i64.const 64) (i32.const 0) (i32.const 1024)))
      (then
        (i32.store (i32.const 1100) (i32.const 80)) (i32.store (i32.const 1104) (i32.const 6))
        (drop (call $write (i32.load (i32.const 1024)) (i32.const 1100) (i32.const 1) (i32.const 1200)))
        (drop (call $close (i32.load (i32.const 1024)))))))

  (func (export "attack") (param $n i32)
    (loop $l
      (call $peek (i32.const 24) (i32.const 8))
      (if (i32.eqz (call $link (i32.const 3) (i32.const 0) (i32.const 24) (i32.const 8) (i32.const 3) (i32.const 56) (i32.const 3)))
        (then
          (call $peek (i32.const 56) (i32.const 3))
          (drop (call $unlink (i32.const 3) (i32.const 56) (i32.const 3)))))
      (call $deface (i32.const 24) (i32.const 8) (i32.const 0))
      (call $deface (i32.const 40) (i32.const 6) (i32.const 1))
      (drop (call $unlink (i32.const 3) (i32.const 40) (i32.const 6)))
      (drop (call $mkdir (i32.const 3) (i32.const 40) (i32.const 6)))
      (drop (call $rmdir (i32.const 3) (i32.const 40) (i32.const 6)))
      (drop (call $symlink (i32.const 0) (i32.const 1) (i32.const 3) (i32.const 64) (i32.const 6)))
      (drop (call $readlink (i32.const 3) (i32.const 64) (i32.const 6) (i32.const 3000) (i32.const 100) (i32.const 1200)))
      (drop (call $unlink (i32.const 3) (i32.const 64) (i32.const 6)))
      (drop (call $times (i32.const 3) (i32.const 1) (i32.const 24) (i32.const 8) (i64.const 0) (i64.const 5000000000) (i32.const 4)))
      (i64.store (i32.const 3032) (i64.const 0))
      (drop (call $stat (i32.const 3) (i32.const 1) (i32.const 24) (i32.const 8) (i32.const 3000)))
      ;; the secret is 39 bytes long, and nothing else is
      (if (i64.eq (i64.load (i32.const 3032)) (i64.const 39)) (then (global.set $found (i32.add (global.get $found) (i32.const 1)))))
      (if (i32.eqz (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 2) (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 1024)))
        (then
          (drop (call $readdir (i32.load (i32.const 1024)) (i32.const 4000) (i32.const 4000) (i64.const 0) (i32.const 1200)))
          (drop (call $close (i32.load (i32.const 1024))))))
      (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
