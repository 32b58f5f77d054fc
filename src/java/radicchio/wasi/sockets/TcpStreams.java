package radicchio.wasi.sockets;

import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ByteSource;

/** The two directions of a connection. Each must be closed by the caller that got them. */
public record TcpStreams(ByteSource in, ByteSink out) {}
