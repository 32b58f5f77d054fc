package radicchio.engine.chicory.module.format;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Makes the errors of reading a module. */
final class Rule {
  private Rule() {}

  static RadicchioException invalid(int offset, String message) {
    return RadicchioException.of(ErrorKind.INVALID, "invalid module: " + message)
        .with("offset", (long) offset);
  }

  /** Throws if the index is out of bounds. */
  static void bounds(int offset, String noun, long index, int count) {
    if (index >= count) {
      throw invalid(offset, "unknown " + noun + " " + index + " of " + count);
    }
  }

  /** Makes the error for a module that exceeds a limit of this library. */
  static RadicchioException limit(int offset, String limit, String message) {
    return RadicchioException.of(ErrorKind.LIMIT, message)
        .withKeyword("limit", limit)
        .with("offset", (long) offset);
  }

  /** @param what the subject of the sentence, such as {@code function 3 declares} */
  static void most(int offset, String limit, String what, long count, String items, long most) {
    if (count > most) {
      throw limit(
          offset,
          limit,
          "the module is too large: "
              + what
              + " "
              + count
              + " "
              + items
              + ", expected at most "
              + most);
    }
  }

  /** Makes the error for a valid module that needs an unsupported feature. */
  static RadicchioException feature(int offset, String feature) {
    return RadicchioException.of(
            ErrorKind.INVALID,
            "the module uses " + feature + ", which this engine does not support; build it without")
        .with("offset", (long) offset);
  }

  /** Makes the error for a valid module that only the compiler can run. */
  static RadicchioException compiled(int offset, String feature) {
    return RadicchioException.of(
            ErrorKind.INVALID,
            "the module uses "
                + feature
                + ", which this engine does not support on the backend :interpreter; use :compiler")
        .with("offset", (long) offset);
  }
}
