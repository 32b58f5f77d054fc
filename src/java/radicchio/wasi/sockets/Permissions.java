package radicchio.wasi.sockets;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The permissions of one instance, by its grant and by the names that it has looked up. Any thread may use it.
 *
 * <p>An entry by name allows the addresses that the instance's own first successful lookup of that name returned, and
 * keeps them as long as the instance lives: a later lookup of the name returns the same. So the guest may connect to the
 * addresses that it was told, and a resolver cannot lead it elsewhere later.
 */
final class Permissions {
  private static final int MOST_NAMES = 1024;

  private final NetworkGrant grant;

  /** The addresses of names that were looked up because an entry names them. */
  private final Map<String, List<InetAddress>> pinned = new ConcurrentHashMap<>();

  Permissions(NetworkGrant grant) {
    this.grant = grant;
  }

  /** @throws SocketFailure if nothing is granted at all */
  void requireGrant() throws SocketFailure {
    require(!grant.isNothing(), "no network was granted");
  }

  /** @param name in ASCII and lower case */
  void requireLookup(String name) throws SocketFailure {
    require(
        grant.connect().stream().anyMatch(entry -> entry.isOfName(name)),
        "the grant has no entry for " + name);
  }

  void requireConnect(InetSocketAddress remote) throws SocketFailure {
    require(mayConnect(remote), "the grant does not allow to connect to " + remote);
  }

  boolean mayConnect(InetSocketAddress remote) {
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

  /** A free port, for a socket that connects or sends, needs no entry of its own. */
  void requireBind(InetSocketAddress local) throws SocketFailure {
    boolean ofClient = local.getPort() == 0 && !grant.connect().isEmpty();
    require(ofClient || mayListen(local, local), "the grant does not allow to bind to " + local);
  }

  void requireListen(InetSocketAddress asked, InetSocketAddress bound) throws SocketFailure {
    require(mayListen(asked, bound), "the grant does not allow to listen at " + bound);
  }

  /**
   * @param asked what the guest bound the socket to; an entry of port 0 is for a port of the system's choice
   * @param bound what that became
   */
  boolean mayListen(InetSocketAddress asked, InetSocketAddress bound) {
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

  /** The addresses of a name that was looked up before. */
  Optional<List<InetAddress>> pinned(String name) {
    return Optional.ofNullable(pinned.get(name));
  }

  /**
   * Keeps what a lookup gave, if an entry names the name.
   *
   * @return what the first lookup of the name gave
   * @throws SocketFailure if the instance looked up more names than are kept
   */
  List<InetAddress> pin(String name, List<InetAddress> addresses) throws SocketFailure {
    boolean named =
        grant.connect().stream()
            .anyMatch(
                entry -> entry.host() instanceof Endpoint.Host.Name given && given.matches(name));
    if (!named) {
      return addresses;
    }
    if (pinned.size() >= MOST_NAMES) {
      throw new SocketFailure(SocketError.OUT_OF_MEMORY, "too many names were looked up");
    }
    List<InetAddress> first = pinned.putIfAbsent(name, List.copyOf(addresses));
    return first == null ? addresses : first;
  }
}
