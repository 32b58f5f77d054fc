package radicchio.wasi.host.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import radicchio.wasi.http.HttpField;

/** The valid names and values of fields (RFC 9110, 5.1 and 5.5), and the names that guests may not use. */
public final class FieldRules {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final int DELETE = 0x7f;
  private static final String LARGEST_LENGTH = Long.toString(Long.MAX_VALUE);

  /** The fields of the connection, which only the host sets. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "transfer-encoding",
          "upgrade",
          "host",
          "http2-settings");

  private FieldRules() {}

  /** Tests whether it is a {@code token}: a method or a field's name. */
  public static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || TOKEN_MARKS.indexOf(c) >= 0);
  }

  static boolean isForbidden(String name) {
    return FORBIDDEN.contains(name.toLowerCase(Locale.ROOT));
  }

  public static boolean isValue(String name, byte[] value) {
    if (name.equalsIgnoreCase("content-length")) {
      return isLength(value);
    }
    for (byte b : value) {
      int c = Byte.toUnsignedInt(b);
      if (c < ' ' && c != '\t' || c == DELETE) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLength(byte[] value) {
    if (value.length == 0 || value.length > LARGEST_LENGTH.length()) {
      return false;
    }
    for (byte b : value) {
      if (b < '0' || b > '9') {
        return false;
      }
    }
    String digits = new HttpField("", value).text();
    return digits.length() < LARGEST_LENGTH.length() || digits.compareTo(LARGEST_LENGTH) <= 0;
  }

  /** Returns the fields of a received message that a guest may see. */
  public static List<HttpField> visible(List<HttpField> fields) {
    return fields.stream().filter(field -> !isForbidden(field.name())).toList();
  }
}
