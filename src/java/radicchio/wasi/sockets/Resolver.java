package radicchio.wasi.sockets;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves names to addresses. Any thread may use it. */
@FunctionalInterface
public interface Resolver {
  /** Returns the resolver of the system. */
  Resolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

  /**
   * Returns the addresses of a name, the preferred one first. May take long.
   *
   * @param name in ASCII and lower case
   */
  List<InetAddress> resolve(String name) throws UnknownHostException;
}
