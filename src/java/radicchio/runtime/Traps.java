package radicchio.runtime;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Where the specification of handles and instances says {@code trap_if}. */
final class Traps {
  private Traps() {}

  /** A trap of the Canonical ABI. */
  static RadicchioException of(String message) {
    return RadicchioException.of(ErrorKind.TRAP, message).withKeyword("trap", "canonical-abi");
  }

  /** A trap of the Canonical ABI that something else caused. */
  static RadicchioException of(String message, Throwable cause) {
    return RadicchioException.of(ErrorKind.TRAP, message, cause).withKeyword("trap", "canonical-abi");
  }
}
