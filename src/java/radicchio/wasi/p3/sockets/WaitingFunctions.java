package radicchio.wasi.p3.sockets;

import java.util.Optional;
import radicchio.abi.value.StagedCase;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.p3.Attempts;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.streams.Pollable;

/** Registers the async functions of an interface of {@code wasi:sockets}. */
record WaitingFunctions(SocketFunctions functions) {

  /** A part of a function that waits. It returns the staged result; empty if it must be tried again. */
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

  WaitingFunctions with(String name, Waiter waiter) {
    functions.plain(
        name,
        arguments -> {
          try {
            Wait wait = waiter.call(arguments);
            return Attempts.until(wait.ready(), () -> attempted(name, wait.trial()));
          } catch (SocketFailure e) {
            return functions.err(name, e);
          }
        });
    return this;
  }

  private Optional<Object> attempted(String name, Trial trial) {
    try {
      return trial.run().map(result -> result);
    } catch (SocketFailure e) {
      return Optional.of(functions.err(name, e));
    }
  }
}
