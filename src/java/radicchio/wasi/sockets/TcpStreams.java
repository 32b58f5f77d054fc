package radicchio.wasi.sockets;

import radicchio.wasi.streams.ByteSink;
import radicchio.wasi.streams.ByteSource;

/** The two directions of a connection, each closed by whoever got them. */
public record TcpStreams(ByteSource in, ByteSink out) {}
