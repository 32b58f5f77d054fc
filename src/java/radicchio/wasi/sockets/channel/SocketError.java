package radicchio.wasi.sockets.channel;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;

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

  /** A text of the operating system or the JDK, for errors that have no class in the JDK. */
  private record Text(String part, SocketError error) {}

  private static final List<Text> TEXTS =
      List.of(
          new Text("already in use", ADDRESS_IN_USE),
          new Text("assign requested address", ADDRESS_NOT_BINDABLE),
          new Text("Permission denied", ACCESS_DENIED),
          new Text("Operation not permitted", ACCESS_DENIED),
          new Text("timed out", TIMEOUT),
          new Text("refused", CONNECTION_REFUSED),
          new Text("reset", CONNECTION_RESET),
          new Text("connection abort", CONNECTION_ABORTED),
          new Text("connection was aborted", CONNECTION_ABORTED),
          new Text("Broken pipe", CONNECTION_BROKEN),
          new Text("No route to host", REMOTE_UNREACHABLE),
          new Text("unreachable", REMOTE_UNREACHABLE),
          new Text("is down", REMOTE_UNREACHABLE),
          new Text("not on the network", REMOTE_UNREACHABLE),
          new Text("Message too long", DATAGRAM_TOO_LARGE),
          new Text("larger than", DATAGRAM_TOO_LARGE),
          new Text("Too many open files", NEW_SOCKET_LIMIT),
          new Text("buffer space", OUT_OF_MEMORY),
          new Text("allocate memory", OUT_OF_MEMORY),
          new Text("not supported", NOT_SUPPORTED),
          new Text("not available", NOT_SUPPORTED),
          new Text("unavailable", NOT_SUPPORTED),
          new Text("Invalid argument", INVALID_ARGUMENT),
          new Text("Temporary failure", TEMPORARY_RESOLVER_FAILURE),
          new Text("Non-recoverable failure", PERMANENT_RESOLVER_FAILURE));

  /** Returns the reason for an exception of a channel or of a resolver. */
  public static SocketError of(IOException e) {
    Optional<SocketError> told = ofMessage(String.valueOf(e.getMessage()));
    if (e instanceof PortUnreachableException) {
      return CONNECTION_REFUSED;
    }
    if (e instanceof NoRouteToHostException) {
      return REMOTE_UNREACHABLE;
    }
    if (e instanceof ClosedChannelException) {
      return INVALID_STATE;
    }
    return told.orElse(ofClass(e));
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

  private static Optional<SocketError> ofMessage(String message) {
    return TEXTS.stream()
        .filter(text -> message.contains(text.part()))
        .map(Text::error)
        .findFirst();
  }
}
