package radicchio.wasi.sockets;

import java.net.InetSocketAddress;

/**
 * A datagram that came.
 *
 * @param data not to be changed
 * @param sender who sent it
 */
public record Datagram(byte[] data, InetSocketAddress sender) {}
