package radicchio.abi;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Where the parts of a type lie in memory ("Alignment", "Element Size"). */
final class Layout {
  private Layout() {}

  /** {@code discriminant_type}, as a number of bytes. */
  static int discriminantSize(int cases) {
    if (cases == 0) {
      throw refused("a type without cases");
    }
    return cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
  }

  /** A type that breaks a rule which validation would have named. */
  static RadicchioException refused(String message) {
    return RadicchioException.of(ErrorKind.INVALID, message);
  }
}
