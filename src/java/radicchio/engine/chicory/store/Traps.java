package radicchio.engine.chicory.store;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.WasmException;
import java.util.List;
import java.util.Optional;
import radicchio.engine.Limits;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/** Converts exceptions that leave a guest to our own errors. Only this class reads the engine's exceptions and messages. */
public final class Traps {
  /** The start of the engine's message, our keyword, and our message. */
  private record Known(String begins, String kind, String says) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("Trapped on unreachable", "unreachable", "unreachable instruction executed"),
          new Known(
              "out of bounds memory access", "out-of-bounds-memory", "out of bounds memory access"),
          new Known(
              "out of bounds table access", "out-of-bounds-table", "out of bounds table access"),
          new Known(
              "out of bounds array access", "out-of-bounds-array", "out of bounds array access"),
          new Known(
              "undefined element",
              "undefined-element",
              "undefined element: call through a table out of bounds"),
          new Known(
              "uninitialized element",
              "uninitialized-element",
              "uninitialized element: call of a null in a table"),
          new Known(
              "indirect call type mismatch", "indirect-call-type", "indirect call type mismatch"),
          new Known("integer divide by zero", "integer-divide-by-zero", "integer divide by zero"),
          new Known("integer overflow", "integer-overflow", "integer overflow"),
          new Known(
              "invalid conversion to integer",
              "invalid-conversion",
              "invalid conversion to integer"),
          new Known("call stack exhausted", "stack-exhausted", "call stack exhausted"),
          new Known("null function reference", "null-reference", "null function reference"),
          new Known("null structure reference", "null-reference", "null structure reference"),
          new Known("null array reference", "null-reference", "null array reference"),
          new Known("null i31 reference", "null-reference", "null i31 reference"),
          new Known("null reference", "null-reference", "null reference"),
          new Known("Trapped on call_ref", "null-reference", "null function reference"),
          new Known("Trapped on ref_as_non_null", "null-reference", "null reference"),
          new Known("null exception reference", "null-reference", "null exception reference"),
          new Known("cast failure", "cast-failure", "cast failure"),
          new Known("unaligned atomic", "unaligned-atomic", "unaligned atomic"),
          new Known(
              "Attempt to wait on a non-shared memory",
              "expected-shared-memory",
              "expected shared memory"));

  private Traps() {}

  /** Returns the exception that a call of the host throws for an exception of the engine. */
  static Throwable translate(Throwable t, Frames frames) {
    if (t instanceof RadicchioException) {
      return t;
    }
    if (t instanceof ChicoryInterruptedException) {
      return interrupted(Optional.of(t));
    }
    if (t instanceof WasmException) {
      // without its cause, which holds the instance that it left, and so a guest's memory
      return framed(trap("uncaught-exception", "uncaught exception", null), t, frames);
    }
    if (t instanceof StackOverflowError) {
      return trap("stack-exhausted", "call stack exhausted", t, frames);
    }
    if (t instanceof OutOfMemoryError) {
      return heap("the guest exhausted the heap of the JVM", t);
    }
    return classified(t, frames);
  }

  private static RadicchioException classified(Throwable t, Frames frames) {
    String message = String.valueOf(t.getMessage());
    for (Known known : KNOWN) {
      if (message.startsWith(known.begins())) {
        return trap(known.kind(), known.says(), t, frames);
      }
    }
    if (t instanceof IndexOutOfBoundsException || t instanceof NegativeArraySizeException) {
      return outOfBounds(t, frames);
    }
    return trap("engine", "the engine failed: " + ForeignText.thrown(t), t, frames);
  }

  /** Converts a bounds error of the JVM: the instruction that was running determines the trap. */
  private static RadicchioException outOfBounds(Throwable t, Frames frames) {
    Optional<BulkInstruction> in = BulkInstruction.of(t);
    if (in.isEmpty()) {
      return trap("engine", "the engine failed: " + ForeignText.thrown(t), t, frames);
    }
    return switch (in.get()) {
      case MEMORY -> trap("out-of-bounds-memory", "out of bounds memory access", t, frames);
      case TABLE -> trap("out-of-bounds-table", "out of bounds table access", t, frames);
      case ARRAY -> trap("out-of-bounds-array", "out of bounds array access", t, frames);
      case NEW_ARRAY -> heap("the guest asked for an array that the JVM cannot make", t);
    };
  }

  private static RadicchioException heap(String message, Throwable cause) {
    return RadicchioException.of(ErrorKind.LIMIT, message, cause).withKeyword("limit", "heap");
  }

  private static RadicchioException trap(String kind, String says, Throwable cause, Frames frames) {
    return framed(trap(kind, says, cause), cause, frames);
  }

  private static RadicchioException trap(String kind, String says, Throwable cause) {
    return RadicchioException.of(ErrorKind.TRAP, "wasm trap: " + says, cause)
        .withKeyword("trap", kind);
  }

  private static RadicchioException framed(
      RadicchioException trap, Throwable thrown, Frames frames) {
    List<String> functions = frames.take(thrown);
    return functions.isEmpty() ? trap : trap.with("frames", functions);
  }

  static RadicchioException timeout(Limits limits, Optional<Throwable> cause) {
    long millis = limits.timeout().orElseThrow().toMillis();
    return RadicchioException.of(
            ErrorKind.LIMIT, "the call took longer than " + millis + " ms", cause.orElse(null))
        .withKeyword("limit", "timeout")
        .with("timeout-ms", millis);
  }

  static RadicchioException interrupted(Optional<Throwable> cause) {
    return RadicchioException.of(ErrorKind.LIMIT, "the thread was interrupted", cause.orElse(null))
        .withKeyword("limit", "interrupted");
  }
}
