package radicchio.wasi.p2.sockets;

import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Staged;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;

/** {@code error-code} of {@code wasi:sockets}, in the order of WIT. */
enum SocketErrorCode {
  UNKNOWN,
  ACCESS_DENIED,
  NOT_SUPPORTED,
  INVALID_ARGUMENT,
  OUT_OF_MEMORY,
  TIMEOUT,
  CONCURRENCY_CONFLICT,
  NOT_IN_PROGRESS,
  WOULD_BLOCK,
  INVALID_STATE,
  NEW_SOCKET_LIMIT,
  ADDRESS_NOT_BINDABLE,
  ADDRESS_IN_USE,
  REMOTE_UNREACHABLE,
  CONNECTION_REFUSED,
  CONNECTION_RESET,
  CONNECTION_ABORTED,
  DATAGRAM_TOO_LARGE,
  NAME_UNRESOLVABLE,
  TEMPORARY_RESOLVER_FAILURE,
  PERMANENT_RESOLVER_FAILURE;

  /** Stages {@code err} of a failure. */
  static StagedCase err(SocketFailure failure) {
    return Staged.err(of(failure.error()));
  }

  static SocketErrorCode of(SocketError error) {
    return switch (error) {
      case NOT_GRANTED -> ACCESS_DENIED;
      case CONNECTION_BROKEN -> CONNECTION_RESET;
      default -> valueOf(error.name());
    };
  }
}
