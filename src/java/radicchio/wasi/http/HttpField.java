package radicchio.wasi.http;

import java.nio.charset.StandardCharsets;

/**
 * One header or trailer field.
 *
 * @param name in the case in which it came or was given
 * @param value not to be changed
 */
public record HttpField(String name, byte[] value) {

  /** A field whose value is given as text, a char a byte. */
  public static HttpField of(String name, String value) {
    return new HttpField(name, value.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The value as text, a char a byte. */
  public String text() {
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  public boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }
}
