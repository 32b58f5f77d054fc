package radicchio.wasi.p3.sockets;

import java.util.function.Consumer;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.sockets.Network;

/** {@code wasi:sockets/types}. */
public final class SocketTypesInterface {
  private SocketTypesInterface() {}

  /**
   * @param network closed by the caller, when the instance has ended
   * @param refusing receives the id of each function that refuses a call because of the grants
   */
  public static HostInterface host(Network network, Consumer<String> refusing) {
    SocketFunctions functions =
        new SocketFunctions(
            HostInterface.of("wasi:sockets/types"), SocketErrors.OF_SOCKETS::err, refusing);
    TcpFunctions.addTo(functions, network);
    TcpStreamFunctions.addTo(functions);
    UdpFunctions.addTo(functions, network);
    return functions.host();
  }
}
