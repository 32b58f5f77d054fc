package radicchio.engine.chicory.module;

import com.dylibso.chicory.wasm.InvalidException;
import radicchio.error.ErrorKind;
import radicchio.error.ForeignText;
import radicchio.error.RadicchioException;

/** Makes the errors for modules that cannot run here, before they run. */
public final class Refused {
  private Refused() {}

  /** Makes the error for a valid module that needs an unsupported feature. */
  public static RadicchioException feature(String feature) {
    return RadicchioException.of(
        ErrorKind.INVALID,
        "the module uses " + feature + ", which this engine does not support; build it without");
  }

  public static RadicchioException invalid(String message) {
    return RadicchioException.of(ErrorKind.INVALID, message);
  }

  public static RadicchioException heap(OutOfMemoryError full) {
    return RadicchioException.of(
            ErrorKind.LIMIT, "the JVM has too little heap to read and compile the module", full)
        .withKeyword("limit", "heap");
  }

  /**
   * Converts an exception of the engine to a {@code RadicchioException}.
   *
   * @param fault thrown by its parser, validator or compiler, for a module whose format was checked
   */
  public static RadicchioException of(Throwable fault) {
    if (fault instanceof RadicchioException ours) {
      return ours;
    }
    if (fault instanceof OutOfMemoryError full) {
      return heap(full);
    }
    if (fault instanceof InvalidException) {
      return RadicchioException.of(
          ErrorKind.INVALID, "invalid module: " + ForeignText.message(fault), fault);
    }
    if (fault instanceof StackOverflowError) {
      return RadicchioException.of(
              ErrorKind.LIMIT,
              "the module is nested too deeply for the stack of this thread; load it on a thread with a larger stack",
              fault)
          .withKeyword("limit", "stack");
    }
    if (String.valueOf(fault.getMessage()).contains("Invalid type opcode: 116")) {
      return feature("the heap type noexn");
    }
    return RadicchioException.of(
            ErrorKind.LIMIT,
            "the engine cannot read the module, although its format is valid: "
                + ForeignText.thrown(fault),
            fault)
        .withKeyword("limit", "engine");
  }
}
