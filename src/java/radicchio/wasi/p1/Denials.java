package radicchio.wasi.p1;

import radicchio.engine.Wasi;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** The errors for capabilities that were not granted to a guest. */
final class Denials {
  private Denials() {}

  static RadicchioException of(String function, String option, String value) {
    return RadicchioException.of(
        ErrorKind.DENIED,
        Wasi.MODULE
            + "#"
            + function
            + " was called, but it is not granted; grant it by "
            + option
            + " "
            + value);
  }
}
