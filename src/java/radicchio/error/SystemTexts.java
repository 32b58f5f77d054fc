package radicchio.error;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reasons for failures that the JDK reports only by a text of the operating system.
 *
 * @param <E> the reasons
 */
public final class SystemTexts<E> {
  private final List<Map.Entry<String, E>> texts;

  /** @param texts a part of each text, in English, with the reason; the first that fits is taken */
  public SystemTexts(List<Map.Entry<String, E>> texts) {
    this.texts = List.copyOf(texts);
  }

  /** Returns the reason for the message of an exception; empty if the table does not have it. */
  public Optional<E> reason(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return texts.stream()
        .filter(text -> message.contains(text.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
