package radicchio.runtime.stream.end;

import radicchio.runtime.resource.HandleSpace;

/**
 * An {@code error-context}: a message that helps to find an error.
 *
 * @param message without unpaired surrogates
 */
public record ErrorContext(String message) implements HandleSpace.Element {
  private static final String NOUN = "an error-context";

  /** Returns the error context with an index; traps if there is none. */
  static ErrorContext get(HandleSpace space, int index) {
    return space.get(index, ErrorContext.class, NOUN);
  }

  /** Removes the error context with an index; traps if there is none. */
  static ErrorContext remove(HandleSpace space, int index) {
    return space.remove(index, ErrorContext.class, NOUN);
  }

  @Override
  public String noun() {
    return NOUN;
  }
}
