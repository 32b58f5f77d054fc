package radicchio.wasi.p3.sockets;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import radicchio.abi.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostBody;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.p3.Attempts;
import radicchio.wasi.sockets.SocketError;
import radicchio.wasi.sockets.SocketFailure;
import radicchio.wasi.streams.Pollable;

/** Registers the functions of an interface of {@code wasi:sockets}. */
final class SocketRegistry {
  private final HostInterface host;
  private final SocketErrors errors;
  private final Consumer<String> refusing;

  /** A function whose error is an {@code error-code}. It returns the staged payload of {@code ok}. */
  @FunctionalInterface
  interface Body {
    Object call(Arguments arguments) throws SocketFailure;
  }

  /** As {@link Body}; {@code ok} has no payload. */
  @FunctionalInterface
  interface Step {
    void call(Arguments arguments) throws SocketFailure;
  }

  /** A part of a function that waits. It returns the staged result; empty if it has to be tried again. */
  @FunctionalInterface
  interface Trial {
    Optional<StagedCase> run() throws SocketFailure;
  }

  /** Something that a function waits for. */
  record Wait(Pollable ready, Trial trial) {}

  /** A function that waits. */
  @FunctionalInterface
  interface Waiter {
    Wait call(Arguments arguments) throws SocketFailure;
  }

  /** @param refusing receives the id of each function that refuses a call because of the grants */
  SocketRegistry(HostInterface host, SocketErrors errors, Consumer<String> refusing) {
    this.host = host;
    this.errors = errors;
    this.refusing = refusing;
  }

  HostInterface host() {
    return host;
  }

  SocketRegistry with(String name, Body body) {
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

  SocketRegistry doing(String name, Step step) {
    return with(
        name,
        arguments -> {
          step.call(arguments);
          return null;
        });
  }

  /** An async function. */
  SocketRegistry waiting(String name, Waiter waiter) {
    host.with(
        name,
        arguments -> {
          try {
            Wait wait = waiter.call(arguments);
            return Attempts.until(wait.ready(), () -> attempted(name, wait.trial()));
          } catch (SocketFailure e) {
            return err(name, e);
          }
        });
    return this;
  }

  private Optional<Object> attempted(String name, Trial trial) {
    try {
      return trial.run().map(result -> result);
    } catch (SocketFailure e) {
      return Optional.of(err(name, e));
    }
  }

  /** A function that does not fail. */
  SocketRegistry plain(String name, HostBody body) {
    host.with(name, body);
    return this;
  }

  /** Closes a socket that the guest dropped, which has no way to ask whether that failed. */
  static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // the system has closed it all the same
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  StagedCase err(String name, SocketFailure failure) {
    if (failure.error() == SocketError.NOT_GRANTED) {
      refusing.accept(host.name() + "#" + name);
    }
    return errors.err(failure);
  }
}
