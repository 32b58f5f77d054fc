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

  /** A trap of the Canonical ABI that something else caused. */
  public static RadicchioException of(String message, Throwable cause) {
    return RadicchioException.of(ErrorKind.TRAP, message, cause).withKeyword("trap", "canonical-abi");
  }
}
