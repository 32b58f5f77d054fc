package radicchio.runtime.stream;

import radicchio.runtime.resource.HandleSpace;

/**
 * An {@code error-context}: a message that helps to find an error.
 *
 * @param message without unpaired surrogates
 */
public record ErrorContext(String message) implements HandleSpace.Element {

  @Override
  public String noun() {
    return "an error-context";
  }
}
