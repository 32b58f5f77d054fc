package radicchio.abi.context;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Makes traps for the specification's {@code trap_if}. */
public final class Trap {
  private Trap() {}

  /** Makes a trap of the Canonical ABI. The specification's tests recognise it by its first words. */
  public static RadicchioException of(String message) {
    return RadicchioException.of(ErrorKind.TRAP, message).withKeyword("trap", "canonical-abi");
  }

  /** Makes the error for exhausted heap or stack: {@code LIMIT :heap}, {@code TRAP :stack-exhausted}. */
  public static RadicchioException exhausted(VirtualMachineError error) {
    return error instanceof OutOfMemoryError
        ? RadicchioException.of(
                ErrorKind.LIMIT,
                "the JVM's heap is too small for the guest's values; lower :lifted-bytes",
                error)
            .withKeyword("limit", "heap")
        : RadicchioException.of(ErrorKind.TRAP, "the guest's values exhausted the stack", error)
            .withKeyword("trap", "stack-exhausted");
  }

  /** Makes a trap of the Canonical ABI with a cause. */
  public static RadicchioException of(String message, Throwable cause) {
    return RadicchioException.of(ErrorKind.TRAP, message, cause)
        .withKeyword("trap", "canonical-abi");
  }
}
