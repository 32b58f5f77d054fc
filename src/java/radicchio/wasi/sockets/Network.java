package radicchio.wasi.sockets;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network of one instance. The code that made it must close it with the instance, which closes all its sockets. Any
 * thread may use it.
 */
public final class Network implements AutoCloseable {
  private static final Map<StandardProtocolFamily, Boolean> SUPPORTED = new ConcurrentHashMap<>();

  private final Permissions permissions;
  private final OpenSockets sockets;
  private final Lookups lookups;

  /**
   * @param mostSockets how many sockets the instance may have; each can make the host keep about 64 KiB,
   *     of UDP about 256 KiB
   * @param resolver asked for names that the grant allows
   */
  public Network(NetworkGrant grant, int mostSockets, Resolver resolver) {
    this.permissions = new Permissions(grant);
    this.sockets = new OpenSockets(mostSockets);
    this.lookups = new Lookups(permissions, resolver);
  }

  /** A socket that is not bound. It needs no grant: it can do nothing yet. */
  public TcpSocket tcp(StandardProtocolFamily family) throws SocketFailure {
    requireSupported(family);
    return new TcpSocket(permissions, sockets, family);
  }

  /** As {@link #tcp}. */
  public UdpSocket udp(StandardProtocolFamily family) throws SocketFailure {
    requireSupported(family);
    return new UdpSocket(permissions, sockets, family);
  }

  private static void requireSupported(StandardProtocolFamily family) throws SocketFailure {
    if (!SUPPORTED.computeIfAbsent(family, Network::isSupported)) {
      throw new SocketFailure(SocketError.NOT_SUPPORTED, "this machine has no " + family);
    }
  }

  private static boolean isSupported(StandardProtocolFamily family) {
    try (SocketChannel probe = SocketChannel.open(family)) {
      return probe.isOpen();
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (IOException e) { // no descriptor is left: the first bind tells
      return true;
    }
  }

  /**
   * Starts to look a name up.
   *
   * @param name as a guest gave it: a name, also with other letters than those of ASCII, or an IP address
   */
  public NameLookup lookUp(String name) throws SocketFailure {
    return lookups.start(name);
  }

  /** Closes all sockets; those that their guest closed write what they have left. */
  @Override
  public void close() throws IOException {
    sockets.closeAll();
  }
}
