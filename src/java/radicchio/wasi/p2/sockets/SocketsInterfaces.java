package radicchio.wasi.p2.sockets;

import java.util.function.Consumer;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.host.sockets.StagedAddresses;
import radicchio.wasi.sockets.Network;

/**
 * The interfaces of {@code wasi:sockets}, for one instance. The instance's network must be closed by the caller when the
 * instance has ended. {@code refusing} receives the id of each function that refuses a call because of the grants.
 */
public final class SocketsInterfaces {
  private SocketsInterfaces() {}

  /** {@code network}: an instance has one, to which all handles refer. */
  private record GuestNetwork() {}

  public static HostInterface network() {
    return HostInterface.of("wasi:sockets/network")
        .withResource("network", GuestNetwork.class, n -> {}, n -> {});
  }

  public static HostInterface instanceNetwork() {
    return HostInterface.of("wasi:sockets/instance-network")
        .with("instance-network", a -> new GuestNetwork());
  }

  private static SocketFunctions functionsOf(HostInterface host, Consumer<String> refusing) {
    return new SocketFunctions(host, SocketErrorCode::err, refusing);
  }

  public static HostInterface tcpCreation(Network network, Consumer<String> refusing) {
    return functionsOf(HostInterface.of("wasi:sockets/tcp-create-socket"), refusing)
        .with(
            "create-tcp-socket",
            a -> new GuestTcpSocket(network.tcp(StagedAddresses.family(a.number(0)))))
        .host();
  }

  public static HostInterface udpCreation(Network network, Consumer<String> refusing) {
    return functionsOf(HostInterface.of("wasi:sockets/udp-create-socket"), refusing)
        .with(
            "create-udp-socket",
            a -> new GuestUdpSocket(network.udp(StagedAddresses.family(a.number(0)))))
        .host();
  }

  public static HostInterface tcp(Consumer<String> refusing) {
    return TcpInterface.host(refusing);
  }

  public static HostInterface udp(Consumer<String> refusing) {
    return UdpInterface.host(refusing);
  }

  public static HostInterface lookup(Network network, Consumer<String> refusing) {
    HostInterface host =
        HostInterface.of("wasi:sockets/ip-name-lookup")
            .withResource("resolve-address-stream", GuestLookup.class, GuestLookup::drop, l -> {});
    return functionsOf(host, refusing)
        .with("resolve-addresses", a -> new GuestLookup(network.lookUp(a.text(1))))
        .with(
            "[method]resolve-address-stream.resolve-next-address",
            a -> a.self(GuestLookup.class).next())
        .plain(
            "[method]resolve-address-stream.subscribe", a -> a.self(GuestLookup.class).subscribe())
        .host();
  }
}
