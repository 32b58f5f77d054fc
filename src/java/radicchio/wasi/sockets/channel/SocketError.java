package radicchio.wasi.sockets.channel;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import radicchio.error.SystemTexts;

/** The reason why an operation on a socket failed. Each version of WASI has a code for it. */
public enum SocketError {
  UNKNOWN,
  /** The grant does not allow it. */
  NOT_GRANTED,
  /** The system does not allow it. */
  ACCESS_DENIED,
  NOT_SUPPORTED,
  INVALID_ARGUMENT,
  OUT_OF_MEMORY,
  TIMEOUT,
  /** Another operation has started and not finished. */
  CONCURRENCY_CONFLICT,
  /** No operation has started. */
  NOT_IN_PROGRESS,
  WOULD_BLOCK,
  INVALID_STATE,
  NEW_SOCKET_LIMIT,
  ADDRESS_NOT_BINDABLE,
  ADDRESS_IN_USE,
  REMOTE_UNREACHABLE,
  CONNECTION_REFUSED,
  /** The other side has closed the connection. */
  CONNECTION_BROKEN,
  CONNECTION_RESET,
  CONNECTION_ABORTED,
  DATAGRAM_TOO_LARGE,
  NAME_UNRESOLVABLE,
  TEMPORARY_RESOLVER_FAILURE,
  PERMANENT_RESOLVER_FAILURE;

  /** For errors that have no class in the JDK. */
  private static final SystemTexts<SocketError> TEXTS =
      new SystemTexts<>(
          List.of(
              Map.entry("already in use", ADDRESS_IN_USE),
              Map.entry("assign requested address", ADDRESS_NOT_BINDABLE),
              Map.entry("Permission denied", ACCESS_DENIED),
              Map.entry("Operation not permitted", ACCESS_DENIED),
              Map.entry("timed out", TIMEOUT),
              Map.entry("refused", CONNECTION_REFUSED),
              Map.entry("reset", CONNECTION_RESET),
              Map.entry("connection abort", CONNECTION_ABORTED),
              Map.entry("connection was aborted", CONNECTION_ABORTED),
              Map.entry("Broken pipe", CONNECTION_BROKEN),
              Map.entry("No route to host", REMOTE_UNREACHABLE),
              Map.entry("unreachable", REMOTE_UNREACHABLE),
              Map.entry("is down", REMOTE_UNREACHABLE),
              Map.entry("not on the network", REMOTE_UNREACHABLE),
              Map.entry("Message too long", DATAGRAM_TOO_LARGE),
              Map.entry("larger than", DATAGRAM_TOO_LARGE),
              Map.entry("Too many open files", NEW_SOCKET_LIMIT),
              Map.entry("buffer space", OUT_OF_MEMORY),
              Map.entry("allocate memory", OUT_OF_MEMORY),
              Map.entry("not supported", NOT_SUPPORTED),
              Map.entry("not available", NOT_SUPPORTED),
              Map.entry("unavailable", NOT_SUPPORTED),
              Map.entry("Invalid argument", INVALID_ARGUMENT),
              Map.entry("Temporary failure", TEMPORARY_RESOLVER_FAILURE),
              Map.entry("Non-recoverable failure", PERMANENT_RESOLVER_FAILURE)));

  /** Returns the reason for an exception of a channel or of a resolver. */
  public static SocketError of(IOException e) {
    if (e instanceof PortUnreachableException) {
      return CONNECTION_REFUSED;
    }
    if (e instanceof NoRouteToHostException) {
      return REMOTE_UNREACHABLE;
    }
    if (e instanceof ClosedChannelException) {
      return INVALID_STATE;
    }
    return TEXTS.reason(e).orElse(ofClass(e));
  }

  /** For texts that are not in English. */
  private static SocketError ofClass(IOException e) {
    if (e instanceof ConnectException) {
      return CONNECTION_REFUSED;
    }
    if (e instanceof BindException) {
      return ADDRESS_IN_USE;
    }
    return e instanceof UnknownHostException ? NAME_UNRESOLVABLE : UNKNOWN;
  }
}
