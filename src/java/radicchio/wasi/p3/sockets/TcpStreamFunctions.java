package radicchio.wasi.p3.sockets;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import radicchio.abi.value.StagedCase;
import radicchio.runtime.stream.host.StreamReader;
import radicchio.wasi.host.Arguments;
import radicchio.wasi.host.Staged;
import radicchio.wasi.host.sockets.SocketFunctions;
import radicchio.wasi.p3.streams.GivenBytes;
import radicchio.wasi.p3.streams.Pump;
import radicchio.wasi.sockets.channel.SocketError;
import radicchio.wasi.sockets.channel.SocketFailure;
import radicchio.wasi.sockets.tcp.TcpStreams;
import radicchio.wasi.streams.ByteSource;
import radicchio.wasi.streams.ClosedSinkException;
import radicchio.wasi.streams.Pollable;

/** The functions of {@code tcp-socket} that have streams. */
final class TcpStreamFunctions {
  private static final String LISTEN = TcpFunctions.METHOD + "listen";
  private static final String SEND = TcpFunctions.METHOD + "send";
  private static final String RECEIVE = TcpFunctions.METHOD + "receive";

  private TcpStreamFunctions() {}

  static void addTo(SocketFunctions functions) {
    functions
        .with(
            LISTEN,
            a -> {
              GuestTcp guest = a.self(GuestTcp.class);
              guest.listen();
              return new GivenConnections(guest.socket());
            })
        .plain(SEND, a -> send(a, functions))
        .plain(RECEIVE, a -> receive(a, functions));
  }

  private static CompletionStage<StagedCase> send(Arguments a, SocketFunctions functions) {
    StreamReader data = a.object(1, StreamReader.class);
    try {
      TcpStreams streams = a.self(GuestTcp.class).takeOutput();
      return staged(
          Pump.start(
              data,
              streams.out(),
              whole -> {
                streams.shutDownOutput();
                streams.out().close();
              }));
    } catch (SocketFailure e) {
      data.close();
      return CompletableFuture.completedStage(functions.err(SEND, e));
    }
  }

  private static Object[] receive(Arguments a, SocketFunctions functions) {
    try {
      TcpStreams streams = a.self(GuestTcp.class).takeInput();
      GivenBytes bytes = new GivenBytes(new Received(streams));
      return Staged.record(bytes, staged(bytes.outcome()));
    } catch (SocketFailure e) {
      return Staged.record(
          new GivenBytes(ByteSource.EMPTY),
          CompletableFuture.completedStage(functions.err(RECEIVE, e)));
    }
  }

  private static CompletionStage<StagedCase> staged(
      CompletionStage<Optional<IOException>> outcome) {
    return outcome.thenApply(
        early -> early.map(e -> SocketErrors.OF_SOCKETS.err(failure(e))).orElseGet(Staged::ok));
  }

  private static SocketFailure failure(IOException e) {
    return e instanceof ClosedSinkException
        ? new SocketFailure(SocketError.CONNECTION_BROKEN, "the peer closed the connection")
        : SocketFailure.of(e);
  }

  /** The bytes from a peer. When the guest drops the stream, the rest is discarded. */
  private record Received(TcpStreams streams) implements ByteSource {
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return streams.in().read(target, offset, length);
    }

    @Override
    public Pollable readable() {
      return streams.in().readable();
    }

    @Override
    public void close() throws IOException {
      try {
        streams.shutDownInput();
      } catch (IOException e) {
        // the peer has ended the connection already
      }
      streams.in().close();
    }
  }
}
