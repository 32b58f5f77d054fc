package radicchio.wasi.sockets.grant;

import java.util.List;

/**
 * The network that an instance may use, with TCP and UDP. Immutable. Several instances may share it.
 *
 * @param connect the destinations that its sockets may connect and send to
 * @param listen the addresses of this machine at which it may receive; the only allowed name is {@code localhost}
 */
public record NetworkGrant(List<Endpoint> connect, List<Endpoint> listen) {
  private static final Endpoint ANYWHERE = Endpoint.parse("*:*").orElseThrow();

  public static final NetworkGrant NOTHING = new NetworkGrant(List.of(), List.of());
  public static final NetworkGrant EVERYTHING =
      new NetworkGrant(List.of(ANYWHERE), List.of(ANYWHERE));

  public NetworkGrant {
    connect = List.copyOf(connect);
    listen = List.copyOf(listen);
  }

  public boolean isNothing() {
    return connect.isEmpty() && listen.isEmpty();
  }
}
