package radicchio.wasi.p2.sockets;

import java.util.List;
import java.util.function.Consumer;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.Network;

/** The interfaces of {@code wasi:sockets}, for one instance. */
public final class SocketsInterfaces {
  private final Network network;
  private final Consumer<String> refusing;

  /** {@code network}: an instance has one, and all handles stand for it. */
  private record GuestNetwork() {}

  private SocketsInterfaces(Network network, Consumer<String> refusing) {
    this.network = network;
    this.refusing = refusing;
  }

  /**
   * @param network must be closed by the caller when the instance has ended
   * @param refusing receives the id of each function that refuses a call because of the grants
   */
  public static List<HostInterface> hosts(Network network, Consumer<String> refusing) {
    SocketsInterfaces interfaces = new SocketsInterfaces(network, refusing);
    return List.of(
        HostInterface.of("wasi:sockets/network")
            .withResource("network", GuestNetwork.class, n -> {}, n -> {}),
        HostInterface.of("wasi:sockets/instance-network")
            .with("instance-network", a -> new GuestNetwork()),
        interfaces.tcpCreation(),
        interfaces.udpCreation(),
        TcpInterface.host(refusing),
        UdpInterface.host(refusing),
        interfaces.lookup());
  }

  private SocketFunctions functionsOf(HostInterface host) {
    return new SocketFunctions(host, SocketErrorCode::err, refusing);
  }

  private HostInterface tcpCreation() {
    return functionsOf(HostInterface.of("wasi:sockets/tcp-create-socket"))
        .with(
            "create-tcp-socket",
            a -> new GuestTcpSocket(network.tcp(StagedAddresses.family(a.number(0)))))
        .host();
  }

  private HostInterface udpCreation() {
    return functionsOf(HostInterface.of("wasi:sockets/udp-create-socket"))
        .with(
            "create-udp-socket",
            a -> new GuestUdpSocket(network.udp(StagedAddresses.family(a.number(0)))))
        .host();
  }

  private HostInterface lookup() {
    HostInterface host =
        HostInterface.of("wasi:sockets/ip-name-lookup")
            .withResource("resolve-address-stream", GuestLookup.class, GuestLookup::drop, l -> {});
    return functionsOf(host)
        .with("resolve-addresses", a -> new GuestLookup(network.lookUp(a.text(1))))
        .with(
            "[method]resolve-address-stream.resolve-next-address",
            a -> a.self(GuestLookup.class).next())
        .plain(
            "[method]resolve-address-stream.subscribe", a -> a.self(GuestLookup.class).subscribe())
        .host();
  }
}
