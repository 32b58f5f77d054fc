package radicchio.binary;

import radicchio.component.Canon;
import radicchio.component.Canon.Builtin;
import radicchio.component.CanonOptions;
import radicchio.component.Sort;
import radicchio.component.StringEncoding;

/** Decodes canonical definitions ({@code canon}). */
final class CanonSection {
  private CanonSection() {}

  static Canon canon(Reader r) {
    int start = r.offset();
    int b = r.u8("a canonical definition");
    return switch (b) {
      case 0x00 -> Reader.within("lift", () -> lift(r, start));
      case 0x01 -> Reader.within("lower", () -> lower(r, start));
      case 0x02 -> new Canon.ResourceNew(start, typeIndex(r));
      case 0x03 -> new Canon.ResourceDrop(start, typeIndex(r));
      case 0x04 -> new Canon.ResourceRep(start, typeIndex(r));
      case 0x09 ->
          Reader.within(
              "task.return", () -> new Canon.TaskReturn(start, TypeRefs.resultList(r), options(r)));
      default -> builtin(r, start, b);
    };
  }

  private static Canon lift(Reader r, int start) {
    r.expect(0x00, "the sort func");
    return new Canon.Lift(start, Sorts.index(r, Sort.CORE_FUNC), options(r), typeIndex(r));
  }

  private static Canon lower(Reader r, int start) {
    r.expect(0x00, "the sort func");
    return new Canon.Lower(start, Sorts.index(r, Sort.FUNC), options(r));
  }

  /** Decodes a built-in of concurrency, by its code. */
  private static Canon builtin(Reader r, int start, int b) {
    return switch (b) {
      case 0x05 -> new Canon.Simple(start, Builtin.TASK_CANCEL);
      case 0x06 -> new Canon.SubtaskCancel(start, Builtin.SUBTASK_CANCEL, async(r));
      case 0x0a -> context(r, start, Builtin.CONTEXT_GET);
      case 0x0b -> context(r, start, Builtin.CONTEXT_SET);
      case 0x0d -> new Canon.Simple(start, Builtin.SUBTASK_DROP);
      case 0x0e -> new Canon.OfType(start, Builtin.STREAM_NEW, typeIndex(r));
      case 0x0f -> copy(r, start, Builtin.STREAM_READ);
      case 0x10 -> copy(r, start, Builtin.STREAM_WRITE);
      case 0x11 -> cancelCopy(r, start, Builtin.STREAM_CANCEL_READ);
      case 0x12 -> cancelCopy(r, start, Builtin.STREAM_CANCEL_WRITE);
      case 0x13 -> new Canon.OfType(start, Builtin.STREAM_DROP_READABLE, typeIndex(r));
      case 0x14 -> new Canon.OfType(start, Builtin.STREAM_DROP_WRITABLE, typeIndex(r));
      case 0x15 -> new Canon.OfType(start, Builtin.FUTURE_NEW, typeIndex(r));
      case 0x16 -> copy(r, start, Builtin.FUTURE_READ);
      case 0x17 -> copy(r, start, Builtin.FUTURE_WRITE);
      case 0x18 -> cancelCopy(r, start, Builtin.FUTURE_CANCEL_READ);
      case 0x19 -> cancelCopy(r, start, Builtin.FUTURE_CANCEL_WRITE);
      case 0x1a -> new Canon.OfType(start, Builtin.FUTURE_DROP_READABLE, typeIndex(r));
      case 0x1b -> new Canon.OfType(start, Builtin.FUTURE_DROP_WRITABLE, typeIndex(r));
      case 0x1c -> new Canon.ErrorContext(start, Builtin.ERROR_CONTEXT_NEW, options(r));
      case 0x1d -> new Canon.ErrorContext(start, Builtin.ERROR_CONTEXT_DEBUG_MESSAGE, options(r));
      case 0x1e -> new Canon.Simple(start, Builtin.ERROR_CONTEXT_DROP);
      case 0x1f -> new Canon.Simple(start, Builtin.WAITABLE_SET_NEW);
      case 0x20 -> await(r, start, Builtin.WAITABLE_SET_WAIT);
      case 0x21 -> await(r, start, Builtin.WAITABLE_SET_POLL);
      case 0x22 -> new Canon.Simple(start, Builtin.WAITABLE_SET_DROP);
      case 0x23 -> new Canon.Simple(start, Builtin.WAITABLE_JOIN);
      case 0x24 -> new Canon.Simple(start, Builtin.BACKPRESSURE_INC);
      case 0x25 -> new Canon.Simple(start, Builtin.BACKPRESSURE_DEC);
      default -> threadBuiltin(r, start, b);
    };
  }

  private static Canon threadBuiltin(Reader r, int start, int b) {
    return switch (b) {
      case 0x0c -> turn(r, start, Builtin.THREAD_YIELD);
      case 0x26 -> new Canon.Simple(start, Builtin.THREAD_INDEX);
      case 0x27 ->
          new Canon.ThreadNew(
              start,
              Builtin.THREAD_NEW_INDIRECT,
              Sorts.index(r, Sort.CORE_TYPE),
              Sorts.index(r, Sort.CORE_TABLE));
      case 0x28 -> new Canon.Simple(start, Builtin.THREAD_RESUME_LATER);
      case 0x29 -> turn(r, start, Builtin.THREAD_SUSPEND);
      case 0x2a -> turn(r, start, Builtin.THREAD_SUSPEND_THEN_RESUME);
      case 0x2b -> turn(r, start, Builtin.THREAD_YIELD_THEN_RESUME);
      case 0x2c -> turn(r, start, Builtin.THREAD_SUSPEND_THEN_PROMOTE);
      case 0x2d -> turn(r, start, Builtin.THREAD_YIELD_THEN_PROMOTE);
      case 0x40, 0x41, 0x42 -> shared(r, start, b);
      default -> throw r.errorBefore("unknown canonical definition " + Reader.hex(b));
    };
  }

  /** Decodes a built-in of shared threads, so that it can be refused by name. */
  private static Canon shared(Reader r, int start, int b) {
    r.flag("shared");
    if (b == 0x42) {
      return new Canon.Shared(start, Builtin.THREAD_AVAILABLE_PARALLELISM);
    }
    Sorts.index(r, Sort.CORE_TYPE);
    if (b == 0x40) {
      return new Canon.Shared(start, Builtin.THREAD_SPAWN_REF);
    }
    Sorts.index(r, Sort.CORE_TABLE);
    return new Canon.Shared(start, Builtin.THREAD_SPAWN_INDIRECT);
  }

  private static Canon context(Reader r, int start, Builtin builtin) {
    return new Canon.Context(start, builtin, CoreTypeSection.valueType(r), r.u32("the slot"));
  }

  private static Canon copy(Reader r, int start, Builtin builtin) {
    return Reader.within(
        builtin.text(), () -> new Canon.Copy(start, builtin, typeIndex(r), options(r)));
  }

  private static Canon cancelCopy(Reader r, int start, Builtin builtin) {
    return new Canon.CancelCopy(start, builtin, typeIndex(r), async(r));
  }

  private static Canon await(Reader r, int start, Builtin builtin) {
    return new Canon.Wait(start, builtin, cancellable(r), Sorts.index(r, Sort.CORE_MEMORY));
  }

  private static Canon turn(Reader r, int start, Builtin builtin) {
    return new Canon.Switch(start, builtin, cancellable(r));
  }

  private static boolean async(Reader r) {
    return r.flag("async");
  }

  private static boolean cancellable(Reader r) {
    return r.flag("cancellable");
  }

  private static int typeIndex(Reader r) {
    return Sorts.index(r, Sort.TYPE);
  }

  private static CanonOptions options(Reader r) {
    return new CanonOptions(r.vec("option", CanonSection::option));
  }

  private static CanonOptions.Option option(Reader r) {
    int b = r.u8("an option");
    return switch (b) {
      case 0x00 -> new CanonOptions.Encoding(StringEncoding.UTF8);
      case 0x01 -> new CanonOptions.Encoding(StringEncoding.UTF16);
      case 0x02 -> new CanonOptions.Encoding(StringEncoding.LATIN1_UTF16);
      case 0x03 -> new CanonOptions.MemoryOption(Sorts.index(r, Sort.CORE_MEMORY));
      case 0x04 -> new CanonOptions.Realloc(Sorts.index(r, Sort.CORE_FUNC));
      case 0x05 -> new CanonOptions.PostReturn(Sorts.index(r, Sort.CORE_FUNC));
      case 0x06 -> new CanonOptions.Async();
      case 0x07 -> new CanonOptions.Callback(Sorts.index(r, Sort.CORE_FUNC));
      default -> throw r.errorBefore("unknown option " + Reader.hex(b));
    };
  }
}
