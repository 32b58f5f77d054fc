package radicchio.abi.layout;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Makes the errors for types that break a rule of validation. */
final class InvalidType {
  private InvalidType() {}

  static RadicchioException because(String message) {
    return RadicchioException.of(ErrorKind.INVALID, message);
  }
}
