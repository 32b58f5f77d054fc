package radicchio.wasi.http;

import java.nio.charset.StandardCharsets;

/**
 * One header or trailer field.
 *
 * @param name with the case in which it was received or set
 * @param value must not be changed
 */
public record HttpField(String name, byte[] value) {

  /** Makes a field from text with one char for each byte. */
  public static HttpField of(String name, String value) {
    return new HttpField(name, value.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns the value as text with one char for each byte. */
  public String text() {
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }
}
