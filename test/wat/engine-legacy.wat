;; Exceptions in the legacy form: a try has the bodies that handle its exceptions.
(module
  (tag $n (param i32))
  (tag $two (param i32 i64))
  (tag $other)
  (global $after (mut i32) (i32.const 0))

  ;; By number: nothing, $n of 5, $two of 6 and 7, $other, a trap.
  (func $throws (param i32)
    (block $trap (block $other (block $two (block $n (block $nothing
      (br_table $nothing $n $two $other $trap (local.get 0)))
      return)
      (throw $n (i32.const 5)))
      (throw $two (i32.const 6) (i64.const 7)))
      (throw $other))
    unreachable)

  (func (export "catch") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $throws
      i32.const 1
    catch $n
      i32.const 100
      i32.add
    catch $two
      i32.wrap_i64
      i32.add
      i32.const 200
      i32.add
    end)

  (func (export "catch_all") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $throws
      i32.const 1
    catch $n
    catch_all
      i32.const 9
    end)

  ;; Operands below the try, and parameters of it, outlive it.
  (func (export "below") (param i32) (result i32)
    i32.const 1000
    i32.const 20
    try (param i32) (result i32)
      local.get 0
      call $throws
    catch $n
    catch_all
      i32.const 3
    end
    i32.add)

  (func (export "rethrow") (param i32) (result i32)
    try (result i32)
      try (result i32)
        local.get 0
        call $throws
        i32.const 1
      catch $n
        drop
        (global.set $after (i32.add (global.get $after) (i32.const 1)))
        rethrow 0
      catch_all
        i32.const 2
      end
    catch $n
      i32.const 50
      i32.add
    end)

  ;; From inside a catch inside of the catch whose exception it is.
  (func (export "rethrow-outer") (result i32)
    try (result i32)
      try (result i32)
        (throw $n (i32.const 1))
      catch $n
        try (result i32)
          (throw $two (i32.const 2) (i64.const 3))
        catch $two
          drop drop
          rethrow 1
        end
        i32.add
      end
    catch $n
    end)

  ;; Past a try that would catch it.
  (func (export "delegate") (param i32) (result i32)
    try $to (result i32)
      try (result i32)
        i32.const 70
        try (result i32)
          local.get 0
          call $throws
          i32.const 1
        delegate $to
        i32.add
      catch_all
        i32.const -1
      end
    catch $n
      i32.const 10
      i32.add
    catch_all
      i32.const 11
    end)

  ;; To a block: the next try around it has the exception.
  (func (export "delegate-to-block") (param i32) (result i32)
    try (result i32)
      block $to (result i32)
        try (result i32)
          try (result i32)
            local.get 0
            call $throws
            i32.const 1
          delegate $to
        catch_all
          i32.const -1
        end
      end
    catch_all
      i32.const 12
    end)

  ;; To a try whose exception is being handled: it is past its instructions.
  (func (export "delegate-to-handling") (result i32)
    try (result i32)
      try $to (result i32)
        (throw $other)
      catch $other
        try (result i32)
          (throw $n (i32.const 8))
        delegate $to
      catch $n
      end
    catch $n
      i32.const 30
      i32.add
    end)

  (func $out (export "delegate-to-caller") (param i32)
    try
      try
        local.get 0
        call $throws
      delegate 1
    catch_all
    end)
  (func (export "caller") (param i32) (result i32)
    try (result i32)
      local.get 0
      call $out
      i32.const 1
    catch $n
    end)

  (func (export "delegate-to-try_table") (param i32) (result i32)
    block $caught (result i32)
      block $all
        try_table $to (catch $n $caught) (catch_all $all)
          try
            try
              local.get 0
              call $throws
            delegate $to
          catch_all
            i32.const -1
            return
          end
        end
        i32.const 1
        return
      end
      i32.const 13
    end)

  ;; A branch out of a body that handles takes its values along; a loop begins again.
  (func (export "branches") (param i32) (result i32)
    (local $turns i32)
    block $out (result i32)
      loop $again
        try
          i32.const 1
          call $throws
        catch $n
          local.get $turns
          i32.add
          local.tee $turns
          local.get 0
          i32.lt_s
          br_if $again
          local.get $turns
          br $out
        end
      end
      unreachable
    end)

  (func (export "no-catch") (param i32) (result i32)
    try (result i32)
      try (result i32)
        local.get 0
        call $throws
        i32.const 1
      end
    catch_all
      i32.const 2
    end)

  (func (export "after") (result i32) (global.get $after))

  ;; Code that is never reached.
  (func (export "unreached") (result i32)
    i32.const 4
    return
    try (result i32)
      i32.const 0
      call $throws
      i32.const 1
    catch $two
      drop
      try (param i32) (result i32)
      delegate 0
    catch_all
      rethrow 0
    end))
