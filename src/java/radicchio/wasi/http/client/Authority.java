package radicchio.wasi.http.client;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The authority of a URI (RFC 3986, 3.2).
 *
 * @param host in lower case; IPv6 in brackets
 */
public record Authority(boolean hasUserInfo, String host, OptionalInt port) {
  private static final int MOST_PORT = 65_535;
  private static final int MOST_LENGTH = 512;
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<user>[A-Za-z0-9._~!$&'()*+,;=:%-]*@)?"
              + "(?<host>\\[[0-9A-Fa-f:.]+]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)"
              + "(?<port>:[0-9]{1,5})?");

  /** Parses an authority; empty if the text is not one. */
  public static Optional<Authority> parse(String text) {
    if (text.length() > MOST_LENGTH) {
      return Optional.empty();
    }
    Matcher matcher = PARTS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String port = matcher.group("port");
    int number = port == null ? 0 : Integer.parseInt(port.substring(1));
    if (number > MOST_PORT) {
      return Optional.empty();
    }
    return Optional.of(
        new Authority(
            matcher.group("user") != null,
            matcher.group("host").toLowerCase(Locale.ROOT),
            port == null ? OptionalInt.empty() : OptionalInt.of(number)));
  }

  /** Returns the default port of a scheme. */
  public static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }
}
