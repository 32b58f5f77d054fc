package radicchio.abi;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Where the specification says {@code trap_if}. */
public final class Trap {
  private Trap() {}

  /** A trap of the Canonical ABI; its first words are those by which the specification's tests know it. */
  public static RadicchioException of(String message) {
    return RadicchioException.of(ErrorKind.TRAP, message).withKeyword("trap", "canonical-abi");
  }

  /** The JVM had no more heap or stack for values: {@code LIMIT :heap}, {@code TRAP :stack-exhausted}. */
  static RadicchioException exhausted(VirtualMachineError error) {
    return error instanceof OutOfMemoryError
        ? RadicchioException.of(
                ErrorKind.LIMIT,
                "the JVM had no more heap for values of the guest; lower :lifted-bytes",
                error)
            .withKeyword("limit", "heap")
        : RadicchioException.of(
                ErrorKind.TRAP, "the stack was exhausted by values of the guest", error)
            .withKeyword("trap", "stack-exhausted");
  }

  /** A trap of the Canonical ABI that something else caused. */
  public static RadicchioException of(String message, Throwable cause) {
    return RadicchioException.of(ErrorKind.TRAP, message, cause)
        .withKeyword("trap", "canonical-abi");
  }
}
