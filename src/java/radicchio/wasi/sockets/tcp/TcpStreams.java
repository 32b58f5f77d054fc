package radicchio.wasi.sockets.tcp;

import java.io.IOException;
import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ByteSource;

/** The two directions of a connection. The caller must close each of them. */
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

  /** Ends receiving, also of data that has arrived. */
  public void shutDownInput() throws IOException {
    connection.source().shutDown();
  }

  /** Ends sending. The other side gets the end after all written data. */
  public void shutDownOutput() {
    connection.sink().shutDown();
  }
}
