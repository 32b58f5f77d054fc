package radicchio.wasi.sockets;

import java.io.IOException;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ByteSource;

/** The two directions of a connection. Each must be closed by the caller that got them. */
public final class TcpStreams {
  private final TcpConnection connection;

  TcpStreams(TcpConnection connection) {
    this.connection = connection;
  }

  public ByteSource in() {
    return connection.source();
  }

  public ByteSink out() {
    return connection.sink();
  }

  /** Receives nothing any more, of what has come already neither. */
  public void shutDownInput() throws IOException {
    connection.source().shutDown();
  }

  /** Sends nothing any more. The other side is told when all that was written is sent. */
  public void shutDownOutput() {
    connection.sink().shutDown();
  }
}
