package radicchio.wasi.sockets.grant;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An entry of a grant: hosts and ports.
 *
 * @param port empty for all ports
 */
public record Endpoint(Host host, Optional<Integer> port) {
  private static final int MOST_PORT = 65535;

  /** The hosts of an entry. */
  public sealed interface Host {
    /** All hosts. */
    record Any() implements Host {}

    record Address(InetAddress address) implements Host {}

    /**
     * Hosts by name.
     *
     * @param name in ASCII and lower case
     * @param below whether it means the names below it, without itself
     */
    record Name(String name, boolean below) implements Host {
      boolean matches(String other) {
        return below ? other.endsWith("." + name) : other.equals(name);
      }
    }
  }

  /**
   * Parses the text of a user: {@code db.local:5432}, {@code *.example.org:*}, {@code 127.0.0.1:80}, {@code
   * [::1]:80}, {@code *:443}.
   *
   * @return empty for any other text
   */
  public static Optional<Endpoint> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    Optional<Host> host = host(text.substring(0, colon));
    String port = text.substring(colon + 1);
    if (port.equals("*")) {
      return host.map(found -> new Endpoint(found, Optional.empty()));
    }
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST_PORT) {
      return Optional.empty();
    }
    return host.map(found -> new Endpoint(found, Optional.of(Integer.parseInt(port))));
  }

  private static Optional<Host> host(String text) {
    if (text.equals("*")) {
      return Optional.of(new Host.Any());
    }
    if (text.startsWith("*.")) {
      return HostNames.ascii(text.substring(2)).map(name -> new Host.Name(name, true));
    }
    if (text.contains(":") && !text.startsWith("[")) { // the colon before the port is ambiguous
      return Optional.empty();
    }
    Optional<Host> address = HostNames.address(text).map(Host.Address::new);
    return address.isPresent()
        ? address
        : HostNames.ascii(text).map(name -> new Host.Name(name, false));
  }

  boolean isOfPort(int other) {
    return port.isEmpty() || port.get() == other;
  }

  /** Tests whether the entry itself allows the address, without a lookup. */
  boolean isOfAddress(InetAddress address) {
    if (host instanceof Host.Address given) {
      return given.address().equals(address);
    }
    return host instanceof Host.Any || isLocalhost() && address.isLoopbackAddress();
  }

  /**
   * Tests whether a socket may be bound to the address. An unspecified address means all addresses of its
   * family.
   */
  boolean coversLocal(InetSocketAddress local) {
    InetAddress address = local.getAddress();
    return isOfAddress(address)
        || host instanceof Host.Address given
            && given.address().isAnyLocalAddress()
            && isSameFamily(given.address(), address);
  }

  private static boolean isSameFamily(InetAddress one, InetAddress other) {
    return one instanceof Inet4Address && other instanceof Inet4Address
        || one instanceof Inet6Address && other instanceof Inet6Address;
  }

  /** Tests whether it is the name that always means this machine, whatever a resolver returns. */
  public boolean isLocalhost() {
    return host instanceof Host.Name named && named.name().equals("localhost") && !named.below();
  }

  boolean isOfName(String name) {
    return host instanceof Host.Any || host instanceof Host.Name named && named.matches(name);
  }
}
