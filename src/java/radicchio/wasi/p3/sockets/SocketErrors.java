package radicchio.wasi.p3.sockets;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;

/** The variants {@code error-code} of {@code wasi:sockets}. Failures without a separate case are {@code other}. */
final class SocketErrors {
  /** {@code error-code} of {@code types}. */
  static final SocketErrors OF_SOCKETS =
      new SocketErrors(
          List.of(
              SocketError.ACCESS_DENIED,
              SocketError.NOT_SUPPORTED,
              SocketError.INVALID_ARGUMENT,
              SocketError.OUT_OF_MEMORY,
              SocketError.TIMEOUT,
              SocketError.INVALID_STATE,
              SocketError.ADDRESS_NOT_BINDABLE,
              SocketError.ADDRESS_IN_USE,
              SocketError.REMOTE_UNREACHABLE,
              SocketError.CONNECTION_REFUSED,
              SocketError.CONNECTION_BROKEN,
              SocketError.CONNECTION_RESET,
              SocketError.CONNECTION_ABORTED,
              SocketError.DATAGRAM_TOO_LARGE));

  /** {@code error-code} of {@code ip-name-lookup}. */
  static final SocketErrors OF_NAMES =
      new SocketErrors(
          List.of(
              SocketError.ACCESS_DENIED,
              SocketError.INVALID_ARGUMENT,
              SocketError.NAME_UNRESOLVABLE,
              SocketError.TEMPORARY_RESOLVER_FAILURE,
              SocketError.PERMANENT_RESOLVER_FAILURE));

  private final Map<SocketError, Integer> cases = new EnumMap<>(SocketError.class);
  private final int other;

  private SocketErrors(List<SocketError> inOrder) {
    for (SocketError error : inOrder) {
      cases.put(error, cases.size());
    }
    this.other = inOrder.size();
    cases.put(SocketError.NOT_GRANTED, cases.get(SocketError.ACCESS_DENIED));
    if (cases.containsKey(SocketError.INVALID_STATE)) { // two operations at a time
      cases.put(SocketError.CONCURRENCY_CONFLICT, cases.get(SocketError.INVALID_STATE));
      cases.put(SocketError.NOT_IN_PROGRESS, cases.get(SocketError.INVALID_STATE));
    }
  }

  /** Stages {@code err} of a failure. */
  StagedCase err(SocketFailure failure) {
    Integer known = cases.get(failure.error());
    return Staged.err(
        known != null
            ? new StagedCase(known, null)
            : new StagedCase(other, Staged.some(failure.getMessage())));
  }
}
