package radicchio.api.values;

import java.util.Objects;

/**
 * A value of a {@code variant} of WIT.
 *
 * @param name the name of its case, as in WIT: {@code "last-operation-failed"}
 * @param value its payload; null for a case without one
 */
public record Variant(String name, Object value) {
  public Variant {
    Objects.requireNonNull(name, "the name of the case");
  }

  /** Makes a case without a payload. */
  public static Variant of(String name) {
    return new Variant(name, null);
  }

  public static Variant of(String name, Object value) {
    return new Variant(name, value);
  }
}
