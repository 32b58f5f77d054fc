package radicchio.validate;

import radicchio.component.Component;
import radicchio.error.ErrorKind;
import radicchio.error.RadicchioException;

/**
 * The door of validation. It may be called by any thread; the time it takes is bounded, however a component is
 * written.
 */
public final class Validate {
  private Validate() {}

  /**
   * Validates a component and returns it with its type. Core modules are looked at as far as what they import and export;
   * their code is the engine's to validate.
   *
   * @throws RadicchioException {@code INVALID}, with {@code :offset} of the definition that breaks a rule;
   *     {@code MALFORMED} where a core module is
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
