package radicchio.wasi.p2.sockets;

import java.util.function.Consumer;
import radicchio.abi.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostBody;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.sockets.SocketError;
import radicchio.wasi.sockets.SocketFailure;

/** Registers the functions of an interface of {@code wasi:sockets}. */
final class SocketFunctions {
  private final HostInterface host;
  private final Consumer<String> refusing;

  /** A function whose error is an {@code error-code}: it returns the staged payload of {@code ok}. */
  @FunctionalInterface
  interface Body {
    Object call(Arguments arguments) throws SocketFailure;
  }

  /** A function like {@link Body}, whose {@code ok} has no payload. */
  @FunctionalInterface
  interface Step {
    void call(Arguments arguments) throws SocketFailure;
  }

  /** @param refusing receives the id of each function that refuses a call because of the grants */
  SocketFunctions(HostInterface host, Consumer<String> refusing) {
    this.host = host;
    this.refusing = refusing;
  }

  HostInterface host() {
    return host;
  }

  SocketFunctions with(String name, Body body) {
    host.with(
        name,
        arguments -> {
          try {
            return Staged.ok(body.call(arguments));
          } catch (SocketFailure e) {
            return err(name, e);
          }
        });
    return this;
  }

  SocketFunctions doing(String name, Step step) {
    return with(
        name,
        arguments -> {
          step.call(arguments);
          return null;
        });
  }

  /** A function that cannot fail. */
  SocketFunctions plain(String name, HostBody body) {
    host.with(name, body);
    return this;
  }

  private StagedCase err(String name, SocketFailure failure) {
    if (failure.error() == SocketError.NOT_GRANTED) {
      refusing.accept(host.name() + "#" + name);
    }
    return Staged.err(SocketErrorCode.of(failure.error()));
  }
}
