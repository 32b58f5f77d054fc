package radicchio.wasi.sockets.grant;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;

/**
 * The permissions of one instance, from its grant and its lookups. Any thread may use it.
 *
 * <p>An entry with a name allows the addresses that the instance's first successful lookup of the name returned, as
 * long as the instance lives. A later lookup returns the same addresses. So the guest may connect to the addresses
 * that it was given, and a resolver cannot redirect it later.
 */
public final class Permissions {
  private static final int MOST_NAMES = 1024;

  private final NetworkGrant grant;

  /** The addresses of the names that were looked up, and that an entry contains. */
  private final Map<String, List<InetAddress>> pinned = new ConcurrentHashMap<>();

  public Permissions(NetworkGrant grant) {
    this.grant = grant;
  }

  /**
   * Checks that anything is granted.
   *
   * @throws SocketFailure if not
   */
  public void requireGrant() throws SocketFailure {
    require(!grant.isNothing(), "the network was not granted");
  }

  /** @param name in ASCII and lower case */
  public void requireLookup(String name) throws SocketFailure {
    require(
        grant.connect().stream().anyMatch(entry -> entry.isOfName(name)),
        "the grant has no entry for " + name);
  }

  public void requireConnect(InetSocketAddress remote) throws SocketFailure {
    require(mayConnect(remote), "the grant does not allow connecting to " + remote);
  }

  public boolean mayConnect(InetSocketAddress remote) {
    return grant.connect().stream()
        .anyMatch(
            entry ->
                entry.isOfPort(remote.getPort())
                    && (entry.isOfAddress(remote.getAddress())
                        || isPinned(entry, remote.getAddress())));
  }

  private boolean isPinned(Endpoint entry, InetAddress address) {
    return pinned.entrySet().stream()
        .anyMatch(name -> entry.isOfName(name.getKey()) && name.getValue().contains(address));
  }

  /** Allows a free port for a socket that connects or sends, without an entry. */
  public void requireBind(InetSocketAddress local) throws SocketFailure {
    boolean ofClient = local.getPort() == 0 && !grant.connect().isEmpty();
    require(ofClient || mayListen(local, local), "the grant does not allow binding to " + local);
  }

  public void requireListen(InetSocketAddress asked, InetSocketAddress bound) throws SocketFailure {
    require(mayListen(asked, bound), "the grant does not allow listening at " + bound);
  }

  /**
   * Checks an address for listening.
   *
   * @param asked the address that the guest bound the socket to; an entry with port 0 allows a port that the system
   *     chooses
   * @param bound the address that the socket got
   */
  public boolean mayListen(InetSocketAddress asked, InetSocketAddress bound) {
    return grant.listen().stream()
        .anyMatch(
            entry ->
                entry.coversLocal(bound)
                    && (entry.isOfPort(asked.getPort()) || entry.isOfPort(bound.getPort())));
  }

  private static void require(boolean allowed, String otherwise) throws SocketFailure {
    if (!allowed) {
      throw new SocketFailure(SocketError.NOT_GRANTED, otherwise);
    }
  }

  /** Returns the addresses of a name that was looked up before. */
  public Optional<List<InetAddress>> pinned(String name) {
    return Optional.ofNullable(pinned.get(name));
  }

  /**
   * Records the result of a lookup, if an entry contains the name.
   *
   * @return the result of the first lookup of the name
   * @throws SocketFailure if the instance has looked up too many names
   */
  public List<InetAddress> pin(String name, List<InetAddress> addresses) throws SocketFailure {
    boolean named =
        grant.connect().stream()
            .anyMatch(
                entry -> entry.host() instanceof Endpoint.Host.Name given && given.matches(name));
    if (!named) {
      return addresses;
    }
    if (pinned.size() >= MOST_NAMES) {
      throw new SocketFailure(
          SocketError.OUT_OF_MEMORY, "the instance has looked up too many names");
    }
    List<InetAddress> first = pinned.putIfAbsent(name, List.copyOf(addresses));
    return first == null ? addresses : first;
  }
}
