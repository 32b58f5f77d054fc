package radicchio.abi;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Where the specification says {@code trap_if}. */
final class Trap {
  private Trap() {}

  /** A trap of the Canonical ABI; its first words are those by which the specification's tests know it. */
  static RadicchioException of(String message) {
    return RadicchioException.of(ErrorKind.TRAP, message).withKeyword("trap", "canonical-abi");
  }
}
