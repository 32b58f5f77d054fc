package radicchio.wasi.sockets;

import java.util.List;

/**
 * What of the network an instance may use, by TCP and UDP alike. Immutable; one may serve many instances.
 *
 * @param connect where its sockets may connect and send to
 * @param listen which addresses of this machine it may receive at; a name there can be {@code localhost} only
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
