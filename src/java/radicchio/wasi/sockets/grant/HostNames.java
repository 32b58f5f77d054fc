package radicchio.wasi.sockets.grant;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The syntax of domain names and of IP addresses as text. It uses no resolver. */
public final class HostNames {
  private static final int LONGEST_NAME = 253;

  /** The most characters of a name in any encoding. */
  private static final int LONGEST_TEXT = 4 * LONGEST_NAME;

  /** Host names have no underscores by their specification, but some hosts have them. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

  /** A last label with which many resolvers take a name for an IPv4 address: {@code 127.1}, {@code 0x7f000001}. */
  private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private static final Pattern IPV4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private HostNames() {}

  /**
   * Returns a domain name in the form of resolvers: ASCII, lower case, without a dot at its end; empty if the text is
   * not a domain name.
   */
  public static Optional<String> ascii(String text) {
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
      String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
      boolean valid =
          name.length() <= LONGEST_NAME
              && NAME.matcher(name).matches()
              && !NUMBER_AT_END.matcher(name).matches();
      return valid ? Optional.of(name) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) { // IDN throws both of them
      return Optional.empty();
    }
  }

  /** Returns an IP address: IPv4 as four decimal numbers, or IPv6 without a zone, with or without brackets. */
  public static Optional<InetAddress> address(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String address = bracketed ? text.substring(1, text.length() - 1) : text;
    if (address.length() > 45) {
      return Optional.empty();
    }
    if (!bracketed && IPV4.matcher(address).matches()) {
      return parsed(address);
    }
    return IPV6.matcher(address).matches() ? parsed("[" + address + "]") : Optional.empty();
  }

  /** Returns the address of a literal. The JDK asks no resolver for four numbers, or for text in brackets. */
  private static Optional<InetAddress> parsed(String literal) {
    try {
      return Optional.of(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
