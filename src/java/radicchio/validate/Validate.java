package radicchio.validate;

import radicchio.component.Component;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;
import radicchio.validate.core.Invalid;

/**
 * The entrance of validation. Any thread may call it. Its time is bounded for every component.
 */
public final class Validate {
  private Validate() {}

  /**
   * Validates a component and returns it with its type. Only the imports and exports of core modules are checked; the engine
   * validates their code.
   *
   * @throws RadicchioException {@code INVALID}, with {@code :offset} of the definition that breaks a rule; {@code MALFORMED} for
   *     a malformed core module
   */
  public static TypedComponent check(Component component) {
    try {
      return Templates.validate(component);
    } catch (Invalid e) {
      throw RadicchioException.of(
              ErrorKind.INVALID, e.getMessage() + ", at 0x" + Integer.toHexString(e.offset()))
          .with("offset", (long) e.offset());
    }
  }
}
