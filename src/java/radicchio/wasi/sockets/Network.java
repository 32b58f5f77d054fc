package radicchio.wasi.sockets;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import radicchio.wasi.sockets.channel.OpenSockets;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.grant.NetworkGrant;
import radicchio.wasi.sockets.grant.Permissions;
import radicchio.wasi.sockets.tcp.TcpSocket;
import radicchio.wasi.sockets.udp.UdpSocket;

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
   * Makes the network of one instance.
   *
   * @param mostSockets the most sockets of the instance; each can use about 64 KiB of the host, or 256 KiB for UDP
   * @param resolver resolves the names that the grant allows
   */
  public Network(NetworkGrant grant, int mostSockets, Resolver resolver) {
    this.permissions = new Permissions(grant);
    this.sockets = new OpenSockets(mostSockets);
    this.lookups = new Lookups(permissions, resolver);
  }

  /** Makes a socket that is not bound. This needs no grant, because the socket cannot send or receive yet. */
  public TcpSocket tcp(StandardProtocolFamily family) throws SocketFailure {
    requireSupported(family);
    return new TcpSocket(permissions, sockets, family);
  }

  /** Does the same as {@link #tcp}, for UDP. */
  public UdpSocket udp(StandardProtocolFamily family) throws SocketFailure {
    requireSupported(family);
    return new UdpSocket(permissions, sockets, family);
  }

  private static void requireSupported(StandardProtocolFamily family) throws SocketFailure {
    if (!SUPPORTED.computeIfAbsent(family, Network::isSupported)) {
      throw new SocketFailure(SocketError.NOT_SUPPORTED, "this machine does not support " + family);
    }
  }

  private static boolean isSupported(StandardProtocolFamily family) {
    try (SocketChannel probe = SocketChannel.open(family)) {
      return probe.isOpen();
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (IOException e) { // no descriptor is left; the first bind fails
      return true;
    }
  }

  /**
   * Starts to look up a name.
   *
   * @param name the text of a guest: a name, which may contain other letters than ASCII, or an IP address
   */
  public NameLookup lookUp(String name) throws SocketFailure {
    return lookups.start(name);
  }

  /** Closes all sockets. Those that the guest has closed still send their data. */
  @Override
  public void close() throws IOException {
    sockets.closeAll();
  }
}
