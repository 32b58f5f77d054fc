package radicchio.wasi.host.sockets;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.HostBody;
import radicchio.wasi.host.HostInterface;
import radicchio.wasi.host.Staged;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;

/** Registers the functions of an interface of {@code wasi:sockets}. */
public final class SocketFunctions {
  private final HostInterface host;
  private final Function<SocketFailure, StagedCase> errors;
  private final Consumer<String> refusing;

  /** A function whose error is an {@code error-code}: it returns the staged payload of {@code ok}. */
  @FunctionalInterface
  public interface Body {
    Object call(Arguments arguments) throws SocketFailure;
  }

  /** A function like {@link Body}, whose {@code ok} has no payload. */
  @FunctionalInterface
  public interface Step {
    void call(Arguments arguments) throws SocketFailure;
  }

  /**
   * @param errors stages {@code err} of a failure
   * @param refusing receives the id of each function that refuses a call because of the grants
   */
  public SocketFunctions(
      HostInterface host, Function<SocketFailure, StagedCase> errors, Consumer<String> refusing) {
    this.host = host;
    this.errors = errors;
    this.refusing = refusing;
  }

  public HostInterface host() {
    return host;
  }

  public SocketFunctions with(String name, Body body) {
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

  public SocketFunctions doing(String name, Step step) {
    return with(
        name,
        arguments -> {
          step.call(arguments);
          return null;
        });
  }

  /** A function that cannot fail. */
  public SocketFunctions plain(String name, HostBody body) {
    host.with(name, body);
    return this;
  }

  /** A resource that is closed when the guest drops it, and when the instance ends. */
  public <T extends AutoCloseable> SocketFunctions withSocket(String name, Class<T> type) {
    host.withResource(name, type, SocketFunctions::close, SocketFunctions::close);
    return this;
  }

  /** Closes a socket that the guest dropped. The guest cannot get a failure. */
  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // the system has closed it in any case
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stages {@code err} of a failure of a function. */
  public StagedCase err(String name, SocketFailure failure) {
    if (failure.error() == SocketError.NOT_GRANTED) {
      refusing.accept(host.name() + "#" + name);
    }
    return errors.apply(failure);
  }
}
