package radicchio.wasi.p1;

import radicchio.engine.Wasi;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** What a guest gets for a capability that it was not granted. */
final class Denials {
  private Denials() {}

  static RadicchioException of(String function, String option, String value) {
    return RadicchioException.of(
        ErrorKind.DENIED,
        Wasi.MODULE
            + "#"
            + function
            + " was called, and was not granted; grant it by "
            + option
            + " "
            + value);
  }
}
