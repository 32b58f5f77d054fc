package radicchio.engine.chicory.module.format;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** What is said of a module that is read. */
final class Rule {
  private Rule() {}

  static RadicchioException invalid(int offset, String message) {
    return RadicchioException.of(ErrorKind.INVALID, "invalid module: " + message)
        .with("offset", (long) offset);
  }

  /** The index of something that the module does not have. */
  static void bounds(int offset, String noun, long index, int count) {
    if (index >= count) {
      throw invalid(offset, "unknown " + noun + " " + index + " of " + count);
    }
  }

  /** The module is fine as far as it was read, but has more of something than is run here. */
  static RadicchioException limit(int offset, String limit, String message) {
    return RadicchioException.of(ErrorKind.LIMIT, message)
        .withKeyword("limit", limit)
        .with("offset", (long) offset);
  }

  /** @param what has something, as in {@code function 3 declares} */
  static void most(int offset, String limit, String what, long count, String items, long most) {
    if (count > most) {
      throw limit(
          offset,
          limit,
          "the module is too large: " + what + " " + count + " " + items + "; the most is " + most);
    }
  }

  /** The module is fine, but needs something that the engine does not have. */
  static RadicchioException feature(int offset, String feature) {
    return RadicchioException.of(
            ErrorKind.INVALID,
            "the module uses " + feature + ", which this engine does not support; build it without")
        .with("offset", (long) offset);
  }
}
