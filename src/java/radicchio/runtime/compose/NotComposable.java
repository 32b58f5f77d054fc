package radicchio.runtime.compose;

import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/** Makes the exceptions for imports that a composition cannot have. */
final class NotComposable {
  private NotComposable() {}

  /** @param what the kind of the definition, with its article */
  static RadicchioException unsupported(String what) {
    return RadicchioException.of(
        ErrorKind.UNLINKABLE,
        "a composition cannot import "
            + what
            + "; expected functions, types, and instances of functions and types."
            + " Give the import a component that exports it");
  }
}
